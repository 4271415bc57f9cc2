"""Whatever happens to the ledger on SQLite and on PostgreSQL, it answers as the model and its stored books add up.

The random life is tests/support/ledger_machine's. Here submissions are also cut up and sent at once, commits fail on
the way, and the writer starts anew at any point.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
import structlog
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from core.kit.clock import ManualClock, from_ms, to_ms
from core.kit.db import DatabaseUnavailable
from tests.support.ledger_machine import LedgerMachine
from tests.support.ledger_model import runs
from tests.support.ledger_running import MIGRATIONS, RunningLedger, check_chain
from tests.support.ready_databases import migrated
from wallet import tables
from wallet.batch import account_of, hold_of
from wallet.records import Account, Entry, Hold, NewAccount, NewTransfer, Refund, Status
from wallet.state import entries, last_block

T = TypeVar("T")
EXAMPLES = 40 if os.environ.get("CI") == "true" else 12


class DatabaseFace:
    """A running ledger, asked from outside its loop."""

    def __init__(self, url: str) -> None:
        migrated(url, MIGRATIONS)
        self._loop = asyncio.new_event_loop()
        self._clock = ManualClock(from_ms(0))
        self._ledger = RunningLedger(url, self._clock)
        self._submissions = 0
        self._wait(self._ledger.start())

    def open_accounts(self, asked: Sequence[NewAccount], now_ms: int) -> list[Status]:
        self._turn_to(now_ms)
        return self._wait(self._ledger.writer.create_accounts(asked)).statuses

    def submit(self, asked: Sequence[NewTransfer], now_ms: int) -> list[Status]:
        """In one piece, or in as many as stand alone; every fourth time the commit fails first if all goes well."""
        self._turn_to(now_ms)
        self._submissions += 1
        if self._submissions % 4 == 0:
            try:
                return self._wait(self._ledger.statuses(*asked, beside=_fail))
            except DatabaseUnavailable:
                pass
        if self._submissions % 2:
            return self._wait(self._in_pieces(asked))
        return self._wait(self._ledger.statuses(*asked))

    async def _in_pieces(self, asked: Sequence[NewTransfer]) -> list[Status]:
        answers = await asyncio.gather(*(self._ledger.statuses(*run) for run in runs(asked)))
        return [status for answer in answers for status in answer]

    def expire(self, now_ms: int) -> int:
        self._turn_to(now_ms)
        return self._wait(self._ledger.writer.expire_due())

    def restart(self) -> None:
        self._wait(self._ledger.restart())

    def entries(self) -> list[Entry]:
        return self._read(lambda tx: entries(tx, 1, 2**62))

    def accounts(self) -> list[Account]:
        columns = [column for column in tables.accounts.c if column.name != "chain_check"]
        return self._read(lambda tx: [account_of(row) for row in tx.execute(sa.select(*columns))])

    def holds(self) -> list[Hold]:
        return self._read(lambda tx: [hold_of(row) for row in tx.execute(sa.select(tables.holds))])

    def refunds(self) -> list[Refund]:
        return self._read(lambda tx: [Refund(*row) for row in tx.execute(sa.select(tables.refunds))])

    def head(self) -> bytes:
        return self._read(lambda tx: last_block(tx).head)

    def close(self) -> None:
        try:
            self._read(check_chain)
        finally:
            self._wait(self._ledger.stop())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    def _read(self, fn: Callable[[sa.Connection], T]) -> T:
        return self._wait(self._ledger.database.read(fn))

    def _turn_to(self, now_ms: int) -> None:
        self._clock.advance(timedelta(milliseconds=now_ms - to_ms(self._clock.now())))

    def _wait(self, asked: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(asked)


def _fail(*_: object) -> None:
    raise RuntimeError("this commit fails")


def test_a_ledger_on_a_database_lives_as_the_model_says(empty_database: Callable[[], str]) -> None:
    """Conservation, no overdraft, one end for each hold, repeated ids, restarts, grouping: all at once."""

    lives: list[DatabaseFace] = []

    class OnDatabase(LedgerMachine):
        def make_face(self) -> DatabaseFace:
            lives.append(DatabaseFace(empty_database()))
            return lives[-1]

    few = settings(
        max_examples=EXAMPLES, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    with structlog.testing.capture_logs():
        run_state_machine_as_test(OnDatabase, settings=few)
    assert len(lives) >= EXAMPLES
