"""Events in sealed workers: an answer or one named reason, whatever the app or the kernel does."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import uvloop

from core.kit.errors import ResourceExhausted
from core.sandbox import workers
from core.sandbox.workers import AppInterrupted, AppTimedOut, ArtifactUnusable, Job, WorkerPool
from majlis_devkit.build import Artifact
from tests.support import guests
from tests.support.artifacts import ROOT
from tests.support.pools import echo

MakeJob = Callable[..., Job]
GREETING = guests.guest("def handle(event):\n    return 'hello ' + event")
CALLER = guests.guest("def handle(event):\n    return call(request=event)")


async def still_well(pool: WorkerPool, job: MakeJob) -> bool:
    outcome = await pool.run(job(GREETING, "again", app_id="neighbour"), echo)
    return outcome.answer == "hello again"


async def test_an_event_runs_in_a_sealed_worker(pool: WorkerPool, job: MakeJob) -> None:
    outcome = await pool.run(job(guests.answering("__import__('sys').platform")), echo)
    assert (outcome.answer, outcome.failure) == ("wasi", None)
    assert outcome.fuel_used > 0


async def test_a_host_call_reaches_the_host_and_comes_back(pool: WorkerPool, job: MakeJob) -> None:
    asked: list[tuple[str, str, str]] = []

    async def host(interface: str, method: str, request: str) -> str:
        asked.append((interface, method, request))
        await asyncio.sleep(0)
        return "the answer"

    outcome = await pool.run(job(CALLER, "قهوة"), host)
    assert outcome.answer == "the answer"
    assert asked == [("appdata", "GetDocument", "قهوة")]
    assert outcome.host_calls == 1


async def test_nothing_survives_an_event_in_the_same_worker(
    runner_artifact: Artifact, artifact_key: bytes, job: MakeJob
) -> None:
    pool = WorkerPool(key=artifact_key, size=1)
    await pool.add_artifact(runner_artifact.path)
    await pool.start()
    try:
        answers = [(await pool.run(job(guests.COUNTER), echo)).answer for _ in range(3)]
    finally:
        await pool.stop()
    assert answers == ["1", "1", "1"]


@pytest.mark.parametrize(
    ("sources", "reason"),
    [
        pytest.param(guests.SPIN, "APP_OUT_OF_FUEL", id="endless loop"),
        pytest.param(guests.STUBBORN_SPIN, "APP_OUT_OF_FUEL", id="endless loop that catches everything"),
        pytest.param(guests.MEMORY_BOMB, "APP_OUT_OF_MEMORY", id="memory bomb"),
        pytest.param(guests.HOST_CALL_FLOOD, "APP_HOST_CALLS_EXCEEDED", id="10,000 host calls"),
        pytest.param(guests.HUGE_ANSWER, "APP_CRASHED", id="10 MB answer"),
        pytest.param(guests.FILE_OPENER, "APP_CRASHED", id="file"),
        pytest.param(guests.SOCKET_OPENER, "APP_CRASHED", id="socket"),
    ],
)
async def test_an_attack_ends_by_its_name_and_harms_nobody(
    pool: WorkerPool, job: MakeJob, sources: str, reason: str
) -> None:
    """The neighbour's event runs beside the attack, and another after it."""
    attack, beside = await asyncio.gather(
        pool.run(job(sources, app_id="attacker"), echo), pool.run(job(GREETING, "beside", app_id="neighbour"), echo)
    )
    assert (attack.failure, attack.answer) == (reason, None)
    assert beside.answer == "hello beside"
    assert await still_well(pool, job)


async def test_a_flood_of_the_clock_ends_at_the_deadline(pool: WorkerPool, job: MakeJob) -> None:
    outcome = await pool.run(job(guests.CLOCK_FLOOD, deadline_s=0.3), echo)
    assert outcome.failure == "APP_TIMED_OUT"
    assert await still_well(pool, job)


async def test_a_host_call_that_never_returns_is_bounded_by_the_parent(pool: WorkerPool, job: MakeJob) -> None:
    """Neither fuel nor epoch counts while the guest waits for us."""

    async def host(interface: str, method: str, request: str) -> str:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(AppTimedOut):
        await pool.run(job(CALLER, deadline_s=0.2), host)
    assert await still_well(pool, job)


