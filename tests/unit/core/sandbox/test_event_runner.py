"""From what a worker says an event came to, to what the host does with it: here alone, with a gate that says it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from core.kit.clock import ManualClock
from core.sandbox.event_runner import OUTPUTS_MAX, Asked, EventRunner
from core.sandbox.guest import Place
from core.sandbox.traps import SPUN_FUEL_MIN
from core.sandbox.versions import Code, Prepared
from core.sandbox.worker_line import AppTimedOut
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis_devkit.engine import Outcome

RING = Asked("timer", "org.calm", "ver_1", "", "", "ar", Place(), timer={"name": "ring", "payload": None})
ANSWERED = Outcome(answer='{"state":{},"effects":[]}', fuel_used=1)


class _Parts:
    """Everything beside the runner, as far as a timer's event needs it."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    async def run(self, *_: Any) -> Outcome:
        return self._outcome

    async def code(self, version_id: str) -> Code:
        return Code(version_id, "d", "org.calm", "", (), "")

    def prepare(self, code: Code) -> Prepared:
        return Prepared("a", None, pb.RUNTIME_SNAPSHOT)

    def bound(self, context: Any) -> Any:
        return None


def runner(outcome: Outcome) -> EventRunner:
    parts = cast(Any, _Parts(outcome))
    apps = cast(Any, SimpleNamespace())
    return EventRunner(meter=parts, versions=parts, host_calls=parts, apps=apps, clock=ManualClock())


@pytest.mark.parametrize("fuel_used", [0, SPUN_FUEL_MIN])
async def test_who_would_run_it_again_is_told_what_an_event_without_end_burned(fuel_used: int) -> None:
    with pytest.raises(AppTimedOut) as ended:
        await runner(Outcome(failure="APP_TIMED_OUT", detail="late", fuel_used=fuel_used)).run(RING)
    assert ended.value.facts == {"fuel_used": fuel_used}


async def test_an_app_that_always_prints_does_not_fill_the_log() -> None:
    """Eight kilobytes an event, a hundred events a second: a gigabyte would take it twenty minutes."""
    said = Outcome(answer=ANSWERED.answer, fuel_used=1, output="x" * 8_192)
    host = runner(said)
    with capture_logs() as lines:
        for _ in range(3 * OUTPUTS_MAX):
            await host.run(RING)
    printed = [line for line in lines if line["event"] == "app output"]
    assert len(printed) == OUTPUTS_MAX
    assert printed[0]["text"] == said.output
