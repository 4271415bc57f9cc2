"""Why money does not go in or out: one class per reason."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class BankNotConfigured(DomainError):
    """This host has no bank: nothing comes in or goes out."""

    reason, code = "BANK_NOT_CONFIGURED", StatusCode.FAILED_PRECONDITION


class BankTransferNotFound(DomainError):
    """There is no such top-up or payout, or it is somebody else's; the two answer alike."""

    reason, code = "BANK_TRANSFER_NOT_FOUND", StatusCode.NOT_FOUND


class BankNoticeRefused(DomainError):
    """The notice is not the bank's, or not of these minutes; which of the two only the log says."""

    reason, code = "BANK_NOTICE_REFUSED", StatusCode.PERMISSION_DENIED
