"""Fill the tables of the guides from the code they describe: `python docs/generate.py` writes, a test compares.

A page is written by hand; between `<!-- made: name -->` and `<!-- end -->` stands a table made here. What the code does
not say of itself (Arabic, and what to do about an error) is in words.toml; an entry that is
missing there, or too many, is an error.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pool
from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor

import core
from core.gateway.wire_errors import connect_code
from core.kit.config import Config
from core.kit.errors import DomainError
from core.kit.rpc import describe
from majlis.common.v1 import options_pb2
from majlis_devkit.findings import catalogue
from majlis_devkit.world import load_contract
from miniapp import limits, vocabulary
from miniapp.errors import HostError, MiniAppError

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LANGUAGES = ("ar", "en")
_REGION = re.compile(r"(<!-- made: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
Rows = Iterable[Iterable[str]]


class WordsWrong(Exception):
    """words.toml and the code name different things; the message lists them."""


@cache
def words() -> dict[str, Any]:
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


def word(lang: str, name: str) -> str:
    """A short word of the tables themselves: a column's heading, a unit."""
    return str(words()["table"][name][lang])


def of(section: str, names: Iterable[str]) -> Mapping[str, Any]:
    """A section of words.toml, which must have exactly these names."""
    said, wanted = words()[section], set(names)
    if said.keys() != wanted:
        missing, surplus = sorted(wanted - said.keys()), sorted(said.keys() - wanted)
        raise WordsWrong(f"docs/words.toml [{section}]: missing {missing}, not in the code {surplus}")
    section_words: Mapping[str, Any] = said
    return section_words


def table(lang: str, columns: Iterable[str], rows: Rows) -> str:
    """A Markdown table; `|` inside a cell is escaped."""
    heads = [word(lang, column) for column in columns]
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def code(text: str) -> str:
    return f"`{text}`"


# Components


def components(lang: str) -> str:
    arabic = of("components", vocabulary.COMPONENTS)
    return "\n".join(
        f"## {name}\n\n{component.says if lang == 'en' else arabic[name]}\n\n{_component(lang, component)}"
        for name, component in vocabulary.COMPONENTS.items()
    )


def _component(lang: str, component: vocabulary.Component) -> str:
    facts = []
    if component.events:
        events = word(lang, "comma").join(_event(lang, *event) for event in component.events.items())
        facts.append(f"{word(lang, 'events')}: {events}")
    if component.children != "none":
        named = component.children if isinstance(component.children, tuple) else None
        inside = word(lang, "comma").join(map(code, named)) if named else word(lang, "any")
        facts.append(f"{word(lang, 'children')}: {inside}")
    props = properties(lang, component.props) if component.props else ""
    return props + ("\n" if props and facts else "") + ("  \n".join(facts) + "\n" if facts else "")


def _event(lang: str, name: str, carries: str) -> str:
    return code(name) if carries == "nothing" else f"{code(name)} ({word(lang, 'carries')} {code(carries)})"


def properties(lang: str, props: Mapping[str, vocabulary.Prop]) -> str:
    rows = ([code(name), _kind(prop), _bounds(lang, prop)] for name, prop in props.items())
    return table(lang, ["property", "kind", "bounds"], rows)


def common(lang: str) -> str:
    return properties(lang, vocabulary.COMMON)


def _kind(prop: vocabulary.Prop) -> str:
    return " · ".join(map(code, prop.values)) if prop.kind == "enum" else code(prop.kind)


def _bounds(lang: str, prop: vocabulary.Prop) -> str:
    said = [word(lang, "required")] if prop.required else []
    if prop.min is not None:
        said.append(f"≥ {prop.min:,}")
    if prop.max is not None:
        said.append(f"≤ {prop.max:,}")
    if prop.default is not None and prop.default is not False:
        said.append(f"{word(lang, 'default')} {code(str(prop.default))}")
    return word(lang, "comma").join(said)


# Limits


def app_limits(lang: str) -> str:
    values = {name: value for name, value in vars(limits).items() if name.isupper()}
    said = of("limits", values)
    rows = ([code(name), amount(lang, name, value), said[name][lang]] for name, value in values.items())
    return table(lang, ["name", "most", "what"], rows)


def host_limits(lang: str) -> str:
    rows = []
    for place, said in words()["host_limits"].items():
        module, _, name = place.partition(":")
        rows.append([amount(lang, name, getattr(importlib.import_module(module), name)), said[lang], code(place)])
    return table(lang, ["most", "what", "where"], rows)


