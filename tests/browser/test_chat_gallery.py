"""Chat's screens with long, hostile and two-directional words: nothing sticks out, and 10,000 messages are smooth."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.looks import at_rest, complaints
from tests.support.waiting import becomes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]

STORIES = ("chats", "new", "thread", "team", "hostile", "waiting", "money", "gifts")
ROWS_DRAWN_MAX = 80


async def show(page: Any, gallery_url: str, query: str) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await page.goto(f"{gallery_url}?{query}")
    await page.locator(".chat-row, .message, .row").first.wait_for()
    await at_rest(page)


@pytest.mark.parametrize("lang", ["ar", "en"])
async def test_nothing_sticks_out_of_the_smallest_phone(new_page: Any, gallery_url: str, lang: str) -> None:
    """Words without spaces, towers of marks and names of another direction stay inside their bubbles."""
    page = await new_page(viewport={"width": 320, "height": 640})
    for story in STORIES:
        await show(page, gallery_url, f"story={story}&lang={lang}")
        assert await page.evaluate("majlisLayout.overflow()") == [], story


@pytest.mark.parametrize(("lang", "theme"), [("ar", "light"), ("ar", "dark"), ("en", "light")])
async def test_axe_finds_nothing(new_page: Any, gallery_url: str, axe_source: str, lang: str, theme: str) -> None:
    """Roles, names and contrast of the list, of messages and of what waits to be sent."""
    page = await new_page()
    for story in STORIES:
        await show(page, gallery_url, f"story={story}&lang={lang}&theme={theme}")
        assert await complaints(page, axe_source) == [], story


async def test_ten_thousand_messages_keep_the_page_small_and_the_reader_in_place(
    new_page: Any, gallery_url: str
) -> None:
    """Only what is near the screen exists; older pages come in above without moving what is read."""
    page = await new_page()
    await show(page, gallery_url, "story=thread&lang=ar")
    await page.get_by_test_id("message-10000").wait_for()

    async def scrolled_far_back() -> bool:
        await page.get_by_test_id("messages").evaluate("box => { box.scrollTop = 0 }")
        await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert await page.locator(".virtual-row").count() <= ROWS_DRAWN_MAX
        held = await page.evaluate("majlisChat.state.value.threads.get('conv_layla').held")
        assert len(held) == 1
        return bool(held[0]["from"] < 8_500)

    await becomes(scrolled_far_back, True)  # Pages come in as one scrolls.
    await page.get_by_test_id("to-end").click()
    await page.get_by_test_id("message-10000").wait_for()


async def test_a_jump_far_back_shows_that_message_and_no_hidden_gap(new_page: Any, gallery_url: str) -> None:
    """What is shown around it is one stretch; the newest is one tap away."""
    page = await new_page()
    await show(page, gallery_url, "story=thread&lang=ar&at=5000")
    await page.get_by_test_id("message-5000").wait_for()
    await page.get_by_test_id("message-10000").wait_for(state="detached")
    seqs = await page.locator(".message").evaluate_all("all => all.map(one => Number(one.dataset.seq))")
    assert seqs == list(range(seqs[0], seqs[-1] + 1))
    await page.get_by_test_id("to-end").click()
    await page.get_by_test_id("message-10000").wait_for()
