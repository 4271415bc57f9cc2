"""A mini-app that wants to know where people are: it is told what they share with it, and nobody else's ride."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from majlis_devkit.build import Artifact
from tests.support.app_folders import ATTACKERS, put_app
from tests.support.artifacts import ROOT
from tests.support.attacked_host import refused, shown
from tests.support.hosts import data_dir, whole_host
from tests.support.paying import PASSWORD, Payer
from tests.support.web_user import Screen

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(600)]
STALKER, RIDE, CAR = "org.evil.stalker", "org.majlis.ride", "ride/car"
APPS, PLACES, POSITION = "majlis.apps.v1.AppsService", "majlis.places.v1.PlacesService", "places-position"
SANDBOX = "majlis.sandbox.v1.SandboxService"
HERE = {"lat_e7": 245_000_000, "lng_e7": 470_000_000}
HOUR = {"topic": CAR, "for_s": 3_600}


@dataclass
class Streets:
    """Omar drives, and lets the ride know; Layla looks at the stalker's map, and so does he."""

    layla: Payer
    omar: Payer
    hers: Screen
    his: Screen
    car: Screen

    async def ask(self, method: str, request: Any, interface: str = POSITION, *, by_omar: bool = False) -> str:
        """What the stalker was answered in an event of theirs."""
        person, screen = (self.omar, self.his) if by_omar else (self.layla, self.hers)
        fields = {"interface": interface, "method": method, "request": json.dumps(request)}
        await person.send(screen, {"id": "s.k:ask", "on": "submit", "fields": fields})
        got = json.loads(shown(screen.nodes, "got: "))
        return str(got["error"]["reason"]) if "error" in got else "ok"

    async def shares(self, person: Payer) -> list[tuple[str, str]]:
        listed = (await person.call(PLACES, "ListShares")).get("shares", [])
        return sorted((share["app_id"], share["share_id"]) for share in listed)


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def streets(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[Streets]:
    folder = tmp_path_factory.mktemp("streets")
    for source in (ROOT / "tests/support/movers/ride", ATTACKERS / "stalker"):
        put_app(source, folder / "apps" / source.name)
    async with whole_host(
        data_dir(folder), runner_artifact, miniapps=folder / "apps", bakes=False, unmetered=True
    ) as host:
        layla, omar = Payer(host.address), Payer(host.address)
        await layla.log_in("layla", PASSWORD)
        await omar.log_in("omar", PASSWORD)
        async with layla.connected(), omar.connected():
            car = await omar.open(RIDE)
            await omar.press(car, "drive")
            yield Streets(layla, omar, await layla.open(STALKER), await omar.open(STALKER), car)


async def test_nobody_is_where_they_did_not_say(streets: Streets) -> None:
    """Not asked yet: the host asks. Asked and refused, or taken back: it stays so."""
    refusal = await refused(streets.ask("SharePosition", HOUR))
    assert (refusal.reason, refusal.metadata["scope"]) == ("CONSENT_REQUIRED", "places.position")
    await streets.layla.allow(STALKER, "places.position")
    assert await streets.ask("SharePosition", HOUR) == "ok"
    ((app_id, share_id),) = await streets.shares(streets.layla)
    assert app_id == STALKER
    await streets.layla.call(APPS, "RevokeScope", app_id=STALKER, scope="places.position")
    told = streets.layla.call(PLACES, "ReportPosition", share_id=share_id, point=HERE, heading_deg=0)
    assert (await refused(told)).reason == "SHARE_NOT_FOUND"
    assert await streets.ask("SharePosition", HOUR) == "SCOPE_DENIED"
    assert await streets.shares(streets.layla) == []


WIDER = {
    "another person": {"user_id": "usr_00000000000000000000000000"},
    "another app": {"app_id": RIDE},
    "another share": {"share_id": "shr_00000000000000000000000000"},
    "a place of its own": {"point": {"lat_e7": 1, "lng_e7": 1}},
    "for ever": {"for_s": 86_401},
    "for no time": {"for_s": 0},
    "for less than no time": {"for_s": -1},
    "no topic": {"topic": ""},
    "a topic without end": {"topic": "x" * 129},
    "a topic that is a list": {"topic": [CAR]},
}


@pytest.mark.parametrize("more", WIDER.values(), ids=WIDER)
async def test_its_arguments_widen_nothing(streets: Streets, more: dict[str, Any]) -> None:
    await streets.omar.allow(STALKER, "places.position")
    before = await streets.shares(streets.omar)
    assert await streets.ask("SharePosition", HOUR | more, by_omar=True) == "INVALID_ARGUMENT"
    assert await streets.shares(streets.omar) == before


@pytest.mark.parametrize("method", ["ListShares", "ReportPosition", "FollowPositions", "EndShare", "ListKeptPlaces"])
async def test_what_people_and_services_do_has_no_door_for_apps(streets: Streets, method: str) -> None:
    for interface in (POSITION, "places", "appdata"):
        assert await streets.ask(method, {}, interface) == "METHOD_UNKNOWN"


async def test_another_apps_share_is_neither_seen_nor_ended(streets: Streets) -> None:
    """It knows the topic, its user is the driver, and they share with it too: the ride's own goes on."""
    await streets.omar.allow(STALKER, "places.position")
    ((_, share_id),) = [share for share in await streets.shares(streets.omar) if share[0] == RIDE]
    assert await streets.ask("StopSharing", {"topic": CAR}, by_omar=True) == "ok"
    assert (RIDE, share_id) in await streets.shares(streets.omar)
    before = len(told(streets.layla))
    await streets.omar.call(PLACES, "ReportPosition", share_id=share_id, point=HERE, heading_deg=0)
    await streets.omar.until(lambda: told(streets.omar, streets.car) != [], "the ride's own screen is told")
    assert len(told(streets.layla)) == before == 0, "the stalker's map has the same topic and stays still"
    assert told(streets.omar, streets.his) == []


def told(person: Payer, screen: Screen | None = None) -> list[Any]:
    """Positions this person's screens were told, or this one."""
    live = [frame for frame in person.seen if frame["k"] == "live" and frame["topic"] == CAR]
    return [frame for frame in live if screen is None or frame["session_id"] == screen.session_id]


async def test_a_screen_begins_no_share(streets: Streets) -> None:
    """It is drawn unasked, as often as anybody likes."""
    await streets.omar.allow(STALKER, "places.position")
    before = await streets.shares(streets.omar)
    link = "/quietly?request=" + json.dumps(HOUR).replace(" ", "")
    screen = await streets.omar.open(STALKER, link)  # Opening may act.
    opened = await streets.shares(streets.omar)
    drawn = await streets.omar.call(SANDBOX, "ResumeSession", session_id=screen.session_id)
    assert "READ_ONLY" in drawn["screen"]["nodes_json"]
    assert await streets.shares(streets.omar) == opened
    assert [share for share in opened if share[0] == RIDE] == [share for share in before if share[0] == RIDE]
    await streets.omar.close(screen)


async def test_a_timer_has_nobody_to_follow(streets: Streets) -> None:
    """It runs as the app itself, whoever set it."""
    fields = {"request": json.dumps(HOUR)}
    before = await streets.shares(streets.omar)
    await streets.omar.send(streets.his, {"id": "s.k:later", "on": "submit", "fields": fields})
    await streets.omar.until(lambda: "reason" in shown(streets.his.nodes, "later: "), "the timer ran")
    assert json.loads(shown(streets.his.nodes, "later: "))["error"]["reason"] in ("SCOPE_DENIED", "NO_USER")
    assert await streets.shares(streets.omar) == before
