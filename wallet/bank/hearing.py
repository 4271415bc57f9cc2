"""Hear the bank, within an act: judge its word, move the money, keep what was said; once or a hundred times."""

from __future__ import annotations

from typing import NamedTuple

from core.kit.db import Transaction
from wallet import labels
from wallet.bank import moving, store
from wallet.bank.judging import Judgement, Step, Verdict, judge
from wallet.bank.provider import Entry, State
from wallet.bank.records import BankTransfer
from wallet.books import Books
from wallet.guard.guard import Guard
from wallet.labels import Label


class Heard(NamedTuple):
    """The transfer as it stands now, None where it is not ours. `moved` is the step that was taken."""

    row: BankTransfer | None
    verdict: Verdict | None
    moved: Step | None = None


def hear(tx: Transaction, books: Books, guard: Guard, entry: Entry) -> Heard:
    """Carry out what the bank says, as far as it is new and may be."""
    row = store.find(tx, entry.reference)
    if row is None:
        return Heard(None, None)
    verdict, step = judgement = judge(row, entry)
    if verdict is Verdict.OLD or (verdict is Verdict.SAME and row.heard(entry) == row):
        return Heard(row, verdict)
    if not _may_move(books, row, judgement):
        now = row.heard(entry)
        store.keep(tx, now)
        stuck = Verdict.STATE if verdict is Verdict.MOVES else verdict
        return Heard(now, stuck)
    now = row.heard(entry).settled(entry.state, entry.why, books.now_ms)
    store.keep(tx, now)
    if step is Step.VOID:
        guard.give_back(tx, books, row.user_id, "", row.amount, spent_at_ms=row.created_at_ms)
    made = moving.move(books, row, step)
    if made is not None:
        labels.add(tx, made, Label(row.kind, row.id, note=entry.why if entry.state is not State.DONE else ""))
    return Heard(now, verdict, step)


def _may_move(books: Books, row: BankTransfer, judgement: Judgement) -> bool:
    return judgement.verdict is Verdict.MOVES and moving.can(books, row, judgement.step)
