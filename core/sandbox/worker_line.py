"""One worker as the pool sees it: an event goes out, its host calls come in, an outcome or an end comes back.

A worker is not trusted: a frame with another ticket than its event's, out of turn, or unreadable, ends it.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast, get_args

from prometheus_client import Counter

from core.kit import log as kit_log
from core.kit.errors import DomainError, StatusCode
from core.sandbox.sparse_log import SparseLog
from majlis_devkit import frames
from majlis_devkit.engine import FUEL_MAX, Failure, Limits, Outcome, printable
from majlis_devkit.engine.outcome import OUTPUT_BYTES_MAX
from majlis_devkit.frames import Decoder, Frame, FrameInvalid, Kind
from majlis_devkit.recording import JOURNAL_BYTES_MAX

HostCall = Callable[[str, str, str], Awaitable[str]]  # (interface, method, request JSON) -> answer JSON
_HOST_FAULT = json.dumps({"error": {"reason": "INTERNAL", "message": "the host failed", "metadata": {}}})
_LIMITS = Limits()
_FAILURES = (None, *get_args(Failure))
DETAIL_MAX, OUTPUT_MAX, LAST_WORDS_MAX = 4_096, 10 * OUTPUT_BYTES_MAX, 300  # an escaped character is ten at most
CPU_MS_MAX = 3_600_000
_refused = Counter("sandbox_frames_refused", "Frames of workers that no honest worker sends; each ends its worker.")
_ended = Counter("sandbox_workers_ended", "Workers that ended by themselves, and said why.")
log = kit_log.get("sandbox")


class AppInterrupted(DomainError):
    """The event did not finish and nothing of it was kept: its worker died."""

    reason, code = "APP_INTERRUPTED", StatusCode.UNAVAILABLE


class AppTimedOut(AppInterrupted):
    """The event ran past its deadline and its worker was killed; nothing of it was kept."""

    reason, code = "APP_TIMED_OUT", StatusCode.DEADLINE_EXCEEDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One event to run. `sources` is the JSON the runner loads; None for a snapshot. `record` keeps its journal."""

    artifact_id: str
    event: str
    app_id: str
    sources: str | None = None
    deadline_s: float = 2.0
    record: bool = False


class Deaths:
    """How workers ended, in the log of whoever runs them: a pool has one for all its lines."""

    def __init__(self) -> None:
        self.ended = SparseLog(log.warning, "worker_ended")
        self.refused = SparseLog(log.warning, "worker_refused")


@dataclass(slots=True)
class _Running:
    """The event a worker is busy with: what its ticket stands for."""

    ticket: bytes
    deadline: float
    host_call: HostCall
    done: asyncio.Future[Outcome]
    record: bool
    calls: int = 0
    payload_bytes: int = 0
    answering: asyncio.Task[None] | None = None
    fault: Exception | None = None


