"""When a kitchen is open: spans of minutes after midnight on its own wall clock, one list a day from Monday on.

A span may end after midnight: (1080, 1560) is from six in the evening to two. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from model import Restaurant

from miniapp import zones

ZONE = "Asia/Riyadh"
DAY_MIN = 24 * 60
Hours = Sequence[Sequence[tuple[int, int]]]
_SPAN = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?\s*-\s*([0-9]{1,2})(?::([0-9]{2}))?", re.ASCII)


def clock(moment: datetime) -> datetime:
    """The moment on the city's wall clock."""
    return moment.astimezone(zones.zone(ZONE))


def day_of(moment: datetime) -> str:
    """The city's day, as keys name it."""
    return clock(moment).date().isoformat()


def takes_orders(place: Restaurant, moment: datetime) -> bool:
    """Whether somebody cooks there then."""
    paused = place.paused_until is not None and place.paused_until > moment
    return not place.closed_down and not paused and closes_at(place.hours, moment) is not None


def closes_at(hours: Hours, moment: datetime) -> datetime | None:
    """When it closes, if it is open then."""
    at = clock(moment)
    for back in (0, 1):
        midnight = _midnight(at, -back)
        for start, end in hours[midnight.weekday()]:
            if midnight + timedelta(minutes=start) <= at < midnight + timedelta(minutes=end):
                return midnight + timedelta(minutes=end)
    return None


def opens_at(hours: Hours, moment: datetime) -> datetime | None:
    """When it opens next, within a week; None if never."""
    at = clock(moment)
    for ahead in range(8):
        midnight = _midnight(at, ahead)
        starts = sorted(start for start, _ in hours[midnight.weekday()])
        for start in starts:
            if midnight + timedelta(minutes=start) > at:
                return midnight + timedelta(minutes=start)
    return None


def _midnight(at: datetime, days: int) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)


def read(written: str) -> list[tuple[int, int]]:
    """Spans as people write them, "11-15, 18:30-2"; ValueError where they cannot be meant."""
    latin = written.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩،–—", "0123456789,--")).strip()
    spans: list[tuple[int, int]] = []
    for piece in latin.split(",") if latin else []:
        match = _SPAN.fullmatch(piece.strip())
        if match is None:
            raise ValueError(piece)
        start = int(match[1]) * 60 + int(match[2] or 0)
        end = int(match[3]) * 60 + int(match[4] or 0)
        end += DAY_MIN if end <= start else 0
        if start >= DAY_MIN or end > 2 * DAY_MIN or (spans and start < spans[-1][1]):
            raise ValueError(piece)
        spans.append((start, end))
    return spans


def written(spans: Sequence[tuple[int, int]]) -> str:
    """The spans as `read` reads them."""
    return ", ".join(f"{_time(start)}-{_time(end)}" for start, end in spans)


def _time(minutes: int) -> str:
    minutes %= DAY_MIN
    return f"{minutes // 60}:{minutes % 60:02d}"
