"""The table of expressions that must come to the same natively and in the sandbox: tests/guest_python/tables.

A line is an expression, `> ` begins a statement that the file's expressions stand on (`\\n` is its line break), `#` a
remark. What an expression comes to is its repr, or the exception it raises: that is what an app's author would see.
"""

from __future__ import annotations

import json
import sys
import tomllib
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "guest_python"

# Runs on either side, so it is text. Lone surrogates travel as JSON escapes.
EVALUATE = '''
def evaluate(statements, expressions):
    """What each comes to, as text."""
    names = {"__name__": "__main__"}
    for statement in statements:
        exec(statement, names)
    return [_come_to(expression, names) for expression in expressions]

def _come_to(expression, names):
    try:
        return repr(eval(expression, names))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
'''


@dataclass(frozen=True)
class Table:
    """One file: what stands before its expressions, and they."""

    name: str
    statements: list[str]
    expressions: list[str]

    def event(self) -> str:
        """What the guest evaluates."""
        return json.dumps([self.statements, self.expressions])

    def natively(self) -> list[str]:
        """What this Python says."""
        known: dict[str, Any] = {}
        exec(EVALUATE, known)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of what is wrong on purpose.
            told: list[str] = known["evaluate"](self.statements, self.expressions)
        return told


GUEST = EVALUATE + "\nimport json\ndef handle(event):\n    return json.dumps(evaluate(*json.loads(event)))\n"


@cache
def tables() -> tuple[Table, ...]:
    """Every file of the table."""
    return tuple(_read(path) for path in sorted((FOLDER / "tables").glob("*.txt")))


def _read(path: Path) -> Table:
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    statements = [line.removeprefix("> ").replace("\\n", "\n") for line in lines if line.startswith("> ")]
    return Table(path.stem, statements, [line for line in lines if not line.startswith("> ")])


@dataclass(frozen=True)
class Difference:
    """An expression that comes to something else in the sandbox, why, and until which Python (None: always)."""

    expression: str
    why: str
    until: tuple[int, ...] | None
    may_agree: bool

    def here(self) -> bool:
        """Whether this Python is one that differs."""
        return self.until is None or sys.version_info[:2] < self.until


@cache
def differences() -> dict[str, Difference]:
    """The listed few, by expression."""
    found: dict[str, Difference] = {}
    for reason in tomllib.loads((FOLDER / "differs.toml").read_text("utf-8"))["because"]:
        until = tuple(map(int, reason["until"].split("."))) if "until" in reason else None
        found |= {line: Difference(line, reason["en"], until, "may_agree" in reason) for line in reason["expressions"]}
    return found
