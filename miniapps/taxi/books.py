"""What a day brought: by driver at `earned/<driver>/<day>`, for the company at `day/<day>`.

Days are the city's. They are written in the timer's event that marks a ride settled, so each ride counts once, and
nobody who taps waits for them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from miniapp import appdata, zones


@dataclass
class Earned:
    """What one driver's day brought, before refunds; tips are all theirs."""

    rides: int = 0
    fares_minor: int = 0
    tips_minor: int = 0

    @property
    def total_minor(self) -> int:
        return self.fares_minor + self.tips_minor


@dataclass
class Day:
    """What the company's day was like. `taken` is what riders paid; of it drivers got `drivers_minor`."""

    ordered: int = 0
    finished: int = 0
    cancelled: int = 0
    unserved: int = 0
    taken_minor: int = 0
    drivers_minor: int = 0
    refunded_minor: int = 0
    tips_minor: int = 0

    def __add__(self, other: Day) -> Day:
        names = [field.name for field in fields(Day)]
        return Day(**{name: getattr(self, name) + getattr(other, name) for name in names})


def day_of(at: datetime, zone: str) -> date:
    """The city's day at that moment."""
    return at.astimezone(zones.zone(zone)).date()


def earn(driver: str, day: date, *, fares_minor: int = 0, tips_minor: int = 0, rides: int = 0) -> None:
    """Add to a driver's day."""
    key = f"earned/{driver}/{day.isoformat()}"
    kept = appdata.shared.get(key, Earned, default=None) or Earned()
    kept.rides += rides
    kept.fares_minor += fares_minor
    kept.tips_minor += tips_minor
    appdata.shared.put(key, kept)
    appdata.refresh(f"driver/{driver}")


def earned(driver: str, days: list[date]) -> dict[date, Earned]:
    """What those days brought; a day without a ride is not in it."""
    found = appdata.shared.get_many([f"earned/{driver}/{day.isoformat()}" for day in days], Earned)
    return {date.fromisoformat(key.rsplit("/", 1)[1]): value for key, value in found.items()}


def week_until(day: date) -> list[date]:
    """That day and the six before it, oldest first."""
    return [day - timedelta(days=ago) for ago in range(6, -1, -1)]


def count(day: date, more: Day) -> None:
    """Add to the company's day."""
    appdata.shared.put(f"day/{day.isoformat()}", company(day) + more)
    appdata.refresh("numbers")


def company(day: date) -> Day:
    """The whole of a day."""
    return appdata.shared.get(f"day/{day.isoformat()}", Day, default=None) or Day()
