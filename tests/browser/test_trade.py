"""What a person does to the components of a trade, by finger and by key in both directions; what the app then hears."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from tests.browser.looks import stop_time
from tests.browser.wire import Frame, Wire, failed, patch, screen
from tests.support.packages import ICON
from tests.support.waiting import becomes

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)  # A Tuesday; noon in Riyadh.
NOW_MS = int(NOW.timestamp() * 1_000)
HOUR_MS = 3_600_000
Open = Callable[..., Awaitable[Any]]


@pytest_asyncio.fixture(loop_scope="module")
async def wire() -> AsyncIterator[Wire]:
    yield Wire()


@pytest_asyncio.fixture(loop_scope="module")
async def opened(new_page: Any, wire: Wire, web_url: str) -> Open:
    """Opens a screen of these nodes on a phone whose clock stands at noon of a Tuesday."""

    async def open_screen(*nodes: list[Any], lang: str = "ar", **options: Any) -> Any:
        page = await new_page(**options)
        await page.clock.install(time=NOW)
        await page.add_init_script(
            f"localStorage.setItem('majlis.prefs', JSON.stringify({{lang: '{lang}', langChosen: true}}))"
        )
        await wire.attach(page)
        kids = {f"s.{n}": node for n, node in enumerate(nodes)}
        await wire.open_app(page, web_url, {"s": ["Screen", {"title": "x"}, list(kids)], **kids})
        return page

    return open_screen


def date_picker(**props: Any) -> list[Any]:
    given = {"name": "day", "label": "اليوم", "min": "2026-11-20", "max": "2027-02-10", "closed": ["2026-11-27"]}
    return ["DatePicker", {**given, "test_id": "day", "on": ["change"], **props}, []]


async def chosen(wire: Wire, count: int = 1) -> Any:
    return (await wire.hear(lambda frame: frame["k"] == "ev" and frame["on"] == "change", count))["value"]


async def focused_day(page: Any) -> str:
    return str(await page.evaluate("document.activeElement.dataset.day ?? ''"))


@pytest.mark.parametrize(
    ("lang", "onward", "back"), [("ar", "ArrowLeft", "ArrowRight"), ("en", "ArrowRight", "ArrowLeft")]
)
async def test_a_day_is_found_by_keys_in_the_direction_of_the_page(
    opened: Open, wire: Wire, lang: str, onward: str, back: str
) -> None:
    """The arrow that points to tomorrow goes to tomorrow: in Arabic that is the left one."""
    page = await opened(date_picker(), lang=lang)
    await page.locator("[data-day='2026-11-24']").focus()
    for key, day in (
        (onward, "2026-11-25"), (back, "2026-11-24"), (back, "2026-11-23"), ("ArrowDown", "2026-11-30"),
        ("ArrowDown", "2026-12-07"), ("ArrowUp", "2026-11-30"), ("Home", "2026-11-29"), ("End", "2026-12-05"),
        ("PageUp", "2026-11-20"), ("PageDown", "2026-12-20"), ("Shift+PageDown", "2027-02-10"),
    ):  # fmt: skip
        await page.keyboard.press(key)
        await becomes(lambda: focused_day(page), day)
    assert await page.locator("[data-day][tabindex='0']").count() == 1
    await page.keyboard.press("Enter")
    assert await chosen(wire) == "2027-02-10"
    # It folds up, and the finger is on the field that says the day.
    await becomes(lambda: page.evaluate("document.activeElement.name"), "day")
    assert await page.get_by_role("grid").count() == 0


async def test_a_closed_day_can_be_reached_and_not_chosen(opened: Open, wire: Wire) -> None:
    page = await opened(date_picker())
    closed = page.locator("[data-day='2026-11-27']")
    assert "مغلق" in (await closed.get_attribute("aria-label") or "")
    await closed.focus()
    await page.keyboard.press("Enter")
    await page.locator("[data-day='2026-11-19']").click(force=True)  # Before the first day there is.
    await page.locator("[data-day='2026-11-28']").click()
    assert await chosen(wire) == "2026-11-28"
    assert len([frame for frame in wire.frames if frame["k"] == "ev"]) == 1


async def test_a_day_is_shown_in_the_calendar_of_the_app_or_the_user_and_sent_in_one(opened: Open, wire: Wire) -> None:
    """Ramadan begins where Umm al-Qura has it; the app gets the same date whoever looks."""
    page = await opened(date_picker(calendar="hijri", min="2027-01-01", max="2027-03-30", value="2027-02-01"))
    face = page.locator("button[name=day]")
    await face.get_by_text("24 شعبان 1448 هـ").wait_for()
    await face.get_by_text("1 فبراير 2027").wait_for()
    await face.click()
    await page.get_by_text("شعبان 1448 هـ", exact=True).wait_for()
    await page.get_by_role("button", name="الشهر التالي").click()
    await page.get_by_text("رمضان 1448 هـ", exact=True).wait_for()
    await page.locator(".month-day", has_text="1").first.click()
    assert await chosen(wire) == "2027-02-08"


async def test_a_refused_day_says_why_below_it(opened: Open, wire: Wire) -> None:
    page = await opened(date_picker())
    await page.locator("[data-day='2026-11-25']").click()
    event = await wire.hear_kind("ev")
    wire.say(failed(event["seq"], "EVENT_INVALID", "invalid_argument", field="day", why="date_closed"))
    await page.get_by_text("هذا اليوم مغلق. اختر يومًا آخر.").wait_for()


def slots(**props: Any) -> list[Any]:
    at = NOW_MS + HOUR_MS
    given = [
        {"id": "one", "at": at},
        {"id": "two", "at": at + HOUR_MS, "left": 0},
        {"id": "three", "at": at + 2 * HOUR_MS, "left": 2},
    ]
    shown = {
        "name": "slot",
        "label": "الموعد",
        "zone": "Asia/Riyadh",
        "slots": given,
        "test_id": "slot",
        "on": ["change"],
    }
    return ["TimeSlots", {**shown, **props}, []]


async def test_a_slot_is_on_the_clock_of_its_place_and_a_full_one_cannot_be_taken(opened: Open, wire: Wire) -> None:
    """Somebody in London books a clinic in Riyadh: one o'clock is one o'clock there."""
    page = await opened(slots(), timezone_id="Europe/London")
    await page.get_by_text("الأوقات هنا بتوقيت \u2068الرياض\u2069.").wait_for()
    await page.get_by_role("radio", name="1:00 م").wait_for()
    full = page.get_by_role("radio", name="2:00 م")
    assert await full.is_disabled()
    await page.locator(".slot", has_text="3:00").click()
    assert await chosen(wire) == "three"
    await page.get_by_text("بقي مكانان").wait_for()


async def test_at_home_nothing_is_said_of_zones(opened: Open) -> None:
    page = await opened(slots())
    await page.get_by_role("radio", name="1:00 م").wait_for()
    assert await page.get_by_text("بتوقيت").count() == 0


async def test_many_days_are_looked_at_one_by_one(opened: Open, wire: Wire) -> None:
    """The first with room is open; the hour that comes twice says which one it is."""
    day_ms = 24 * HOUR_MS
    cairo = int(datetime(2026, 10, 29, 20, 30, tzinfo=UTC).timestamp() * 1_000)  # 23:30, and an hour later again.
    given = [
        {"id": "gone", "at": cairo - day_ms, "left": 0},
        {"id": "first", "at": cairo},
        {"id": "again", "at": cairo + HOUR_MS},
        {"id": "later", "at": cairo + 3 * day_ms},
    ]
    page = await opened(slots(slots=given, zone="Africa/Cairo"))
    days = page.locator(".day-button")
    await days.nth(2).wait_for()
    assert await days.count() == 3
    assert await days.nth(1).get_attribute("aria-pressed") == "true"
    assert [await one.inner_text() for one in await page.locator(".slot-offset").all()] == [" غرينتش+3", " غرينتش+2"]
    await days.nth(2).click()
    await page.locator(".slot").click()
    assert await chosen(wire) == "later"


async def test_stars_are_given_by_key_and_by_finger(opened: Open, wire: Wire) -> None:
    rating = ["Rating", {"name": "stars", "label": "رأيك", "on": ["change"]}, []]
    page = await opened(rating)
    await page.get_by_role("radio", name=re.compile("^\u2068?4\u2069? نجوم$")).check()
    assert await chosen(wire) == 4
    await page.get_by_text("جيد جدًا").wait_for()
    wire.say(patch((await wire.hear_kind("ev"))["seq"], [["p", "s.0", {"value": 4}, []]]))
    await page.keyboard.press("ArrowDown")
    assert await chosen(wire, 2) == 5


def countdown(seconds: int) -> list[Any]:
    return [
        "Countdown",
        {"until": NOW_MS + seconds * 1_000, "label": "اقبل خلال", "test_id": "left", "on": ["expire"]},
        [],
    ]


async def test_a_countdown_says_once_that_it_ended(opened: Open, wire: Wire) -> None:
    """To the person and to the app; what had ended before the screen was drawn tells nobody anything new."""
    page = await opened(countdown(90), countdown(-5))
    await stop_time(page)
    timer = page.get_by_role("timer").first
    for _ in range(3):
        await page.clock.run_for(2_000)
        left = math.ceil((NOW_MS + 90_000 - await page.evaluate("Date.now()")) / 1_000)
        await becomes(timer.inner_text, f"1:{left - 60:02}")
    for _ in range(17):
        await page.clock.run_for(5_000)  # In steps, so that the link has its answers in time.
    await becomes(timer.inner_text, "انتهى الوقت")
    event = await wire.hear_kind("ev")
    assert (event["id"], event["on"], "value" in event) == ("s.0", "expire", False)
    wire.say(patch(event["seq"], []))
    await page.clock.run_for(5_000)
    assert len([frame for frame in wire.frames if frame["k"] == "ev"]) == 1
    assert [text for text in await page.get_by_role("status").all_inner_texts() if text] == ["اقبل خلال: انتهى الوقت"]


OPTIONS = [{"id": each, "text": each} for each in ("rice", "grill", "sweets")]


@pytest.mark.parametrize(("lang", "onward"), [("ar", "ArrowLeft"), ("en", "ArrowRight")])
async def test_tabs_are_turned_by_keys_and_only_one_is_in_the_tab_order(
    opened: Open, wire: Wire, lang: str, onward: str
) -> None:
    node = [
        "Choice",
        {"name": "part", "label": "القائمة", "options": OPTIONS, "value": "rice", "display": "tabs", "on": ["change"]},
        [],
    ]
    page = await opened(node, lang=lang)
    await page.get_by_role("tab", name="rice").focus()
    await page.keyboard.press(onward)
    assert await chosen(wire) == "grill"
    await page.keyboard.press("End")
    await becomes(lambda: page.evaluate("document.activeElement.innerText"), "sweets")
    assert await page.locator("[role=tab][tabindex='0']").count() == 1
    assert await page.get_by_role("tab", selected=True).inner_text() == "sweets"


async def test_a_dropdown_sends_what_is_picked(opened: Open, wire: Wire) -> None:
    node = [
        "Choice",
        {"name": "part", "label": "القائمة", "options": OPTIONS, "display": "dropdown", "on": ["change"]},
        [],
    ]
    page = await opened(node)
    await page.get_by_label("القائمة").select_option("sweets")
    assert await chosen(wire) == "sweets"


async def test_a_picture_is_asked_for_once_a_version_and_kept(opened: Open, wire: Wire) -> None:
    """Three places show it, and the page is opened again: the host is asked one time."""
    wire.answers["GetAsset"] = lambda request: {
        "content": base64.b64encode(ICON).decode(),
        "media_type": "image/svg+xml",
    }
    image = ["Image", {"src": "assets/kabsa.svg", "label": "كبسة"}, []]
    page = await opened(image, ["Card", {"title": "x", "image": "assets/kabsa.svg"}, []], image)
    picture = page.get_by_role("img", name="كبسة").first
    await becomes(lambda: picture.evaluate("image => image.complete && image.naturalWidth > 0"), True)
    await becomes(lambda: page.evaluate("caches.open('majlis-assets').then(c => c.keys()).then(k => k.length)"), 1)
    nodes = {"s": ["Screen", {"title": "x"}, ["s.0"]], "s.0": image}
    wire.frames.clear()
    await page.reload()
    again = await wire.hear_kind("open")
    wire.say(screen(nodes, seq=again["seq"], path=again["path"]))
    await becomes(lambda: page.get_by_role("img", name="كبسة").evaluate("image => image.naturalWidth > 0"), True)
    asked = [request for method, request in wire.calls if method == "GetAsset"]
    assert asked == [{"app_id": "org.majlis.polls", "version_id": "ver_1", "path": "assets/kabsa.svg"}]


async def test_a_picture_that_is_gone_still_says_what_it_showed(opened: Open, wire: Wire) -> None:
    wire.answers["GetAsset"] = (404, {"code": "not_found", "message": "x", "details": []})
    page = await opened(["Image", {"src": "assets/gone.svg", "label": "كبسة", "on": ["press"], "test_id": "dish"}, []])
    await page.locator(".asset-broken").wait_for()
    await page.get_by_role("button", name="كبسة").click()
    frame: Frame = await wire.hear_kind("ev")
    assert (frame["id"], frame["on"]) == ("s.0", "press")
