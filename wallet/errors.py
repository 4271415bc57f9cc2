"""Why the wallet refuses: one class per reason."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class AccountNotFound(DomainError):
    """There is no such account, or it is somebody else's; the two answer alike."""

    reason, code = "ACCOUNT_NOT_FOUND", StatusCode.NOT_FOUND


class TransferNotFound(DomainError):
    """There is no such transfer on an account of the caller."""

    reason, code = "TRANSFER_NOT_FOUND", StatusCode.NOT_FOUND


class AccountFrozen(DomainError):
    """The account is frozen: nothing comes in or goes out."""

    reason, code = "ACCOUNT_FROZEN", StatusCode.FAILED_PRECONDITION


class AccountNotFrozen(DomainError):
    """No operator has frozen this account."""

    reason, code = "ACCOUNT_NOT_FROZEN", StatusCode.FAILED_PRECONDITION


class InsufficientFunds(DomainError):
    """The account has less than `requested_minor` to spend, what is held being spent."""

    reason, code = "INSUFFICIENT_FUNDS", StatusCode.FAILED_PRECONDITION


class HoldNotFound(DomainError):
    """There is no such hold."""

    reason, code = "HOLD_NOT_FOUND", StatusCode.NOT_FOUND


class HoldExpired(DomainError):
    """The hold's time was over; all of it went back."""

    reason, code = "HOLD_EXPIRED", StatusCode.FAILED_PRECONDITION


class HoldAlreadyCaptured(DomainError):
    """The hold was captured before, by another request."""

    reason, code = "HOLD_ALREADY_CAPTURED", StatusCode.FAILED_PRECONDITION


class HoldAlreadyVoided(DomainError):
    """The hold was voided before, by another request."""

    reason, code = "HOLD_ALREADY_VOIDED", StatusCode.FAILED_PRECONDITION


class CaptureExceedsHold(DomainError):
    """`requested_minor` is more than was held."""

    reason, code = "CAPTURE_EXCEEDS_HOLD", StatusCode.FAILED_PRECONDITION


class TransferRefused(DomainError):
    """The ledger refused for a reason that has no word of its own here; `status` is the ledger's."""

    reason, code = "TRANSFER_REFUSED", StatusCode.FAILED_PRECONDITION


class CheckpointNotFound(DomainError):
    """The ledger has no row yet, so there is nothing to sign."""

    reason, code = "CHECKPOINT_NOT_FOUND", StatusCode.NOT_FOUND


class StatementTooLong(DomainError):
    """There are more lines in that time than one statement takes."""

    reason, code = "STATEMENT_TOO_LONG", StatusCode.FAILED_PRECONDITION


class NotAMember(DomainError):
    """Somebody who has to be in the conversation for this is not, or may not write there, or there is none."""

    reason, code = "NOT_A_MEMBER", StatusCode.PERMISSION_DENIED
