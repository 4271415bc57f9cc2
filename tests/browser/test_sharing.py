"""A shared position is told by the device it began on, shown on every page, and ends when the person says so."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.browser.looks import at_rest, complaints
from tests.browser.wire import APP, Frame, Wire, patch, refusal
from tests.support.waiting import becomes, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

RIDE, BUS = "shr_01k00000000000000000000001", "shr_01k00000000000000000000002"  # How often: tests/shares.test.ts.
THERE = {"latitude": 24.5001, "longitude": 47.0002}
EAST = {"lat_e7": 245_001_000, "lng_e7": 470_050_000}
NODES = {
    "s": ["Screen", {"title": "رحلة"}, ["s.k:go"]],
    "s.k:go": ["Button", {"text": "ابدأ", "test_id": "go", "on": ["press"]}, []],
}
TAXI = {"app_id": "org.majlis.taxi", "name_ar": "تكسي", "name_en": "Taxi", "scopes": []}
PALM_CITY = {
    "name_ar": "مدينة النخيل", "name_en": "Palm City", "center": {"lat_e7": 245_000_000, "lng_e7": 470_000_000},
    "made_from_ar": "مولَّدة", "made_from_en": "made", "map_version": "v1",
}  # fmt: skip


def share(share_id: str = RIDE, app_id: str = TAXI["app_id"], minutes: float = 90) -> Frame:
    return {"share_id": share_id, "app_id": app_id, "until_ms": str(int((time.time() + minutes * 60) * 1_000))}


class Shared(Wire):
    """A host whose shares the test holds in `now`; `told` are the reports that came."""

    def __init__(self) -> None:
        super().__init__()
        self.now: list[Frame] = []
        self.told: list[Frame] = []
        self.city_ends = False
        self.answers |= {
            "ListShares": lambda _: {"shares": self.now},
            "EndShare": self._end,
            "ReportPosition": self._report,
            "GetAddress": lambda _: self._address(),
            "GetCity": PALM_CITY,
            "GetApp": lambda asked: {"app": TAXI if asked["app_id"] == TAXI["app_id"] else APP},
        }

    def _end(self, asked: Frame) -> Frame:
        self.now = [each for each in self.now if each["share_id"] != asked["share_id"]]
        return {}

    def _report(self, asked: Frame) -> Any:
        if asked["share_id"] not in [each["share_id"] for each in self.now]:
            return 404, refusal("not_found", "SHARE_NOT_FOUND")
        self.told.append(asked)
        return {}

    def _address(self) -> Any:
        if self.city_ends:
            return 400, refusal("invalid_argument", "POINT_OUTSIDE_CITY", field="point")
        return {"address": {"text_ar": "شارع السوق 1", "text_en": "1 Market Street"}}


@pytest_asyncio.fixture(loop_scope="module")
async def wire() -> AsyncIterator[Shared]:
    yield Shared()


@pytest.fixture
def begin(new_page: Callable[..., Any], wire: Shared, web_url: str) -> Callable[..., Any]:
    """A page on which an app has just begun a share, of a device that says where it is."""

    async def open_page(*shares: Frame, allowed: bool = True, **options: Any) -> Any:
        may = {"permissions": ["geolocation"] if allowed else [], "geolocation": THERE}
        page = await new_page(**may, **options)
        await wire.attach(page)
        await wire.open_app(page, web_url, NODES)
        await until(lambda: any(method == "ListShares" for method, _ in wire.calls))
        await page.get_by_test_id("go").click()
        event = await wire.hear_kind("ev")
        wire.now = list(shares)
        wire.say(patch(event["seq"], [], effects=[{"shares": {}}]))
        if shares:
            await page.get_by_test_id("sharing").wait_for()
        return page

    return open_page


async def test_nothing_is_told_or_shown_before_an_app_shares(begin: Callable[..., Any], wire: Shared) -> None:
    page = await begin()
    assert await page.get_by_test_id("sharing").count() == 0
    assert wire.told == []


async def test_the_bar_says_with_whom_and_the_device_tells_where_it_is(begin: Callable[..., Any], wire: Shared) -> None:
    page = await begin(share())
    await until(lambda: len(wire.told) >= 1)
    assert wire.told[0]["point"] == {"lat_e7": 245_001_000, "lng_e7": 470_002_000}
    bar = page.get_by_test_id("sharing")
    await becomes(lambda: _has(bar, "تكسي", "من هذا الجهاز"), True)
    await page.context.set_geolocation({"latitude": 24.5001, "longitude": 47.0102})
    await until(lambda: wire.told[-1]["point"]["lng_e7"] == 470_102_000)
    assert wire.told[-1]["heading_deg"] == 90, "east, as it moved"


async def test_the_stop_button_ends_it_and_with_it_the_bar(begin: Callable[..., Any], wire: Shared) -> None:
    page = await begin(share())
    await page.get_by_test_id("sharing-stop").click()
    await page.get_by_text("توقفت مشاركة موقعك").wait_for()
    assert await page.get_by_test_id("sharing").count() == 0
    assert ("EndShare", {"share_id": RIDE}) in wire.calls


async def test_it_ends_on_the_page_when_the_host_says_it_has(begin: Callable[..., Any], wire: Shared) -> None:
    """The app stopped it from another phone, or the yes was taken back: the next report finds out."""
    page = await begin(share())
    await until(lambda: len(wire.told) >= 1)
    wire.now = []
    await page.context.set_geolocation({"latitude": 24.51, "longitude": 47})
    await page.get_by_test_id("sharing").wait_for(state="detached")


async def test_its_time_ends_it_without_a_word_from_the_host(begin: Callable[..., Any], wire: Shared) -> None:
    page = await begin(share(minutes=0.05))
    await page.get_by_test_id("sharing").wait_for(state="detached")


async def test_another_page_of_the_same_device_goes_on_telling(begin: Callable[..., Any], wire: Shared) -> None:
    page = await begin(share())
    await until(lambda: len(wire.told) >= 1)
    told = len(wire.told)
    await page.goto("about:blank")
    await page.go_back()
    await page.get_by_test_id("sharing").wait_for()
    await until(lambda: len(wire.told) > told)


async def test_another_device_shows_it_and_tells_nothing_until_asked(
    new_page: Callable[..., Any], wire: Shared, web_url: str
) -> None:
    """Two devices that both tell would make the car jump."""
    wire.now = [share()]
    page = await new_page(permissions=["geolocation"], geolocation=THERE)
    await wire.attach(page)
    await page.goto(f"{web_url}/index.html#/me")
    bar = page.get_by_test_id("sharing")
    await becomes(lambda: _has(bar, "من جهاز آخر"), True)
    assert wire.told == []
    await page.get_by_test_id("sharing-open").click()
    await page.get_by_test_id("share-from-here").click()
    await until(lambda: len(wire.told) >= 1)


async def test_who_is_elsewhere_in_the_world_may_put_themselves_on_the_map(
    begin: Callable[..., Any], wire: Shared
) -> None:
    """The made city is nowhere: every real device is outside of it."""
    wire.city_ends = True
    wire.answers["FindPlaces"] = {"places": [{
        "place_id": "plc_cafe_1", "kind": "PLACE_KIND_CAFE", "name_ar": "مقهى الأمل", "name_en": "Hope Café",
        "point": EAST, "address": {"text_ar": "شارع البحر 4", "text_en": "4 Sea Street", "point": EAST}, "away_m": 90,
    }]}  # fmt: skip
    page = await begin(share())
    bar = page.get_by_test_id("sharing")
    await becomes(lambda: _has(bar, "أنت خارج", "مدينة النخيل"), True)
    assert wire.told == []
    await page.get_by_test_id("sharing-open").click()
    await page.get_by_test_id("share-by-hand").click()
    await page.get_by_text("مقهى الأمل").first.click()
    await until(lambda: [each["point"] for each in wire.told][-1:] == [EAST])
    await becomes(lambda: _has(bar, "من مكان عيّنته أنت"), True)


async def test_who_says_no_to_the_browser_is_told_that_nothing_arrives(begin: Callable[..., Any], wire: Shared) -> None:
    page = await begin(share(), allowed=False)
    await becomes(lambda: _has(page.get_by_test_id("sharing"), "فلا يصل شيء"), True)
    assert wire.told == []


async def test_two_shares_are_listed_and_each_ends_alone(begin: Callable[..., Any], wire: Shared) -> None:
    page = await begin(share(), share(BUS, APP["app_id"]))
    await until(lambda: {each["share_id"] for each in wire.told} == {RIDE, BUS})
    bar = page.get_by_test_id("sharing")
    await becomes(lambda: _has(bar, "تطبيقين"), True)
    await page.get_by_test_id("sharing-open").click()
    await page.get_by_test_id("share-sheet").get_by_test_id(f"share-end-{TAXI['app_id']}").click()
    await becomes(lambda: _has(bar, "استطلاعات"), True)
    assert [each["share_id"] for each in wire.now] == [BUS]


async def test_the_page_of_permissions_lists_it_too(begin: Callable[..., Any], wire: Shared, web_url: str) -> None:
    page = await begin(share())
    await page.goto(f"{web_url}/index.html#/me/privacy")
    await page.get_by_text("من يعرف موقعك الآن").wait_for()
    await page.locator("main").get_by_test_id(f"share-end-{TAXI['app_id']}").click()
    await page.get_by_test_id("sharing").wait_for(state="detached")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_stands_above_every_page_and_covers_nothing(
    begin: Callable[..., Any], wire: Shared, theme: str, tmp_path: Path, web_url: str
) -> None:
    page = await begin(share(), color_scheme=theme)
    await until(lambda: len(wire.told) >= 1)
    await becomes(lambda: _has(page.get_by_test_id("sharing"), "من هذا الجهاز"), True)
    for name, where in {"app": None, "apps": "#/apps", "me": "#/me"}.items():
        if where:
            await page.goto(f"{web_url}/index.html{where}")
            await page.get_by_test_id("tab-apps").wait_for()
        await at_rest(page)
        bar = await page.get_by_test_id("sharing").bounding_box()
        below = await page.locator(".stage, .frame").bounding_box()
        assert bar["y"] == 0
        assert below["y"] == bar["y"] + bar["height"]
        assert below["y"] + below["height"] <= 844 + 0.5
        await page.screenshot(path=tmp_path / f"{name}-{theme}.png")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_sheet_has_no_fault_a_reader_of_it_would_stumble_over(
    begin: Callable[..., Any], wire: Shared, theme: str, tmp_path: Path, axe_source: str
) -> None:
    wire.city_ends = True
    page = await begin(share(), share(BUS, APP["app_id"]), color_scheme=theme)
    await becomes(lambda: _has(page.get_by_test_id("sharing"), "أنت خارج"), True)
    assert await complaints(page, axe_source) == []
    await page.screenshot(path=tmp_path / f"outside-{theme}.png")
    await page.get_by_test_id("sharing-open").click()
    await page.get_by_test_id("share-sheet").wait_for()
    assert await complaints(page, axe_source) == []
    await page.screenshot(path=tmp_path / f"sheet-{theme}.png")


async def test_the_bar_fits_a_small_phone(begin: Callable[..., Any], wire: Shared, tmp_path: Path) -> None:
    page = await begin(share(), viewport={"width": 320, "height": 640})
    await until(lambda: len(wire.told) >= 1)
    await at_rest(page)
    bar = await page.get_by_test_id("sharing").bounding_box()
    assert bar["width"] <= 320
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    stop = await page.get_by_test_id("sharing-stop").bounding_box()
    assert stop["height"] >= 44
    await page.screenshot(path=tmp_path / "small.png")


async def _has(where: Any, *words: str) -> bool:
    text = await where.inner_text()
    return all(word in text for word in words)
