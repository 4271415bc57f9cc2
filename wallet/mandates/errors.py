"""Why a mandate is refused."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class MandateNotFound(DomainError):
    """There is no such mandate, or it is another app's or another payer's; all answer alike."""

    reason, code = "MANDATE_NOT_FOUND", StatusCode.NOT_FOUND


class MandateNotProposed(DomainError):
    """The mandate does not wait for its payer; `state` says what became of it."""

    reason, code = "MANDATE_NOT_PROPOSED", StatusCode.FAILED_PRECONDITION


class MandateNotActive(DomainError):
    """Nothing may be taken under the mandate; `state` says what became of it."""

    reason, code = "MANDATE_NOT_ACTIVE", StatusCode.FAILED_PRECONDITION


class MandateExceeded(DomainError):
    """`requested_minor` is more than the `left_minor` that the mandate leaves in the window that ends now."""

    reason, code = "MANDATE_EXCEEDED", StatusCode.FAILED_PRECONDITION
