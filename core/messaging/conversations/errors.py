"""The reasons conversations refuse for, beside the shared ones of messaging."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class GroupFull(DomainError):
    """The conversation has as many members as it may have, `members_max`."""

    reason, code = "GROUP_FULL", StatusCode.RESOURCE_EXHAUSTED


class MemberNotFound(DomainError):
    """There is no such person among those this is about."""

    reason, code = "MEMBER_NOT_FOUND", StatusCode.NOT_FOUND


class OwnerMustTransfer(DomainError):
    """The owner cannot leave while others are there; somebody else becomes the owner first."""

    reason, code = "OWNER_MUST_TRANSFER", StatusCode.FAILED_PRECONDITION


class Banned(DomainError):
    """The person was removed for good and is not let in until an admin lifts that."""

    reason, code = "BANNED", StatusCode.PERMISSION_DENIED


class InviteNotFound(DomainError):
    """There is no such invitation or link for the caller."""

    reason, code = "INVITE_NOT_FOUND", StatusCode.NOT_FOUND


class InviteExpired(DomainError):
    """The link was ended, its time is over, or it was used as often as it may be; which of them is not told."""

    reason, code = "INVITE_EXPIRED", StatusCode.FAILED_PRECONDITION


class TooManyInvites(DomainError):
    """The conversation has as many working links as it may have, `invites_max`; end one first."""

    reason, code = "TOO_MANY_INVITES", StatusCode.RESOURCE_EXHAUSTED
