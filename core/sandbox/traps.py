"""When a version fails the sandbox too often: for whom, how, over how long; in memory.

What counts is a trap: an event the sandbox had to end, whose worker is spent with it. Out of fuel, out of memory, more
host calls than an event may, an end without an answer; and out of time where the event burned it itself. Not an
exception that the SDK caught, which costs nobody but that user; not an answer that is no screen; not a worker that
died or a deadline that passed while the machine was busy, which are not the app's doing.

Traps are counted by people, not by taps: whoever finds a button that traps can press it all day and is one person. A
version is suspended when it trapped for PEOPLE_MIN people, and for one in PEOPLE_SHARE of all it ran for, within
WINDOW_S. So a handful of strangers cannot take away an app that works for hundreds, while a version that traps for
everybody is gone after five of them. An app that fewer use is never suspended: its budget (budgets.py) holds it. What
the app does by itself, as in timers, counts as one more person, for a user's doing may lie behind that too.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from dataclasses import dataclass

from core.kit.clock import Clock
from majlis_devkit.engine import FUEL_MAX, Outcome

PEOPLE_MIN = 5
"""Fewer are a family and their friend who presses everything; more would have to suffer first."""

PEOPLE_SHARE = 4
"""One in so many: what traps for a quarter of its people is broken for all; less is a corner of the app."""

WINDOW_S = 600
"""Ten minutes: long enough that five people come by in a quiet hour, short enough to forget a bad evening."""

SPUN_FUEL_MIN = FUEL_MAX // 5
"""Burned by an event that ran out of time, so that the time was its own: 0.4 s of a core, ten times an honest event."""

TRAPS_KEPT = 1_000  # Of one version, to say how often what happened.
# Of one trap; six times as many where each is spelled out as an escape.
EVENT_CHARS_MAX, DETAIL_CHARS_MAX = 33, 300


@dataclass(frozen=True, slots=True)
class Trap:
    """One event that failed the sandbox. `event` is what ran, `incident` finds it in the log."""

    reason: str
    event: str
    detail: str
    incident: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a version is suspended for."""

    counts: dict[str, int]
    people: int
    people_served: int
    last: Trap


def is_trap(outcome: Outcome) -> bool:
    """True where the app made the sandbox end it."""
    if outcome.failure == "APP_TIMED_OUT":
        return outcome.fuel_used >= SPUN_FUEL_MIN
    return outcome.failure is not None


class _Seen:
    """People and when they were seen last, the longest ago first."""

    def __init__(self) -> None:
        self._at_s: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._at_s)

    def add(self, person: str, now_s: float) -> None:
        self._at_s[person] = now_s
        self._at_s.move_to_end(person)

    def forget(self, until_s: float) -> None:
        while self._at_s and next(iter(self._at_s.values())) <= until_s:
            self._at_s.popitem(last=False)


class _Version:
    def __init__(self) -> None:
        self.served, self.trapped = _Seen(), _Seen()
        self.traps: deque[tuple[float, str]] = deque(maxlen=TRAPS_KEPT)

    def forget(self, until_s: float) -> None:
        self.served.forget(until_s)
        self.trapped.forget(until_s)
        while self.traps and self.traps[0][0] <= until_s:
            self.traps.popleft()


class TrapWatch:
    """Counts; `people_min` 0 suspends nobody."""

    def __init__(self, *, clock: Clock, people_min: int = PEOPLE_MIN) -> None:
        self._clock = clock
        self._people_min = people_min
        self._versions: dict[str, _Version] = {}
        self._swept_at_s = clock.monotonic_s()

    def __len__(self) -> int:
        return len(self._versions)

    def ran(self, version_id: str, person: str) -> None:
        """An event ran for them, however it ended."""
        now_s = self._clock.monotonic_s()
        self._sweep(now_s)
        self._versions.setdefault(version_id, _Version()).served.add(person, now_s)

    def trapped(self, version_id: str, person: str, trap: Trap) -> Verdict | None:
        """It ended in a trap; what to suspend the version for, where that was one too many. Counts anew after that."""
        now_s = self._clock.monotonic_s()
        self.ran(version_id, person)
        version = self._versions[version_id]
        version.trapped.add(person, now_s)
        version.traps.append((now_s, trap.reason))
        version.forget(now_s - WINDOW_S)
        people, served = len(version.trapped), len(version.served)
        if not self._people_min or people < self._people_min or people * PEOPLE_SHARE < served:
            return None
        del self._versions[version_id]
        return Verdict(dict(Counter(reason for _, reason in version.traps)), people, served, trap)

    def _sweep(self, now_s: float) -> None:
        """Forget versions nobody runs any more, and people who left."""
        if now_s - self._swept_at_s < WINDOW_S:
            return
        self._swept_at_s = now_s
        for version in self._versions.values():
            version.forget(now_s - WINDOW_S)
        self._versions = {key: version for key, version in self._versions.items() if len(version.served)}
