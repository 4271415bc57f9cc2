"""Slows guessing down: token buckets for each name and for all names together, in memory, bounded, pure."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass

from core.identity.errors import LoginRateLimited


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` attempts at once, then one every `refill_s` seconds."""

    burst: int
    refill_s: float


LOG_IN_PER_NAME = Rate(burst=10, refill_s=60)
LOG_IN_OVERALL = Rate(burst=200, refill_s=0.1)
SIGN_UP_PER_NAME = Rate(burst=10, refill_s=60)
SIGN_UP_OVERALL = Rate(burst=500, refill_s=0.2)
# Names remembered. At the overall rates a forgotten bucket was full again before it could be forgotten.
NAMES_MAX = 10_000


class TokenBuckets:
    """A bucket a key; the key longest untouched is forgotten first."""

    def __init__(self, rate: Rate, *, keys_max: int = NAMES_MAX) -> None:
        self._rate = rate
        self._keys_max = keys_max
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key → tokens, as of this moment

    def take(self, key: str, now_s: float) -> float:
        """0 when a token was taken; otherwise nothing was, and these seconds pass until there is one."""
        tokens = self._tokens(key, now_s)
        if tokens < 1:
            return (1 - tokens) * self._rate.refill_s
        self._put(key, tokens - 1, now_s)
        return 0.0

    def give_back(self, key: str, now_s: float) -> None:
        """Undo one take."""
        self._put(key, self._tokens(key, now_s) + 1, now_s)

    def _tokens(self, key: str, now_s: float) -> float:
        tokens, since_s = self._buckets.get(key, (float(self._rate.burst), now_s))
        return min(self._rate.burst, tokens + (now_s - since_s) / self._rate.refill_s)

    def _put(self, key: str, tokens: float, now_s: float) -> None:
        self._buckets[key] = min(self._rate.burst, tokens), now_s
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._keys_max:
            self._buckets.popitem(last=False)


class AttemptLimit:
    """One kind of attempt, limited for each name and overall."""

    def __init__(self, *, per_name: Rate, overall: Rate) -> None:
        self._names = TokenBuckets(per_name)
        self._overall = TokenBuckets(overall, keys_max=1)

    def count(self, name: str, now_s: float) -> None:
        """Count an attempt. LOGIN_RATE_LIMITED, with retry_after_s, when there were too many."""
        wait_s = self._names.take(name, now_s)
        if not wait_s:
            wait_s = self._overall.take("", now_s)
            if wait_s:
                self._names.give_back(name, now_s)
        if wait_s:
            raise LoginRateLimited("too many attempts", retry_after_s=math.ceil(wait_s))

    def forgive(self, name: str, now_s: float) -> None:
        """An attempt that succeeded was no guess: it does not count against its name."""
        self._names.give_back(name, now_s)


class LoginLimits:
    """Log-ins and sign-ups of one process."""

    def __init__(self) -> None:
        self.log_in = AttemptLimit(per_name=LOG_IN_PER_NAME, overall=LOG_IN_OVERALL)
        self.sign_up = AttemptLimit(per_name=SIGN_UP_PER_NAME, overall=SIGN_UP_OVERALL)
