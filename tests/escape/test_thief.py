"""A mini-app that wants money it was not given, in a whole host: whatever it asks, nothing moves.

It is a shop like any other by its manifest, its users allowed it to ask them for payments, and its calls reach the host
without the SDK between. It even knows the ids of others' orders.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.support.paying import ORDERS, PASSWORD, PIN, TIPS, word
from tests.support.robbed_host import MANDATE, ORDER, PAYEE, THIEF, TITLES, Scene, line, order, said, sar
from tests.support.web_user import Refused

APPS, MANDATES = "majlis.apps.v1.AppsService", "majlis.wallet.v1.MandatesService"
SANDBOX = "majlis.sandbox.v1.SandboxService"
pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def scene(robbed: Scene) -> Scene:
    return robbed


ONLY_PEOPLE = (
    "ApproveOrder", "DeclineOrder", "GetOrderSheet", "GetMyOrder", "ListMyOrders", "ApproveMandate", "DeclineMandate",
    "RevokeMandate", "GetMandateSheet", "ListMandates", "ListAppStandings", "WithdrawMerchant", "GetMerchant",
    "LeaveMerchant", "SubmitTransfers", "PlaceHold", "CaptureHold", "OpenOwnedAccount", "DeliverPayment", "SetPin",
)  # fmt: skip


@pytest.mark.parametrize("method", ONLY_PEOPLE)
async def test_what_people_and_services_do_has_no_door_for_apps(scene: Scene, method: str) -> None:
    """Its own order is no exception: it cannot approve that either."""
    own = await scene.ordered(name=f"for {method}")
    request = {"request_id": "x", "order_id": own["order_id"], "total": own["total"], "approval": {"pin": PIN}}
    async with scene.nothing_moves():
        for interface in (ORDER, MANDATE, PAYEE, "appdata"):
            assert await scene.reason(interface, method, request) == "METHOD_UNKNOWN"
        for interface in ("wallet", "wallet-guard", "majlis.wallet.v1.OrdersService"):
            with pytest.raises(Refused) as crashed:  # There is no such import: the app dies of it.
                await scene.reason(interface, method, request)
            assert crashed.value.reason == "APP_CRASHED"
    mine = (await scene.layla.call(ORDERS, "GetMyOrder", order_id=own["order_id"]))["order"]
    assert mine["state"] == "ORDER_STATE_OPEN"


@pytest.mark.parametrize("method", ["GetOrder", "CaptureOrder", "VoidOrder", "RefundOrder"])
async def test_another_apps_order_is_none(scene: Scene, method: str) -> None:
    """It knows the id, its user is the payer, the money is put aside: and still."""
    async with scene.nothing_moves():
        for order_id in (scene.waiting, scene.held, "ord_00000000000000000000000000"):
            request = {"order_id": order_id} | ({} if method == "GetOrder" else {"request_id": f"r {order_id[-3:]}"})
            assert await scene.reason(ORDER, method, request) == "ORDER_NOT_FOUND"
        for order_id in ("", "x", scene.held.upper(), f"{scene.held}'"):
            assert await scene.reason(ORDER, method, {"order_id": order_id, "request_id": "x"} if method != "GetOrder"
                                      else {"order_id": order_id}) == "INVALID_ARGUMENT"  # fmt: skip


HUGE = 10**11
WRONG_SUMS = {
    "a total of less than its lines": order(total=sar(99)),
    "a total of more than its lines": order(total=sar(10_000)),
    "a total below zero": order(lines=[line(-100)], total=sar(-100)),
    "nothing": order(lines=[line(100), line(-100)], total=sar(0)),
    "no lines": order(lines=[]),
    "no total": {name: value for name, value in order().items() if name != "total"},
    "too many lines": order(lines=[line(1)], total=sar(101), times=101),
    "none of a thing": order(lines=[line(100, 0)]),
    "less than none of a thing": order(lines=[line(100, -1)]),
    "too many of a thing": order(lines=[line(1, 10_000)], total=sar(10_000)),
    "a price beyond all bounds": order(lines=[line(HUGE + 1)], total=sar(HUGE + 1)),
    "a sum that wraps around": order(lines=[line(HUGE, 9_999)], total=sar(-(2**62)), times=100),
    "a number beyond the type": order(lines=[line(2**63)], total=sar(2**63)),
    "half a unit": order(lines=[line(0.5)], total=sar(0.5)),
    "words for a number": order(lines=[line("many")], total=sar("many")),
    "money there is none of": order(total={"currency_code": "XXX", "amount_minor": 100}),
    "other money than its lines mean": order(total={"currency_code": "", "amount_minor": 100}),
    "no words": order(title_ar=""),
    "words that print nothing": order(title_ar="\u202e\u2066"),
    "a tip of its own": order(tip_minor=10_000),
    "a state of its own": order(state="ORDER_STATE_PAID"),
    "an app of its own choosing": order(app_id=TIPS),
    "no name for the request": order(request_id=""),
    "a long name for the request": order(request_id="x" * 65),
}


@pytest.mark.parametrize("asked", WRONG_SUMS.values(), ids=WRONG_SUMS)
async def test_an_order_that_does_not_add_up_is_none(scene: Scene, asked: dict[str, Any]) -> None:
    async with scene.nothing_moves():
        assert await scene.reason(ORDER, "CreateOrder", asked) in ("INVALID_ARGUMENT", "ORDER_TOTAL_WRONG")


async def test_people_are_only_named_by_the_apps_own_names_for_them(scene: Scene) -> None:
    """Neither a user id, nor another app's word for somebody, nor a stranger; nor a payee who never said yes."""
    layla, omar = said(scene.shop, "me: "), said(scene.his, "me: ")
    ids = (await scene.layla.me(), await scene.omar.me())
    async with scene.nothing_moves():
        for named in (*ids, "sub_x", "usr_x", layla[:-1], "\u0000"):
            for asked in (
                order(splits=[{"payee_user_id": named, "basis_points": 10_000}]),
                order(payer_user_id=named),
            ):
                assert await scene.reason(ORDER, "CreateOrder", asked) == "INVALID_ARGUMENT"
        for splits in (
            [{"payee_user_id": omar, "basis_points": 10_000}],
            [{"payee_user_id": layla, "basis_points": 1}],
        ):
            assert await scene.reason(ORDER, "CreateOrder", order(splits=splits)) == "PAYEE_NOT_ENROLLED"
        for splits in (
            [{"payee_user_id": omar, "basis_points": 10_001}], [{"payee_user_id": omar, "basis_points": 0}],
            [{"payee_user_id": "", "basis_points": 1}],
        ):  # fmt: skip
            assert await scene.reason(ORDER, "CreateOrder", order(splits=splits)) == "INVALID_ARGUMENT"


