"""The loop that fires everybody's timers: one app can spoil its own, never another's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from core.apps.errors import AppSuspended
from core.kit.clock import ManualClock
from core.kit.errors import DomainError, InvalidArgument
from core.sandbox.errors import AppCrashed, AppScreenNotFound
from core.sandbox.event_runner import Asked
from core.sandbox.timers import BATCH, TimerLoop
from core.sandbox.traps import SPUN_FUEL_MIN
from core.sandbox.worker_line import AppTimedOut
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from tests.support.waiting import until

CALM, EVIL = "org.calm", "org.evil"


class FakeAppdata:
    """Timers in memory, leased and settled as appdata does."""

    def __init__(self, *names: tuple[str, str]) -> None:
        self.due = [data_pb.DueTimer(app_id=app, name=name, lease_id=f"{app}/{name}") for app, name in names]
        self.committed: list[data_pb.CommitRequest] = []
        self.refuse: DomainError | None = None

    async def lease_timers(self, request: data_pb.LeaseTimersRequest, **_: Any) -> data_pb.LeaseTimersResponse:
        taken = [timer for timer in self.due if timer.app_id not in request.except_app_ids][: request.page_size]
        self.due = [timer for timer in self.due if timer not in taken]
        return data_pb.LeaseTimersResponse(timers=taken)

    async def create_session(self, request: data_pb.CreateSessionRequest, **_: Any) -> data_pb.CreateSessionResponse:
        session = data_pb.Session(session_id=f"ses_{request.app_id}", app_id=request.app_id, state_json="{}")
        return data_pb.CreateSessionResponse(session=session)

    async def commit(self, request: data_pb.CommitRequest, **_: Any) -> data_pb.CommitResponse:
        if request.writes and self.refuse is not None:
            raise self.refuse
        self.committed.append(request)
        return data_pb.CommitResponse()


class FakeApps:
    async def get_launch(self, request: apps_pb.GetLaunchRequest, **_: Any) -> apps_pb.GetLaunchResponse:
        return apps_pb.GetLaunchResponse(version_id=f"ver_{request.app_id}")


class FakeVersions:
    async def code(self, version_id: str) -> Any:
        return type("Code", (), {"digest": version_id})()

    async def offer_snapshot(self, digest: str, artifact_id: str) -> None:
        return None


class FakeRunner:
    """Runs an app as the test says; by default it just answers."""

    def __init__(self, **by_app: Callable[[], Any]) -> None:
        self.by_app = {f"org.{name}": run for name, run in by_app.items()}
        self.ran: list[str] = []

    async def run(self, asked: Asked) -> Any:
        self.ran.append(asked.app_id)
        if asked.app_id in self.by_app:
            await self.by_app[asked.app_id]()
        answer = type("Answer", (), {"state_json": "{}"})()
        write = data_pb.Write(refresh_topic=data_pb.RefreshTopicRequest(topic="x"))
        return type("Ran", (), {"answer": answer, "writes": [write]})()


@asynccontextmanager
async def firing(appdata: FakeAppdata, runner: FakeRunner) -> AsyncIterator[None]:
    loop = TimerLoop(
        runner=runner, versions=FakeVersions(), appdata=appdata, apps=FakeApps(), clock=ManualClock()  # type: ignore[arg-type]
    )  # fmt: skip
    running = asyncio.create_task(loop.run())
    try:
        yield
    finally:
        assert not running.done(), "the loop ended"
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_an_app_that_takes_its_time_keeps_no_other_waiting() -> None:
    """A hundred overdue timers of one app, two seconds each, once delayed every other app's by minutes."""
    appdata = FakeAppdata(*((EVIL, str(n)) for n in range(2 * BATCH)), (CALM, "bell"))
    stuck = asyncio.Event()
    async with firing(appdata, FakeRunner(evil=stuck.wait)):
        await until(lambda: [one.fired_timer.name for one in appdata.committed] == ["bell"])
        stuck.set()
        await until(lambda: len(appdata.committed) == 2 * BATCH + 1)


async def test_an_apps_own_timers_fire_one_after_the_other() -> None:
    appdata, most = FakeAppdata(*((EVIL, str(n)) for n in range(2 * BATCH))), []

    async def counted() -> None:
        most.append(1)
        await asyncio.sleep(0)
        assert sum(most) == 1
        most.pop()

    async with firing(appdata, FakeRunner(evil=counted)):
        await until(lambda: len(appdata.committed) == 2 * BATCH)


async def test_a_fault_of_ours_with_one_timer_leaves_the_loop_running() -> None:
    """Anything but a refusal once ended it, for every app of the process, until the next start."""

    async def breaks() -> None:
        raise TypeError("unforeseen")

    appdata = FakeAppdata((EVIL, "a"), (CALM, "bell"))
    runner = FakeRunner(evil=breaks)
    async with firing(appdata, runner):
        await until(lambda: [one.fired_timer.name for one in appdata.committed] == ["bell"] and EVIL in runner.ran)


OWN_FAULTS = [AppCrashed("x"), AppScreenNotFound("x"), AppTimedOut("x", fuel_used=SPUN_FUEL_MIN)]


@pytest.mark.parametrize("refusal", OWN_FAULTS, ids=lambda error: error.reason)
async def test_what_only_the_app_can_mend_is_not_tried_for_ever(refusal: DomainError) -> None:
    async def fails() -> None:
        raise refusal

    appdata = FakeAppdata((EVIL, "a"))
    async with firing(appdata, FakeRunner(evil=fails)):
        await until(lambda: len(appdata.committed) == 1)
    assert appdata.committed[0].fired_timer.name == "a"
    assert not appdata.committed[0].writes


@pytest.mark.parametrize("lost", [AppTimedOut("x"), AppTimedOut("x", fuel_used=SPUN_FUEL_MIN - 1)])
async def test_a_timer_whose_time_others_took_comes_again(lost: DomainError) -> None:
    """It waited for a worker until its deadline was near: an app that spins could have any other's timers dropped."""
    appdata = FakeAppdata((CALM, "bell"), (EVIL, "a"))

    async def fails() -> None:
        raise lost

    async with firing(appdata, FakeRunner(calm=fails)):
        await until(lambda: len(appdata.committed) == 1)
    assert appdata.committed[0].fired_timer.name == "a"


async def test_a_write_the_commit_refuses_is_given_up() -> None:
    """A user's document, where there is no user: the timer would fail twice a minute for ever."""
    appdata = FakeAppdata((EVIL, "a"))
    appdata.refuse = InvalidArgument("no")
    async with firing(appdata, FakeRunner()):
        await until(lambda: len(appdata.committed) == 1)
    assert not appdata.committed[0].writes


async def test_a_suspended_apps_timers_wait_and_are_not_tried_one_by_one() -> None:
    """Ten thousand of them would ask ten thousand times; each comes again when its lease ends."""
    appdata = FakeAppdata(*((EVIL, str(n)) for n in range(2 * BATCH)), (CALM, "bell"))

    async def suspended() -> None:
        raise AppSuspended("off", app_id=EVIL)

    runner = FakeRunner(evil=suspended)
    async with firing(appdata, runner):
        await until(lambda: [one.fired_timer.name for one in appdata.committed] == ["bell"])
    assert runner.ran.count(EVIL) == 1
    assert len(appdata.committed) == 1
