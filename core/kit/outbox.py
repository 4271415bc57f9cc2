"""Effects that leave a transaction: written with it, carried out after it, at least once, never lost.

`Outbox.add(tx, topic, body)` inside the transaction; a relay later calls the topic's handler and removes the row when
it returns. A handler that raises is called again, later and later; one that crashed the process is called again after
its lease. Handlers must bear being called twice.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction, metadata
from core.kit.errors import DomainError
from core.kit.ids import IdMaker

BATCH = 16  # Taken at once, and under way at once of one topic.
LEASE_S = 300  # After it another relay may try.
HANDLER_S = 240.0  # A handler that hangs is given up before that.
SWEEP_S = 1.0  # A lost wake-up delays an effect by this much.
BACKOFF_MAX_S = 300.0
_log = log.get("outbox")

outbox = sa.Table(
    "kit_outbox", metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("body_json", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at_ms", sa.BigInteger, nullable=False, index=True),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip

T = TypeVar("T")
EffectHandler = Callable[[dict[str, Any]], Awaitable[None]]


class Writes(Protocol):
    """All that a relay needs of a database."""

    async def write(self, fn: Callable[[Transaction], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class Effect:
    """One row taken for delivery."""

    id: str
    topic: str
    body: dict[str, Any]
    attempts: int


class Outbox:
    """The writing side."""

    def __init__(self, *, ids: IdMaker, clock: Clock) -> None:
        self._ids = ids
        self._clock = clock

    def add(self, tx: Transaction, topic: str, body: Mapping[str, Any], *, delay_ms: int = 0) -> None:
        """Have the topic's handler called with `body` (JSON values) once this is committed, and so much later."""
        now_ms = to_ms(self._clock.now())
        row = {"id": self._ids.new("out"), "topic": topic, "body_json": json.dumps(body, ensure_ascii=False)}
        tx.execute(outbox.insert().values(**row, attempts=0, due_at_ms=now_ms + delay_ms, created_at_ms=now_ms))


class OutboxRelay:
    """The delivering side: one per slice, for that slice's topics, each of which waits for nothing but its own kind."""

    def __init__(self, *, db: Writes, clock: Clock, handlers: Mapping[str, EffectHandler]) -> None:
        self._db = db
        self._clock = clock
        self._handlers = dict(handlers)
        self._woken = asyncio.Event()
        self._under_way: Counter[str] = Counter()

    def wake(self) -> None:
        """Look now rather than at the next sweep; call after a write that added an effect."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver for ever; cancel to stop."""
        async with asyncio.TaskGroup() as delivering:
            while True:
                effects, was_full = await self._sweep()
                self._under_way.update(effect.topic for effect in effects)
                for effect in effects:
                    delivering.create_task(self._deliver(effect)).add_done_callback(partial(self._ended, effect.topic))
                if was_full:  # There may be more, of topics that have room.
                    continue
                try:
                    async with asyncio.timeout(SWEEP_S):
                        await self._woken.wait()
                except TimeoutError:
                    pass
                self._woken.clear()

    def _ended(self, topic: str, _: object) -> None:
        was_full = self._under_way[topic] == BATCH
        self._under_way[topic] -= 1
        if was_full:
            self.wake()

    async def _sweep(self) -> tuple[list[Effect], bool]:
        try:
            return await self._db.write(self._take)
        except Exception:
            _log.exception("outbox sweep failed")
            return [], False

    async def deliver_due(self) -> int:
        """Deliver what is due now, once; returns how many were tried. For tests and orderly shutdown."""
        effects, _ = await self._db.write(self._take)
        await asyncio.gather(*(self._deliver(effect) for effect in effects))
        return len(effects)

    def _take(self, tx: Transaction) -> tuple[list[Effect], bool]:
        """The next of those topics that have room, no more than there is; whether as many were due as are looked at."""
        now_ms = to_ms(self._clock.now())
        room = {topic: BATCH - self._under_way[topic] for topic in self._handlers}
        roomy = [topic for topic, left in room.items() if left]
        due = sa.select(outbox).where(outbox.c.due_at_ms <= now_ms, outbox.c.topic.in_(roomy))
        found, rows = tx.execute(due.order_by(outbox.c.due_at_ms, outbox.c.id).limit(BATCH)).all(), []
        for row in found:
            if room[row.topic]:
                room[row.topic] -= 1
                rows.append(row)
        ids = [row.id for row in rows]
        leased = {"due_at_ms": now_ms + LEASE_S * 1000, "attempts": outbox.c.attempts + 1}
        tx.execute(outbox.update().where(outbox.c.id.in_(ids)).values(leased))
        effects = [Effect(row.id, row.topic, json.loads(row.body_json), row.attempts + 1) for row in rows]
        return effects, len(found) == BATCH

    async def _deliver(self, effect: Effect) -> None:
        row = outbox.c.id == effect.id
        settled: sa.Update | sa.Delete = outbox.delete().where(row)
        try:
            async with asyncio.timeout(HANDLER_S):
                await self._handlers[effect.topic](effect.body)
        except Exception as error:
            wait_s = min(BACKOFF_MAX_S, 2.0 ** min(effect.attempts, 16))
            of = {"topic": effect.topic, "effect": effect.id, "attempts": effect.attempts}
            if isinstance(error, DomainError):
                _log.error("effect failed", **of, reason=error.reason, why=error.message)
            else:
                _log.exception("effect failed", **of)
            due_at_ms = to_ms(self._clock.now()) + round(wait_s * 1000)
            settled = outbox.update().where(row).values(due_at_ms=due_at_ms)
        try:
            await self._db.write(lambda tx: tx.execute(settled))
        except Exception:  # The relay must live on; the effect comes again after its lease.
            _log.exception("effect not settled", topic=effect.topic, effect=effect.id)
