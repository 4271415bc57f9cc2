"""Chat in two real windows: what one does the other sees without a reload, and nothing is lost in a tunnel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from core.demo import PASSWORD
from majlis_devkit.build import Artifact
from tests.browser.conftest import DIST, missing
from tests.support.hosts import RunningHost, data_dir, whole_host

PATIENCE_MS = 30_000
QUESTION, CHANGED, ANSWER = "هل وصلتك الفاتورة؟", "هل وصلتك فاتورة البحر؟", "Yes, just now"
TUNNEL = ["أولى من النفق", "ثانية من النفق", "ثالثة من النفق"]

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]
NewPage = Callable[..., Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    folder = data_dir(tmp_path_factory.mktemp("chat"))
    async with whole_host(folder, runner_artifact, bakes=False) as running:
        yield running


async def chat_of(new_page: NewPage, host: RunningHost, username: str, other: str) -> Any:
    """A window of a demo person, at their conversation with somebody."""
    page = await new_page()
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(host.address)
    await page.fill("[data-testid=username]", username)
    await page.fill("[data-testid=password]", PASSWORD)
    await page.keyboard.press("Enter")
    row = page.get_by_test_id("chat-row").filter(has=page.locator(".chat-row-title", has_text=other))
    await row.first.click()
    await page.get_by_test_id("composer").wait_for()
    return page


async def write(page: Any, text: str) -> None:
    await page.fill("[data-testid=composer]", text)
    await page.get_by_test_id("send").click()


async def act_on(page: Any, text: str, act: str) -> None:
    """Opens the menu of the message with this text and taps an act in it."""
    await page.locator(".message", has_text=text).last.click(button="right")
    await page.get_by_test_id(f"act-{act}").click()


async def test_what_one_writes_changes_and_takes_back_the_other_sees(host: RunningHost, new_page: NewPage) -> None:
    layla = await chat_of(new_page, host, "layla", "عمر")
    omar = await chat_of(new_page, host, "omar", "ليلى")
    await omar.evaluate("window.notReloaded = true")

    await write(layla, QUESTION)
    await omar.locator(".message", has_text=QUESTION).wait_for()
    await layla.locator(".message", has_text=QUESTION).get_by_test_id("tick-read").wait_for()

    await omar.get_by_test_id("composer").press_sequentially(ANSWER)
    await layla.get_by_test_id("typing").wait_for()
    await omar.get_by_test_id("send").click()
    await layla.locator(".message", has_text=ANSWER).wait_for()

    await act_on(layla, QUESTION, "edit")
    await write(layla, CHANGED)
    await omar.locator(".message", has_text=CHANGED).wait_for()

    await omar.locator(".message", has_text=CHANGED).click(button="right")
    await omar.locator(".quick-emoji").first.click()
    await layla.locator(".message", has_text=CHANGED).locator(".reaction").wait_for()

    await act_on(layla, CHANGED, "recall")
    await layla.get_by_test_id("confirm-yes").click()
    await omar.locator(".recalled").wait_for()
    for words in (QUESTION, CHANGED):
        assert words not in await omar.evaluate("document.body.innerText")
    assert await omar.evaluate("window.notReloaded")


async def test_what_is_written_in_a_tunnel_arrives_once_and_in_order(host: RunningHost, new_page: NewPage) -> None:
    """Sends wait under their own ids, are kept for a reload, and leave nothing behind in the browser."""
    layla = await chat_of(new_page, host, "layla", "عمر")
    omar = await chat_of(new_page, host, "omar", "ليلى")
    await layla.context.set_offline(True)
    await layla.get_by_test_id("offline-bar").wait_for()
    for text in TUNNEL:
        await write(layla, text)
    assert await layla.get_by_test_id("outgoing").count() == len(TUNNEL)
    kept = await layla.evaluate("sessionStorage.getItem('majlis.chat.outgoing')")
    assert all(text in kept for text in TUNNEL)
    await layla.context.set_offline(False)
    await omar.locator(".message", has_text=TUNNEL[-1]).wait_for()
    said = await omar.locator(".message .written").all_inner_texts()
    assert [text for text in said if text in TUNNEL] == TUNNEL
    await layla.get_by_test_id("outgoing").first.wait_for(state="detached")
    assert await layla.evaluate("sessionStorage.getItem('majlis.chat.outgoing')") is None
