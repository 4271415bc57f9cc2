"""The rules of timers: how many an app may have, and what a lease is. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.appdata.errors import TimerLimitExceeded

TIMERS_MAX = 1_000  # Of one app.


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer taken for firing; `lease_id` proves it at the commit."""

    app_id: str
    name: str
    fire_at_ms: int
    payload_json: str
    lease_id: str


def check_room(waiting: int) -> None:
    """TIMER_LIMIT_EXCEEDED where one more timer is one too many."""
    if waiting >= TIMERS_MAX:
        raise TimerLimitExceeded("the app has too many timers", timers_max=TIMERS_MAX)
