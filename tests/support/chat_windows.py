"""Windows of demo people for browser tests of chat: signed in, at their list, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.demo import PASSWORD
from tests.support.hosts import RunningHost

PATIENCE_MS = 30_000
NewPage = Callable[..., Any]


async def window(new_page: NewPage, host: RunningHost, username: str, **options: Any) -> Any:
    """A page of a demo person, who has just signed in."""
    page = await new_page(**options)
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(host.address)
    await page.fill("[data-testid=username]", username)
    await page.fill("[data-testid=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await page.get_by_test_id("tab-chats").wait_for()
    return page


async def newcomer(new_page: NewPage, host: RunningHost, username: str, name: str) -> Any:
    """A page of somebody who has just signed up and knows nobody."""
    page = await new_page()
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(host.address)
    await page.get_by_test_id("other-way").click()
    await page.fill("[data-testid=display-name]", name)
    await page.fill("[data-testid=username]", username)
    await page.fill("[data-testid=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await page.get_by_test_id("tab-chats").wait_for()
    return page


async def visit(page: Any, place: str) -> None:
    """Follows a link inside the page, as a tap would."""
    await page.evaluate("place => { location.hash = place }", place)


async def open_chat(page: Any, title: str) -> None:
    """Opens the conversation of that title from the list."""
    await visit(page, "#/")
    row = page.get_by_test_id("chat-row").filter(has=page.locator(".chat-row-title", has_text=title))
    await row.first.click()
    await page.get_by_test_id("thread").wait_for()


async def make_group(page: Any, title: str, *usernames: str) -> str:
    """Makes a group with these contacts in it; its id."""
    await visit(page, "#/chats/new/group")
    await page.fill("[data-testid=group-title]", title)
    for username in usernames:
        await page.get_by_test_id(f"pick-{username}").check()
    await page.get_by_test_id("create-group").click()
    await page.get_by_test_id("composer").wait_for()
    return str(await page.evaluate("location.hash.split('/')[2]"))
