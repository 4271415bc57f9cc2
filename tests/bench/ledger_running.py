"""A ledger in this process as a host runs one: its own writer on its own database, people with money in it."""

from __future__ import annotations

import gc
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

from core.kit.clock import SystemClock
from core.kit.db import Database, connect
from core.kit.migrate import upgrade
from tests.bench.ledger_load import Load
from tests.support.ledger_sample import MIGRATIONS
from wallet.records import NewTransfer, Status
from wallet.writer import LedgerWriter


@asynccontextmanager
async def running(url: str, load: Load) -> AsyncIterator[tuple[LedgerWriter, Database]]:
    """A writer on an empty database, after everybody has an account and money."""
    upgrade(url, MIGRATIONS)
    database = connect(url)
    writer = LedgerWriter(database=database, clock=SystemClock())
    await writer.start()
    try:
        for some in load.openings():
            outcome = await writer.create_accounts(some)
            assert set(outcome.statuses) == {Status.CREATED}
        await timed(writer, list(load.funding()))
        yield writer, database
    finally:
        await writer.stop()
        database.close()


class Taken(NamedTuple):
    """What some commits took: by the clock, and of the process's CPU, which a busy machine blurs less."""

    transfers: int
    wall_s: float
    cpu_s: float

    @property
    def per_s(self) -> float:
        return self.transfers / self.wall_s

    @property
    def cpu_us(self) -> float:
        return self.cpu_s / self.transfers * 1e6


async def timed(writer: LedgerWriter, batches: Sequence[Sequence[NewTransfer]]) -> Taken:
    """Submit one after the other, a durable commit each."""
    gc.freeze()  # The requests waiting here are the bench's, not the ledger's: its collector shall not walk them.
    outcomes = []
    started, cpu = time.perf_counter(), time.process_time()
    for batch in batches:
        outcomes.append(await writer.create_transfers(batch))
    taken = Taken(sum(map(len, batches)), time.perf_counter() - started, time.process_time() - cpu)
    for outcome in outcomes:
        assert set(outcome.statuses) == {Status.CREATED}, outcome.statuses[:3]
    return taken
