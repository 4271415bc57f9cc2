"""What chat costs: messages a second, their latency and CPU, deliveries to a group, and sockets that only listen.

The same client drives ours, the bare limit and Prosody in turn: A = one pair, one message at a time until its receiver
has it; B = one pair, sixteen in flight; C = ten pairs, one at a time each; D = one sender into a group of fifty.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from tests.bench import chat_idle, chat_search
from tests.bench.chat_lines import Line
from tests.bench.chat_servers import ChatServer, bare_server, has_prosody, host_server, prosody
from tests.bench.measure import Row, row, told
from tests.bench.wallet_serving import cpu_us

ROUNDS = 5
A_MESSAGES, B_MESSAGES, C_MESSAGES, D_MESSAGES = 150, 800, 40, 20
IN_FLIGHT, PAIRS, GROUP = 16, 10, 50
WAIT_S_MAX = 60
TEXT = "مرحبًا يا عمر، نلتقي عند البوابة الساعة الثامنة؟ {n:06d} " + "." * 40  # About 130 bytes.
# Cited: Synapse 1.163.2 on two cores, its best round of scenario B, on PostgreSQL and on SQLite.
SYNAPSE_MS, SYNAPSE_SQLITE_PER_S = 42.0, 16.0


@dataclass(slots=True)
class Found:
    """What one server did: a figure a round."""

    a_ms: list[float] = field(default_factory=list)
    b_per_s: list[float] = field(default_factory=list)
    b_cpu_ms: list[float] = field(default_factory=list)
    c_per_s: list[float] = field(default_factory=list)
    d_per_s: list[float] = field(default_factory=list)
    d_cpu_ms: list[float] = field(default_factory=list)


async def measure() -> list[Row]:
    """Every server through every scenario, in turn."""
    async with AsyncExitStack() as stack:
        servers: list[ChatServer] = []
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        starts: list[Callable[[Path], AbstractAsyncContextManager[ChatServer]]] = [host_server, bare_server]
        for start in [*starts, *([prosody] if has_prosody() else [])]:
            (folder / start.__name__).mkdir()
            servers.append(await stack.enter_async_context(start(folder / start.__name__)))
        found = {server.name: Found() for server in servers}
        for scenario in (_a, _b, _c, _d):
            await _in_turn(scenario, servers, found)
    rows = _rows(found)
    return [*rows, *await chat_search.measure(), *await chat_idle.measure()]


async def _in_turn(
    scenario: Callable[[ChatServer, Found], AsyncIterator[None]], servers: Sequence[ChatServer], found: dict[str, Found]
) -> None:
    """One round of each server after the other; the first of each is to warm up and forgotten by the scenario."""
    running = [scenario(server, found[server.name]) for server in servers]
    for _ in range(ROUNDS + 1):
        for rounds in running:
            await anext(rounds)
    for rounds in running:
        await rounds.aclose()  # type: ignore[attr-defined]


async def _a(server: ChatServer, found: Found) -> AsyncIterator[None]:
    async with server.room("a", ("layla_a", "omar_a")) as (one, other):
        for number in range(ROUNDS + 1):
            taken = [await _there(one, other, n) for n in range(A_MESSAGES)]
            found.a_ms += taken if number else []
            yield


async def _b(server: ChatServer, found: Found) -> AsyncIterator[None]:
    async with server.room("b", ("layla_b", "omar_b")) as (one, other):
        for number in range(ROUNDS + 1):
            async with _timed(server) as timed:
                await _in_flight(one, other, B_MESSAGES)
            if number:
                found.b_per_s.append(B_MESSAGES / timed.s)
                found.b_cpu_ms.append(timed.cpu_ms / B_MESSAGES)
            yield


async def _c(server: ChatServer, found: Found) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        names = [(f"layla_c{n}", f"omar_c{n}") for n in range(PAIRS)]
        pairs = [await stack.enter_async_context(server.room(f"c{n}", pair)) for n, pair in enumerate(names)]

        async def one_at_a_time(pair: Sequence[Line]) -> None:
            for n in range(C_MESSAGES):
                await _there(pair[0], pair[1], n)

        for number in range(ROUNDS + 1):
            async with _timed(server) as timed:
                await asyncio.gather(*map(one_at_a_time, pairs))
            if number:
                found.c_per_s.append(PAIRS * C_MESSAGES / timed.s)
            yield


async def _d(server: ChatServer, found: Found) -> AsyncIterator[None]:
    async with server.room("d", [f"friend{n}" for n in range(GROUP)]) as lines:
        for number in range(ROUNDS + 1):
            async with _timed(server) as timed:
                for n in range(D_MESSAGES):
                    await lines[0].send(TEXT.format(n=n))
                await asyncio.gather(*(_take(line, D_MESSAGES) for line in lines[1:]))
                await lines[0].settled()
            if number:
                deliveries = D_MESSAGES * (GROUP - 1)
                found.d_per_s.append(deliveries / timed.s)
                found.d_cpu_ms.append(timed.cpu_ms / deliveries)
            yield


async def _there(one: Line, other: Line, n: int) -> float:
    """Milliseconds from sending to the receiver's having read it."""
    text = TEXT.format(n=n)
    started = time.perf_counter()
    await one.send(text)
    async with asyncio.timeout(WAIT_S_MAX):
        got = await other.received.get()
    taken = (time.perf_counter() - started) * 1000
    assert got == text, got
    return taken


