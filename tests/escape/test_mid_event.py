"""What changes while an event runs: a yes is taken back, a call takes too long, a worker dies, a crowd taps at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.attacked_host import ASKING, BOARD, Scene, refused, shown
from tests.support.striking import Striker, wait_for_ever
from tests.support.web_user import Refused, Screen, WebUser

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(600)]
APPS = "majlis.apps.v1.AppsService"
TAPS = 100


@pytest_asyncio.fixture(loop_scope="package")
async def visitor(scene: Scene, request: pytest.FixtureRequest) -> AsyncIterator[WebUser]:
    """Somebody new, who never decided anything."""
    user = WebUser(scene.host.address)
    name = f"v{abs(hash(request.node.name)) % 10**9}"
    await user.sign_up(name, "زائر", "a tent by the sea 7")
    async with user.connected():
        yield user


async def press(user: WebUser, screen: Screen, name: str) -> str:
    await user.send(screen, {"id": f"s.k:{name}", "on": "press"})
    return shown(screen.nodes, "got: ")


async def test_a_yes_taken_back_between_two_calls_of_one_event_ends_there(
    scene: Scene, visitor: WebUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first call was allowed; the second asks anew and is refused."""
    screen = await visitor.open(ASKING)
    await visitor.allow(ASKING, "profile.name")
    calls = Striker(monkeypatch, "GetName")
    calls.after(lambda: visitor.call(APPS, "RevokeScope", app_id=ASKING, scope="profile.name"))
    got = await press(visitor, screen, "name_twice")
    assert calls.calls == 1
    assert got.index("زائر") < got.index("SCOPE_DENIED")
    await scene.neighbours_are_served()


async def test_a_yes_given_in_mid_event_is_asked_of_its_user_first(
    scene: Scene, visitor: WebUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was asked for without one ends the event, whatever comes after."""
    screen = await visitor.open(ASKING)
    calls = Striker(monkeypatch, "PutDocument", with_text="evidence/name_twice")
    calls.before(lambda: asyncio.sleep(0))
    refusal = await refused(press(visitor, screen, "name_twice"))
    assert refusal.reason == "CONSENT_REQUIRED"
    assert refusal.metadata["scope"] == "profile.name"
    assert calls.struck.is_set()


async def test_the_deadline_comes_during_a_host_call(
    scene: Scene, visitor: WebUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither fuel nor clock of the guest runs then; the worker is ended, and who is beside it never waits for it."""
    screen = await visitor.open(BOARD)
    calls = Striker(monkeypatch, "GetDocument", with_text="slow")
    calls.before(wait_for_ever)
    waiting = asyncio.create_task(refused(press(visitor, screen, "a_slow_call")))
    await calls.struck.wait()
    await scene.neighbours_are_served()
    assert calls.calls == 0, "and it still waits"
    assert (await waiting).reason == "APP_TIMED_OUT"
    assert "evidence/a_slow_call " not in await scene.evidence(BOARD)
    await scene.neighbours_are_served()


async def test_a_worker_killed_in_mid_event_is_told_and_nothing_is_kept(
    scene: Scene, visitor: WebUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scene.host.host is not None
    pool = scene.host.host.pool
    assert pool is not None
    screen = await visitor.open(BOARD)
    calls = Striker(monkeypatch, "GetDocument", with_text="slow")

    async def kill() -> None:
        pool.kill_workers()
        await wait_for_ever()

    calls.before(kill)
    assert (await refused(press(visitor, screen, "a_slow_call"))).reason == "APP_INTERRUPTED"
    assert "evidence/a_slow_call " not in await scene.evidence(BOARD)
    await scene.neighbours_are_served()


async def test_a_flood_of_taps_is_one_persons_own(scene: Scene, visitor: WebUser) -> None:
    """All at once: each is answered or refused by name, in its own queue; the neighbours do not stand in it."""
    screen = await visitor.open(BOARD)
    event = {"id": "s.k:read_the_environment", "on": "press"}

    async def one() -> str:
        try:
            await visitor.send(screen, event)
            return "answered"
        except Refused as refusal:
            return refusal.reason
        except TimeoutError:
            return "unanswered"  # Of a busy machine, to somebody who does not wait their turn.

    flood = asyncio.gather(*(one() for _ in range(TAPS)))
    for _ in range(3):
        await scene.neighbours_are_served()
    told = Counter(await flood)
    refusals = {"STALE_SCREEN", "RESOURCE_EXHAUSTED", "RATE_LIMITED", "APP_TIMED_OUT", "APP_BUSY"}
    assert set(told) <= {"answered", "unanswered", *refusals}
    assert told["answered"] >= 1
    await scene.neighbours_are_served()
