"""Why payments, requests and bills refuse: one class per reason."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class PayeeNotFound(DomainError):
    """There is nobody like that whom the caller could pay: no such person, themselves, or one of the two blocks."""

    reason, code = "PAYEE_NOT_FOUND", StatusCode.NOT_FOUND


class PayeeNameChanged(DomainError):
    """The one who would be paid calls themselves `name` now, not what was approved."""

    reason, code = "PAYEE_NAME_CHANGED", StatusCode.FAILED_PRECONDITION


class PayeeNotContact(DomainError):
    """Money is asked of contacts only, and this person is none."""

    reason, code = "PAYEE_NOT_CONTACT", StatusCode.FAILED_PRECONDITION


class PaymentNotFound(DomainError):
    """There is no such payment, or this step of it is another's."""

    reason, code = "PAYMENT_NOT_FOUND", StatusCode.NOT_FOUND


class PaymentSettled(DomainError):
    """The payment was decided before, as `state` says."""

    reason, code = "PAYMENT_SETTLED", StatusCode.FAILED_PRECONDITION


class MoneyRequestNotFound(DomainError):
    """There is no such request, or this step of it is another's."""

    reason, code = "MONEY_REQUEST_NOT_FOUND", StatusCode.NOT_FOUND


class MoneyRequestClosed(DomainError):
    """Nobody waits for the request's money any more, as `state` says."""

    reason, code = "MONEY_REQUEST_CLOSED", StatusCode.FAILED_PRECONDITION


class RequestTooHigh(DomainError):
    """More than `max_minor` was asked of one person at once."""

    reason, code = "REQUEST_TOO_HIGH", StatusCode.FAILED_PRECONDITION


class TooManyRequestsOpen(DomainError):
    """The caller waits for `max` requests already: of this person where `user_id` is there, else of everybody."""

    reason, code = "TOO_MANY_REQUESTS_OPEN", StatusCode.FAILED_PRECONDITION


class SplitInvalid(DomainError):
    """The bill cannot be shared like that; `field` is where, `why` says what would do."""

    reason, code = "SPLIT_INVALID", StatusCode.INVALID_ARGUMENT


class SplitNotFound(DomainError):
    """There is no such bill that the caller shares in, or this step of it is another's."""

    reason, code = "SPLIT_NOT_FOUND", StatusCode.NOT_FOUND


class PayCodeInvalid(DomainError):
    """No host made this code, or it says another payee or amount than is to be paid."""

    reason, code = "PAY_CODE_INVALID", StatusCode.INVALID_ARGUMENT


class PayCodeExpired(DomainError):
    """The code's ten minutes are over."""

    reason, code = "PAY_CODE_EXPIRED", StatusCode.FAILED_PRECONDITION
