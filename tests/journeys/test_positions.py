"""A driver moves, and the rider's open map hears of it: over the whole host and over gRPC, without a run of the app.

Whether guests ran is read from the revisions of both screens and from the app's own count; both stay as they were.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from majlis_devkit.build import Artifact
from tests.support.artifacts import ROOT
from tests.support.hosts import RunningHost, data_dir, split_host, whole_host
from tests.support.paying import PASSWORD, Payer, word
from tests.support.web_user import Refused

MOVERS, RIDE = ROOT / "tests/support/movers", "org.majlis.ride"
PLACES = "majlis.places.v1.PlacesService"
CAR = "ride/car"
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(params=["whole", "split"])
async def host(request: pytest.FixtureRequest, tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    folder = data_dir(tmp_path)
    if request.param == "split":
        made = split_host(folder, runner_artifact, miniapps=MOVERS)
    else:
        made = whole_host(folder, runner_artifact, miniapps=MOVERS, bakes=False)
    async with made as running:
        yield running


class Mover(Payer):
    """Somebody with a device that moves."""

    async def arrive(self, name: str) -> None:
        await self.log_in(name, PASSWORD)

    async def report(self, share_id: str, north: int) -> None:
        point = {"lat_e7": 245_000_000 + north, "lng_e7": 470_000_000}
        await self.call(PLACES, "ReportPosition", share_id=share_id, point=point, heading_deg=0)

    def norths(self) -> list[int]:
        """Where the car was said to be, in order."""
        told = [frame for frame in self.seen if frame["k"] == "live" and frame["topic"] == CAR]
        return [frame["value"]["lat_e7"] - 245_000_000 for frame in told]


async def shares(user: Mover) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = (await user.call(PLACES, "ListShares")).get("shares", [])
    return listed


async def test_the_rider_sees_the_driver_come_and_no_code_runs_for_it(host: RunningHost) -> None:
    layla, omar = Mover(host.address), Mover(host.address)
    await layla.arrive("layla")
    await omar.arrive("omar")
    async with layla.connected(), omar.connected():
        car, rider = await omar.open(RIDE), await layla.open(RIDE)
        begun = await omar.press(car, "drive")
        assert {"shares": {}} in begun["effects"], "his device is told to begin"
        (share,) = await shares(omar)
        assert share["app_id"] == RIDE
        seen = (car.revision, rider.revision)
        for north in range(1, 6):
            await omar.report(share["share_id"], north * 1_000)
        await layla.until(lambda: layla.norths()[-1:] == [5_000], "the car comes nearer")
        await omar.until(lambda: omar.norths()[-1:] == [5_000], "he sees himself")
        assert (car.revision, rider.revision) == seen, "nothing was drawn anew"

        late = await layla.open(RIDE)
        await layla.until(lambda: layla.norths()[-1:] == [5_000], "a map that opens later has it too")
        assert len(layla.norths()) >= 2
        await layla.close(late)

        with pytest.raises(Refused) as refused:
            await layla.report(share["share_id"], 1)
        assert refused.value.reason == "SHARE_NOT_FOUND"
        ended = await omar.press(car, "park")
        assert {"shares": {}} in ended["effects"]
        assert await shares(omar) == []
        with pytest.raises(Refused):
            await omar.report(share["share_id"], 9_000)


async def test_a_yes_taken_back_ends_the_share(host: RunningHost) -> None:
    omar = Mover(host.address)
    await omar.arrive("omar")
    async with omar.connected():
        car = await omar.open(RIDE)
        await omar.press(car, "drive")
        (share,) = await shares(omar)
        await omar.call("majlis.apps.v1.AppsService", "RevokeScope", app_id=RIDE, scope="places.position")
        with pytest.raises(Refused) as refused:
            await omar.report(share["share_id"], 1_000)
        assert refused.value.reason == "SHARE_NOT_FOUND"
        assert await shares(omar) == []


async def test_an_app_asks_about_the_city_on_its_screen_and_in_its_actions(host: RunningHost) -> None:
    layla = Mover(host.address)
    await layla.arrive("layla")
    async with layla.connected():
        screen = await layla.open(RIDE)
        assert "حي" in word(screen, "middle")
        asked = await layla.press(screen, "measure")
        assert int(word(screen, "metres")) > 2_000
        assert asked["effects"] == []
