"""A meal in real windows: guest, kitchen, courier, a shared table, the owner; Arabic first. Pictures are made of it.

`MAJLIS_PICTURES=docs/pictures pytest tests/browser/test_food.py` keeps them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from majlis_devkit.build import Artifact
from tests.browser import app_windows
from tests.browser.app_windows import Enter, approves, entering, goes, says
from tests.browser.conftest import DIST, missing
from tests.browser.looks import complaints
from tests.support.stage import Stage, on_stage

SCOPES = ("profile.name", "wallet.order", "wallet.payee", "places.position", "messages.send")
SHAM = "sham"  # The example that never closes.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
picture = partial(app_windows.picture, "food")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[Stage]:
    """The example kitchens, a cook at one of them, a courier who is not on duty yet, and guests with money."""
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    async with on_stage(tmp_path_factory.mktemp("food"), runner_artifact, "food") as made:
        noura = await made.owner()
        await noura.enter()
        await noura.touch("start-with-examples")
        for name, called, button in (("hind", "هند", f"invite-{SHAM}"), ("salem", "سالم", "invite-courier")):
            await noura.enter("/owner")
            await noura.touch(button)
            code = next(props["text"] for at, (_, props, _) in noura.screen.nodes.items() if at.endswith("invite-code"))
            person = await made.person(name, name=called, money=100_00)
            await person.enter(f"/join?code={code}")
            await person.touch("join", "submit", fields={})
        for name, called in (("mona", "منى"), ("badr", "بدر"), ("adam", "Adam")):
            guest = await made.person(name, name=called, money=500_00)
            await guest.enter("/door")
            where = {"point": {"lat_e7": 245_000_000, "lng_e7": 470_000_000}, "name_ar": "البيت", "name_en": "Home"}
            await guest.touch("door", "submit", fields={"door": where, "door_note": "الدور الثاني"})
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def enter(stage: Stage, new_page: Callable[..., Any]) -> Enter:
    """A window of somebody in the app."""
    return entering(stage, new_page, SCOPES)


async def taps(page: Any, words: str) -> None:
    """The button, item or card that says so."""
    await page.get_by_role("button").filter(has_text=words).first.click()


async def test_a_meal_in_arabic_in_three_windows(stage: Stage, enter: Enter) -> None:
    """Chosen, held, cooked, carried, handed over with the code, taken: by taps alone."""
    mona, salem = await enter("mona"), await enter("salem", "/courier")
    hind = await enter("hind", f"/kitchen?id={SHAM}")
    await says(hind, "لا طلبات الآن")
    await goes_on_duty(salem)
    await chooses(mona)
    await orders(mona)
    await cooks(mona, hind, salem)
    await carries(mona, salem)
    await afterwards(stage, mona, hind, salem)
    assert await mona.get_by_text("وصل").count()


async def goes_on_duty(salem: Any) -> None:
    await salem.get_by_test_id("at").click()
    await salem.get_by_test_id("place-query").fill("محطة")
    await salem.get_by_test_id("found-0").click()
    await salem.get_by_test_id("place-sheet").wait_for(state="detached")
    await salem.get_by_test_id("go-on-duty").click()
    await says(salem, "في الخدمة")


async def chooses(mona: Any) -> None:
    await says(mona, "بيت الشام")
    await picture(mona, "near-me", dark=True)
    await mona.get_by_role("searchbox").or_(mona.locator("[name=query]")).first.fill("شاورما")
    await says(mona, "شاورما دجاج")
    await picture(mona, "search")
    await taps(mona, "شاورما دجاج")
    await says(mona, "متبّل")
    await mona.locator("input[value=saj]").check(force=True)
    await mona.locator("input[value=garlic]").check(force=True)
    await picture(mona, "dish")
    await mona.get_by_test_id("add-dish").click()
    await says(mona, "مشاوي مشكّلة")
    await picture(mona, "menu", dark=True)
    await taps(mona, "مشاوي مشكّلة")
    await mona.get_by_test_id("add-dish").click()
    await mona.get_by_test_id("see-cart").click()


async def orders(mona: Any) -> None:
    await says(mona, "الحساب")
    await picture(mona, "cart", dark=True)
    await mona.get_by_test_id("send").click()
    await mona.get_by_test_id("order-pay-sheet").wait_for()
    await picture(mona, "hold")
    await approves(mona)
    await says(mona, "عند المطعم")
    await picture(mona, "placed")


async def cooks(mona: Any, hind: Any, salem: Any) -> None:
    await says(hind, "طلبات جديدة")
    await picture(hind, "kitchen", dark=True)
    await hind.locator("[data-testid^=accept-][data-testid$='-15']").click()
    await says(mona, "يُحضَّر")
    await salem.get_by_test_id("take-offer").wait_for()
    await picture(salem, "offer", dark=True)
    await salem.get_by_test_id("take-offer").click()
    await hind.locator("[data-testid^=ready-]").click()
    await salem.get_by_test_id("pick-up").click()


async def carries(mona: Any, salem: Any) -> None:
    await says(mona, "رمز الاستلام")
    await picture(mona, "on-the-way", dark=True)
    await picture(salem, "job")
    said = await mona.get_by_test_id("proof-code").inner_text()
    digits = "".join(sign for sign in said if sign.isdecimal())
    await salem.fill("input[name=proof]", digits)
    await salem.get_by_test_id("handed").click()
    await says(mona, "الإيصال")


async def afterwards(stage: Stage, mona: Any, hind: Any, salem: Any) -> None:
    await says(mona, "كيف كان؟")
    await picture(mona, "receipt", dark=True)
    await stage.later(seconds=2)
    await goes(salem, stage, "/courier/earned")
    await says(salem, "سبعة أيام")
    await picture(salem, "earnings")
    await goes(hind, stage, f"/kitchen/day?id={SHAM}")
    await says(hind, "نصيب المطبخ")
    await picture(hind, "day")
    await goes(hind, stage, f"/kitchen/menu?id={SHAM}")
    await says(hind, "نفد اليوم")
    await picture(hind, "stock")


async def test_a_shared_table_in_two_windows(stage: Stage, enter: Enter) -> None:
    """Mona starts it, Badr sits down by the link, both pay their own."""
    mona = await enter("mona", f"/place?id={SHAM}")
    await mona.get_by_test_id("order-together").click()
    await mona.get_by_test_id("add-dishes").wait_for()
    table = mona.url.partition("id=")[2]
    badr = await enter("badr", f"/group?id={table}")
    await badr.get_by_test_id("join-table").click()
    for page, dish in ((mona, "مشاوي مشكّلة"), (badr, "كنافة نابلسية")):
        await page.get_by_test_id("add-dishes").click()
        await taps(page, dish)
        await page.get_by_test_id("add-dish").click()
        await page.get_by_test_id("add-dishes").wait_for()
    await says(mona, "كنافة نابلسية")
    await picture(mona, "table", dark=True)
    await mona.get_by_test_id("lock-table").click()
    await mona.get_by_test_id("pay-part").click()
    await approves(mona)
    await badr.get_by_test_id("pay-part").wait_for()
    await picture(badr, "parts")
    await badr.get_by_test_id("pay-part").click()
    await approves(badr)
    await says(badr, "الطلب عند المطعم")


async def test_the_owners_page(stage: Stage, enter: Enter) -> None:
    noura = await enter("noura", "/owner")
    await says(noura, "بيت الشام")
    await picture(noura, "owner", dark=True)
    await noura.get_by_test_id("invite-courier").click()
    await noura.get_by_text("رمز الدعوة").first.or_(noura.get_by_text("دعوة إلى توصيل الطلبات")).first.wait_for()
    await picture(noura, "invitation")


async def test_once_in_english(stage: Stage, enter: Enter) -> None:
    """From left to right, up to the kitchen, and cancelled for nothing."""
    adam = await enter("adam", f"/dish?place={SHAM}&dish=mixed", lang="en")
    await adam.get_by_test_id("add-dish").click()
    await adam.get_by_test_id("see-cart").click()
    await adam.get_by_test_id("send").click()
    await approves(adam)
    await says(adam, "With the kitchen")
    assert await adam.locator("html[dir=ltr]").count() == 1
    await picture(adam, "english")
    await adam.get_by_test_id("cancel").click()
    await adam.get_by_test_id("question-yes").click()
    await says(adam, "Nothing was taken")


@pytest.mark.parametrize(
    ("username", "path"),
    [("mona", "/"), ("mona", "/place?id=sham"), ("mona", "/dish?place=sham&dish=shawarma"),
     ("hind", "/kitchen?id=sham"),
     ("salem", "/courier"), ("noura", "/owner")],
)  # fmt: skip
async def test_axe_and_the_smallest_phone(enter: Enter, axe_source: str, username: str, path: str) -> None:
    page = await enter(username, path)
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await complaints(page, axe_source) == []
    for check in ("overflow", "clipped", "small"):
        assert await page.evaluate(f"majlisLayout.{check}()") == [], check
