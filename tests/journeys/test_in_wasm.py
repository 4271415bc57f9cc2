"""It is WebAssembly, every event a new instance, on the runner and on the snapshot; and a crash costs nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from majlis_devkit.build import Artifact
from tests.support.artifacts import ROOT
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.web_user import Refused, Screen, WebUser

WITNESS = "org.majlis.witness"
BAKE_S_MAX = 480  # Half a minute of a core, on a machine whose cores other tests are using too.


@pytest.fixture
async def host(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    async with whole_host(data_dir(tmp_path), runner_artifact, miniapps=ROOT / "tests/support/miniapps") as running:
        yield running


@pytest.fixture
async def layla(host: RunningHost) -> AsyncIterator[WebUser]:
    user = WebUser(host.address)
    await user.log_in("layla", "majlis-demo-2026")
    async with user.connected():
        yield user


async def on_snapshot(layla: WebUser) -> Screen:
    """The witness, once its snapshot is baked (from the shared cache after the first time)."""
    async with asyncio.timeout(BAKE_S_MAX):
        while True:
            screen = await layla.open(WITNESS)
            if screen.runtimes[-1] == "snapshot":
                return screen
            await layla.close(screen)
            await asyncio.sleep(0.5)


async def taps_in_new_instances(layla: WebUser, screen: Screen, runtime: str) -> None:
    """Two taps: each in a fresh WebAssembly instance, each answer saying how it ran."""
    for taps in (1, 2):
        await layla.tap(screen, "touch")
        assert screen.sees("platform wasi")
        assert screen.sees("global 1"), "the module global of one event is gone in the next"
        assert screen.sees(f"taps {taps}"), "the state is not"
        assert screen.runtimes[-1] == runtime


@pytest.mark.timeout(600)
async def test_on_the_snapshot_every_event_is_a_new_wasm_instance(host: RunningHost, layla: WebUser) -> None:
    """No instance ever serves two events, so nobody finds what somebody left."""
    await taps_in_new_instances(layla, await on_snapshot(layla), "snapshot")


@pytest.mark.timeout(300)
async def test_on_the_runner_too_and_there_an_app_stays_whose_snapshot_cannot_be_baked(
    tmp_path: Path, runner_artifact: Artifact
) -> None:
    witness = ROOT / "tests/support/miniapps"
    async with whole_host(data_dir(tmp_path), runner_artifact, miniapps=witness, bakes=False) as running:
        layla = WebUser(running.address)
        await layla.log_in("layla", "majlis-demo-2026")
        async with layla.connected():
            await taps_in_new_instances(layla, await layla.open(WITNESS), "runner")


@pytest.mark.timeout(300)
async def test_an_app_knows_its_developer_and_nobody_else(host: RunningHost, layla: WebUser) -> None:
    """Roles begin with the owner, so no password or list of names stands in an app's sources."""
    noura = WebUser(host.address)
    await noura.log_in("noura", "majlis-demo-2026")
    hers = await layla.open(WITNESS)
    async with noura.connected():
        own = await noura.open(WITNESS)
        await noura.tap(own, "touch")
        assert (own.sees("owner True"), hers.sees("owner False")) == (True, True)
        await noura.tap(own, "later")
        await noura.until(lambda: own.sees("count 1000"), "a timer has no owner, whoever set it")
        assert own.sees("owner True"), "a redraw nobody tapped for is hers too"


@pytest.mark.timeout(300)
async def test_a_file_comes_with_its_tap_and_again_where_the_answer_was_lost(layla: WebUser) -> None:
    """The same tap is the same file, made once; of a large one only the name is kept."""
    screen = await layla.open(WITNESS)
    for taps, text in ((1, "a,b"), (2, "a,b\n" * 2_000)):
        tap, revision = {"id": screen.find("keep", "press"), "on": "press"}, screen.revision
        first = await layla.send(screen, tap, request_id=f"the-same-tap-{taps}")
        again = await layla.send(screen, tap, request_id=f"the-same-tap-{taps}", revision=revision)
        file = {"name": f"taps {taps}.csv", "kind": "csv", "text": text}
        assert first["effects"] == [{"save": file}]
        assert again["effects"] == [{"save": file | {"text": text if taps == 1 else None}}]
        assert screen.sees(f"taps {taps}")


