"""Every planted fault still has its line: a fault that applies to nothing would guard nothing, and says so at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_planted_fault_applies_to_one_line() -> None:
    """Planting them takes minutes; that a line was changed under its fault is seen in a moment."""
    faults = tomllib.loads((ROOT / "tests/planted/faults.toml").read_text("utf-8"))["fault"]
    for fault in faults:
        lines = [line.strip() for line in (ROOT / fault["file"]).read_text("utf-8").split("\n")]
        assert lines.count(fault["line"]) == 1, f"{fault['file']} must have one line {fault['line']!r}: {fault['name']}"
