"""Arabic is found however it is written, on both databases: pairs made from an outside dictionary, and people's own."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pytest

from core.kit.db import Database, Transaction
from core.messaging.search import index
from core.messaging.search.query import parse
from tests.support.arabic_pairs import Pair, pairs
from tests.support.chat_log import ChatLog

RECALL_MIN = 0.98


class Judged(NamedTuple):
    pair: Pair
    found: bool


async def judged(database: Database) -> list[Judged]:
    """Every pair in a conversation of its own: the text sent, indexed, and the query asked."""
    chat_log, tried = ChatLog(), list(enumerate(pairs()))

    def write(tx: Transaction) -> None:
        for number, pair in tried:
            chat_log.begin(tx, f"conv_{number}", "usr_reader")
            index.add(tx, chat_log.say(tx, f"conv_{number}", "usr_writer", pair.text))

    def ask(tx: Transaction) -> list[Judged]:
        return [
            Judged(pair, bool(index.find(tx, "usr_reader", parse(pair.query), conversation_id=f"conv_{n}", most=1)))
            for n, pair in tried
        ]

    await database.write(write)
    return await database.read(ask)


async def test_arabic_is_found_however_it_is_written(database: Database) -> None:
    """People write without vowel signs, on Persian keyboards, with or without hamza, and look for what they meant."""
    verdicts = await judged(database)
    must = [each for each in verdicts if each.pair.found]
    assert len(verdicts) >= 500
    missed = [each.pair for each in must if not each.found]
    recall = 1 - len(missed) / len(must)
    assert recall >= RECALL_MIN, f"{recall:.4f}; missed: {Counter(pair.rule for pair in missed)}, as {missed[:5]}"
    wrong = [each.pair for each in verdicts if each.found and not each.pair.found]
    assert not wrong, f"found what must stay apart: {wrong[:5]}"


def test_a_folder_of_pairs_is_read_and_a_broken_line_named(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever knows better adds cases without touching the code."""
    folder = tmp_path_factory.mktemp("pairs")
    (folder / "mine.tsv").write_text("سلام\tالسَّلامُ سَلام\t1\nليل\tنهار\t0\n", "utf-8")
    monkeypatch.setenv("MAJLIS_ARABIC_PAIRS", str(folder))
    assert [(pair.query, pair.found) for pair in pairs()[-2:]] == [("سلام", True), ("ليل", False)]
    (folder / "mine.tsv").write_text("سلام 1\n", "utf-8")
    with pytest.raises(ValueError, match=r"mine\.tsv:1"):
        pairs()
