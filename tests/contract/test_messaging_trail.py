"""Behind the head: each update passes every step once, in order, whatever fails or runs beside it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.kit.clock import ManualClock
from core.kit.db import Database, Transaction, connect
from core.messaging import trail as trail_module
from core.messaging.changes import Logged
from core.messaging.tables import conversations
from core.messaging.trail import Trail
from tests.support.chat_log import ChatLog
from tests.support.databases import create_tables

# A table of the test's own, so that what a step wrote is counted by the database.
seen = sa.Table(
    "test_trail_seen", sa.MetaData(),
    sa.Column("conversation_id", sa.Text), sa.Column("seq", sa.BigInteger), sa.Column("nth", sa.Integer),
)  # fmt: skip


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def chat_log(clock: ManualClock) -> ChatLog:
    return ChatLog(clock)


@pytest.fixture(autouse=True)
def _seen(database: Database) -> None:
    create_tables(database, seen)


def write_down(tx: Transaction, updates: Sequence[Logged]) -> None:
    rows = [{"conversation_id": each.conversation_id, "seq": each.seq} for each in updates]
    tx.execute(seen.insert(), rows)


async def passed(database: Database) -> dict[str, list[int]]:
    rows = await database.read(lambda tx: tx.execute(sa.select(seen.c.conversation_id, seen.c.seq)).all())
    found: dict[str, list[int]] = {}
    for conversation_id, seq in rows:
        found.setdefault(conversation_id, []).append(seq)
    return {conversation_id: sorted(seqs) for conversation_id, seqs in found.items()}


async def begun(database: Database, chat_log: ChatLog, *conversation_ids: str) -> None:
    def begin(tx: Transaction) -> None:
        for conversation_id in conversation_ids:
            chat_log.begin(tx, conversation_id, "usr_a")

    await database.write(begin)


async def test_every_update_passes_once_in_order_and_whole_batches_at_a_time(
    database: Database, clock: ManualClock, chat_log: ChatLog
) -> None:
    """An index with a message twice, or a notification never made, is what the number behind the head prevents."""
    batches: list[tuple[str, list[int]]] = []
    many = trail_module.UPDATES_MAX + 1

    def step(tx: Transaction, updates: Sequence[Logged]) -> None:
        write_down(tx, updates)
        batches.append((updates[0].conversation_id, [each.seq for each in updates]))

    await begun(database, chat_log, "conv_a", "conv_b")
    await database.write(lambda tx: chat_log.say(tx, "conv_a", "usr_a", *(str(n) for n in range(many))))
    await database.write(lambda tx: chat_log.say(tx, "conv_b", "usr_a", "b"))
    follower = Trail(database, [step], clock=clock)

    await follower.catch_up()
    await follower.catch_up()

    assert await passed(database) == {"conv_a": list(range(1, many + 1)), "conv_b": [1]}
    lengths = {seqs[0]: len(seqs) for of, seqs in batches if of == "conv_a"}  # A transaction may have run twice.
    assert lengths == {1: trail_module.UPDATES_MAX, many: 1}
    await database.write(lambda tx: chat_log.say(tx, "conv_a", "usr_a", "more"))
    await follower.catch_up()
    assert (await passed(database))["conv_a"][-1] == many + 1


async def test_a_step_that_fails_takes_the_others_with_it_and_is_tried_again_later(
    database: Database, clock: ManualClock, chat_log: ChatLog
) -> None:
    """All steps of a batch or none: else the one before the broken one would happen twice."""
    broken = True
    calls: list[str] = []

    def fails(tx: Transaction, updates: Sequence[Logged]) -> None:
        calls.append(updates[0].conversation_id)
        if broken and updates[0].conversation_id == "conv_a":
            raise RuntimeError("this step is broken")

    await begun(database, chat_log, "conv_a", "conv_b")
    for conversation_id in ("conv_a", "conv_b"):
        await database.write(lambda tx, of=conversation_id: chat_log.say(tx, of, "usr_a", "x"))
    follower = Trail(database, [write_down, fails], clock=clock)

    await follower.catch_up()
    assert await passed(database) == {"conv_b": [1]}, "others are not held up"
    await follower.catch_up()
    assert Counter(calls)["conv_a"] == 1, "it waits before it tries again"
    broken = False
    clock.advance(timedelta(seconds=trail_module.BACKOFF_MAX_S))
    await follower.catch_up()
    assert await passed(database) == {"conv_a": [1], "conv_b": [1]}


async def test_what_a_step_asks_for_after_the_commit_happens_once_and_only_then(
    database: Database, clock: ManualClock, chat_log: ChatLog
) -> None:
    """Telling devices of a notification that was rolled back would show what is not there."""
    told: list[int] = []

    def step(tx: Transaction, updates: Sequence[Logged]) -> trail_module.AfterCommit:
        return lambda: told.extend(each.seq for each in updates)

    def fails(tx: Transaction, updates: Sequence[Logged]) -> None:
        raise RuntimeError("this step is broken")

    await begun(database, chat_log, "conv_a")
    await database.write(lambda tx: chat_log.say(tx, "conv_a", "usr_a", "x", "y"))
    await Trail(database, [step, fails], clock=clock).catch_up()
    assert told == []
    await Trail(database, [step], clock=clock).catch_up()
    assert told == [1, 2]


async def test_two_processes_on_one_database_do_it_once(
    database: Database, database_url: str, clock: ManualClock, chat_log: ChatLog
) -> None:
    """Nobody is told twice because the host runs twice."""
    names = [f"conv_{n:02}" for n in range(6)]
    await begun(database, chat_log, *names)
    other = connect(database_url)
    try:
        followers = [Trail(each, [write_down], clock=clock) for each in (database, other)]
        for _ in range(4):
            for name in names:
                await database.write(lambda tx, of=name: chat_log.say(tx, of, "usr_a", "x", "y"))
            await asyncio.gather(*(follower.round() for follower in followers))
        clock.advance(timedelta(seconds=trail_module.BACKOFF_MAX_S))
        await asyncio.gather(*(follower.catch_up() for follower in followers))
    finally:
        other.close()
    assert await passed(database) == {name: list(range(1, 9)) for name in names}


async def test_more_conversations_than_one_round_takes_all_get_their_turn(
    database: Database, clock: ManualClock, chat_log: ChatLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy conversation with a low id must not keep the others from being indexed."""
    monkeypatch.setattr(trail_module, "UPDATES_MAX", 1)
    names = [f"conv_{n:03}" for n in range(trail_module.CONVERSATIONS_MAX + 1)]
    await begun(database, chat_log, *names)

    def write(tx: Transaction) -> None:
        for name in names:
            chat_log.say(tx, name, "usr_a", "x", "y")

    await database.write(write)
    follower = Trail(database, [write_down], clock=clock)
    await follower.round()
    await follower.round()
    assert names[-1] in await passed(database)
    await follower.catch_up()
    assert await passed(database) == {name: [1, 2] for name in names}


async def test_a_running_trail_follows_when_woken_and_stops_when_cancelled(
    database: Database, clock: ManualClock, chat_log: ChatLog
) -> None:
    """The whole of it as the host runs it."""
    done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def step(tx: Transaction, updates: Sequence[Logged]) -> None:
        write_down(tx, updates)
        loop.call_soon_threadsafe(done.set)

    await begun(database, chat_log, "conv_a")
    follower = Trail(database, [step], clock=clock)
    running = asyncio.create_task(follower.run())
    await database.write(lambda tx: chat_log.say(tx, "conv_a", "usr_a", "x"))
    follower.wake()
    async with asyncio.timeout(20):
        await done.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    trailed = sa.select(conversations.c.trailed_seq)
    assert await database.read(lambda tx: tx.execute(trailed).scalar_one()) in (0, 1)
