"""What the audit keeps in memory of an account, an open hold and a refunded transfer."""

from __future__ import annotations

from dataclasses import dataclass

from wallet.audit.store import Row
from wallet.records import AMOUNT_MAX, DEBITS_MUST_NOT_EXCEED_CREDITS, Sums, Transfer


@dataclass(slots=True, eq=False)
class Standing:
    """An account as the rows so far add up; `stored` is what its own row says now."""

    seq: int
    id: str
    ledger: int
    flags: int
    is_control: bool
    stored: Row
    debits_pending: int = 0
    debits_posted: int = 0
    credits_pending: int = 0
    credits_posted: int = 0
    closed: bool = False
    lines: int = 0
    last_seq: int = 0

    def sums(self) -> Sums:
        """In the tables' order of columns."""
        return (
            self.debits_pending, self.debits_posted, self.credits_pending, self.credits_posted, int(self.closed),
            self.lines, self.last_seq,
        )  # fmt: skip

    def is_over(self) -> bool:
        """Past its limit; holds count."""
        if self.flags & DEBITS_MUST_NOT_EXCEED_CREDITS:
            return self.debits_pending + self.debits_posted > self.credits_posted or self.credits_posted > AMOUNT_MAX
        return self.credits_pending + self.credits_posted > self.debits_posted or self.debits_posted > AMOUNT_MAX


@dataclass(slots=True)
class OpenHold:
    """A pending transfer that nothing ended yet; `stored` is what wallet_holds says of its end, None without a row."""

    pending: Transfer
    expires_at_ms: int
    stored: Row | None


@dataclass(slots=True)
class RefundedOrigin:
    """A transfer with a row in wallet_refunds, which says `stored_minor`."""

    row: Transfer
    stored_minor: int
    refunded_minor: int = 0
