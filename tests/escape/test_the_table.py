"""The table of what was tried is whole: every row is tried by a test that is there, and says what people can read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support import attacks, corpus
from tests.support.attacks import Attack

HERE = Path(__file__).parent
ROWS_MIN = 60


def _is_there(test: str) -> bool:
    """`file::test`, of this folder unless the file says where it is."""
    name, _, function = test.partition("::")
    path = (HERE.parents[1] if "/" in name else HERE) / name
    return path.is_file() and function in {
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


def test_there_are_enough() -> None:
    assert len(attacks.every()) >= ROWS_MIN


@pytest.mark.parametrize("section", [name for name in attacks.table() if name != attacks.HEAD])
def test_every_row_is_tried(section: str) -> None:
    """By a table of a file's own, or by the test it names."""
    told = attacks.table()[section]
    if "table" in told:
        source = (HERE.parents[1] / told["table"]).read_text("utf-8")
        assert f'attacks.rows("{section}")' in source
    else:
        assert [row.test for row in attacks.rows(section).values() if not _is_there(row.test)] == []


@pytest.mark.parametrize("row", attacks.every(), ids=lambda row: row.name)
def test_a_row_says_what_was_wanted_got_and_shown(row: Attack) -> None:
    """And whoever is shown a reason has a sentence for it, in both languages."""
    assert row.en
    assert row.ar
    assert row.got in attacks.table()[attacks.HEAD]
    assert set(row.shown) <= corpus.listed()
    if row.got in ("dropped", "refused", "trapped", "turned_away", "unreleased", "unmoved"):
        assert row.shown or row.test, "what was refused is shown to somebody"
