"""The devkit's checks, run apart from the host: a package that breaks the checker gets a finding, not the host."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable

from core.apps.findings import FINDINGS_MAX, Finding, checks_unfinished
from core.kit import log
from majlis_devkit import findings as devkit
from majlis_devkit.world import Contract

Check = Callable[[bytes, Contract], Awaitable[list[Finding]]]
DEADLINE_S = 90.0  # Beyond the child's own CPU limit, for a machine that is busy elsewhere.
_log = log.get("apps")


async def check_apart(package: bytes, contract: Contract) -> list[Finding]:
    """What `majlis check` finds, and E901 where the checker itself ended or ran out of time or memory."""
    asked = json.dumps({"contract": contract, "findings_max": FINDINGS_MAX}).encode()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-m", "core.apps.checks_child", env={},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(DEADLINE_S):
            answer, complaint = await child.communicate(asked + b"\n" + package)
    except TimeoutError:
        return [checks_unfinished("they took too long")]
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        _log.error("checks ended", status=child.returncode, complaint=complaint[-2000:].decode("utf-8", "replace"))
        return [checks_unfinished("they ended on this package")]
    return [Finding.from_check(devkit.Finding(**each)) for each in json.loads(answer)]
