"""The reasons more than one part of messaging refuses for."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class ConversationNotFound(DomainError):
    """The caller has no such conversation; whether it exists is not told."""

    reason, code = "CONVERSATION_NOT_FOUND", StatusCode.NOT_FOUND


class NotContacts(DomainError):
    """The two are not contacts, or one blocks the other, or there is no such person; which of them is not told."""

    reason, code = "NOT_CONTACTS", StatusCode.FAILED_PRECONDITION


class RoleMissing(DomainError):
    """The caller is in the conversation, but not in the role this takes."""

    reason, code = "ROLE_MISSING", StatusCode.PERMISSION_DENIED


class Silenced(DomainError):
    """An admin has silenced the caller in this conversation."""

    reason, code = "SILENCED", StatusCode.PERMISSION_DENIED


class MessageNotFound(DomainError):
    """There is no such message among those the caller may see."""

    reason, code = "MESSAGE_NOT_FOUND", StatusCode.NOT_FOUND


class MessageRecalled(DomainError):
    """The message was taken back."""

    reason, code = "MESSAGE_RECALLED", StatusCode.FAILED_PRECONDITION