async def _in_flight(one: Line, other: Line, messages: int) -> None:
    """Send so many, never more than IN_FLIGHT ahead of the receiver, and wait until each is there and answered."""
    room = asyncio.Semaphore(IN_FLIGHT)

    async def take() -> None:
        for n in range(messages):
            got = await other.received.get()
            assert got == TEXT.format(n=n), got
            room.release()

    async with asyncio.timeout(WAIT_S_MAX):
        taking = asyncio.ensure_future(take())
        for n in range(messages):
            await room.acquire()
            await one.send(TEXT.format(n=n))
        await taking
        await one.settled()


async def _take(line: Line, messages: int) -> None:
    async with asyncio.timeout(WAIT_S_MAX):
        for _ in range(messages):
            await line.received.get()


@dataclass(slots=True)
class Timed:
    s: float = 0.0
    cpu_ms: float = 0.0


@asynccontextmanager
async def _timed(server: ChatServer) -> AsyncIterator[Timed]:
    timed = Timed()
    started, cpu = time.perf_counter(), cpu_us(server.pid)
    yield timed
    timed.s = time.perf_counter() - started
    timed.cpu_ms = (cpu_us(server.pid) - cpu) / 1000


def _rows(found: dict[str, Found]) -> list[Row]:
    ours, *peers = found.values()
    names = list(found)[1:]
    rows: list[Row] = []
    for peer, name in zip(peers, names, strict=True):
        a, p = sorted(ours.a_ms), sorted(peer.a_ms)
        limit = f"limit: {name}" if name.startswith("bare") else name
        rows += [
            row("messaging.durable_msgs_per_s_B", ours.b_per_s, "1/s", limit, peer.b_per_s, "16 in flight, one pair"),
            row("messaging.p50_ms_A", a, "ms", limit, p, "one at a time, send to the receiver's having it"),
            Row("messaging.p99_ms_A", _p99(a), "ms", limit, _p99(p), len(a), told("as above")),
            row("messaging.cpu_ms_per_msg", ours.b_cpu_ms, "ms", limit, peer.b_cpu_ms, "server's CPU in B"),
            row("messaging.msgs_per_s_C", ours.c_per_s, "1/s", limit, peer.c_per_s, "ten pairs, one at a time"),
            row("messaging.group50_deliveries_per_s", ours.d_per_s, "1/s", limit, peer.d_per_s, "group of 50"),
            row("messaging.cpu_ms_per_delivery", ours.d_cpu_ms, "ms", limit, peer.d_cpu_ms, "server's CPU in D"),
        ]
    if not has_prosody():
        rows.append(
            Row("messaging.durable_msgs_per_s_B", median(ours.b_per_s), "1/s", "Prosody", None, 0, "not installed")
        )
    note = "cited: Synapse 1.163 on such a machine, best round"
    rows.append(row("messaging.cpu_ms_per_msg", ours.b_cpu_ms, "ms", "Synapse (cited)", SYNAPSE_MS, note))
    rows.append(
        row("messaging.durable_msgs_per_s_B", ours.b_per_s, "1/s", "Synapse (cited)", SYNAPSE_SQLITE_PER_S, note)
    )
    return rows


def _p99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[-1]
