"""Rows a second that the audit adds up again, beside only reading them."""

from __future__ import annotations

import tempfile
import time

import sqlalchemy as sa

from core.kit.db import Database
from tests.bench.ledger_load import Load
from tests.bench.ledger_running import running, timed
from tests.bench.measure import Row, async_in_turn, row
from wallet import tables
from wallet.audit import audit

BATCHES, BATCH = 100, 256
ROUNDS = 4
READ_IN_TURN = 1_000


async def measure() -> list[Row]:
    """One ledger of some 45,000 rows in a hundred blocks, gone through again and again."""
    with tempfile.TemporaryDirectory() as folder:
        load = Load()
        async with running(f"sqlite:///{folder}/ledger.db", load) as (writer, database):
            await timed(writer, [load.uniform(BATCH) for _ in range(BATCHES)])
            return [await _audit(database)]


async def _audit(database: Database) -> Row:
    rows = await database.read(_read)

    async def audited() -> float:
        started = time.perf_counter()
        report = await database.read(audit)
        taken = time.perf_counter() - started
        assert report.first is None, report
        return report.rows / taken

    async def read() -> float:
        started = time.perf_counter()
        await database.read(_read)
        return rows / (time.perf_counter() - started)

    ours, limit = await async_in_turn(ROUNDS, audited, read, warm_up=1)
    note = f"{rows:,} accounts and transfers in {BATCHES} blocks and more; chain, tree, blocks, sums, marks; SQLite"
    return row("wallet.audit_rows_per_s", ours, "1/s", "limit: reading the same rows in order", limit, note)


def _read(tx: sa.Connection) -> int:
    """Every row of the ledger's two great tables and of what stands beside them; how many of the two there are."""
    rows = 0
    for table in (tables.accounts, tables.transfers, tables.marks, tables.nodes, tables.blocks):
        order = ", ".join(column.name for column in table.primary_key)
        found = tx.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY {order}")
        for some in found.partitions(READ_IN_TURN):
            rows += len(some) if table in (tables.accounts, tables.transfers) else 0
    return rows