def amount(lang: str, name: str, value: int | float | timedelta) -> str:
    """A limit with its unit, which the constant's name ends with."""
    if isinstance(value, timedelta):
        value, name = int(value.total_seconds()), "_S"
    if "_BYTES_MAX" in name:
        for size, unit in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
            if value % size == 0:
                return f"{value // size:,} {unit}"
        return f"{value:,} {word(lang, 'bytes')}"
    if "_CHARS_MAX" in name:
        return f"{value:,} {word(lang, 'chars')}"
    if name.endswith("_MS"):
        value, name = value / 1000, "_S"
    if name.endswith("_PER_S"):
        return f"{value:,}/s"
    if name.endswith(("_S", "_S_MIN", "_S_MAX")):
        for seconds, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
            if value >= seconds and value % seconds == 0:
                return f"{value // seconds:g} {unit}"
        return f"{value:g} s"
    return f"{value:,}"


# Errors


def reasons(lang: str) -> str:
    ours = (kind for kind in _all_of(DomainError) if kind.__module__.startswith(("core.", "wallet.")))
    known: dict[str, type[DomainError]] = {}
    # A reason that two slices give is described by the first of them, whatever was imported first.
    for kind in sorted(ours, key=lambda kind: kind.__module__):
        if "reason" in vars(kind) and kind.__name__ != "RemoteError":
            known.setdefault(kind.reason, kind)
    said = of("reasons", known)
    rows = []
    for reason, kind in sorted(known.items()):
        what = _says(kind) if lang == "en" else said[reason]["ar"]
        do = said[reason]["do" if lang == "en" else "do_ar"]
        rows.append([code(reason), code(connect_code(kind(""))), what, do])
    return table(lang, ["reason", "code", "meaning", "do"], rows)


def app_reasons(lang: str) -> str:
    # Of the SDK's own module only: the testing kit has an error of its own, and whoever imported it first adds it here.
    ours = [kind for kind in _all_of(MiniAppError) if kind.__module__ == MiniAppError.__module__]
    known = {kind.reason: kind for kind in ours if kind is not HostError}
    rows = []
    for reason, arabic in of("app_reasons", known).items():
        kind = known[reason]
        rows.append([code(kind.__name__), code(reason), _says(kind) if lang == "en" else arabic])
    return table(lang, ["class", "reason", "meaning"], rows)


def findings(lang: str) -> str:
    rows = []
    for rule in catalogue().values():
        text, fix = (rule.en, rule.fix) if lang == "en" else (rule.ar, rule.fix_ar)
        rows.append([code(rule.code), _plain(text), _plain(fix)])
    return table(lang, ["code", "meaning", "do"], rows)


def _plain(text: str) -> str:
    """A rule's words with its blanks as ‹name›."""
    return re.sub(r"\{(\w+)[^}]*\}", r"‹\1›", text.replace("{{", "\0").replace("}}", "\1")).translate({0: "{", 1: "}"})


def _all_of(kind: type[Any]) -> Iterator[type[Any]]:
    _import_host()
    for sub in kind.__subclasses__():
        yield sub
        yield from _all_of(sub)


@cache
def _import_host() -> None:
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if not module.name.startswith("core.migrations"):
            importlib.import_module(module.name)


def _says(kind: type[Any]) -> str:
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


# What was tried

ATTACKS = ROOT / "tests" / "escape" / "attacks.toml"  # The tests read the same rows.


def attacks(lang: str) -> str:
    said = tomllib.loads(ATTACKS.read_text("utf-8"))
    got = said.pop("got")
    parts = []
    for section in said.values():
        rows = [
            [row[lang], got[row.get("got", section["got"])][lang], _shown(lang, row)]
            for row in section["rows"].values()
        ]
        parts.append(f"## {section['title'][lang]}\n\n{table(lang, ['wanted', 'got', 'shown'], rows)}")
    return "\n".join(parts)


def _shown(lang: str, row: Mapping[str, Any]) -> str:
    told = [code(reason) for reason in row.get("shown", ())]
    if "code" in row:
        told[0] += f" ({code(row['code'])})"
    return word(lang, "comma").join(told) or "—"


def attacks_shown(lang: str) -> str:
    """Every reason of the table above, as its reader gets it."""
    sections = [section for name, section in tomllib.loads(ATTACKS.read_text("utf-8")).items() if name != "got"]
    reasons = {reason for section in sections for row in section["rows"].values() for reason in row.get("shown", ())}
    texts = ROOT / "core" / "web" / "src" / "texts"
    asked = {}
    for part in ("", "wallet.", "map.", "operator."):
        if (path := texts / f"{part}{lang}.ftl").exists():
            asked |= _fluent(path)
    rows = ([code(reason), asked[f"error-{reason.lower().replace('_', '-')}"]] for reason in sorted(reasons))
    return table(lang, ["reason", "sentence"], rows)


