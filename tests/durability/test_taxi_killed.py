"""kill -9 of the host, and of the worker, in every step of a fare: put aside, taken and shared, let go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from majlis_devkit.build import Artifact
from tests.support.hosts import MINIAPPS
from tests.support.mortal_host import AFTER_CALL, MortalHost, mortal
from tests.support.mortal_people import MONEY, guest, orders_of, says, survive
from tests.support.stage import Actor

TAXI = "org.majlis.taxi"
CAR = {"model": "كامري", "plate": "ح ب ر 1", "car": "economy"}
_UNSEEN = {"ORDER_STATE_OPEN", "ORDER_STATE_EXPIRED"}
pytestmark = pytest.mark.timeout(400)


@pytest.fixture
async def host(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[MortalHost]:
    async with mortal(tmp_path, runner_artifact, MINIAPPS / "taxi") as made:
        yield made


def spot(north_m: int, east_m: int) -> dict[str, Any]:
    """So many metres from the middle of the city."""
    point = {"lat_e7": 245_000_000 + north_m * 90, "lng_e7": 470_000_000 + east_m * 98}
    return {"point": point, "name_ar": "مكان", "name_en": "Place"}


async def planned(host: MortalHost, username: str) -> Actor:
    """Somebody who looks at the fare of a way."""
    rider = await guest(host, username, TAXI)
    await rider.touch("start", "change", value=spot(-500, 300))
    await rider.touch("end", "change", value=spot(3_000, 2_500))
    await rider.see("fare")
    return rider


async def opened(host: MortalHost) -> Actor:
    """The company is open; its one driver is on duty."""
    noura = Actor(host.address, TAXI, "noura")
    await noura.begin(pin=False)
    await noura.enter()
    await noura.touch("start-with-examples")
    await noura.enter("/office/drivers")
    await noura.touch("invite", fields=CAR)
    code = noura.screen.path.partition("code=")[2]
    saad = Actor(host.address, TAXI, "saad")
    await saad.begin()
    await saad.enter(f"/join?code={code}")
    await saad.touch("join", "submit", fields={"code": code, **CAR})
    await saad.touch("duty", fields={"place": spot(0, 0)})
    await noura.leave()
    return saad


async def settled(host: MortalHost, rider: Actor) -> list[dict[str, Any]]:
    """Their orders that were to be paid, once nothing is put aside: the lease of what died is over by then."""
    await host.later(minutes=6)
    await rider.come()
    async with asyncio.timeout(60):
        while True:
            found = [each for each in await orders_of(rider) if each["state"] not in _UNSEEN]
            if all(each["state"] != "ORDER_STATE_HELD" for each in found):
                return found
            await asyncio.sleep(0.2)


@pytest.mark.parametrize("only_workers", [False, True], ids=["host", "worker"])
async def test_a_fare_is_put_aside_taken_and_shared_once(host: MortalHost, only_workers: bool) -> None:
    saad, dies = await opened(host), not only_workers
    hind = await planned(host, "hind")
    await host.dies("CreateOrder", AFTER_CALL, only_workers=only_workers)
    await survive(host, hind, hind.tap_on("order"), dies=dies)
    assert (await hind.approve_asked())["state"] == "ORDER_STATE_HELD"
    states = sorted(order["state"] for order in await orders_of(hind))
    # The event that died may have asked for a ride of another id: nobody is shown that order, and it ends by itself.
    assert states.count("ORDER_STATE_HELD") == 1
    assert set(states) <= {"ORDER_STATE_HELD", "ORDER_STATE_OPEN"}
    _, held = await hind.has()

    await saad.come()
    await saad.enter()
    await saad.see("accept")
    await saad.touch("accept")
    await saad.touch("arrived")
    await says(hind, "code", lambda code: code is not None)
    await saad.touch("start", fields={"code": str(hind.shows_word("code")["$code"])})
    await host.dies("CaptureOrder", AFTER_CALL, only_workers=only_workers)
    await survive(host, saad, saad.tap_on("finish"), dies=dies)
    (paid,) = await settled(host, hind)
    assert (paid["state"], int(paid["paid_minor"])) == ("ORDER_STATE_PAID", held)
    assert await hind.has() == (MONEY - held, 0)
    await saad.come()
    assert await saad.has() == (held * 80 // 100, 0)


@pytest.mark.parametrize("only_workers", [False, True], ids=["host", "worker"])
async def test_who_cancels_before_anybody_accepts_has_it_back(host: MortalHost, only_workers: bool) -> None:
    await opened(host)
    hind = await planned(host, "hind")
    await hind.touch("order")
    await hind.approve_asked()
    await hind.see("stage-searching")
    await host.dies("VoidOrder", AFTER_CALL, only_workers=only_workers)
    await survive(host, hind, hind.tap_on("cancel"), dies=not only_workers)
    (order,) = await settled(host, hind)
    assert order["state"] == "ORDER_STATE_VOIDED"
    assert await hind.has() == (MONEY, 0)
