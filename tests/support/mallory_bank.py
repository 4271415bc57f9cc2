"""What of Layla's and the bank's is put before Mallory, and how a top-up and a payout are carried out once."""

from __future__ import annotations

import uuid
from typing import Any

from core.kit.caller import Caller
from tests.support.attacked_host import DEMO_PASSWORD
from tests.support.mallory_orders import PIN, Calls

AWAY = "http://127.0.0.1:9"  # A bank that never answers: what is asked of it waits.
APPROVAL = {"pin": PIN, "password": DEMO_PASSWORD}
AMOUNT = {"amount": {"currency_code": "SAR", "amount_minor": 100}}
# As the tables of tests/contract/test_mallory.py.
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "GetBankTransfer": ({"bank_transfer_id": "bank_transfer"}, {}),
}
NAME_NOBODY = {"TopUp", "PayOut", "ListBankTransfers", "ReconcileBank"}
CHANGED: dict[str, dict[str, Any]] = {
    name: {"amount": {"currency_code": "SAR", "amount_minor": 101}} for name in ("TopUp", "PayOut")
}


async def things(house: Calls) -> dict[str, str]:
    """A top-up of Layla's that waits for the bank."""
    begun = await house.call("TopUp", AMOUNT | {"request_id": uuid.uuid4().hex}, house.layla)
    return {"bank_transfer": begun.transfer.bank_transfer_id}


async def first_call(house: Calls, name: str) -> tuple[dict[str, Any], Caller]:
    """A body that is carried out, without its request_id, and who sends it."""
    if name == "TopUp":
        return AMOUNT, house.layla
    if not (await house.call("GetGuard", {}, house.layla)).guard.has_pin:
        await house.call("SetPin", {"pin": PIN, "password": DEMO_PASSWORD}, house.layla)
    await house.fund(await house.account(house.layla))
    return AMOUNT | {"approval": APPROVAL}, house.layla
