"""One line of the bank's books beside ours: how they differ, in a sentence. Pure."""

from __future__ import annotations

from wallet.bank.judging import Verdict
from wallet.bank.provider import Entry, State, Unread
from wallet.bank.records import BankTransfer, Difference, DifferenceKind


def unknown_here(entry: Entry, now_ms: int) -> Difference:
    """The bank has it, we never asked for it."""
    said = f"the bank has {entry.amount} ({entry.kind}, {entry.state}) under a reference that is not ours"
    return _difference(None, entry, DifferenceKind.UNKNOWN_HERE, said, now_ms)


def unknown_there(row: BankTransfer, now_ms: int) -> Difference:
    """We asked, the bank did not have it, and was asked again."""
    said = "the bank had never heard of it, and was asked again"
    return _difference(row, None, DifferenceKind.UNKNOWN_THERE, said, now_ms, mended=True)


def forgotten_there(row: BankTransfer, now_ms: int) -> Difference:
    """The bank told us how it ended, and has it no more."""
    said = f"here it is {row.state}, as the bank said once; the bank no longer has it"
    return _difference(row, None, DifferenceKind.STATE, said, now_ms)


def unreadable(row: BankTransfer | None, line: Unread, now_ms: int) -> Difference:
    """The bank says something of it, and nobody knows what."""
    said = f"what the bank says of it cannot be read: {line.why}; nothing moved for it"
    found = _difference(row, None, DifferenceKind.UNREADABLE, said, now_ms)
    return found._replace(reference=line.reference)


def still_pending(row: BankTransfer, entry: Entry | None, now_ms: int) -> Difference:
    """Neither has an end for it."""
    return _difference(row, entry, DifferenceKind.STILL_PENDING, "the bank has not decided", now_ms)


def lost_notice(row: BankTransfer, entry: Entry, now_ms: int) -> Difference:
    """`row` as it is after what the bank had decided was done here too."""
    said = f"the bank decided: {entry.state}; no notice of it had been heard, and it is carried out now"
    return _difference(row, entry, DifferenceKind.NOTICE_LOST, said, now_ms, mended=True)


def after_hearing(row: BankTransfer, entry: Entry, verdict: Verdict, now_ms: int) -> Difference | None:
    """How the two differ once the entry was heard and moved nothing; None where they agree."""
    if verdict is Verdict.AMOUNT:
        said = f"asked for {row.amount} ({row.kind}), the bank has {entry.amount} ({entry.kind}, {entry.state})"
        return _difference(row, entry, DifferenceKind.AMOUNT, said + "; nothing moved for it", now_ms)
    if verdict is Verdict.STATE:
        why = "the account cannot take it or has not got it" if _is_step(row, entry) else "the bank took its word back"
        said = f"here it is {row.state}, there {entry.state}: {why}; nothing moved for it"
        return _difference(row, entry, DifferenceKind.STATE, said, now_ms)
    if verdict is Verdict.SAME and row.state == State.PENDING:
        return still_pending(row, entry, now_ms)
    return None


def _is_step(row: BankTransfer, entry: Entry) -> bool:
    return row.state == State.PENDING or (row.state, entry.state) == (State.DONE, State.RETURNED)


def _difference(
    row: BankTransfer | None, entry: Entry | None, kind: DifferenceKind, said: str, now_ms: int, *,
    mended: bool = False,
) -> Difference:  # fmt: skip
    ours_minor, theirs_minor, currency_code, reference, bank_reference = 0, 0, "", "", ""
    if entry is not None:
        reference, bank_reference = entry.reference, entry.bank_reference
        theirs_minor, currency_code = entry.amount.amount_minor, entry.amount.currency_code
    if row is not None:
        reference, bank_reference = row.id, bank_reference or row.bank_reference
        ours_minor, currency_code = row.amount_minor, row.currency_code
    return Difference(
        reference=reference, kind=kind.value, bank_transfer_id="" if row is None else row.id,
        bank_reference=bank_reference, ours_minor=ours_minor, theirs_minor=theirs_minor, currency_code=currency_code,
        explanation=said, found_at_ms=now_ms, mended=mended,
    )  # fmt: skip
