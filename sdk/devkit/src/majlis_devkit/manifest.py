"""`manifest.json` read strictly: the W3C members and ours (`majlis_…`), every defect named with its member.

The draft ignores bad optional members; we refuse them, because a silently dropped member is a review surprise. Where
the draft contradicts itself our reading is: members stand at the root (its JSON schema nests five of them inside
``version``), every entry of ``icons`` is checked, ``app_id`` follows the ABNF, and a widget's ``min_code`` may be a
number or a string of digits. Unknown members with a vendor prefix (``word_word``) are allowed, others are defects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

LANGUAGES = ("ar", "en")
UI_LEVEL = 1  # The vocabulary level this devkit speaks.
NAME_MAX = 40
DESCRIPTION_MAX = 400
REASON_MAX = 200
PAGES_MAX = 100

_APP_ID = re.compile(r"[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\Z")
_VERSION_NAME = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}\Z")
_PAGE = re.compile(r"pages/[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*\Z")
_ENTRY = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*\Z", re.ASCII)
_SCOPE = re.compile(r"[a-z][a-z0-9]*\.[a-z][a-z0-9_]*\Z")
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_VENDOR = re.compile(r"[a-z][a-z0-9]*_[a-z0-9_]+\Z")

_REQUIRED = (
    "app_id",
    "icons",
    "name",
    "pages",
    "platform_version",
    "version",
    "majlis_entry",
    "majlis_names",
    "majlis_ui",
)
_KNOWN = frozenset(_REQUIRED) | {
    "short_name", "description", "lang", "dir", "color_scheme", "device_type",
    "req_permissions", "widgets", "window", "majlis_reasons", "majlis_descriptions",
}  # fmt: skip
# Not members of the manifest: the draft does not support them, so they would promise what no host does.
_UNSUPPORTED = frozenset({"scope", "theme_color", "shortcuts"})

ByLanguage = Mapping[str, str]


@dataclass(frozen=True)
class Defect:
    """One thing wrong: the member (``version.code``), a stable word, and a sentence."""

    member: str
    why: str
    text: str


class ManifestInvalid(ValueError):
    """The manifest has defects; all of them are listed, not the first."""

    reason = "MANIFEST_INVALID"

    def __init__(self, defects: list[Defect]) -> None:
        super().__init__("; ".join(f"{defect.member}: {defect.text}" for defect in defects))
        self.defects = tuple(defects)


@dataclass(frozen=True)
class Manifest:
    """What an app says about itself. ``scopes`` keeps the manifest's order; ``reasons`` is scope → language → text."""

    app_id: str
    name: str
    version_code: int
    version_name: str
    min_code: int
    pages: tuple[str, ...]
    icons: tuple[str, ...]
    entry: str
    names: ByLanguage
    ui: int
    scopes: tuple[str, ...] = ()
    reasons: Mapping[str, ByLanguage] = field(default_factory=dict)
    short_name: str = ""
    description: str = ""
    descriptions: ByLanguage = field(default_factory=dict)
    lang: str = "ar"
    dir: str = "auto"
    color_scheme: str = "auto"

    @property
    def entry_module(self) -> str:
        return self.entry.partition(":")[0]

    @property
    def entry_path(self) -> str:
        """The file the entry module is in: ``shop.main:app`` → ``shop/main.py``."""
        return self.entry_module.replace(".", "/") + ".py"


def parse(raw: bytes | str) -> Manifest:
    """The manifest, or ``ManifestInvalid`` with every defect found."""
    try:
        document = json.loads(raw, object_pairs_hook=_unique)
    except UnicodeDecodeError:
        raise ManifestInvalid([Defect("", "json", "is not UTF-8")]) from None
    except RecursionError:
        raise ManifestInvalid([Defect("", "json", "is nested too deeply")]) from None
    except ValueError as refused:
        raise ManifestInvalid([Defect("", "json", f"is not JSON: {refused}")]) from None
    if not isinstance(document, dict):
        raise ManifestInvalid([Defect("", "type", "must be a JSON object")])
    reader = _Reader()
    manifest = reader.manifest(document)
    if reader.defects:
        raise ManifestInvalid(reader.defects)
    return manifest


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


