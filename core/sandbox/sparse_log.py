"""Lines an attacker can have the host write: of each app the first few in a minute, then how many more there were."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from functools import partial

PERIOD_S = 60.0
LINES_MAX = 5
APPS_MAX = 200  # Told apart in one period; all others count as one.
OTHERS = "(others)"
Later = Callable[[float, Callable[[], None]], object]


class SparseLog:
    """Writes `event` by `write`, a logger's method. What is counted is counted elsewhere: a metric stays exact."""

    def __init__(
        self, write: Callable[..., object], event: str, *, lines_max: int = LINES_MAX, later: Later | None = None
    ) -> None:
        self._write, self._event, self._lines_max = write, event, lines_max
        self._later = later
        self._times: Counter[str] = Counter()  # By app, since its period began.

    def tell(self, app_id: str, **facts: object) -> None:
        """One line, unless the app had its share."""
        counted = app_id if app_id in self._times or len(self._times) < APPS_MAX else OTHERS
        if counted not in self._times:
            later = self._later or asyncio.get_running_loop().call_later
            later(PERIOD_S, partial(self._end, counted))
        self._times[counted] += 1
        if self._times[counted] <= self._lines_max:
            self._write(self._event, app=app_id, **facts)

    def _end(self, app_id: str) -> None:
        more = self._times.pop(app_id) - self._lines_max
        if more > 0:
            self._write(self._event, app=app_id, not_written=more)
