"""What the wallet tells other slices after a commit, at least once: cards in chats, news of orders to their apps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.ids import IdMaker
from core.kit.outbox import EffectHandler, Outbox, OutboxRelay
from wallet import card_turns_store
from wallet.writer import LedgerWriter

T = TypeVar("T")
CARD = "wallet.card"
OVERDUE_MS = 10_000  # What waits so long past its time was with a process that died: it is asked for once more.


class WriterDatabase:
    """The wallet's database as an outbox uses it: every write is the one writer's."""

    def __init__(self, database: Database, writer: LedgerWriter) -> None:
        self._database = database
        self._writer = writer

    async def read(self, fn: Callable[[Transaction], T]) -> T:
        return await self._database.read(fn)

    async def write(self, fn: Callable[[Transaction], T]) -> T:
        return await self._writer.run(fn)


class Effects:
    """The writing side, used within acts; `relay` delivers once its handlers are known."""

    def __init__(self, *, database: Database, writer: LedgerWriter, clock: Clock, ids: IdMaker) -> None:
        self._outbox = Outbox(ids=ids, clock=clock)
        self._clock = clock
        self._database = WriterDatabase(database, writer)
        self._handlers: dict[str, EffectHandler] = {}
        self._relay: OutboxRelay | None = None

    def card(self, tx: Transaction, kind: str, ref_id: str, *, every_ms: int = 0) -> None:
        """Have the card of a thing shown or changed as the thing stands when it is delivered (wallet.cards).

        What changes while one waits is shown with it, and two showings are `every_ms` apart: a thing that two hundred
        people change at once is not shown two hundred times.
        """
        due_at_ms, shown_at_ms = card_turns_store.of(tx, kind, ref_id)
        now_ms = to_ms(self._clock.now())
        if due_at_ms and now_ms < due_at_ms + OVERDUE_MS:
            return
        next_ms = max(now_ms, min(shown_at_ms, now_ms) + every_ms)
        self._outbox.add(tx, CARD, {"kind": kind, "ref_id": ref_id}, delay_ms=next_ms - now_ms)
        card_turns_store.put(tx, kind, ref_id, due_at_ms=next_ms, shown_at_ms=shown_at_ms)

    def begin_card(self, tx: Transaction, kind: str, ref_id: str) -> None:
        """The card is about to be shown as this transaction sees the thing; what changes from now on waits anew."""
        card_turns_store.put(tx, kind, ref_id, due_at_ms=0, shown_at_ms=to_ms(self._clock.now()))

    def add(self, tx: Transaction, topic: str, body: dict[str, Any]) -> None:
        """Have the topic's handler called with `body` after the commit."""
        self._outbox.add(tx, topic, body)

    def handle(self, topic: str, handler: EffectHandler) -> None:
        """Carry out a topic so; before `run`."""
        self._handlers[topic] = handler

    def wake(self) -> None:
        """Look now rather than at the next sweep; after an act that added something."""
        if self._relay is not None:
            self._relay.wake()

    async def deliver_due(self) -> int:
        """Carry out what is due now, once; how many were tried."""
        return await self._made().deliver_due()

    async def run(self) -> None:
        """Carry out for ever; cancel to stop."""
        await self._made().run()

    def _made(self) -> OutboxRelay:
        if self._relay is None:
            self._relay = OutboxRelay(db=self._database, clock=self._clock, handlers=self._handlers)
        return self._relay
