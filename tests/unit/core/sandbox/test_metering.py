"""The gate before the workers: what it lets in, what it counts, and how a version comes to be suspended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import pytest

from core.apps.errors import AppSuspended, VersionStateInvalid
from core.kit.clock import ManualClock
from core.kit.errors import DomainError, ResourceExhausted, ServiceUnavailable
from core.sandbox.budgets import AppBusy, FuelBudgets
from core.sandbox.errors import SessionNotFound
from core.sandbox.metering import STANDING_S, SUSPEND_AGAIN_S, Cause, Meter
from core.sandbox.traps import PEOPLE_MIN, TrapWatch
from core.sandbox.workers import AppTimedOut, Job
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis_devkit.engine import FUEL_MAX, Outcome
from tests.support.waiting import until

SPUN = Outcome(failure="APP_OUT_OF_FUEL", fuel_used=FUEL_MAX, detail="it spun\x00\ud800\x1b[2J")
FINE = Outcome(answer="{}", fuel_used=4_500_000)
JOB = Job(artifact_id="runner", event="{}", app_id="org.evil")


class FakePool:
    """Every event comes to what the test says."""

    def __init__(self) -> None:
        self.comes_to: Outcome | DomainError = FINE
        self.ran = 0
        self.takes = timedelta()
        self.clock = ManualClock()

    async def run(self, job: Job, host_call: Any) -> Outcome:
        self.ran += 1
        self.clock.advance(self.takes)
        if isinstance(self.comes_to, DomainError):
            raise self.comes_to
        return self.comes_to


class FakeApps:
    """Knows whether the version is suspended; `trouble` comes instead while it is set."""

    def __init__(self) -> None:
        self.refuses: DomainError | None = None
        self.trouble: DomainError | None = None
        self.replaced = False
        self.asked = 0
        self.suspended: list[pb.SuspendVersionRequest] = []

    async def check_version(self, request: pb.CheckVersionRequest, **_: Any) -> pb.CheckVersionResponse:
        self.asked += 1
        if refused := self.trouble or self.refuses:
            raise refused
        return pb.CheckVersionResponse(replaced=self.replaced)

    async def suspend_version(self, request: pb.SuspendVersionRequest, **_: Any) -> pb.SuspendVersionResponse:
        if self.trouble:
            raise self.trouble
        self.suspended.append(request)
        self.refuses = AppSuspended("the app is switched off for now", app_id="org.evil")
        return pb.SuspendVersionResponse()


class Gate:
    """A meter with its fakes."""

    def __init__(self, *, per_s: int = 10**12) -> None:
        self.pool, self.apps = FakePool(), FakeApps()
        self.clock = self.pool.clock
        self.meter = Meter(
            pool=cast(Any, self.pool), apps=cast(Any, self.apps), clock=self.clock,
            budgets=FuelBudgets(clock=self.clock, per_s=per_s), traps=TrapWatch(clock=self.clock),
        )  # fmt: skip

    async def tap(self, person: str = "layla") -> Outcome:
        return await self.meter.run(JOB, cast(Any, None), Cause("org.evil", "ver_1", person, "action spin\x00"))

    async def spin_for_everybody(self) -> None:
        self.pool.comes_to = SPUN
        for n in range(PEOPLE_MIN):
            await self.tap(f"person {n}")


@pytest.fixture
def gate() -> Gate:
    return Gate()


async def test_a_version_that_spins_for_everybody_is_suspended_and_refused(gate: Gate) -> None:
    await gate.spin_for_everybody()
    await until(lambda: bool(gate.apps.suspended))
    traps = gate.apps.suspended[0].traps
    assert (traps.people, traps.people_served, traps.counts[0].count) == (PEOPLE_MIN, PEOPLE_MIN, PEOPLE_MIN)
    ran = gate.pool.ran
    with pytest.raises(AppSuspended) as refused:
        await gate.tap("omar")
    assert (refused.value.facts, gate.pool.ran) == ({"app_id": "org.evil"}, ran)


async def test_a_name_that_cannot_be_stored_saves_nobody(gate: Gate) -> None:
    """Half a character, a NUL: the contract refuses them, and the version would have gone on."""
    await gate.spin_for_everybody()
    await until(lambda: bool(gate.apps.suspended))
    traps = gate.apps.suspended[0].traps
    assert (traps.last_event, traps.last_detail) == ("action spin\\x00", "it spun\\x00\\ud800\\x1b[2J")


async def test_once_lifted_it_runs_again_within_a_second(gate: Gate) -> None:
    gate.apps.refuses = AppSuspended("off", app_id="org.evil")
    with pytest.raises(AppSuspended):
        await gate.tap()
    gate.apps.refuses = None
    gate.clock.advance(timedelta(seconds=STANDING_S))
    assert await gate.tap() == FINE


async def test_apps_is_asked_once_a_second(gate: Gate) -> None:
    """Not for every tap."""
    for _ in range(100):
        await gate.tap()
    assert gate.apps.asked == 1


async def test_while_apps_is_away_what_it_said_last_holds(gate: Gate) -> None:
    await gate.tap()
    gate.apps.trouble = ServiceUnavailable("away")
    gate.clock.advance(timedelta(seconds=STANDING_S))
    assert await gate.tap() == FINE


async def test_sessions_of_a_suspended_version_are_over_once_a_newer_one_is_there(gate: Gate) -> None:
    """The client opens the same place again, on the newer one."""
    gate.apps.replaced = True
    with pytest.raises(SessionNotFound):
        await gate.tap()


async def test_a_suspension_waits_for_apps_to_come_back(gate: Gate) -> None:
    await gate.tap()
    gate.apps.trouble = ServiceUnavailable("away")
    await gate.spin_for_everybody()
    await until(lambda: SUSPEND_AGAIN_S in gate.clock.asleep)
    gate.apps.trouble = None
    gate.clock.advance(timedelta(seconds=SUSPEND_AGAIN_S))
    await until(lambda: len(gate.apps.suspended) == 1)


async def test_a_version_that_is_not_suspended_goes_on(gate: Gate) -> None:
    """An old one somebody still has open; its budget holds it."""
    await gate.tap()
    gate.apps.trouble = VersionStateInvalid("superseded")
    await gate.spin_for_everybody()
    gate.apps.trouble, gate.pool.comes_to = None, FINE
    assert await gate.tap() == FINE


async def test_what_burned_too_much_is_refused_before_it_begins() -> None:
    gate = Gate(per_s=FUEL_MAX // 20)
    gate.pool.comes_to = SPUN
    await gate.tap()
    with pytest.raises(AppBusy):
        await gate.tap()
    assert gate.pool.ran == 1


async def test_an_event_whose_worker_died_is_charged_by_its_time() -> None:
    """Nobody counted its fuel; hanging up in mid-event would be free otherwise."""
    gate = Gate(per_s=FUEL_MAX // 20)
    gate.pool.comes_to, gate.pool.takes = AppTimedOut("killed"), timedelta(seconds=2)
    with pytest.raises(AppTimedOut):
        await gate.tap()
    with pytest.raises(AppBusy):
        await gate.tap()


async def test_an_event_that_was_not_begun_is_free() -> None:
    gate = Gate(per_s=FUEL_MAX // 20)
    gate.pool.comes_to, gate.pool.takes = ResourceExhausted("full"), timedelta(seconds=2)
    for _ in range(20):
        with pytest.raises(ResourceExhausted):
            await gate.tap()
