"""A worker in an attacker's hands says what it likes: each lie ends it, is counted, and costs nobody else anything."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from core.sandbox import workers
from core.sandbox.sparse_log import LINES_MAX
from core.sandbox.worker_line import AppInterrupted, Job
from core.sandbox.workers import WorkerPool
from majlis_devkit import frames
from majlis_devkit.engine import FUEL_MAX, Limits, Outcome
from majlis_devkit.frames import NO_TICKET, Decoder, Frame, Kind

FACTS: dict[str, Any] = {"failure": None, "detail": "", "fuel_used": 1, "cpu_ms": 1.0, "host_calls": 0, "output": ""}
ASKED = Job(artifact_id="a", event="{}", app_id="attacker", deadline_s=20)
VICTIMS = Job(artifact_id="a", event="{}", app_id="victim", deadline_s=20)


class Captive:
    """The worker's end of a line, ours to speak from; its process is a sleeping bystander that is really killed."""

    def __init__(self, line: socket.socket) -> None:
        line.setblocking(False)
        self._line, self._decoder = line, Decoder()
        self.process = subprocess.Popen(["sleep", "600"])

    async def say(self, *wire: Frame | bytes) -> None:
        content = b"".join(part if isinstance(part, bytes) else frames.encode(part) for part in wire)
        try:
            await asyncio.get_running_loop().sock_sendall(self._line, content)
        except OSError:
            pass  # hung up on

    async def hear(self) -> Frame:
        while True:
            if heard := self._decoder.feed(await asyncio.get_running_loop().sock_recv(self._line, 1 << 16)):
                return heard[0]

    async def is_killed(self) -> bool:
        while self.process.poll() is None:
            await asyncio.sleep(0.005)
        self._line.close()  # as the kernel does for the dead
        return self.process.returncode == -9


class CapturedZygote:
    """Forks captives instead of workers."""

    pid = 0
    captives: list[Captive]

    def __init__(self, on_record: Callable[[dict[str, Any], int | None], None], on_end: Callable[[], None]) -> None:
        self._on_record = on_record
        type(self).captives = []

    def tell(self, record: dict[str, Any], fd: int | None = None) -> None:
        ours, theirs = socket.socketpair()
        captive = Captive(theirs)
        self.captives.append(captive)
        told = {**record, "is": "forked", "pid": captive.process.pid}
        loop = asyncio.get_running_loop()
        loop.call_soon(self._on_record, told, ours.detach())
        loop.create_task(captive.say(Frame(Kind.READY, NO_TICKET, ())))  # noqa: RUF006  it ends by itself

    def kill(self) -> None: ...

    async def close(self) -> None:
        for captive in self.captives:
            captive.process.kill()
            captive.process.wait()


