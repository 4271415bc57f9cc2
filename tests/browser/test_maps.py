"""Maps and the picker of places in a real browser, with the real host and its made city behind them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from majlis_devkit.build import Artifact
from tests.browser.conftest import DIST, missing
from tests.browser.looks import at_rest, complaints
from tests.support.stage import Actor, Stage, on_stage
from tests.support.waiting import becomes

TRIP = Path(__file__).parents[1] / "support/wayfinders/trip"
PLACES = "majlis.places.v1.PlacesService"
PASSWORD = "a tent by the sea 7"
MIDDLE = {"latitude": 24.5, "longitude": 47.0}
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]
_seen = iter(range(1_000))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[Stage]:
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    async with on_stage(tmp_path_factory.mktemp("maps"), runner_artifact, TRIP) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def trip(stage: Stage, new_page: Callable[..., Any]) -> Callable[..., Any]:
    """A page of somebody new in the app at `path`; `options` are those of a browser's context."""

    async def enter(path: str = "/", *, lang: str = "ar", theme: str = "light", **options: Any) -> Any:
        page = await new_page(**options)
        page.set_default_timeout(30_000)
        name = f"rider{next(_seen)}"
        prefs = f"{{lang: '{lang}', langChosen: true, theme: '{theme}'}}"
        await page.add_init_script(f"localStorage.setItem('majlis.prefs', JSON.stringify({prefs}))")
        await page.emulate_media(reduced_motion="reduce")
        await page.goto(stage.address)
        await page.get_by_role("button", name="إنشاء حساب" if lang == "ar" else "Create").first.click()
        await page.fill("input[name=display_name]", name)
        await page.fill("input[name=username]", name)
        await page.fill("input[name=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await page.get_by_test_id("tab-apps").wait_for()
        await page.goto(f"{stage.address}/#/app/{stage.app_id}{path}")
        await page.get_by_test_id("screen").wait_for()
        return page

    return enter


async def drive(driver: Actor, lat_e7: int, lng_e7: int, heading_deg: int = 0) -> None:
    """What the driver's own device reports."""
    (share,) = (await driver.call(PLACES, "ListShares"))["shares"]
    point = {"lat_e7": lat_e7, "lng_e7": lng_e7}
    await driver.call(PLACES, "ReportPosition", share_id=share["share_id"], point=point, heading_deg=heading_deg)


async def search(page: Any, field: str, words: str) -> None:
    await page.get_by_test_id(field).click()
    await page.get_by_test_id("place-query").fill(words)


async def mark_at(page: Any, mark: str) -> tuple[float, float]:
    """Where a mark's own point is in the map's window."""
    x, y = await page.evaluate(
        "(id) => /translate\\(([-\\d.]+) ([-\\d.]+)\\)/.exec("
        "document.querySelector(`[data-mark=${id}]`).getAttribute('transform')).slice(1).map(Number)",
        mark,
    )
    return x, y


async def has_moved(page: Any, before: tuple[float, float]) -> bool:
    return abs((await mark_at(page, "car"))[0] - before[0]) > 20


async def test_a_place_is_found_by_arabic_words_and_reaches_the_app(trip: Callable[..., Any]) -> None:
    """Typed without hamza and with another letter, as people do."""
    page = await trip()
    await search(page, "start", "صيدليه")
    first = page.get_by_test_id("found-0").filter(has_text="صيدلية")
    await first.wait_for()
    assert "متر" in await first.inner_text() or "كم" in await first.inner_text()
    await first.click()
    await page.get_by_test_id("place-sheet").wait_for(state="detached")
    assert "صيدلية" in await page.get_by_test_id("start").inner_text()
    await search(page, "goal", "الدائري الاول")
    await page.get_by_test_id("found-0").filter(has_text="الدائري الأول").click()
    await page.get_by_test_id("go").click()
    await page.locator(".map-way").wait_for(state="attached")
    assert "طول الطريق" in await page.get_by_test_id("map-words").text_content()
    assert "صيدلية" in await page.get_by_test_id("start").inner_text(), "the app has it and shows it"


async def test_a_pin_is_put_on_the_map_and_the_host_names_the_spot(trip: Callable[..., Any]) -> None:
    page = await trip()
    await page.get_by_test_id("start").click()
    await page.get_by_test_id("place-pin").click()
    take = page.get_by_test_id("pin-take")
    await becomes(lambda: take.is_enabled(), True)
    before = await page.get_by_test_id("pin-address").inner_text()
    box = await page.get_by_test_id("place-sheet").get_by_test_id("map-canvas").bounding_box()
    await page.mouse.move(box["x"] + 200, box["y"] + 200)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 60, box["y"] + 90, steps=8)
    await page.mouse.up()
    address = page.get_by_test_id("pin-address")
    await page.wait_for_function(
        "(before) => ![before, 'نبحث عن العنوان…'].includes("
        "document.querySelector('[data-testid=pin-address]').textContent)", arg=before,
    )  # fmt: skip
    named = await address.inner_text()
    await take.click()
    assert named in await page.get_by_test_id("start").inner_text()


