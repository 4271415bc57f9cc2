"""The pool has its workers again whatever becomes of zygote, workers and files under it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from core.sandbox import workers
from core.sandbox.worker_line import WorkerLine
from core.sandbox.workers import Job, WorkerPool
from majlis_devkit.build import Artifact
from majlis_devkit.frames import Frame, Kind
from tests.support import guests
from tests.support.pools import echo

MakeJob = Callable[..., Job]
GREETING = guests.guest("def handle(event):\n    return 'hello ' + event")


async def still_well(pool: WorkerPool, job: MakeJob) -> bool:
    return (await pool.run(job(GREETING, "again", app_id="neighbour"), echo)).answer == "hello again"


async def until(holds: Callable[[], bool]) -> None:
    """The test's own limit bounds it."""
    while not holds():
        await asyncio.sleep(0.005)


async def test_a_stopped_zygote_is_replaced(pool: WorkerPool, job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for a worker and does not even fork; nobody would replace workers any more."""
    monkeypatch.setattr(workers, "READY_S_MAX", 0.2)
    assert pool._zygote is not None
    os.kill(pool._zygote.pid, signal.SIGSTOP)
    pool.kill_workers()
    await until(lambda: pool.stats()["zygotes"] > 1 and pool.stats()["idle"] == 2)
    assert await still_well(pool, job)


async def test_a_worker_that_never_says_ready_is_replaced(
    pool: WorkerPool, job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the pool would be smaller by one, for good."""
    monkeypatch.setattr(workers, "READY_S_MAX", 0.3)
    heard = WorkerLine._hear
    silent: list[int] = []

    def deaf(line: WorkerLine, frame: Frame) -> None:
        if frame.kind is Kind.READY and len(silent) < 1:
            silent.append(line.number)
        else:
            heard(line, frame)

    monkeypatch.setattr(WorkerLine, "_hear", deaf)
    next(iter(pool._lines.values())).kill()
    await until(lambda: bool(silent) and silent[0] not in pool._lines and pool.stats()["idle"] == 2)
    assert pool.stats()["late_starts"] == 1
    assert await still_well(pool, job)


async def test_an_artifact_replaced_on_disk_is_still_the_one_that_runs(
    runner_artifact: Artifact, artifact_key: bytes, job: MakeJob, tmp_path: Path
) -> None:
    """A bake writes a new file under the same name; workers map the one that was checked, deleted or not."""
    path = tmp_path / runner_artifact.path.name
    for suffix in (".cwasm", ".mac"):
        shutil.copy(runner_artifact.path.with_suffix(suffix), path.with_suffix(suffix))
    pool = WorkerPool(key=artifact_key, size=1)
    await pool.add_artifact(path)
    await pool.start()
    try:
        path.unlink()
        pool.kill_workers()
        assert await still_well(pool, job)
    finally:
        await pool.stop()
