"""Effects leave with their transaction, at least once, never lost, on both databases."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.kit.clock import ManualClock
from core.kit.db import DatabaseUnavailable, Transaction
from core.kit.errors import ServiceUnavailable
from core.kit.ids import IdMaker
from core.kit.outbox import BATCH, HANDLER_S, LEASE_S, Outbox, OutboxRelay
from tests.support.waiting import until

TOPIC = "messages.send"


class Post:
    """A handler that fails as often as it is told."""

    def __init__(self, *, failures: int = 0) -> None:
        self.received: list[dict[str, Any]] = []
        self.failures = failures

    async def __call__(self, body: dict[str, Any]) -> None:
        self.received.append(body)
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the other service is away")


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def outbox(clock):
    return Outbox(ids=IdMaker(clock), clock=clock)


def relay_of(database, clock, post, topic=TOPIC) -> OutboxRelay:
    return OutboxRelay(db=database, clock=clock, handlers={topic: post})


@asynccontextmanager
async def running(relay: OutboxRelay):
    task = asyncio.create_task(relay.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_an_effect_is_delivered_once_with_its_body(database, clock, outbox):
    post = Post()
    relay = relay_of(database, clock, post)
    await database.write(lambda tx: outbox.add(tx, TOPIC, {"text": "مرحبا", "n": 1}))
    assert await relay.deliver_due() == 1
    assert await relay.deliver_due() == 0
    assert post.received == [{"text": "مرحبا", "n": 1}]


async def test_a_transaction_that_failed_sends_nothing(database, clock, outbox):
    """A message about a payment that did not happen must not arrive."""
    post = Post()

    def add_and_fail(tx: Transaction) -> None:
        outbox.add(tx, TOPIC, {})
        raise LookupError("the rule said no")

    with pytest.raises(LookupError):
        await database.write(add_and_fail)
    assert await relay_of(database, clock, post).deliver_due() == 0
    assert post.received == []


async def test_a_failed_delivery_comes_again_later_and_later(database, clock, outbox):
    post = Post(failures=2)
    relay = relay_of(database, clock, post)
    await database.write(lambda tx: outbox.add(tx, TOPIC, {"n": 1}))
    waits_s = []
    for wait_s in (2, 4):
        assert await relay.deliver_due() == 1
        clock.advance(timedelta(seconds=wait_s) - timedelta(milliseconds=1))
        assert await relay.deliver_due() == 0
        clock.advance(timedelta(milliseconds=1))
        waits_s.append(wait_s)
    assert await relay.deliver_due() == 1
    assert await relay.deliver_due() == 0
    assert len(post.received) == 3


async def test_a_refusal_is_one_line_and_only_a_fault_shows_where_it_was(database, clock, outbox):
    """A payment of an app that is suspended is tried for as long as that lasts: each time was a traceback."""

    async def refuses(body: dict[str, Any]) -> None:
        raise ServiceUnavailable("it cannot be reached")

    told = []
    for handler in (refuses, Post(failures=1)):
        await database.write(lambda tx: outbox.add(tx, TOPIC, {}))
        with capture_logs() as lines:
            await relay_of(database, clock, handler).deliver_due()
        (line,) = [line for line in lines if line["event"] == "effect failed"]
        told.append((line.get("reason"), "exc_info" in line))
    assert told == [("SERVICE_UNAVAILABLE", False), (None, True)]


async def test_an_effect_whose_relay_died_is_taken_over_after_the_lease(database, clock, outbox):
    """kill -9 between the handler's call and the row's end."""

    class Death(BaseException):
        pass

    async def die(body: dict[str, Any]) -> None:
        raise Death

    await database.write(lambda tx: outbox.add(tx, TOPIC, {"n": 1}))
    with pytest.raises(Death):
        await relay_of(database, clock, die).deliver_due()
    post = Post()
    survivor = relay_of(database, clock, post)
    assert await survivor.deliver_due() == 0
    clock.advance(timedelta(seconds=LEASE_S))
    assert await survivor.deliver_due() == 1
    assert post.received == [{"n": 1}]


async def test_two_relays_at_once_do_not_share_an_effect(database, clock, outbox):
    """Two nodes sweep the same table."""
    post = Post()
    relays = [relay_of(database, clock, post) for _ in range(4)]
    await database.write(lambda tx: [outbox.add(tx, TOPIC, {"n": n}) for n in range(BATCH * 3)])
    while any(await asyncio.gather(*(relay.deliver_due() for relay in relays))):
        pass
    assert sorted(body["n"] for body in post.received) == list(range(BATCH * 3))


async def test_a_relay_takes_only_its_own_topics(database, clock, outbox):
    post = Post()
    await database.write(lambda tx: outbox.add(tx, "wallet.post", {}))
    assert await relay_of(database, clock, post).deliver_due() == 0


async def test_run_delivers_more_than_a_batch_when_woken(database, clock, outbox):
    post = Post()
    relay = relay_of(database, clock, post)
    async with running(relay):
        await database.write(lambda tx: [outbox.add(tx, TOPIC, {"n": n}) for n in range(BATCH + 5)])
        relay.wake()
        await until(lambda: len(post.received) == BATCH + 5)


async def test_run_survives_a_database_that_is_away_for_a_moment(database, clock, outbox):
    """The row cannot be removed after delivery: the relay goes on, and the effect comes again after its lease."""

    class Flaky:
        """The database, failing the write that follows each delivery until it is back."""

        engine = database.engine
        away, refused = False, 0
        read, close = database.read, database.close

        async def write(self, fn):
            if self.away:
                self.refused += 1
                raise DatabaseUnavailable("the server is gone")
            return await database.write(fn)

    flaky = Flaky()
    received = []

    async def post(body: dict[str, Any]) -> None:
        received.append(body["n"])
        flaky.away = len(received) == 1

    relay = relay_of(flaky, clock, post)
    async with running(relay) as task:
        await database.write(lambda tx: outbox.add(tx, TOPIC, {"n": 1}))
        relay.wake()
        await until(lambda: received == [1])
        await until(lambda: flaky.refused > 0)
        assert not task.done()
        flaky.away = False
        await database.write(lambda tx: outbox.add(tx, TOPIC, {"n": 2}))
        relay.wake()
        await until(lambda: received == [1, 2])
        clock.advance(timedelta(seconds=LEASE_S))
        relay.wake()
        await until(lambda: received == [1, 2, 1])


async def test_a_handler_that_hangs_is_given_up_before_another_relay_may_try(database, clock, outbox, monkeypatch):
    """A service that never answers must not stop the mail of all others."""
    assert HANDLER_S < LEASE_S
    monkeypatch.setattr("core.kit.outbox.HANDLER_S", 0.05)
    given_up = []

    async def hang(body: dict[str, Any]) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            given_up.append(body)

    relay = relay_of(database, clock, hang)
    await database.write(lambda tx: outbox.add(tx, TOPIC, {}))
    async with asyncio.timeout(10):
        assert await relay.deliver_due() == 1
    assert given_up == [{}]
    clock.advance(timedelta(seconds=2))
    assert await relay.deliver_due() == 1


async def test_what_hangs_keeps_nothing_else_waiting(database, clock, outbox):
    """A bank that does not answer: its own asks wait for one another, receipts go out meanwhile, the next ones too."""
    asked, post = [], Post()

    async def hang(body: dict[str, Any]) -> None:
        asked.append(body)
        await asyncio.Event().wait()

    relay = OutboxRelay(db=database, clock=clock, handlers={"wallet.bank": hang, TOPIC: post})
    async with running(relay):
        await database.write(lambda tx: [outbox.add(tx, "wallet.bank", {"n": n}) for n in range(BATCH * 2)])
        relay.wake()
        await until(lambda: len(asked) == BATCH)
        for n in range(3):
            await database.write(lambda tx, n=n: outbox.add(tx, TOPIC, {"n": n}))
            relay.wake()
            await until(lambda n=n: len(post.received) == n + 1)
    assert len(asked) == BATCH, "no more at once than the other side can be asked to bear"


async def test_one_that_is_slow_keeps_its_own_kind_waiting_for_its_place_only(database, clock, outbox):
    """Not for the rest of those that began with it."""
    slow, post = asyncio.Event(), Post()

    async def deliver(body: dict[str, Any]) -> None:
        if not body["n"]:
            await slow.wait()
        await post(body)

    relay = relay_of(database, clock, deliver)
    async with running(relay):
        await database.write(lambda tx: [outbox.add(tx, TOPIC, {"n": n}) for n in range(BATCH * 3)])
        relay.wake()
        await until(lambda: len(post.received) == BATCH * 3 - 1)
        slow.set()
        await until(lambda: len(post.received) == BATCH * 3)


async def test_whoever_stops_a_relay_stops_what_it_delivers(database, clock, outbox):
    stopped = []

    async def hang(body: dict[str, Any]) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append(body)

    relay = relay_of(database, clock, hang)
    async with running(relay):
        await database.write(lambda tx: outbox.add(tx, TOPIC, {}))
        relay.wake()
        await until(lambda: bool(relay._under_way[TOPIC]))
    assert stopped == [{}]
