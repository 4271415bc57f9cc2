"""Which driver is asked next: the nearest who are free, one alone first, then a few at a time; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from miniapp import places

OFFER_FOR = timedelta(seconds=20)
SEARCH_FOR = timedelta(minutes=3)
GIVE_UP_AFTER = timedelta(minutes=1)  # Where everybody was asked and nobody new came.
WAVES = (1, 2, 3)  # How many are asked at once: the nearest alone, then two, then three at a time.
RADIUS_M = 15_000


@dataclass
class Free:
    """A driver who is free, at `duty/<class>/<driver>`: there while they are, and the lock of who is asked.

    `point` is where they said they were, or the end of their last ride; nobody asks their phone meanwhile.
    """

    driver: str
    point: places.Point
    since: datetime
    asked: str | None = None  # The ride they are asked for,
    asked_until: datetime | None = None  # and until when they alone may take it.

    def is_asked(self, at: datetime) -> bool:
        return self.asked is not None and self.asked_until is not None and at < self.asked_until


def next_wave(
    free: Iterable[Free], start: places.Point, *, wave: int, tried: Collection[str], at: datetime
) -> list[Free]:
    """Whom to ask in wave number `wave` (from 0): the nearest who were not asked for this ride, nor are for another."""
    near = [
        (places.distance_m(one.point, start), one.since, one.driver, one)
        for one in free
        if one.driver not in tried and not one.is_asked(at)
    ]
    chosen = sorted(each[:3] for each in near if each[0] <= RADIUS_M)[: WAVES[min(wave, len(WAVES) - 1)]]
    by_driver = {each[2]: each[3] for each in near}
    return [by_driver[driver] for _, _, driver in chosen]


def is_over(searching_since: datetime, at: datetime, *, found: bool) -> bool:
    """Whether the search ends now."""
    return at >= searching_since + SEARCH_FOR or (not found and at >= searching_since + GIVE_UP_AFTER)
