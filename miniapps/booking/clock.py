"""Wall clocks and calendars: what moment a place's "16:30" is, when it is open, on which days it is closed.

A day of a place goes from five in the morning to five, so that a field that closes at two belongs to the evening
before, and two days of a person never share a moment. Where clocks are put forward, a minute of the wall clock may not
exist: nothing begins then. Where they are put back, one comes twice: what begins then begins the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from model import Holiday, Person, Place, Span

from miniapp import hijri, zones

DAY_BEGINS, DAY_ENDS = 5 * 60, 29 * 60
SPANS_MAX = 4
MINUTE_MS = 60_000


def moment(zone: str, day: date, minute: int) -> datetime | None:
    """When the wall clock shows this minute of the day, the first time; None where it never does."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    there = wall.replace(tzinfo=zones.zone(zone))
    at = there.astimezone(UTC)
    return at if at.astimezone(there.tzinfo).replace(tzinfo=None) == wall else None


def edge(zone: str, day: date, minute: int) -> datetime:
    """The same for opening and closing; in an hour that does not exist, the moment the clock jumps over it."""
    missing = 0
    while (at := moment(zone, day, minute - missing)) is None:
        missing += 1  # An hour at most, on one night of the year.
    return at + timedelta(minutes=1) if missing else at


def day_of(zone: str, at: datetime) -> date:
    """The place's day that this moment belongs to."""
    there = at.astimezone(zones.zone(zone)).replace(tzinfo=None)
    return (there - timedelta(minutes=DAY_BEGINS)).date()


def starts(place: Place, day: date) -> Iterator[tuple[int, int]]:
    """Each moment of the grid on which something may begin, with the one by which it must be over; in milliseconds."""
    step = place.rules.step
    for span in open_spans(place, day):
        opens, closes = edge(place.zone, day, span.opens), edge(place.zone, day, span.closes)
        closes_ms = to_ms(closes)
        if closes - opens == timedelta(minutes=span.closes - span.opens):  # No clock is changed meanwhile.
            opens_ms = to_ms(opens)
            for minutes in range(0, span.closes - span.opens, step):
                yield opens_ms + minutes * MINUTE_MS, closes_ms
            continue
        for minute in range(span.opens, span.closes, step):
            at = moment(place.zone, day, minute)
            if at is not None:
                yield to_ms(at), closes_ms


def open_spans(place: Place, day: date) -> list[Span]:
    """When the place is open that day; nothing on holidays."""
    if not place.hours or holiday_of(place, day) is not None:
        return []
    return place.hours[day.weekday()]


def holiday_of(place: Place, day: date) -> Holiday | None:
    return next((holiday for holiday in place.holidays if falls_on(holiday, day)), None)


def falls_on(holiday: Holiday, day: date) -> bool:
    """Whether this is one of its days, in whichever year they began."""
    return any(is_first(holiday, day - timedelta(days=ago)) for ago in range(holiday.days))


def is_first(holiday: Holiday, day: date) -> bool:
    if holiday.calendar == "gregorian":
        return (day.month, day.day) == (holiday.month, holiday.day)
    there = hijri.of(day)
    # The thirtieth of a month that has 29 days is its last.
    return there.month == holiday.month and there.day == min(holiday.day, hijri.month_length(there.year, there.month))


def works_on(person: Person, day: date) -> bool:
    return person.active and day not in person.days_off


def closed_days(place: Place, first: date, last: date) -> list[date]:
    """The days from first to last on which nothing can be booked, for anybody."""
    days = [first + timedelta(days=after) for after in range((last - first).days + 1)]
    return [day for day in days if not open_spans(place, day)]


def why_hours_not(spans: list[Span]) -> str | None:
    """What is wrong with a day's hours, as the key of a text; None when nothing is."""
    if len(spans) > SPANS_MAX:
        return "hours-many"
    for before, span in zip([None, *spans], spans, strict=False):
        if not DAY_BEGINS <= span.opens < span.closes <= DAY_ENDS:
            return "hours-wrong"
        if before is not None and span.opens < before.closes:
            return "hours-overlap"
    return None


def to_ms(at: datetime) -> int:
    return (at - EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    return EPOCH + timedelta(milliseconds=ms)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
