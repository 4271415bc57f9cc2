"""Why an order is refused."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class OrderNotFound(DomainError):
    """There is no such order, or it is another app's or another payer's; all answer alike."""

    reason, code = "ORDER_NOT_FOUND", StatusCode.NOT_FOUND


class OrderTotalWrong(DomainError):
    """The lines add up to `total_minor`, or that is what the order asks; the request says another sum."""

    reason, code = "ORDER_TOTAL_WRONG", StatusCode.FAILED_PRECONDITION


class OrderClosed(DomainError):
    """The order does not wait for its payer any more; `state` says what became of it."""

    reason, code = "ORDER_CLOSED", StatusCode.FAILED_PRECONDITION


class OrderNotHeld(DomainError):
    """Nothing is put aside for the order; `state` says what became of it."""

    reason, code = "ORDER_NOT_HELD", StatusCode.FAILED_PRECONDITION


class OrderNotPaid(DomainError):
    """The order is not paid; `state` says what became of it."""

    reason, code = "ORDER_NOT_PAID", StatusCode.FAILED_PRECONDITION


class RefundExceedsPaid(DomainError):
    """`requested_minor` is more than the `left_minor` of what was paid that was not given back yet."""

    reason, code = "REFUND_EXCEEDS_PAID", StatusCode.FAILED_PRECONDITION


class PayeeNotEnrolled(DomainError):
    """The payee of the split at `position` has not said yes to being paid by this app."""

    reason, code = "PAYEE_NOT_ENROLLED", StatusCode.FAILED_PRECONDITION
