"""The app itself and what one session remembers: which side of the trade is shown, and the trip being planned."""

from __future__ import annotations

from dataclasses import dataclass, field

from tariff import CarClass

from miniapp import App, places

app = App("taxi")


@dataclass
class Trip:
    """A way somebody thinks of taking: what its price depends on, and its line for the map."""

    length_m: int
    duration_s: int
    airport: bool
    line: list[places.Point] = field(default_factory=list)
    ride: str = ""  # The id of the ride it becomes: a tap that comes again finds the order it made.


@dataclass
class State:
    """`side` is empty until somebody with two roles chooses one."""

    side: str = ""
    start: places.Place | None = None
    end: places.Place | None = None
    trip: Trip | None = None
    no_way: bool = False  # There is no way between the two.
    car: CarClass = CarClass.ECONOMY
    found: places.Place | None = None  # A new destination that is being thought about, and its way.
    found_trip: Trip | None = None
