"""Mandates whose time is over are written down as such, so that their apps hear of it and the ledger knows it, too.

Nobody depends on it: a mandate whose time is over reads as expired at once, and nothing can be taken under it.
"""

from __future__ import annotations

from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction
from wallet.books import Books
from wallet.desk import Desk
from wallet.effects import Effects
from wallet.mandates import store
from wallet.mandates.acts import MandateActs

SWEEP_S = 1.0
SWEPT_MAX = 100  # In one act: others wait for it.
_log = log.get("wallet")


class MandateExpiry:
    """`run` beside the rpcs."""

    def __init__(self, *, desk: Desk, effects: Effects, acts: MandateActs, clock: Clock) -> None:
        self._desk = desk
        self._effects = effects
        self._acts = acts
        self._clock = clock

    async def run(self) -> None:
        """Sweep for ever; cancel to stop."""
        while True:
            try:
                ended = await self.sweep()
            except Exception:  # A full queue, no database, or one of them: they wait for the next sweep.
                _log.exception("expired mandates could not be ended")
                ended = 0
            if ended < SWEPT_MAX:
                await self._clock.sleep(SWEEP_S)

    async def sweep(self) -> int:
        """End what is due now; how many."""
        now_ms = to_ms(self._clock.now())
        if not await self._desk.read(lambda tx: store.due(tx, now_ms, 1)):
            return 0

        def end(tx: Transaction, books: Books) -> int:
            due = store.due(tx, books.now_ms, SWEPT_MAX)
            for mandate in due:
                self._acts.expire(tx, books, mandate)
            return len(due)

        ended = await self._desk.act(end)
        self._effects.wake()
        return ended
