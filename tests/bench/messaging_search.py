"""Search among 100,000 messages: how long a query takes, behind the rpc, on an index filled as the trail fills it."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.clock import ManualClock
from core.kit.db import Database, Transaction
from core.kit.rpc import Call
from core.messaging.search import index
from core.messaging.search.scrub import Scrubber
from core.messaging.search.service import Search
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from tests.support.arabic_pairs import dictionary
from tests.support.chat_log import ChatLog

MESSAGES, CONVERSATIONS, MINE, BATCH = 100_000, 300, 40, 200
READER, SEARCH = "usr_reader", "majlis.messaging.v1.MessagesService/SearchMessages"


@dataclass(frozen=True, slots=True)
class Searched:
    """What one run saw, in milliseconds; `index_us` is a message's way into the index."""

    p50_ms: float
    p99_ms: float
    worst_ms: float
    index_us: float
    scrub_ms: float
    searches: int


def texts(chance: random.Random, count: int) -> list[str]:
    """Sentences of 2 to 18 words; a few words are most of what people say, as in any language."""
    known = [word.bare for word in dictionary()]
    weights = [1 / rank for rank in range(1, len(known) + 1)]
    said = chance.choices(known, weights=weights, k=count * 18)
    return [" ".join(said[at * 18 : at * 18 + chance.randint(2, 18)]) for at in range(count)]


async def search_100k(db: Database, *, messages: int = MESSAGES, searches: int = 200) -> Searched:
    """Fill an empty database that has its tables, then search as one member of some of its conversations."""
    chance, chat_log = random.Random(1), ChatLog(ManualClock())
    written = texts(chance, messages)
    index_s = await fill(db, chat_log, written)
    search, call = Search(db=db), Call(Caller.user(READER), SEARCH)
    took = []
    for _ in range(searches):
        query = a_query(chance, written)
        began = time.perf_counter()
        await search.search_messages(service_pb.SearchMessagesRequest(query=query, page_size=20), call)
        took.append((time.perf_counter() - began) * 1000)

    await db.write(lambda tx: index.remove(tx, "conv_0", [1]))
    began = time.perf_counter()
    await Scrubber(db=db, clock=chat_log.clock).scrub()
    scrub_ms = (time.perf_counter() - began) * 1000
    took.sort()
    return Searched(
        statistics.median(took), took[int(len(took) * 0.99)], took[-1], index_s / messages * 1e6, scrub_ms, searches
    )


async def fill(db: Database, chat_log: ChatLog, written: Sequence[str]) -> float:
    """Everything said and indexed as the trail does it; how many seconds the index took."""

    def begin(tx: Transaction) -> None:
        for number in range(CONVERSATIONS):
            chat_log.begin(tx, f"conv_{number}", *([READER] if number < MINE else []))

    await db.write(begin)
    index_s = 0.0
    for start in range(0, len(written), BATCH):
        of, some = f"conv_{start // BATCH % CONVERSATIONS}", written[start : start + BATCH]
        said = await db.write(lambda tx, of=of, some=some: chat_log.say(tx, of, "usr_writer", *some))  # type: ignore[misc]
        began = time.perf_counter()
        await db.write(lambda tx, said=said: index.add(tx, said))  # type: ignore[misc]
        index_s += time.perf_counter() - began
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))
    return index_s


def a_query(chance: random.Random, written: Sequence[str]) -> str:
    """One or two words of something that was written, the last not quite finished; some as a phrase."""
    words = chance.choice(written).split()
    if chance.random() < 0.1:
        return f'"{" ".join(words[:2])}"'
    chosen = chance.sample(words, min(len(words), chance.choice((1, 2))))
    return " ".join([*chosen[:-1], chosen[-1][: max(2, len(chosen[-1]) - 1)]])
