"""Two processes to call: the wallet as an operator runs it, and the same rpcs answered at once, without a ledger.

The second is a program too: `python -m tests.bench.wallet_serving DATA_DIR`. Both prove callers with DATA_DIR's key.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop

from core.kit import log
from core.kit.caller import Caller
from core.kit.clock import SystemClock
from core.kit.rpc import Call, Chain
from core.kit.rpc_grpc import GrpcChannel, GrpcServer
from core.kit.tokens import AccessVerifier, Authenticator, ServiceTokens, load_or_make_key
from majlis.wallet.v1 import transfer_status_pb2
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.access_tokens import TokenMaker
from tests.support.artifacts import ROOT
from wallet.running import SERVICE
from wallet.service import WalletService

CREATED = transfer_status_pb2.TRANSFER_STATUS_CREATED
BENCH = Caller.of_service("bench")
STOP_S = 20
_SAYS_PORT = re.compile(r"gRPC port (\d+)")
_MAJLISD = (sys.executable, "-m", "core.cli", "serve", "--roles", "wallet")


class AtOnce(WalletService):
    """Checked, proven and counted as the wallet's rpcs are, and answered with as much, but nothing happens."""

    def __init__(self) -> None:
        """Nothing below it."""

    async def submit_transfers(self, request: pb.SubmitTransfersRequest, call: Call) -> pb.SubmitTransfersResponse:
        results = [pb.TransferResult(status=CREATED, seq=seq) for seq, _ in enumerate(request.transfers, 1)]
        return pb.SubmitTransfersResponse(results=results, receipt=_RECEIPT)

    async def place_hold(self, request: pb.PlaceHoldRequest, call: Call) -> pb.PlaceHoldResponse:
        return pb.PlaceHoldResponse(hold_id="hold_" + "0" * 26, expires_at_ms=1_800_000_000_000, receipt=_RECEIPT)


_RECEIPT = pb.Receipt(seq=1_000_000, block_number=1_000, block_hash=bytes(range(32)))


@contextmanager
def the_wallet(data_dir: Path) -> Iterator[int]:
    """`majlisd serve --roles wallet` on a data directory; gives its port."""
    with _serving(_MAJLISD, data_dir) as port:
        yield port


@contextmanager
def answered_at_once(data_dir: Path) -> Iterator[int]:
    """The program of this file; gives its port."""
    with _serving((sys.executable, "-m", __name__, str(data_dir)), data_dir) as port:
        yield port


def channel_to(port: int, data_dir: Path) -> GrpcChannel:
    """As another service of the host calls."""
    tokens = ServiceTokens(key=load_or_make_key(data_dir / "service.key"), name="bench", clock=SystemClock())
    return GrpcChannel(f"127.0.0.1:{port}", authorize=lambda to, caller: f"Bearer {tokens.mint(to, caller)}")


@contextmanager
def _serving(command: tuple[str, ...], data_dir: Path) -> Iterator[int]:
    settings = {"MAJLIS_DATA_DIR": str(data_dir), "MAJLIS_GRPC_PORT": "0", "MAJLIS_LOG_LEVEL": "warning"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAJLIS_")}
    serving = subprocess.Popen(command, cwd=ROOT, env=kept | settings, stdout=subprocess.PIPE, text=True)
    try:
        assert serving.stdout is not None
        said = serving.stdout.readline()
        found = _SAYS_PORT.search(said)
        if found is None:
            raise RuntimeError(f"{command} did not say its port but {said!r}")
        yield int(found[1])
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(STOP_S)


async def _serve(data_dir: Path) -> None:
    clock = SystemClock()
    chain = Chain(clock=clock)
    chain.serve(SERVICE, AtOnce())
    services = ServiceTokens(key=load_or_make_key(data_dir / "service.key"), name="at-once", clock=clock)
    people = AccessVerifier(jwks=TokenMaker(clock).jwks, clock=clock)
    server = GrpcServer(chain=chain, authenticator=Authenticator(services=services, people=people))
    print(f"gRPC port {await server.start('127.0.0.1:0')}", flush=True)
    asked_to_stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked_to_stop.set)
    await asked_to_stop.wait()
    await server.stop()


if __name__ == "__main__":
    log.set_up(level="warning")
    uvloop.run(_serve(Path(sys.argv[1])))
