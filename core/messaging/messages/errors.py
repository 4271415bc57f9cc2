"""Why a message is refused, beside the reasons all of messaging shares."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class MessageTooLarge(DomainError):
    """The text has more code points than `limit`, or the whole message more bytes; `unit` says which."""

    reason, code = "MESSAGE_TOO_LARGE", StatusCode.INVALID_ARGUMENT


class EditWindowExpired(DomainError):
    """A message may be changed for `limit_seconds` after it was sent."""

    reason, code = "EDIT_WINDOW_EXPIRED", StatusCode.FAILED_PRECONDITION


class RecallWindowExpired(DomainError):
    """A message of this kind may be taken back for `limit_seconds` after it was sent."""

    reason, code = "RECALL_WINDOW_EXPIRED", StatusCode.FAILED_PRECONDITION


class TooManyReactions(DomainError):
    """The message has `limit` different emoji already."""

    reason, code = "TOO_MANY_REACTIONS", StatusCode.RESOURCE_EXHAUSTED
