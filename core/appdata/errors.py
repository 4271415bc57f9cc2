"""Why appdata refuses. Each reason has a sentence in every language of the client."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class DocumentNotFound(DomainError):
    """There is no document under this `key`."""

    reason, code = "DOCUMENT_NOT_FOUND", StatusCode.NOT_FOUND


class DocumentConflict(DomainError):
    """The document under `key` has another `version` than `if_version`; 0 means there is none."""

    reason, code = "DOCUMENT_CONFLICT", StatusCode.ABORTED


class DocumentTooLarge(DomainError):
    """The document under `key` would be larger than `bytes_max`."""

    reason, code = "DOCUMENT_TOO_LARGE", StatusCode.INVALID_ARGUMENT


class DataQuotaExceeded(DomainError):
    """No room for `key`: its `space` (user or app) may hold `bytes_max` and holds `used_bytes`."""

    reason, code = "DATA_QUOTA_EXCEEDED", StatusCode.RESOURCE_EXHAUSTED


class TimerLimitExceeded(DomainError):
    """The app has `timers_max` timers waiting already."""

    reason, code = "TIMER_LIMIT_EXCEEDED", StatusCode.RESOURCE_EXHAUSTED


class TimerLeaseLost(DomainError):
    """The fired timer `name` was set anew, cancelled or taken by another; nothing of the event was kept."""

    reason, code = "TIMER_LEASE_LOST", StatusCode.ABORTED


class SessionNotFound(DomainError):
    """There is no such session."""

    reason, code = "SESSION_NOT_FOUND", StatusCode.NOT_FOUND


class RevisionConflict(DomainError):
    """The session is at `revision` already, not at `base_revision`; nothing of the event was kept."""

    reason, code = "REVISION_CONFLICT", StatusCode.ABORTED


class StateTooLarge(DomainError):
    """The session's state would be larger than `bytes_max`."""

    reason, code = "STATE_TOO_LARGE", StatusCode.INVALID_ARGUMENT


class EventNotFound(DomainError):
    """No event with this `event_id` was committed, or it is longer ago than records are kept."""

    reason, code = "EVENT_NOT_FOUND", StatusCode.NOT_FOUND
