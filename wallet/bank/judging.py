"""What the bank's word means for a transfer as it stands here: pure, and the same whatever came before it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from wallet.bank.provider import Entry, Kind, State
from wallet.bank.records import BankTransfer


class Verdict(StrEnum):
    """What to do with the word."""

    OLD = "old"  # A newer one was heard.
    SAME = "same"  # Nothing new.
    MOVES = "moves"
    AMOUNT = "amount"  # Not what we asked for: nothing moves.
    STATE = "state"  # The bank took its word back, or the money to take back is not there: nothing moves.


class Step(StrEnum):
    """What moves then, whole."""

    CREDIT = "credit"  # From clearing to the person.
    END = "end"  # Nothing had moved, and nothing does.
    TAKE_BACK = "take back"  # The credit, back from the person.
    CAPTURE = "capture"  # What was held for a payout goes to clearing.
    VOID = "void"  # What was held goes back.
    PAY_BACK = "pay back"  # What had gone out comes back to the person.


class Judgement(NamedTuple):
    """`step` is of MOVES."""

    verdict: Verdict
    step: Step = Step.END


# A return may be heard of before what it returns: then nothing moves, which is what both together are.
_STEPS = {
    (Kind.TOP_UP, State.PENDING, State.DONE): Step.CREDIT,
    (Kind.TOP_UP, State.PENDING, State.FAILED): Step.END,
    (Kind.TOP_UP, State.PENDING, State.RETURNED): Step.END,
    (Kind.TOP_UP, State.DONE, State.RETURNED): Step.TAKE_BACK,
    (Kind.PAY_OUT, State.PENDING, State.DONE): Step.CAPTURE,
    (Kind.PAY_OUT, State.PENDING, State.FAILED): Step.VOID,
    (Kind.PAY_OUT, State.PENDING, State.RETURNED): Step.VOID,
    (Kind.PAY_OUT, State.DONE, State.RETURNED): Step.PAY_BACK,
}


def judge(row: BankTransfer, entry: Entry) -> Judgement:
    """What this entry of the bank's means for this row of ours."""
    if entry.version < row.version:
        return Judgement(Verdict.OLD)
    if entry.kind != row.kind or entry.amount != row.amount:
        return Judgement(Verdict.AMOUNT)
    if entry.state == row.state:
        return Judgement(Verdict.SAME)
    step = _STEPS.get((Kind(row.kind), State(row.state), entry.state))
    if step is None or (step is Step.TAKE_BACK and row.said_state == State.RETURNED):
        # Money that was not there to be taken back when the bank said so is not taken later without an operator.
        return Judgement(Verdict.STATE)
    return Judgement(Verdict.MOVES, step)