async def test_kill_9_in_mid_event_is_told_and_the_next_event_runs(pool: WorkerPool, job: MakeJob) -> None:
    """The host commits nothing of it and may run the tap again."""

    async def host(interface: str, method: str, request: str) -> str:
        pool.kill_workers()
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(AppInterrupted) as interrupted:
        await pool.run(job(CALLER), host)
    assert not isinstance(interrupted.value, AppTimedOut)
    assert await still_well(pool, job)


async def test_a_killed_zygote_is_replaced_with_everything_it_had(pool: WorkerPool, job: MakeJob) -> None:
    assert pool._zygote is not None
    os.kill(pool._zygote.pid, signal.SIGKILL)

    async def until_well() -> None:
        while True:
            try:
                assert await still_well(pool, job)
                if pool.stats()["zygotes"] == 2:
                    return
            except AppInterrupted:
                continue

    await asyncio.wait_for(until_well(), 30)


async def test_a_host_fault_is_raised_and_the_app_hears_only_internal(pool: WorkerPool, job: MakeJob) -> None:
    """A bug of ours must not end as an app's quiet except clause."""

    async def host(interface: str, method: str, request: str) -> str:
        raise LookupError("a table is missing")

    with pytest.raises(LookupError, match="a table is missing"):
        await pool.run(job(CALLER), host)
    assert await still_well(pool, job)


async def test_a_cancelled_event_frees_its_worker(pool: WorkerPool, job: MakeJob) -> None:
    begun = asyncio.Event()

    async def host(interface: str, method: str, request: str) -> str:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    running = [asyncio.create_task(pool.run(job(CALLER, app_id=f"app-{n}"), host)) for n in range(2)]
    await begun.wait()
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    assert await still_well(pool, job)


async def test_one_app_never_holds_every_worker(pool: WorkerPool, job: MakeJob) -> None:
    """Two events of one app that wait, and a neighbour still gets its turn."""
    release = asyncio.Event()

    async def host(interface: str, method: str, request: str) -> str:
        await release.wait()
        return "{}"

    greedy = [asyncio.create_task(pool.run(job(CALLER, app_id="greedy"), host)) for _ in range(2)]
    assert await still_well(pool, job)
    release.set()
    assert [outcome.answer for outcome in await asyncio.gather(*greedy)] == ["{}", "{}"]


async def test_waiting_counts_against_the_deadline(pool: WorkerPool, job: MakeJob) -> None:
    begun, release = asyncio.Event(), asyncio.Event()

    async def host(interface: str, method: str, request: str) -> str:
        begun.set()
        await release.wait()
        return "{}"

    holding = asyncio.create_task(pool.run(job(CALLER, app_id="slow"), host))
    await begun.wait()
    with pytest.raises(ResourceExhausted):
        await pool.run(job(GREETING, app_id="slow", deadline_s=0.1), host)
    release.set()
    assert (await holding).answer == "{}"


