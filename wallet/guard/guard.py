"""Asked by every verb that moves somebody's money: is it them, and is it within what they allow themselves."""

from __future__ import annotations

from dataclasses import dataclass

from core.kit.db import Transaction
from core.kit.money import Money
from core.kit.rpc import Call
from majlis.wallet.v1 import guard_service_pb2 as pb
from wallet.books import Books
from wallet.desk import Desk
from wallet.guard import store
from wallet.guard.errors import LimitExceeded, StepUpRequired
from wallet.guard.limits import STEP_UP_ABOVE, day_of, in_minor
from wallet.guard.proofs import Proofs


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a true payment sheet shows beside the payment."""

    has_pin: bool
    mark: pb.Mark | None
    step_up: bool


class Guard:
    """`approve` before an act, `spend` within it."""

    def __init__(self, *, desk: Desk, proofs: Proofs) -> None:
        self._desk = desk
        self.proofs = proofs

    async def approve(
        self, call: Call, approval: pb.Approval, amount: Money | None, *, always_password: bool = False
    ) -> None:
        """Return where the caller themselves wants it; else PIN_NOT_SET, PIN_WRONG, PIN_LOCKED, STEP_UP_REQUIRED or
        PASSWORD_WRONG.

        `amount` is what is about to leave, None for nothing; what is approved by PIN alone adds up to the threshold
        beyond which the password is asked for too. What fails after this was approved stays counted: it may ask for the
        password sooner than need be, never later. Give it to Desk.answer as `unless_answered`.
        """
        user_id = call.caller.user_id

        def count(tx: Transaction) -> bool:
            """Whether the password is missing; where it is, nothing is counted."""
            if approval.password or always_password or amount is None:
                return always_password and not approval.password
            now_ms = self.proofs.now_ms()
            if self._takes_password(tx, user_id, amount, now_ms):
                return True
            if amount.amount_minor > 0:
                store.add_approved(tx, user_id, amount.currency_code, amount.amount_minor, now_ms)
            return False

        if await self.proofs.pin(user_id, approval.pin, count):
            raise StepUpRequired("this takes the account's password too")
        if approval.password:
            await self.proofs.password(user_id, approval.password)

    async def sheet(self, user_id: str, amount: Money | None) -> SheetFacts:
        """What the sheet for such an amount shows."""

        def read(tx: Transaction) -> SheetFacts:
            step_up = amount is not None and self._takes_password(tx, user_id, amount, self.proofs.now_ms())
            return SheetFacts(store.find_pin(tx, user_id) is not None, mark_of(tx, user_id), step_up)

        return await self._desk.read(read)

    def spend(self, tx: Transaction, books: Books, user_id: str, app_id: str, amount: Money) -> None:
        """Count what leaves against today's limits, over everything and for the app (empty: no app). LIMIT_EXCEEDED."""
        now_ms, currency_code = books.now_ms, amount.currency_code
        counted = [store.day_limit(tx, user_id, each, currency_code, now_ms) for each in _kinds(app_id)]
        for limit in counted:
            if amount.amount_minor > limit.left_minor:
                raise LimitExceeded(
                    "more than may leave today", app_id=limit.app_id or None, currency_code=currency_code,
                    daily_max_minor=limit.daily_max_minor, left_minor=limit.left_minor,
                    requested_minor=amount.amount_minor,
                )  # fmt: skip
        if not counted[0].spent_minor:  # The day's first.
            store.forget_spent(tx, user_id, now_ms=now_ms)
        for limit in counted:
            left_minor = limit.spent_minor + amount.amount_minor
            store.set_spent(tx, user_id, limit.app_id, currency_code, left_minor, now_ms=now_ms)

    def give_back(
        self, tx: Transaction, books: Books, user_id: str, app_id: str, amount: Money, *, spent_at_ms: int
    ) -> None:
        """What was counted then did not leave after all (taken back, voided, expired); counts only on the same day."""
        now_ms = books.now_ms
        if day_of(spent_at_ms) != day_of(now_ms):
            return
        for each in _kinds(app_id):
            limit = store.day_limit(tx, user_id, each, amount.currency_code, now_ms)
            left_minor = max(0, limit.spent_minor - amount.amount_minor)
            store.set_spent(tx, user_id, each, amount.currency_code, left_minor, now_ms=now_ms)

    @staticmethod
    def _takes_password(tx: Transaction, user_id: str, amount: Money, now_ms: int) -> bool:
        before_minor = store.approved_minor(tx, user_id, amount.currency_code, now_ms)
        return before_minor + amount.amount_minor > in_minor(STEP_UP_ABOVE, amount.currency_code)


def mark_of(tx: Transaction, user_id: str) -> pb.Mark | None:
    """What they chose, None where they did not."""
    mark = store.find_mark(tx, user_id)
    return pb.Mark(emoji=mark.emoji, phrase=mark.phrase) if mark.emoji else None


def _kinds(app_id: str) -> tuple[str, ...]:
    return ("", app_id) if app_id else ("",)
