"""The wallet as its callers see it: the service behind a chain, in process or over gRPC, on a clock a test can turn."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.kit.caller import Caller
from core.kit.clock import ManualClock, to_ms
from core.kit.db import Database, connect
from core.kit.rpc import Chain, Channel
from core.kit.rpc_grpc import GrpcChannel, GrpcServer
from core.kit.tokens import AccessVerifier, Authenticator, ServiceTokens
from majlis.wallet.v1 import wallet_service_pb2 as pb
from majlis.wallet.v1.wallet_service_rpc import WalletServiceClient
from tests.support.access_tokens import TokenMaker
from tests.support.ready_databases import migrated
from wallet.checkpoint_relay import CheckpointRelay
from wallet.checkpoints import CheckpointLog
from wallet.service import WalletService
from wallet.text_ids import transfer_text
from wallet.writer import LedgerWriter

MIGRATIONS = Path(__file__).parents[2] / "wallet" / "migrations"
WALLET = "majlis.wallet.v1.WalletService"
LAYLA, OMAR, MALLORY = (Caller.user(f"usr_{name}") for name in ("layla", "omar", "mallory"))
ORDERS, TAXI = Caller.of_service("orders"), Caller.of_service("taxi")
SALMA, HUDA = Caller.operator("usr_salma"), Caller.operator("usr_huda")
# Both databases and both channels in two runs; `wallet_everywhere` takes all four.
PAIRS = (("sqlite_url", "in process"), ("postgres_url", "gRPC"))
OTHER_PAIRS = (("sqlite_url", "gRPC"), ("postgres_url", "in process"))


def xfer() -> str:
    """A transfer id as a client makes one."""
    return transfer_text(b"\1" + secrets.token_bytes(15), 0)


def hold() -> str:
    return "hold_" + xfer()[5:]


def money(amount_minor: int, currency_code: str = "SAR") -> dict[str, Any]:
    return {"amount": {"amount_minor": amount_minor, "currency_code": currency_code}}


class Desk:
    """`client` is how anybody calls the wallet; the methods are the calls tests make all the time."""

    def __init__(self, database: Database, clock: ManualClock, folder: Path) -> None:
        self.clock = clock
        self.database = database
        self.writer = LedgerWriter(database=database, clock=clock)
        self.relay = CheckpointRelay(
            database=database, writer=self.writer, key=Ed25519PrivateKey.generate(), clock=clock,
            checkpoints=CheckpointLog(folder / "checkpoints.jsonl"),
        )  # fmt: skip
        self.chain = Chain(clock=clock)
        service = WalletService(db=database, writer=self.writer, checkpoint=self.relay.announce)
        self.chain.serve(WALLET, service)
        self.client = WalletServiceClient(self.chain)

    def now_ms(self) -> int:
        return to_ms(self.clock.now())

    def later(self, seconds: float = 1) -> int:
        """A moment later; the ledger's time."""
        self.clock.advance(timedelta(seconds=seconds))
        return self.now_ms()

    async def open(self, caller: Caller, currency_code: str = "SAR") -> str:
        request = pb.OpenAccountRequest(currency_code=currency_code)
        return (await self.client.open_account(request, caller=caller)).account.account_id

    async def owned(self, currency_code: str = "SAR", **owner: Any) -> str:
        request = pb.OpenOwnedAccountRequest(currency_code=currency_code, **owner)
        return (await self.client.open_owned_account(request, caller=ORDERS)).account.account_id

    async def bank(self, currency_code: str = "SAR") -> str:
        return await self.owned(currency_code, platform=pb.PLATFORM_ACCOUNT_TEST_BANK)

    async def fund(self, account_id: str, amount_minor: int, currency_code: str = "SAR") -> None:
        """Money from the test bank."""
        await self.pay(await self.bank(currency_code), account_id, amount_minor, currency_code)

    async def pay(self, debit: str, credit: str, amount_minor: int, currency_code: str = "SAR") -> str:
        """A payment that is carried out; its id."""
        made = payment(debit, credit, amount_minor, currency_code)
        answer = await self.submit(made)
        assert [one.status for one in answer.results] == [1], answer
        return made.transfer_id

    async def submit(
        self, *transfers: pb.NewTransfer, request_id: str = "", caller: Caller = ORDERS
    ) -> pb.SubmitTransfersResponse:
        request = pb.SubmitTransfersRequest(request_id=request_id or secrets.token_hex(8), transfers=transfers)
        return await self.client.submit_transfers(request, caller=caller)

    async def place(self, debit: str, credit: str, amount_minor: int, *, timeout_s: int = 60, **more: Any) -> str:
        """A hold that is placed; its id."""
        request = place(debit, credit, amount_minor, timeout_s=timeout_s, **more)
        return (await self.client.place_hold(request, caller=ORDERS)).hold_id

    async def balance(self, account_id: str, caller: Caller = LAYLA) -> pb.Balance:
        request = pb.GetBalanceRequest(account_id=account_id)
        return (await self.client.get_balance(request, caller=caller)).balance

    async def lines_page(self, account_id: str, token: str, caller: Caller = LAYLA) -> pb.ListTransfersResponse:
        request = pb.ListTransfersRequest(account_id=account_id, page_token=token)
        return await self.client.list_transfers(request, caller=caller)

    async def lines(self, account_id: str, caller: Caller = LAYLA, **more: Any) -> list[pb.StatementLine]:
        """Every line of the statement, newest first, over as many pages as it takes."""
        found: list[pb.StatementLine] = []
        token = ""
        while True:
            request = pb.ListTransfersRequest(account_id=account_id, page_token=token, **more)
            page = await self.client.list_transfers(request, caller=caller)
            found.extend(page.lines)
            token = page.next_page_token
            if not token:
                return found


