"""Ways through the city as this app needs them: length, time, whether an airport is at an end, a line to draw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from base import Trip

from miniapp import appdata, errors, places

LINE_MAX = 240  # Points of a line that is kept; a phone shows no more.
AIRPORT_M = 600  # So near to an airport is at it.
_SLOW_M_S = 7  # Where the streets give no way: the crow's, at this pace.


def trip(start: places.Place, end: places.Place) -> Trip:
    """The way from one to the other. PointOutsideCity, RouteNotFound."""
    found = places.route(start.point, end.point)
    return Trip(found.length_m, found.duration_s, _airport(start) or _airport(end), thinned(found.line))


def _airport(place: places.Place) -> bool:
    if place.kind:
        return place.kind == "airport"
    near = places.find(near=place.point, kinds=["airport"], limit=1)
    return bool(near) and places.distance_m(near[0].point, place.point) <= AIRPORT_M


def takes(start: places.Point, end: places.Point) -> timedelta:
    """How long a car needs; never less than a minute, which somebody who waits does not count."""
    try:
        seconds = places.route(start, end).duration_s
    except errors.HostError:
        seconds = places.distance_m(start, end) // _SLOW_M_S
    return timedelta(seconds=max(seconds, 60))


def thinned(line: Sequence[places.Point]) -> list[places.Point]:
    """The line with as few points as are kept, its ends among them."""
    if len(line) <= LINE_MAX:
        return list(line)
    step = (len(line) - 1) / (LINE_MAX - 1)
    return [line[round(at * step)] for at in range(LINE_MAX)]


def keep_line(ride_id: str, line: Sequence[places.Point]) -> None:
    """Beside the ride, which is read much more often."""
    appdata.shared.put(f"way/{ride_id}", [number for point in line for number in (point.lat_e7, point.lng_e7)])


def line_of(ride_id: str) -> list[places.Point]:
    numbers = appdata.shared.get(f"way/{ride_id}", list[int], default=None) or []
    return [places.Point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]


def length_of(duration_s: int) -> timedelta:
    """So many seconds."""
    return timedelta(seconds=duration_s)
