"""What of Layla's position is put before Mallory; of places everybody sees the city, and what they keep themselves."""

from __future__ import annotations

from typing import Any

from core.kit.caller import Caller
from tests.support.attacked_host import POLLS
from tests.support.mallory_orders import Calls

# As the tables of tests/contract/test_mallory.py.
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "ReportPosition": ({"share_id": "share"}, {"point": {"lat_e7": 245_000_000, "lng_e7": 470_000_000}}),
    "EndShare": ({"share_id": "share"}, {}),
}
NAME_NOBODY = {
    "GetCity", "GetMap", "FindPlaces", "GetAddress", "GetRoute", "SavePlace", "ForgetPlace", "ListSavedPlaces",
    "ListShares",
}  # fmt: skip


async def things(house: Calls) -> dict[str, str]:
    """A share of Layla's that lasts."""
    scopes = frozenset({"places.position"})
    caller = Caller.app(POLLS, user_id=house.layla.user_id, scopes=scopes)
    shared = await house.call("SharePosition", {"topic": "mallory/watches", "for_s": 86_400}, caller)
    return {"share": shared.share.share_id}
