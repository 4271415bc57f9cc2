"""An app that spins for everybody is switched off, its neighbour is served all along, an operator switches it on."""

from __future__ import annotations

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from core.kit.caller import Caller
from core.sandbox.traps import PEOPLE_MIN
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis_devkit.build import Artifact
from tests.support.artifacts import ROOT
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.web_user import Refused, Screen, WebUser

EVIL, POLLS = "org.majlis.witness", "org.majlis.polls"  # The witness has a button that spins.
OPERATOR = Caller.operator("usr_salma")
APPS = "majlis.apps.v1.AppsService"
# The sandbox had no room on a busy machine, and nothing was begun: the client sends it again, and so do we.
NOT_BEGUN = {"RESOURCE_EXHAUSTED", "APP_BUSY"}
ENDED = {"APP_OUT_OF_FUEL", "APP_TIMED_OUT", "APP_INTERRUPTED"}


@pytest.fixture
async def host(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    for source in (ROOT / "miniapps/polls", ROOT / "tests/support/miniapps/witness"):
        shutil.copytree(source, tmp_path / "apps" / source.name)
    async with whole_host(data_dir(tmp_path), runner_artifact, miniapps=tmp_path / "apps", bakes=False) as running:
        yield running


async def sent(person: WebUser, screen: Screen, button: str) -> str:
    """What became of a tap that began: "" where it was answered, else the reason."""
    while True:
        try:
            await person.tap(screen, button)
            return ""
        except Refused as refused:
            if refused.reason not in NOT_BEGUN:
                return refused.reason


async def asks_polls(omar: WebUser, stopped: asyncio.Event) -> int:
    """Omar goes in and out of a poll until he is told to stop; how often. Every tap of his is answered."""
    screen, taps = await omar.open(POLLS), 0
    while not stopped.is_set():
        assert await sent(omar, screen, "ask") == ""
        await omar.close(screen)
        screen, taps = await omar.open(POLLS), taps + 1
        await asyncio.sleep(0)
    return taps


async def spins_until_suspended(people: list[tuple[WebUser, Screen]]) -> None:
    """Everybody presses the button that spins, in turn, until the host has had enough."""
    while True:
        for person, screen in people:
            reason = await sent(person, screen, "spin")
            if reason == "APP_SUSPENDED":
                return
            assert reason in ENDED


@pytest.mark.timeout(600)
async def test_an_app_that_spins_is_switched_off_and_on_again(host: RunningHost) -> None:
    assert host.host is not None
    apps = AppsServiceClient(host.host.channel)
    async with AsyncExitStack() as stack:
        people = []
        for n in range(PEOPLE_MIN):
            person = WebUser(host.address)
            await person.sign_up(f"person{n}", f"شخص {n}", "a tent by the sea 7")
            await stack.enter_async_context(person.connected())
            screen = await person.open(EVIL)
            assert await sent(person, screen, "touch") == ""
            people.append((person, screen))
        omar = WebUser(host.address)
        await omar.log_in("omar", "majlis-demo-2026")
        await stack.enter_async_context(omar.connected())
        stopped = asyncio.Event()
        beside = asyncio.create_task(asks_polls(omar, stopped))
        await spins_until_suspended(people)
        stopped.set()
        assert await beside > 0, "the neighbour was served all along"

        layla, screen = people[0]
        assert await sent(layla, screen, "touch") == "APP_SUSPENDED"
        with pytest.raises(Refused, match="APP_SUSPENDED"):
            await omar.open(EVIL)
        (version,) = (await apps.list_suspended(pb.ListSuspendedRequest(), caller=OPERATOR)).versions
        assert version.app_id == EVIL
        traps = version.suspension.traps
        assert traps.people == PEOPLE_MIN
        assert {each.reason for each in traps.counts} <= ENDED
        assert traps.last_event == "action spin"
        await seen_by_its_developer(host, version.version_id)

        lift = pb.ResumeVersionRequest(request_id=uuid.uuid4().hex, version_id=version.version_id, reason="mended")
        await apps.resume_version(lift, caller=OPERATOR)
        while (reason := await sent(layla, screen, "touch")) == "APP_SUSPENDED":
            await asyncio.sleep(0.1)  # For as long as its last word is believed: a second.
        assert reason == ""
        assert screen.sees("taps 2"), "the session went on where it was"
        assert screen.sees(f"count {PEOPLE_MIN + 1}")


async def seen_by_its_developer(host: RunningHost, version_id: str) -> None:
    """`majlis status` asks this."""
    noura = WebUser(host.address)
    await noura.log_in("noura", "majlis-demo-2026")
    version = (await noura.call(APPS, "GetVersion", version_id=version_id))["version"]
    assert version["state"] == "VERSION_STATE_SUSPENDED"
    assert version["suspension"]["traps"]["last_event"] == "action spin"
