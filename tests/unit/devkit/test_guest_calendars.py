"""Zones and the Hijri calendar say the same in the sandbox, which has no files, as natively."""

from __future__ import annotations

import json

import pytest

from miniapp import hijri, zones
from tests.support import guests
from tests.support.artifacts import RunGuest

MOMENTS = "[datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 13)] + [datetime(1971, 7, 1, tzinfo=UTC)]"
CLOCKS = f"{{name: [str(at.astimezone(zones.zone(name))) for at in {MOMENTS}] for name in NAMES}}"
DAYS = "[str(hijri.of(date(2026, 1, 1) + timedelta(days=at))) for at in range(0, 3_000, 7)]"
IMPORTS = "from datetime import UTC, date, datetime, timedelta\nfrom miniapp import hijri, zones"
NAMES = ["Africa/Cairo", "Africa/Casablanca", "Asia/Beirut", "Asia/Gaza", "Asia/Riyadh", "Europe/London", "UTC"]


@pytest.mark.parametrize("expression", [CLOCKS, DAYS, "zones.VERSION, len(zones.ZONES)", "hijri.date(1447, 10, 1).day"])
def test_in_the_sandbox_the_calendars_are_those_of_a_test(run_guest: RunGuest, expression: str) -> None:
    """A test that is green natively has shown the right slots; in production they must be the same."""
    known = {"hijri": hijri, "zones": zones, "NAMES": NAMES}
    exec(IMPORTS, known)
    natively = json.dumps(eval(expression, known))
    body = f"import json\n{IMPORTS}\nNAMES = {NAMES}\ndef handle(event):\n    return json.dumps(({expression}))"
    outcome = run_guest(guests.guest(body))
    assert (outcome.answer, outcome.failure) == (natively, None), outcome
