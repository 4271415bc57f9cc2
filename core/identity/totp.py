"""Time-based one-time passwords (RFC 6238): each code counts once, and one step of thirty seconds early or late."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

STEPS_AROUND = 1
NEVER = -1  # The last used step of a second factor that was never used.


def new_secret() -> str:
    """160 random bits in base32, as authenticator apps take them."""
    return str(pyotp.random_base32())


def accepted_step(secret: str, code: str, *, now: datetime, last_step: int) -> int | None:
    """The step the code is good for, or None: wrong, too old, or not later than the last one used."""
    totp = pyotp.TOTP(secret)
    current = totp.timecode(now)
    found = None
    for step in range(current - STEPS_AROUND, current + STEPS_AROUND + 1):
        # Every step is compared, so the time taken tells nothing.
        if hmac.compare_digest(totp.generate_otp(step), code) and step > last_step:
            found = step
    return found
