"""What a ledger must answer, worked out another way: a list of facts, added up anew for every question.

It knows payments, holds with and without an end, freezes, captures, releases, refunds and chains; no sums are kept, so
none can go wrong. Slow on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wallet.records import (
    ALL,
    CLOSING_DEBIT,
    LINKED,
    NO_ID,
    PENDING,
    POST_PENDING,
    TRANSIENT,
    VOID_PENDING,
    NewTransfer,
    Status,
)


class Fact(NamedTuple):
    """One thing that happened: `of` is the hold it ended or the payment it gave back."""

    kind: str
    id: bytes
    debit: str
    credit: str
    amount: int
    of: bytes = NO_ID
    until_ms: int = 0
    freezes: bool = False


MOVES = ("payment", "refund", "capture")
ENDS = {
    "capture": Status.PENDING_TRANSFER_ALREADY_POSTED,
    "release": Status.PENDING_TRANSFER_ALREADY_VOIDED,
    "expiry": Status.PENDING_TRANSFER_EXPIRED,
}


class Model:
    """`strict` are the accounts that may not be overdrawn; the others have no limit."""

    def __init__(self, *, strict: Iterable[str], free: Iterable[str]) -> None:
        self.strict = set(strict)
        self.known = self.strict | set(free)
        self.now_ms = 0
        self.facts: list[Fact] = []
        self.done: dict[bytes, NewTransfer] = {}
        self.burnt: set[bytes] = set()

    # Questions

    def balance(self, account: str) -> int:
        moved = [fact for fact in self.facts if fact.kind in MOVES]
        return sum(f.amount for f in moved if f.credit == account) - sum(f.amount for f in moved if f.debit == account)

    def waiting(self) -> list[Fact]:
        """Holds that nothing ended."""
        ended = {fact.of for fact in self.facts if fact.kind in ENDS}
        return [fact for fact in self.facts if fact.kind == "hold" and fact.id not in ended]

    def held(self, account: str) -> int:
        return sum(hold.amount for hold in self.waiting() if hold.debit == account)

    def frozen(self, account: str) -> bool:
        return any(hold.freezes and hold.debit == account for hold in self.waiting())

    def _find(self, fact_id: bytes) -> Fact | None:
        return next((fact for fact in self.facts if fact.id == fact_id), None)

    # Events

    def submit(self, batch: Sequence[NewTransfer]) -> list[Status]:
        """The statuses of one submission."""
        statuses: list[Status] = []
        for chain in runs(batch):
            statuses += self._chain(chain) if chain[0].flags & LINKED else [self._alone(chain[0])]
        return statuses

    def expire(self) -> int:
        due = [hold for hold in self.waiting() if 0 < hold.until_ms <= self.now_ms]
        self.facts += [Fact("expiry", NO_ID, hold.debit, hold.credit, 0, hold.id) for hold in due]
        return len(due)

    def _alone(self, event: NewTransfer) -> Status:
        status = self._answer(event)
        if status in TRANSIENT:
            self.burnt.add(event.id)
        return status

    def _chain(self, chain: Sequence[NewTransfer]) -> list[Status]:
        facts, done = list(self.facts), dict(self.done)
        is_open = bool(chain[-1].flags & LINKED)
        for place, event in enumerate(chain):
            last_of_open = is_open and place == len(chain) - 1
            status = Status.LINKED_EVENT_CHAIN_OPEN if last_of_open else self._answer(event)
            if status is not Status.CREATED:
                self.facts, self.done = facts, done
                if status in TRANSIENT:
                    self.burnt.add(event.id)
                statuses = [Status.LINKED_EVENT_FAILED] * len(chain)
                if is_open:
                    statuses[-1] = Status.LINKED_EVENT_CHAIN_OPEN
                statuses[place] = status
                return statuses
        return [Status.CREATED] * len(chain)

    def _answer(self, event: NewTransfer) -> Status:
        if event.id in self.done:
            return Status.EXISTS if event == self.done[event.id] else Status.EXISTS_WITH_DIFFERENT_CODE
        if event.id in self.burnt:
            return Status.ID_ALREADY_FAILED
        made = self._end(event) if event.flags & (POST_PENDING | VOID_PENDING) else self._start(event)
        if isinstance(made, Status):
            return made
        self.facts.append(made)
        self.done[event.id] = event
        return Status.CREATED

    def _end(self, event: NewTransfer) -> Fact | Status:
        hold = self._find(event.pending_id)
        if hold is None:
            return Status.PENDING_TRANSFER_NOT_FOUND
        captures = bool(event.flags & POST_PENDING)
        amount = hold.amount if event.amount_minor == (ALL if captures else 0) else event.amount_minor
        if amount > hold.amount:
            return Status.EXCEEDS_PENDING_TRANSFER_AMOUNT
        for fact in self.facts:
            if fact.of == hold.id and fact.kind in ENDS:
                return ENDS[fact.kind]
        if 0 < hold.until_ms <= self.now_ms:
            return Status.PENDING_TRANSFER_EXPIRED
        if captures and self.frozen(hold.debit):
            return Status.DEBIT_ACCOUNT_ALREADY_CLOSED
        if captures and self.frozen(hold.credit):
            return Status.CREDIT_ACCOUNT_ALREADY_CLOSED
        return Fact("capture" if captures else "release", event.id, hold.debit, hold.credit, amount, hold.id)

    def _start(self, event: NewTransfer) -> Fact | Status:
        debit, credit, amount = event.debit_account_id, event.credit_account_id, event.amount_minor
        if debit not in self.known:
            return Status.DEBIT_ACCOUNT_NOT_FOUND
        if self.frozen(debit):
            return Status.DEBIT_ACCOUNT_ALREADY_CLOSED
        if self.frozen(credit):
            return Status.CREDIT_ACCOUNT_ALREADY_CLOSED
        if event.refund_of != NO_ID:
            origin = self._find(event.refund_of)
            if origin is None:
                return Status.REFUND_ORIGIN_NOT_FOUND
            given = sum(f.amount for f in self.facts if f.kind == "refund" and f.of == origin.id)
            if given + amount > origin.amount:
                return Status.EXCEEDS_REFUND_ORIGIN_AMOUNT
        if debit in self.strict and amount > self.balance(debit) - self.held(debit):
            return Status.EXCEEDS_CREDITS
        if event.flags & PENDING:
            until_ms = self.now_ms + 1000 * event.timeout_s if event.timeout_s else 0
            return Fact("hold", event.id, debit, credit, amount, NO_ID, until_ms, bool(event.flags & CLOSING_DEBIT))
        return Fact(
            "refund" if event.refund_of != NO_ID else "payment", event.id, debit, credit, amount, event.refund_of
        )


def runs(batch: Sequence[NewTransfer]) -> list[Sequence[NewTransfer]]:
    """A submission cut into what stands or falls alone: chains, and events that are in none."""
    found, start = list[Sequence[NewTransfer]](), 0
    for place, event in enumerate(batch):
        if not event.flags & LINKED or place == len(batch) - 1:
            found.append(batch[start : place + 1])
            start = place + 1
    return found
