"""kill -9 of the host, and of the worker, in every step of a booking's deposit: held, kept, given back, let go.

A decision is the booking's document; money follows it in a timer's event that is repeated until both agree. So whatever
dies, the booking says in the end what its order says, and the guest has what both say.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from majlis_devkit.build import Artifact
from tests.support.booking_race import open_day
from tests.support.hosts import MINIAPPS
from tests.support.mortal_host import AFTER_CALL, MortalHost, mortal
from tests.support.mortal_people import MONEY, document, guest, orders_of, survive
from tests.support.stage import Actor

BOOKING = "org.majlis.booking"
DEPOSIT = 5_000
pytestmark = pytest.mark.timeout(400)


@pytest.fixture
async def host(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[MortalHost]:
    """With the booking app and its examples."""
    async with mortal(tmp_path, runner_artifact, MINIAPPS / "booking") as made:
        yield made


async def owner_of(host: MortalHost) -> Actor:
    noura = Actor(host.address, BOOKING, "noura")
    await noura.begin(pin=False)
    await noura.enter()
    await noura.touch("start-with-examples")
    return noura


async def hold(layla: Actor) -> str:
    """Hold the doctor's next free moment; the booking's id."""
    await layla.enter("/place?id=shifa")
    await layla.touch("service-checkup")
    await layla.touch("who", "change", value="noura")
    await layla.touch("day", "change", value=open_day())
    slots = layla.screen.nodes[layla.find_node("slot")][1]["slots"]
    await layla.touch("moments", fields={"slot": slots[-1]["id"]})
    return layla.screen.path.partition("id=")[2]


def sar(amount_minor: int) -> dict[str, Any]:
    return {"amount_minor": amount_minor, "currency_code": "SAR"}


async def agrees(host: MortalHost, layla: Actor, booking_id: str, **wanted: Any) -> dict[str, Any]:
    """Wait until the booking says so, and its money is settled; its order."""

    found: dict[str, Any] = {}

    def said() -> bool:
        found.update(document(host, BOOKING, f"booking/{booking_id}") or {})
        return all(found.get(name) == value for name, value in wanted.items())

    try:
        await layla.until_true(said, f"the booking has {wanted}")
    except AssertionError as late:
        raise AssertionError(f"{late}: {found}") from None
    (order,) = [each for each in await orders_of(layla) if each["order_id"] == found["order"]]
    return order


@pytest.mark.parametrize("only_workers", [False, True], ids=["host", "worker"])
async def test_a_deposit_is_where_the_booking_says_whatever_died(host: MortalHost, only_workers: bool) -> None:
    noura, dies = await owner_of(host), not only_workers
    layla = await guest(host, "layla.first", BOOKING)

    booking_id = await hold(layla)
    await host.dies("CreateOrder", AFTER_CALL, only_workers=only_workers)
    await survive(host, layla, layla.tap_on("pay", fields={"remind": False}), dies=dies)
    await layla.approve_asked()
    order = await agrees(host, layla, booking_id, state="booked")
    assert order["state"] == "ORDER_STATE_HELD"
    assert await layla.has() == (MONEY - DEPOSIT, DEPOSIT)
    assert len(await orders_of(layla)) == 1, "however often she was asked"

    start_s = document(host, BOOKING, f"booking/{booking_id}")["start"] / 1000
    await host.later(seconds=start_s - time.time())  # She comes when she said.
    await noura.come()
    await noura.enter(f"/visit?id={booking_id}")
    await host.dies("CaptureOrder", AFTER_CALL, only_workers=only_workers)
    await survive(host, noura, noura.tap_on("arrived"), dies=dies)
    await host.later(minutes=6)
    await layla.come()
    order = await agrees(host, layla, booking_id, state="arrived", settled=True)
    assert (order["state"], int(order["paid_minor"])) == ("ORDER_STATE_PAID", DEPOSIT)
    assert await layla.has() == (MONEY - DEPOSIT, 0)

    await noura.come()
    await noura.enter(f"/visit?id={booking_id}")
    await noura.touch("done")
    await host.dies("RefundOrder", AFTER_CALL, only_workers=only_workers)
    await survive(host, noura, noura.tap_on("give-back"), dies=dies)
    await host.later(minutes=6)
    await layla.come()
    order = await agrees(host, layla, booking_id, settled=True, kept=sar(0))
    assert (int(order["refunded_minor"]), len(order["refunds"])) == (DEPOSIT, 1)
    assert await layla.has() == (MONEY, 0)


@pytest.mark.parametrize("only_workers", [False, True], ids=["host", "worker"])
async def test_who_cancels_in_time_has_it_back_whatever_died(host: MortalHost, only_workers: bool) -> None:
    await owner_of(host)
    layla, dies = await guest(host, "layla.second", BOOKING), not only_workers
    booking_id = await hold(layla)
    await layla.touch("pay", fields={"remind": False})
    await layla.approve_asked()
    await agrees(host, layla, booking_id, state="booked")
    await layla.enter(f"/booking?id={booking_id}")
    await host.dies("VoidOrder", AFTER_CALL, only_workers=only_workers)
    await survive(host, layla, layla.tap_on("cancel"), dies=dies)
    await host.later(minutes=6)
    await layla.come()
    order = await agrees(host, layla, booking_id, state="cancelled", settled=True)
    assert order["state"] == "ORDER_STATE_VOIDED"
    assert await layla.has() == (MONEY, 0)
