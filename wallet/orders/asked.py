"""What an app asks for, as an order: cleaned, added up again, and only what an order can mean."""

from __future__ import annotations

from collections.abc import Sequence

from majlis.wallet.v1 import orders_service_pb2 as pb
from wallet import texts
from wallet.amounts import money_of
from wallet.border import refused
from wallet.orders.order import Line, Order, Split, check_total
from wallet.orders.shares import BASIS_POINTS

EXPIRES_IN_S = 15 * 60  # Where the app does not say.
HOLD_FOR_S = 7 * 24 * 3600


def order_of(request: pb.CreateOrderRequest, *, order_id: str, app_id: str, payer_user_id: str, now_ms: int) -> Order:
    """The order that the request asks for. INVALID_ARGUMENT, ORDER_TOTAL_WRONG."""
    total, lines = money_of(request.total, "total"), _lines(request.lines)
    check_total(lines, total)
    return Order(
        order_id=order_id, app_id=app_id, payer_user_id=payer_user_id, session_id=request.session_id,
        name=texts.line(request.name, "name", 64), title_ar=texts.line(request.title_ar, "title_ar"),
        title_en=texts.line(request.title_en, "title_en"), lines=lines, splits=_splits(request.splits),
        currency_code=total.currency_code, total_minor=total.amount_minor,
        is_hold=request.hold, may_tip=request.may_tip,
        hold_for_s=(request.hold_for_s or HOLD_FOR_S) if request.hold else 0,
        created_at_ms=now_ms, expires_at_ms=now_ms + (request.expires_in_s or EXPIRES_IN_S) * 1000,
    )  # fmt: skip


def _lines(asked: Sequence[pb.OrderLine]) -> tuple[Line, ...]:
    found = []
    for at, one in enumerate(asked):
        title_ar = texts.line(one.title_ar, f"lines[{at}].title_ar")
        title_en = texts.line(one.title_en, f"lines[{at}].title_en")
        found.append(Line(title_ar, title_en, one.quantity, one.unit_minor, one.is_fee))
    return tuple(found)


def _splits(asked: Sequence[pb.OrderSplit]) -> tuple[Split, ...]:
    for at, one in enumerate(asked):
        if any(one.payee_user_id == other.payee_user_id for other in asked[:at]):
            raise refused(f"splits[{at}].payee_user_id", "is named before")
    if sum(one.basis_points for one in asked) > BASIS_POINTS:
        raise refused("splits", f"are more than {BASIS_POINTS} basis points together")
    return tuple(Split(one.payee_user_id, one.basis_points) for one in asked)
