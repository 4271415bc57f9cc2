"""A taxi ride in real windows, both sides of it, Arabic first; on the way the pictures of its main screens are made.

`MAJLIS_PICTURES=docs/pictures pytest tests/browser/test_taxi.py` keeps them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from majlis_devkit.build import Artifact
from tests.browser import app_windows
from tests.browser.app_windows import Enter, approves, entering
from tests.browser.conftest import DIST, missing
from tests.browser.looks import complaints
from tests.support.stage import Actor, Stage, on_stage

PLACES = "majlis.places.v1.PlacesService"
SCOPES = ("profile.name", "wallet.order", "wallet.payee", "places.position", "messages.send")
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
picture = partial(app_windows.picture, "taxi")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[Stage]:
    """An open company with one driver, who is not on duty yet, and riders with money."""
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    async with on_stage(tmp_path_factory.mktemp("taxi"), runner_artifact, "taxi") as made:
        noura = await made.owner()
        await noura.enter()
        await noura.touch("start-with-examples")
        for name, called in (("khalid", "خالد العتيبي"), ("faris", "Faris Saleh")):
            await joins(made, noura, name, called)
        for name, called in (("hind", "هند الحربي"), ("sara", "Sara Nasser")):
            await made.person(name, name=called, money=300_00)
        yield made


async def joins(stage: Stage, noura: Actor, name: str, called: str) -> None:
    await noura.enter("/office/drivers")
    car = {"model": "تويوتا كامري بيضاء", "plate": "ح ب ر 4821", "car": "economy"}
    await noura.touch("invite", fields=car)
    code = noura.screen.path.partition("code=")[2]
    driver = await stage.person(name, name=called)
    await driver.enter(f"/join?code={code}")
    await driver.touch("join", "submit", fields={"code": code, **car})


@pytest_asyncio.fixture(loop_scope="module")
async def enter(stage: Stage, new_page: Callable[..., Any]) -> Enter:
    """A window of somebody in the app."""
    return entering(stage, new_page, SCOPES)


async def picks(page: Any, field: str, words: str, found: str) -> None:
    """A place by its name."""
    await page.get_by_test_id(field).click()
    await page.get_by_test_id("place-query").fill(words)
    await page.get_by_test_id("found-0").filter(has_text=found).click()
    await page.get_by_test_id("place-sheet").wait_for(state="detached")


async def taps(page: Any, *test_ids: str) -> None:
    for test_id in test_ids:
        await page.get_by_test_id(test_id).first.click()


async def drive(driver: Actor, lat_e7: int, lng_e7: int) -> None:
    """What the driver's own device reports, to the ride and to the company."""
    for share in (await driver.call(PLACES, "ListShares"))["shares"]:
        point = {"lat_e7": lat_e7, "lng_e7": lng_e7}
        await driver.call(PLACES, "ReportPosition", share_id=share["share_id"], point=point, heading_deg=40)


async def test_a_ride_in_arabic_in_two_windows(stage: Stage, enter: Enter) -> None:
    """Order, hold, request, accept, code, ride, pay, tip, receipt, earnings: by taps alone."""
    hind, khalid = await enter("hind"), await enter("khalid")
    await order_in_arabic(hind, khalid)
    await meet(stage, hind, khalid)
    await ride(hind, khalid)
    await afterwards(stage, hind, khalid)
    assert "0.00" not in await khalid.get_by_test_id("week").inner_text()


async def order_in_arabic(hind: Any, khalid: Any) -> None:
    await picks(khalid, "place", "محطة", "محطة")
    await picture(khalid, "driver-off-duty")
    await taps(khalid, "go-on-duty")
    await khalid.get_by_text("بانتظار طلب").first.wait_for()

    await hind.reload()
    await hind.get_by_test_id("end").wait_for()
    await picture(hind, "plan")
    await picks(hind, "start", "محطة", "محطة")
    await picks(hind, "end", "مطار", "مطار")
    await hind.get_by_test_id("fare").wait_for()
    await picture(hind, "price", dark=True)
    await taps(hind, "order")
    await hind.get_by_test_id("order-pay-sheet").wait_for()
    await picture(hind, "hold")
    await approves(hind)
    await hind.get_by_text("نبحث عن سائق").first.wait_for()
    await picture(hind, "searching")


