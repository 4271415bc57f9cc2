"""What of Layla's red packets is put before Mallory, and how one is sent once."""

from __future__ import annotations

import uuid
from typing import Any, Protocol

from core.kit.caller import Caller
from tests.support.attacked_host import DEMO_PASSWORD

PIN = "493028"
GIFT: dict[str, Any] = {
    "total": {"currency_code": "SAR", "amount_minor": 100}, "shares": 3, "mode": "RED_PACKET_MODE_RANDOM",
    "approval": {"pin": PIN},
}  # fmt: skip
# As the tables of tests/contract/test_mallory.py.
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "SendRedPacket": ({"conversation_id": "conversation"}, {"request_id": "mallory-gives", **GIFT}),
    "ClaimRedPacket": ({"packet_id": "packet"}, {}),
    "GetRedPacket": ({"packet_id": "packet"}, {}),
}
CHANGED: dict[str, dict[str, Any]] = {"SendRedPacket": {"greeting": "another"}}


class Calls(Protocol):
    """What is needed of the test's house."""

    layla: Caller
    laylas: dict[str, str]

    async def call(self, name: str, body: dict[str, Any], caller: Caller) -> Any: ...
    async def account(self, caller: Caller, currency_code: str = "SAR") -> str: ...
    async def fund(self, account: str) -> str: ...


async def things(house: Calls) -> dict[str, str]:
    """A red packet of Layla's in her group."""
    sent = await house.call("SendRedPacket", {"request_id": uuid.uuid4().hex, **await first_call(house)}, house.layla)
    return {"packet": sent.packet.packet_id}


async def first_call(house: Calls) -> dict[str, Any]:
    """A body that Layla, with money of the test bank and a PIN, gets carried out, without its request_id."""
    await house.fund(await house.account(house.layla))
    if not (await house.call("GetGuard", {}, house.layla)).guard.has_pin:
        await house.call("SetPin", {"pin": PIN, "password": DEMO_PASSWORD}, house.layla)
    return {"conversation_id": house.laylas["conversation"], **GIFT}
