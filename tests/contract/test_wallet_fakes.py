"""What a mini-app's test saw is what its users get: the SDK's fake wallet and the real one give the same answers.

Each script runs at both; every answer, refusal, its facts, what the app was told and what people have left is compared.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.shop import Shop
from tests.support.wallet_fakes import FakeTill, RealTill

Script = Callable[[Any], Awaitable[None]]
SCRIPTS: list[Script] = []
TITLES = {"title_ar": "قهوة", "title_en": "Coffee"}
HOUR_S, DAY_S = 3_600, 86_400
WHATS = (
    "create", "create", "approve", "approve", "decline", "capture", "void", "refund", "refund", "later", "told"
)  # fmt: skip


def script(function: Script) -> Script:
    SCRIPTS.append(function)
    return function


def sar(amount_minor: int, currency_code: str = "SAR") -> dict[str, Any]:
    return {"currency_code": currency_code, "amount_minor": amount_minor}


def line(unit_minor: int, quantity: int = 1, *, is_fee: bool = False) -> dict[str, Any]:
    return {**TITLES, "quantity": quantity, "unit_minor": unit_minor, "is_fee": is_fee}


def order(*lines: dict[str, Any], name: str = "coffee", **more: Any) -> dict[str, Any]:
    made = lines or (line(900, 2), line(200, is_fee=True))
    total = sum(each["unit_minor"] * each["quantity"] for each in made)
    return {"request_id": name, "name": name, **TITLES, "lines": list(made), "total": sar(total), **more}


def act(made: dict[str, Any], name: str = "act", amount: dict[str, Any] | None = None) -> dict[str, Any]:
    given = {"request_id": name, "order_id": made["order_id"]}
    return given if amount is None else given | {"amount": amount}


@script
async def paid_with_a_tip(till: Any) -> None:
    made = await till.call("CreateOrder", "layla", **order(may_tip=True))
    await till.told()
    await till.later(5)
    await till.approve("layla", made, 300)
    await till.told()
    await till.approve("layla", made)
    await till.call("GetOrder", "omar", order_id=made["order_id"])
    await till.has("layla")


@script
async def declined_and_left_alone(till: Any) -> None:
    first, second = [
        await till.call("CreateOrder", "layla", f"tap-{n}", **order(expires_in_s=60)) for n in range(2)
    ]  # fmt: skip
    for _ in range(2):
        await till.decline("layla", first)
    await till.decline("omar", second)
    await till.told()
    await till.later(60)
    await till.call("GetOrder", order_id=second["order_id"])
    await till.approve("layla", second)
    await till.decline("layla", second)
    await till.call("VoidOrder", "layla", "tap-9", **act(second))
    await till.told()


@script
async def lines_that_do_not_add_up(till: Any) -> None:
    await till.call("CreateOrder", "layla", "a", **(order() | {"total": sar(1)}))
    await till.call("CreateOrder", "layla", "b", **order(line(500), line(-500)))
    await till.call("CreateOrder", "layla", "c", **order(line(500), line(-501)))
    await till.call("CreateOrder", "layla", "d", **order(line(500), line(-499)))
    await till.call("CreateOrder", "", "e", **order())


@script
async def held_and_taken_in_part(till: Any) -> None:
    made = await till.call("CreateOrder", "layla", **order(hold=True, may_tip=True))
    await till.call("CaptureOrder", "layla", "too early", **act(made))
    await till.approve("layla", made, 100)
    await till.has("layla")
    await till.told()
    await till.call("CaptureOrder", "layla", "too much", **act(made, amount=sar(2_001)))
    await till.call("CaptureOrder", "layla", "nothing", **act(made, amount=sar(0)))
    await till.call("CaptureOrder", "layla", "other money", **act(made, amount=sar(10, "USD")))
    await till.later(7)
    await till.call("CaptureOrder", "", "timer", **act(made, amount=sar(1_500)))
    await till.call("CaptureOrder", "", "timer", **act(made, amount=sar(1_500)))
    await till.call("CaptureOrder", "", "timer", **act(made, amount=sar(1_400)))
    await till.call("CaptureOrder", "", "again", **act(made))
    await till.call("VoidOrder", "", "again", **act(made))
    await till.has("layla")
    await till.told()


@script
async def held_and_given_back(till: Any) -> None:
    made = await till.call("CreateOrder", "layla", **order(hold=True, hold_for_s=120))
    other = await till.call("CreateOrder", "layla", "tap-2", **order(hold=True))
    for each in (made, other):
        await till.approve("layla", each)
    await till.call("VoidOrder", "omar", "not hers", **act(other))
    await till.later(120)
    await till.told()
    await till.call("CaptureOrder", "layla", "late", **act(made))
    await till.call("GetOrder", order_id=made["order_id"])
    await till.has("layla")


@script
async def refunds_up_to_what_was_paid(till: Any) -> None:
    made = await till.call("CreateOrder", "layla", **order(may_tip=True))
    await till.call("RefundOrder", "layla", "too early", **act(made))
    await till.approve("layla", made, 200)
    for name, amount in (("one", 700), ("two", 700), ("three", 801), ("four", None), ("five", None), ("six", 1)):
        await till.later(1)
        await till.call("RefundOrder", "layla", "tap", **act(made, name, amount and sar(amount)))
    await till.call("RefundOrder", "layla", "tap", **act(made, "one", sar(700)))
    await till.call("RefundOrder", "layla", "tap", **act(made, "one", sar(600)))
    await till.call("GetOrder", "layla", order_id=made["order_id"])
    await till.told()
    await till.has("layla")


@script
async def an_event_that_is_repeated_gets_its_first_answer(till: Any) -> None:
    made = await till.call("CreateOrder", "layla", "tap", **order())
    await till.later(3)
    await till.call("CreateOrder", "layla", "tap", **order())
    await till.call("CreateOrder", "layla", "tap", **order(line(5)))  # It ran again and asks for something else.
    await till.call("CreateOrder", "omar", "tap", **order())
    await till.call("CreateOrder", "layla", "another tap", **order())
    await till.call("CaptureOrder", "layla", "tap", **act(made))
    await till.approve("layla", made)
    await till.call("CaptureOrder", "layla", "tap", **act(made))  # A refusal is an answer too.
    await till.call("ListOrders", "layla")
    await till.call("ListOrders", "")


@script
async def a_screen_only_reads(till: Any) -> None:
    made = await till.call("CreateOrder", "layla", "tap", **order())
    await till.call("GetOrder", "layla", "", order_id=made["order_id"])
    await till.call("ListOrders", "layla", "")
    await till.call("IsPayee", "layla", "")
    for method, request in (
        ("CreateOrder", order()), ("CaptureOrder", act(made)), ("VoidOrder", act(made)), ("RefundOrder", act(made)),
        ("EnrollPayee", {}),
    ):  # fmt: skip
        await till.call(method, "layla", "", **request)


@script
async def shared_with_payees(till: Any) -> None:
    to_omar = {"payee_user_id": "omar", "basis_points": 8_000}
    await till.call("CreateOrder", "layla", "a", **order(splits=[to_omar]))
    await till.call("IsPayee", "omar")
    await till.call("EnrollPayee", "omar")
    await till.call("EnrollPayee", "omar")
    await till.call("EnrollPayee", "")
    await till.call("IsPayee", "omar")
    await till.call("CreateOrder", "layla", "b", **order(splits=[to_omar, to_omar]))
    made = await till.call("CreateOrder", "layla", "c", **order(splits=[to_omar]))
    await till.approve("layla", made)
    await till.told()
    await till.call("RefundOrder", "layla", "d", **act(made, amount=sar(333)))
    await till.has("layla")


@script
async def shared_when_it_is_captured(till: Any) -> None:
    def to(payee: str, amount_minor: int) -> dict[str, Any]:
        return {"payee_user_id": payee, "amount_minor": str(amount_minor)}

    made = await till.call("CreateOrder", "layla", "a", **order(hold=True, may_tip=True))
    await till.approve("layla", made, 100)
    await till.call("CaptureOrder", "layla", "b", **act(made), shares=[to("omar", 1_000)])
    await till.call("EnrollPayee", "omar")
    await till.call("CaptureOrder", "layla", "c", **act(made, amount=sar(999)), shares=[to("omar", 1_000)])
    await till.call("CaptureOrder", "layla", "d", **act(made), shares=[to("omar", 1), to("omar", 2)])
    split = await till.call("CreateOrder", "layla", "e", **order(splits=[{"payee_user_id": "omar", "basis_points": 1}]))
    await till.call("CaptureOrder", "layla", "f", **act(split), shares=[to("omar", 1)])
    await till.call("CaptureOrder", "", "g", **act(made, amount=sar(1_500)), shares=[to("omar", 1_500)])
    await till.call("RefundOrder", "layla", "h", **act(made, amount=sar(333)))
    await till.has("layla")
    await till.told()


@script
async def who_has_too_little(till: Any) -> None:
    made = await till.call("CreateOrder", "omar", **order(line(3_001)))
    await till.approve("omar", made)
    await till.call("GetOrder", order_id=made["order_id"])
    small = await till.call("CreateOrder", "omar", "b", **order(line(3_000), may_tip=True))
    await till.approve("omar", small, 1)
    await till.approve("omar", small, 6_001)
    await till.approve("omar", small)
    plain = await till.call("CreateOrder", "layla", "c", **order())
    await till.approve("layla", plain, 1)
    await till.told()
    await till.has("omar")


@script
async def nobody_elses(till: Any) -> None:
    made = await till.call("CreateOrder", "layla", **order())
    await till.approve("omar", made)
    await till.decline("omar", made)
    unknown = {"order_id": "ord_00000000000000000000000000"}
    for method in ("GetOrder", "CaptureOrder", "VoidOrder", "RefundOrder"):
        request = unknown if method == "GetOrder" else act(unknown)
        await till.call(method, "layla", f"x {method}", **request)


@script
async def a_mandate(till: Any) -> None:
    asked = {**TITLES, "max": sar(2_000), "window_s": HOUR_S, "expires_in_s": 2 * DAY_S}
    made = await till.call("ProposeMandate", "layla", request_id="plan", **asked)
    await till.call("ProposeMandate", "layla", request_id="zero", **(asked | {"max": sar(0)}))
    await till.call("ProposeMandate", "", request_id="plan", **asked)

    async def charge(name: str, amount: dict[str, Any]) -> None:
        request = {"request_id": name, "mandate_id": made["mandate_id"], "amount": amount, **TITLES}
        await till.call("ChargeMandate", "", "timer", **request)

    await charge("early", sar(1))
    await till.approve("omar", made)
    await till.approve("layla", made)
    await till.approve("layla", made)
    await till.told()
    for name, amount in (("a", 900), ("b", 900), ("c", 201), ("d", 200), ("e", 1), ("f", 0), ("a", 900), ("a", 1)):
        await charge(name, sar(amount))
    await charge("usd", sar(1, "USD"))
    await till.has("layla")
    await till.later(HOUR_S + 1)
    await charge("g", sar(2_000))
    await till.call("GetMandate", "layla", mandate_id=made["mandate_id"])
    for _ in range(2):
        await till.revoke("layla", made)
    await charge("h", sar(1))
    await till.told()
    await till.has("layla")


@script
async def mandates_that_end(till: Any) -> None:
    asked = {**TITLES, "max": sar(2_000), "window_s": HOUR_S, "expires_in_s": DAY_S}
    made = [await till.call("ProposeMandate", "layla", f"tap-{n}", request_id="plan", **asked) for n in range(4)]
    for _ in range(2):
        await till.decline("layla", made[0])
    await till.revoke("layla", made[1])
    await till.approve("layla", made[2])
    await till.told()
    await till.later(DAY_S)
    for each in made:
        await till.call("GetMandate", mandate_id=each["mandate_id"])
        await till.approve("layla", each)
    await till.told()


def life(seed: int) -> Script:
    """Anything in any order: what an app might do on a bad day."""

    async def live(till: Any) -> None:
        chance = random.Random(seed)
        made: list[dict[str, Any]] = []
        for step in range(60):
            what = chance.choice(WHATS)
            person, at = chance.choice(["layla", "layla", "omar"]), chance.randrange(len(made) or 1)
            amount = chance.choice([None, sar(chance.randrange(0, 900))])
            tip = chance.choice([0, 0, chance.randrange(1, 700)])
            if what == "create" or not made:
                new = order(
                    line(chance.randrange(1, 300), chance.randrange(1, 3)), hold=chance.random() < 0.5,
                    may_tip=chance.random() < 0.7, expires_in_s=chance.choice([0, 90]), hold_for_s=60,
                )  # fmt: skip
                new |= {} if new["hold"] else {"hold_for_s": 0}
                answered = await till.call("CreateOrder", person, f"tap-{step}", **new)
                made += [answered] if "order_id" in answered else []
            elif what == "approve":
                await till.approve(person, made[at], tip)
            elif what == "decline":
                await till.decline(person, made[at])
            elif what == "later":
                await till.later(chance.choice([1, 30, 61]))
                await till.told()
            elif what == "told":
                await till.told()
            else:
                of = act(made[at], amount=None if what == "void" else amount)
                await till.call(f"{what.title()}Order", person, f"tap-{step}", **of)
        for person in ("layla", "omar"):
            await till.has(person)
        await till.told()

    live.__name__ = f"life_{seed}"
    return live


@pytest.mark.parametrize("run", [*SCRIPTS, *(life(seed) for seed in range(4))], ids=lambda run: run.__name__)
async def test_the_fake_answers_as_the_real_one(shop: Shop, run: Script) -> None:
    fake, real = FakeTill(), await RealTill(shop).ready()
    await run(fake)
    await run(real)
    for said, expected in zip(fake.log, real.log, strict=False):
        assert said == expected
    assert len(fake.log) == len(real.log)
