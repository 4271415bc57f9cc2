"""Asked by every verb that moves somebody's money: is it them, and is it within what they allow themselves."""

from __future__ import annotations

from dataclasses import dataclass

from core.kit.db import Transaction
from core.kit.money import Money
from core.kit.rpc import Call
from majlis.wallet.v1 import guard_service_pb2 as pb
from wallet.books import Books
from wallet.desk import Desk
from wallet.people import People


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a true payment sheet shows beside the payment."""

    has_pin: bool
    mark: pb.Mark | None
    step_up: bool


class Guard:
    """`approve` before an act, `spend` within it."""

    def __init__(self, *, desk: Desk, people: People) -> None:
        self._desk = desk
        self._people = people

    async def approve(
        self, call: Call, approval: pb.Approval, amount: Money | None, *, always_password: bool = False
    ) -> None:
        """Return where the caller themselves wants it; else PIN_NOT_SET, PIN_WRONG, PIN_LOCKED, STEP_UP_REQUIRED or
        PASSWORD_WRONG.

        `amount` is what is about to leave, None for nothing; what is approved by PIN alone adds up to the threshold
        from which the password is asked for too. Give it to Desk.answer as `unless_answered`.
        """

    async def sheet(self, user_id: str, amount: Money | None) -> SheetFacts:
        """What the sheet for such an amount shows."""
        return SheetFacts(has_pin=True, mark=None, step_up=False)

    def spend(self, tx: Transaction, books: Books, user_id: str, app_id: str, amount: Money) -> None:
        """Count what leaves against today's limits, over everything and for the app (empty: no app). LIMIT_EXCEEDED."""

    def give_back(
        self, tx: Transaction, books: Books, user_id: str, app_id: str, amount: Money, *, spent_at_ms: int
    ) -> None:
        """What was counted then did not leave after all (taken back, voided, expired); counts only on the same day."""
