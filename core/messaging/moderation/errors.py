"""The reasons moderation refuses for."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class ReportNotFound(DomainError):
    """There is no such report."""

    reason, code = "REPORT_NOT_FOUND", StatusCode.NOT_FOUND


class ReportClosed(DomainError):
    """The report was decided before."""

    reason, code = "REPORT_CLOSED", StatusCode.FAILED_PRECONDITION


class TooManyReports(DomainError):
    """The caller has reported as much as one may in a day."""

    reason, code = "TOO_MANY_REPORTS", StatusCode.RESOURCE_EXHAUSTED
