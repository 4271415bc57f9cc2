"""Notifications in real windows: told once while one looks elsewhere, not told where muted, and always explained."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from majlis_devkit.build import Artifact
from tests.browser.conftest import DIST, missing
from tests.support.chat_windows import NewPage, open_chat, visit, window
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.waiting import becomes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    folder = data_dir(tmp_path_factory.mktemp("notices"))
    async with whole_host(folder, runner_artifact, bakes=False) as running:
        yield running


async def write(page: Any, text: str) -> None:
    await page.fill("[data-testid=composer]", text)
    await page.get_by_test_id("send").click()


async def test_a_message_pops_up_elsewhere_and_leads_to_itself(host: RunningHost, new_page: NewPage) -> None:
    """One taps it and reads on; the title counts for those who look at another tab."""
    layla = await window(new_page, host, "layla")
    omar = await window(new_page, host, "omar")
    await visit(omar, "#/me")
    await open_chat(layla, "عمر")
    await write(layla, "هل أحجز الطاولة؟")
    await omar.get_by_test_id("pop").wait_for()
    await omar.wait_for_function("() => document.title.startsWith('(')")
    await omar.get_by_test_id("pop").locator("a").click()
    await omar.locator(".message", has_text="هل أحجز الطاولة؟").wait_for()


async def test_what_is_switched_off_is_not_told_and_says_why(host: RunningHost, new_page: NewPage) -> None:
    """Whoever wonders about a silence finds its reason on the message itself."""
    layla = await window(new_page, host, "layla")
    omar = await window(new_page, host, "omar")
    await open_chat(omar, "ليلى")
    await omar.get_by_test_id("to-about").click()
    await omar.get_by_test_id("view-kinds").click()
    off = omar.get_by_test_id("kind-message").locator("input[value=off]")
    async with omar.expect_response("**/SetNotificationRule"):  # The host has to know before the next message.
        await off.check(force=True)
    await omar.keyboard.press("Escape")
    await visit(omar, "#/")
    await open_chat(layla, "عمر")
    await write(layla, "بعد الإيقاف")
    await omar.get_by_test_id("chat-row").filter(has_text="بعد الإيقاف").wait_for()
    assert await omar.get_by_test_id("pop").count() == 0
    await open_chat(omar, "ليلى")
    await omar.locator(".message", has_text="بعد الإيقاف").last.click(button="right")
    await omar.get_by_test_id("act-why").click()
    await becomes(omar.get_by_test_id("why-rule").inner_text, "لأنك اخترت ذلك لهذه المحادثة.")


async def test_quiet_hours_are_kept_in_the_zone_of_the_device(host: RunningHost, new_page: NewPage) -> None:
    """Ten in the evening is ten where one sleeps."""
    omar = await window(new_page, host, "omar")
    await visit(omar, "#/me/notices")
    async with omar.expect_response("**/UpdateNotificationPrefs"):
        await omar.get_by_test_id("quiet-on").check(force=True)
    await omar.get_by_test_id("quiet-zone").wait_for()
    async with omar.expect_response("**/UpdateNotificationPrefs"):
        await omar.fill("[data-testid=quiet-from_minute]", "23:30")
        await omar.get_by_test_id("quiet-to_minute").focus()
    await visit(omar, "#/me")
    await visit(omar, "#/me/notices")
    await omar.get_by_test_id("quiet-zone").wait_for()
    await becomes(omar.get_by_test_id("quiet-zone").input_value, "Asia/Riyadh")
    await becomes(omar.get_by_test_id("quiet-from_minute").input_value, "23:30")
