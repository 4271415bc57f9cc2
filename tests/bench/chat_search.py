"""What a search among 100,000 messages takes: ours in its own read, beside FTS5 alone asked for the same words."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from pathlib import Path

import core.messaging.running  # noqa: F401  Every table of messaging, for create_tables.
from core.kit import folding
from core.kit.caller import Caller
from core.kit.clock import ManualClock
from core.kit.db import connect
from core.kit.rpc import Call
from core.messaging.search.query import parse
from core.messaging.search.service import Search
from majlis.messaging.v1 import messages_service_pb2 as pb
from tests.bench.measure import Row, async_in_turn, async_ms, ms, row
from tests.bench.messaging_search import MESSAGES, READER, SEARCH, a_query, fill, texts
from tests.support.chat_log import ChatLog
from tests.support.databases import create_tables

SEARCHES, PAGE = 200, 20
_BARE = "SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY rowid DESC LIMIT ?"


async def measure() -> list[Row]:
    """Searches of one member of some conversations; the bare table knows no members and gives anybody everything."""
    chance = random.Random(1)
    written = texts(chance, MESSAGES)
    with tempfile.TemporaryDirectory() as folder:
        db = connect(f"sqlite:///{folder}/ours.db")
        create_tables(db)
        index_s = await fill(db, ChatLog(ManualClock()), written)
        bare = _bare(Path(folder) / "bare.db", written)
        search, call = Search(db=db), Call(Caller.user(READER), SEARCH)
        asked = [a_query(chance, written) for _ in range(SEARCHES)]
        ours, peers = iter(asked), iter(asked)

        async def searched() -> float:
            request = pb.SearchMessagesRequest(query=next(ours), page_size=PAGE)
            return await async_ms(lambda: search.search_messages(request, call))

        async def found() -> float:
            words = _match(next(peers))
            return ms(lambda: bare.execute(_BARE, (words, PAGE)).fetchall())

        taken, peer = await async_in_turn(SEARCHES, searched, found, warm_up=0)
        bare.close()
        db.close()
    note = f"rights, places and highlights included; a message's way into the index {index_s / MESSAGES * 1e6:.0f} µs"
    return [row("messaging.search_ms_p50_100k", taken, "ms", "limit: bare FTS5", peer, note)]


def _bare(path: Path, written: list[str]) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE bare USING fts5 (words, content='')")
    database.executemany(
        "INSERT INTO bare (rowid, words) VALUES (?, ?)",
        ((number, " ".join(folding.plain(text))) for number, text in enumerate(written, 1)),
    )
    database.commit()
    return database


def _match(asked: str) -> str:
    """The query in FTS5's own words."""
    query = parse(asked)
    phrases = [f'"{" ".join(phrase)}"' for phrase in query.phrases]
    return " AND ".join([*phrases, *([f'"{query.beginning}" *'] if query.beginning else [])])
