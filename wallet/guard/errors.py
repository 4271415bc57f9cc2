"""Why the guard refuses: one class per reason."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class PinNotSet(DomainError):
    """The person has no PIN yet."""

    reason, code = "PIN_NOT_SET", StatusCode.FAILED_PRECONDITION


class PinAlreadySet(DomainError):
    """The person has a PIN; another one takes the old one, or a reset."""

    reason, code = "PIN_ALREADY_SET", StatusCode.FAILED_PRECONDITION


class PinTooEasy(DomainError):
    """One of the PINs every guesser tries first; `why` is repeated, sequence or pattern."""

    reason, code = "PIN_TOO_EASY", StatusCode.INVALID_ARGUMENT


class PinWrong(DomainError):
    """It is another PIN; `tries_left` more until no PIN is taken for a while."""

    reason, code = "PIN_WRONG", StatusCode.PERMISSION_DENIED


class PinLocked(DomainError):
    """No PIN is taken before `locked_until_ms`: too many were wrong."""

    reason, code = "PIN_LOCKED", StatusCode.FAILED_PRECONDITION


class StepUpRequired(DomainError):
    """This takes the account's password beside the PIN."""

    reason, code = "STEP_UP_REQUIRED", StatusCode.FAILED_PRECONDITION


class PasswordWrong(DomainError):
    """It is not the account's password."""

    reason, code = "PASSWORD_WRONG", StatusCode.PERMISSION_DENIED


class LimitExceeded(DomainError):
    """More than the person lets out in a day, in all or, where `app_id` is there, to this app."""

    reason, code = "LIMIT_EXCEEDED", StatusCode.FAILED_PRECONDITION
