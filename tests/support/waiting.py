"""Waiting for something another task will make true, without guessing how long it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(true: Callable[[], bool], *, within_s: float = 20) -> None:
    """Return as soon as it is true. TimeoutError when it is not within the time."""
    async with asyncio.timeout(within_s):
        while not true():
            await asyncio.sleep(0.005)
