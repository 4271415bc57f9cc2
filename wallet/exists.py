"""What a request gets whose id the ledger knows: `exists` when every field is the same, else the first that differs.

The order of comparison is TigerBeetle's. Compared is what was asked for: a balancing transfer may have moved less than
asked, and an ending one takes what it leaves out from its pending transfer.
"""

from __future__ import annotations

from typing import TypeVar

from wallet.records import (
    BALANCING,
    ENDING,
    NO_DATA,
    NO_ID,
    POST_PENDING,
    Account,
    NewAccount,
    NewTransfer,
    Status,
    Transfer,
)  # fmt: skip

T = TypeVar("T")


def account_exists(asked: NewAccount, kept: Account) -> Status:
    """The status of an account opened again."""
    for name, status in _ACCOUNT_FIELDS:
        if getattr(asked, name) != getattr(kept, name):
            return status
    return Status.EXISTS


_ACCOUNT_FIELDS = (
    ("flags", Status.EXISTS_WITH_DIFFERENT_FLAGS), ("ledger", Status.EXISTS_WITH_DIFFERENT_LEDGER),
    ("code", Status.EXISTS_WITH_DIFFERENT_CODE), ("owner", Status.EXISTS_WITH_DIFFERENT_OWNER),
)  # fmt: skip


def transfer_exists(
    asked: NewTransfer, kept: Transfer, *,
    debit: Account | None, credit: Account | None, pending: Transfer | None, origin: Transfer | None,
) -> Status:  # fmt: skip
    """The status of a transfer asked for again; `debit` … `origin` are what its ids name here, None for nothing."""
    # What an ending transfer leaves out it took from its pending one.
    source = pending if asked.flags & ENDING else None
    same = (
        (asked.flags == kept.flags, Status.EXISTS_WITH_DIFFERENT_FLAGS),
        (_seq(asked.pending_id, pending) == kept.pending_seq, Status.EXISTS_WITH_DIFFERENT_PENDING_ID),
        (asked.timeout_s == kept.timeout_s, Status.EXISTS_WITH_DIFFERENT_TIMEOUT),
        (
            _account_seq(asked.debit_account_id, debit, source and source.debit_account_seq) == kept.debit_account_seq,
            Status.EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID,
        ),
        (
            _account_seq(asked.credit_account_id, credit, source and source.credit_account_seq)
            == kept.credit_account_seq,
            Status.EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID,
        ),
        (_same_amount(asked, kept, source), Status.EXISTS_WITH_DIFFERENT_AMOUNT),
        (
            _or_from(asked.user_data_128, NO_DATA, source and source.user_data_128) == kept.user_data_128,
            Status.EXISTS_WITH_DIFFERENT_USER_DATA_128,
        ),
        (
            _or_from(asked.user_data_64, 0, source and source.user_data_64) == kept.user_data_64,
            Status.EXISTS_WITH_DIFFERENT_USER_DATA_64,
        ),
        (_or_from(asked.ledger, 0, source and source.ledger) == kept.ledger, Status.EXISTS_WITH_DIFFERENT_LEDGER),
        (_or_from(asked.code, 0, source and source.code) == kept.code, Status.EXISTS_WITH_DIFFERENT_CODE),
        (_seq(asked.refund_of, origin) == kept.refund_of_seq, Status.EXISTS_WITH_DIFFERENT_REFUND_OF),
    )
    return next((status for is_same, status in same if not is_same), Status.EXISTS)


def _seq(asked_id: bytes, found: Transfer | None) -> int:
    """The row an id names: 0 for none, -1 (no row's) for one that is not there."""
    if asked_id == NO_ID:
        return 0
    return found.seq if found is not None else -1


def _account_seq(asked_id: str, found: Account | None, from_pending: int | None) -> int:
    if not asked_id and from_pending is not None:
        return from_pending
    return found.seq if found is not None else -1


def _or_from(asked: T, nothing: T, from_pending: T | None) -> T:
    return from_pending if from_pending is not None and asked == nothing else asked


def _same_amount(asked: NewTransfer, kept: Transfer, pending: Transfer | None) -> bool:
    if asked.flags & BALANCING:
        return asked.amount_minor >= kept.amount_minor
    if pending is not None and kept.amount_minor == pending.amount_minor:
        # All of it moved: asking to post as much or more says the same, and 0 voids whatever is held.
        if asked.flags & POST_PENDING:
            return asked.amount_minor >= kept.amount_minor
        return asked.amount_minor in (0, kept.amount_minor)
    return asked.amount_minor == kept.amount_minor
