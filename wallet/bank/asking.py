"""Ask the bank until it answers, and hear what it answers as if a notice had brought it."""

from __future__ import annotations

from typing import Any

from core.kit.db import Transaction
from wallet.bank import store
from wallet.bank.hearing import Heard, hear
from wallet.bank.provider import Entry, PaymentProvider, State
from wallet.desk import Desk
from wallet.effects import Effects
from wallet.guard.guard import Guard

ASK = "wallet.bank.ask"


class Asking:
    """`ask_later` within the act that wrote the transfer; `ask` is what the outbox calls until it returns."""

    def __init__(self, *, desk: Desk, guard: Guard, effects: Effects, provider: PaymentProvider) -> None:
        self._desk = desk
        self._guard = guard
        self._effects = effects
        self._provider = provider
        effects.handle(ASK, self.ask)

    def ask_later(self, tx: Transaction, bank_transfer_id: str) -> None:
        """Once this act is committed."""
        self._effects.add(tx, ASK, {"bank_transfer_id": bank_transfer_id})

    async def ask(self, body: dict[str, Any]) -> None:
        """Nothing where the bank was heard of it already."""
        row = await self._desk.read(lambda tx: store.find(tx, body["bank_transfer_id"]))
        if row is not None and row.state == State.PENDING and not row.version:
            await self.heard(await self._provider.ask(row.asked))

    async def heard(self, entry: Entry) -> Heard:
        """Carry out what the bank says."""
        return await self._desk.act(lambda tx, books: hear(tx, books, self._guard, entry))
