"""Whether a tap would work now: every probe asked at once, each with a limit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from core.kit.errors import DomainError

PROBE_WITHIN_S = 2.0
Probe = Callable[[], Awaitable[object]]  # Returns when all is well, raises when it is not.


async def ask(probes: Mapping[str, Probe]) -> tuple[bool, dict[str, Any]]:
    """True when every probe is well, and each one's answer by name."""
    answers = dict(zip(probes, await asyncio.gather(*map(_one, probes.values())), strict=True))
    found = {name: {"ok": True} if why is None else {"ok": False, "why": why} for name, why in answers.items()}
    return not any(answers.values()), found


async def _one(probe: Probe) -> str | None:
    try:
        async with asyncio.timeout(PROBE_WITHIN_S):
            await probe()
    except DomainError as error:
        return error.reason
    except Exception as error:  # What is wrong belongs in the log of whoever probes; here only that it is.
        return type(error).__name__
    return None
