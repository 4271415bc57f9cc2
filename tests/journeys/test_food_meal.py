"""A meal in the real host as everybody in it lives it: ordered, cooked, carried, paid; alone and together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from majlis_devkit.build import Artifact
from tests.support.stage import Actor, Stage, on_stage
from tests.support.waiting import becomes

pytestmark = pytest.mark.timeout(300)
MONEY = 50_000
SHAM = "sham"  # The example that never closes.


@pytest.fixture
async def stage(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[Stage]:
    async with on_stage(tmp_path, runner_artifact, "food") as made:
        yield made


async def opened(stage: Stage) -> Actor:
    """The owner with the example kitchens."""
    noura = await stage.owner()
    await noura.enter()
    await noura.touch("start-with-examples")
    await noura.see("بيت الشام")
    return noura


async def invited(stage: Stage, noura: Actor, name: str, button: str) -> Actor:
    """Somebody who came by an invitation."""
    await noura.enter("/owner")
    await noura.touch(button)
    code = next(props["text"] for key, (_, props, _) in noura.screen.nodes.items() if key.endswith("invite-code"))
    person = await stage.person(name, money=MONEY)
    await person.enter(f"/join?code={code}")
    await person.touch("join", "submit", fields={})
    return person


async def guest(stage: Stage, name: str) -> Actor:
    """Somebody who has said where they eat."""
    person = await stage.person(name, money=MONEY)
    await person.enter("/door")
    where = (await person.places("", "mosque", count=1))[0]
    await person.touch("door", "submit", fields={"door": where, "door_note": "الدور الثاني"})
    return person


async def on_duty(courier: Actor) -> None:
    await courier.enter("/courier")
    where = (await courier.places("", "mosque", count=1))[0]
    await courier.touch("duty", "submit", fields={"at": where})


async def puts_into_cart(person: Actor, dish: str, group: str = "", **fields: object) -> None:
    await person.enter(f"/dish?place={SHAM}&dish={dish}" + (f"&group={group}" if group else ""))
    await person.touch("dish", "submit", fields={"quantity": 1, "note": "", **fields})


def order_of(person: Actor) -> str:
    return person.screen.path.partition("id=")[2]


def proof_of(person: Actor) -> str:
    """What the guest would say at the door: four digits on their screen."""
    shown = [props["text"]["$code"] for _, props, _ in person.screen.nodes.values()
             if isinstance(props.get("text"), dict) and "$code" in props["text"]]  # fmt: skip
    return next(str(one) for one in shown if len(one) == 4)


async def cooks_and_carries(cook: Actor, courier: Actor, eater: Actor, order: str) -> None:
    """From the kitchen's yes to the code at the door."""
    await cook.enter(f"/kitchen?id={SHAM}")
    await cook.touch("in-15")
    await courier.enter("/courier")
    await courier.touch("take-offer")
    await cook.enter(f"/kitchen?id={SHAM}")
    await cook.touch("is-ready")
    await courier.enter("/courier")
    await courier.touch("pick-up")
    await eater.enter(f"/order?id={order}")
    await courier.touch("hand-over", "submit", fields={"proof": proof_of(eater)})


async def test_a_meal_is_ordered_cooked_carried_and_paid(stage: Stage) -> None:
    """Layla pays once it has come; Huda, Fahad and the app have their parts to the unit."""
    noura = await opened(stage)
    huda = await invited(stage, noura, "huda", f"invite-{SHAM}")
    fahad = await invited(stage, noura, "fahad", "invite-courier")
    await on_duty(fahad)
    layla = await guest(stage, "layla")
    await puts_into_cart(layla, "mixed")
    await layla.enter("/cart")
    await layla.touch("send")
    assert (await layla.approve_asked(tip_minor=500))["state"] == "ORDER_STATE_HELD"
    await layla.see("says-placed")
    order = order_of(layla)
    available, held = await layla.has()
    assert available + held == MONEY
    total = held - 500
    await cooks_and_carries(huda, fahad, layla, order)
    await layla.see("receipt")
    await becomes(layla.has, (MONEY - total - 500, 0))
    assert (await huda.has())[0] == MONEY + 5_200 - 780
    delivery = total - 5_200 - 150
    assert (await fahad.has())[0] == MONEY + delivery + 500
    await huda.enter(f"/kitchen/day?id={SHAM}")
    await huda.see("day-yours")


async def test_a_table_of_two_pays_in_two_parts_and_one_dish_is_given_back(stage: Stage) -> None:
    """Layla shares a table with Omar; each approves their own part, and the kitchen is asked when both have."""
    noura = await opened(stage)
    huda = await invited(stage, noura, "huda", f"invite-{SHAM}")
    fahad = await invited(stage, noura, "fahad", "invite-courier")
    await on_duty(fahad)
    layla, omar = await guest(stage, "mona"), await guest(stage, "badr")
    await layla.enter(f"/place?id={SHAM}")
    await layla.touch("order-together")
    table = order_of(layla)
    await omar.enter(f"/group?id={table}")
    await omar.touch("join-table")
    await puts_into_cart(layla, "mixed", table)
    await puts_into_cart(omar, "hummus", table)
    await layla.see("حمّص بالطحينة")
    await layla.enter(f"/group?id={table}")
    await layla.touch("lock-table")
    await layla.touch("pay-part")
    await layla.approve_asked()
    await omar.enter(f"/group?id={table}")
    await huda.enter(f"/kitchen?id={SHAM}")
    await huda.see("no-queue")
    await omar.touch("pay-part")
    await omar.approve_asked()
    await omar.see("table-sent")
    held = [(await one.has())[1] for one in (layla, omar)]
    await layla.enter(f"/group?id={table}")
    await layla.touch("see-order")
    order = order_of(layla)
    await cooks_and_carries(huda, fahad, layla, order)
    await becomes(omar.has, (MONEY - held[1], 0))
    await becomes(layla.has, (MONEY - held[0], 0))
    assert (await huda.has())[0] == MONEY + 6_400 - 960
    await layla.enter(f"/report?id={order}")
    lines = next(props["options"] for _, props, _ in layla.screen.nodes.values() if props.get("name") == "lines")
    await layla.touch("report", "submit", fields={"lines": [lines[1]["id"]], "words": "لم يصل الحمّص"})
    await huda.enter(f"/kitchen?id={SHAM}")
    await huda.touch("agree")

    async def together() -> int:
        return sum([(await one.has())[0] for one in (layla, omar)])

    await becomes(together, 2 * MONEY - sum(held) + 1_200)


async def test_a_silent_kitchen_gives_everything_back(stage: Stage) -> None:
    """Nobody answers for five minutes: the order ends, and what was held is Layla's again."""
    await opened(stage)
    layla = await guest(stage, "layla")
    await puts_into_cart(layla, "mixed")
    await layla.enter("/cart")
    await layla.touch("send")
    await layla.approve_asked()
    await layla.see("stage-placed")
    await stage.later(minutes=6)
    await layla.see("says-ended-silent")
    await becomes(layla.has, (MONEY, 0))
