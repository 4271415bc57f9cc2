"""A sealed process that runs one event at a time for the pool and knows nothing but tickets.

Single-threaded: read a JOB, run it, write DONE; a host call is a CALL written and a REPLY read. A parent that stops
answering is bounded by SIGALRM with its default action: the kernel ends us.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import time
import traceback  # noqa: F401  imported before the seal: afterwards nothing can be
from dataclasses import asdict
from pathlib import Path
from typing import Any

from majlis_devkit import frames, landlock, recording, seal
from majlis_devkit.engine import Engine, Live
from majlis_devkit.engine.senses import Recorder
from majlis_devkit.frames import Decoder, Frame, FrameInvalid, Kind

GRACE_S = 1.0  # after the deadline, until the kernel ends us
CHUNK_BYTES = 256 * 1024
# Beyond what the zygote had: the guest's memory, a job and an answer in a few copies, heaps. All a captured one gets.
MEMORY_MORE_BYTES = 384 * 1024 * 1024
RESERVED_MORE_BYTES = 16 * 1024**3  # an instance reserves 4 GiB and a little, one may be prepared; few of it is written
CPU_S_MAX = 120  # the pool replaces a worker long before; one that spins between events ends here


class _Hangup(Exception):
    """The pool closed the line: nothing to run for."""


class _Line:
    """Blocking frames over our socket."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._decoder = Decoder()
        self._ready: list[Frame] = []

    def send(self, kind: Kind, ticket: bytes, *fields: str) -> None:
        self._line.sendall(frames.encode(Frame(kind, ticket, fields)))

    def receive(self) -> Frame:
        while not self._ready:
            chunk = self._line.recv(CHUNK_BYTES)
            if not chunk:
                raise _Hangup
            self._ready += self._decoder.feed(chunk)
        return self._ready.pop(0)


def serve(engine: Engine, line: socket.socket) -> None:
    """Run events until the pool hangs up. The caller has sealed this process."""
    speaking = _Line(line)
    speaking.send(Kind.READY, frames.NO_TICKET)
    before = ""
    try:
        while True:
            job = speaking.receive()
            if job.kind is not Kind.JOB or len(job.fields) != 3:
                raise FrameInvalid("expected a job")
            order = json.loads(job.fields[0])
            speaking.send(Kind.DONE, job.ticket, *_run(engine, speaking, job, order))
            engine.clear()
            artifact_id, before = before, order["artifact_id"]
            if artifact_id == before:  # Two of the same, so the next one may be: its instance is made while we wait.
                engine.prepare(artifact_id)
    except (_Hangup, ConnectionError):
        return


def _run(engine: Engine, line: _Line, job: Frame, order: dict[str, Any]) -> list[str]:
    """What DONE says of it: facts, answer and, where it was asked for, the journal."""
    deadline = float(order["deadline"])  # CLOCK_MONOTONIC is the same clock in every process of a machine

    def host_call(interface: str, method: str, request: str) -> str:
        line.send(Kind.CALL, job.ticket, interface, method, request)
        reply = line.receive()
        if reply.kind is not Kind.REPLY or reply.ticket != job.ticket or len(reply.fields) != 1:
            raise FrameInvalid("expected the reply of this event")
        return reply.fields[0]

    live = Live(host_call, deadline)
    recorder = Recorder(live) if order["record"] else None
    sources = job.fields[2] if order["takes_sources"] else None
    signal.setitimer(signal.ITIMER_REAL, max(0.001, deadline - time.monotonic()) + GRACE_S)
    try:
        outcome = engine.run_in(recorder or live, order["artifact_id"], job.fields[1], sources=sources)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    facts = asdict(outcome)
    del facts["journal"]
    answer = facts.pop("answer") or ""
    return [json.dumps(facts), answer] + ([recording.journal_text(recorder.journal)] if recorder else [])


def become_worker(engine: Engine, line: socket.socket, parent_pid: int) -> None:
    """Turn a fresh fork of the zygote into a sealed worker; never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        _close_all_but(line.fileno())
        _give_up(parent_pid)
        serve(engine, line)
        code = 0
    except BaseException as error:
        _say(line, f"{type(error).__name__}: {str(error)[:200]}")
    finally:
        os._exit(code)


def _give_up(parent_pid: int) -> None:
    """Every power a worker does not need, in the order in which they can be given up."""
    seal.die_first()
    seal.limit_memory(MEMORY_MORE_BYTES, RESERVED_MORE_BYTES)
    seal.lower(resource.RLIMIT_CPU, CPU_S_MAX)
    seal.drop_root()
    seal.die_with_parent(parent_pid)
    landlock.confine(read=(), write=())  # behind the filter, where the kernel has it
    seal.seal()


def _say(line: socket.socket, words: str) -> None:
    """Why we end, to the pool: we have no standard error, or a captured worker could fill the operator's log."""
    try:
        line.sendall(frames.encode(Frame(Kind.ENDED, frames.NO_TICKET, (words,))))
    except OSError:
        pass  # nobody listens any more


def _close_all_but(line: int) -> None:
    """Keep our line and the artifacts, whose data every instantiate maps; standard streams lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    for entry in list(Path("/proc/self/fd").iterdir()):
        number = int(entry.name)
        if number in (0, 1, 2, line):
            continue
        try:
            if ".cwasm" not in entry.readlink().name:  # one whose file was replaced since is "… (deleted)"
                os.close(number)
        except OSError:
            continue  # the listing's own descriptor
