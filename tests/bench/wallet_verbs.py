"""What people wait for when they pay, beside what no host of this kind can do without; and how fast a gift is taken.

An order is approved over the web's own door on a whole host: PIN, limits, chain of transfers, answer. Its limit is what
is in there whatever the code around it: one argon2id of a PIN, one small call there and back, three durable commits
(the try before the PIN is looked at, its forgiving, the money). Claims of red packets stand beside the ledger's own
batches.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from core.demo import PASSWORD
from core.kit.caller import Caller
from majlis.wallet.v1 import orders_service_pb2 as orders_pb
from majlis.wallet.v1 import red_packets_service_pb2 as packets_pb
from majlis.wallet.v1.orders_service_rpc import OrdersServiceClient
from majlis_devkit.build import build_runner, load_key
from tests.bench.ledger_load import Load
from tests.bench.ledger_running import running, timed
from tests.bench.measure import Row, async_in_turn, row, told
from tests.support.artifacts import cache_folder
from tests.support.hosts import data_dir, whole_host
from tests.support.money_desk import PIN, MoneyDesk, approval, money_desk, sar
from tests.support.web_user import WebUser
from wallet.guard.hashing import HASHER

ORDERS = 150
PACKETS, PEOPLE = 20, 60
GUARD, SERVICE = "majlis.wallet.v1.GuardService", "majlis.wallet.v1.OrdersService"
APP = "org.majlis.polls"


async def measure() -> list[Row]:
    """Orders, then gifts."""
    return [*await _orders(), await _claims()]


async def _orders() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        runner = build_runner(cache_folder(), load_key(cache_folder() / "tests.key"))
        async with whole_host(data_dir(Path(folder)), runner, bakes=False) as host:
            assert host.host is not None
            layla = WebUser(host.address)
            await layla.log_in("layla", PASSWORD)
            await layla.call(GUARD, "SetPin", pin=PIN, password=PASSWORD)
            asked = _Asked(OrdersServiceClient(host.host.channel), await _user_id(layla))
            limit = _Limit(layla, Path(folder) / "bare.db")
            ours, limits = await async_in_turn(ORDERS, lambda: _approve(layla, asked), limit.all)
            await layla.http.aclose()
    note = told("ApproveOrder over HTTP with a PIN, one payee and the fee, to its PAID answer")
    parts = f"limit {limit.parts()}"
    return [
        row(
            "wallet.order_ms_p50", ours, "ms", "limit: argon2id, a call, three bare commits", limits, f"{note}; {parts}"
        ),
        Row("wallet.order_ms_p99", _p99(ours), "ms", "limit's p99", _p99(limits), len(ours), note),
    ]


def _p99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[-1]


async def _user_id(person: WebUser) -> str:
    me = await person.call("majlis.identity.v1.IdentityService", "GetMe")
    return str(me["user"]["user_id"])


class _Asked:
    """An app's orders, made as its events make them."""

    def __init__(self, orders: OrdersServiceClient, user_id: str) -> None:
        self._orders = orders
        self._numbers = itertools.count()
        self._caller = Caller.app(APP, user_id=user_id, scopes=frozenset({"wallet.order"}))

    async def order(self) -> str:
        line = orders_pb.OrderLine(title_ar="شاي", title_en="Tea", quantity=1, unit_minor=100)
        request = orders_pb.CreateOrderRequest(
            request_id=f"bench-{next(self._numbers)}",
            name="tea",
            title_ar="شاي",
            title_en="Tea",
            lines=[line],
            total=sar(100),
        )
        return (await self._orders.create_order(request, caller=self._caller)).order.order_id


async def _approve(person: WebUser, asked: _Asked) -> float:
    order_id = await asked.order()
    started = time.perf_counter()
    answer = await person.call(
        SERVICE, "ApproveOrder", request_id=secrets.token_hex(8), order_id=order_id,
        total={"currency_code": "SAR", "amount_minor": 100}, approval={"pin": PIN},
    )  # fmt: skip
    taken = (time.perf_counter() - started) * 1000
    if answer["order"]["state"] != "ORDER_STATE_PAID":
        raise RuntimeError(f"the order was not paid: {answer}")
    return taken


class _Limit:
    """Each part alone, with nothing around it."""

    def __init__(self, person: WebUser, path: Path) -> None:
        self._person = person
        self._hash = HASHER.hash(PIN)
        self._db = sqlite3.connect(path, isolation_level=None)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE t (k INTEGER, v TEXT)"):
            self._db.execute(statement)
        self._taken: tuple[list[float], list[float], list[float]] = ([], [], [])

    async def all(self) -> float:
        marks = [time.perf_counter()]
        await asyncio.to_thread(HASHER.verify, self._hash, PIN)
        marks.append(time.perf_counter())
        await self._person.call(GUARD, "GetGuard")
        marks.append(time.perf_counter())
        for _ in range(3):
            self._db.execute("INSERT INTO t VALUES (1, ?)", ("x" * 300,))
        marks.append(time.perf_counter())
        for part, started, ended in zip(self._taken, marks[:-1], marks[1:], strict=True):
            part.append((ended - started) * 1000)
        return (marks[-1] - marks[0]) * 1000

    def parts(self) -> str:
        argon, call, commits = (median(part) for part in self._taken)
        return f"argon2id {argon:.1f} + call {call:.1f} + commits {commits:.1f} ms"


async def _claims() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{folder}/{name}.db" for name in ("core", "wallet", "ledger")]
        async with money_desk(urls[0], urls[1], Path(folder)) as money:
            ours = await _claimed_per_s(money)
        load = Load()
        async with running(urls[2], load) as (writer, _):
            limit = (await timed(writer, [load.uniform(256) for _ in range(20)])).per_s
    note = f"{PEOPLE} people take from {PACKETS} packets at once, through the chain: membership, name, act, card"
    return row("wallet.red_packet_claims_per_s", ours, "/s", "limit: the ledger's batches of 256", limit, note)


async def _claimed_per_s(money: MoneyDesk) -> float:
    sender = await money.rich("layla")
    people = await money.crowd(PEOPLE)
    at = await money.group(sender, *people)
    packets = []
    for number in range(PACKETS):
        request = packets_pb.SendRedPacketRequest(
            request_id=f"gift-{number}", conversation_id=at, total=sar(1_000), shares=PEOPLE, approval=approval(),
            mode=packets_pb.RED_PACKET_MODE_RANDOM,
        )  # fmt: skip
        packets.append((await money.packets.send_red_packet(request, caller=sender)).packet.packet_id)

    async def take(person: Caller) -> None:
        for packet_id in packets:
            await money.packets.claim_red_packet(
                packets_pb.ClaimRedPacketRequest(packet_id=packet_id), caller=person
            )  # fmt: skip

    started = time.perf_counter()
    await asyncio.gather(*map(take, people))
    return PEOPLE * PACKETS / (time.perf_counter() - started)