async def test_a_place_is_kept_as_work_and_the_app_gets_its_address_only(trip: Callable[..., Any]) -> None:
    page = await trip()
    await search(page, "start", "متحف")
    await page.get_by_test_id("found-0").filter(has_text="متحف").wait_for()
    await page.get_by_test_id("keep-0").click()
    await page.locator("input[value=work]").check()
    await page.get_by_test_id("keep-save").click()
    kept = page.get_by_test_id("kept-0")
    await kept.wait_for()
    assert "العمل" in await kept.inner_text()
    await kept.click()
    shown = await page.get_by_test_id("start").inner_text()
    assert "العمل" not in shown, "what I call it is mine"
    assert "متحف" not in shown
    await page.get_by_test_id("start").click()
    await page.get_by_test_id("forget-0").click()
    await page.get_by_test_id("kept-0").wait_for(state="detached")


async def test_where_i_am_is_asked_for_when_it_is_wanted(trip: Callable[..., Any]) -> None:
    page = await trip(geolocation=MIDDLE, permissions=["geolocation"])
    await page.get_by_test_id("start").click()
    await page.get_by_test_id("place-here").click()
    await page.get_by_test_id("place-sheet").wait_for(state="detached")
    assert "حي" in await page.get_by_test_id("start").inner_text()


async def test_outside_of_the_city_the_picker_says_so(trip: Callable[..., Any]) -> None:
    page = await trip(geolocation={"latitude": 30.0, "longitude": 31.2}, permissions=["geolocation"])
    await page.get_by_test_id("start").click()
    await page.get_by_test_id("place-here").click()
    assert "خارج خريطة المدينة" in await page.get_by_test_id("place-trouble").inner_text()


async def test_the_picker_works_by_keys_alone(trip: Callable[..., Any]) -> None:
    page = await trip()
    await page.get_by_test_id("start").focus()
    await page.keyboard.press("Enter")
    await page.get_by_test_id("place-query").focus()
    await page.keyboard.type("مسجد")
    await page.get_by_test_id("found-0").filter(has_text="مسجد").wait_for()
    await page.keyboard.press("ArrowDown")
    assert await page.evaluate("document.activeElement.dataset.testid") == "found-0"
    await page.keyboard.press("Enter")
    await page.get_by_test_id("place-sheet").wait_for(state="detached")
    assert "مسجد" in await page.get_by_test_id("start").inner_text()
    await becomes(lambda: page.evaluate("document.activeElement.dataset.testid"), "start")


async def test_a_tap_on_the_map_and_on_a_mark_reach_the_app(trip: Callable[..., Any]) -> None:
    page = await trip()
    canvas = page.get_by_test_id("map-canvas")
    await canvas.wait_for()
    await at_rest(page)
    await page.get_by_test_id("mark-door").click()
    await page.get_by_text("marker door").wait_for()
    await canvas.click(position={"x": 300, "y": 60})
    await page.get_by_text("point 24").wait_for()
    x, y = await mark_at(page, "me")
    await page.get_by_test_id("mark-me").focus()
    await page.keyboard.press("Enter")
    await page.get_by_text("marker me").wait_for()
    await canvas.focus()
    await page.keyboard.press("Enter")
    await page.get_by_text("point 24").wait_for()
    await page.keyboard.press("ArrowRight")
    await page.wait_for_function(
        f"() => !document.querySelector('[data-mark=me]').getAttribute('transform').includes('{x:.1f}')"
    )
    assert (await mark_at(page, "me"))[0] < x, "right is east, so what is there comes nearer from the right"
    assert (await mark_at(page, "me"))[1] == pytest.approx(y, abs=1)


async def test_a_car_moves_with_the_positions_that_are_shared(trip: Callable[..., Any], stage: Stage) -> None:
    """No event of the app runs; the mark goes where the device says, and words say how far that is."""
    page = await trip()
    await page.get_by_test_id("mark-car").wait_for()
    driver = await stage.person("driver")
    await driver.enter()
    await driver.touch("share")
    await drive(driver, 245_030_000, 470_030_000, 90)
    away = page.get_by_test_id("map-away")
    await away.wait_for()
    assert "السيارة أحمد على بعد" in (await away.inner_text()).replace("\u2068", "").replace("\u2069", "")
    far = await mark_at(page, "car")
    await drive(driver, 245_005_000, 470_005_000, 200)
    await becomes(lambda: has_moved(page, far), True)
    assert "rotate(200)" in str(await page.locator("[data-mark=car] .mark-turns").get_attribute("transform"))
    me, car = await mark_at(page, "me"), await mark_at(page, "car")
    assert car[0] > me[0], "it is east of me"
    assert car[1] < me[1], "and north"


