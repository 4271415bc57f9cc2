"""`majlisd serve --roles wallet` as a process of its own, called over gRPC, killed, paused and started again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from core.kit.caller import Caller
from core.kit.clock import SystemClock
from core.kit.rpc_grpc import GrpcChannel
from core.kit.tokens import ServiceTokens, load_or_make_key
from majlis.wallet.v1 import wallet_service_pb2 as pb
from majlis.wallet.v1.wallet_service_rpc import WalletServiceClient
from tests.support.artifacts import ROOT
from wallet.text_ids import transfer_text

ORDERS = Caller.of_service("orders")
STOP_S = 20
_SAYS_PORT = re.compile(r"gRPC port (\d+)")


class ServedWallet:
    """The wallet of a data directory; `client` and `address` are new after each start."""

    client: WalletServiceClient
    address: str
    command: Sequence[str] = ("-m", "core.cli", "serve", "--roles", "wallet")
    settings: ClassVar[dict[str, str]] = {}

    def __init__(self, data_dir: Path, database_url: str = "") -> None:
        self._data_dir = data_dir
        self._database_url = database_url
        self._channel: GrpcChannel | None = None
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Of its database, to look into past it."""
        return self._database_url or f"sqlite:///{self._data_dir / 'wallet.db'}"

    @property
    def channel(self) -> GrpcChannel:
        """To the process that runs now, for whomever a call names as its caller."""
        assert self._channel is not None
        return self._channel

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MAJLIS_")}
        settings = {
            "MAJLIS_DATA_DIR": str(self._data_dir), "MAJLIS_GRPC_PORT": "0", "MAJLIS_LOG_LEVEL": "error",
            "MAJLIS_WALLET_DATABASE_URL": self._database_url,
        }  # fmt: skip
        log = (self._data_dir / "served.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, *self.command],
            cwd=ROOT, env=kept | settings | self.settings, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        log.close()
        assert self._process.stdout is not None
        said = _SAYS_PORT.search(self._process.stdout.readline())
        assert said is not None, (self._data_dir / "served.log").read_text()[-2000:]
        tokens = ServiceTokens(key=load_or_make_key(self._data_dir / "service.key"), name="orders", clock=SystemClock())
        self.address = f"127.0.0.1:{said[1]}"
        self._channel = GrpcChannel(self.address, authorize=lambda to, caller: f"Bearer {tokens.mint(to, caller)}")
        self.client = WalletServiceClient(self._channel)

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL: it has no time for anything."""
        self.send(signal.SIGKILL)
        self._wait()

    def _wait(self) -> int:
        assert self._process is not None
        assert self._process.stdout is not None
        self._process.stdout.close()
        return self._process.wait(STOP_S)

    async def stop(self) -> None:
        """As an operator stops it, if it still runs."""
        if self._process is not None and self._process.poll() is None:
            self.send(signal.SIGTERM)
            self._wait()
        await self.hang_up()

    async def hang_up(self) -> None:
        """Close the client's side."""
        if self._channel is not None:
            await self._channel.close()

    async def open(self, **owner: Any) -> str:
        request = pb.OpenOwnedAccountRequest(currency_code="SAR", **owner)
        return (await self.client.open_owned_account(request, caller=ORDERS)).account.account_id

    async def balance(self, account_id: str) -> int:
        """All there is, held or not."""
        request = pb.GetAccountRequest(account_id=account_id)
        return (await self.client.get_account(request, caller=ORDERS)).account.balance.total_minor

    async def submit(
        self, request_id: str, transfers: Sequence[pb.NewTransfer], timeout_s: float | None = 20
    ) -> list[int]:
        """The statuses of one SubmitTransfers."""
        request = pb.SubmitTransfersRequest(request_id=request_id, transfers=transfers)
        answer = await self.client.submit_transfers(request, caller=ORDERS, timeout_s=timeout_s)
        return [result.status for result in answer.results]


def payment(transfer_id: bytes, debit: str, credit: str, amount_minor: int, **more: Any) -> pb.NewTransfer:
    mine = transfer_text(b"\1" + transfer_id[1:], 0)  # Zero first is the ledger's own.
    return pb.NewTransfer(
        transfer_id=mine, kind=pb.TRANSFER_KIND_PAYMENT, code=100, debit_account_id=debit,
        credit_account_id=credit, amount={"amount_minor": amount_minor, "currency_code": "SAR"}, **more,
    )  # fmt: skip
