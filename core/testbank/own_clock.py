"""The bank's own time: the machine's, or that of a test, from which it goes on."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.kit.clock import SystemClock


class OwnClock(SystemClock):
    """A clock that may be set."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self._ahead

    def turn_to(self, moment: datetime) -> None:
        """It is this moment now."""
        self._ahead = moment - super().now()
