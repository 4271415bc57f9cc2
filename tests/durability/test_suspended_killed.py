"""A suspension and what waits for its end outlive the host: it is killed while an app is off, and again when it is on.

What an app was to do meanwhile, by its own timer or because somebody paid, it does once an operator switched it on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from majlis_devkit.build import Artifact
from tests.support.artifacts import ROOT
from tests.support.mortal_host import MortalHost, mortal
from tests.support.mortal_people import MONEY, document, guest
from tests.support.paying import word
from tests.support.stage import Actor
from tests.support.stressed_people import PRICE_MINOR, STALL
from tests.support.waiting import becomes
from tests.support.web_user import Refused

pytestmark = pytest.mark.timeout(300)
TIMERS = "SELECT due_at_ms FROM appdata_timers"
NOTICES = "SELECT attempts FROM kit_outbox WHERE topic = 'wallet.payment'"
RECEIPTS = "SELECT attempts FROM kit_outbox WHERE topic = 'wallet.card'"
LEASE_S, NOTICE_S = 31, 301  # After which a timer, and a notice at the latest, comes again.


@pytest.fixture
async def host(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[MortalHost]:
    async with mortal(tmp_path, runner_artifact, ROOT / "tests/support/stalls/stall") as living:
        yield living


async def dies_and_lives(host: MortalHost, *people: Actor) -> None:
    await host.stop()
    await host.start()
    for person in people:
        await person.come()


async def opens(person: Actor) -> str:
    """Why it does not, "" where it does."""
    try:
        await person.close(await person.open(STALL))
    except Refused as refusal:
        return refusal.reason
    return ""


def waiting(host: MortalHost, database: str, asked: str) -> list[Any]:
    """What stands there of what is still to be done."""
    with sqlite3.connect(f"file:{host.folder / database}?mode=ro", uri=True) as found:
        return [value for (value,) in found.execute(asked)]


async def is_tried_again(host: MortalHost, look: Callable[[], int], **span: float) -> None:
    """Time passes until what waits must have been tried once more, in vain."""
    before = look()
    await host.later(**span)

    async def is_later() -> bool:
        return look() > before

    await becomes(is_later, expected=True)


async def test_a_timer_waits_until_its_app_is_on_again_and_fires_once(host: MortalHost) -> None:
    hind = await guest(host, "hind", STALL)
    await hind.touch("remind", fields={"word": "w", "nonce": "one"})
    await host.suspends(STALL)
    for _ in range(2):  # The second time in the host's next life.
        await is_tried_again(host, lambda: waiting(host, "core.db", TIMERS)[0], minutes=1, seconds=LEASE_S)
        assert await opens(hind) == "APP_SUSPENDED"
        assert document(host, STALL, "rung/one") is None
        await dies_and_lives(host, hind)
    await host.lifts(STALL)
    await dies_and_lives(host, hind)
    assert await opens(hind) == ""
    for _ in range(3):
        await host.later(seconds=LEASE_S)
        await becomes(lambda: said(host, "rung/one"), 1)
        assert waiting(host, "core.db", TIMERS) == []
    await hind.leave()


@pytest.mark.parametrize("is_there", [True, False], ids=["on her screen", "when she has gone"])
async def test_a_payment_is_heard_once_when_its_app_is_on_again(host: MortalHost, is_there: bool) -> None:
    """She may still say yes to what the app asked her before; her money moves at once."""
    hind = await guest(host, "hind", STALL)
    await hind.touch("pay", fields={"word": "w", "nonce": "one"})
    (order_id,) = [effect["pay"]["order_id"] for effect in hind.effects]
    await host.suspends(STALL)
    await host.later(seconds=2)  # For a second it is believed to be on.
    if not is_there:
        await hind.close(hind.screen)
    assert (await hind.approve(order_id))["state"] == "ORDER_STATE_PAID"
    await becomes(hind.has, (MONEY - PRICE_MINOR, 0))
    await becomes(lambda: told(host, RECEIPTS), [])  # The receipt is the host's, and is there at once.
    for _ in range(2):
        await is_tried_again(host, lambda: waiting(host, "wallet.db", NOTICES)[0], seconds=NOTICE_S)
        assert document(host, STALL, f"heard/{order_id}") is None
        await dies_and_lives(host, hind)
    await host.lifts(STALL)
    await dies_and_lives(host, hind)
    for _ in range(3):
        await host.later(seconds=NOTICE_S)
        await becomes(lambda: said(host, f"heard/{order_id}"), 1)
        await becomes(lambda: told(host, NOTICES), [])
    await hind.come()
    if is_there:
        assert json.loads(word(hind.screen, "said"))["heard"] == f"{order_id} paid"
    assert await hind.has() == (MONEY - PRICE_MINOR, 0)
    await hind.leave()


async def said(host: MortalHost, key: str) -> Any:
    return document(host, STALL, key)


async def told(host: MortalHost, asked: str) -> list[Any]:
    return waiting(host, "wallet.db", asked)
