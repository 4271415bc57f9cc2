"""Waiting for something another task will make true, without guessing how long it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def until(true: Callable[[], bool], *, within_s: float = 20) -> None:
    """Return as soon as it is true. TimeoutError when it is not within the time."""
    async with asyncio.timeout(within_s):
        while not true():
            await asyncio.sleep(0.005)


async def becomes(look: Callable[[], Awaitable[Any]], expected: Any, *, within_s: float = 20) -> None:
    """Look until what is seen is what is expected. AssertionError, with what was seen last, when it never is."""
    clock = asyncio.get_running_loop().time
    end = clock() + within_s
    while (seen := await look()) != expected:
        assert clock() < end, f"{seen!r} is not {expected!r}"
        await asyncio.sleep(0.02)