@pytest.mark.timeout(300)
async def test_a_killed_worker_interrupts_its_event_and_no_other(host: RunningHost, layla: WebUser) -> None:
    """APP_INTERRUPTED means: nothing happened, send it again."""
    assert host.host is not None
    assert host.host.pool is not None
    screen = await layla.open(WITNESS)
    reason = "APP_OUT_OF_FUEL"
    while reason == "APP_OUT_OF_FUEL":  # On a busy machine it may be at its end before it is killed.
        spinning = asyncio.create_task(layla.tap(screen, "spin"))
        while not host.host.pool.stats()["busy"]:
            await asyncio.sleep(0)
        host.host.pool.kill_workers()
        with pytest.raises(Refused) as interrupted:
            await spinning
        reason = interrupted.value.reason
    assert reason == "APP_INTERRUPTED"
    await layla.tap(screen, "touch")
    assert screen.sees("taps 1")


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("button", "reason"),
    [("spin", "APP_OUT_OF_FUEL"), ("crash", "APP_CRASHED"), ("refuse", "APP_REFUSED")],
)
async def test_what_fails_leaves_nothing_and_the_last_screen_readable(
    host: RunningHost, layla: WebUser, button: str, reason: str
) -> None:
    screen = await layla.open(WITNESS)
    before = screen.nodes
    with pytest.raises(Refused) as failed:
        await layla.tap(screen, button)
    assert failed.value.reason in (reason, "APP_TIMED_OUT") if button == "spin" else failed.value.reason == reason
    assert screen.nodes == before
    await layla.tap(screen, "touch")
    assert screen.sees("count 1"), "what the failed event wrote was never there"


@pytest.mark.timeout(300)
async def test_a_timer_runs_in_the_apps_own_session_and_refreshes_open_screens(
    host: RunningHost, layla: WebUser
) -> None:
    screen = await layla.open(WITNESS)
    await layla.tap(screen, "later")
    await layla.until(lambda: screen.sees("count 1000"), "the timer's write arrives on the open screen")


@pytest.mark.timeout(300)
async def test_a_live_topic_reaches_the_screen_without_the_app(host: RunningHost, layla: WebUser) -> None:
    screen = await layla.open(WITNESS)
    await layla.tap(screen, "touch")

    def arrived() -> bool:
        return any(frame.get("k") == "live" and frame.get("value") == 1 for frame in layla.seen)

    await layla.until(arrived, "the published value arrives")


@pytest.mark.timeout(300)
async def test_a_grant_taken_back_acts_on_the_very_next_event(host: RunningHost, layla: WebUser) -> None:
    screen = await layla.open(WITNESS)
    await layla.allow(WITNESS, "profile.name")
    await layla.tap(screen, "say-name")
    assert screen.sees("name ليلى")
    await layla.call("majlis.apps.v1.AppsService", "RevokeScope", app_id=WITNESS, scope="profile.name")
    with pytest.raises(Refused) as refused:
        await layla.tap(screen, "say-name")
    assert refused.value.reason == "APP_CRASHED", "the app did not expect to be refused; the host did its part"


async def test_sessions_of_others_do_not_exist(host: RunningHost, layla: WebUser) -> None:
    """Mallory with Layla's session id gets the very answer an id that was never made gets."""
    screen = await layla.open(WITNESS)
    mallory = WebUser(host.address)
    await mallory.sign_up("mallory", "مالوري", "a tent by the sea 7")
    async with mallory.connected():
        answers = []
        for session_id in (screen.session_id, "ses_00000000000000000000000000"):
            body = {
                "session_id": session_id,
                "request_id": "mallory-1",
                "revision": 1,
                "node_id": "s",
                "event": "press",
            }
            with pytest.raises(Refused) as refused:
                await mallory.call("majlis.sandbox.v1.SandboxService", "Dispatch", **body)
            answers.append((refused.value.reason, sorted(refused.value.metadata)))
        assert answers[0] == answers[1]