def payment(debit: str, credit: str, amount_minor: int, currency_code: str = "SAR", **more: Any) -> pb.NewTransfer:
    fields = {
        "transfer_id": xfer(),
        "kind": pb.TRANSFER_KIND_PAYMENT,
        "code": 100,
        **money(amount_minor, currency_code),
    }
    return pb.NewTransfer(debit_account_id=debit, credit_account_id=credit, **(fields | more))


def place(debit: str, credit: str, amount_minor: int, **more: Any) -> pb.PlaceHoldRequest:
    fields = {"request_id": secrets.token_hex(8), "timeout_s": 60, "code": 100, **money(amount_minor)}
    return pb.PlaceHoldRequest(debit_account_id=debit, credit_account_id=credit, **(fields | more))


@pytest_asyncio.fixture(params=PAIRS, ids=" ".join)
async def wallet(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    url, channel = request.param
    async with desk(request.getfixturevalue(url), tmp_path, channel=channel) as made:
        yield made


@pytest_asyncio.fixture(params=PAIRS + OTHER_PAIRS, ids=" ".join)
async def wallet_everywhere(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    url, channel = request.param
    async with desk(request.getfixturevalue(url), tmp_path, channel=channel) as made:
        yield made


@contextlib.asynccontextmanager
async def desk(url: str, folder: Path, *, channel: str = "in process") -> AsyncIterator[Desk]:
    """A wallet on an empty database, called in that way."""
    migrated(url, MIGRATIONS)
    database, clock = connect(url), ManualClock()
    made = Desk(database, clock, folder)
    await made.writer.start()
    try:
        async with _reached(made, channel) as reached:
            made.client = WalletServiceClient(reached)
            yield made
    finally:
        await made.writer.stop()
        database.close()


@contextlib.asynccontextmanager
async def _reached(made: Desk, channel: str) -> AsyncIterator[Channel]:
    if channel == "in process":
        yield made.chain
        return
    services = ServiceTokens(key=Ed25519PrivateKey.generate(), name="orders", clock=made.clock)
    verifier = AccessVerifier(jwks=TokenMaker(made.clock).jwks, clock=made.clock)
    server = GrpcServer(chain=made.chain, authenticator=Authenticator(services=services, people=verifier))
    port = await server.start("127.0.0.1:0")
    line = GrpcChannel(f"127.0.0.1:{port}", authorize=lambda to, caller: f"Bearer {services.mint(to, caller)}")
    try:
        yield line
    finally:
        await line.close()
        await server.stop()
