"""`money`: identity, messaging and the whole wallet behind one chain, on two databases of the test's own.

Everything is real, as at the chat desk it stands on: people sign up, contacts are contacts, cards are messages. The
clock stands still until a test turns it; `settle` carries out what the wallet has to tell other slices.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

import pytest_asyncio

from core.kit.caller import Caller
from core.kit.db import Database, Transaction, connect
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import guard_service_pb2 as guard_pb
from majlis.wallet.v1.bank_service_rpc import BankServiceClient
from majlis.wallet.v1.guard_service_rpc import GuardServiceClient
from majlis.wallet.v1.mandates_service_rpc import MandatesServiceClient
from majlis.wallet.v1.merchants_service_rpc import MerchantsServiceClient
from majlis.wallet.v1.orders_service_rpc import OrdersServiceClient
from majlis.wallet.v1.payments_service_rpc import PaymentsServiceClient
from majlis.wallet.v1.red_packets_service_rpc import RedPacketsServiceClient
from tests.support import wallet_desk
from tests.support.chat_desk import ChatDesk
from tests.support.identity import CHEAP_HASHER, PASSWORD
from tests.support.ready_databases import migrated, with_tables
from wallet.verbs import Verbs

T = TypeVar("T")
PIN = "493028"


def sar(amount_minor: int) -> money_pb2.Money:
    """So many halalas."""
    return money_pb2.Money(currency_code="SAR", amount_minor=amount_minor)


def approval(pin: str = PIN, password: str = "") -> guard_pb.Approval:
    """The proof that everybody at this desk gives."""
    return guard_pb.Approval(pin=pin, password=password)


class MoneyDesk(ChatDesk):
    """The chat desk with money. `ledger` is the wallet's own desk: fund, balance, lines."""

    def __init__(self, database: Database, books: Database, folder: Path) -> None:
        super().__init__(database, folder)
        self.ledger = ledger = wallet_desk.Desk(books, self.clock, folder)
        self.verbs = Verbs(
            database=ledger.database, writer=ledger.writer, clock=self.clock, channel=self.chain, data_dir=folder,
            pin_hasher=CHEAP_HASHER,
        )  # fmt: skip
        for service, implementation in self.verbs.services.items():
            self.chain.serve(service, implementation)
        self.guard = GuardServiceClient(self.chain)
        self.payments = PaymentsServiceClient(self.chain)
        self.packets = RedPacketsServiceClient(self.chain)
        self.orders = OrdersServiceClient(self.chain)
        self.mandates = MandatesServiceClient(self.chain)
        self.merchants = MerchantsServiceClient(self.chain)
        self.bank = BankServiceClient(self.chain)

    async def rich(self, username: str, amount_minor: int = 100_000, *, pin: bool = True) -> Caller:
        """Somebody who signs up, has so many halalas, and a PIN."""
        person = await self.person(username)
        if amount_minor:
            await self.ledger.fund(await self.ledger.open(person), amount_minor)
        if pin and "majlis.wallet.v1.GuardService" in self.verbs.services:
            await self.guard.set_pin(guard_pb.SetPinRequest(pin=PIN, password=PASSWORD), caller=person)
        return person

    async def has(self, person: Caller) -> tuple[int, int]:
        """What they have to spend, and what is held of it, in halalas."""
        balance = await self.ledger.balance(await self.ledger.open(person), person)
        return balance.available_minor, balance.held_minor

    def later(self, seconds: float) -> None:
        """Time passes."""
        self.ledger.later(seconds)

    async def settle(self) -> None:
        """Carry out what the wallet told nobody yet."""
        while await self.verbs.effects.deliver_due():
            pass

    async def in_ledger(self, fn: Callable[[Transaction], T]) -> T:
        """Read the wallet's own tables."""
        return await self.ledger.database.read(fn)


@contextlib.asynccontextmanager
async def money_desk(core_url: str, wallet_url: str, folder: Path, *, new: bool = True) -> AsyncIterator[MoneyDesk]:
    """A desk on two empty databases, whose tables are made here; or on those of one before it."""
    if new:
        with_tables(core_url)
        migrated(wallet_url, wallet_desk.MIGRATIONS)
    core, books = connect(core_url), connect(wallet_url)
    made = MoneyDesk(core, books, folder)
    await made.ledger.writer.start()
    try:
        yield made
    finally:
        await made.ledger.writer.stop()
        made.identity.close()
        books.close()
        core.close()


@pytest_asyncio.fixture
async def money(empty_database: Callable[[], str], tmp_path: Path) -> AsyncIterator[MoneyDesk]:
    """A desk on each kind of database."""
    async with money_desk(empty_database(), empty_database(), tmp_path) as made:
        yield made
