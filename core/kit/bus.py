"""The bus only wakes readers: losing every message delays, never loses. In process here; NATS implements the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

QUEUE_MAX = 1024  # A reader that falls behind loses hints and finds the truth in the database.


class Bus(Protocol):
    """Publish a hint on a subject; everybody who subscribed to exactly that subject gets it, at most once."""

    def publish(self, subject: str, message: bytes) -> None: ...

    def subscribe(self, subject: str) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """`async with bus.subscribe(subject) as hints: async for message in hints: …`"""


class InProcessBus:
    """A bus for one process: a bounded queue per reader, the oldest hint dropped when it is full."""

    def __init__(self) -> None:
        self._readers: dict[str, set[asyncio.Queue[bytes]]] = {}

    def publish(self, subject: str, message: bytes) -> None:
        for queue in self._readers.get(subject, ()):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(message)

    @asynccontextmanager
    async def subscribe(self, subject: str) -> AsyncIterator[AsyncIterator[bytes]]:
        queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE_MAX)
        readers = self._readers.setdefault(subject, set())
        readers.add(queue)
        try:
            yield _drain(queue)
        finally:
            readers.discard(queue)


async def _drain(queue: asyncio.Queue[bytes]) -> AsyncIterator[bytes]:
    while True:
        yield await queue.get()
