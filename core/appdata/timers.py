"""The rules of timers: how many an app may have, and what a lease is. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.appdata.errors import TimerLimitExceeded
from miniapp.limits import TIMERS_MAX


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
        why = f"the app has {TIMERS_MAX:,} timers waiting (TIMERS_MAX). Fix: cancel some, or let one do several things"
        raise TimerLimitExceeded(why, timers_max=TIMERS_MAX)
