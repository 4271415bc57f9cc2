"""What the sandbox costs: events in fresh instances, host calls, builds, memory; and that it holds under attack."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from core.appdata.service import AppdataService
from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.clock import SystemClock
from core.kit.db import Database, connect, metadata
from core.kit.ids import IdMaker
from core.kit.rpc import Chain
from core.sandbox.buffer import EventBuffer
from core.sandbox.host_calls import APPDATA, EventContext, HostCalls
from core.sandbox.workers import Job, WorkerPool
from majlis.appdata.v1 import appdata_service_pb2 as pb
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceClient
from majlis_devkit.build import Artifact, build_runner, load_key
from majlis_devkit.engine import Engine
from tests.bench import sandbox_events, sandbox_load, sandbox_stress
from tests.bench.measure import Row, in_turn, ms, row
from tests.support.artifacts import cache_folder
from tests.support.guests import guest

ASKING_EVENTS, ASKS = 12, 100
ASKING = guest(f"""
    REQUEST = '{{"space":"DOCUMENT_SPACE_APP","key":"poll"}}'
    def handle(event):
        for _ in range({ASKS}):
            call("GetDocument", REQUEST)
        return "asked"
""")
ANSWER = '{"ok":{"document":{"key":"poll","value_json":"{\\"counts\\":[3,4,1]}","version":"1"}}}'
APP = "org.majlis.bench"
PATIENCE_S = 30.0  # A busy machine must not turn a measurement into APP_TIMED_OUT.


async def measure() -> list[Row]:
    """Events in this process as a worker runs them, then in real workers; each area beside its peers."""
    key = load_key(cache_folder() / "tests.key")
    runner = build_runner(cache_folder(), key, progress=_say)
    events = sandbox_events.prepare(key, runner, _say)
    return [
        *sandbox_events.rows(events),
        *await sandbox_load.measure(key, events),
        *_host_call(events.engine),
        *await _host_call_full(key, runner),
        *await asyncio.to_thread(sandbox_events.build_row, key, events),
        *await sandbox_stress.measure(key, runner),
        *await sandbox_stress.measure_host(runner),
    ]


def _say(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


class _Intervals:
    """Microseconds from one host call of an event to its next: the whole way guest → host → guest."""

    def __init__(self) -> None:
        self.us: list[float] = []
        self._last = 0.0

    def begin(self) -> None:
        self._last = 0.0

    def note(self) -> None:
        now = time.perf_counter()
        if self._last:
            self.us.append((now - self._last) * 1e6)
        self._last = now


def _host_call(engine: Engine) -> list[Row]:
    seen = _Intervals()

    def answer(interface: str, method: str, request: str) -> str:
        seen.note()
        return ANSWER

    for number in range(ASKING_EVENTS + 1):
        if number == 1:
            seen.us.clear()
        seen.begin()
        deadline = time.monotonic() + PATIENCE_S
        outcome = engine.run("runner", "{}", sources=ASKING, host_call=answer, deadline=deadline)
        if outcome.answer != "asked":
            raise RuntimeError(outcome.detail)
    asked = list(seen.us)
    note = "the guest's own loop included; the runner; no socket"
    limit = "limit: the same function called natively"
    return [row("sandbox.host_call_us", asked, "µs", limit, _function_calls(answer), note)]


def _function_calls(answer: Callable[[str, str, str], str]) -> list[float]:
    def hundred() -> float:
        return ms(lambda: [answer("appdata", "GetDocument", ANSWER) for _ in range(100)]) * 10

    return in_turn(50, hundred)[0]


async def _host_call_full(key: bytes, runner: Artifact) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        database = connect(f"sqlite:///{folder}/bench.db")
        metadata.create_all(database.engine)
        pool = WorkerPool(key=key, size=1)
        await pool.add_artifact(runner.path)
        await pool.start()
        try:
            asked = await _ask_through(pool, runner, database)
        finally:
            await pool.stop()
            await asyncio.to_thread(database.close)
    echoes = await asyncio.to_thread(_socket_echoes)
    note = "guest → worker → parent → rpc chain → SQLite read in a reader thread → back"
    return [row("sandbox.host_call_full_us", asked, "µs", "peer: bare socketpair echo to a process", echoes, note)]


async def _ask_through(pool: WorkerPool, runner: Artifact, database: Database) -> list[float]:
    clock = SystemClock()
    chain = Chain(clock=clock)
    ids, bus = IdMaker(clock), InProcessBus()
    service = AppdataService(db=database, clock=clock, ids=ids, bus=bus, page_token_key=b"k" * 32)
    chain.serve(APPDATA, service)
    put = pb.PutDocumentRequest(space=pb.DOCUMENT_SPACE_APP, key="poll", value_json='{"counts":[3,4,1]}')
    await AppdataServiceClient(chain).put_document(put, caller=Caller.app(APP))
    host_calls, seen = HostCalls(channel=chain, services=(APPDATA,)), _Intervals()
    job = Job(artifact_id=runner.artifact_id, event="{}", app_id=APP, sources=ASKING, deadline_s=PATIENCE_S)
    for number in range(ASKING_EVENTS + 1):
        if number == 1:
            seen.us.clear()
        context = EventContext(app_id=APP, user_id="", buffer=EventBuffer(0), grants=_NoGrants())
        bound = host_calls.bound(context)

        async def call(interface: str, method: str, request: str, *, bound=bound) -> str:  # type: ignore[no-untyped-def]
            seen.note()
            answer: str = await bound(interface, method, request)
            return answer

        seen.begin()
        outcome = await pool.run(job, call)
        if outcome.answer != "asked":
            raise RuntimeError(outcome.detail)
    return seen.us


class _NoGrants:
    async def state(self, scope: str, user_id: str = "") -> int | None:
        return None


def _socket_echoes() -> list[float]:
    """Microseconds there and back to a process that only echoes."""
    ours, theirs = socket.socketpair()
    program = f"import socket; s = socket.socket(fileno={theirs.fileno()})\nwhile c := s.recv(4096): s.sendall(c)"
    echo = subprocess.Popen([sys.executable, "-c", program], pass_fds=[theirs.fileno()])
    theirs.close()
    message = os.urandom(200)

    def once() -> float:
        def there_and_back() -> None:
            ours.sendall(message)
            ours.recv(4096)

        return ms(there_and_back) * 1000

    samples = in_turn(1000, once, warm_up=50)[0]
    ours.close()
    echo.wait()
    return samples
