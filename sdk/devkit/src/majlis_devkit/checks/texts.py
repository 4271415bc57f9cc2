"""The app's Fluent texts: valid, complete in Arabic and English, used, and given the arguments they show."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from majlis_devkit.checks.source import SDK, Module, absolute
from majlis_devkit.findings import Finding, finding
from majlis_devkit.manifest import LANGUAGES


@dataclass
class Texts:
    """One language's messages: key -> (line, variables shown)."""

    path: str
    messages: dict[str, tuple[int, frozenset[str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Use:
    """One ``t("key", …)``: what it gives, or everything where it gives ``**more``."""

    key: str
    where: str
    given: frozenset[str]
    open_ended: bool


def check(modules: list[Module], files: Mapping[str, bytes]) -> list[Finding]:
    """What is wrong with the texts; an app without any is only warned about."""
    used, dynamic = uses(modules)
    if not used and not dynamic and not any(path.startswith("texts/") for path in files):
        return [finding("W506")] if modules else []
    found: list[Finding] = []
    by_language: dict[str, Texts] = {}
    for language in LANGUAGES:
        path = f"texts/{language}.ftl"
        if path not in files:
            found.append(finding("E502", path=path))
            continue
        by_language[language], more = read(path, files[path].decode("utf-8", "replace"))
        found += more
    found += _missing(by_language, used)
    found += _arguments(by_language, used)
    if not dynamic:
        found += _unused(by_language, {use.key for use in used})
    return found


def read(path: str, source: str) -> tuple[Texts, list[Finding]]:
    """The messages of a Fluent file, and a finding for each piece that is none."""
    texts, found = Texts(path), []
    for entry in FluentParser().parse(source).body:
        line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
        if isinstance(entry, ftl.Junk):
            why = entry.annotations[0].message if entry.annotations else "not a message"
            found.append(finding("E501", f"{path}:{line}", text=why or "not a message"))
        elif isinstance(entry, ftl.Message) and entry.value is not None:
            texts.messages[entry.id.name] = (line, frozenset(_variables(entry.value)))
    return texts, found


def _variables(node: Any) -> Iterator[str]:
    if isinstance(node, ftl.VariableReference):
        yield node.id.name
    elif isinstance(node, ftl.BaseNode):
        for member in vars(node).values():
            yield from _variables(member)
    elif isinstance(node, list):
        for inner in node:
            yield from _variables(inner)


def uses(modules: list[Module]) -> tuple[list[Use], bool]:
    """Every ``t("key")`` of the sources; True beside it where some key is computed."""
    found: list[Use] = []
    dynamic = False
    for module in modules:
        names = set(_names_of_t(module))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in names:
                key = node.args[0]
                if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                    dynamic = True
                    continue
                given = frozenset(word.arg for word in node.keywords if word.arg)
                open_ended = any(word.arg is None for word in node.keywords)
                found.append(Use(key.value, f"{module.path}:{node.lineno}", given, open_ended))
    return found, dynamic


def _names_of_t(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and absolute(node, module) in (SDK, f"{SDK}.values"):
            yield from (alias.asname or alias.name for alias in node.names if alias.name == "t")
            yield from ("t" for alias in node.names if alias.name == "*")
        elif isinstance(node, ast.Import):
            yield from (f"{alias.asname or SDK}.t" for alias in node.names if alias.name == SDK)


def _missing(by_language: Mapping[str, Texts], used: list[Use]) -> list[Finding]:
    where = {use.key: use.where for use in reversed(used)}
    for texts in by_language.values():
        for key, (line, _) in texts.messages.items():
            where.setdefault(key, f"{texts.path}:{line}")
    return [
        finding("E503", where[key], key=key, language=language)
        for language, texts in by_language.items()
        for key in sorted(where)
        if key not in texts.messages
    ]


def _arguments(by_language: Mapping[str, Texts], used: list[Use]) -> list[Finding]:
    return [
        finding("W504", use.where, key=use.key, variable=variable, language=language)
        for use in used
        for language, texts in by_language.items()
        if not use.open_ended and use.key in texts.messages
        for variable in sorted(texts.messages[use.key][1] - use.given)
    ]


def _unused(by_language: Mapping[str, Texts], used: set[str]) -> list[Finding]:
    unused: dict[str, str] = {}
    for texts in by_language.values():
        for key, (line, _) in texts.messages.items():
            if key not in used:
                unused.setdefault(key, f"{texts.path}:{line}")
    return [finding("W505", where, key=key) for key, where in unused.items()]
