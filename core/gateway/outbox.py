"""Frames on their way to one client, bounded: answers wait for room, what was not asked for is refused when full."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from core.kit.clock import Clock

FRAMES_MAX = 64
CHARS_MAX = 1_000_000


class Outbox:
    """One writer (`run`), many senders. `stuck_s` tells how long the reader has not taken the frame at its head."""

    def __init__(self, *, send: Callable[[str], Awaitable[None]], clock: Clock) -> None:
        self._send = send
        self._clock = clock
        self._frames: deque[str] = deque()
        self._chars = 0
        self._moved = asyncio.Condition()
        self._sending_since_s: float | None = None

    @property
    def full(self) -> bool:
        return len(self._frames) >= FRAMES_MAX or self._chars >= CHARS_MAX

    @property
    def stuck_s(self) -> float:
        return 0.0 if self._sending_since_s is None else self._clock.monotonic_s() - self._sending_since_s

    async def put(self, frame: str) -> None:
        """Queue a frame, waiting for room."""
        async with self._moved:
            await self._moved.wait_for(lambda: not self.full)
            self._append(frame)

    async def offer(self, frame: str) -> bool:
        """Queue a frame if there is room now; False where the client reads too slowly for it."""
        async with self._moved:
            if self.full:
                return False
            self._append(frame)
            return True

    async def drained(self) -> None:
        """Wait until the client has caught up with everything queued."""
        async with self._moved:
            await self._moved.wait_for(lambda: not self._frames)

    async def run(self) -> None:
        """Send what is queued, in order, for ever."""
        while True:
            async with self._moved:
                await self._moved.wait_for(lambda: bool(self._frames))
                frame = self._frames[0]
            self._sending_since_s = self._clock.monotonic_s()
            await self._send(frame)
            self._sending_since_s = None
            async with self._moved:
                self._frames.popleft()
                self._chars -= len(frame)
                self._moved.notify_all()

    def _append(self, frame: str) -> None:
        self._frames.append(frame)
        self._chars += len(frame)
        self._moved.notify_all()