async def test_who_did_not_allow_it_is_not_even_asked(scene: Scene) -> None:
    """Omar takes his yes back: no order can name him, whoever taps."""
    omar = said(scene.his, "me: ")
    await scene.omar.call(APPS, "RevokeScope", app_id=THIEF, scope="wallet.order")
    try:
        assert await scene.reason(ORDER, "CreateOrder", order(payer_user_id=omar)) == "SCOPE_DENIED"
        his = {"screen": scene.his, "person": scene.omar}
        assert await scene.reason(ORDER, "CreateOrder", order("his own"), **his) == "SCOPE_DENIED"
    finally:
        await scene.omar.allow(THIEF, "wallet.order")
    assert (await scene.omar.call(ORDERS, "ListMyOrders")).get("orders", []) == []


async def test_an_event_cannot_speak_for_another(scene: Scene) -> None:
    """Whatever it sends as request_id, what was done in one event is not done, nor undone, by that of another."""
    first, second = await scene.ordered(name="same"), await scene.ordered(name="same")
    assert first["order_id"] != second["order_id"]
    held = await scene.ordered(name="held", hold=True)
    await scene.layla.approve(held["order_id"], "yes-held-1")
    half = {"order_id": held["order_id"], "amount": sar(40)}
    (taken,) = await scene.steal(ORDER, "CaptureOrder", half | {"request_id": "take"})
    assert taken["ok"]["order"]["paid_minor"] == "40"
    async with scene.nothing_moves():
        rest = half | {"request_id": "take", "amount": sar(60)}
        assert await scene.reason(ORDER, "CaptureOrder", rest) == "ORDER_NOT_HELD"
        assert (
            await scene.reason(ORDER, "VoidOrder", {"order_id": held["order_id"], "request_id": "v"})
            == "ORDER_NOT_HELD"
        )


