"""What a ledger keeps of what it did: for its database, and to take a failed chain back."""

from __future__ import annotations

from dataclasses import dataclass, field

from wallet.records import Account, Entry, Hold, Mark, Refund, Sums


@dataclass(slots=True)
class Changes:
    """What a ledger did since it was last asked: new rows in order, and what changed beside them, by seq."""

    after_seq: int
    entries: list[Entry] = field(default_factory=list)
    accounts: dict[int, Account] = field(default_factory=dict)
    holds: dict[int, Hold] = field(default_factory=dict)
    refunds: dict[int, Refund] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)


class Undo:
    """How everything was before a chain of linked transfers, as far as the chain touched it."""

    __slots__ = ("accounts", "entries", "holds", "refunds", "seq")

    def __init__(self, seq: int, entries: int) -> None:
        self.seq = seq
        self.entries = entries
        self.accounts: list[tuple[Account, Sums]] = []
        self.holds: list[Hold] = []
        self.refunds: list[tuple[Refund, int, bool]] = []  # The bool: whether it was among the changes.
