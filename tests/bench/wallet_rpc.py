"""The wallet over gRPC, served by a process of its own, beside the same rpcs answered at once by another."""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles

from core.kit.errors import DomainError
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import wallet_service_pb2 as pb
from majlis.wallet.v1.wallet_service_rpc import WalletServiceClient
from tests.bench.ledger_load import Load
from tests.bench.ledger_running import running
from tests.bench.measure import Row, async_in_turn, async_ms, row
from tests.bench.wallet_serving import CREATED, ServedAtOnce, cpu_us
from tests.support.wallet_served import ORDERS, ServedWallet
from wallet.records import NewTransfer
from wallet.text_ids import transfer_text

LIMIT = "limit: the same rpc answered at once, without a ledger"
BATCH, IN_FLIGHT, BATCHES, ROUNDS = 1_000, 4, 16, 5
UNARY_ROUNDS = 300
OPEN_PER_S, OPEN_BATCH, OPEN_S, OPEN_ROUNDS = 10_000, 100, 4, 3


async def measure() -> list[Row]:
    """Batches as fast as they go, single holds one after the other, and a steady stream of small batches."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir, load = Path(folder), Load()
        async with running(f"sqlite:///{data_dir}/wallet.db", load):
            pass  # Accounts and money for all; from here on the served wallet is the writer.
        ours, limit = ServedWallet(data_dir), ServedAtOnce(data_dir)
        await ours.start()
        await limit.start()
        try:
            calls = _Calls(load, ours, limit)
            return [await calls.batches(), *await calls.unary(), await calls.steady()]
        except DomainError as error:
            error.add_note((data_dir / "served.log").read_text()[-2_000:])  # Why, where a server ended.
            raise
        finally:
            await limit.stop()
            await ours.stop()


class _Calls:
    """One client of both."""

    def __init__(self, load: Load, ours: ServedWallet, limit: ServedWallet) -> None:
        self._load = load
        self._ours, self._pid = ours.client, ours.pid
        self._limit = limit.client
        self._requests = 0

    async def batches(self) -> Row:
        before = cpu_us(self._pid)
        ours, limit = await async_in_turn(
            ROUNDS, lambda: self._batches_per_s(self._ours), lambda: self._batches_per_s(self._limit), warm_up=1
        )
        note = (
            f"aim >= 25,000; SubmitTransfers of {BATCH:,}, {IN_FLIGHT} in flight; client and server on the same cores; "
            f"{self._spent(before, (ROUNDS + 1) * BATCHES * BATCH)}"
        )
        return row("wallet.batch_grpc_transfers_per_s", ours, "1/s", LIMIT, limit, note)

    async def unary(self) -> list[Row]:
        """Single holds, each its own durable commit."""
        ours, limit = await async_in_turn(
            UNARY_ROUNDS, lambda: self._hold_ms(self._ours), lambda: self._hold_ms(self._limit), warm_up=20
        )
        note = "PlaceHold, one at a time, a durable commit each; no aim"
        return [
            row("wallet.unary_grpc_ms_p50", ours, "ms", LIMIT, limit, note),
            row("wallet.unary_grpc_ms_p99", p99(ours), "ms", LIMIT, p99(limit), f"{note}; {UNARY_ROUNDS} calls"),
        ]

    async def steady(self) -> Row:
        """An open loop: requests leave when they are due, whether or not others are answered."""
        before = cpu_us(self._pid)
        ours, limit = await async_in_turn(
            OPEN_ROUNDS, lambda: self._steady_p99(self._ours), lambda: self._steady_p99(self._limit), warm_up=1
        )
        note = (
            f"aim <= 15; SubmitTransfers of {OPEN_BATCH}, {OPEN_PER_S // OPEN_BATCH} a second for {OPEN_S} s whatever "
            "is still under way, from when each was due; "
            f"{self._spent(before, (OPEN_ROUNDS + 1) * OPEN_PER_S * OPEN_S)}"
        )
        return row("wallet.p99_ms_at_10000_per_s", ours, "ms", LIMIT, limit, note)

    def _spent(self, before_us: float, transfers: int) -> str:
        return f"{(cpu_us(self._pid) - before_us) / transfers:.0f} µs of the server's CPU a transfer"

    async def _batches_per_s(self, wallet: WalletServiceClient) -> float:
        requests = [self._request(BATCH) for _ in range(BATCHES)]
        gc.freeze()  # Built before, and not the wallet's.
        waiting = iter(requests)

        async def client() -> None:
            for request in waiting:  # Shared: each takes the next.
                await _submit(wallet, request)

        started = time.perf_counter()
        await asyncio.gather(*(client() for _ in range(IN_FLIGHT)))
        return BATCH * BATCHES / (time.perf_counter() - started)

    async def _hold_ms(self, wallet: WalletServiceClient) -> float:
        (asked,) = self._load.uniform(1)
        request = pb.PlaceHoldRequest(
            request_id=self._request_id(), debit_account_id=asked.debit_account_id, timeout_s=3_600, code=asked.code,
            credit_account_id=asked.credit_account_id, amount=_money(asked),
        )  # fmt: skip
        return await async_ms(lambda: wallet.place_hold(request, caller=ORDERS))

    async def _steady_p99(self, wallet: WalletServiceClient) -> float:
        every_s = OPEN_BATCH / OPEN_PER_S
        requests = [self._request(OPEN_BATCH) for _ in range(int(OPEN_S / every_s))]
        gc.freeze()
        start = time.perf_counter() + every_s

        async def send(request: pb.SubmitTransfersRequest, due: float) -> float:
            await asyncio.sleep(due - time.perf_counter())
            await _submit(wallet, request)
            return (time.perf_counter() - due) * 1000

        return p99(await asyncio.gather(*(send(one, start + n * every_s) for n, one in enumerate(requests))))

    def _request(self, size: int) -> pb.SubmitTransfersRequest:
        transfers = map(_new_transfer, self._load.uniform(size))
        return pb.SubmitTransfersRequest(request_id=self._request_id(), transfers=transfers)

    def _request_id(self) -> str:
        self._requests += 1
        return f"bench-{self._requests}"


async def _submit(wallet: WalletServiceClient, request: pb.SubmitTransfersRequest) -> None:
    answer = await wallet.submit_transfers(request, caller=ORDERS)
    assert {one.status for one in answer.results} == {CREATED}


def _new_transfer(asked: NewTransfer) -> pb.NewTransfer:
    return pb.NewTransfer(
        transfer_id=transfer_text(asked.id, asked.flags), kind=pb.TRANSFER_KIND_PAYMENT, code=asked.code,
        debit_account_id=asked.debit_account_id, credit_account_id=asked.credit_account_id, amount=_money(asked),
    )  # fmt: skip


def _money(asked: NewTransfer) -> money_pb2.Money:
    return money_pb2.Money(currency_code="SAR", amount_minor=asked.amount_minor)


def p99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[-1]
