"""Deposits: what is taken of them, when, and whose it is. Pure; `money.py` carries it out.

A deposit is put aside when a booking is made, and taken or given back by one rule: `to_keep`. It belongs to whoever
runs the place but for the app's commission, which the host splits off to the minor unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from model import Booking, Rules, State

from miniapp import Money, wallet

COMMISSION_PERCENT = 5  # Of a deposit that is taken; the host's own fee comes out of it.
PAY_IN = timedelta(minutes=5)  # So long a moment is held for who pays.
ANSWER_IN = timedelta(minutes=10)  # So long an offer waits for its answer.
HOLD_FOR = timedelta(days=30)  # The longest a wallet puts aside.
CLOSE_AFTER = timedelta(hours=24)  # What nobody marked by then is closed, in the guest's favour.
HORIZON_DAYS_MAX = 28  # Within the hold, with a day to close it.


def share(amount: Money, percent: int) -> Money:
    """So much of it, what cannot be divided being the guest's."""
    return Money(amount.amount_minor * percent // 100, amount.currency_code)


def free_until(start: datetime, rules: Rules) -> datetime:
    """Until then giving a booking up costs nothing."""
    return start - timedelta(hours=rules.free_hours)


def to_keep(booking: Booking, to: State, by: str, at: datetime) -> Money | None:
    """What the place is to have of the deposit once the booking is this; None while that is open."""
    nothing = share(booking.deposit, 0)
    if to in ("offered", "held", "booked"):
        return None
    if to in ("arrived", "done"):
        return booking.deposit
    if to == "missed":
        return share(booking.deposit, booking.rules.missed_percent)
    if to == "cancelled" and by == "guest":
        return cost_of_cancelling(booking, at)
    return nothing


def cost_of_cancelling(booking: Booking, at: datetime) -> Money:
    """What it costs the guest to give it up now."""
    free = at <= free_until(booking.start, booking.rules)
    return share(booking.deposit, 0 if free else booking.rules.late_percent)


@dataclass(frozen=True)
class Step:
    """The one thing to ask of the wallet next, or nothing."""

    do: Literal["nothing", "void", "capture", "refund"]
    amount: Money | None = None


def next_step(order: wallet.Order, keep: Money) -> Step:
    """How to bring an order, as it truly stands, to where the place has `keep` of it."""
    if order.is_open or (order.is_held and not keep):
        return Step("void")
    if order.is_held:
        return Step("capture", min(keep, order.total))
    if order.is_paid and order.kept > keep:
        return Step("refund", order.kept - keep)
    return Step("nothing")
