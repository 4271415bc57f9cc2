"""Real workers under load: events a second, what a worker keeps for itself, and what a thousand idle sessions cost."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from pathlib import Path

from core.sandbox.workers import Job, WorkerPool
from miniapp.limits import EVENT_DEADLINE_MS
from tests.bench import quote
from tests.bench.measure import Row, row
from tests.bench.sandbox_events import WHAT, Events
from tests.support import census
from tests.support.hosts import data_dir, whole_host
from tests.support.web_user import WebUser

EVENTS, SESSIONS = 800, 1_000
AIM_PER_S, AIM_WORKER_MB = 250, 8
SANDBOX = "majlis.sandbox.v1.SandboxService"


async def measure(key: bytes, events: Events) -> list[Row]:
    return [*await _closed_loop(key, events), await _idle_sessions(events)]


async def _closed_loop(key: bytes, events: Events) -> list[Row]:
    """One worker, one event after another: what a core does that does nothing else."""
    pool = WorkerPool(key=key, size=1)
    await pool.add_artifact(events.taxi.path)
    await pool.start()
    try:
        (line,) = pool._lines.values()
        fresh_mb = census.private_kb(line.pid) / 1024
        await _quotes(pool, events, 20)
        worker_s, host_s, started = _cpu_s(line.pid), time.process_time(), time.perf_counter()
        await _quotes(pool, events, EVENTS)
        wall_s, host_s = time.perf_counter() - started, time.process_time() - host_s
        worker_s = _cpu_s(line.pid) - worker_s
        private_mb = census.private_kb(line.pid) / 1024
    finally:
        await pool.stop()
    note = (
        f"{WHAT} over its socket; for each second of a sealed worker's own CPU, {worker_s / EVENTS * 1e3:.2f} ms each; "
        f"by the wall {EVENTS / wall_s:.0f} a second, the host in turn with it at {host_s / EVENTS * 1e3:.2f} ms of CPU"
    )
    mb = f"private dirty pages after {EVENTS} events; {fresh_mb:.1f} MB before the first"
    return [
        row("sandbox.fresh_events_per_s_per_core", EVENTS / worker_s, "1/s", "aim", AIM_PER_S, note),
        row("sandbox.worker_private_mb", private_mb, "MB", "aim: at most", AIM_WORKER_MB, mb),
    ]


async def _quotes(pool: WorkerPool, events: Events, count: int) -> None:
    job = Job(
        artifact_id=events.taxi.artifact_id, event=events.quote.event, app_id="org.majlis.taxi",
        deadline_s=10 * EVENT_DEADLINE_MS / 1000,
    )  # fmt: skip
    for _ in range(count):
        host = quote.Answers(events.quote)

        async def call(interface: str, method: str, request: str, host: quote.Answers = host) -> str:
            return host.call(interface, method, request)

        quote.check((await pool.run(job, call)).answer)


def _cpu_s(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


async def _idle_sessions(events: Events) -> Row:
    """What workers hold while a thousand people's screens are open and nobody taps."""
    with tempfile.TemporaryDirectory() as folder:
        async with whole_host(data_dir(Path(folder)), events.runner, calls_per_s=100_000) as running:
            assert running.host is not None
            assert running.host.pool is not None
            pool, user = running.host.pool, WebUser(running.address)
            await user.log_in("layla", "majlis-demo-2026")
            await _open(user, 100)
            gc.collect()
            before = _workers_mb(pool), census.private_kb(os.getpid()) / 1024
            await _open(user, SESSIONS)
            gc.collect()
            after = _workers_mb(pool), census.private_kb(os.getpid()) / 1024
    held_mb = max(0.0, round(after[0] - before[0], 1))
    note = (
        f"private memory of all workers {before[0]:.1f} → {after[0]:.1f} MB: an instance ends with its event; "
        f"the host's process {before[1]:.0f} → {after[1]:.0f} MB, its caches of trees and routes"
    )
    return row("sandbox.idle_sessions_mb_per_1000", held_mb, "MB", "aim", 0, note)


async def _open(user: WebUser, count: int) -> None:
    for _ in range(count):
        await user.call(SANDBOX, "OpenSession", app_id="org.majlis.polls")


def _workers_mb(pool: WorkerPool) -> float:
    return sum(census.private_kb(line.pid) for line in pool._lines.values()) / 1024
