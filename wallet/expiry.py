"""Holds whose time is over end within a second, as rows of the ledger, for as long as the wallet runs."""

from __future__ import annotations

from core.kit import log
from core.kit.clock import Clock
from wallet.commit import EXPIRIES_MAX
from wallet.writer import LedgerWriter

SWEEP_S = 1.0
_log = log.get("wallet")


async def end_expired_holds(writer: LedgerWriter, clock: Clock) -> None:
    """Sweep for ever; cancel to stop. A capture that comes before the sweep finds the hold over all the same."""
    while True:
        try:
            ended = await writer.expire_due()
        except Exception:  # A full queue or no database: the holds wait for the next sweep.
            _log.exception("expired holds could not be ended")
            ended = 0
        if ended < EXPIRIES_MAX:
            await clock.sleep(SWEEP_S)
