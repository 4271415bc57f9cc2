"""Ids that say what they are and sort by when they were made: `ses_` + a UUIDv7 (RFC 9562) in lower-case base32."""

from __future__ import annotations

import os
import re
import threading

from core.kit.clock import Clock, to_ms

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u, so nobody misreads one.
_PREFIX = re.compile(r"[a-z]{2,6}")
ID_CHARS_MAX = 6 + 1 + 26


class IdMaker:
    """Makes ids that are unique everywhere and strictly growing within one process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._lock = threading.Lock()  # Writers in the database's threads make ids too.

    def new(self, prefix: str) -> str:
        """A new id such as `msg_01j…`; the prefix is two to six lower-case letters."""
        if not _PREFIX.fullmatch(prefix):
            raise ValueError(f"an id prefix is 2 to 6 lower-case letters, not {prefix!r}")
        random = int.from_bytes(os.urandom(10), "big")
        value = (to_ms(self._clock.now()) & (1 << 48) - 1) << 80
        value |= 0x7 << 76 | (random >> 62 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
        with self._lock:
            # Same millisecond, or a clock set back: step on from the last so that order still holds.
            value = self._last = value if value > self._last else self._last + 1
        return f"{prefix}_{base32(value)}"


def base32(value: int) -> str:
    """128 bits as the 26 letters of an id."""
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))
