"""What a mini-app may use of this machine: fuel a second for the app, and for each of its people; in memory.

An event is let in or refused before it begins, and paid for when it is over, for nobody knows before what it will burn.
Until then it is counted at what the app's events cost of late, so that a spinning app cannot fill the queue on credit.
What was burned beyond the bucket is a debt: nothing more begins until it is paid. Counted in each process.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field

from core.kit.clock import Clock
from core.kit.errors import DomainError, StatusCode
from majlis_devkit.engine import FUEL_MAX

CORE_FUEL_PER_S = 5_000_000_000
"""What a core burns in a second: FUEL_MAX is two seconds of it, measured as engine/outcome.py says."""

APP_SHARE = 2
"""An app may have one part in so many of what the sandbox's cores burn, for ever. Half of two cores is 5 G a second:
a thousand votes (4.5 M each on a snapshot), or 23 openings of a large app on the runner (210 M). No honest app of a
host that size comes near; an app that spins leaves half of the machine to everybody else, whatever else it does."""

PERSON_SHARE = 4
"""One person may have one part in so many of their app's budget, so that whoever presses a spinning button over and
over runs dry alone. The app's own events, timers above all, count as a person's."""

BURST_S = 20
"""So many seconds of a budget are saved up while it is not used: a restaurant opens, a room votes."""

WORKERS_SPARE = 1
"""Workers one app can never hold, however much of it waits. More would leave most of a small host idle when one app is
busy; what it burns is bounded above."""

USUAL_OVER = 8
"""What an app's event usually costs follows its last ones: each moves it by one part in so many."""


class AppBusy(DomainError):
    """The app used up what it may burn for now; nothing was done, and after `retry_after_ms` the same will do."""

    reason, code = "APP_BUSY", StatusCode.RESOURCE_EXHAUSTED


def events_at_once_max(workers: int) -> int:
    """How many events of one app run at once."""
    return max(1, workers - WORKERS_SPARE)


def fuel_per_s(workers: int, *, cores: int | None = None) -> int:
    """The budget of an app on this machine."""
    return CORE_FUEL_PER_S * min(workers, cores or os.cpu_count() or 1) // APP_SHARE


@dataclass(slots=True)
class Bucket:
    """Fills at `per_s` up to BURST_S of it; below zero it owes."""

    per_s: float
    level: float
    at_s: float
    usual: float = 0.0  # What an event cost of late.

    def wait_s(self, now_s: float) -> float:
        """How long until something may begin; 0 where it may now."""
        self.level = min(self.per_s * BURST_S, self.level + (now_s - self.at_s) * self.per_s)
        self.at_s = now_s
        return max(0.0, -self.level / self.per_s)

    def is_full(self, now_s: float) -> bool:
        return self.level + (now_s - self.at_s) * self.per_s >= self.per_s * BURST_S


@dataclass(slots=True)
class Admitted:
    """An event that was let in, until it is paid for."""

    buckets: tuple[Bucket, ...]
    ahead: float
    is_paid: bool = field(default=False)


class FuelBudgets:
    """A bucket for each app, and for each person with it. `per_s` is an app's; full buckets are forgotten."""

    def __init__(self, *, clock: Clock, per_s: int) -> None:
        self._clock = clock
        self._per_s = float(per_s)
        self._buckets: dict[tuple[str, str | None], Bucket] = {}
        self._swept_at_s = clock.monotonic_s()

    def __len__(self) -> int:
        return len(self._buckets)

    def admit(self, app_id: str, person: str) -> Admitted:
        """Let an event in. APP_BUSY with retry_after_ms where the app, or this person with it, burned too much."""
        now_s = self._clock.monotonic_s()
        self._sweep(now_s)
        whole = self._bucket((app_id, None), self._per_s, now_s)
        own = self._bucket((app_id, person), self._per_s / PERSON_SHARE, now_s)
        wait_s = max(whole.wait_s(now_s), own.wait_s(now_s))
        if wait_s > 0:
            raise AppBusy("the app burned too much fuel", app_id=app_id, retry_after_ms=math.ceil(wait_s * 1000) + 1)
        admitted = Admitted((whole, own), whole.usual)
        for bucket in admitted.buckets:
            bucket.level -= admitted.ahead
        return admitted

    def pay(self, admitted: Admitted, fuel: int) -> None:
        """Settle an event with what it really burned, once."""
        if admitted.is_paid:
            return
        admitted.is_paid = True
        now_s = self._clock.monotonic_s()
        for bucket in admitted.buckets:
            bucket.wait_s(now_s)
            bucket.level = min(bucket.per_s * BURST_S, bucket.level + admitted.ahead - fuel)
            bucket.usual += (fuel - bucket.usual) / USUAL_OVER

    def _bucket(self, key: tuple[str, str | None], per_s: float, now_s: float) -> Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(per_s, per_s * BURST_S, now_s)
        return bucket

    def _sweep(self, now_s: float) -> None:
        """A full bucket says nothing a new one would not."""
        if now_s - self._swept_at_s < BURST_S:
            return
        self._swept_at_s = now_s
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if not bucket.is_full(now_s)}


def burned(elapsed_s: float) -> int:
    """What an event is charged that took its worker along, so that nobody counted: a core's worth of its time."""
    return min(FUEL_MAX, round(elapsed_s * CORE_FUEL_PER_S))
