"""The wallet's rpcs answered at once, without a ledger, by a process of its own: what all the rest of a call costs.

`python -m tests.bench.wallet_serving` runs as `majlisd serve --roles wallet` does, on MAJLIS_DATA_DIR and its keys.
"""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import uvloop

from core.cli import settle_memory
from core.kit import log
from core.kit.clock import SystemClock
from core.kit.config import Config
from core.kit.rpc import Call, Chain
from core.kit.rpc_grpc import GrpcServer
from core.kit.tokens import AccessVerifier, Authenticator, ServiceTokens, load_or_make_key
from majlis.wallet.v1 import transfer_status_pb2
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.access_tokens import TokenMaker
from tests.support.wallet_served import ServedWallet
from wallet.running import SERVICE
from wallet.service import WalletService

CREATED = transfer_status_pb2.TRANSFER_STATUS_CREATED


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


class ServedAtOnce(ServedWallet):
    """The program of this file, started and called as the wallet is."""

    command = ("-m", "tests.bench.wallet_serving")


def cpu_us(pid: int) -> float:
    """What all threads of a process have used so far."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1000


async def _serve(config: Config) -> None:
    clock = SystemClock()
    chain = Chain(clock=clock)
    chain.serve(SERVICE, AtOnce())
    services = ServiceTokens(key=load_or_make_key(config.data_dir / "service.key"), name="at-once", clock=clock)
    people = AccessVerifier(jwks=TokenMaker(clock).jwks, clock=clock)
    server = GrpcServer(chain=chain, authenticator=Authenticator(services=services, people=people))
    port = await server.start("127.0.0.1:0")
    settle_memory()
    print(f"gRPC port {port}", flush=True)
    asked_to_stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked_to_stop.set)
    await asked_to_stop.wait()
    await server.stop()


if __name__ == "__main__":
    log.set_up(level="warning")
    uvloop.run(_serve(Config.from_environment()))
