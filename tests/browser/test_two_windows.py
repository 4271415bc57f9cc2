"""The journey in two real browser windows: Layla asks, consents and votes; Omar sees it without reloading."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from majlis_devkit.build import Artifact
from tests.browser.conftest import DIST, missing
from tests.support.hosts import RunningHost, data_dir, whole_host

PASSWORD = "a tent by the sea 7"
PATIENCE_MS = 30_000  # Two browsers, a host and the neighbouring tests share two cores.
QUESTION, SEA, GRILL = "أين نتعشّى الخميس؟", "مطعم البحر", "نشوي في البرّ"

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    async with whole_host(data_dir(tmp_path_factory.mktemp("windows")), runner_artifact) as running:
        yield running


async def sign_up(page: Any, host: RunningHost, username: str, name: str) -> None:
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(host.address)
    await page.get_by_text("إنشاء حساب").click()
    await page.fill("input[name=display_name]", name)
    await page.fill("input[name=username]", username)
    await page.fill("input[name=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await page.get_by_test_id("tab-apps").click()
    await page.get_by_role("heading", name=name).wait_for(timeout=PATIENCE_MS)


async def open_polls(page: Any) -> None:
    await page.get_by_text("استطلاعات").first.click()
    await page.get_by_text("اطرح سؤالًا").first.wait_for()


async def test_layla_votes_and_omar_sees_it_in_his_own_window(host: RunningHost, new_page: Callable[..., Any]) -> None:
    layla, omar = await new_page(), await new_page()
    assert await layla.goto(host.address)
    await layla.locator("html[dir=rtl]").wait_for()  # Arabic first.
    await sign_up(layla, host, "layla.window", "ليلى")
    await sign_up(omar, host, "omar.window", "عمر")

    await open_polls(layla)
    await layla.get_by_text("اطرح سؤالًا").first.click()
    await layla.fill("[name=question]", QUESTION)
    await layla.fill("[name=option_1]", SEA)
    await layla.fill("[name=option_2]", GRILL)
    await layla.get_by_text("أظهر أسماء المصوّتين").click()
    await layla.get_by_text("انشر الاستطلاع").click()
    await layla.get_by_role("button", name="أسمح").click()
    await layla.get_by_text("دورك").first.wait_for()

    await open_polls(omar)
    await omar.get_by_text(QUESTION).first.click()
    await omar.get_by_text(GRILL).first.click()
    await omar.get_by_role("button", name="أسمح").click()
    await omar.get_by_text("صوت واحد").first.wait_for()
    await layla.get_by_text("صوت واحد").first.wait_for()

    await omar.evaluate("window.notReloaded = true")
    await layla.get_by_text(SEA).first.click()
    await omar.get_by_text("صوتان").first.wait_for()
    await omar.get_by_text("ليلى").first.wait_for()
    assert await omar.evaluate("window.notReloaded"), "the vote arrived without a reload"


async def test_english_by_a_switch(host: RunningHost, new_page: Callable[..., Any]) -> None:
    page = await new_page()
    await page.goto(host.address)
    await page.get_by_text("English").click()
    await page.get_by_text("العربية").wait_for()
    await page.locator("html[dir=ltr][lang=en]").wait_for()
