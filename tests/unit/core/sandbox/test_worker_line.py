"""A worker that was taken over gets nothing by lying: foreign tickets, frames out of turn, garbage."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import socket
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from core.sandbox.worker_line import AppInterrupted, Job, WorkerLine
from majlis_devkit.frames import NO_TICKET, Decoder, Frame, Kind, encode
from majlis_devkit.recording import JOURNAL_BYTES_MAX

JOB = Job(artifact_id="a", event="{}", app_id="app", deadline_s=30)
FOREIGN = b"another's ticket"
OUTCOME = json.dumps({"failure": None, "detail": "", "fuel_used": 1, "cpu_ms": 1.0, "host_calls": 0, "output": ""})


@dataclass
class Taken:
    """A worker process in an attacker's hands: the test is the attacker and holds its socket."""

    line: WorkerLine
    socket: socket.socket
    process: subprocess.Popen[bytes]

    def say(self, kind: Kind, ticket: bytes, *fields: str) -> None:
        self.socket.setblocking(True)
        self.socket.sendall(encode(Frame(kind, ticket, fields)))
        self.socket.setblocking(False)

    async def hear(self) -> Frame:
        loop = asyncio.get_running_loop()
        decoder, frames = Decoder(), []
        while not frames:
            frames = decoder.feed(await loop.sock_recv(self.socket, 65_536))
        return frames[0]

    async def was_killed(self) -> bool:
        return await asyncio.to_thread(self.process.wait, 10) == -9


@pytest.fixture
async def taken() -> AsyncIterator[Taken]:
    process = await asyncio.to_thread(subprocess.Popen, ["sleep", "60"])
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    ended = asyncio.Event()
    line = WorkerLine(1, 1, process.pid, lambda _: None, lambda _: ended.set())
    await asyncio.get_running_loop().create_unix_connection(lambda: line, sock=ours)
    yield Taken(line, theirs, process)
    process.kill()
    process.wait()
    theirs.close()
    await asyncio.wait_for(ended.wait(), 10)


async def never(interface: str, method: str, request: str) -> str:
    raise AssertionError("a foreign call reached the host")


async def test_a_call_with_a_foreign_ticket_reaches_nobody(taken: Taken) -> None:
    running = asyncio.create_task(taken.line.run(JOB, never, deadline=1e12, grace_s=1))
    await taken.hear()
    taken.say(Kind.CALL, FOREIGN, "wallet-order", "CreateOrder", "{}")
    assert await taken.was_killed()
    taken.socket.close()
    with pytest.raises(AppInterrupted):
        await running
    assert taken.line.refused_frames == 1


async def test_an_answer_with_a_foreign_ticket_is_not_the_answer(taken: Taken) -> None:
    running = asyncio.create_task(taken.line.run(JOB, never, deadline=1e12, grace_s=1))
    await taken.hear()
    taken.say(Kind.DONE, FOREIGN, OUTCOME, "forged")
    assert await taken.was_killed()
    taken.socket.close()
    with pytest.raises(AppInterrupted):
        await running


async def test_a_ticket_dies_with_its_event(taken: Taken) -> None:
    running = asyncio.create_task(taken.line.run(JOB, never, deadline=1e12, grace_s=1))
    job = await taken.hear()
    taken.say(Kind.DONE, job.ticket, OUTCOME, "answer")
    assert (await running).answer == "answer"
    taken.say(Kind.CALL, job.ticket, "wallet-order", "CreateOrder", "{}")
    assert await taken.was_killed()
    assert taken.line.refused_frames == 1


@pytest.mark.parametrize(
    "wire",
    [
        pytest.param(encode(Frame(Kind.READY, NO_TICKET, ())) * 2, id="ready twice"),
        pytest.param(encode(Frame(Kind.JOB, NO_TICKET, ())), id="a job of its own"),
        pytest.param(b"\xff" * 64, id="garbage"),
        pytest.param(b"\0" * 64, id="empty frames"),
    ],
)
async def test_a_worker_that_breaks_the_protocol_is_killed(taken: Taken, wire: bytes) -> None:
    taken.socket.send(wire)
    assert await taken.was_killed()


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        pytest.param('{"failure": null, "admin": true}', "x", id="unknown fact"),
        pytest.param(OUTCOME.replace("null", '"APP_PAID"', 1), "x", id="unknown failure"),
        pytest.param("[]", "x", id="not an object"),
        pytest.param(OUTCOME, "x" * 2_000_000, id="too large"),
    ],
)
async def test_a_worker_may_not_claim_an_outcome_the_engine_does_not_have(
    taken: Taken, facts: str, answer: str
) -> None:
    running = asyncio.create_task(taken.line.run(JOB, never, deadline=1e12, grace_s=1))
    job = await taken.hear()
    await asyncio.to_thread(taken.say, Kind.DONE, job.ticket, facts, answer)
    assert await taken.was_killed()
    taken.socket.close()
    with pytest.raises(AppInterrupted):
        await running


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        pytest.param(False, ("{}",), id="unasked"),
        pytest.param(True, (), id="asked and not sent"),
        pytest.param(True, ("x" * (JOURNAL_BYTES_MAX + 1),), id="too large"),
        pytest.param(True, ("{}", "{}"), id="two"),
    ],
)
async def test_a_journal_comes_when_it_was_asked_for_and_no_larger_than_agreed(
    taken: Taken, record: bool, fields: tuple[str, ...]
) -> None:
    """A captured worker must not fill the host's memory with what nobody asked for."""
    asked = dataclasses.replace(JOB, record=record)
    running = asyncio.create_task(taken.line.run(asked, never, deadline=1e12, grace_s=1))
    job = await taken.hear()
    sent = asyncio.create_task(asyncio.to_thread(taken.say, Kind.DONE, job.ticket, OUTCOME, "answer", *fields))
    assert await taken.was_killed()
    await asyncio.wait([sent])
    taken.socket.close()
    with pytest.raises(AppInterrupted):
        await running


async def test_a_fact_cannot_pose_as_a_journal(taken: Taken) -> None:
    running = asyncio.create_task(taken.line.run(JOB, never, deadline=1e12, grace_s=1))
    job = await taken.hear()
    facts = json.dumps(json.loads(OUTCOME) | {"journal": "forged"})
    taken.say(Kind.DONE, job.ticket, facts, "answer")
    assert await taken.was_killed()
    taken.socket.close()
    with pytest.raises(AppInterrupted):
        await running
