"""Frames on their way to one client, bounded: answers wait for room, what was not asked for is refused when full."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from core.kit.clock import Clock

FRAMES_MAX = 64
CHARS_MAX = 1_000_000
TOGETHER_CHARS_MAX = 32_768  # What waits goes out in one write up to here.


class Outbox:
    """One writer (`run`), many senders. `stuck_s` tells how long the reader has not taken what is at its head."""

    def __init__(self, *, send: Callable[[Sequence[str]], Awaitable[None]], clock: Clock) -> None:
        self._send = send
        self._clock = clock
        self._frames: deque[str] = deque()
        self._chars = 0
        self._some, self._none, self._room = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._none.set()
        self._sending_since_s: float | None = None

    @property
    def full(self) -> bool:
        return len(self._frames) >= FRAMES_MAX or self._chars >= CHARS_MAX

    @property
    def stuck_s(self) -> float:
        return 0.0 if self._sending_since_s is None else self._clock.monotonic_s() - self._sending_since_s

    async def put(self, frame: str) -> None:
        """Queue a frame, waiting for room."""
        while self.full:
            self._room.clear()
            await self._room.wait()
        self._append(frame)

    async def offer(self, frame: str) -> bool:
        """Queue a frame if there is room now; False where the client reads too slowly for it."""
        if self.full:
            return False
        self._append(frame)
        return True

    async def drained(self) -> None:
        """Wait until the client has caught up with everything queued."""
        await self._none.wait()

    async def run(self) -> None:
        """Send what is queued, in order, for ever."""
        while True:
            await self._some.wait()
            await self._send_head()

    async def _send_head(self) -> None:
        # By itself, so that a socket that then only listens does not hold on to what it was last sent.
        together = self._head()
        self._sending_since_s = self._clock.monotonic_s()
        await self._send(together)
        self._sending_since_s = None
        for frame in together:
            self._frames.popleft()
            self._chars -= len(frame)
        if not self._frames:
            self._some.clear()
            self._none.set()
        self._room.set()

    def _head(self) -> list[str]:
        """What came in one turn of the loop goes out in one write, which costs more than most frames do."""
        together: list[str] = []
        chars = 0
        for frame in self._frames:
            chars += len(frame)
            if together and chars > TOGETHER_CHARS_MAX:
                break
            together.append(frame)
        return together

    def _append(self, frame: str) -> None:
        self._frames.append(frame)
        self._chars += len(frame)
        self._some.set()
        self._none.clear()
