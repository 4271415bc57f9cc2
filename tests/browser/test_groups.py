"""Groups in real windows: who leads does, who is led sees it at once, and a link lets in whom an admin accepts."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from majlis_devkit.build import Artifact
from tests.browser.conftest import DIST, missing
from tests.support.chat_windows import NewPage, make_group, newcomer, visit, window
from tests.support.hosts import RunningHost, data_dir, whole_host

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    folder = data_dir(tmp_path_factory.mktemp("groups"))
    async with whole_host(folder, runner_artifact, bakes=False) as running:
        yield running


async def test_a_member_who_is_silenced_and_removed_sees_it_at_once(host: RunningHost, new_page: NewPage) -> None:
    """Nobody types on into a field whose words would be refused."""
    layla = await window(new_page, host, "layla")
    omar = await window(new_page, host, "omar")
    group = await make_group(layla, "بناء البيت", "omar", "noura")
    await visit(omar, f"#/chats/{group}")
    await omar.get_by_test_id("composer").wait_for()
    await omar.evaluate("window.notReloaded = true")

    await visit(layla, f"#/chats/{group}/about")
    member = layla.locator("[data-testid^=member-usr_]", has_text="عمر")
    await member.click()
    await layla.get_by_test_id("member-act-silence").click()
    await omar.locator(".closed").wait_for()
    await layla.locator(".words-warn").first.wait_for()

    await member.click()
    await layla.get_by_test_id("member-act-remove").click()
    await layla.get_by_test_id("confirm-yes").click()
    await member.wait_for(state="detached")
    await omar.locator(".system-line", has_text="أُخرجت من المحادثة").wait_for()
    assert await omar.evaluate("window.notReloaded")


async def test_a_link_with_approval_lets_in_whom_an_admin_accepts(host: RunningHost, new_page: NewPage) -> None:
    """A link that went further than meant still lets nobody in by itself."""
    layla = await window(new_page, host, "layla")
    guest = await newcomer(new_page, host, "guest.one", "ضيف")
    group = await make_group(layla, "مجلس الجيران")
    await visit(layla, f"#/chats/{group}/links")
    await layla.get_by_test_id("link-new").click()
    await layla.get_by_test_id("link-approval").check(force=True)
    await layla.get_by_test_id("link-make").click()
    link = await layla.get_by_test_id("share-link").inner_text()

    await visit(guest, link[link.index("#") :])
    await guest.get_by_test_id("join").click()
    await guest.get_by_test_id("join-asked").wait_for()

    await visit(layla, f"#/chats/{group}/about")
    await layla.get_by_test_id("let-in").click()
    await visit(guest, "#/")
    await guest.get_by_test_id("chat-row").filter(has_text="مجلس الجيران").click()
    await guest.get_by_test_id("composer").wait_for()


async def test_muting_says_for_how_long(host: RunningHost, new_page: NewPage) -> None:
    """Muted for ever by mistake is a message missed: the page says until when."""
    layla = await window(new_page, host, "layla")
    group = await make_group(layla, "ضجيج", "omar")
    await visit(layla, f"#/chats/{group}/about")
    await layla.get_by_test_id("view-mute").click()
    await layla.get_by_test_id("mute-eight-hours").click()
    await layla.get_by_test_id("view-mute").get_by_text("مكتومة حتى").wait_for()
    await visit(layla, "#/")
    await layla.get_by_test_id("chat-row").filter(has_text="ضجيج").get_by_role("img", name="مكتومة").wait_for()