@dataclass(slots=True, eq=False)
class WorkerLine(asyncio.Protocol):
    """The protocol of one worker's socket. `on_ready` and `on_end` tell the pool."""

    number: int
    generation: int
    pid: int
    on_ready: Callable[[WorkerLine], None]
    on_end: Callable[[WorkerLine], None]
    deaths: Deaths = field(default_factory=Deaths)
    events: int = 0
    refused_frames: int = 0
    is_ready: bool = False
    retiring: bool = False
    doomed: bool = False
    given_at: float = 0.0
    busy_s: float = 0.0
    app_id: str = ""
    _timed_out: bool = False
    _running: _Running | None = None
    _transport: asyncio.Transport | None = None
    _pidfd: int = -1
    _decoder: Decoder = field(default_factory=Decoder)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance
        try:
            self._pidfd = os.pidfd_open(self.pid)  # a number may be given to another process, this cannot
        except ProcessLookupError:
            transport.close()

    def data_received(self, data: bytes) -> None:
        if self.doomed:
            return
        try:
            for frame in self._decoder.feed(data):
                self._hear(frame)
            if self._decoder.is_waiting and self.is_ready and self._running is None:
                raise FrameInvalid("a word between events")  # or half frames of nobody's would be kept for ever
        except FrameInvalid as refused:
            self.refused_frames += 1
            _refused.inc()
            self.deaths.refused.tell(self.app_id, worker=self.number, pid=self.pid, why=str(refused))
            self.kill()

    def connection_lost(self, exc: Exception | None) -> None:
        running, self._running = self._running, None
        if running is not None:
            if running.answering is not None:
                running.answering.cancel()
            if not running.done.done():
                running.done.set_exception(self._end_of(running))
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1
        self.on_end(self)

    async def run(self, job: Job, host_call: HostCall, *, deadline: float, grace_s: float) -> Outcome:
        """Run one event; killed at deadline + grace. Cancelling it kills the worker: it may be anywhere."""
        loop = asyncio.get_running_loop()
        ticket = os.urandom(frames.TICKET_BYTES)
        running = self._running = _Running(ticket, deadline, host_call, loop.create_future(), job.record)
        order = {
            "artifact_id": job.artifact_id,
            "deadline": deadline,
            "takes_sources": job.sources is not None,
            "record": job.record,
        }
        self.events += 1
        watch = loop.call_later(max(0.0, deadline - time.monotonic()) + grace_s, self._time_out)
        try:
            self._send(Frame(Kind.JOB, running.ticket, (json.dumps(order), job.event, job.sources or "")))
            outcome = await running.done
        except asyncio.CancelledError:
            self.kill()
            raise
        finally:
            watch.cancel()
            self._running = None  # from here on its ticket opens nothing
        if running.fault is not None:
            raise running.fault
        return outcome

    def kill(self) -> None:
        """SIGKILL; the end is reported through `on_end` as any other, and no event is given to it until then."""
        self.doomed = True
        if self._pidfd >= 0:
            try:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def retire(self) -> None:
        """Hang up: an idle worker leaves at end of file."""
        self.retiring = True
        if self._transport is not None:
            self._transport.close()

    def _time_out(self) -> None:
        self._timed_out = True
        self.kill()

    def _end_of(self, running: _Running) -> Exception:
        if self._timed_out or time.monotonic() > running.deadline:  # by us, or by the worker's own alarm
            return AppTimedOut("the event ran past its deadline", host_calls=running.calls)
        return AppInterrupted("the worker ended in mid-event", host_calls=running.calls)

    def _send(self, frame: Frame) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(frames.encode(frame))

    def _hear(self, frame: Frame) -> None:
        if self.doomed:
            return  # what else it said before it died
        if frame.kind is Kind.ENDED and len(frame.fields) == 1:
            words = printable(frame.fields[0], LAST_WORDS_MAX)
            _ended.inc()
            self.deaths.ended.tell(self.app_id, worker=self.number, pid=self.pid, why=words)
            self.kill()  # it says nothing more
            return
        if frame.kind is Kind.READY and not self.is_ready and not frame.fields:
            self.is_ready = True
            self.on_ready(self)
            return
        running = self._running
        if running is None or frame.ticket != running.ticket:
            raise FrameInvalid("a ticket that is not this worker's event")
        if frame.kind is Kind.CALL and len(frame.fields) == 3 and running.answering is None:
            running.calls += 1
            running.payload_bytes += sum(len(field.encode()) for field in frame.fields[1:])
            if running.calls > _LIMITS.host_calls or running.payload_bytes > _LIMITS.host_payload_bytes:
                raise FrameInvalid("more host calls than the worker's own engine allows")
            running.answering = asyncio.get_running_loop().create_task(self._answer(running, *frame.fields))
        elif frame.kind is Kind.DONE and len(frame.fields) == 2 + running.record and running.answering is None:
            running.done.set_result(_outcome(*frame.fields))
            self._running = None
        else:
            raise FrameInvalid(f"{frame.kind.name} out of turn")

    async def _answer(self, running: _Running, interface: str, method: str, request: str) -> None:
        try:
            answer = await running.host_call(interface, method, request)
        except Exception as fault:  # the guest hears INTERNAL; `run` raises the fault itself when the event is over
            running.fault, answer = fault, _HOST_FAULT
        running.answering = None
        running.payload_bytes += len(answer.encode("utf-8", "replace"))  # one that never reads stops at the next call
        if self._running is running:
            self._send(Frame(Kind.REPLY, running.ticket, (answer,)))


def _outcome(facts: str, answer: str, journal: str = "") -> Outcome:
    """What the worker says an event came to, as far as the engine could have said it: a captured one says anything."""
    try:
        known: dict[str, Any] = json.loads(facts)
        outcome = Outcome(**known, answer=answer if known["failure"] is None else None, journal=journal)
        said = (
            outcome.failure in _FAILURES
            and _is_within(outcome.fuel_used, FUEL_MAX)
            and _is_within(outcome.host_calls, _LIMITS.host_calls + 1)
            and isinstance(outcome.cpu_ms, int | float)
            and 0 <= outcome.cpu_ms < CPU_MS_MAX
        )
        outcome = replace(
            outcome, detail=printable(outcome.detail, DETAIL_MAX), output=printable(outcome.output, OUTPUT_MAX)
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        raise FrameInvalid("an outcome that is none") from None
    if not said or len(answer.encode()) > _LIMITS.answer_bytes:
        raise FrameInvalid("an outcome the engine does not have")
    if len(journal) > JOURNAL_BYTES_MAX:
        raise FrameInvalid(f"a journal of {len(journal)} characters")
    return outcome


def _is_within(number: object, most: int) -> bool:
    return type(number) is int and 0 <= number <= most
