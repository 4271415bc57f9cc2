"""Transfers a second on SQLite, straight through the ledger's writer, beside a bare executemany of the same rows."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from core.kit.db import Database
from tests.bench.ledger_limit import BareLedger
from tests.bench.ledger_load import BATCH, Load
from tests.bench.ledger_running import Taken, running, timed
from tests.bench.measure import Row, async_in_turn, row
from tests.bench.wallet_kill import LONG
from wallet.records import NewTransfer
from wallet.writer import LedgerWriter

LIMIT = "limit: bare executemany of the same rows, a durable commit a batch"
DURABLY = "WAL, synchronous=FULL"
ROUNDS = 5
TIGERBEETLE_ROW_BYTES = 128
TIGERBEETLE_DOCS_BYTES = 440  # "A 20 TiB disk … on the order of 50 billion accounts or transfers" (its hardware page).


async def measure() -> list[Row]:
    """Batches of three sizes, all of them to one shop, what is on disk then; and how speed holds as rows grow."""
    with tempfile.TemporaryDirectory() as folder:
        load = Load()
        bare = BareLedger(Path(folder), load)
        async with running(f"sqlite:///{folder}/ledger.db", load) as (writer, database):
            side = _Side(writer, bare, load)
            rows = [
                await side.by_batch("", BATCH, 4, aim="aim >= 40,000; "),
                await side.by_batch("_at_256", 256, 12),
                await side.by_batch("_at_32", 32, 24),
                await side.hot_over_uniform(),
                await side.bytes_per_transfer(Path(folder, "ledger.db"), database),
            ]
        bare.close()
        return rows + await _as_rows_grow(folder)


class _Side:
    """Ours and the limit, side by side on the same disk."""

    def __init__(self, writer: LedgerWriter, bare: BareLedger, load: Load) -> None:
        self._writer = writer
        self._bare = bare
        self._load = load

    async def ours(self, batches: Sequence[Sequence[NewTransfer]]) -> Taken:
        return await timed(self._writer, batches)

    def limit(self, batches: Sequence[Sequence[NewTransfer]]) -> float:
        return sum(map(len, batches)) / self._bare.write_all([self._bare.rows(batch) for batch in batches])

    async def beside(self, size: int, count: int, rounds: int = ROUNDS) -> tuple[list[Taken], list[float]]:
        """Samples of `count` batches of `size`, of both in turn."""
        taken: list[Taken] = []

        async def ours() -> float:
            taken.append(await self.ours([self._load.uniform(size) for _ in range(count)]))
            return taken[-1].per_s

        async def limit() -> float:
            return self.limit([self._load.uniform(size) for _ in range(count)])

        _, limits = await async_in_turn(rounds, ours, limit, warm_up=1)
        return taken[1:], limits

    async def by_batch(self, suffix: str, size: int, count: int, *, aim: str = "") -> Row:
        taken, limits = await self.beside(size, count)
        cpu_us = median(one.cpu_us for one in taken)
        note = (
            f"{aim}batches of {size:,}, one at a time; accounts at random out of 10,000; {DURABLY}; "
            f"{cpu_us:.1f} µs CPU a transfer"
        )
        name = f"wallet.ledger_transfers_per_s_sqlite{suffix}"
        return row(name, [one.per_s for one in taken], "1/s", LIMIT, limits, note)

    async def hot_over_uniform(self) -> Row:
        """Every transfer to one shop, against anybody to anybody."""

        async def hot() -> float:
            return (await self.ours([self._load.hot(BATCH) for _ in range(4)])).per_s

        async def uniform() -> float:
            return (await self.ours([self._load.uniform(BATCH) for _ in range(4)])).per_s

        hots, uniforms = await async_in_turn(ROUNDS, hot, uniform, warm_up=1)
        note = (
            f"aim >= 1.0; SQLite, batches of {BATCH:,}: {median(hots):,.0f}/s from anybody to one shop, "
            f"{median(uniforms):,.0f}/s from anybody to anybody"
        )
        ratios = [one / other for one, other in zip(hots, uniforms, strict=True)]
        return row("wallet.hot_over_uniform_ratio", ratios, "×", "limit: uniform itself", 1.0, note)

    async def bytes_per_transfer(self, path: Path, database: Database) -> Row:
        """The file after its log was folded in, with everything that was ever stored in it."""
        transfers = await database.read(_transfers)
        await self._writer.run(lambda tx: None)  # The last commit is done, and nothing waits.
        with sa.create_engine(f"sqlite:///{path}").connect() as connection:
            assert connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one() == (0, 0, 0)
        note = (
            f"SQLite's file after {transfers:,} transfers in batches of 32 to {BATCH:,} on 10,002 accounts, all that "
            f"is in it; TigerBeetle's row is without its trees; its manual plans {TIGERBEETLE_DOCS_BYTES} B of disk"
        )
        peer = "peer: TigerBeetle's row"
        size_bytes = path.stat().st_size / transfers
        return row("wallet.bytes_per_transfer", size_bytes, "B", peer, TIGERBEETLE_ROW_BYTES, note)


def _transfers(tx: sa.Connection) -> int:
    return int(tx.exec_driver_sql("SELECT count(*) FROM wallet_transfers").scalar_one())


async def _as_rows_grow(folder: str) -> list[Row]:
    """The same small batches with more and more rows there; a million rows only when asked, for it takes minutes."""
    load = Load(accounts=500)  # Their openings and money are the first thousand rows.
    place = Path(folder, "growing")
    place.mkdir()
    bare = BareLedger(place, load)
    rows: list[Row] = []
    async with running(f"sqlite:///{place}/ledger.db", load) as (writer, database):
        side = _Side(writer, bare, load)
        for rows_there in (10**3, 10**4, 10**5, *([10**6] if os.environ.get(LONG) else [])):
            while (missing := rows_there - await database.read(_rows)) > 0:
                more = [load.uniform(min(BATCH, missing))]
                await side.ours(more)
                side.limit(more)
            taken, limits = await side.beside(256, 2)
            note = f"{rows_there:,} rows there when it began; batches of 256; 502 accounts; {DURABLY}"
            name = f"wallet.ledger_transfers_per_s_sqlite_after_{rows_there}"
            rows.append(row(name, [one.per_s for one in taken], "1/s", LIMIT, limits, note))
    bare.close()
    return rows


def _rows(tx: sa.Connection) -> int:
    return int(tx.exec_driver_sql("SELECT max(last_seq) FROM wallet_blocks").scalar_one())
