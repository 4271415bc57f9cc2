"""A ledger being written on a database: started, asked, stopped and started again, and looked into past its code."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.kit.clock import Clock, ManualClock
from core.kit.db import Database, connect
from tests.support.ledger_traces import Balance
from tests.support.ready_databases import migrated
from wallet import store, tables
from wallet.chain import Block, Chain
from wallet.commit import Outcome
from wallet.records import DEBITS_MUST_NOT_EXCEED_CREDITS, NewAccount, NewTransfer, Status
from wallet.state import entries, last_block, load_chain
from wallet.writer import LedgerWriter

MIGRATIONS = Path(__file__).parents[2] / "wallet" / "migrations"
SAR = 682
START = datetime(2026, 3, 1, tzinfo=UTC)
BANK = "bank"  # Has no limit, so money comes from it.


def tid(number: int) -> bytes:
    return number.to_bytes(16, "big")


def move(number: int, debit: str, credit: str, amount_minor: int = 1, **more: Any) -> NewTransfer:
    return NewTransfer(tid(number), debit, credit, amount_minor, **{"ledger": SAR, "code": 1, **more})


def person(name: str) -> NewAccount:
    return NewAccount(name, SAR, 1, DEBITS_MUST_NOT_EXCEED_CREDITS)


class RunningLedger:
    """The writer and its database; `clock` is the writer's."""

    def __init__(self, url: str, clock: Clock | None = None, **limits: int) -> None:
        self.url, self.clock = url, clock or ManualClock(START)
        self._limits = limits
        self.database: Database = connect(url)
        self.writer = LedgerWriter(database=self.database, clock=self.clock, **limits)

    async def start(self) -> None:
        await self.writer.start()

    async def stop(self) -> None:
        await self.writer.stop()
        self.database.close()

    async def restart(self) -> None:
        """Everything in memory is gone; the database stays."""
        await self.stop()
        self.database = connect(self.url)
        self.writer = LedgerWriter(database=self.database, clock=self.clock, **self._limits)
        await self.start()

    async def open(self, *accounts: NewAccount) -> None:
        outcome = await self.writer.create_accounts(accounts)
        assert set(outcome.statuses) == {Status.CREATED}

    async def ask(self, *asked: NewTransfer, **also: Any) -> Outcome:
        return await self.writer.create_transfers(asked, **also)

    async def statuses(self, *asked: NewTransfer, **also: Any) -> list[Status]:
        return (await self.ask(*asked, **also)).statuses

    async def make(self, *asked: NewTransfer, **also: Any) -> Outcome:
        outcome = await self.ask(*asked, **also)
        assert set(outcome.statuses) == {Status.CREATED}, outcome.statuses
        return outcome

    async def balances(self, *ids: str) -> list[Balance]:
        """As the database has them."""

        def read(tx: sa.Connection) -> list[Balance]:
            found = {row[1]: row for row in tx.execute(sa.select(tables.accounts))}
            return [Balance(key, *found[key][8:12], bool(found[key][12])) for key in ids]

        return await self.database.read(read)

    async def money(self, *ids: str) -> list[int]:
        """Credits less debits of each, posted."""
        return [each.credits_posted - each.debits_posted for each in await self.balances(*ids)]

    async def block(self) -> Block:
        return await self.database.read(last_block)

    async def transfer_count(self) -> int:
        return await self.database.read(lambda tx: tx.scalar(sa.select(sa.func.count()).select_from(tables.transfers)))

    async def has(self, number: int) -> bool:
        return await self.database.read(lambda tx: store.transfer(tx, tid(number))) is not None

    async def check_chain(self) -> None:
        """The rows hash to the head and root of the newest block, added up anew and as a restart would load them."""
        await self.database.read(check_chain)


def check_chain(tx: sa.Connection) -> None:
    """AssertionError unless the rows are dense and hash to what the newest block says, which is also what loads."""
    block = last_block(tx)
    rows = entries(tx, 1, 2**62)
    assert [row.seq for row in rows] == list(range(1, block.last_seq + 1)), "a seq is missing or twice there"
    anew = Chain()
    anew.extend(rows)
    loaded = load_chain(tx, block)
    assert (anew.head, anew.root()) == (block.head, block.root)
    assert (loaded.size, loaded.head, loaded.tops) == (anew.size, anew.head, anew.tops)


@asynccontextmanager
async def running(url: str, *people: str, clock: Clock | None = None, **limits: int) -> AsyncIterator[RunningLedger]:
    """A new ledger on an empty database, with the bank and those people, each of whom has 1000."""
    migrated(url, MIGRATIONS)
    ledger = RunningLedger(url, clock, **limits)
    await ledger.start()
    try:
        if people:
            await ledger.open(NewAccount(BANK, SAR, 1), *map(person, people))
            await ledger.make(*paid_in(people))
        yield ledger
    finally:
        await ledger.stop()


def paid_in(people: Sequence[str], amount_minor: int = 1000) -> list[NewTransfer]:
    """The first transfers: ids 1 and up."""
    return [move(number, BANK, name, amount_minor) for number, name in enumerate(people, 1)]
