"""A pace instead of a refusal: who sends too fast is read more slowly."""

from __future__ import annotations

from core.kit.clock import Clock


class Pace:
    """Lets `burst` things pass at once and `per_s` a second for ever."""

    def __init__(self, *, per_s: float, burst: float, clock: Clock) -> None:
        self._per_s, self._burst, self._clock = per_s, burst, clock
        self._left = burst
        self._at_s = clock.monotonic_s()

    async def keep(self, weight: float = 1) -> None:
        """Return when the next thing may pass; a heavy one counts as several."""
        now_s = self._clock.monotonic_s()
        self._left = min(self._burst, self._left + (now_s - self._at_s) * self._per_s) - weight
        self._at_s = now_s
        if self._left < 0:
            await self._clock.sleep(-self._left / self._per_s)