class _Reader:
    """Collects defects while it reads; a member with a defect reads as its neutral value."""

    def __init__(self) -> None:
        self.defects: list[Defect] = []

    def manifest(self, m: dict[str, Any]) -> Manifest:
        for name in _REQUIRED:
            if name not in m:
                self._defect(name, "missing", "is required")
        for name in m:
            if name in _UNSUPPORTED or (name not in _KNOWN and not _VENDOR.match(name)):
                self._defect(name, "unknown", "is not a member of the manifest")
            elif name not in _KNOWN and name.startswith("majlis_"):
                self._defect(name, "unknown", "is not one of our members")
        version = self._object(m, "version", {"code": 1, "name": "1.0.0"})
        platform = self._object(m, "platform_version", {"min_code": 1}, "target_code", "release_type")
        scopes = self._scopes(m.get("req_permissions", []))
        return Manifest(
            app_id=self._matching(m, "app_id", _APP_ID, "letters, digits and '-', parts joined by '.'"),
            name=self._text(m, "name", NAME_MAX),
            version_code=self._positive(version, "version.code"),
            version_name=self._matching(version, "version.name", _VERSION_NAME, "three numbers like 1.0.0"),
            min_code=self._positive(platform, "platform_version.min_code"),
            pages=self._pages(m.get("pages", ["pages/index"])),
            icons=self._icons(m.get("icons", [{"src": "icon"}])),
            entry=self._matching(m, "majlis_entry", _ENTRY, "module:name, like app:app"),
            names=self._by_language(m.get("majlis_names", {}), "majlis_names", NAME_MAX, "majlis_names" in m),
            ui=self._ui(m),
            scopes=scopes,
            reasons=self._reasons(m.get("majlis_reasons", {}), scopes),
            short_name=self._text(m, "short_name", NAME_MAX, optional=True),
            description=self._text(m, "description", DESCRIPTION_MAX, optional=True),
            descriptions=self._by_language(
                m.get("majlis_descriptions", {}), "majlis_descriptions", DESCRIPTION_MAX, "majlis_descriptions" in m
            ),
            lang=self._matching(m, "lang", _LANG, "a language tag like ar", default="ar"),
            dir=self._one_of(m, "dir", ("auto", "ltr", "rtl")),
            color_scheme=self._one_of(m, "color_scheme", ("auto", "light", "dark")),
        )

    def _defect(self, member: str, why: str, text: str) -> None:
        self.defects.append(Defect(member, why, text))

    def _object(self, m: dict[str, Any], name: str, required: dict[str, Any], *optional: str) -> dict[str, Any]:
        """Its members under their full name (``version.code``), so a defect says where it is."""
        value = m.get(name, required)
        if not isinstance(value, dict):
            self._defect(name, "type", "must be an object")
            value = required
        for unknown in value.keys() - required.keys() - set(optional):
            self._defect(f"{name}.{unknown}", "unknown", "is not a member here")
        for missing in required.keys() - value.keys():
            self._defect(f"{name}.{missing}", "missing", "is required")
        return {f"{name}.{member}": inner for member, inner in value.items()}

    def _text(self, m: Mapping[str, Any], name: str, most: int, *, optional: bool = False) -> str:
        if name not in m:
            return ""
        value = m[name]
        if not isinstance(value, str) or not (value.strip() or optional):
            self._defect(name, "type", "must be text")
            return ""
        if len(value) > most:
            self._defect(name, "too_long", f"has {len(value)} characters; {most} is the most")
        return value

    def _matching(
        self, m: Mapping[str, Any], name: str, pattern: re.Pattern[str], like: str, *, default: str = ""
    ) -> str:
        if name not in m:
            return default
        value = m[name]
        if not isinstance(value, str) or len(value) > 255 or not pattern.match(value):
            self._defect(name, "format", f"must be {like}")
            return default
        return value

    def _positive(self, m: Mapping[str, Any], name: str) -> int:
        if name not in m:
            return 1
        value = m[name]
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
            self._defect(name, "range", "must be a whole number above 0")
            return 1
        return value

    def _ui(self, m: Mapping[str, Any]) -> int:
        value = self._positive(m, "majlis_ui")
        if value > UI_LEVEL:
            self._defect("majlis_ui", "range", f"is {value}; this platform speaks level {UI_LEVEL}")
        return value

    def _one_of(self, m: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
        value = m.get(name, allowed[0])
        if value not in allowed:
            self._defect(name, "range", "must be one of " + ", ".join(allowed))
            return allowed[0]
        return str(value)

    def _list(self, value: Any, member: str, read: Callable[[Any, str], str]) -> tuple[str, ...]:
        if not isinstance(value, list):
            self._defect(member, "type", "must be a list")
            return ()
        return tuple(read(entry, f"{member}[{n}]") for n, entry in enumerate(value))

    def _pages(self, value: Any) -> tuple[str, ...]:
        pages = self._list(value, "pages", self._page)
        if isinstance(value, list) and not 1 <= len(value) <= PAGES_MAX:
            self._defect("pages", "range", f"must name 1 to {PAGES_MAX} pages; the first is the start page")
        if len(set(pages)) != len(pages):
            self._defect("pages", "duplicate", "names a page twice")
        return pages

    def _page(self, page: Any, member: str) -> str:
        if not isinstance(page, str) or not _PAGE.match(page):
            self._defect(member, "format", "must be like pages/index, without extension")
            return member
        return page

    def _icons(self, value: Any) -> tuple[str, ...]:
        icons = self._list(value, "icons", self._icon)
        if value == []:
            self._defect("icons", "range", "must name at least one icon")
        return icons

    def _icon(self, icon: Any, member: str) -> str:
        src = icon.get("src") if isinstance(icon, dict) else None
        if not isinstance(src, str) or not src or "://" in src:
            self._defect(f"{member}.src", "format", "must be the path of a file in the package")
            return ""
        return src

    def _scopes(self, value: Any) -> tuple[str, ...]:
        scopes = self._list(value, "req_permissions", self._scope)
        if len(set(scopes)) != len(scopes):
            self._defect("req_permissions", "duplicate", "names a scope twice")
        return scopes

    def _scope(self, entry: Any, member: str) -> str:
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not _SCOPE.match(name):
            self._defect(f"{member}.name", "format", "must be a scope like profile.name")
            return member
        return name

    def _by_language(self, value: Any, member: str, most: int, wanted: bool) -> ByLanguage:
        if not isinstance(value, dict):
            self._defect(member, "type", "must be an object with ar and en")
            return {}
        texts = {f"{member}.{language}": text for language, text in value.items()}
        for language in LANGUAGES if wanted else ():
            if f"{member}.{language}" not in texts:
                self._defect(f"{member}.{language}", "missing", "is required")
        return {name.rpartition(".")[2]: self._text(texts, name, most) for name in texts}

    def _reasons(self, value: Any, scopes: tuple[str, ...]) -> Mapping[str, ByLanguage]:
        if not isinstance(value, dict):
            self._defect("majlis_reasons", "type", "must be an object of scope → {ar, en}")
            return {}
        for scope in value.keys() - set(scopes):
            self._defect(f"majlis_reasons.{scope}", "unknown", "gives a reason for a scope the app does not ask for")
        return {
            scope: self._by_language(value.get(scope, {}), f"majlis_reasons.{scope}", REASON_MAX, True)
            for scope in scopes
        }