async def test_one_event_gives_back_once_under_one_name(scene: Scene) -> None:
    paid = await scene.ordered(name="paid")
    await scene.layla.approve(paid["order_id"], "yes-paid-1")
    back = {"order_id": paid["order_id"], "amount": sar(30), "request_id": "back"}
    once, again, more, other = await scene.steal(
        ORDER, "RefundOrder", [back, back, back | {"amount": sar(31)}, back | {"amount": sar(71), "request_id": "b"}]
    )
    assert once["ok"] == again["ok"]
    assert (more["error"]["reason"], other["error"]["reason"]) == ("REQUEST_ID_REUSED", "REFUND_EXCEEDS_PAID")


async def test_an_order_is_heard_in_the_session_that_made_it_whatever_it_says(scene: Scene) -> None:
    """It names Omar's session; Layla's hears it."""
    made = await scene.ordered(name="whose", session_id=scene.his.session_id)
    await scene.layla.approve(made["order_id"], "yes-whose-1")
    await scene.layla.until(
        lambda: f"{made['order_id']} paid" in said(scene.shop, "heard: "), "Layla's session hears it"
    )
    assert made["order_id"] not in said(scene.his, "heard: ")


@pytest.mark.parametrize("method", ["CaptureOrder", "RefundOrder"])
async def test_a_screen_takes_nothing(scene: Scene, method: str) -> None:
    """It asks each time it is drawn, and it is drawn unasked, as often as anybody likes."""
    own = await scene.ordered(name=f"quiet {method}", hold=True)
    screen = await scene.layla.open(THIEF, f"/quietly?method={method}&order_id={own['order_id']}")
    assert "ORDER_NOT_" in said(screen, "got: ")  # Opening may act; there is nothing to take yet.
    await scene.layla.approve(own["order_id"], f"yes-quiet-{method}")
    async with scene.nothing_moves():
        drawn = await scene.layla.call(SANDBOX, "ResumeSession", session_id=screen.session_id)
        assert "READ_ONLY" in drawn["screen"]["nodes_json"]
    await scene.layla.close(screen)


FAKE_SHEETS: dict[str, Any] = {
    "a sheet of its own": [{"sheet": {"title": "pay 1 SAR"}}],
    "more words on the sheet": [{"pay": {"order_id": "ord_00000000000000000000000000", "total": "1 SAR"}}],
    "more beside the sheet": [{"pay": {"order_id": "ord_00000000000000000000000000"}, "toast": {"text": "safe"}}],
    "a link for an id": [{"pay": {"order_id": "https://evil.example"}}],
    "a list for an id": [{"pay": {"order_id": ["ord_00000000000000000000000000"]}}],
    "an id with a tail": [{"pay": {"order_id": "ord_00000000000000000000000000\n"}}],
    "a mandate for an order": [{"pay": {"order_id": "man_00000000000000000000000000"}}],
    "nothing": [{"pay": {}}],
    "approved already": [{"approve": {"order_id": "ord_00000000000000000000000000"}}],
    "two sheets": [{"pay": {"order_id": "ord_00000000000000000000000000"}}] * 2,
    "a sheet over a sheet": [
        {"pay": {"order_id": "ord_00000000000000000000000000"}},
        {"mandate": {"mandate_id": "man_00000000000000000000000000"}},
    ],
}


