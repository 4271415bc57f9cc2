"""An order and what may become of it: pure.

OPEN ─ approve ─▶ PAID            DECLINED, EXPIRED and VOIDED are ends; so is PAID, but for refunds.
  │  └─────────▶ HELD ─ capture ─▶ PAID
  │                └─ void ─▶ VOIDED, time ─▶ EXPIRED
  └─ decline ─▶ DECLINED, void ─▶ VOIDED, time ─▶ EXPIRED
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.kit.errors import ResourceExhausted
from core.kit.money import Money
from wallet.border import refused
from wallet.errors import CaptureExceedsHold
from wallet.orders.errors import OrderClosed, OrderNotHeld, OrderNotPaid, OrderTotalWrong, RefundExceedsPaid

TIP_TIMES_MAX = 2  # A tip is at most so many times the total: more is a slip of the finger.
REFUNDS_MAX = 50  # Of one order.


class State(StrEnum):
    """As in the proto."""

    OPEN = "open"
    HELD = "held"
    PAID = "paid"
    DECLINED = "declined"
    EXPIRED = "expired"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Line:
    """A thing or a fee."""

    title_ar: str
    title_en: str
    quantity: int
    unit_minor: int
    is_fee: bool


@dataclass(frozen=True, slots=True)
class Split:
    """Whose part is not the app's own."""

    payee_user_id: str
    basis_points: int


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody gets of a capture, who was not known when the order was made."""

    payee_user_id: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Refund:
    """Something given back."""

    refund_id: str
    amount_minor: int
    created_at_ms: int


@dataclass(frozen=True, slots=True)
class Order:
    """As stored. `payment_id` is the transfer that put the money aside or, once it is paid, took it."""

    order_id: str
    app_id: str
    payer_user_id: str
    session_id: str
    name: str
    title_ar: str
    title_en: str
    lines: tuple[Line, ...]
    splits: tuple[Split, ...]
    currency_code: str
    total_minor: int
    is_hold: bool
    may_tip: bool
    hold_for_s: int
    created_at_ms: int
    expires_at_ms: int
    state: State = State.OPEN
    tip_minor: int = 0
    paid_minor: int = 0
    refunded_minor: int = 0
    approved_at_ms: int = 0
    hold_expires_at_ms: int = 0
    settled_at_ms: int = 0
    payment_id: bytes = b""
    version: int = 1
    number: int = 0

    @property
    def due_at_ms(self) -> int:
        """When it ends by itself; 0 where it has ended."""
        return {State.OPEN: self.expires_at_ms, State.HELD: self.hold_expires_at_ms}.get(self.state, 0)

    @property
    def asked(self) -> Money:
        """What the payer gives, tip and all."""
        return Money(self.total_minor + self.tip_minor, self.currency_code)

    def as_of(self, now_ms: int) -> Order:
        """As it truly stands then: one whose time is over has ended, whether anybody wrote that down or not."""
        if 0 < self.due_at_ms <= now_ms:
            return self.becomes(State.EXPIRED, self.due_at_ms)
        return self

    def becomes(self, state: State, now_ms: int, **more: object) -> Order:
        """The same order after that."""
        settled_at_ms = 0 if state is State.HELD else now_ms
        changed: dict[str, object] = {"state": state, "settled_at_ms": settled_at_ms, "version": self.version + 1}
        return replace(self, **changed | more)  # type: ignore[arg-type]


def check_approval(order: Order, total: Money, tip_minor: int) -> None:
    """Return where the payer's yes is to what the order asks. ORDER_CLOSED, ORDER_TOTAL_WRONG, INVALID_ARGUMENT."""
    if order.state is not State.OPEN:
        raise OrderClosed("the order does not wait any more", order_id=order.order_id, state=order.state.value)
    if total != Money(order.total_minor, order.currency_code):
        raise _total_wrong(order.total_minor, order.currency_code)
    if tip_minor and not order.may_tip:
        raise refused("tip_minor", "the order takes no tip")
    if tip_minor > order.total_minor * TIP_TIMES_MAX:
        raise refused("tip_minor", f"is more than {TIP_TIMES_MAX} times the total")


def check_total(lines: tuple[Line, ...], total: Money) -> None:
    """Return where the lines add up to the total, and that is above zero. ORDER_TOTAL_WRONG tells the sum."""
    # By the field rules at most 100 lines of 9,999 times 10^11: exact in int64.
    added = sum(line.quantity * line.unit_minor for line in lines)
    if added != total.amount_minor:
        raise _total_wrong(added, total.currency_code)
    if added <= 0:
        raise refused("total.amount_minor", "must be above zero")


def captured(order: Order, amount: Money | None) -> int:
    """How much is taken of what is held, beside the tip. ORDER_NOT_HELD, CAPTURE_EXCEEDS_HOLD."""
    if order.state is not State.HELD:
        raise not_held(order)
    asked = _amount(order, amount, order.total_minor)
    if asked > order.total_minor:
        raise CaptureExceedsHold("more than is held", requested_minor=asked, held_minor=order.total_minor)
    return asked


def check_shares(order: Order, shares: Sequence[Share], taken_minor: int) -> None:
    """Return where so much can be shared like that: once each, no more than is taken, and nobody has a split."""
    if shares and order.splits:
        raise refused("shares", "are of orders without splits: the payer was shown those")
    payees = [share.payee_user_id for share in shares]
    for at, payee in enumerate(payees):
        if payee in payees[:at]:
            raise refused(f"shares[{at}].payee_user_id", "is named before")
    if sum(share.amount_minor for share in shares) > taken_minor:
        raise refused("shares", "are more than is taken")


def tip_taken(order: Order, taken_minor: int) -> int:
    """As much of the tip as of the total, to the nearest unit; half a unit stays the payer's, whose it is."""
    return (2 * order.tip_minor * taken_minor + order.total_minor - 1) // (2 * order.total_minor)


def refundable(order: Order, amount: Money | None, refunds: int) -> int:
    """How much is given back now. ORDER_NOT_PAID, REFUND_EXCEEDS_PAID; RESOURCE_EXHAUSTED after REFUNDS_MAX."""
    if order.state is not State.PAID:
        raise OrderNotPaid("the order is not paid", order_id=order.order_id, state=order.state.value)
    left = order.paid_minor - order.refunded_minor
    asked = _amount(order, amount, left) if left or amount is not None else 0
    if asked > left or not left:
        raise RefundExceedsPaid("not so much is left", requested_minor=asked, left_minor=left)
    if refunds >= REFUNDS_MAX:
        raise ResourceExhausted("this order was refunded too often", refunds_max=REFUNDS_MAX)
    return asked


def not_held(order: Order) -> OrderNotHeld:
    """Nothing is put aside."""
    return OrderNotHeld("nothing is held for the order", order_id=order.order_id, state=order.state.value)


def _amount(order: Order, amount: Money | None, whole_minor: int) -> int:
    if amount is None:
        return whole_minor
    if amount.currency_code != order.currency_code:
        raise refused("amount.currency_code", "is not the order's")
    if amount.amount_minor <= 0:
        raise refused("amount.amount_minor", "must be above zero")
    return amount.amount_minor


def _total_wrong(total_minor: int, currency_code: str) -> OrderTotalWrong:
    return OrderTotalWrong("the total is another", total_minor=total_minor, currency_code=currency_code)