async def test_an_old_position_says_how_old_it_is(trip: Callable[..., Any], stage: Stage) -> None:
    driver = await stage.person("driver")
    await driver.enter()
    await driver.touch("share")
    page = await trip()
    await page.get_by_test_id("mark-car").wait_for()
    await drive(driver, 245_010_000, 470_010_000)
    await page.get_by_test_id("map-away").wait_for()
    assert await page.locator(".mark-old").count() == 0
    await page.clock.install(time=time.time() + 40)
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await page.locator(".mark-old").wait_for(state="attached")
    assert "آخر ظهور قبل" in await page.get_by_test_id("mark-car").text_content()


async def test_geography_never_mirrors_but_controls_do(trip: Callable[..., Any]) -> None:
    seen: dict[str, Any] = {}
    for lang in ("ar", "en"):
        page = await trip(lang=lang)
        await page.get_by_test_id("mark-door").wait_for()
        await at_rest(page)
        controls = await page.locator(".map-controls").bounding_box()
        seen[lang] = (await mark_at(page, "door"), await mark_at(page, "me"), controls["x"] + controls["width"] / 2)
    assert seen["ar"][:2] == seen["en"][:2]
    assert seen["ar"][2] + seen["en"][2] == pytest.approx(390, abs=1)


async def test_a_map_of_elsewhere_says_so(trip: Callable[..., Any]) -> None:
    page = await trip("/far")
    await page.get_by_test_id("map-outside").wait_for()


async def test_a_code_is_typed_where_no_camera_reads_one(trip: Callable[..., Any]) -> None:
    page = await trip()
    await page.get_by_test_id("scan").click()
    await page.get_by_test_id("scan-text").fill("door:1042")
    await page.get_by_test_id("scan-go").click()
    await page.get_by_text("code door:1042").wait_for()


# A camera that looks at the page's own code, a little turned and away, as one holds a phone.
CAMERA = """navigator.mediaDevices.getUserMedia = async () => {
  const paper = Object.assign(document.createElement("canvas"), {width: 640, height: 480});
  const pen = paper.getContext("2d");
  const code = document.querySelector("[data-testid=qr]");
  const draw = () => {
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = "#b8b0a8";
    pen.fillRect(0, 0, 640, 480);
    pen.setTransform(9, 0.6, -0.6, 9, 200, 100);
    const side = code.viewBox.baseVal.width;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, side, side);
    pen.fillStyle = "#111";
    pen.fill(new Path2D(code.querySelector("path").getAttribute("d")));
    setTimeout(draw, 50);
  };
  draw();
  window.camera = paper.captureStream(10);
  return window.camera;
}"""


async def test_a_code_is_read_by_the_camera_without_the_browsers_own_reader(trip: Callable[..., Any]) -> None:
    page = await trip()
    assert await page.evaluate("'BarcodeDetector' in globalThis") is False
    await page.get_by_test_id("qr").wait_for()
    await page.evaluate(CAMERA)
    await page.get_by_test_id("scan").click()
    await page.get_by_text("code باب:1042").wait_for()
    assert await page.evaluate("window.camera.getTracks()[0].readyState") == "ended", "the camera is off again"


async def test_the_map_is_fetched_once_and_kept(trip: Callable[..., Any]) -> None:
    page = await trip()
    await page.locator(".map-street").first.wait_for(state="attached")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.reload()
    await page.locator(".map-street").first.wait_for(state="attached")
    assert any(url.endswith("GetCity") for url in asked)
    assert not any(url.endswith("GetMap") for url in asked)


@pytest.mark.parametrize(("lang", "theme"), [("ar", "light"), ("en", "dark")])
async def test_axe_and_the_smallest_phone(trip: Callable[..., Any], axe_source: str, lang: str, theme: str) -> None:
    page = await trip(lang=lang, theme=theme, viewport={"width": 320, "height": 640})
    await page.locator(".map-street").first.wait_for(state="attached")
    for step in ("start", "place-pin", "place-back"):
        assert await complaints(page, axe_source) == [], step
        for check in ("overflow", "clipped", "small"):
            assert await page.evaluate(f"majlisLayout.{check}()") == [], (step, check)
        await page.get_by_test_id(step).click()
    await at_rest(page)
    assert await complaints(page, axe_source) == []
