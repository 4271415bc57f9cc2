"""Which PINs are refused, how many may be tried, and when another takes effect: pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wallet.guard.errors import PinLocked, PinTooEasy

TRIES_MAX = 5  # Wrong ones in a row until a lock.
LOCKS_S = (15 * 60, 60 * 60, 24 * 60 * 60)  # The first lock, the second, and every one after that.
RESET_DELAY_S = 24 * 60 * 60
_DISTINCT_MIN = 3  # 111111, 121212, 110110.


@dataclass(frozen=True, slots=True)
class Pin:
    """A person's PIN as it stands. `tries` counts those begun since the last right one; `locks` locks since then."""

    pin_hash: str = field(repr=False)
    tries: int = 0
    locks: int = 0
    locked_until_ms: int = 0
    next_hash: str = field(default="", repr=False)
    reset_at_ms: int = 0

    @property
    def tries_left(self) -> int:
        return TRIES_MAX - self.tries


def check_strength(pin: str) -> None:
    """Raise PinTooEasy, saying why, for one of those that a thief tries first."""
    digits = [int(digit) for digit in pin]
    halves, pairs = (digits[:3], digits[3:]), [int(pin[at : at + 2]) for at in (0, 2, 4)]
    if len(set(digits)) < _DISTINCT_MIN or halves[0] == halves[1]:
        raise _easy("repeated")
    if len({(right - left) % 10 for left, right in itertools.pairwise(digits)}) == 1:  # 123456, 864208, 890123.
        raise _easy("sequence")
    if _is_even(pairs) or all(_is_even(half) for half in halves):  # 112233, 102030; 123654, 147258.
        raise _easy("pattern")


def _is_even(numbers: Sequence[int]) -> bool:
    """Each is as far from the one before as every other."""
    return len({right - left for left, right in itertools.pairwise(numbers)}) == 1


def _easy(why: str) -> PinTooEasy:
    return PinTooEasy("easily guessed", why=why)


def as_of(pin: Pin, now_ms: int) -> Pin:
    """As it stands then: a reset whose time has come has happened, a lock whose time is over is gone."""
    if 0 < pin.reset_at_ms <= now_ms:
        return Pin(pin.next_hash)
    if 0 < pin.locked_until_ms <= now_ms:
        return replace(pin, tries=0, locked_until_ms=0)
    return pin


def begin_try(pin: Pin, now_ms: int) -> Pin:
    """The PIN with one more try begun; the last one locks before it is known to be wrong. PIN_LOCKED."""
    pin = as_of(pin, now_ms)
    if pin.locked_until_ms:
        raise PinLocked("too many wrong PINs", locked_until_ms=pin.locked_until_ms)
    pin = replace(pin, tries=pin.tries + 1)
    if pin.tries < TRIES_MAX:
        return pin
    lock_ms = LOCKS_S[min(pin.locks, len(LOCKS_S) - 1)] * 1000
    return replace(pin, locks=pin.locks + 1, locked_until_ms=now_ms + lock_ms)


def forgiven(pin: Pin) -> Pin:
    """After a right one."""
    return replace(pin, tries=0, locks=0, locked_until_ms=0)


def with_reset(pin: Pin, next_hash: str, now_ms: int) -> Pin:
    """Another PIN will hold after the delay; the one that holds goes on until then."""
    return replace(pin, next_hash=next_hash, reset_at_ms=now_ms + RESET_DELAY_S * 1000)


def without_reset(pin: Pin) -> Pin:
    return replace(pin, next_hash="", reset_at_ms=0)
