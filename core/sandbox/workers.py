"""The sandbox's workers: an event given to `run` is run once in a sealed process, or fails by a named reason.

The pool owns the zygote and the processes forked from it. A worker serves one event at a time, whoever is free and
warmest (last in, first out); apps wait in a fair queue and no app holds every worker. A new artifact is loaded by the
running zygote and served by a new generation; the old one drains. Nothing here knows users, scopes or databases.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections import Counter
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import IO, Any

from prometheus_client import Gauge

from core.kit import log as kit_log
from core.kit.errors import DomainError, ResourceExhausted, StatusCode
from core.sandbox.budgets import events_at_once_max
from core.sandbox.fair_queue import FairQueue, QueueFull
from core.sandbox.worker_line import AppInterrupted, AppTimedOut, Deaths, HostCall, Job, WorkerLine
from core.sandbox.zygote_link import Record, ZygoteLink
from majlis_devkit import walls
from majlis_devkit.build import ArtifactTampered, open_verified
from majlis_devkit.engine import Outcome

__all__ = ["AppInterrupted", "AppTimedOut", "ArtifactUnusable", "HostCall", "Job", "Outcome", "WorkerPool"]

log = kit_log.get("sandbox")
_wall = Gauge("sandbox_wall", "1 where this wall around workers and builds stands, 0 where not.", ["wall"])

WORKERS_PER_CORE = 2
QUEUE_MAX, QUEUE_PER_APP_MAX = 256, 64
GRACE_S = 0.5  # after the deadline, for the worker to stop the event itself
EVENTS_PER_WORKER = 1_000  # attacked workers' own heaps grow (26 MB seen); a new one costs 8 ms
BUSY_S_MAX = 60.0  # well below the processor time after which the kernel ends a worker (`worker.CPU_S_MAX`)
READY_S_MAX = 10.0  # from the order to fork until a worker is ready, on a machine that does other things too
START_S_MAX = 20.0
BACK_OFF_S, BACK_OFF_S_MAX = 0.05, 5.0


class ArtifactUnusable(DomainError):
    """This artifact is not loaded here, or may not be: tampered with, or built for another engine."""

    reason, code = "ARTIFACT_UNUSABLE", StatusCode.FAILED_PRECONDITION


class WorkerPool:
    """See the module. `key` is the artifacts' MAC key; `walls` says what stands, known from the start on."""

    def __init__(self, *, key: bytes, size: int | None = None, grace_s: float = GRACE_S) -> None:
        self._key, self._grace_s = key, grace_s
        self._size = size or WORKERS_PER_CORE * (os.cpu_count() or 1)
        self.walls: Mapping[str, object] = {}
        self._artifacts: dict[str, Path] = {}
        self._zygote: ZygoteLink | None = None
        self._generation = 0
        self._numbers = 0
        self._lines: dict[int, WorkerLine] = {}
        self._idle: list[WorkerLine] = []
        self._waiting: FairQueue[asyncio.Future[WorkerLine]] = FairQueue(
            items_max=QUEUE_MAX, items_per_app_max=QUEUE_PER_APP_MAX
        )
        self._per_app: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._deaths = Deaths()
        self._loads: dict[str, asyncio.Future[str | None]] = {}
        self._starting: dict[int, asyncio.Future[WorkerLine]] = {}
        self._early_ends = 0
        self._changing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = False

    async def start(self) -> None:
        """Start the zygote, load every artifact added so far and fork the first generation."""
        self._running = True
        self.walls = walls.standing()
        log.info("sandbox_walls", seccomp=True, **self.walls)
        for wall, stands in self.walls.items():
            _wall.labels(wall).set(bool(stands))
        for words in walls.missing():
            log.warning("sandbox_wall_missing", why=words)
        async with self._changing:
            await self._start_zygote(strict=True)

    async def stop(self) -> None:
        """Hang up and wait until zygote and workers are gone; running events end as AppInterrupted."""
        self._running = False
        for task in list(self._tasks):
            task.cancel()
        zygote, self._zygote = self._zygote, None
        self.kill_workers()
        for line in list(self._lines.values()):
            line.retire()
        if zygote is not None:
            await zygote.close()

    async def add_artifact(self, path: Path) -> str:
        """Verify, map and serve an artifact; its id. Raises ArtifactUnusable, and the old generation goes on."""
        artifact_id = path.stem
        async with self._changing:
            if artifact_id in self._artifacts:
                return artifact_id
            if self._zygote is None:
                (await self._verified(path)).close()  # the load at the start verifies what it maps
            else:
                await self._load(self._zygote, artifact_id, path)
                await self._new_generation()
            self._artifacts[artifact_id] = path
        return artifact_id

    async def drop_artifact(self, artifact_id: str) -> None:
        """Serve it no more; the next generation is forked without it."""
        if self._artifacts.pop(artifact_id, None) is not None and self._zygote is not None:
            self._zygote.tell({"do": "drop", "artifact_id": artifact_id})

    async def run(self, job: Job, host_call: HostCall) -> Outcome:
        """Run one event. The deadline counts from now, waiting included.

        Raises ResourceExhausted (not begun), AppInterrupted / AppTimedOut (begun, nothing of it kept),
        ArtifactUnusable, and whatever `host_call` raised.
        """
        if job.artifact_id not in self._artifacts:
            raise ArtifactUnusable("the artifact is not loaded", artifact_id=job.artifact_id)
        deadline = time.monotonic() + job.deadline_s
        line = await self._acquire(job.app_id, deadline)
        trapped = True
        try:
            outcome = await line.run(job, host_call, deadline=deadline, grace_s=self._grace_s)
            trapped = outcome.failure is not None
            self._counts[outcome.failure or "answered"] += 1
            return outcome
        except AppInterrupted as error:
            self._counts[error.reason] += 1
            raise
        finally:
            self._release(line, recycle=trapped or line.events >= EVENTS_PER_WORKER)

    def stats(self) -> dict[str, int]:
        """Gauges (workers, idle, busy, queued, generation) and counts of outcomes, forks and refused frames."""
        return {
            "workers": len(self._lines),
            "idle": len(self._idle),
            "busy": sum(self._per_app.values()),
            "queued": len(self._waiting),
            "generation": self._generation,
            "artifacts": len(self._artifacts),
            **self._counts,
            "refused_frames": self._counts["refused_frames"]
            + sum(line.refused_frames for line in self._lines.values()),
        }

    def kill_workers(self) -> None:
        """SIGKILL every worker, busy ones in mid-event; replacements follow."""
        self._idle.clear()  # their end of file comes a moment later; nobody may be given to them until then
        for line in list(self._lines.values()):
            line.kill()

    # Waiting for a worker

    async def _acquire(self, app_id: str, deadline: float) -> WorkerLine:
        turn: asyncio.Future[WorkerLine] = asyncio.get_running_loop().create_future()
        try:
            self._waiting.push(app_id, turn)
        except QueueFull:
            self._counts["queue_full"] += 1
            raise ResourceExhausted("too many events are waiting", app_id=app_id) from None
        self._dispatch()
        try:
            async with asyncio.timeout(deadline - time.monotonic()):
                return await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            self._waiting.discard(app_id, turn)
            if turn.done() and not turn.cancelled():
                self._release(turn.result(), recycle=False)
            if isinstance(error, TimeoutError):
                self._counts["queue_timeout"] += 1
                raise ResourceExhausted("no worker was free before the deadline", app_id=app_id) from None
            raise

    def _dispatch(self) -> None:
        per_app_max = events_at_once_max(self._size)
        while self._idle:
            turn = self._waiting.pop(lambda app_id: self._per_app[app_id] < per_app_max)
            if turn is None:
                return
            app_id, waiter = turn
            if waiter.done():
                continue
            line = self._idle.pop()
            line.app_id, line.given_at = app_id, time.monotonic()
            self._per_app[app_id] += 1
            waiter.set_result(line)

    def _release(self, line: WorkerLine, *, recycle: bool) -> None:
        self._per_app[line.app_id] -= 1
        if not self._per_app[line.app_id]:
            del self._per_app[line.app_id]
        line.busy_s += time.monotonic() - line.given_at
        if recycle or line.generation != self._generation or line.busy_s > BUSY_S_MAX:
            line.retire()
        elif line.number in self._lines and not line.doomed:
            self._idle.append(line)
        self._dispatch()

    # The zygote and its workers

    async def _verified(self, path: Path) -> IO[bytes]:
        try:
            return await asyncio.to_thread(open_verified, path, self._key)
        except ArtifactTampered as error:
            raise ArtifactUnusable(str(error), artifact_id=path.stem) from None

    async def _start_zygote(self, *, strict: bool) -> None:
        """Start a zygote with every artifact; a restart goes on without one that has become unusable."""
        zygote = self._zygote = ZygoteLink(self._on_record, self._on_zygote_end)
        self._counts["zygotes"] += 1
        for artifact_id, path in list(self._artifacts.items()):
            try:
                await self._load(zygote, artifact_id, path)
            except ArtifactUnusable as error:
                if strict:
                    raise
                log.error("artifact_lost", artifact=artifact_id, why=error.message)
                del self._artifacts[artifact_id]
        await self._new_generation()

    async def _load(self, zygote: ZygoteLink, artifact_id: str, path: Path) -> None:
        answer = self._loads[artifact_id] = asyncio.get_running_loop().create_future()
        with await self._verified(path) as file:  # the zygote maps what was checked, whatever the path names by then
            zygote.tell({"do": "load", "artifact_id": artifact_id}, file.fileno())
        try:
            async with asyncio.timeout(START_S_MAX):
                refused = await answer
        except TimeoutError:
            refused = "the zygote did not answer"
        finally:
            self._loads.pop(artifact_id, None)
        if refused is not None:
            raise ArtifactUnusable(refused, artifact_id=artifact_id)

    async def _new_generation(self) -> None:
        """Fork a full set of workers; when all are ready they take over and the old ones drain."""
        generation = self._generation + 1
        starting = [self._fork(generation) for _ in range(self._size)]
        try:
            async with asyncio.timeout(START_S_MAX):
                lines = await asyncio.gather(*starting)
        except (TimeoutError, AppInterrupted) as error:
            for line in [line for line in self._lines.values() if line.generation == generation]:
                line.kill()
            raise ArtifactUnusable(f"the new workers did not start: {error}") from None
        retired, self._idle = self._idle, [line for line in lines if line.number in self._lines]
        self._generation = generation
        for line in retired:
            line.retire()
        for _ in range(self._size - len(self._idle)):
            self._spawn(self._replace(generation))
        self._dispatch()

    def _fork(self, generation: int) -> asyncio.Future[WorkerLine]:
        self._numbers += 1
        ready: asyncio.Future[WorkerLine] = asyncio.get_running_loop().create_future()
        ready.add_done_callback(lambda future: future.cancelled() or future.exception())  # looked at by none: fine
        self._starting[self._numbers] = ready
        self._counts["forks"] += 1
        if self._zygote is not None:
            self._zygote.tell({"do": "fork", "worker": self._numbers, "generation": generation})
        asyncio.get_running_loop().call_later(READY_S_MAX, self._expect_ready, self._numbers, self._zygote)
        return ready

    def _expect_ready(self, number: int, zygote: ZygoteLink | None) -> None:
        """A worker that never says ready is replaced; a zygote that does not even fork (stopped, stuck) as well."""
        if number not in self._starting or zygote is None or zygote is not self._zygote:
            return
        self._counts["late_starts"] += 1
        if number in self._lines:
            self._lines[number].kill()
        else:
            log.error("zygote_stuck", pid=zygote.pid)
            zygote.kill()

    def _on_record(self, record: Record, fd: int | None) -> None:
        if record["is"] == "loaded" and (answer := self._loads.get(record["artifact_id"])) and not answer.done():
            answer.set_result(record["refused"])
        elif record["is"] == "forked" and fd is not None:
            self._spawn(self._connect(record, fd))

    async def _connect(self, record: Record, fd: int) -> None:
        line = WorkerLine(
            record["worker"], record["generation"], record["pid"], self._on_worker_ready, self._on_worker_end,
            self._deaths,
        )  # fmt: skip
        self._lines[line.number] = line
        await asyncio.get_running_loop().create_unix_connection(lambda: line, sock=socket.socket(fileno=fd))

    def _on_worker_ready(self, line: WorkerLine) -> None:
        self._early_ends = 0
        ready = self._starting.pop(line.number, None)
        if ready is not None and not ready.done():
            ready.set_result(line)
        if line.generation == self._generation:  # a replacement; a whole new generation is taken over at once
            self._idle.append(line)
            self._dispatch()

    def _on_worker_end(self, line: WorkerLine) -> None:
        self._lines.pop(line.number, None)
        self._counts["refused_frames"] += line.refused_frames
        if line in self._idle:
            self._idle.remove(line)
        ready = self._starting.pop(line.number, None)
        if ready is not None and not ready.done():
            ready.set_exception(AppInterrupted("a worker ended before it was ready"))
        if self._running and self._zygote is not None and line.generation == self._generation:
            self._early_ends = 0 if line.is_ready else self._early_ends + 1
            self._spawn(self._replace(line.generation))

    async def _replace(self, generation: int) -> None:
        if self._early_ends:  # one that dies before serving would respawn for ever, hundreds a second
            await asyncio.sleep(self._back_off_s())
        if generation == self._generation and self._zygote is not None:
            self._fork(generation)

    def _on_zygote_end(self) -> None:
        """Its workers are dying with it; start another and load everything again."""
        self._zygote = None
        for answer in self._loads.values():
            if not answer.done():
                answer.set_result("the zygote ended")
        for ready in self._starting.values():
            if not ready.done():
                ready.set_exception(AppInterrupted("the zygote ended"))
        self._starting.clear()
        if self._running:
            self._spawn(self._restart())

    async def _restart(self) -> None:
        async with self._changing:
            while self._running and not await self._restarted():
                self._early_ends += 1

    async def _restarted(self) -> bool:
        await asyncio.sleep(self._back_off_s())
        try:
            await self._start_zygote(strict=False)
            return True
        except ArtifactUnusable as error:
            log.error("sandbox_restart", reason=error.reason, why=error.message)
            zygote, self._zygote = self._zygote, None
            if zygote is not None:
                await zygote.close()
            return False

    def _back_off_s(self) -> float:
        return min(BACK_OFF_S_MAX, BACK_OFF_S * (1 << min(self._early_ends, 10)))

    def _spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
