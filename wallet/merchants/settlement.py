"""One line of a merchant's books, and the sums it changes: pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """As in the proto."""

    SALE = "sale"
    REFUND = "refund"
    CHARGE = "charge"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What came in or went out: `gross_minor` is what the payer paid, got back, or the developer took.

    It is the platform's fee, the payees' shares and what the app's account changed by, which `net_minor` gives with its
    sign; fee and shares are what they got of a sale or charge, what they gave back with a refund. `debt_minor` is what
    payees had not got to give back with a refund, so that the app did; or what went to the app for that from their
    shares of a sale. It is not in their shares, but in what the app's account changed by.
    """

    app_id: str
    settlement_id: str
    kind: Kind
    currency_code: str
    gross_minor: int
    fee_minor: int
    shared_minor: int
    name: str
    created_at_ms: int
    debt_minor: int = 0

    @property
    def net_minor(self) -> int:
        own = self.gross_minor - self.fee_minor - self.shared_minor
        return own if self.kind in (Kind.SALE, Kind.CHARGE) else -own


@dataclass(frozen=True, slots=True)
class Sums:
    """A merchant's in one currency, ever."""

    sales_minor: int = 0
    refunds_minor: int = 0
    fees_minor: int = 0
    shared_minor: int = 0
    owed_minor: int = 0  # By payees.

    def after(self, line: Settlement) -> Sums:
        """With that line; fees and shares are less what came back."""
        if line.kind is Kind.WITHDRAWAL:
            return self
        comes = line.net_minor >= 0 and line.kind is not Kind.REFUND
        sign = 1 if comes else -1
        return Sums(
            self.sales_minor + (line.gross_minor if comes else 0),
            self.refunds_minor + (0 if comes else line.gross_minor),
            self.fees_minor + sign * line.fee_minor, self.shared_minor + sign * line.shared_minor,
            self.owed_minor - sign * line.debt_minor,
        )  # fmt: skip
