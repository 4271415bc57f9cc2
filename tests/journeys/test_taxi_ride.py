"""A taxi ride in the real host: both sides and the company, over the real protocols, with real money."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from core.demo import Demo, DemoPeople
from majlis_devkit.build import Artifact
from tests.support.hosts import MINIAPPS
from tests.support.stage import Actor, Stage, on_stage
from tests.support.waiting import becomes

pytestmark = pytest.mark.timeout(300)
GIVEN = 200_00


@pytest.fixture
async def stage(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[Stage]:
    async with on_stage(tmp_path, runner_artifact, "taxi") as made:
        yield made


def spot(north_m: int, east_m: int, name: str = "") -> dict[str, Any]:
    """So many metres from the middle of the city, as a client sends a place."""
    point = {"lat_e7": 245_000_000 + north_m * 90, "lng_e7": 470_000_000 + east_m * 98}
    return {"point": point, "name_ar": name or "مكان", "name_en": name or "Place"}


async def opened(stage: Stage, *drivers: str) -> list[Actor]:
    """The owner opens the company; each of the drivers comes in by an invitation and goes on duty."""
    noura = await stage.owner()
    await noura.enter()
    await noura.touch("start-with-examples")
    found = []
    for number, name in enumerate(drivers):
        await noura.enter("/office/drivers")
        await noura.touch("invite", fields={"model": "كامري", "plate": f"ح ب ر {number}", "car": "economy"})
        code = noura.screen.path.partition("code=")[2]
        driver = await stage.person(name, name=f"{name.capitalize()} Test")
        await driver.enter(f"/join?code={code}")
        car = {"model": "كامري", "plate": f"ح ب ر {number}", "car": "economy"}
        await driver.touch("join", "submit", fields={"code": code, **car})
        await driver.touch("duty", fields={"place": spot(100 * number, 0)})
        await driver.see("waiting")
        found.append(driver)
    return found


async def ordered(stage: Stage, name: str = "hind") -> Actor:
    """Somebody plans a way, orders it and approves the hold."""
    rider = await stage.person(name, money=GIVEN)
    await rider.enter()
    await rider.touch("start", "change", value=spot(-500, 300, "البيت"))
    await rider.touch("end", "change", value=spot(3000, 2500, "العمل"))
    await rider.see("fare")
    await rider.touch("order")
    assert (await rider.approve_asked())["state"] == "ORDER_STATE_HELD"
    return rider


async def code_of(rider: Actor) -> str:
    await rider.see("code")
    return str(rider.shows_word("code")["$code"])


async def test_a_ride_from_its_order_to_the_drivers_pay(stage: Stage) -> None:
    """What was put aside is taken, to the unit, and shared: nothing is lost between rider, driver and company."""
    (khalid,) = await opened(stage, "khalid")
    hind = await ordered(stage)
    _, held = await hind.has()
    assert held > 0
    await khalid.see("accept")
    await khalid.touch("accept")
    await hind.see("Khalid")
    await khalid.touch("arrived")
    await hind.see("driver-there")
    await khalid.touch("start", fields={"code": await code_of(hind)})
    await hind.see("stage-riding")
    await khalid.touch("finish")
    await hind.see("stage-finished")
    await stage.later(seconds=2)
    await hind.until(lambda: not hind.has_seen("settling"), "the ride is settled")
    await becomes(hind.has, (GIVEN - held, 0))
    await becomes(khalid.has, (held * 80 // 100, 0))
    await hind.touch("tip-500")
    await hind.approve_asked()
    await stage.later(seconds=2)
    await hind.see("tip-given")
    await becomes(khalid.has, (held * 80 // 100 + 500, 0))
    await khalid.enter("/earnings")
    await khalid.see("tips")
    noura = await stage.owner()
    await noura.enter("/office")
    await noura.see("taken-today")


async def test_nobody_answers_and_the_hold_goes_back(stage: Stage) -> None:
    await opened(stage, "khalid")
    hind = await ordered(stage)
    await hind.see("stage-searching")
    await stage.later(seconds=90)
    await hind.see("unserved-text")
    await stage.later(seconds=2)
    await hind.until(lambda: not hind.has_seen("settling"), "what was held is back")
    await becomes(hind.has, (GIVEN, 0))


async def test_the_offer_goes_on_to_the_next_and_of_two_one_drives(stage: Stage) -> None:
    """The nearest lets it pass; the other two are asked at once, and both tap."""
    near, one, two = await opened(stage, "nasser", "faisal", "majed")
    hind = await ordered(stage)
    await near.see("accept")
    await near.touch("pass")
    await one.see("accept")
    await two.see("accept")
    await one.touch("accept")
    await two.until(lambda: two.has_seen("taken") or two.has_seen("another-was-faster"), "the other is told")
    await hind.see("Faisal")


async def test_a_late_cancellation_costs_its_fee(stage: Stage) -> None:
    (khalid,) = await opened(stage, "khalid")
    hind = await ordered(stage)
    await khalid.see("accept")
    await khalid.touch("accept")
    await hind.see("code")
    await stage.later(seconds=125)
    await hind.enter(hind.screen.path)
    await hind.touch("cancel", within="cancel")
    await hind.see("end-cancelled")
    await stage.later(seconds=2)
    await hind.until(lambda: not hind.has_seen("settling"), "the fee is settled")
    await becomes(hind.has, (GIVEN - 800, 0))
    await becomes(khalid.has, (640, 0))


async def test_the_demo_scene_has_a_driver_on_duty(stage: Stage) -> None:
    """Who runs the demo finds somebody to drive them."""
    host = stage.host
    await Demo(host).play_scenes(MINIAPPS, DemoPeople.load(host.config.data_dir))
    hind = await ordered(stage)
    await hind.see("stage-searching")
    saad = await stage.person("saad")
    await saad.enter()
    await saad.see("accept")
