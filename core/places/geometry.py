"""Points on the ground and the plane they are measured in: pure.

A point is whole degrees × 10⁷ (about a centimetre). Over a city the earth is flat enough: metres east and north of an
origin, wrong by less than a thousandth.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

METRES_PER_DEGREE = 111_320.0
E7 = 10_000_000


class Point(NamedTuple):
    """Degrees × 10⁷."""

    lat_e7: int
    lng_e7: int


class Plane:
    """Metres around an origin."""

    __slots__ = ("_east", "_north", "origin")

    def __init__(self, origin: Point) -> None:
        self.origin = origin
        self._north = METRES_PER_DEGREE / E7
        self._east = self._north * math.cos(math.radians(origin.lat_e7 / E7))

    def metres(self, point: Point) -> tuple[float, float]:
        """East and north of the origin."""
        return (point.lng_e7 - self.origin.lng_e7) * self._east, (point.lat_e7 - self.origin.lat_e7) * self._north

    def point(self, east: float, north: float) -> Point:
        """The point so many metres away."""
        return Point(round(self.origin.lat_e7 + north / self._north), round(self.origin.lng_e7 + east / self._east))

    def distance(self, a: Point, b: Point) -> float:
        """Metres between the two, as the crow flies."""
        return math.hypot((a.lng_e7 - b.lng_e7) * self._east, (a.lat_e7 - b.lat_e7) * self._north)


def nearest_on(at: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """How far along from start to end (0 to 1) the nearest point of that stretch is, and how many metres away."""
    east, north = end[0] - start[0], end[1] - start[1]
    square = east * east + north * north
    along = 0.0
    if square:
        along = ((at[0] - start[0]) * east + (at[1] - start[1]) * north) / square
        along = min(1.0, max(0.0, along))
    return along, math.hypot(start[0] + along * east - at[0], start[1] + along * north - at[1])


def is_inside(point: Point, outline: Sequence[Point]) -> bool:
    """Whether a polygon holds the point; of its border one side does."""
    inside = False
    before = outline[-1]
    for corner in outline:
        if (corner.lat_e7 > point.lat_e7) != (before.lat_e7 > point.lat_e7):
            rise = (before.lng_e7 - corner.lng_e7) * (point.lat_e7 - corner.lat_e7)
            if point.lng_e7 < corner.lng_e7 + rise / (before.lat_e7 - corner.lat_e7):
                inside = not inside
        before = corner
    return inside
