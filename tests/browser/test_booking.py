"""Bookings in real windows, guest and clinic, Arabic first; on the way the pictures of the main screens are made.

`MAJLIS_PICTURES=docs/pictures pytest tests/browser/test_booking.py` keeps them.
"""

from __future__ import annotations

import asyncio
import re
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
from tests.support.waiting import becomes

SCOPES = ("profile.name", "wallet.order", "wallet.payee", "messages.send")
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
picture = partial(app_windows.picture, "booking")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[Stage]:
    """Four places, and guests with money."""
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    async with on_stage(tmp_path_factory.mktemp("booking"), runner_artifact, "booking") as made:
        noura = await made.owner()
        await noura.enter()
        await noura.touch("start-with-examples")
        for name, called in (("hind", "هند الحربي"), ("badr", "بدر العنزي"), ("adam", "Adam Nasser")):
            await made.person(name, name=called, money=500_00)
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def enter(stage: Stage, new_page: Callable[..., Any]) -> Enter:
    """A window of somebody in the app."""
    return entering(stage, new_page, SCOPES)


async def presses(page: Any, words: str) -> None:
    await page.get_by_text(words).first.click()


async def test_a_visit_in_arabic_in_two_windows(stage: Stage, enter: Enter) -> None:
    """Find, hold, pay, come, rate: by taps alone; the clinic sees each step at once."""
    hind, noura = await enter("hind"), await enter("noura", "/day?place=shifa")
    await says(hind, "عيادات الشفاء")
    await picture(hind, "places", dark=True)
    await presses(hind, "عيادات الشفاء")
    await says(hind, "كشف أسنان")
    await picture(hind, "place")
    await presses(hind, "كشف أسنان")
    await hind.get_by_test_id("take").wait_for()
    await picture(hind, "times", dark=True)
    slot = hind.locator(".slots-times label").first
    await slot.click()
    await hind.get_by_test_id("take").click()
    await says(hind, "الموعد محجوز لك")
    await picture(hind, "confirm", dark=True)
    await hind.get_by_label("ذكّرني قبل الموعد").uncheck()  # A card would lie over the pictures.
    await hind.get_by_test_id("pay").click()
    await hind.get_by_test_id("order-pay-sheet").wait_for()
    await picture(hind, "deposit")
    await approves(hind)
    await says(hind, "أرِه عند الباب")
    await picture(hind, "booked", dark=True)
    booking = re.search(r"id=(\w+)", hind.url)
    assert booking is not None
    await goes(noura, stage, f"/visit?id={booking[1]}")
    await noura.get_by_test_id("arrived").wait_for()
    await picture(noura, "visit")
    await noura.get_by_test_id("arrived").click()
    await says(hind, "حضرت")
    await noura.get_by_test_id("done").click()
    await says(hind, "كيف كانت زيارتك؟")
    await says(hind, "أُخذ من العربون")
    await picture(hind, "rate")
    await goes(hind, stage, "/mine")
    await says(hind, "سابقًا")
    await picture(hind, "mine")


async def test_two_want_one_moment_and_one_is_told(stage: Stage, enter: Enter) -> None:
    hind, badr = await enter("hind", "/place?id=anaqa"), await enter("badr", "/place?id=anaqa")
    for page in (hind, badr):
        await presses(page, "قص شعر")
        await page.get_by_label("أبو سالم").check()
        await page.locator(".slots-times label").first.click()
    # At once: a moment that was taken leaves the other's screen within a second.
    await asyncio.gather(*(page.get_by_test_id("take").click() for page in (hind, badr)))
    lost = [page.get_by_text("سبقك غيرك إلى هذا الموعد") for page in (hind, badr)]
    await becomes(lambda: _shown(lost), 1)
    first, second = (badr, hind) if await lost[0].count() else (hind, badr)
    await says(first, "الموعد محجوز لك")
    await picture(second, "taken")


async def _shown(found: list[Any]) -> int:
    return sum([await each.count() for each in found])


async def test_the_places_own_pages_in_arabic(stage: Stage, enter: Enter) -> None:
    """The day, settings, hours, holidays, an invitation: what a provider works with."""
    zaki = await stage.person("zaki", name="زكي المطيري")
    await zaki.enter("/place?id=shifa")
    await zaki.touch("service-child")
    (slots,) = [props["slots"] for _, (kind, props, _) in zaki.screen.nodes.items() if kind == "TimeSlots"]
    await zaki.touch("moments", fields={"slot": slots[0]["id"]})
    await zaki.touch("pay", fields={"remind": False})
    noura = await enter("noura", "/day?place=shifa")
    await says(noura, "زكي المطيري")
    await picture(noura, "day", dark=True)
    for path, words, name in (
        ("/setup?id=shifa", "كشف أسنان", "setup"),
        ("/holidays?id=shifa", "عيد الفطر", "holidays"),
        ("/weekday?id=shifa.6", "الاستراحة من", "hours"),
        ("/scanned?place=shifa&said=scan-day", "ليس اليوم", "scanned"),
    ):
        await goes(noura, stage, path)
        await says(noura, words)
        await picture(noura, name)
    await goes(noura, stage, "/owner")
    await noura.get_by_test_id("invite-provider").click()
    await noura.get_by_test_id("invite-code").wait_for()
    await picture(noura, "invitation")


async def test_a_table_in_english(stage: Stage, enter: Enter) -> None:
    """From left to right, up to the deposit, and given back."""
    adam = await enter("adam", "/place?id=diwan", lang="en")
    await presses(adam, "A table")
    await adam.get_by_test_id("take").wait_for()
    assert await adam.locator("html[dir=ltr]").count() == 1
    await picture(adam, "english")
    await adam.locator(".slots-times label").first.click()
    await adam.get_by_test_id("take").click()
    await says(adam, "Held for you")
    await presses(adam, "Choose another time")
    await says(adam, "The time is free for others")


@pytest.mark.parametrize(
    ("username", "path"), [("hind", "/"), ("hind", "/place?id=abtal"), ("noura", "/day?place=diwan")]
)
async def test_axe_and_the_smallest_phone(enter: Enter, axe_source: str, username: str, path: str) -> None:
    page = await enter(username, path)
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await complaints(page, axe_source) == []
    for check in ("overflow", "clipped", "small"):
        assert await page.evaluate(f"majlisLayout.{check}()") == [], check
