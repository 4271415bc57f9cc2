"""A top-up or payout as the wallet keeps it, and a difference of the two books. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from core.kit.money import Money
from wallet.bank.provider import Asked, Entry, Kind, State


class BankTransfer(NamedTuple):
    """In the table's order of columns. What the bank said last: `version`, `said_state` and `said_minor`."""

    number: int
    id: str
    user_id: str
    kind: str
    currency_code: str
    amount_minor: int
    state: str
    why: str
    created_at_ms: int
    settled_at_ms: int
    version: int = 0
    bank_reference: str = ""
    said_state: str = ""
    said_minor: int = 0

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency_code)

    @property
    def asked(self) -> Asked:
        """As the bank is asked for it."""
        return Asked(self.id, Kind(self.kind), self.amount)

    def heard(self, entry: Entry) -> BankTransfer:
        """With what the bank said last, its own state as it was."""
        return self._replace(
            version=entry.version, bank_reference=entry.bank_reference, said_state=entry.state.value,
            said_minor=entry.amount.amount_minor,
        )  # fmt: skip

    def settled(self, state: State, why: str, now_ms: int) -> BankTransfer:
        """Ended so, or come back after it had."""
        return self._replace(state=state.value, why=why, settled_at_ms=now_ms)


class DifferenceKind(StrEnum):
    """As in the proto."""

    NOTICE_LOST = "notice_lost"
    UNKNOWN_HERE = "unknown_here"
    UNKNOWN_THERE = "unknown_there"
    AMOUNT = "amount"
    STATE = "state"
    STILL_PENDING = "still_pending"
    UNREADABLE = "unreadable"


class Difference(NamedTuple):
    """In the table's order of columns, but for the last. `reference` is what the bank knows it by, our id or not."""

    reference: str
    kind: str
    bank_transfer_id: str
    bank_reference: str
    ours_minor: int
    theirs_minor: int
    currency_code: str
    explanation: str
    found_at_ms: int
    mended: bool = False  # Then it is told once and not kept.
