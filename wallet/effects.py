"""What the wallet tells other slices after a commit, at least once: cards in chats, news of orders to their apps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from core.kit.clock import Clock
from core.kit.db import Database, Transaction
from core.kit.ids import IdMaker
from core.kit.outbox import EffectHandler, Outbox, OutboxRelay
from wallet.writer import LedgerWriter

T = TypeVar("T")
CARD = "wallet.card"


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

    def card(self, tx: Transaction, kind: str, ref_id: str) -> None:
        """Have the card of a thing shown or changed as the thing stands when it is delivered (wallet.cards)."""
        self._outbox.add(tx, CARD, {"kind": kind, "ref_id": ref_id})

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
