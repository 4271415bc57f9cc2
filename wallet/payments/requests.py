"""One request for money, and what became of it: pure.

It is paid while something pays it, whatever else was said of it meanwhile: a payment that is taken back leaves the
request as it was before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.kit.money import EXPONENTS
from wallet.payments import payments
from wallet.payments.errors import RequestTooHigh, TooManyRequestsOpen

AMOUNT_MAX = 500  # Whole units of the currency, of one person at once: what fraud asks for is more.
OPEN_TO_ONE_MAX = 10
OPEN_MAX = 50
LIFE_S = 7 * 24 * 3600


class State(StrEnum):
    """As in the proto, and on cards."""

    OPEN = "open"
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class MoneyRequest:
    """As the row keeps it. `payment_id` is what pays it now, `closed_as` how it ended without."""

    id: str
    seq: int
    payee_user_id: str
    payer_user_id: str
    payee_name: str
    payer_name: str
    amount_minor: int
    currency_code: str
    note: str
    split_id: str
    created_at_ms: int
    expires_at_ms: int
    payment_id: str = ""
    closed_as: str = ""
    version: int = 1

    def state(self, payment: payments.State | None, now_ms: int) -> State:
        """As it stands, given what became of the payment it names."""
        if payment in payments.ALIVE:
            return State.PAID
        if self.closed_as:
            return State(self.closed_as)
        return State.EXPIRED if self.expires_at_ms <= now_ms else State.OPEN

    def is_between(self, user_id: str) -> bool:
        return user_id in (self.payer_user_id, self.payee_user_id)


def max_minor(currency_code: str) -> int:
    """The most that is asked of one person at once."""
    return int(AMOUNT_MAX * 10 ** EXPONENTS[currency_code])


def check_amount(amount_minor: int, currency_code: str) -> None:
    """REQUEST_TOO_HIGH beyond it."""
    most = max_minor(currency_code)
    if amount_minor > most:
        raise RequestTooHigh(
            "so much is not asked of one person", requested_minor=amount_minor, max_minor=most,
            currency_code=currency_code,
        )  # fmt: skip


def check_open(open_to: dict[str, int], asked_user_ids: list[str]) -> None:
    """TOO_MANY_REQUESTS_OPEN where one more to each is too many; `open_to` counts those that wait, by person."""
    for user_id in asked_user_ids:
        if open_to.get(user_id, 0) >= OPEN_TO_ONE_MAX:
            raise TooManyRequestsOpen("too many wait for this person", user_id=user_id, max=OPEN_TO_ONE_MAX)
    if sum(open_to.values()) + len(asked_user_ids) > OPEN_MAX:
        raise TooManyRequestsOpen("too many wait for an answer", max=OPEN_MAX)
