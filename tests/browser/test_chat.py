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
from tests.support.waiting import becomes

PATIENCE_MS = 30_000
EVERYTHING = "document.documentElement.outerHTML + JSON.stringify([{...sessionStorage}, {...localStorage}])"
QUESTION, CHANGED, ANSWER = "هل وصلتك الفاتورة؟", "هل وصلتك فاتورة البحر؟", "Yes, just now"
TUNNEL = ["أولى من النفق", "ثانية من النفق", "ثالثة من النفق"]
GROUP, CALL, REST = "رحلة الجمعة", "لا تنس المظلة الكبيرة", "من يأتي بالماء؟"

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
    for words in (QUESTION, CHANGED):  # Neither on the page nor kept by the browser.
        await becomes(lambda words=words: omar.evaluate(f"words => ({EVERYTHING}).includes(words)", words), False)  # type: ignore[misc]
    assert await omar.evaluate("window.notReloaded")


async def test_what_is_written_in_a_tunnel_arrives_once_and_in_order(host: RunningHost, new_page: NewPage) -> None:
    """Sends wait under their own ids, are kept for a reload, and leave nothing behind in the browser."""
    layla = await chat_of(new_page, host, "layla", "عمر")
    omar = await chat_of(new_page, host, "omar", "ليلى")
    await layla.context.set_offline(True)
    await layla.get_by_test_id("offline-bar").wait_for()
    for text in TUNNEL:
        await write(layla, text)
    await becomes(layla.get_by_test_id("outgoing").count, len(TUNNEL))
    kept = "all => all.every(one => sessionStorage.getItem('majlis.chat.outgoing')?.includes(one))"
    await becomes(lambda: layla.evaluate(kept, TUNNEL), True)
    await layla.context.set_offline(False)
    await omar.locator(".message", has_text=TUNNEL[-1]).wait_for()
    said = await omar.locator(".message .written").all_inner_texts()
    assert [text for text in said if text in TUNNEL] == TUNNEL
    await layla.get_by_test_id("outgoing").first.wait_for(state="detached")
    await becomes(lambda: layla.evaluate("sessionStorage.getItem('majlis.chat.outgoing')"), None)


async def test_an_answer_leads_to_what_it_answers_and_the_conversation_checks_itself(
    host: RunningHost, new_page: NewPage
) -> None:
    """The client computes the host's chain of hashes in its own language and finds it whole."""
    layla = await chat_of(new_page, host, "layla", "عمر")
    await act_on(layla, "السلام عليكم يا عمر", "reply")
    await layla.get_by_test_id("replying").wait_for()
    await write(layla, "أذكر هذا السلام")
    answer = layla.locator(".message", has_text="أذكر هذا السلام")
    await answer.get_by_test_id("tick-sent").or_(answer.get_by_test_id("tick-delivered")).wait_for()
    await answer.locator(".quote").click()
    await layla.locator(".message-lit", has_text="السلام عليكم يا عمر").wait_for()
    await layla.get_by_test_id("conversation-menu-button").click()
    await layla.get_by_test_id("check").click()
    await layla.get_by_test_id("check-good").wait_for()
    assert await layla.get_by_test_id("check-bad").count() == 0


async def test_three_in_a_group_one_is_called_finds_it_and_reads_it(host: RunningHost, new_page: NewPage) -> None:
    """Whoever is called by name sees it in the list and in the bar below; search leads to the very message."""
    layla = await chat_of(new_page, host, "layla", GROUP)
    omar = await chat_of(new_page, host, "omar", GROUP)
    noura = await chat_of(new_page, host, "noura", GROUP)
    await omar.get_by_test_id("back").click()
    await omar.get_by_test_id("chats").wait_for()

    await layla.get_by_test_id("composer").press_sequentially("@عم")
    await layla.locator(".suggestions [role=option]", has_text="عمر").click()
    await layla.get_by_test_id("composer").press_sequentially(CALL)
    await layla.get_by_test_id("send").click()
    await noura.locator(".message", has_text=CALL).locator(".mention").wait_for()
    row = omar.get_by_test_id("chat-row").filter(has_text=GROUP)
    await row.get_by_test_id("mentions").wait_for()
    await row.get_by_test_id("unread").wait_for()
    before = int(await omar.get_by_test_id("tab-unread").inner_text())
    await write(noura, REST)
    await layla.locator(".message", has_text=REST).wait_for()

    await omar.fill("[data-testid=chat-search]", "المظله")
    hit = omar.get_by_test_id("hit").filter(has_text=CALL)
    assert await hit.locator("mark").first.inner_text() in CALL, "without its dots, as people type"
    await hit.click()
    await omar.locator(".message-lit", has_text=CALL).wait_for()
    await omar.locator(".message", has_text=REST).wait_for()
    await layla.locator(".message", has_text=CALL).get_by_test_id("tick-read").wait_for()
    await omar.get_by_test_id("back").click()
    await row.get_by_test_id("unread").wait_for(state="detached")
    left = "all => Number(all[0]?.innerText ?? 0)"
    await becomes(lambda: omar.get_by_test_id("tab-unread").evaluate_all(left), before - 1)
