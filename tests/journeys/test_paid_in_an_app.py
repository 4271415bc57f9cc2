"""A payment in a mini-app, all the way: tap, consent, the host's sheet, the money, and the app's own screen.

With every role in this process, and with the wallet and the sandbox in processes that speak gRPC. On the runner.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from majlis_devkit.build import Artifact
from tests.support.artifacts import ROOT
from tests.support.hosts import RunningHost, data_dir, split_host, whole_host
from tests.support.paying import ORDERS, TIPS, Payer, word

TILLS = ROOT / "tests/support/tills"
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(params=["whole", "split"])
async def host(request: pytest.FixtureRequest, tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    folder = data_dir(tmp_path)
    if request.param == "split":
        made = split_host(folder, runner_artifact, miniapps=TILLS)
    else:
        made = whole_host(folder, runner_artifact, miniapps=TILLS, bakes=False)
    async with made as running:
        yield running


async def test_layla_pays_and_the_app_hears_it_on_her_screen(host: RunningHost) -> None:
    layla = Payer(host.address)
    await layla.ready("layla")
    had, _ = await layla.has()
    async with layla.connected():
        screen = await layla.open(TIPS)
        asked = await layla.press(screen, "pay")
        (effect,) = asked["effects"]
        order_id = effect["pay"]["order_id"]
        assert (word(screen, "state"), (await layla.has())[0]) == ("open", had), "nothing moved before her yes"
        for _ in range(2):  # The answer was lost, and the sheet asks again.
            assert (await layla.approve(order_id, tip_minor=300))["state"] == "ORDER_STATE_PAID"
        await layla.until(lambda: word(screen, "heard") == "paid", "the app hears of it")
        assert (word(screen, "paid"), word(screen, "tip")) == (2_300, 300)
        assert (await layla.has())[0] == had - 2_300
        await layla.press(screen, "give-back-some")
        await layla.until(lambda: word(screen, "heard") == "paid paid", "it hears of its own refund too")
        assert (word(screen, "refunded"), (await layla.has())[0]) == (700, had - 1_600)


async def test_what_is_put_aside_is_taken_by_the_app_itself_when_she_has_gone(host: RunningHost) -> None:
    """A timer captures; the app hears of it in its own session, and the next who opens it sees that."""
    layla = Payer(host.address)
    await layla.ready("layla")
    had, _ = await layla.has()
    async with layla.connected():
        screen = await layla.open(TIPS)
        (effect,) = (await layla.press(screen, "put-aside"))["effects"]
        assert (await layla.approve(effect["pay"]["order_id"]))["state"] == "ORDER_STATE_HELD"
        await layla.until(lambda: word(screen, "heard") == "held", "the app hears that it is held")
        await layla.press(screen, "forget")
        await layla.close(screen)
        later = await layla.open(TIPS)
        await layla.until(lambda: word(later, "last") == "paid", "what the app heard by itself is on every screen")
    assert (await layla.has())[0] == had - 2_000


async def test_a_tap_that_is_sent_again_asks_for_one_order(host: RunningHost) -> None:
    layla = Payer(host.address)
    await layla.ready("layla")
    async with layla.connected():
        screen = await layla.open(TIPS)
        revision = screen.revision
        first = await layla.press(screen, "pay", request_id="the-same-tap")
        again = await layla.send(
            screen, {"id": "s.k:pay", "on": "press"}, request_id="the-same-tap", revision=revision
        )  # fmt: skip
        assert first["effects"] == again["effects"]
        orders = (await layla.call(ORDERS, "ListMyOrders"))["orders"]
        assert [order["order_id"] for order in orders] == [first["effects"][0]["pay"]["order_id"]]
