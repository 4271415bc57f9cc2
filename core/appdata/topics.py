"""Topic changes: numbered in the order they were committed, followed by watchers that never skip one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Collection
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from core.appdata.tables import counters, topic_changes
from core.kit.bus import Bus
from core.kit.clock import Clock
from core.kit.db import Database, Transaction, insert_new

SUBJECT = "appdata.topics"
SWEEP_S = 2.0  # A lost hint delays a change by this much.
PAGE_SIZE = 500
FORGET_MAX = 1_000  # In one transaction: writers wait for it.
_COUNTER = "topics"
_LAST = sa.select(counters.c.value).where(counters.c.name == _COUNTER)
_COUNTED = counters.update().where(counters.c.name == _COUNTER).values(value=counters.c.value + 1)
_STEP = _COUNTED.returning(counters.c.value)


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A published value, or the wish that subscribed screens are drawn again."""

    number: int
    app_id: str
    topic: str
    value_json: str
    refresh: bool


class TopicStore:
    """Topic changes in SQL, within a transaction."""

    def append(self, tx: Transaction, app_id: str, topic: str, *, value_json: str, refresh: bool, now_ms: int) -> int:
        """Store the change under the next number and return it."""
        insert_new(tx, counters, {"name": _COUNTER, "value": 0})
        number: int = tx.execute(_STEP).scalar_one()
        row = {
            "number": number, "app_id": app_id, "topic": topic, "value_json": value_json, "refresh": refresh,
            "changed_at_ms": now_ms,
        }  # fmt: skip
        tx.execute(topic_changes.insert(), row)
        return number

    def last_number(self, tx: Transaction) -> int:
        """The number of the newest change; 0 before the first."""
        return tx.execute(_LAST).scalar_one_or_none() or 0

    def after(self, tx: Transaction, *, number: int) -> list[TopicChange]:
        """Up to PAGE_SIZE changes after the number, in order."""
        query = sa.select(topic_changes).where(topic_changes.c.number > number)
        rows = tx.execute(query.order_by(topic_changes.c.number).limit(PAGE_SIZE))
        return [TopicChange(row.number, row.app_id, row.topic, row.value_json, row.refresh) for row in rows]

    def newest_values(self, tx: Transaction, app_id: str, topics: Collection[str]) -> dict[str, str]:
        """Topic → its last published value, of those that have one."""
        published = sa.select(sa.func.max(topic_changes.c.number)).where(
            topic_changes.c.app_id == app_id, topic_changes.c.topic.in_(topics), topic_changes.c.refresh.is_(False)
        )
        newest = topic_changes.c.number.in_(published.group_by(topic_changes.c.topic))
        rows = tx.execute(sa.select(topic_changes.c.topic, topic_changes.c.value_json).where(newest))
        return {row.topic: row.value_json for row in rows}

    def forget(self, tx: Transaction, *, superseded_before_ms: int, before_ms: int) -> int:
        """Remove up to FORGET_MAX changes: those a newer one replaced, and all that are older still; how many."""
        newer = topic_changes.alias()
        replaced = sa.exists().where(
            newer.c.app_id == topic_changes.c.app_id, newer.c.topic == topic_changes.c.topic,
            newer.c.refresh == topic_changes.c.refresh, newer.c.number > topic_changes.c.number,
        )  # fmt: skip
        is_old = topic_changes.c.changed_at_ms < before_ms
        is_replaced = sa.and_(topic_changes.c.changed_at_ms < superseded_before_ms, replaced)
        gone = sa.select(topic_changes.c.number).where(sa.or_(is_old, is_replaced)).limit(FORGET_MAX)
        return tx.execute(topic_changes.delete().where(topic_changes.c.number.in_(gone))).rowcount


class TopicFeed:
    """Follows topic changes: the bus says when to look, a sweep looks when the bus was silent."""

    def __init__(self, *, db: Database, store: TopicStore, bus: Bus, clock: Clock) -> None:
        self._db = db
        self._store = store
        self._bus = bus
        self._clock = clock

    def wake(self) -> None:
        """Have watchers look now; call after a commit that changed a topic."""
        self._bus.publish(SUBJECT, b"")

    async def newest(self) -> int:
        """The number of the newest change; 0 before the first."""
        return await self._db.read(self._store.last_number)

    async def follow(self, after_number: int) -> AsyncGenerator[TopicChange, None]:
        """Every change after the number, then each new one."""
        async with self._bus.subscribe(SUBJECT) as hints:
            woken = asyncio.Event()
            listening = asyncio.ensure_future(_listen(hints, woken))
            try:
                number = after_number
                while True:
                    woken.clear()  # Before looking: a hint that comes while we look means look again.
                    changes = await self._db.read(partial(self._store.after, number=number))
                    for change in changes:
                        yield change
                        number = change.number
                    if len(changes) < PAGE_SIZE:
                        await self._wait(woken)
            finally:
                listening.cancel()

    async def _wait(self, woken: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(woken.wait()), asyncio.ensure_future(self._clock.sleep(SWEEP_S))]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


async def _listen(hints: AsyncIterator[bytes], woken: asyncio.Event) -> None:
    async for _ in hints:
        woken.set()
