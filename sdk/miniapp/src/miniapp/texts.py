"""Which messages an app's Fluent files have: enough to find a missing one; the client does the formatting.

Reads ids, not the language: `votes = …` at the start of a line. Terms (`-brand`) are no messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

_MESSAGE = re.compile(r"^([A-Za-z][A-Za-z0-9_-]*) *=", re.MULTILINE)
_VARIABLE = re.compile(r"\$([A-Za-z][A-Za-z0-9_-]*)")


def message_ids(ftl: str) -> list[str]:
    """The ids of a file's messages, in order; an id twice is there twice."""
    return _MESSAGE.findall(ftl)


@lru_cache(maxsize=32)
def variables(ftl: str) -> Mapping[str, frozenset[str]]:
    """The $variables each message uses."""
    found: dict[str, frozenset[str]] = {}
    marks = list(_MESSAGE.finditer(ftl))
    ends = [mark.start() for mark in marks[1:]] + [len(ftl)]
    for mark, end in zip(marks, ends, strict=False):
        body = ftl[mark.end() : end]
        lines = (line for line in body.splitlines() if not line.startswith("#"))
        found[mark[1]] = frozenset(_VARIABLE.findall("\n".join(lines)))
    return found


def used(value: Any) -> Iterator[tuple[str, frozenset[str]]]:
    """Every t(…) inside a tree or effect: its message and the names of its arguments."""
    if isinstance(value, Mapping):
        if isinstance(value.get("$t"), str):
            yield value["$t"], frozenset(value.get("args", {}))
        for inner in value.values():
            yield from used(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from used(inner)


def missing(used_by_app: Iterable[tuple[str, frozenset[str]]], ftl_by_lang: Mapping[str, str]) -> list[str]:
    """What each language lacks, in words: a message, or a variable nobody gives."""
    wanted = sorted({(key, tuple(sorted(args))) for key, args in used_by_app})
    lacks: list[str] = []
    for lang, ftl in sorted(ftl_by_lang.items()):
        has = variables(ftl)
        for key, args in wanted:
            if key not in has:
                lacks.append(f"texts/{lang}.ftl has no message {key}")
            elif nobody_gives := has[key].difference(args):
                lacks.append(f"texts/{lang}.ftl: {key} uses ${sorted(nobody_gives)[0]}, which t({key!r}) does not give")
    return lacks
