"""A booking as a calendar file (RFC 5545), in the place's own zone, with that zone's rules beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cards import pick
from model import Booking

from miniapp import zones

_OCTETS_MAX = 75
_WALL = "%Y%m%dT%H%M%S"
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
_FOR = timedelta(days=400)  # So much of the zone's past and future is told.


def calendar_file(booking: Booking, made_at: datetime) -> str:
    """One event, which replaces itself when the booking was moved and the file is opened again."""
    lang, zone = booking.lang, booking.zone
    there = zones.zone(zone)
    title = f"{pick(booking.service_name, lang)} · {pick(booking.place_name, lang)}"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Majlis//Booking 1//AR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        *time_zone(zone, booking.start),
        "BEGIN:VEVENT",
        f"UID:{booking.id}@booking.majlis",
        f"DTSTAMP:{made_at.astimezone(UTC).strftime(_WALL)}Z",
        f"SEQUENCE:{booking.changes}",
        f"STATUS:{'CONFIRMED' if booking.is_live or booking.state == 'done' else 'CANCELLED'}",
        f"DTSTART;TZID={zone}:{booking.start.astimezone(there).strftime(_WALL)}",
        f"DTEND;TZID={zone}:{booking.end.astimezone(there).strftime(_WALL)}",
        f"SUMMARY:{title.translate(_ESCAPED)}",
        f"LOCATION:{pick(booking.area, lang).translate(_ESCAPED)}",
        f"DESCRIPTION:{pick(booking.person_name, lang).translate(_ESCAPED)}",
        "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{title.translate(_ESCAPED)}", "TRIGGER:-PT2H", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(folded + "\r\n" for line in lines for folded in fold(line))


def fold(line: str) -> Iterator[str]:
    """A line of at most 75 octets, then its rest behind a blank; never within a letter."""
    octets, kept = 0, ""
    for letter in line:
        size = len(letter.encode())
        if octets + size > _OCTETS_MAX:
            yield kept
            octets, kept = 1, " "
        octets, kept = octets + size, kept + letter
    yield kept


def time_zone(zone: str, around: datetime) -> Iterator[str]:
    """The zone's clocks before and after this moment, each change with what it goes from and to."""
    there = zones.zone(zone)
    first = around - _FOR
    yield from ("BEGIN:VTIMEZONE", f"TZID:{zone}")
    now = first.astimezone(there)
    yield from observance(now.replace(tzinfo=None), _offset(now), now)
    for at in changes(zone, first, around + _FOR):
        before, after = (at - timedelta(seconds=1)).astimezone(there), at.astimezone(there)
        wall = (at + _offset(before)).replace(tzinfo=None)  # The onset, on the clock that was changed.
        yield from observance(wall, _offset(before), after)
    yield "END:VTIMEZONE"


def observance(onset: datetime, before: timedelta, after: datetime) -> tuple[str, ...]:
    kind = "DAYLIGHT" if after.dst() else "STANDARD"
    return (
        f"BEGIN:{kind}", f"DTSTART:{onset.strftime(_WALL)}", f"TZOFFSETFROM:{_signed(before)}",
        f"TZOFFSETTO:{_signed(_offset(after))}", f"TZNAME:{after.tzname()}", f"END:{kind}",
    )  # fmt: skip


def changes(zone: str, first: datetime, last: datetime) -> Iterator[datetime]:
    """The moments at which the zone's clocks change, to the second."""
    there, at = zones.zone(zone), first
    while at < last:
        until = min(at + timedelta(days=7), last)
        if _offset(at.astimezone(there)) != _offset(until.astimezone(there)):
            low, high = at, until
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                same = _offset(middle.astimezone(there)) == _offset(low.astimezone(there))
                low, high = (middle, high) if same else (low, middle)
            yield high.replace(microsecond=0)
        at = until


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta()


def _signed(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02d}{minutes % 60:02d}"
