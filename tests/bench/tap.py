"""A tap on a whole host: WebSocket frame in, event in a sealed worker, durable commit, patch out."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import websockets

from core.demo import PASSWORD
from majlis_devkit.build import Artifact, build_runner, build_snapshot, load_key
from majlis_devkit.project import read
from tests.bench.measure import Row, async_in_turn, p95, row, told
from tests.support.artifacts import ROOT, cache_folder
from tests.support.hosts import MINIAPPS, data_dir, whole_host
from tests.support.web_user import Screen, WebUser

TAPS = 300
SNAPSHOT_S_MAX = 180
BALLOT, POLLS = "org.majlis.ballot", "org.majlis.polls"
_FORM = {"question": "أين نتعشّى الخميس؟", "option_1": "مطعم البحر", "option_2": "نشوي في البرّ", "named": False}


async def measure() -> list[Row]:
    """Votes in two apps, tap by tap in turn with an echo and a bare commit on the same loop and disk."""
    with tempfile.TemporaryDirectory() as folder:
        runner, miniapps = _artifacts(Path(folder))
        async with whole_host(data_dir(Path(folder)), runner, miniapps=miniapps) as running, _echo() as echo:
            user = WebUser(running.address)
            await user.log_in("layla", PASSWORD)
            limit = Limit(echo, Path(folder) / "bare.db")
            async with connected(user) as line:
                await _on_snapshot(line, BALLOT)
                await _on_snapshot(line, POLLS)
                ballot = await _sampled(limit, await _vote_in_ballot(line))
                polls = await _sampled(limit, await _vote_in_polls(line))
            await user.http.aclose()
    return [*_rows("tap", ballot, "1 read, 1 write, 62 nodes"), *_rows("tap.polls", polls, "polls: 4 reads, 4 writes")]


def _artifacts(folder: Path) -> tuple[Artifact, Path]:
    """The runner, both snapshots in the cache, and a folder with both mini-apps for the demo to install."""
    key = load_key(cache_folder() / "tests.key")
    runner = build_runner(cache_folder(), key, progress=_say)
    miniapps = folder / "miniapps"
    for source in (ROOT / "tests/bench/miniapps/ballot", MINIAPPS / "polls"):
        shutil.copytree(source, miniapps / source.name)
        project = read(source)
        scopes = [asked["name"] for asked in project.manifest.get("req_permissions", ())]
        files = json.loads(project.sources)["files"]
        build_snapshot(files, project.entry, scopes, cache_folder(), key, progress=_say)
    return runner, miniapps


def _say(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


class Line:
    """A page's WebSocket with as little client as can be, so that the host is what is timed."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._seq = 0

    async def ask(self, frame: dict[str, Any]) -> tuple[dict[str, Any], float]:
        """The answer, and the milliseconds from its question; what arrives unasked meanwhile is read over."""
        self._seq += 1
        text = json.dumps(frame | {"seq": self._seq}, ensure_ascii=False)
        marked = f'"seq":{self._seq},'
        started = time.perf_counter()
        await self._socket.send(text)
        while marked not in (got := await self._socket.recv())[:80]:
            pass
        taken = (time.perf_counter() - started) * 1000
        answer: dict[str, Any] = json.loads(got)
        if answer["k"] == "error":
            raise RuntimeError(f"refused: {answer['error']}")
        return answer, taken

    async def open(self, app_id: str) -> Screen:
        return Screen((await self.ask({"k": "open", "app_id": app_id, "path": "/"}))[0])

    async def tap(self, screen: Screen, node_id: str, on: str = "press", **more: Any) -> float:
        """Milliseconds of one tap; the revision is followed, the tree is not."""
        event = {"k": "ev", "request_id": uuid.uuid4().hex, "session_id": screen.session_id, "id": node_id, "on": on}
        answer, taken = await self.ask(event | {"revision": screen.revision} | more)
        if answer["runtime"] != "snapshot":
            raise RuntimeError("the tap ran on the runner")
        screen.revision = answer["revision"]
        return taken


@asynccontextmanager
async def connected(user: WebUser) -> AsyncIterator[Line]:
    address = user.address.replace("http", "ws", 1) + "/ws"
    async with websockets.connect(address, origin=user.address) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps({"k": "hello", "token": user.token, "sessions": []}))
        yield Line(socket)


async def _on_snapshot(line: Line, app_id: str) -> None:
    """Wait until the host has taken over the app's snapshot."""
    async with asyncio.timeout(SNAPSHOT_S_MAX):
        while (await line.open(app_id)).runtimes[-1] != "snapshot":
            await asyncio.sleep(0.5)


async def _vote_in_ballot(line: Line) -> Callable[[], Awaitable[float]]:
    screen = await line.open(BALLOT)
    turns = iter(range(10**9))
    return lambda: line.tap(screen, f"s.k:o{next(turns) % 20}")


