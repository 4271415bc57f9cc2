"""Every component in both languages and both colours: nothing sticks out, is cut off, or stands on the wrong side."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.looks import at_rest, complaints
from tests.support.waiting import becomes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]

STORIES = ("words", "layout", "fields", "poll", "places", "order", "way", "booking", "choices")
SHEETS = ("menu", "about", "permissions", "consent", "question")
SIGHTS = [f"story={story}" for story in STORIES] + [f"story=poll&sheet={sheet}" for sheet in SHEETS]
LOOKS = [("ar", "light"), ("ar", "dark"), ("en", "light"), ("en", "dark")]
SMALLEST_PHONE = {"width": 320, "height": 640}


async def show(page: Any, gallery_url: str, query: str) -> None:
    """Opens a sight of the gallery, fonts loaded and everything that moves at rest."""
    await page.emulate_media(reduced_motion="reduce")
    await page.goto(f"{gallery_url}?{query}")
    await page.get_by_test_id("screen").wait_for()
    await at_rest(page)


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
async def test_nothing_sticks_out_or_is_cut_off_on_the_smallest_phone(
    new_page: Any, gallery_url: str, lang: str, theme: str
) -> None:
    """320 pixels are what 1280 are at 400 % zoom (WCAG 1.4.10)."""
    page = await new_page(viewport=SMALLEST_PHONE)
    for sight in SIGHTS:
        await show(page, gallery_url, f"{sight}&lang={lang}&theme={theme}")
        assert await page.evaluate("majlisLayout.overflow()") == [], sight
        assert await page.evaluate("majlisLayout.clipped()") == [], sight
        assert await page.evaluate("majlisLayout.small()") == [], sight


@pytest.mark.parametrize("lang", ["ar", "en"])
async def test_double_text_size_still_fits(new_page: Any, gallery_url: str, lang: str) -> None:
    """Users who need large letters set 200 %; the page reflows instead of cutting."""
    page = await new_page(viewport=SMALLEST_PHONE)
    for story in STORIES:
        await show(page, gallery_url, f"story={story}&lang={lang}")
        await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        await at_rest(page)
        assert await page.evaluate("majlisLayout.overflow()") == [], story


@pytest.mark.parametrize("sight", SIGHTS)
async def test_a_right_to_left_page_is_the_exact_mirror_image(new_page: Any, gallery_url: str, sight: str) -> None:
    """The same words in both directions: every box must satisfy x' = W - x - w. One margin-left breaks it."""
    boxes = {}
    page = await new_page()
    for direction in ("ltr", "rtl"):
        await show(page, gallery_url, f"{sight}&lang=en&dir={direction}&back=1")
        boxes[direction] = await page.evaluate("majlisLayout.boxes()")
    width = await page.evaluate("majlisLayout.width()")
    assert [box[0] for box in boxes["ltr"]] == [box[0] for box in boxes["rtl"]]
    for (name, x, y, w, h), (_, mirrored_x, mirrored_y, mirrored_w, mirrored_h) in zip(
        boxes["ltr"], boxes["rtl"], strict=True
    ):
        expected = (width - x - w, y, w, h)
        assert (mirrored_x, mirrored_y, mirrored_w, mirrored_h) == pytest.approx(expected, abs=1.0), name


async def test_the_mirror_check_sees_a_planted_margin(new_page: Any, gallery_url: str) -> None:
    """A check that never fails proves nothing."""
    page = await new_page()
    await show(page, gallery_url, "story=words&lang=en&dir=rtl")
    before = await page.evaluate("majlisLayout.boxes()")
    await page.evaluate("document.querySelector('.text').style.setProperty('margin-left', '12px')")
    assert await page.evaluate("majlisLayout.boxes()") != before


@pytest.mark.parametrize(("lang", "theme"), [("ar", "light"), ("ar", "dark"), ("en", "light")])
async def test_axe_finds_nothing(new_page: Any, gallery_url: str, axe_source: str, lang: str, theme: str) -> None:
    """Roles, names and contrast of every component, sheets included."""
    page = await new_page()
    for sight in SIGHTS:
        await show(page, gallery_url, f"{sight}&lang={lang}&theme={theme}")
        assert await complaints(page, axe_source) == [], sight


async def test_a_sheet_keeps_the_focus_and_gives_it_back(new_page: Any, gallery_url: str) -> None:
    """Tab never reaches what lies under a sheet, Escape closes it, and the finger is where it was."""
    page = await new_page()
    await show(page, gallery_url, "story=poll&lang=ar")
    await page.get_by_test_id("capsule-more").click()
    await page.get_by_test_id("menu-sheet").wait_for()
    for _ in range(8):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.closest('.sheet') !== null")
    await page.keyboard.press("Escape")
    await page.get_by_test_id("menu-sheet").wait_for(state="detached")
    await becomes(lambda: page.evaluate("document.activeElement.dataset.testid"), "capsule-more")


async def test_arguments_never_change_the_order_of_a_sentence(new_page: Any, gallery_url: str) -> None:
    """An order number keeps its # on its own side, in a sentence of the other direction."""
    page = await new_page()
    await show(page, gallery_url, "story=words&lang=ar")
    text = await page.locator(".text").nth(5).inner_text()
    assert "\u2066#A-1042\u2069" in text
    assert "\u2068Omar عمر\u2069" in text
