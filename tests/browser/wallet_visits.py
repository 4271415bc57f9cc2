"""Visiting the pages of Layla's wallet, whose host is played from tests/browser/wallet_answers.py."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.browser.looks import at_rest
from tests.browser.wallet_answers import ANSWERS
from tests.browser.wire import SIGNED_IN, Wire

PIN = "493028"
LOST = (503, {"code": "unavailable", "message": "gone"})
Visit = Callable[..., Awaitable[Any]]


@pytest.fixture
def visit(new_page: Any, web_url: str) -> Visit:
    """Opens a page of Layla's wallet; `answers` stand before those every page has."""

    async def visit(path: str, expected: str, *, lang: str = "ar", answers: Any = None, **options: Any) -> Any:
        wire = Wire()
        signed: dict[str, Any] = SIGNED_IN["signed_in"]
        entry = {"signed_in": {**signed, "user": {**signed["user"], "lang": lang}}}
        wire.answers |= ANSWERS | {"RefreshSession": entry} | (answers or {})
        prefs = options.pop("prefs", f"{{lang: '{lang}'}}")
        page = await new_page(**options)
        page.wire = wire
        await wire.attach(page)
        await page.emulate_media(reduced_motion="reduce", color_scheme=options.get("color_scheme", "light"))
        await page.add_init_script(f"localStorage.setItem('majlis.prefs', JSON.stringify({prefs}))")
        await page.goto(f"{web_url}/index.html#/wallet{path}")
        await page.get_by_test_id(expected).first.wait_for()
        await at_rest(page)
        return page

    return visit


async def tap(page: Any, *test_ids: str) -> None:
    for test_id in test_ids:
        await page.get_by_test_id(test_id).first.click()


async def minor(page: Any, test_id: str) -> int:
    """The exact amount that stands there."""
    return int(await page.get_by_test_id(test_id).first.get_attribute("data-minor") or "")


async def ask_to_pay(page: Any, amount: str = "25", pin: str = PIN) -> None:
    """Up to the yes on the approval sheet."""
    await page.get_by_test_id("amount").fill(amount)
    await page.get_by_test_id("pay-note").fill("قهوة")
    await tap(page, "pay-go")
    await page.get_by_test_id("pin-input").fill(pin)


def asked(page: Any, method: str) -> list[dict[str, Any]]:
    return [request for name, request in page.wire.calls if name == method]
