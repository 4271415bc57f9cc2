"""The host's payment sheets, answered by the fake wallet: any PIN is right here, and no money is real."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from majlis_devkit.simulator.room import Person, Refused, Room
from miniapp.testing import FakeWallet
from miniapp.testing import Refused as WalletRefused

PREFIXES = ("majlis.wallet.v1.OrdersService/", "majlis.wallet.v1.MandatesService/")
AVAILABLE_MINOR = 1_000_000  # What everybody has whom no test gave less.
_Answer = Callable[[FakeWallet, str, dict[str, Any], int], Any]


def answer(room: Room, person: Person, method: str, request: dict[str, Any]) -> dict[str, Any]:
    """The response message of one call; ``Refused`` for what the wallet refuses and for a method there is none of."""
    if method not in _METHODS:
        raise Refused("unimplemented", "UNIMPLEMENTED", f"the simulator has no {method}")
    wallet, now_ms = room.host.wallet, int(room.host.now.timestamp() * 1000)
    asked_id = str(request.get("order_id") or request.get("mandate_id"))
    try:
        _of_payer(wallet, person.user_id, asked_id)
        _METHODS[method](wallet, person.user_id, request, now_ms)
        return _shown(room, person, asked_id, now_ms)
    except WalletRefused as refused:
        raise Refused("failed_precondition", refused.reason, str(refused), refused.metadata) from None


def _of_payer(wallet: FakeWallet, user_id: str, asked_id: str) -> None:
    found: Any = wallet.orders.by_id.get(asked_id) or wallet.mandates.by_id.get(asked_id)
    if found is None or found.payer != user_id:
        kind = "MANDATE" if asked_id.startswith("man_") else "ORDER"
        raise WalletRefused(f"{kind}_NOT_FOUND", "nothing of that id is asked of you")


def _shown(room: Room, person: Person, asked_id: str, now_ms: int) -> dict[str, Any]:
    wallet, payer = room.host.wallet, {"app_id": room.app_id, "payer_user_id": person.user_id}
    if asked_id.startswith("man_"):
        return {"mandate": wallet.mandates.told(asked_id, now_ms) | payer, "has_pin": True}
    order = wallet.orders.told(asked_id, now_ms) | payer
    named = [split | {"name": room.host.names.get(split["payee_user_id"], "")} for split in order.get("splits", ())]
    has_minor = wallet.has.get((person.user_id, order["total"]["currency_code"]), AVAILABLE_MINOR)
    return {"order": order | {"splits": named}, "available_minor": str(has_minor), "has_pin": True}


def _approve_order(wallet: FakeWallet, user_id: str, request: dict[str, Any], now_ms: int) -> None:
    wallet.orders.approve(str(request["order_id"]), user_id, int(request.get("tip_minor") or 0), now_ms)


_METHODS: dict[str, _Answer] = {
    "GetOrderSheet": lambda *_: None,
    "GetMyOrder": lambda *_: None,
    "ApproveOrder": _approve_order,
    "DeclineOrder": lambda wallet, user_id, request, now_ms: wallet.orders.decline(
        request["order_id"], user_id, now_ms
    ),
    "GetMandateSheet": lambda *_: None,
    "ApproveMandate": lambda wallet, user_id, request, now_ms: wallet.mandates.answer(
        request["mandate_id"], user_id, now_ms, yes=True
    ),
    "DeclineMandate": lambda wallet, user_id, request, now_ms: wallet.mandates.answer(
        request["mandate_id"], user_id, now_ms, yes=False
    ),
    "RevokeMandate": lambda wallet, user_id, request, now_ms: wallet.mandates.revoke(
        request["mandate_id"], user_id, now_ms
    ),
}