@pytest.mark.parametrize("effects", FAKE_SHEETS.values(), ids=FAKE_SHEETS)
async def test_a_sheet_is_the_hosts_and_says_nothing_of_the_apps(scene: Scene, effects: Any) -> None:
    fields = {"effects": json.dumps(effects)}
    with pytest.raises(Refused) as refused:
        await scene.layla.send(scene.shop, {"id": "s.k:answer", "on": "submit", "fields": fields})
    assert refused.value.reason == "APP_ANSWER_INVALID"


async def test_what_was_approved_cannot_be_made_something_else(scene: Scene) -> None:
    """The very same request in the very same event with other words is another order, which nobody approved."""
    mine = order("mine", hold=True)
    got = await scene.steal(ORDER, "CreateOrder", [mine, mine | {"hold": False}])
    first, second = [each["ok"]["order"] for each in got]
    assert first["order_id"] != second["order_id"]
    approved = await scene.layla.approve(first["order_id"], "yes-mine-1")
    async with scene.nothing_moves():
        for total in (sar(99), sar(101), {"currency_code": "USD", "amount_minor": 100}):
            with pytest.raises(Refused) as refused:
                await scene.layla.call(
                    ORDERS, "ApproveOrder", request_id=f"forged-{total['amount_minor']}", total=total,
                    order_id=second["order_id"], approval={"pin": PIN},
                )  # fmt: skip
            assert refused.value.reason == "ORDER_TOTAL_WRONG"
    kept = (await scene.layla.call(ORDERS, "GetMyOrder", order_id=first["order_id"]))["order"]
    assert (kept["lines"], kept["state"]) == (approved["lines"], "ORDER_STATE_HELD")


async def test_a_mandate_is_not_overspent_by_a_race(scene: Scene) -> None:
    """Eight sessions charge at once what the mandate allows once."""
    plan = {**TITLES, "request_id": "plan", "max": sar(1_000), "window_s": 3_600, "expires_in_s": 86_400}
    (got,) = await scene.steal(MANDATE, "ProposeMandate", plan)
    mandate_id = got["ok"]["mandate"]["mandate_id"]
    charge = {**TITLES, "request_id": "c", "mandate_id": mandate_id, "amount": sar(600)}
    async with scene.nothing_moves():
        assert await scene.reason(MANDATE, "ChargeMandate", charge) == "MANDATE_NOT_ACTIVE"
    await scene.layla.call(
        MANDATES, "ApproveMandate", request_id="yes-plan-1", mandate_id=mandate_id,
        approval={"pin": PIN, "password": PASSWORD},
    )  # fmt: skip
    had = await scene.layla.has()
    screens = [await scene.layla.open(THIEF) for _ in range(8)]
    reasons = await asyncio.gather(
        *(scene.reason(MANDATE, "ChargeMandate", charge, screen=screen) for screen in screens)
    )
    assert sorted(reason for reason in reasons if "it got" not in reason) == ["MANDATE_EXCEEDED"] * 7
    assert [before - after for before, after in zip(had, await scene.layla.has(), strict=True)] == [600, 0]
    for screen in screens:
        await scene.layla.close(screen)


async def test_what_is_put_aside_is_taken_once_by_a_race(scene: Scene) -> None:
    held = await scene.ordered(name="race", hold=True)
    await scene.layla.approve(held["order_id"], "yes-race-1")
    had = await scene.layla.has()
    screens = [await scene.layla.open(THIEF) for _ in range(8)]
    take = {"order_id": held["order_id"], "request_id": "take", "amount": sar(60)}
    reasons = await asyncio.gather(*(scene.reason(ORDER, "CaptureOrder", take, screen=each) for each in screens))
    assert sorted(reason for reason in reasons if "it got" not in reason) == ["ORDER_NOT_HELD"] * 7
    available, held_minor = await scene.layla.has()
    assert (available - had[0], had[1] - held_minor) == (40, 100)
    for screen in screens:
        await scene.layla.close(screen)


async def test_the_till_was_never_touched(scene: Scene) -> None:
    """Its own user, its own order, after everything: it takes what was put aside for it."""
    assert word(scene.till, "state") == "held"
    await scene.layla.press(scene.till, "take")
    assert word(scene.till, "paid") == 2_000
