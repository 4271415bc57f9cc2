"""How often one caller may call one method: a burst at once, then so many a second; in memory, in each process.

People are limited, and mini-apps for each person they work for: whoever floods slows nobody else, and an app that
floods does not use up what the person may. The host's own services are not limited; log-ins are, by name, in
core.identity.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.kit.caller import Caller
from core.kit.clock import Clock
from core.kit.errors import RateLimited

CALLS_PER_S = 20  # Of one person to one method, from all their devices; a page at work asks for two or three.
CALLS_BURST = 100  # At once: a page that comes back asks for everything that changed.
APP_FACTOR = 50  # A mini-app may call so many times as often as a person: one tap may cost it 200 calls.
_ROUNDING_S = 1e-6  # Sums of a second's parts are not exact; nobody loses the last call of a burst to that.


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` calls at once, then `per_s` a second for ever."""

    per_s: int
    burst: int


DEFAULT = Rate(CALLS_PER_S, CALLS_BURST)


class CallLimits:
    """Token buckets, one a caller and method, each kept as the moment it is full again; full ones are forgotten.

    `calls_per_s` scales every limit, a method's own too, as if it were CALLS_PER_S. No lock: a chain runs on one loop.
    """

    def __init__(self, *, clock: Clock, calls_per_s: int = CALLS_PER_S) -> None:
        self._clock = clock
        self._scale = calls_per_s / CALLS_PER_S
        self._spans: dict[str, tuple[float, float]] = {}  # method → seconds until one call is given back; until all are
        self._longest_s = 0.0
        # What was not touched for the longest span is full. Two generations find that without looking through them.
        self._full_at_s: dict[tuple[str, str, str], float] = {}
        self._older: dict[tuple[str, str, str], float] = {}
        self._turn_at_s = -math.inf

    def __len__(self) -> int:
        """Buckets remembered."""
        return len(self._full_at_s.keys() | self._older.keys())

    def count(self, caller: Caller, method: str, rate: Rate | None = None) -> None:
        """Count a call. RATE_LIMITED, which counts nothing, with retry_after_ms where there were too many."""
        app_id = caller.app_id
        if not (caller.user_id or app_id):
            return
        spans = self._spans.get(method)
        each_s, burst_s = self._measure(method, rate or DEFAULT) if spans is None else spans
        now_s = self._clock.monotonic_s()
        if now_s >= self._turn_at_s:
            is_full = now_s >= self._turn_at_s + self._longest_s  # Nobody called for so long.
            self._full_at_s, self._older = {}, {} if is_full else self._full_at_s
            self._turn_at_s = now_s + self._longest_s
        key = caller.user_id, app_id, method
        full_at_s = self._full_at_s.get(key) or self._older.get(key, 0.0)
        empty_for_s = (full_at_s if full_at_s > now_s else now_s) + (each_s / APP_FACTOR if app_id else each_s) - now_s
        if empty_for_s > burst_s + _ROUNDING_S:
            raise RateLimited(
                "called too often", method=method, retry_after_ms=math.ceil((empty_for_s - burst_s) * 1000)
            )
        self._full_at_s[key] = now_s + empty_for_s

    def _measure(self, method: str, rate: Rate) -> tuple[float, float]:
        # The same for a mini-app: more a second and more at once is the same span.
        each_s = 1 / (rate.per_s * self._scale)
        burst_s = max(rate.burst / rate.per_s, each_s)  # However small the scale, one call fits.
        self._spans[method] = each_s, burst_s
        self._longest_s = max(self._longest_s, burst_s)
        return each_s, burst_s