async def _vote_in_polls(line: Line) -> Callable[[], Awaitable[float]]:
    """Make a poll, then change the vote from one option to the other and back."""
    screen = await line.open(POLLS)
    ask = screen.find("ask", "press")
    answer, _ = await line.ask(
        {"k": "ev", "request_id": uuid.uuid4().hex, "session_id": screen.session_id, "id": ask, "on": "press",
         "revision": screen.revision}
    )  # fmt: skip
    screen.take(answer)
    await line.tap(screen, screen.find("poll", "submit"), "submit", fields=_FORM)
    await line.tap(screen, "s.k:ballot.0.k:option-0")
    turns = iter(range(1, 10**9))
    return lambda: line.tap(screen, f"s.k:results.k:option-{next(turns) % 2}")


class Limit:
    """What no host of this kind can beat: the frame there and back, and one durable commit."""

    def __init__(self, echo: Any, path: Path) -> None:
        self._socket = echo
        self._db = sqlite3.connect(path, isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "CREATE TABLE t (k TEXT PRIMARY KEY, v TEXT)",
        ):
            self._db.execute(statement)
        self._text = "x" * 300
        self.echo_ms: list[float] = []
        self.commit_ms: list[float] = []

    async def both(self) -> float:
        started = time.perf_counter()
        await self._socket.send(self._text)
        await self._socket.recv()
        echoed = time.perf_counter()
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT INTO t VALUES ('k', ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v", (self._text,))
        self._db.execute("COMMIT")
        ended = time.perf_counter()
        self.echo_ms.append((echoed - started) * 1000)
        self.commit_ms.append((ended - echoed) * 1000)
        return (ended - started) * 1000


@asynccontextmanager
async def _echo() -> AsyncIterator[Any]:
    async def answer(socket: Any) -> None:
        async for message in socket:
            await socket.send(message)

    async with websockets.serve(answer, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with websockets.connect(f"ws://127.0.0.1:{port}") as socket:
            yield socket


class Sampled:
    """Samples of a tap and its limit, with the CPU the host and its workers spent on each tap."""

    def __init__(self) -> None:
        self.taps: list[float] = []
        self.limits: list[float] = []
        self.limit_parts: tuple[list[float], list[float]] = ([], [])
        self.host_cpu: list[float] = []
        self.limit_cpu: list[float] = []
        self.worker_cpu_ms = 0.0


async def _sampled(limit: Limit, tap: Callable[[], Awaitable[float]]) -> Sampled:
    taken = Sampled()
    limit.echo_ms, limit.commit_ms = [], []

    def with_cpu(work: Callable[[], Awaitable[float]], into: list[float]) -> Callable[[], Awaitable[float]]:
        async def run() -> float:
            before = time.process_time()
            wall = await work()
            into.append((time.process_time() - before) * 1000)
            return wall

        return run

    for _ in range(20):
        await tap()
    before = _workers_cpu_ms()
    taken.taps, taken.limits = await async_in_turn(
        TAPS, with_cpu(tap, taken.host_cpu), with_cpu(limit.both, taken.limit_cpu), warm_up=0
    )
    taken.worker_cpu_ms = (_workers_cpu_ms() - before) / TAPS
    taken.limit_parts = limit.echo_ms, limit.commit_ms
    return taken


def _workers_cpu_ms(pid: int | None = None) -> float:
    """Nanosecond counts of every process below this one: the zygote and its workers."""
    below = Path(f"/proc/{pid or os.getpid()}/task").glob("*/children")
    children = [child for task in below for child in task.read_text().split()]
    own = sum(int(Path(f"/proc/{child}/schedstat").read_text().split()[0]) for child in children) / 1e6
    return own + sum(_workers_cpu_ms(int(child)) for child in children)


def _rows(name: str, taken: Sampled, what: str) -> list[Row]:
    echo, commit = taken.limit_parts
    note = f"{what}; one at a time; client on the host's loop"
    peer = "limit: WebSocket echo + bare SQLite commit"
    return [
        row(f"{name}.round_trip_ms_p50", taken.taps, "ms", peer, taken.limits, note),
        Row(f"{name}.round_trip_ms_p95", p95(taken.taps), "ms", peer, p95(taken.limits), TAPS, told(note)),
        row(f"{name}.round_trip_ms_p50", taken.taps, "ms", "peer: WebSocket echo alone", echo, note),
        row(f"{name}.round_trip_ms_p50", taken.taps, "ms", "peer: bare durable SQLite commit alone", commit, note),
        row(f"{name}.host_cpu_ms", taken.host_cpu, "ms", peer, taken.limit_cpu, f"{note}; CPU of every thread"),
        row(
            f"{name}.worker_cpu_ms",
            taken.worker_cpu_ms,
            "ms",
            "peer: the host's CPU",
            taken.host_cpu,
            f"{note}; a mean",
        ),
    ]
