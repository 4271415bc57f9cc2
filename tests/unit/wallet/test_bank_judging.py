"""What the bank's word means: the newest one counts, and what nobody can know moves nothing."""

from __future__ import annotations

import itertools

import pytest

from core.kit.money import Money
from wallet.bank.judging import Judgement, Step, Verdict, judge
from wallet.bank.provider import Entry, Kind, State
from wallet.bank.records import BankTransfer

P, D, F, R = State.PENDING, State.DONE, State.FAILED, State.RETURNED


def row(kind: Kind, state: State, *, version: int = 0, said_state: str = "") -> BankTransfer:
    settled_at_ms = 0 if state is P else 7
    return BankTransfer(
        1, "bank_1", "usr_1", kind.value, "SAR", 500, state.value, "", 1, settled_at_ms, version, "tb", said_state
    )  # fmt: skip


def entry(kind: Kind, state: State, version: int, amount: Money | None = None) -> Entry:
    return Entry("bank_1", "tb", version, kind, amount or Money(500, "SAR"), state)


STEPS = {
    (Kind.TOP_UP, P, D): Step.CREDIT, (Kind.TOP_UP, P, F): Step.END, (Kind.TOP_UP, P, R): Step.END,
    (Kind.TOP_UP, D, R): Step.TAKE_BACK,
    (Kind.PAY_OUT, P, D): Step.CAPTURE, (Kind.PAY_OUT, P, F): Step.VOID, (Kind.PAY_OUT, P, R): Step.VOID,
    (Kind.PAY_OUT, D, R): Step.PAY_BACK,
}  # fmt: skip


@pytest.mark.parametrize(("kind", "ours", "theirs"), list(itertools.product(Kind, State, State)))
def test_every_word_in_every_state(kind: Kind, ours: State, theirs: State) -> None:
    """A step where there is one, nothing where they agree, and a person's decision for all else."""
    judged = judge(row(kind, ours, version=0 if ours is P else 1), entry(kind, theirs, 2))
    step = STEPS.get((kind, ours, theirs))
    if step is not None:
        assert judged == Judgement(Verdict.MOVES, step)
    else:
        assert judged.verdict is (Verdict.SAME if ours is theirs else Verdict.STATE)


@pytest.mark.parametrize(("kind", "ours", "theirs"), list(itertools.product(Kind, State, State)))
def test_a_word_that_a_newer_one_followed_is_nothing(kind: Kind, ours: State, theirs: State) -> None:
    assert judge(row(kind, ours, version=3), entry(kind, theirs, 2)).verdict is Verdict.OLD


@pytest.mark.parametrize("amount", [Money(499, "SAR"), Money(501, "SAR"), Money(500, "KWD")])
def test_another_amount_moves_nothing(amount: Money) -> None:
    for kind, ours, theirs in itertools.product(Kind, State, State):
        assert judge(row(kind, ours), entry(kind, theirs, 1, amount)).verdict is Verdict.AMOUNT


def test_another_direction_moves_nothing() -> None:
    assert judge(row(Kind.TOP_UP, P), entry(Kind.PAY_OUT, D, 1)).verdict is Verdict.AMOUNT


def test_what_could_not_be_taken_back_once_is_not_taken_later() -> None:
    heard = row(Kind.TOP_UP, D, version=2, said_state="returned")
    assert judge(heard, entry(Kind.TOP_UP, R, 2)).verdict is Verdict.STATE
    owed = row(Kind.PAY_OUT, D, version=2, said_state="returned")
    assert judge(owed, entry(Kind.PAY_OUT, R, 2)) == Judgement(Verdict.MOVES, Step.PAY_BACK), "it is the person's own"
