"""Orders and mandates as apps hold them: plain values, made of what the host answered; pure.

They are values like any other: a field of the state, or of a document, may hold one. What it says was true when it was
read; `wallet.get(order.id)` says what is true now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from miniapp.values import Money, Text, from_ms


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an order: a thing, a fee, or, below zero, a discount. `price` is of one."""

    title: Text
    price: Money
    quantity: int = 1
    is_fee: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """Somebody's part of an order, in hundredths of a percent."""

    payee: str
    basis_points: int


@dataclass(frozen=True, slots=True)
class Share:
    """Somebody's part of a capture, who was not known when the order was made."""

    payee: str
    amount: Money


# open: it waits for its payer. held: approved, and put aside until it is captured or voided. expired: nobody approved
# it in time, or what was held went back by itself. voided: the app closed it, or gave back what was held.
OrderState = Literal["open", "held", "paid", "declined", "expired", "voided"]
# proposed: it waits for its payer. revoked: the payer ended it.
MandateState = Literal["proposed", "active", "declined", "revoked", "expired"]


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the app's. `paid` is what was taken, tip and all; `refunded` what was given back of it."""

    id: str
    name: str
    state: OrderState
    payer: str
    total: Money
    paid: Money
    refunded: Money
    tip: Money
    hold: bool
    expires_at: datetime
    hold_expires_at: datetime | None = None
    settled_at: datetime | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def is_held(self) -> bool:
        return self.state == "held"

    @property
    def is_paid(self) -> bool:
        return self.state == "paid"

    @property
    def is_over(self) -> bool:
        """Nothing was taken, and nothing will be."""
        return self.state in ("declined", "expired", "voided")

    @property
    def kept(self) -> Money:
        """What was taken and not given back: the most a refund may be."""
        return self.paid - self.refunded


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a payer lets the app take: `max` in each `window`, of which `spent` is gone in the one that ends now."""

    id: str
    state: MandateState
    payer: str
    max: Money
    spent: Money
    window_s: int
    expires_at: datetime

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    @property
    def left(self) -> Money:
        """What may be charged now, if the payer has it."""
        return self.max - self.spent

    @property
    def window(self) -> timedelta:
        return timedelta(seconds=self.window_s)


def order_of(told: Mapping[str, Any]) -> Order:
    """The order of the host's JSON, which leaves out whatever is zero or empty."""
    total = money_of(told.get("total"))

    def minor(member: str) -> Money:
        return Money(int(told.get(member) or 0), total.currency_code)

    return Order(
        id=str(told.get("order_id", "")), name=str(told.get("name", "")),
        state=cast(OrderState, _word(told.get("state"), "ORDER_STATE_")), payer=str(told.get("payer_user_id", "")),
        total=total, paid=minor("paid_minor"), refunded=minor("refunded_minor"), tip=minor("tip_minor"),
        hold=bool(told.get("hold")), expires_at=from_ms(int(told.get("expires_at_ms") or 0)),
        hold_expires_at=_moment(told.get("hold_expires_at_ms")), settled_at=_moment(told.get("settled_at_ms")),
        version=int(told.get("version") or 0),
    )  # fmt: skip


def mandate_of(told: Mapping[str, Any]) -> Mandate:
    """The mandate of the host's JSON."""
    most = money_of(told.get("max"))
    return Mandate(
        id=str(told.get("mandate_id", "")), state=cast(MandateState, _word(told.get("state"), "MANDATE_STATE_")),
        payer=str(told.get("payer_user_id", "")), max=most,
        spent=Money(int(told.get("spent_minor") or 0), most.currency_code), window_s=int(told.get("window_s") or 0),
        expires_at=from_ms(int(told.get("expires_at_ms") or 0)),
    )  # fmt: skip


def money_of(told: Any) -> Money:
    """The amount of the host's JSON."""
    return Money(int(told.get("amount_minor") or 0), str(told.get("currency_code", "")))


def money_json(amount: Money) -> dict[str, Any]:
    """The amount as a request carries it."""
    return {"currency_code": amount.currency_code, "amount_minor": amount.amount_minor}


def _word(name: Any, prefix: str) -> str:
    return str(name).removeprefix(prefix).lower()


def _moment(ms: Any) -> datetime | None:
    return from_ms(int(ms)) if ms and int(ms) else None
