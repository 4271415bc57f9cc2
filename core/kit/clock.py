"""Time as a dependency: rules get a moment, services get a Clock, tests get one they can turn."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the host asks for the time. `now` is aware UTC; `monotonic_s` only measures spans."""

    def now(self) -> datetime: ...

    def monotonic_s(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class ManualClock:
    """A clock that moves only when a test says so; sleepers wake when their moment is reached."""

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._now = start
        self._elapsed_s = 0.0
        self._moved = asyncio.Event()
        self.asleep: list[float] = []  # The seconds each sleeper of this moment asked for.

    def now(self) -> datetime:
        return self._now

    def monotonic_s(self) -> float:
        return self._elapsed_s

    def advance(self, span: timedelta) -> None:
        """Move forward by `span` and wake every sleeper to look again."""
        self._now += span
        self._elapsed_s += span.total_seconds()
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        until = self._elapsed_s + seconds
        self.asleep.append(seconds)
        try:
            while self._elapsed_s < until:
                await self._moved.wait()
        finally:
            self.asleep.remove(seconds)


def to_ms(moment: datetime) -> int:
    """Whole Unix milliseconds of an aware moment, as protos and tables hold it."""
    return round(moment.timestamp() * 1000)


def from_ms(moment_ms: int) -> datetime:
    """The aware UTC moment of whole Unix milliseconds."""
    return datetime.fromtimestamp(moment_ms / 1000, UTC)
