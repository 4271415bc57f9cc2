"""A whole host in a process of its own that dies (SIGKILL), or whose workers do, at a named point of an event.

A test speaks to it as `MortalHost`: `await host.start()`, `await host.dies("CaptureOrder", "after the call")`, taps,
and `start()` again on the same data. What is armed strikes once, at the next event that makes that host call; "payment"
is the event by which an app hears of a payment.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.demo import Demo
from core.kit import log
from core.kit.caller import Caller
from core.kit.config import Config
from core.main import Host
from core.sandbox.dispatch import Dispatcher
from core.sandbox.event_runner import Asked, EventRunner, Ran
from core.sandbox.host_calls import EventContext, HostCalls
from core.sandbox.versions import SERVICE
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis_devkit.build import Artifact
from tests.support.artifacts import ROOT
from tests.support.hosts import data_dir, no_build, served
from tests.support.leaping_clock import LeapingClock

BEFORE_CALL, AFTER_CALL = "before the call", "after the call"
BEFORE_COMMIT, AFTER_COMMIT = "before the commit", "after the commit"
POINTS = (BEFORE_CALL, AFTER_CALL, BEFORE_COMMIT, AFTER_COMMIT)
PAYMENT = "payment"
START_S_MAX = 90


class MortalHost:
    """The test's end of it; `address` stays the same from one life to the next."""

    def __init__(self, folder: Path, artifacts: Path, miniapps: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as found:
            port = found.getsockname()[1]
        self._settings: dict[str, Any] = {
            "ahead_s": 0.0, "data_dir": str(folder), "artifacts": str(artifacts), "miniapps": str(miniapps),
            "port": port,
        }  # fmt: skip
        self.folder, self.address = folder, f"http://localhost:{port}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Live, for the first time or again."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.mortal_host", json.dumps(self._settings), cwd=ROOT,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        async with asyncio.timeout(START_S_MAX):
            assert await self._said() == "ready"

    async def dies(self, method: str, point: str, *, only_workers: bool = False) -> None:
        """From now on, at that point of the next event that makes that call."""
        await self._tell(dies={"method": method, "point": point, "only_workers": only_workers})

    async def gives(self, user_id: str, amount_minor: int) -> None:
        """Money of the test bank's."""
        await self._tell(gives={"user_id": user_id, "amount_minor": amount_minor})

    async def suspends(self, app_id: str) -> None:
        """As after too many traps."""
        await self._tell(suspends=app_id)

    async def lifts(self, app_id: str) -> None:
        """An operator switches it on again."""
        await self._tell(lifts=app_id)

    async def later(self, **span: float) -> None:
        """Its clock leaps, and does not fall back in its next life."""
        leap_s = timedelta(**span).total_seconds()
        self._settings["ahead_s"] += leap_s
        await self._tell(leaps=leap_s)

    async def dead(self) -> None:
        """Wait until it is."""
        assert self._process is not None
        async with asyncio.timeout(START_S_MAX):
            assert await self._process.wait() == -signal.SIGKILL

    async def stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def _tell(self, **command: Any) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        assert await self._said() == "ok"

    async def _said(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        while line := (await self._process.stdout.readline()).decode():
            if line.startswith("mortal: "):
                return line.removeprefix("mortal: ").strip()
        raise AssertionError("the host ended")


@contextlib.asynccontextmanager
async def mortal(folder: Path, runner: Artifact, *apps: Path) -> AsyncIterator[MortalHost]:
    """One that lives, with the mini-apps of these folders."""
    miniapps = folder / "miniapps"
    miniapps.mkdir()
    for app in apps:
        (miniapps / app.name).symlink_to(app)
    host = MortalHost(data_dir(folder), runner.path.parent, miniapps)
    await host.start()
    try:
        yield host
    finally:
        await host.stop()


# In its own process


@dataclass(slots=True)
class Armed:
    method: str
    point: str
    only_workers: bool


class Reaper:
    """Strikes where it is armed to; `struck` is the event under way that made the call."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.armed: Armed | None = None
        self._has_called = False
        answer, run, commit = HostCalls._answer, EventRunner.run, Dispatcher._commit

        async def watched_answer(self_: HostCalls, context: EventContext, interface: str, name: str, text: str) -> Any:
            self.at(BEFORE_CALL, name)
            said = await answer(self_, context, interface, name, text)
            self.at(AFTER_CALL, name)
            return said

        async def watched_run(self_: EventRunner, asked: Asked) -> Ran:
            if asked.kind == PAYMENT:
                self.at(BEFORE_CALL, PAYMENT)
            ran = await run(self_, asked)
            if asked.kind == PAYMENT:
                self.at(AFTER_CALL, PAYMENT)
            return ran

        async def watched_commit(self_: Dispatcher, *args: Any, **more: Any) -> Any:
            self.strike_if(BEFORE_COMMIT)
            record = await commit(self_, *args, **more)
            self.strike_if(AFTER_COMMIT)
            return record

        HostCalls._answer = watched_answer  # type: ignore[method-assign, assignment]
        EventRunner.run = watched_run  # type: ignore[method-assign, assignment]
        Dispatcher._commit = watched_commit  # type: ignore[method-assign, assignment]

    def arm(self, armed: Armed) -> None:
        self.armed, self._has_called = armed, False

    def at(self, point: str, method: str) -> None:
        if self.armed is None or self.armed.method != method:
            return
        self._has_called = self._has_called or point == AFTER_CALL
        if self.armed.point == point:
            self._strike()

    def strike_if(self, point: str) -> None:
        if self.armed is not None and self._has_called and self.armed.point == point:
            self._strike()

    def _strike(self) -> None:
        assert self.armed is not None
        if not self.armed.only_workers:
            os.kill(os.getpid(), signal.SIGKILL)
        self.armed = None
        assert self._host.pool is not None
        self._host.pool.kill_workers()


async def _live(data_dir: str, artifacts: str, miniapps: str, port: int, ahead_s: float) -> None:
    clock = LeapingClock(timedelta(seconds=ahead_s))
    config = Config(
        http_port=0, grpc_port=0, data_dir=Path(data_dir), artifact_cache=Path(artifacts), sandbox_workers=2,
        calls_per_s=200, log_level="error",
    )  # fmt: skip
    host = Host(config, clock=clock, build=no_build)
    reaper = Reaper(host)
    async with served(host, port=port):
        demo = Demo(host)
        await demo.prepare(Path(miniapps))
        _say("ready")
        commands = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
        while line := await commands.readline():
            for name, said in json.loads(line).items():
                if name == "dies":
                    reaper.arm(Armed(**said))
                elif name == "leaps":
                    clock.leap(timedelta(seconds=said))
                elif name == "suspends":
                    await _suspend(AppsServiceClient(host.channel), said)
                elif name == "lifts":
                    await _lift(AppsServiceClient(host.channel), said)
                else:
                    await demo.give_money("somebody", Caller.user(said["user_id"]), said["amount_minor"])
            _say("ok")


async def _suspend(apps: AppsServiceClient, app_id: str) -> None:
    launch = await apps.get_launch(apps_pb.GetLaunchRequest(app_id=app_id), caller=SERVICE)
    traps = apps_pb.Traps(counts=[apps_pb.TrapCount(reason="APP_OUT_OF_FUEL", count=9)], people=6, people_served=8)
    await apps.suspend_version(
        apps_pb.SuspendVersionRequest(version_id=launch.version_id, traps=traps), caller=SERVICE
    )  # fmt: skip


async def _lift(apps: AppsServiceClient, app_id: str) -> None:
    operator = Caller.operator("usr_salma")
    found = (await apps.list_suspended(apps_pb.ListSuspendedRequest(), caller=operator)).versions
    (version,) = [each for each in found if each.app_id == app_id]
    lift = apps_pb.ResumeVersionRequest(request_id=uuid.uuid4().hex, version_id=version.version_id, reason="mended")
    await apps.resume_version(lift, caller=operator)


def _say(word: str) -> None:
    print(f"mortal: {word}", flush=True)


if __name__ == "__main__":
    log.set_up(level="error")  # To stderr: what nobody reads of stdout would keep it from being seen to end.
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_live(**json.loads(sys.argv[1])))
