"""The rules for one transfer that need nothing but it and its two accounts; None means it may be.

The order in which they are asked is TigerBeetle's: where several are broken, the first one names the refusal.
"""

from __future__ import annotations

from wallet.records import (
    AMOUNT_MAX,
    BALANCING,
    BALANCING_CREDIT,
    BALANCING_DEBIT,
    CLOSING,
    CREDITS_MUST_NOT_EXCEED_DEBITS,
    DEBITS_MUST_NOT_EXCEED_CREDITS,
    ENDING,
    LAST_ID,
    LINKED,
    NO_ID,
    PENDING,
    Account,
    NewTransfer,
    Status,
    Transfer,
)


def misshapen(event: NewTransfer) -> Status | None:
    """What is wrong with a transfer that ends nothing, whatever the accounts."""
    flags = event.flags
    if not event.debit_account_id:
        return Status.DEBIT_ACCOUNT_ID_MUST_NOT_BE_ZERO
    if not event.credit_account_id:
        return Status.CREDIT_ACCOUNT_ID_MUST_NOT_BE_ZERO
    if event.debit_account_id == event.credit_account_id:
        return Status.ACCOUNTS_MUST_BE_DIFFERENT
    if event.pending_id != NO_ID:
        return Status.PENDING_ID_MUST_BE_ZERO
    if not flags & PENDING:
        if event.timeout_s:
            return Status.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER
        if flags & CLOSING:
            return Status.CLOSING_TRANSFER_MUST_BE_PENDING
    if event.refund_of != NO_ID and flags & ~LINKED:
        return Status.FLAGS_ARE_MUTUALLY_EXCLUSIVE
    if not event.ledger:
        return Status.LEDGER_MUST_NOT_BE_ZERO
    if not event.code:
        return Status.CODE_MUST_NOT_BE_ZERO
    return None


def misshapen_end(event: NewTransfer) -> Status | None:
    """What is wrong with a transfer that posts or voids another, whatever that one is."""
    flags = event.flags
    if flags & ENDING == ENDING or flags & (PENDING | BALANCING | CLOSING) or event.refund_of != NO_ID:
        return Status.FLAGS_ARE_MUTUALLY_EXCLUSIVE
    if event.pending_id == NO_ID:
        return Status.PENDING_ID_MUST_NOT_BE_ZERO
    if event.pending_id == LAST_ID:
        return Status.PENDING_ID_MUST_NOT_BE_INT_MAX
    if event.pending_id == event.id:
        return Status.PENDING_ID_MUST_BE_DIFFERENT
    if event.timeout_s:
        return Status.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER
    return None


def differs(event: NewTransfer, pending: Transfer, debit: Account, credit: Account) -> Status | None:
    """Where an ending transfer says something else than the pending one it ends; what it leaves out agrees."""
    if event.debit_account_id and event.debit_account_id != debit.id:
        return Status.PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID
    if event.credit_account_id and event.credit_account_id != credit.id:
        return Status.PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID
    if event.ledger and event.ledger != pending.ledger:
        return Status.PENDING_TRANSFER_HAS_DIFFERENT_LEDGER
    if event.code and event.code != pending.code:
        return Status.PENDING_TRANSFER_HAS_DIFFERENT_CODE
    return None


def unfit(event: NewTransfer, debit: Account, credit: Account) -> Status | None:
    """What is wrong with these two accounts for this transfer."""
    if debit.ledger != credit.ledger:
        return Status.ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER
    if event.ledger != debit.ledger:
        return Status.TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS
    if debit.closed:
        return Status.DEBIT_ACCOUNT_ALREADY_CLOSED
    if credit.closed:
        return Status.CREDIT_ACCOUNT_ALREADY_CLOSED
    return None


def balanced(event: NewTransfer, debit: Account, credit: Account) -> int:
    """As much of the amount as the account that balances has."""
    amount = event.amount_minor
    if event.flags & BALANCING_DEBIT:
        amount = min(amount, max(0, debit.credits_posted - debit.debits_posted - debit.debits_pending))
    if event.flags & BALANCING_CREDIT:
        amount = min(amount, max(0, credit.debits_posted - credit.credits_posted - credit.credits_pending))
    return amount


def overflows(event: NewTransfer, amount: int, debit: Account, credit: Account, now_ms: int) -> Status | None:
    """Which sum, or the moment of expiry, would no longer fit int64."""
    most = AMOUNT_MAX - amount
    debited, credited = debit.debits_pending + debit.debits_posted, credit.credits_pending + credit.credits_posted
    if debited > most or credited > most:
        if event.flags & PENDING and debit.debits_pending > most:
            return Status.OVERFLOWS_DEBITS_PENDING
        if event.flags & PENDING and credit.credits_pending > most:
            return Status.OVERFLOWS_CREDITS_PENDING
        if debit.debits_posted > most:
            return Status.OVERFLOWS_DEBITS_POSTED
        if credit.credits_posted > most:
            return Status.OVERFLOWS_CREDITS_POSTED
        return Status.OVERFLOWS_DEBITS if debited > most else Status.OVERFLOWS_CREDITS
    if now_ms + event.timeout_s * 1000 > AMOUNT_MAX:
        return Status.OVERFLOWS_TIMEOUT
    return None


def exceeds(amount: int, debit: Account, credit: Account) -> Status | None:
    """Holds count: what is held can be spent by nobody else, so a capture can never fail for want of money."""
    if (
        debit.flags & DEBITS_MUST_NOT_EXCEED_CREDITS
        and debit.debits_pending + debit.debits_posted + amount > debit.credits_posted
    ):
        return Status.EXCEEDS_CREDITS
    if (
        credit.flags & CREDITS_MUST_NOT_EXCEED_DEBITS
        and credit.credits_pending + credit.credits_posted + amount > credit.debits_posted
    ):
        return Status.EXCEEDS_DEBITS
    return None
