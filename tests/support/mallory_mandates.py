"""What of Layla's mandates is put before Mallory, and how each KEYED rpc of them is carried out once."""

from __future__ import annotations

import uuid
from typing import Any

from core.kit.caller import Caller
from tests.support.attacked_host import DEMO_PASSWORD, POLLS
from tests.support.mallory_orders import PIN, TEXTS, TOTAL, Calls

APPROVAL = {"pin": PIN, "password": DEMO_PASSWORD}
TERMS = {**TEXTS, "max": TOTAL, "window_s": 60, "expires_in_s": 60}
# As the tables of tests/contract/test_mallory.py.
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "GetMandateSheet": ({"mandate_id": "mandate"}, {}),
    "ApproveMandate": ({"mandate_id": "mandate"}, {"request_id": "mallory-allows", "approval": APPROVAL}),
    "DeclineMandate": ({"mandate_id": "mandate"}, {}),
    "RevokeMandate": ({"mandate_id": "mandate"}, {}),
}
NAME_NOBODY = {"ListMandates", "ListAppStandings"}
CHANGED: dict[str, dict[str, Any]] = {
    "ProposeMandate": {"window_s": 61},
    "ApproveMandate": {"mandate_id": "man_01kdvdna00evdaz1bfk71jcsrx"},
    "ChargeMandate": {"title_en": "another"},
}


async def things(house: Calls) -> dict[str, str]:
    """A mandate that waits for Layla."""
    return {"mandate": await _proposed(house)}


async def first_call(house: Calls, name: str) -> tuple[dict[str, Any], Caller]:
    """A body that is carried out, without its request_id, and who sends it."""
    if name == "ProposeMandate":
        return TERMS, _app(house)
    if not (await house.call("GetGuard", {}, house.layla)).guard.has_pin:
        await house.call("SetPin", {"pin": PIN, "password": DEMO_PASSWORD}, house.layla)
    approved = {"mandate_id": await _proposed(house), "approval": APPROVAL}
    if name == "ApproveMandate":
        return approved, house.layla
    await house.fund(await house.account(house.layla))
    await house.call("ApproveMandate", approved | {"request_id": uuid.uuid4().hex}, house.layla)
    return {"mandate_id": approved["mandate_id"], "amount": TOTAL, **TEXTS}, _app(house)


async def _proposed(house: Calls) -> str:
    made = await house.call("ProposeMandate", TERMS | {"request_id": uuid.uuid4().hex}, _app(house))
    return str(made.mandate.mandate_id)


def _app(house: Calls) -> Caller:
    return Caller.app(POLLS, user_id=house.layla.user_id, scopes=frozenset({"wallet.mandate"}))
