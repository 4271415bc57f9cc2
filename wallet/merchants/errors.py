"""Why a merchant's affairs are refused."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class MerchantNotFound(DomainError):
    """There is no such app, or it is somebody else's; the two answer alike."""

    reason, code = "MERCHANT_NOT_FOUND", StatusCode.NOT_FOUND
