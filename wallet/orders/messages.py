"""An order as its app and its payer read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.kit.db import Transaction
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import orders_service_pb2 as pb
from wallet.orders import store
from wallet.orders.order import Order, Refund


def order_message(order: Order, refunds: Sequence[Refund] = (), names: Mapping[str, str] | None = None) -> pb.Order:
    """As it stands; `names` of payees for the sheet."""
    named = names or {}
    return pb.Order(
        order_id=order.order_id, app_id=order.app_id, payer_user_id=order.payer_user_id, name=order.name,
        title_ar=order.title_ar, title_en=order.title_en,
        lines=(
            pb.OrderLine(
                title_ar=line.title_ar, title_en=line.title_en, quantity=line.quantity, unit_minor=line.unit_minor,
                is_fee=line.is_fee,
            )
            for line in order.lines
        ),
        total=_money(order.total_minor, order.currency_code),
        state=pb.OrderState.Value(f"ORDER_STATE_{order.state.name}"), hold=order.is_hold, may_tip=order.may_tip,
        tip_minor=order.tip_minor, paid_minor=order.paid_minor, refunded_minor=order.refunded_minor,
        splits=(
            pb.OrderSplit(
                payee_user_id=each.payee_user_id, basis_points=each.basis_points, name=named.get(each.payee_user_id, "")
            )
            for each in order.splits
        ),
        refunds=(
            pb.OrderRefund(
                refund_id=each.refund_id, amount=_money(each.amount_minor, order.currency_code),
                created_at_ms=each.created_at_ms,
            )
            for each in refunds
        ),
        created_at_ms=order.created_at_ms, expires_at_ms=order.expires_at_ms,
        hold_expires_at_ms=order.hold_expires_at_ms, settled_at_ms=order.settled_at_ms, version=order.version,
    )  # fmt: skip


def whole(tx: Transaction, order: Order, names: Mapping[str, str] | None = None) -> pb.Order:
    """With what was given back."""
    refunds = store.refunds(tx, [order.number]).get(order.number, []) if order.refunded_minor else []
    return order_message(order, refunds, names)


def _money(amount_minor: int, currency_code: str) -> money_pb2.Money:
    return money_pb2.Money(amount_minor=amount_minor, currency_code=currency_code)
