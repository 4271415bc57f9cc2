"""A ledger's refusal as the error its caller reads: pure. Infrastructure never comes through here."""

from __future__ import annotations

from core.kit.errors import DomainError, InvalidArgument
from wallet.errors import (
    AccountFrozen,
    AccountNotFound,
    CaptureExceedsHold,
    HoldAlreadyCaptured,
    HoldAlreadyVoided,
    HoldExpired,
    HoldNotFound,
    InsufficientFunds,
    TransferRefused,
)
from wallet.records import Status

_WORDS: dict[Status, tuple[type[DomainError], str]] = {
    Status.DEBIT_ACCOUNT_NOT_FOUND: (AccountNotFound, "there is no such account"),
    Status.CREDIT_ACCOUNT_NOT_FOUND: (AccountNotFound, "there is no such account"),
    Status.DEBIT_ACCOUNT_ALREADY_CLOSED: (AccountFrozen, "the account that pays is frozen"),
    Status.CREDIT_ACCOUNT_ALREADY_CLOSED: (AccountFrozen, "the account that is paid is frozen"),
    Status.EXCEEDS_CREDITS: (InsufficientFunds, "the account does not have so much"),
    Status.PENDING_TRANSFER_NOT_FOUND: (HoldNotFound, "there is no such hold"),
    Status.PENDING_TRANSFER_NOT_PENDING: (HoldNotFound, "there is no such hold"),
    Status.PENDING_TRANSFER_EXPIRED: (HoldExpired, "the hold's time was over"),
    Status.PENDING_TRANSFER_ALREADY_POSTED: (HoldAlreadyCaptured, "the hold was captured before"),
    Status.PENDING_TRANSFER_ALREADY_VOIDED: (HoldAlreadyVoided, "the hold was voided before"),
    Status.EXCEEDS_PENDING_TRANSFER_AMOUNT: (CaptureExceedsHold, "more than was held"),
}
# Refusals of what was asked rather than of what is: the currency of the amount.
_CURRENCY = {
    Status.ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER, Status.TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS,
    Status.PENDING_TRANSFER_HAS_DIFFERENT_LEDGER,
}  # fmt: skip
_SIDES = ("debit_account_id", "credit_account_id")


def refusal(status: Status, **facts: object) -> DomainError:
    """The error for a status that is neither `created` nor `exists`; `facts` are what was asked for.

    Of `debit_account_id` and `credit_account_id` the error names the one the status speaks of, as `account_id`.
    """
    if status in _CURRENCY:
        field = "amount.currency_code"
        return InvalidArgument(f"{field}: is not the currency of this", field=field, why="is not the currency of this")
    kind, message = _WORDS.get(status, (TransferRefused, f"the ledger refused: {status.value}"))
    told = {name: value for name, value in facts.items() if name not in _SIDES}
    side = "credit_account_id" if status.value.startswith("credit_account") else "debit_account_id"
    if facts.get(side) is not None and kind in (AccountNotFound, AccountFrozen, InsufficientFunds):
        told["account_id"] = facts[side]
    if kind is TransferRefused:
        told["status"] = status.value
    return kind(message, **told)
