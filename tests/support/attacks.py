"""The rows of tests/escape/attacks.toml: what each attack wanted, what it got and what is shown of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.support.artifacts import ROOT

TABLE = ROOT / "tests/escape/attacks.toml"
HEAD = "got"  # The one section that holds no rows: the words of what was got.


@dataclass(frozen=True)
class Attack:
    """One row. `shown`: any of these reasons; `hand`: a pattern of what it holds then; `button`: what is pressed."""

    name: str
    en: str
    ar: str
    got: str
    shown: tuple[str, ...] = ()
    hand: str = ""
    code: str = ""  # Of the finding a developer is shown.
    test: str = ""
    button: str = ""
    app: str = "org.evil.board"


@cache
def table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text("utf-8"))


def rows(section: str) -> dict[str, Attack]:
    """The attacks of a section by name, in order."""
    said = table()[section]
    made = {}
    for name, row in said["rows"].items():
        words = {"got": said["got"], "button": name} | row | {"shown": tuple(row.get("shown", ()))}
        made[name] = Attack(name=name, **words)
    return made


def every() -> list[Attack]:
    return [row for section in table() if section != HEAD for row in rows(section).values()]
