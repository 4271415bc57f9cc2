"""People in two real windows: getting to know each other by a code, and ending it, without a reload."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from majlis_devkit.build import Artifact
from tests.browser.conftest import DIST, missing
from tests.support.chat_windows import NewPage, newcomer, visit, window
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.waiting import becomes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    folder = data_dir(tmp_path_factory.mktemp("people"))
    async with whole_host(folder, runner_artifact, bakes=False) as running:
        yield running


async def test_who_opens_a_code_asks_and_the_other_sees_and_accepts_it_at_once(
    host: RunningHost, new_page: NewPage
) -> None:
    """A code on a screen is how two strangers at one table begin to talk."""
    layla = await window(new_page, host, "layla")
    sami = await newcomer(new_page, host, "sami.k", "سامي")
    await visit(layla, "#/c")
    await layla.get_by_test_id("qr").wait_for()
    link = await layla.get_by_test_id("share-link").inner_text()

    await visit(sami, link[link.index("#") :])
    await becomes(sami.get_by_test_id("person-name").inner_text, "ليلى")
    await sami.fill("[data-testid=contact-note]", "جارك في الطابق الثالث")
    await sami.get_by_test_id("ask").click()
    await sami.get_by_test_id("take-back").wait_for()

    await visit(layla, "#/")
    await layla.get_by_test_id("asks-count").wait_for()
    await visit(layla, "#/people")
    asks = layla.locator(".row", has=layla.get_by_test_id("asks-sami.k"))
    await asks.get_by_text("الطابق الثالث").wait_for()
    await asks.get_by_test_id("accept").click()
    await layla.get_by_test_id("contact-sami.k").wait_for()
    await sami.get_by_test_id("write").click()
    await sami.get_by_test_id("composer").wait_for()


async def test_a_renewed_code_leads_nowhere(host: RunningHost, new_page: NewPage) -> None:
    """Whoever handed their code to the wrong person takes it back with one tap."""
    omar = await window(new_page, host, "omar")
    await visit(omar, "#/c")
    link = await omar.get_by_test_id("share-link").inner_text()
    await omar.get_by_test_id("renew-code").click()
    await omar.get_by_test_id("renew-yes").click()
    await omar.locator(f"[data-testid=share-link]:not(:text-is('{link}'))").wait_for()
    await visit(omar, link[link.index("#") :])
    await omar.get_by_test_id("load-failed").wait_for()


async def test_blocked_people_are_listed_and_let_go_again(host: RunningHost, new_page: NewPage) -> None:
    """A block is one tap away from its end, and says what it does before."""
    noura = await window(new_page, host, "noura")
    await visit(noura, "#/people")
    await noura.get_by_test_id("contact-layla").click()
    await noura.get_by_test_id("block").click()
    await noura.get_by_test_id("confirm-yes").click()
    await noura.get_by_test_id("person-blocked").wait_for()
    await visit(noura, "#/me/blocked")
    await noura.get_by_test_id("unblock-layla").click()
    await noura.get_by_test_id("blocked-empty").wait_for()