@pytest.fixture
async def pool(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[WorkerPool]:
    monkeypatch.setattr(workers, "ZygoteLink", CapturedZygote)
    made = WorkerPool(key=b"k", size=2)
    await made.start()
    made._artifacts["a"] = Path("a.cwasm")
    yield made
    await made.stop()


async def silence(interface: str, method: str, request: str) -> str:
    return "{}"


async def carried(pool: WorkerPool, job: Job = ASKED) -> tuple[asyncio.Task[Outcome], Captive, bytes]:
    """An event under way, the captive that carries it, and its ticket."""
    running = asyncio.create_task(pool.run(job, silence))
    heard = [
        asyncio.create_task(captive.hear()) for captive in CapturedZygote.captives if captive.process.poll() is None
    ]
    living = [captive for captive in CapturedZygote.captives if captive.process.poll() is None]
    await asyncio.wait(heard, return_when=asyncio.FIRST_COMPLETED)
    (at,) = [index for index, task in enumerate(heard) if task.done()]
    for task in heard:
        task.cancel()
    return running, living[at], heard[at].result().ticket


def done(ticket: bytes, answer: str = "ok", **facts: Any) -> Frame:
    return Frame(Kind.DONE, ticket, (json.dumps(FACTS | facts), answer))


def call(ticket: bytes, request: str = "{}") -> Frame:
    return Frame(Kind.CALL, ticket, ("appdata", "GetDocument", request))


FOREIGN = bytes(range(16))
LIES: dict[str, Callable[[bytes], list[Frame | bytes]]] = {
    "another event's ticket": lambda _own: [done(FOREIGN)],
    "another event's ticket in a call": lambda _own: [call(FOREIGN)],
    "nobody's ticket": lambda _own: [done(NO_TICKET)],
    "ready a second time": lambda _own: [Frame(Kind.READY, NO_TICKET, ())],
    "a frame of the host's": lambda own: [Frame(Kind.JOB, own, ("{}", "", ""))],
    "a kind there is none of": lambda own: [struct.pack("<IB", 17, 99) + own],
    "a giant": lambda _own: [struct.pack("<I", frames.FRAME_BYTES_MAX + 1)],
    "a field past its end": lambda own: [struct.pack("<IB", 21, Kind.DONE) + own + struct.pack("<I", 9)],
    "text that is none": lambda own: [struct.pack("<IB", 23, Kind.DONE) + own + struct.pack("<I", 2) + b"\xff\xff"],
    "two calls at once": lambda own: [call(own), call(own)],
    "an answer during a call": lambda own: [call(own), done(own)],
    "too much payload": lambda own: [call(own, "x" * (Limits().host_payload_bytes + 1))],
    "negative fuel": lambda own: [done(own, fuel_used=-(10**9))],
    "more fuel than there is": lambda own: [done(own, fuel_used=FUEL_MAX + 1)],
    "fuel in words": lambda own: [done(own, fuel_used="none")],
    "no number of milliseconds": lambda own: [done(own, cpu_ms=float("nan"))],
    "endless milliseconds": lambda own: [done(own, cpu_ms=float("inf"))],
    "host calls below none": lambda own: [done(own, host_calls=-1)],
    "a failure of its own": lambda own: [done(own, failure="WALLET_EMPTY")],
    "a failure that is a list": lambda own: [done(own, failure=["APP_CRASHED"])],
    "output that is no text": lambda own: [done(own, output={"a": 1})],
    "facts nobody asked for": lambda own: [done(own, admin=True)],
    "facts that are a number": lambda own: [Frame(Kind.DONE, own, ("7", "ok"))],
    "deep facts": lambda own: [Frame(Kind.DONE, own, ("[" * 100_000, "ok"))],
    "a giant answer": lambda own: [done(own, "x" * (Limits().answer_bytes + 1))],
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_lie_ends_its_worker_and_its_event(pool: WorkerPool, lie: str) -> None:
    """APP_INTERRUPTED: nothing of the event is kept, and it may be tried again."""
    running, captive, ticket = await carried(pool)
    await captive.say(*LIES[lie](ticket))
    assert await captive.is_killed()
    with pytest.raises(AppInterrupted):
        await running
    assert pool.stats()["refused_frames"] == 1


@pytest.mark.parametrize(
    "more", [done(FOREIGN), b"\x01", Frame(Kind.READY, NO_TICKET, ())], ids=["a second answer", "half a frame", "ready"]
)
async def test_what_is_said_after_the_answer_is_refused_and_no_victim_is_given_to_its_worker(
    pool: WorkerPool, more: Frame | bytes
) -> None:
    """The answer stands; the worker is not idle, it is dead."""
    running, captive, ticket = await carried(pool)
    await captive.say(done(ticket), more)
    assert (await running).answer == "ok"
    victim, other, victims = await carried(pool, VICTIMS)
    assert other is not captive
    await other.say(done(victims))
    assert (await victim).answer == "ok"
    assert await captive.is_killed()
    assert pool.stats()["refused_frames"] == 1


async def test_an_events_ticket_is_worth_nothing_after_it(pool: WorkerPool) -> None:
    """Replayed while the same worker carries a victim's event: it speaks for nobody."""
    running, captive, ticket = await carried(pool)
    await captive.say(done(ticket))
    await running
    victim, same, _ = await carried(pool, VICTIMS)
    assert same is captive, "the warmest is asked first"
    await captive.say(call(ticket))
    assert await captive.is_killed()
    with pytest.raises(AppInterrupted):
        await victim
    assert pool.stats()["refused_frames"] == 1


async def test_one_that_never_reads_does_not_fill_the_hosts_memory(pool: WorkerPool) -> None:
    """Answers wait in our buffers; they count as the event's payload."""
    half = Limits().host_payload_bytes // 2

    async def long_answer(interface: str, method: str, request: str) -> str:
        return "x" * half

    running = asyncio.create_task(pool.run(ASKED, long_answer))
    captive = CapturedZygote.captives[1]
    ticket = (await captive.hear()).ticket
    calls = 0
    while captive.process.poll() is None:
        line = next(line for line in pool._lines.values() if line.pid == captive.process.pid)
        await captive.say(call(ticket))
        calls += 1
        while line._running is not None and line._running.answering is not None:
            await asyncio.sleep(0)
        await asyncio.sleep(0.005)
    assert calls <= 5
    assert await captive.is_killed()
    with pytest.raises(AppInterrupted):
        await running


async def test_what_a_captured_worker_prints_is_as_harmless_as_any_output(pool: WorkerPool) -> None:
    """The engine escapes and caps; so does the host, who cannot know that it was the engine who spoke."""
    running, captive, ticket = await carried(pool)
    await captive.say(done(ticket, output="\x1b[2J\u202e" + "x" * 2_000_000, detail="\n\x07" * 9_999))
    outcome = await running
    assert outcome.output.startswith("\\x1b[2J\\u202e")
    assert len(outcome.output) < 200_000
    assert "\x07" not in outcome.detail


async def test_last_words_are_logged_once_and_harmless(
    pool: WorkerPool, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has no standard error to flood; this is all it can write into the operator's log."""
    running, captive, _ = await carried(pool)
    await captive.say(*[Frame(Kind.ENDED, NO_TICKET, ("\x1b[31mhost compromised\n" + "x" * 10_000,))] * 50)
    assert await captive.is_killed()
    with pytest.raises(AppInterrupted):
        await running
    told = caplog.text + "".join(capsys.readouterr())
    assert told.count("host compromised") <= 1
    assert "\x1b" not in told.replace("\x1b[0m", "")
    assert len(told) < 3_000


@pytest.mark.parametrize(
    ("words", "event", "metric"),
    [
        (Frame(Kind.ENDED, NO_TICKET, ("I fell",)), "worker_ended", "sandbox_workers_ended_total"),
        (Frame(Kind.DONE, b"another's ticket", ("{}", "")), "worker_refused", "sandbox_frames_refused_total"),
    ],
    ids=["it fell", "it lied"],
)
async def test_workers_that_end_over_and_over_do_not_fill_the_log(
    pool: WorkerPool, words: Frame, event: str, metric: str
) -> None:
    """An app that makes its workers fall is told of a few times a minute; every one of them is counted."""
    before, deaths = REGISTRY.get_sample_value(metric) or 0.0, 4 * LINES_MAX
    with capture_logs() as lines:
        for _ in range(deaths):
            running, captive, _ = await carried(pool)
            await captive.say(words)
            assert await captive.is_killed()
            with pytest.raises(AppInterrupted):
                await running
    assert len([line for line in lines if line["event"] == event]) == LINES_MAX
    assert (REGISTRY.get_sample_value(metric) or 0.0) - before == deaths
