"""The devkit's checks, run apart from the host: a package that breaks the checker gets a finding, not the host."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from core.apps.findings import FINDINGS_MAX, Finding, checks_unfinished
from core.kit import log
from core.kit.apart import ChildEnded, ChildLate, ChildLoud, ask_apart
from majlis_devkit import findings as devkit
from majlis_devkit.engine import printable
from majlis_devkit.world import Contract

Check = Callable[[bytes, Contract], Awaitable[list[Finding]]]
CHILD = "core.apps.checks_child"
DEADLINE_S = 90.0  # Beyond the child's own CPU limit, for a machine that is busy elsewhere.
ANSWER_BYTES_MAX = 4 * 1024 * 1024  # All findings: the devkit cuts what a package says in them.
COMPLAINT_CHARS_MAX = 2_000
_log = log.get("apps")


async def check_apart(package: bytes, contract: Contract) -> list[Finding]:
    """What `majlis check` finds, and E901 where the checker itself ended or ran out of time or memory."""
    asked = json.dumps({"contract": contract, "findings_max": FINDINGS_MAX}).encode() + b"\n" + package
    try:
        said = json.loads(await ask_apart(CHILD, asked, within_s=DEADLINE_S, answer_bytes_max=ANSWER_BYTES_MAX))
        if isinstance(said, dict):
            complaint = printable(str(said["ended"]), COMPLAINT_CHARS_MAX)
            _log.error("checks ended", complaint=complaint)
            return [checks_unfinished("they ended on this package")]
        return [Finding.from_check(devkit.Finding(**each)) for each in said[:FINDINGS_MAX]]
    except ChildLate:
        return [checks_unfinished("they took too long")]
    except (ChildEnded, ChildLoud, ValueError, TypeError, LookupError, RecursionError) as wrong:
        _log.error("checks ended", why=type(wrong).__name__, status=str(wrong)[:100])
        return [checks_unfinished("they ended on this package")]
