"""The page's one socket: it comes back by itself, but never in a hurry, and not where newer windows have its place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.browser.looks import stop_time
from tests.browser.wire import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")
REFUSED = {"code": "resource_exhausted", "reason": "TOO_MANY_FOLLOWS", "metadata": {"limit": "32"}}


@pytest_asyncio.fixture(loop_scope="module")
async def wire() -> AsyncIterator[Wire]:
    yield Wire()


@pytest_asyncio.fixture(loop_scope="module")
async def page(new_page: Any, wire: Wire, web_url: str) -> Any:
    """A signed-in page whose time only the test moves."""
    page = await new_page()
    await page.clock.install()
    await wire.attach(page)
    await page.goto(f"{web_url}/index.html")
    await wire.hear_kind("hello")
    await wire.hear_kind("follow")
    await stop_time(page)
    return page


def _count(wire: Wire, kind: str) -> int:
    return len([frame for frame in wire.frames if frame["k"] == kind])


async def test_a_page_whose_place_newer_ones_took_rests_until_it_is_looked_at(page: Any, wire: Wire) -> None:
    """Thirty-three tabs that all came back by themselves would push each other out for ever."""
    wire.say({"k": "bye", "reason": "TOO_MANY_SOCKETS"})
    bar = page.get_by_test_id("offline-bar")
    await bar.get_by_text("نوافذ كثيرة").wait_for()
    await page.clock.run_for(120_000)
    await page.evaluate("dispatchEvent(new Event('online'))")
    await page.clock.run_for(120_000)
    await page.evaluate("0")
    assert wire.connections == 1
    assert await page.get_by_test_id("username").count() == 0  # It is signed in as before.
    await page.evaluate("dispatchEvent(new Event('focus'))")
    await wire.hear_kind("hello", 2)
    await bar.wait_for(state="detached")


async def test_a_resting_page_goes_on_when_told_to(page: Any, wire: Wire) -> None:
    wire.say({"k": "bye", "reason": "TOO_MANY_SOCKETS"})
    await page.get_by_test_id("offline-bar").get_by_role("button").click()
    await wire.hear_kind("hello", 2)
    await wire.hear_kind("follow", 2)


async def test_a_follow_too_many_is_tried_again_in_half_a_minute(page: Any, wire: Wire) -> None:
    await wire.hear_kind("follow")
    wire.say({"k": "error", "error": REFUSED})
    for _ in range(5):  # Every ping is answered, so that the socket lives.
        await page.clock.run_for(5_000)
        wire.say({"k": "pong"})
    assert _count(wire, "follow") == 1
    await page.clock.run_for(6_000)
    await wire.hear_kind("follow", 2)
    assert wire.connections == 1


async def test_who_is_sent_away_again_and_again_waits_longer_each_time(page: Any, wire: Wire) -> None:
    """A host in trouble says something before it closes; that is no reason to be back within half a second."""
    await page.evaluate("Math.random = () => 1")  # Each wait its longest.
    for count in range(1, 8):
        await wire.hear_kind("hello", count)
        wire.say({"k": "pong"})
        await wire.hang_up()
        await page.get_by_test_id("offline-bar").wait_for()
        if count < 7:
            await page.clock.run_for(15_000)
    await page.clock.run_for(5_000)
    await page.evaluate("0")  # Whatever the page began, it has asked for by now.
    assert wire.connections == 7
    await page.clock.run_for(10_000)
    await wire.hear_kind("hello", 8)
