"""The wallet's bank on a ledger of the test's own: with a bank the test plays, or with the test bank's own process."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.kit.caller import Caller
from core.kit.clock import ManualClock
from core.kit.db import Database, connect
from core.kit.ids import IdMaker
from majlis.wallet.v1 import bank_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from majlis.wallet.v1.bank_service_rpc import BankServiceClient
from tests.support import wallet_desk
from tests.support.fake_bank import KEY, FakeBank
from tests.support.money_desk import approval, sar
from tests.support.ready_databases import migrated
from wallet.bank.asking import Asking
from wallet.bank.part import SERVICE, assembled
from wallet.bank.provider import PaymentProvider
from wallet.bank.reconciling import YOUNG_S
from wallet.desk import Desk
from wallet.effects import Effects
from wallet.house import House

OPERATOR = Caller.operator("usr_salma")
GATEWAY = Caller.of_service("gateway")
TOP_UP, PAY_OUT = pb.BANK_TRANSFER_KIND_TOP_UP, pb.BANK_TRANSFER_KIND_PAY_OUT
PENDING, DONE = pb.BANK_TRANSFER_STATE_PENDING, pb.BANK_TRANSFER_STATE_DONE
FAILED, RETURNED = pb.BANK_TRANSFER_STATE_FAILED, pb.BANK_TRANSFER_STATE_RETURNED


class OpenGuard:
    """Lets everything pass and remembers what it was told."""

    def __init__(self) -> None:
        self.spent = 0

    async def approve(self, *_: Any, **__: Any) -> None: ...

    def spend(self, tx: Any, books: Any, user_id: str, app_id: str, amount: Any) -> None:
        self.spent += amount.amount_minor

    def give_back(self, tx: Any, books: Any, user_id: str, app_id: str, amount: Any, *, spent_at_ms: int) -> None:
        self.spent -= amount.amount_minor


class BankDesk:
    """`bank` is what the test plays, `rpc` the wallet's service; everybody is let in."""

    def __init__(
        self, database: Database, folder: Path, *, clock: Any = None, bank: PaymentProvider | None = None
    ) -> None:
        self.clock = clock or ManualClock()
        self.ledger = wallet_desk.Desk(database, self.clock, folder)
        self.guard = OpenGuard()
        self.bank: Any = bank or FakeBank(self.clock)
        self.effects = Effects(
            database=database, writer=self.ledger.writer, clock=self.clock, ids=IdMaker(self.clock)
        )  # fmt: skip
        self.desk = Desk(
            database=database, writer=self.ledger.writer, clock=self.clock, ids=IdMaker(self.clock),
            channel=self.ledger.chain,
        )  # fmt: skip
        house = House(
            desk=self.desk, effects=self.effects, people=None, guard=self.guard, clock=self.clock,  # type: ignore[arg-type]
            ids=self.desk.ids, data_dir=folder,
        )  # fmt: skip
        (folder / "bank").mkdir(exist_ok=True)
        (folder / "bank" / "notices.key").write_bytes(KEY)
        self.part = assembled(house, self.bank)
        self.ledger.chain.serve(SERVICE, self.part.services[SERVICE])
        self.rpc = BankServiceClient(self.ledger.chain)
        self.asking = Asking(
            desk=self.desk, guard=self.guard, effects=self.effects, provider=self.bank,  # type: ignore[arg-type]
        )  # fmt: skip

    async def person(self, name: str, amount_minor: int = 0) -> Caller:
        """Somebody with that much."""
        person = Caller.user(f"usr_{name}")
        account = await self.ledger.open(person)
        if amount_minor:
            await self.ledger.fund(account, amount_minor)
        return person

    async def begin(self, person: Caller, kind: int, amount_minor: int = 500) -> str:
        """Asked for, and not yet told to the bank; its id."""
        return (await begin(self.rpc, person, kind, amount_minor)).bank_transfer_id

    async def tell(self) -> None:
        """The bank is asked what it is to be asked now; one try each."""
        await self.effects.deliver_due()

    async def has(self, person: Caller) -> tuple[int, int]:
        balance = await self.ledger.balance(await self.ledger.open(person), person)
        return balance.available_minor, balance.held_minor

    async def ask(self, bank_transfer_id: str) -> None:
        """As the outbox does; SERVICE_UNAVAILABLE where the answer is lost."""
        await self.asking.ask({"bank_transfer_id": bank_transfer_id})

    async def clearing(self) -> int:
        """What platform/clearing has: what went out and did not come in."""
        account = await self.ledger.owned(platform=wallet_pb.PLATFORM_ACCOUNT_CLEARING)
        request = wallet_pb.GetAccountRequest(account_id=account)
        found = await self.ledger.client.get_account(request, caller=wallet_desk.ORDERS)
        return found.account.balance.total_minor

    async def hear(self, reference: str, version: int, **more: Any) -> None:
        """A notice comes."""
        await self.rpc.receive_bank_notice(self.bank.notice(reference, version, **more), caller=GATEWAY)

    async def state(self, person: Caller, bank_transfer_id: str) -> int:
        return (await look(self.rpc, person, bank_transfer_id)).state

    async def compare(self) -> pb.ReconcileBankResponse:
        """After a while, so that nothing is too new to be missed."""
        self.clock.advance(timedelta(seconds=YOUNG_S))
        return await self.rpc.reconcile_bank(pb.ReconcileBankRequest(), caller=OPERATOR)


async def begin(rpc: BankServiceClient, person: Caller, kind: int, amount_minor: int) -> pb.BankTransfer:
    """A new top-up or payout of somebody's."""
    request_id = secrets.token_hex(8)
    if kind == TOP_UP:
        asked = pb.TopUpRequest(request_id=request_id, amount=sar(amount_minor))
        return (await rpc.top_up(asked, caller=person)).transfer
    out = pb.PayOutRequest(request_id=request_id, amount=sar(amount_minor), approval=approval())
    return (await rpc.pay_out(out, caller=person)).transfer


async def look(rpc: BankServiceClient, person: Caller, bank_transfer_id: str) -> pb.BankTransfer:
    request = pb.GetBankTransferRequest(bank_transfer_id=bank_transfer_id)
    return (await rpc.get_bank_transfer(request, caller=person)).transfer


@contextlib.asynccontextmanager
async def bank_desk(url: str, folder: Path) -> AsyncIterator[BankDesk]:
    """A desk on an empty database."""
    migrated(url, wallet_desk.MIGRATIONS)
    database = connect(url)
    made = BankDesk(database, folder)
    await made.ledger.writer.start()
    try:
        yield made
    finally:
        await made.ledger.writer.stop()
        database.close()
