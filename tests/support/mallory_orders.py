"""What of Layla's orders and earnings is put before Mallory, and how each KEYED rpc of them is carried out once."""

from __future__ import annotations

import uuid
from typing import Any, Protocol

from core.kit.caller import Caller
from tests.support.attacked_host import DEMO_PASSWORD, POLLS

PIN = "493028"
APPROVAL = {"pin": PIN}
TOTAL = {"currency_code": "SAR", "amount_minor": 100}
TEXTS = {"title_ar": "قهوة", "title_en": "Coffee"}
# As the tables of tests/contract/test_mallory.py.
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "GetOrderSheet": ({"order_id": "order"}, {}),
    "ApproveOrder": ({"order_id": "order"}, {"request_id": "mallory-pays", "total": TOTAL, "approval": APPROVAL}),
    "DeclineOrder": ({"order_id": "order"}, {}),
    "GetMyOrder": ({"order_id": "order"}, {}),
    "ListMyOrders": ({"app_id": "unreleased_app"}, {}),
    "LeaveMerchant": ({"app_id": "unreleased_app"}, {}),
    "GetMerchant": ({"app_id": "unreleased_app"}, {}),
    "ListSettlements": ({"app_id": "unreleased_app"}, {}),
    "WithdrawMerchant": (
        {"app_id": "unreleased_app"}, {"request_id": "mallory-takes-it", "amount": TOTAL, "approval": APPROVAL},
    ),
}  # fmt: skip
NAME_NOBODY = {"ListMyEnrollments"}
CHANGED: dict[str, dict[str, Any]] = {
    "CreateOrder": {"name": "another"},
    "ApproveOrder": {"tip_minor": 1},
    "CaptureOrder": {"amount": {"currency_code": "SAR", "amount_minor": 1}},
    "VoidOrder": {"order_id": "ord_01kdvdna00evdaz1bfk71jcsrx"},
    "RefundOrder": {"amount": {"currency_code": "SAR", "amount_minor": 1}},
    "WithdrawMerchant": {"amount": {"currency_code": "SAR", "amount_minor": 2}},
}


class Calls(Protocol):
    """What is needed of the test's house."""

    layla: Caller
    laylas: dict[str, str]

    async def call(self, name: str, body: dict[str, Any], caller: Caller) -> Any: ...
    async def account(self, caller: Caller, currency_code: str = "SAR") -> str: ...
    async def fund(self, account: str) -> str: ...


def app(house: Calls, app_id: str = POLLS) -> Caller:
    """An app that works for Layla."""
    return Caller.app(app_id, user_id=house.layla.user_id, scopes=frozenset({"wallet.order"}))


async def things(house: Calls) -> dict[str, str]:
    """An order that waits for Layla."""
    return {"order": await _order(house)}


async def _order(house: Calls, app_id: str = POLLS, **more: Any) -> str:
    made = await house.call("CreateOrder", _asked() | more, app(house, app_id))
    return str(made.order.order_id)


def _asked() -> dict[str, Any]:
    line = {**TEXTS, "quantity": 1, "unit_minor": 100}
    return {"request_id": uuid.uuid4().hex, "name": "coffee", **TEXTS, "lines": [line], "total": TOTAL}


async def _paid(house: Calls, app_id: str = POLLS, **more: Any) -> str:
    """An order Layla says yes to, with money of the test bank and a PIN of hers."""
    order_id = await _order(house, app_id, **more)
    await house.fund(await house.account(house.layla))
    if not (await house.call("GetOrderSheet", {"order_id": order_id}, house.layla)).has_pin:
        await house.call("SetPin", {"pin": PIN, "password": DEMO_PASSWORD}, house.layla)
    yes = {"request_id": uuid.uuid4().hex, "order_id": order_id, "total": TOTAL, "approval": APPROVAL}
    await house.call("ApproveOrder", yes, house.layla)
    return order_id


async def first_call(house: Calls, name: str) -> tuple[dict[str, Any], Caller]:
    """A body that is carried out, without its request_id, and who sends it."""
    if name == "CreateOrder":
        return {field: value for field, value in _asked().items() if field != "request_id"}, app(house)
    if name == "ApproveOrder":
        await _paid(house)  # So that she has a PIN, and money.
        order_id = await _order(house, may_tip=True)
        return {"order_id": order_id, "total": TOTAL, "approval": APPROVAL}, house.layla
    if name == "WithdrawMerchant":
        app_id = house.laylas["unreleased_app"]
        await _paid(house, app_id)
        amount = {"currency_code": "SAR", "amount_minor": 1}
        return {"app_id": app_id, "amount": amount, "approval": APPROVAL}, house.layla
    return {"order_id": await _paid(house, hold=name != "RefundOrder")}, app(house)