async def meet(stage: Stage, hind: Any, khalid: Any) -> None:
    """The request is taken; they see and write to each other."""
    await khalid.get_by_test_id("accept").wait_for()
    await picture(khalid, "request", dark=True)
    await taps(khalid, "accept")
    await hind.get_by_test_id("plate").wait_for()
    device = await stage.person("khalid")
    await drive(device, 245_020_000, 470_010_000)
    await picture(hind, "on-the-way", dark=True)
    await taps(hind, "talk")
    await hind.fill("[name=words]", "أنا عند الباب الشمالي")
    await taps(hind, "send")
    await khalid.get_by_test_id("talk").wait_for()
    await taps(khalid, "talk")
    await khalid.get_by_text("أنا عند الباب الشمالي").wait_for()
    await taps(khalid, "say-minute")
    await hind.get_by_text("دقيقة من فضلك").nth(1).wait_for()  # One is the button to say it oneself.
    await picture(hind, "talk")
    await hind.go_back()
    await khalid.go_back()


async def ride(hind: Any, khalid: Any) -> None:
    """There, begun with the rider's code, and to the end."""
    await taps(khalid, "arrived")
    await hind.get_by_text("السائق عند المكان").first.wait_for()
    code = await hind.get_by_test_id("code").inner_text()
    await khalid.fill("[name=code]", "".join(sign for sign in code if sign.isdecimal()))
    await picture(khalid, "start")
    await taps(khalid, "start-ride")
    await hind.get_by_text("الوصول").first.wait_for()
    await picture(hind, "riding")
    await khalid.get_by_test_id("finish").wait_for()
    await taps(khalid, "finish")
    await hind.get_by_text("وصلت بالسلامة").wait_for()


async def afterwards(stage: Stage, hind: Any, khalid: Any) -> None:
    """Paid and settled, a tip, and the driver's week."""
    await stage.later(seconds=2)
    await hind.get_by_text("يُسوّى المبلغ الآن").wait_for(state="detached")
    await taps(hind, "tip-500")
    await approves(hind)
    await stage.later(seconds=2)
    await hind.get_by_text("أكرمت السائق").first.wait_for()
    await picture(hind, "receipt", dark=True)
    await khalid.get_by_test_id("earned").wait_for()
    await khalid.goto(f"{stage.address}/#/app/{stage.app_id}/earnings")
    await khalid.get_by_test_id("week").wait_for()
    await picture(khalid, "earnings", dark=True)


async def test_the_office_in_arabic(stage: Stage, enter: Enter) -> None:
    """Numbers, drivers, an invitation, prices: what the owner works with."""
    noura = await enter("noura")
    await noura.get_by_test_id("taken").wait_for()
    await picture(noura, "office", dark=True)
    await noura.goto(f"{stage.address}/#/app/{stage.app_id}/office/drivers")
    await noura.get_by_test_id("make-invite").wait_for()
    await picture(noura, "drivers")
    await taps(noura, "make-invite")
    await noura.get_by_test_id("invite-code").wait_for()
    await picture(noura, "invitation")
    await noura.goto(f"{stage.address}/#/app/{stage.app_id}/office/tariff")
    await noura.get_by_test_id("publish").wait_for()
    await picture(noura, "tariff")


async def test_a_ride_in_english(stage: Stage, enter: Enter) -> None:
    """Once more from left to right, up to the car at the door, and cancelled for nothing."""
    faris = await stage.person("faris")
    await faris.enter()
    middle = {"point": {"lat_e7": 245_000_000, "lng_e7": 470_000_000}, "name_ar": "الوسط", "name_en": "Centre"}
    await faris.touch("duty", fields={"place": middle})
    sara = await enter("sara", lang="en")
    await picks(sara, "start", "museum", "Museum")
    await picks(sara, "end", "library", "Library")
    await taps(sara, "order")
    await approves(sara)
    await sara.get_by_text("Looking for a driver").first.wait_for()
    await faris.enter()
    for _ in range(8):
        if faris.has_seen("accept"):
            break
        await stage.later(seconds=20)
        await faris.enter()
    await faris.touch("accept")
    await sara.get_by_text("Your driver is on the way").first.wait_for()
    assert await sara.locator("html[dir=ltr]").count() == 1
    await picture(sara, "english")
    await taps(sara, "cancel")
    await sara.get_by_test_id("question-yes").click()
    await sara.get_by_text("all that was put aside is yours again").first.wait_for()


@pytest.mark.parametrize(("username", "path"), [("hind", "/"), ("khalid", "/earnings"), ("noura", "/office/tariff")])
async def test_axe_and_the_smallest_phone(enter: Enter, axe_source: str, username: str, path: str) -> None:
    page = await enter(username, path)
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await complaints(page, axe_source) == []
    for check in ("overflow", "clipped", "small"):
        assert await page.evaluate(f"majlisLayout.{check}()") == [], check
