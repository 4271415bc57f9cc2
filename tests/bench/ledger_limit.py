"""The limit of a ledger on SQLite: the very rows its commits write, made beforehand, by a bare executemany."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from core.kit.migrate import upgrade
from tests.bench.ledger_load import Load
from tests.support.ledger_sample import MIGRATIONS
from wallet import tables
from wallet.batch import Batch, Row, make_batch
from wallet.chain import NO_BLOCK, Chain
from wallet.ledger import Ledger
from wallet.posting import SUMS
from wallet.posting_sqlite import PRAGMAS
from wallet.records import NewAccount, NewTransfer, Status

_UPDATE = f"UPDATE wallet_accounts SET {', '.join(f'{name} = ?' for name in SUMS)} WHERE seq = ?"


class BareLedger:
    """The same schema, triggers, CHECKs and durability (WAL, synchronous=FULL); no rules, no hashing, no SQLAlchemy."""

    def __init__(self, folder: Path, load: Load) -> None:
        path = folder / "bare.db"
        upgrade(f"sqlite:///{path}", MIGRATIONS)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = wal", "synchronous = full", *PRAGMAS):
            self._connection.execute(f"PRAGMA {pragma}")
        self._ledger, self._chain, self._block = Ledger(), Chain(), NO_BLOCK
        for some in load.openings():
            self.write_all([self.rows(accounts=some)])
        for moves in load.funding():
            self.write_all([self.rows(moves)])

    def rows(self, transfers: Sequence[NewTransfer] = (), accounts: Sequence[NewAccount] = ()) -> Batch:
        """What a commit of these would write."""
        now_ms = time.time_ns() // 1_000_000
        ledger = self._ledger
        answered = ledger.create_transfers(transfers, now_ms) if transfers else ledger.create_accounts(accounts, now_ms)
        assert set(answered) == {Status.CREATED}
        changes = ledger.take_changes()
        batch = make_batch(changes, self._chain, self._block, epoch=1, now_ms=now_ms, requests=())
        assert batch.block is not None
        self._block = batch.block
        ledger.transfers.clear()
        return batch

    def write_all(self, batches: Sequence[Batch]) -> float:
        """One durable commit each; returns how long all took, in seconds."""
        started = time.perf_counter()
        for batch in batches:
            self._write(batch)
        return time.perf_counter() - started

    def close(self) -> None:
        self._connection.close()

    def _write(self, batch: Batch) -> None:
        assert batch.block is not None
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        for table, rows in (
            (tables.accounts, batch.accounts), (tables.transfers, batch.transfers), (tables.marks, batch.marks),
            (tables.nodes, batch.nodes), (tables.blocks, [batch.block]), (tables.outbox, [(batch.block.number,)]),
        ):  # fmt: skip
            self._insert(table.name, rows)
        connection.executemany(_UPDATE, batch.account_sums)
        connection.execute("COMMIT")

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            self._connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
