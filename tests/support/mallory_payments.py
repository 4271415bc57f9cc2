"""What of Layla's payments, requests and bills is put before Mallory, and how each KEYED rpc of them is called once."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, Protocol

from core.kit.caller import ANYBODY, Caller
from tests.support.attacked_host import DEMO_PASSWORD
from tests.support.identity import PASSWORD

PIN = "493028"
APPROVAL = {"pin": PIN}
AMOUNT = {"currency_code": "SAR", "amount_minor": 100}
# As the tables of tests/contract/test_mallory.py. Whom Mallory may pay is no secret; who blocks him is.
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "ResolvePayee": ({"user_id": "blocker"}, {}),
    "Pay": (
        {"payee_user_id": "blocker"},
        {"request_id": "mallory-pays-her", "payee_name": "Friend", "amount": AMOUNT, "approval": APPROVAL},
    ),
    "RequestMoney": ({"payer_user_id": "person"}, {"request_id": "mallory-asks-her", "amount": AMOUNT}),
    "SplitBill": (
        {"conversation_id": "conversation"},
        {
            "request_id": "mallory-shares", "title": "Dinner", "total": AMOUNT, "mode": "SPLIT_MODE_EQUAL",
            "parts": [{"user_id": "usr_01kdvdna00evdaz1bfk71jcsrx"}],
        },
    ),
    "TakeBackPayment": ({"payment_id": "payment"}, {}),
    "AcceptPayment": ({"payment_id": "payment"}, {}),
    "DeclinePayment": ({"payment_id": "payment"}, {}),
    "GetPayment": ({"payment_id": "payment"}, {}),
    "PayMoneyRequest": ({"money_request_id": "asked"}, {"request_id": "mallory-pays-that", "approval": APPROVAL}),
    "DeclineMoneyRequest": ({"money_request_id": "asked"}, {}),
    "CancelMoneyRequest": ({"money_request_id": "asked"}, {}),
    "GetMoneyRequest": ({"money_request_id": "asked"}, {}),
    "GetSplit": ({"split_id": "split"}, {}),
    "CloseSplit": ({"split_id": "split"}, {}),
}  # fmt: skip
NAME_NOBODY = {"ListPayments", "ListMoneyRequests", "MakePayCode"}
CHANGED: dict[str, dict[str, Any]] = {
    "Pay": {"note": "another"},
    "RequestMoney": {"note": "another"},
    "PayMoneyRequest": {"money_request_id": "req_01kdvdna00evdaz1bfk71jcsrx"},
    "SplitBill": {"title": "another"},
}


class Calls(Protocol):
    """What is needed of the test's house."""

    layla: Caller
    mallory: Caller
    laylas: dict[str, str]

    async def call(self, name: str, body: dict[str, Any], caller: Caller) -> Any: ...
    async def account(self, caller: Caller, currency_code: str = "SAR") -> str: ...
    async def fund(self, account: str) -> str: ...


async def things(house: Calls) -> dict[str, str]:
    """A payment, a request and a bill of Layla's with a friend, and somebody who blocks Mallory."""
    made = {}
    for name, field in (("Pay", "payment"), ("RequestMoney", "money_request"), ("SplitBill", "split")):
        body, caller = await first_call(house, name)
        answer = await house.call(name, body | {"request_id": uuid.uuid4().hex}, caller)
        made[field] = getattr(getattr(answer, field), f"{field}_id")
    blocker = await _somebody(house)
    code = (await house.call("GetMyCode", {}, blocker)).code
    await house.call("RequestContact", {"code": code}, house.mallory)
    await house.call("BlockPerson", {"user_id": house.mallory.user_id}, blocker)
    return {
        "payment": made["payment"], "asked": made["money_request"], "split": made["split"], "blocker": blocker.user_id
    }  # fmt: skip


async def first_call(house: Calls, name: str) -> tuple[dict[str, Any], Caller]:
    """A body that is carried out, without its request_id, and who sends it."""
    layla, friend = house.layla, await _somebody(house)
    code = (await house.call("GetMyCode", {}, layla)).code
    await house.call("RequestContact", {"code": code}, friend)
    await house.call("AnswerContact", {"user_id": friend.user_id, "accept": True}, layla)
    if name == "RequestMoney":
        return {"payer_user_id": friend.user_id, "amount": AMOUNT}, layla
    if name == "SplitBill":
        group = {"request_id": uuid.uuid4().hex, "title": "Dinner", "user_ids": [friend.user_id]}
        at = (await house.call("CreateGroup", group, layla)).conversation.conversation_id
        parts = [{"user_id": who.user_id} for who in (layla, friend)]
        bill = {"title": "Dinner", "total": AMOUNT, "mode": "SPLIT_MODE_EQUAL", "parts": parts}
        return {"conversation_id": at, **bill}, layla
    await house.fund(await house.account(layla))
    if not (await house.call("GetGuard", {}, layla)).guard.has_pin:
        await house.call("SetPin", {"pin": PIN, "password": DEMO_PASSWORD}, layla)
    if name == "Pay":
        payee = {"payee_user_id": friend.user_id, "payee_name": "Friend"}
        return {**payee, "amount": AMOUNT, "approval": APPROVAL}, layla
    asking = {"request_id": uuid.uuid4().hex, "payer_user_id": layla.user_id, "amount": AMOUNT}
    asked = (await house.call("RequestMoney", asking, friend)).money_request
    return {"money_request_id": asked.money_request_id, "approval": APPROVAL}, layla


async def _somebody(house: Calls) -> Caller:
    account = {"username": f"p{secrets.token_hex(6)}", "password": PASSWORD, "display_name": "Friend"}
    return Caller.user((await house.call("SignUp", account, ANYBODY)).signed_in.user.user_id)
