"""A hundred times kill -9 of the wallet under load, and nothing that was answered is lost; only when asked for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.bench.measure import Row, row
from tests.support.ledger_killed import kill_wallet

LONG = "MAJLIS_BENCH_LONG"
ROUNDS = 100


async def measure() -> list[Row]:
    """The test suite's own rounds, twenty times as many; raises where an answer was lost or half a batch is there."""
    name, unit, aim = "wallet.kill9_rounds", "rounds", "aim"
    if not os.environ.get(LONG):
        return [row(name, 0, unit, aim, None, f"takes minutes: {LONG}=1 make bench ONLY=wallet")]
    with tempfile.TemporaryDirectory() as folder:
        counted = await kill_wallet(Path(folder), rounds=ROUNDS, seed=100)
    note = (
        f"{counted['answered']:,} batches answered and none lost or halved; {counted['kept']} that were under way were "
        f"kept and {counted['gone']} were not"
    )
    return [row(name, counted["kills"], unit, aim, ROUNDS, note)]
