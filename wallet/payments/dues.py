"""What happens to payments and requests by itself: contacts get their money, and what was waited for too long ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction
from wallet.books import Books
from wallet.desk import Desk
from wallet.effects import Effects
from wallet.payments import request_store, store
from wallet.payments.moves import Moves

SWEEP_S = 1.0
BATCH = 200
_log = log.get("payments")


class Dues:
    """`run` beside the rpcs. Each thing is an act of its own: one that fails is looked at again and stops no other."""

    def __init__(self, *, desk: Desk, moves: Moves, effects: Effects, clock: Clock) -> None:
        self._desk = desk
        self._moves = moves
        self._effects = effects
        self._clock = clock

    async def run(self) -> None:
        """Sweep for ever; cancel to stop."""
        while True:
            try:
                done = await self.settle()
            except Exception:  # The database is away; what is due waits for the next sweep.
                _log.exception("what is due could not be settled")
                done = 0
            if done < BATCH:
                await self._clock.sleep(SWEEP_S)

    async def settle(self) -> int:
        """Do what is due now, once; how many things were done."""
        now_ms = to_ms(self._clock.now())
        payments, requests = await self._desk.read(
            lambda tx: (store.due(tx, now_ms, BATCH), request_store.due(tx, now_ms, BATCH))
        )
        acts: list[Coroutine[Any, Any, None]] = [self._one(self._moves.look, each) for each in payments]
        acts += [self._one(self._expire, each) for each in requests]
        results = await asyncio.gather(*acts, return_exceptions=True)
        failed = [each for each in results if isinstance(each, BaseException)]
        for error in failed[:1]:
            _log.error("something due could not be done", count=len(failed), exc_info=error)
        if acts:
            self._effects.wake()
        return len(acts) - len(failed)

    async def _one(self, step: Callable[[Transaction, Books, str], None], thing_id: str) -> None:
        await self._desk.act(lambda tx, books: step(tx, books, thing_id))

    def _expire(self, tx: Transaction, books: Books, request_id: str) -> None:
        """A week went by without an answer."""
        asked = request_store.row(tx, request_id)
        if asked is None or asked.closed_as or asked.payment_id or books.now_ms < asked.expires_at_ms:
            return
        request_store.close(tx, asked.id, "expired")
        self._moves.request_changed(tx, asked)
