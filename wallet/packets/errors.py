"""Why red packets refuse."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class RedPacketNotFound(DomainError):
    """There is no such packet, or it is in a conversation that the caller is not in; the two answer alike."""

    reason, code = "RED_PACKET_NOT_FOUND", StatusCode.NOT_FOUND


class RedPacketTooSmall(DomainError):
    """`total_minor` does not give each of `shares` one minor unit."""

    reason, code = "RED_PACKET_TOO_SMALL", StatusCode.INVALID_ARGUMENT


class RedPacketEmpty(DomainError):
    """Others took all shares."""

    reason, code = "RED_PACKET_EMPTY", StatusCode.FAILED_PRECONDITION


class RedPacketExpired(DomainError):
    """Its day was over; what was left goes back to the sender."""

    reason, code = "RED_PACKET_EXPIRED", StatusCode.FAILED_PRECONDITION
