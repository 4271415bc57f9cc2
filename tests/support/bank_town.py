"""`town`: the money desk with the test bank's own process for a bank, whose notices come through a real gateway."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
import sqlalchemy as sa

from core.gateway.app import build_gateway
from core.kit.caller import Caller
from core.kit.clock import to_ms
from core.kit.config import Config
from core.kit.tokens import AccessVerifier
from core.testbank.running import child
from majlis.wallet.v1 import bank_service_pb2 as pb
from tests.support.access_tokens import TokenMaker
from tests.support.bank_desk import OPERATOR, PENDING, begin, look
from tests.support.gateway import served
from tests.support.money_desk import MoneyDesk
from wallet.bank import tables
from wallet.bank.http_bank import HttpBank
from wallet.bank.part import SERVICE, assembled
from wallet.bank.provider import Entry, PaymentProvider, State


class TestBankProcess:
    """The test bank's own process, and how a test has it misbehave."""

    __test__ = False

    def __init__(self, url: str, data_dir: Path) -> None:
        self.url = url
        self.secrets = data_dir / "bank"
        key = (self.secrets / "api.key").read_text()
        self.provider = HttpBank(url, api_key=key)
        self._headers = {"authorization": f"Bearer {key}"}

    async def tell(self, path: str, **said: Any) -> None:
        """POST /test/…"""
        async with httpx.AsyncClient(headers=self._headers, trust_env=False, timeout=20) as http:
            answer = await http.post(f"{self.url}/test/{path}", json=said)
        assert answer.status_code == 204, answer.text

    async def next(self, **conduct: Any) -> None:
        """How it treats the next one it is asked for: at once, if nothing else is said."""
        await self.tell("conduct", next=[{"after_ms": 0, **conduct}])


class BankTown:
    """A money desk whose wallet has the test bank for a bank, and whose gateway hears its notices."""

    def __init__(self, money: MoneyDesk, bank: TestBankProcess) -> None:
        self.money = money
        self.bank = bank
        self.rpc = money.bank
        self.serve(bank.provider)

    def serve(self, provider: PaymentProvider) -> None:
        """From now on this is the wallet's bank."""
        self.part = assembled(self.money.verbs.house, provider)
        self.money.chain.serve(SERVICE, self.part.services[SERVICE])

    async def later(self, **span: int) -> None:
        """For both sides."""
        self.money.clock.advance(timedelta(**span))
        await self.bank.tell("turn", now_ms=to_ms(self.money.clock.now()))

    async def start(self, person: Caller, kind: int, amount_minor: int = 2_500, **conduct: Any) -> str:
        """Asked for, and the bank was told; its id."""
        await self.bank.next(**conduct)
        begun = await begin(self.rpc, person, kind, amount_minor)
        assert begun.state == PENDING
        await self.money.settle()
        return begun.bank_transfer_id

    async def state(self, person: Caller, bank_transfer_id: str) -> int:
        return (await look(self.rpc, person, bank_transfer_id)).state

    async def compare(self) -> pb.ReconcileBankResponse:
        return await self.rpc.reconcile_bank(pb.ReconcileBankRequest(), caller=OPERATOR)

    async def kinds(self) -> list[tuple[int, bool]]:
        """What a comparison finds, and whether it mended it."""
        return [(each.kind, each.mended) for each in (await self.compare()).differences]

    async def verdicts(self, bank_transfer_id: str) -> list[str]:
        """What became of the notices that came of it, in the order of their versions."""
        kept = sa.select(tables.notices.c.verdict).where(tables.notices.c.reference == bank_transfer_id)
        return await self.money.in_ledger(lambda tx: list(tx.execute(kept.order_by(tables.notices.c.id)).scalars()))

    async def decided(self, reference: str) -> State:
        """How it stands at the bank."""
        entry = await self.bank.provider.look_up(reference)
        assert isinstance(entry, Entry)
        return entry.state


@contextlib.asynccontextmanager
async def bank_town(money: MoneyDesk, bank: TestBankProcess, folder: Path) -> AsyncIterator[BankTown]:
    """The desk with that bank: its clock is the desk's, its notices come through a real gateway."""
    shutil.copytree(bank.secrets, folder / "bank", dirs_exist_ok=True)
    tokens = TokenMaker(money.clock)
    gateway = build_gateway(
        config=Config(http_port=0), channel=money.chain, verifier=AccessVerifier(jwks=tokens.jwks, clock=money.clock),
        clock=money.clock, web_dist=folder, probes={},
    )  # fmt: skip
    async with served(gateway) as (port, _):
        await bank.tell("forget")
        await bank.tell("turn", now_ms=to_ms(money.clock.now()))
        await bank.tell("notify", url=f"http://127.0.0.1:{port}/hooks/bank")
        yield BankTown(money, bank)
        await bank.tell("notify", url="http://127.0.0.1:9/")


@contextlib.contextmanager
def bank_process(folder: Path) -> Any:
    """One for many tests."""
    with child(data_dir=folder, notify="http://127.0.0.1:9/") as url:
        yield TestBankProcess(url, folder)


@pytest.fixture(scope="module")
def testbank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestBankProcess]:
    """The process, started once for a file of tests."""
    with bank_process(tmp_path_factory.mktemp("bank")) as made:
        yield made


@pytest_asyncio.fixture
async def town(money: MoneyDesk, testbank: TestBankProcess, tmp_path: Path) -> AsyncIterator[BankTown]:
    """On each kind of database."""
    async with bank_town(money, testbank, tmp_path) as made:
        yield made
