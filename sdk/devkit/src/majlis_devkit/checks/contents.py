"""What is in the package, and what the manifest says about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from majlis_devkit import manifest as manifests
from majlis_devkit.findings import Finding, finding
from majlis_devkit.package import ASSETS, is_text_file
from majlis_devkit.pictures import svg_defect

MANIFEST = "manifest.json"
ICON_BYTES_MAX = 32 * 1024
_MANDATORY = (MANIFEST, "app.js", "app.css")
_PICTURE = re.compile(r"(?:icons/)?[^/]+\.(svg|png|webp|jpg)\Z")


def manifest_text(files: Mapping[str, bytes]) -> str:
    return files.get(MANIFEST, b"").decode("utf-8", "replace")


def check_members(files: Mapping[str, bytes]) -> list[Finding]:
    """Every file has a use, and the two shims of the W3C packaging are there."""
    found = [finding("E113", path=path) for path in _MANDATORY if path not in files and path != MANIFEST]
    found += [finding("E114", path, path=path) for path in sorted(files) if not _has_a_use(path)]
    return found


def _has_a_use(path: str) -> bool:
    is_page = path.startswith("pages/") and path.endswith(".html")
    is_ours = path in _MANDATORY or path.endswith(".py") or is_text_file(path) or path.startswith(ASSETS)
    return is_ours or is_page or bool(_PICTURE.match(path))


def check_manifest(
    files: Mapping[str, bytes], used: Mapping[str, str] = MappingProxyType({})
) -> tuple[manifests.Manifest | None, list[Finding]]:
    """The manifest, where it has no defect, and what does not fit the files beside it.

    ``used`` are the scopes the sources use, with the place: it tells a scope left undeclared from a reason left over.
    """
    if MANIFEST not in files:
        return None, [finding("E201")]
    try:
        manifest = manifests.parse(files[MANIFEST])
    except manifests.ManifestInvalid as invalid:
        text = manifest_text(files)
        return None, [_defect(text, defect, used) for defect in invalid.defects]
    found = [finding("E113", MANIFEST, path=f"{page}.html") for page in manifest.pages if f"{page}.html" not in files]
    found += [finding("E203", MANIFEST, path=icon) for icon in manifest.icons if icon not in files]
    if manifest.entry_path not in files and manifest.entry_path.replace(".py", "/__init__.py") not in files:
        found.append(finding("E205", MANIFEST, entry=manifest.entry, path=manifest.entry_path))
    if manifest.icons[0] in files and (why := icon_defect(manifest.icons[0], files[manifest.icons[0]])):
        found.append(finding("E204", manifest.icons[0], text=why, most=ICON_BYTES_MAX))
    return manifest, found


def icon_defect(path: str, content: bytes) -> str | None:
    """Why the host cannot draw this as an app's icon; None when it can."""
    if not path.endswith(".svg"):
        return "the first icon is no .svg"
    if len(content) > ICON_BYTES_MAX:
        return f"it has {len(content):,} bytes"
    return svg_defect(content)


def line_of(text: str, member: str) -> str:
    """``manifest.json:12`` for the line a member stands in, as well as its names tell: each is looked for from the
    line of the one before, so `version.name` is not the app's name. Names may have dots of their own.
    """
    lines, parts = text.splitlines(), re.split(r"[.\[]", member)
    at = first = 0
    while first < len(parts):
        for last in range(len(parts), first, -1):
            name = f'"{".".join(parts[first:last])}"'
            line = next((n for n, line in enumerate(lines[max(at - 1, 0) :], max(at, 1)) if name in line), 0)
            if line:
                at, first = line, last
                break
        else:
            first += 1
    return f"{MANIFEST}:{at}" if at else MANIFEST


def _defect(text: str, defect: manifests.Defect, used: Mapping[str, str]) -> Finding:
    """A reason for an undeclared scope speaks of the scope; anything else is a defect of the manifest at its line."""
    above, _, scope = defect.member.partition(".")
    if above == "majlis_reasons" and defect.why == "unknown":
        if scope in used:
            return finding("E311", used[scope], scope=scope)
        return finding("E206", line_of(text, defect.member), scope=scope)
    place = defect.member.rpartition(".")[0] if defect.why == "missing" else defect.member
    return finding("E202", line_of(text, place), member=defect.member or "it", text=defect.text)
