"""The machine's clock, that a test may put forward: what a real host waits for comes at once."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime, timedelta

from core.kit.clock import SystemClock


class LeapingClock(SystemClock):
    """Goes as the machine's does, `ahead` of it by every leap so far; a leap wakes all sleepers to look again."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead
        self._leapt = asyncio.Event()

    def now(self) -> datetime:
        return super().now() + self.ahead

    def monotonic_s(self) -> float:
        return super().monotonic_s() + self.ahead.total_seconds()

    def leap(self, span: timedelta) -> None:
        self.ahead += span
        self._leapt.set()
        self._leapt = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        until_s = self.monotonic_s() + seconds
        while (left_s := until_s - self.monotonic_s()) > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left_s):
                    await self._leapt.wait()