async def test_a_full_queue_refuses_at_once(pool: WorkerPool, job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_waiting", workers.FairQueue(items_max=1, items_per_app_max=1))
    release = asyncio.Event()

    async def host(interface: str, method: str, request: str) -> str:
        await release.wait()
        return "{}"

    accepted = [asyncio.create_task(pool.run(job(CALLER, app_id="slow"), host)) for _ in range(3)]
    done, _ = await asyncio.wait(accepted, return_when=asyncio.FIRST_COMPLETED)
    assert isinstance(done.pop().exception(), ResourceExhausted)
    release.set()
    results = await asyncio.gather(*accepted, return_exceptions=True)
    assert sum(isinstance(result, ResourceExhausted) for result in results) == 1


async def test_a_trapped_worker_is_replaced(pool: WorkerPool, job: MakeJob) -> None:
    """An attacked worker's own heap grows; it does not get to serve a second event."""
    before = pool.stats()["forks"]
    await pool.run(job(guests.HUGE_ANSWER), echo)
    assert await still_well(pool, job)
    assert await still_well(pool, job)
    assert pool.stats()["forks"] == before + 1


async def test_an_artifact_added_while_running_is_served_by_new_workers(
    runner_artifact: Artifact, artifact_key: bytes, job: MakeJob
) -> None:
    pool = WorkerPool(key=artifact_key, size=2)
    await pool.start()
    try:
        with pytest.raises(ArtifactUnusable):
            await pool.run(job(GREETING), echo)
        assert await pool.add_artifact(runner_artifact.path) == runner_artifact.artifact_id
        assert await still_well(pool, job)
        assert pool.stats()["generation"] == 2
    finally:
        await pool.stop()


async def test_old_workers_finish_what_they_run_while_a_new_generation_starts(
    pool: WorkerPool, job: MakeJob, runner_artifact: Artifact, artifact_key: bytes, tmp_path: Path
) -> None:
    begun, release = asyncio.Event(), asyncio.Event()

    async def host(interface: str, method: str, request: str) -> str:
        begun.set()
        await release.wait()
        return "from the old generation"

    running = asyncio.create_task(pool.run(job(CALLER), host))
    await begun.wait()
    await pool.drop_artifact(runner_artifact.artifact_id)
    await pool.add_artifact(runner_artifact.path)
    assert await still_well(pool, job)
    release.set()
    assert (await running).answer == "from the old generation"


async def test_a_tampered_artifact_is_refused_and_the_pool_goes_on(
    pool: WorkerPool, job: MakeJob, tmp_path: Path
) -> None:
    """Loading an artifact is executing it."""
    forged = tmp_path / "forged.cwasm"
    forged.write_bytes(b"native code of somebody else")
    forged.with_suffix(".mac").write_bytes(b"0" * 32)
    with pytest.raises(ArtifactUnusable):
        await pool.add_artifact(forged)
    assert await still_well(pool, job)


def test_the_pool_runs_on_uvloop(runner_artifact: Artifact, artifact_key: bytes, job: MakeJob) -> None:
    """The host's loop; its transports are not asyncio's by inheritance."""

    async def one_event() -> str | None:
        pool = WorkerPool(key=artifact_key, size=1)
        await pool.add_artifact(runner_artifact.path)
        await pool.start()
        try:
            return (await pool.run(job(CALLER, "x"), echo)).answer
        finally:
            await pool.stop()

    assert uvloop.run(one_event()) == '{"ok":{}}'


async def test_stop_leaves_no_process_behind(runner_artifact: Artifact, artifact_key: bytes) -> None:
    pool = WorkerPool(key=artifact_key, size=2)
    await pool.start()
    assert pool._zygote is not None
    pids = [pool._zygote.pid, *(line.pid for line in pool._lines.values())]
    await pool.stop()
    assert [pid for pid in pids if is_running(pid)] == []


def is_running(pid: int) -> bool:
    """False for a zombie: an orphan nobody reaps here has ended all the same."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


HOST_PROGRAM = """
import asyncio
from core.kit import log
from core.sandbox.workers import WorkerPool
async def main():
    log.set_up(level="warning")  # else it prints where the numbers are read
    pool = WorkerPool(key=b"k", size=2)
    await pool.start()
    print(pool._zygote.pid, *(line.pid for line in pool._lines.values()), flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


def test_when_the_host_dies_nothing_of_the_sandbox_lives_on() -> None:
    with subprocess.Popen([sys.executable, "-c", HOST_PROGRAM], stdout=subprocess.PIPE, text=True, cwd=ROOT) as host:
        assert host.stdout is not None
        ends = [os.pidfd_open(int(pid)) for pid in host.stdout.readline().split()]
        assert len(ends) == 3
        host.kill()
        for end in ends:
            assert select.select([end], [], [], 30)[0], "still running"
            os.close(end)


class StillbornZygote:
    """A zygote whose workers end before they say ready."""

    forks = 0

    def __init__(self, on_record: Callable[[dict[str, Any], int | None], None], on_end: Callable[[], None]) -> None:
        self._on_record = on_record
        self._bystander = subprocess.Popen(["sleep", "60"])

    def tell(self, record: dict[str, Any]) -> None:
        type(self).forks += 1
        ours, theirs = socket.socketpair()
        theirs.close()
        told = {**record, "is": "forked", "pid": self._bystander.pid}
        asyncio.get_running_loop().call_soon(self._on_record, told, ours.detach())

    async def close(self) -> None:
        self._bystander.kill()
        self._bystander.wait()


async def test_workers_that_die_before_serving_are_refused_not_respawned_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """440 forks in 1.5 s, when this was first tried."""
    monkeypatch.setattr(workers, "ZygoteLink", StillbornZygote)
    pool = WorkerPool(key=b"k", size=4)
    with pytest.raises(ArtifactUnusable):
        await pool.start()
    await pool.stop()
    assert StillbornZygote.forks == 4
