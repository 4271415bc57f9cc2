"""What happens in the middle of an event: a test strikes right before, or right after, one host call of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.sandbox.host_calls import HostCalls

Strike = Callable[[], Awaitable[object]]


async def wait_for_ever() -> None:
    """A call that never comes back."""
    await asyncio.Event().wait()


class Striker:
    """Strikes once, at the next call of this name whose request has this text in it; `struck` is set then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, method: str, *, with_text: str = "") -> None:
        self.struck = asyncio.Event()
        self.calls = 0  # Those that were answered, the first time or again.
        self._method, self._text = method, with_text
        self._before: Strike | None = None
        self._after: Strike | None = None
        answer = HostCalls._answer

        async def watched(calls: HostCalls, context: Any, interface: str, name: str, text: str) -> Any:
            if name != self._method or self._text not in text:
                return await answer(calls, context, interface, name, text)
            await self._strike("_before")
            said = await answer(calls, context, interface, name, text)
            self.calls += 1
            await self._strike("_after")
            return said

        monkeypatch.setattr(HostCalls, "_answer", watched)

    def before(self, strike: Strike) -> None:
        self._before = strike

    def after(self, strike: Strike) -> None:
        self._after = strike

    async def _strike(self, when: str) -> None:
        strike = getattr(self, when)
        if strike is not None:
            setattr(self, when, None)
            self.struck.set()
            await strike()
