"""What a refresh token is worth: values in, verdict out.

A token is exchanged once. Until its successor is used, and for a minute at most, showing it again gives the same
successor: two tabs wake together, an answer is lost in a tunnel. After that somebody holds a copy, and the device ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

REFRESH_TTL = timedelta(days=30)
GRACE = timedelta(seconds=60)
DEVICES_MAX = 100  # Signed-in devices of one person; signing in once more ends the one longest unseen.


class Verdict(Enum):
    """What to do with a refresh token."""

    ROTATE = "give its first successor"
    REPEAT = "give the same successor again"
    REUSED = "two hold it: end the device"
    EXPIRED = "sign in again"
    REVOKED = "the device was signed out"


@dataclass(frozen=True, slots=True)
class Device:
    """A device session as stored."""

    id: str
    user_id: str
    audience: str
    name: str
    created_at_ms: int
    last_seen_at_ms: int
    expires_at_ms: int
    revoked_at_ms: int | None


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token as stored: never the token itself."""

    sha256: bytes
    device_id: str
    expires_at_ms: int
    used_at_ms: int | None
    successor_sha256: bytes | None
    successor_sealed: bytes | None = field(repr=False)


def judge(token: RefreshToken, device: Device, *, successor_used: bool, now_ms: int) -> Verdict:
    """The verdict on a token shown at `now_ms`."""
    if device.revoked_at_ms is not None:
        return Verdict.REVOKED
    if now_ms >= token.expires_at_ms:
        return Verdict.EXPIRED
    if token.used_at_ms is None:
        return Verdict.ROTATE
    in_grace = now_ms - token.used_at_ms <= GRACE // timedelta(milliseconds=1)
    return Verdict.REPEAT if in_grace and not successor_used else Verdict.REUSED


def expires_at_ms(now_ms: int) -> int:
    """When a refresh token made now ends: each exchange slides the session on."""
    return now_ms + REFRESH_TTL // timedelta(milliseconds=1)
