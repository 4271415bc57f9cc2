"""A visit from the first look to the last halala, over the real protocols: guest, next in line, and the clinic."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.demo import Demo, DemoPeople
from majlis_devkit.build import Artifact
from tests.support.hosts import MINIAPPS
from tests.support.stage import Actor, Stage, on_stage
from tests.support.waiting import becomes

pytestmark = pytest.mark.timeout(300)
DEPOSIT = 50_00


@pytest.fixture
async def stage(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[Stage]:
    async with on_stage(tmp_path, runner_artifact, "booking") as made:
        yield made


def props_of(actor: Actor, kind: str) -> dict[str, Any]:
    """The one component of this kind on their screen."""
    (found,) = [props for _, (name, props, _) in actor.screen.nodes.items() if name == kind]
    return found


async def look(guest: Actor, service: str, day: str = "") -> list[str]:
    """The moments of that day, or of one some days from now: the same whenever the test runs."""
    await guest.enter("/place?id=shifa")
    await guest.touch(f"service-{service}")
    picker = props_of(guest, "DatePicker")
    coming = [(date.fromisoformat(picker["min"]) + timedelta(days=after)).isoformat() for after in range(3, 12)]
    await guest.touch("day", "change", value=day or next(one for one in coming if one not in picker.get("closed", ())))
    return [slot["id"] for slot in props_of(guest, "TimeSlots")["slots"]] if guest.has_seen("take") else []


async def book(guest: Actor, slot: str) -> str:
    """Hold it and put the deposit aside; answers the booking's page."""
    await guest.touch("moments", fields={"slot": slot})
    await guest.see("held-for-you")
    await guest.touch("pay", fields={"remind": True})
    await guest.approve_asked()
    await guest.see("state-booked")
    return f"/booking?{guest.screen.path.partition('?')[2]}"


async def test_a_deposit_is_put_aside_taken_at_the_door_and_given_back_by_grace(stage: Stage) -> None:
    noura, layla = await stage.owner(), await stage.person("jawhara", name="جوهرة", money=200_00)
    await noura.enter()
    await noura.touch("start-with-examples")
    slots = await look(layla, "checkup")
    page = await book(layla, slots[0])
    await becomes(layla.has, (150_00, DEPOSIT))
    await layla.enter(page)
    code = props_of(layla, "QR")["payload"]
    booking = code.split("/")[1]
    await noura.enter("/day?place=shifa")
    await noura.touch("scan", "scan", value=code)
    await noura.see("scan-day")  # Right, but three days early.
    await noura.enter(f"/visit?id={booking}")
    await noura.touch("arrived")
    await layla.until_true(lambda: layla.has_seen("money-kept"), "the deposit is the clinic's")
    await becomes(layla.has, (150_00, 0))
    await noura.touch("done")
    await noura.until_true(lambda: noura.has_seen("give-back"), "the visit is over")
    await noura.touch("give-back")
    await layla.until_true(lambda: layla.has_seen("money-back"), "it came back")
    await becomes(layla.has, (200_00, 0))


async def test_what_is_given_up_is_offered_to_who_waits_one_after_the_other(stage: Stage) -> None:
    noura, layla = await stage.owner(), await stage.person("layla")
    omar, sara = await stage.person("omar"), await stage.person("sara")
    await noura.enter()
    await noura.touch("start-with-examples")
    slots = await look(layla, "child")
    day = props_of(layla, "DatePicker")["value"]
    await layla.touch("moments", fields={"slot": slots[0]})
    await layla.touch("pay", fields={"remind": True})
    await layla.see("state-booked")
    page = f"/booking?{layla.screen.path.partition('?')[2]}"
    await noura.enter("/day?place=shifa")
    await noura.touch("day", "change", value=day)
    await noura.touch("person", "change", value="huda")
    await noura.touch("block")
    await noura.touch("block", "submit", fields={"slot": slots[1], "minutes": 690, "why": "صيانة"})
    for guest in (omar, sara):
        assert await look(guest, "child", day=day) == []
        await guest.touch("wait")
        await guest.see("in-line")
    await layla.enter(page)
    await layla.touch("cancel")
    await layla.see("ended-cancelled-guest")
    await omar.enter("/mine")
    await omar.see("state-offered")
    await sara.enter("/mine")
    assert not sara.has_seen("state-offered")
    await stage.later(minutes=10)
    await sara.see("state-offered")
    await omar.see("state-lapsed")


async def test_the_demos_scene_leaves_places_that_can_be_booked(stage: Stage) -> None:
    host = stage.host
    await Demo(host).play_scenes(MINIAPPS, DemoPeople.load(host.config.data_dir))
    layla = await stage.person("layla")
    await layla.enter()
    for place in ("عيادات الشفاء", "صالون الأناقة", "مطعم ديوان نجد", "ملاعب الأبطال"):
        await layla.see(place)
    await layla.touch("استوديو ريم")
    await layla.touch("جلسة تصوير")
    await layla.see("take")