def guest_differs(lang: str) -> str:
    listed = tomllib.loads((ROOT / "tests" / "guest_python" / "differs.toml").read_text("utf-8"))["because"]
    rows = ([one[lang], one.get("until", "—"), code(min(one["expressions"], key=len))] for one in listed)
    return table(lang, ["what", "until", "example"], rows)


# Permissions and rpcs


def scopes(lang: str) -> str:
    contract = load_contract()["scopes"]
    asked = _fluent(ROOT / "core" / "web" / "src" / "texts" / f"{lang}.ftl")
    rows = []
    for scope, said in of("scopes", contract).items():
        sentence = asked[f"scope-{scope.replace('.', '-')}"]
        rows.append([code(scope), code(said["call"]), sentence, said[lang]])
    return table(lang, ["scope", "call", "sentence", "gives"], rows)


def _fluent(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z][a-z0-9-]*) = (.+)$", path.read_text("utf-8"), re.MULTILINE))


def rpcs(lang: str) -> str:
    _import_host()
    parts = []
    for service in sorted(_services(), key=lambda one: str(one.full_name)):
        rows = [_rpc(lang, method) for method in service.methods]
        parts.append(f"## {service.full_name}\n\n{table(lang, ['rpc', 'callers', 'repeat', 'fields'], rows)}")
    return "\n".join(parts)


def _services() -> Iterator[Any]:
    for path in sorted((ROOT / "protos").glob("majlis/*/v1/*_service.proto")):
        file = descriptor_pool.Default().FindFileByName(path.relative_to(ROOT / "protos").as_posix())
        yield from file.services_by_name.values()


def _rpc(lang: str, descriptor: MethodDescriptor) -> list[str]:
    method = describe(descriptor)
    callers = [
        options_pb2.Access.Name(options_pb2.Access.ValueType(one)).removeprefix("ACCESS_").lower()
        for one in sorted(method.access)
    ]
    scope = f" ({code(method.scope)})" if method.scope else ""
    repeat = (
        options_pb2.Idempotency.Name(options_pb2.Idempotency.ValueType(method.idempotency))
        .removeprefix("IDEMPOTENCY_")
        .lower()
    )
    if method.rate:
        repeat += "<br>" + word(lang, "rate").format(per_s=method.rate.per_s, burst=method.rate.burst)
    asked = "<br>".join(_field(lang, field) for field in descriptor.input_type.fields)
    stream = f" {word(lang, 'stream')}" if method.streams else ""
    return [code(descriptor.name) + stream, word(lang, "comma").join(callers) + scope, repeat, asked]


def _field(lang: str, field: FieldDescriptor) -> str:
    rule = field.GetOptions().Extensions[options_pb2.rule]
    said = [word(lang, "required")] if rule.required else []
    for least, most, unit in (
        (rule.chars_min, rule.chars_max, "chars"), (0, rule.bytes_max, "bytes"), (0, rule.items_max, "items"),
    ):  # fmt: skip
        if most:
            said.append(f"{least}–{most:,} {word(lang, unit)}" if least else f"≤ {most:,} {word(lang, unit)}")
    if rule.min or rule.max:
        said.append(f"{rule.min}–{rule.max}" if rule.max else f"≥ {rule.min}")
    if rule.pattern:
        said.append(code(rule.pattern))
    return code(field.name) + (f": {word(lang, 'comma').join(said)}" if said else "")


# Settings


def settings(lang: str) -> str:
    said = of("settings", (field.name for field in fields(Config)))
    rows = []
    for field in fields(Config):
        assert field.default is not MISSING
        default = "" if field.default == Path() else str(field.default)
        default = {"True": "1", "False": "0"}.get(default, default)
        rows.append([code(f"MAJLIS_{field.name.upper()}"), code(default) if default else "—", said[field.name][lang]])
    return table(lang, ["name", "default", "what"], rows)


MADE: Mapping[str, Callable[[str], str]] = {
    "app-limits": app_limits,
    "app-reasons": app_reasons,
    "attacks": attacks,
    "attacks-shown": attacks_shown,
    "common": common,
    "components": components,
    "findings": findings,
    "guest-differs": guest_differs,
    "host-limits": host_limits,
    "reasons": reasons,
    "rpcs": rpcs,
    "scopes": scopes,
    "settings": settings,
}


def filled(text: str, lang: str) -> str:
    """The page with every made region as the code has it now."""
    return _REGION.sub(lambda found: f"{found[1]}{MADE[found[2]](lang)}{found[3]}", text)


def pages() -> Iterator[tuple[Path, str]]:
    """Every page and its language."""
    for lang in LANGUAGES:
        for path in sorted((HERE / lang).glob("*.md")):
            yield path, lang


def main() -> None:
    for path, lang in pages():
        text = path.read_text("utf-8")
        if (now := filled(text, lang)) != text:
            path.write_text(now, "utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
