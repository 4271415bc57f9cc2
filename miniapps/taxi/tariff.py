"""What a ride costs: the owner's tariff, and the fare it makes of a way. Every rule of price is here; pure.

Everything is whole minor units. A quote is the price: it is what is put aside, and no more than that is ever taken
without the rider's own yes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from miniapp import Money, zones

FREE_CANCEL = timedelta(minutes=2)  # After a driver accepted.
LATE = timedelta(minutes=5)  # A driver so much later than promised: cancelling is free again.
NO_SHOW = timedelta(minutes=5)  # A driver who waited so long may leave and be paid for the way.
RATE_MINOR_MAX = 100_000  # Of any price in the tariff: a slip of the hand is not published.


class CarClass(Enum):
    """Which car; the values are what forms and keys carry."""

    ECONOMY = "economy"
    COMFORT = "comfort"
    FAMILY = "family"


SEATS = {CarClass.ECONOMY: 4, CarClass.COMFORT: 4, CarClass.FAMILY: 6}


class PartKind(Enum):
    """A part of a fare, in the order they are shown."""

    BASE = "base"
    DISTANCE = "distance"
    TIME = "time"
    MINIMUM = "minimum"
    NIGHT = "night"
    AIRPORT = "airport"
    BOOKING = "booking"


FEES = (PartKind.NIGHT, PartKind.AIRPORT, PartKind.BOOKING)


@dataclass(frozen=True)
class Rate:
    """The prices of one class of cars, in minor units."""

    base_minor: int
    km_minor: int
    minute_minor: int
    minimum_minor: int


def _rates() -> dict[str, Rate]:
    return {
        CarClass.ECONOMY.value: Rate(500, 180, 40, 1000),
        CarClass.COMFORT.value: Rate(800, 260, 60, 1600),
        CarClass.FAMILY.value: Rate(900, 290, 60, 1800),
    }


@dataclass
class Tariff:
    """What the owner publishes. `rates` by the class's value; hours are of the city's own clock."""

    rates: dict[str, Rate] = field(default_factory=_rates)
    currency_code: str = "SAR"
    booking_minor: int = 200
    night_percent: int = 25
    night_from: int = 22
    night_to: int = 6
    airport_minor: int = 1500
    cancel_minor: int = 800
    no_show_minor: int = 1200
    driver_percent: int = 80
    zone: str = "Asia/Riyadh"
    version: int = 1

    def rate(self, car: CarClass) -> Rate:
        return self.rates[car.value]

    def money(self, amount_minor: int) -> Money:
        return Money(amount_minor, self.currency_code)

    def is_night(self, at: datetime) -> bool:
        """Whether the city's clock stands in the night's hours, which may pass midnight."""
        hour = at.astimezone(zones.zone(self.zone)).hour
        if self.night_from <= self.night_to:
            return self.night_from <= hour < self.night_to
        return hour >= self.night_from or hour < self.night_to

    def wrong(self) -> str | None:
        """The first thing that cannot be published, as the name of its message; None when all is well."""
        prices = [price for rate in self.rates.values() for price in vars(rate).values()]
        prices += [self.booking_minor, self.airport_minor, self.cancel_minor, self.no_show_minor]
        if any(not 0 <= price <= RATE_MINOR_MAX for price in prices):
            return "tariff-price-wrong"
        if any(rate.minimum_minor == 0 for rate in self.rates.values()):
            return "tariff-minimum-missing"
        if not 0 <= self.night_percent <= 100 or not 50 <= self.driver_percent <= 100:
            return "tariff-percent-wrong"
        if not (0 <= self.night_from <= 23 and 0 <= self.night_to <= 23):
            return "tariff-hour-wrong"
        return None


@dataclass(frozen=True)
class FarePart:
    """One line of a fare."""

    kind: PartKind
    amount_minor: int


@dataclass(frozen=True)
class Fare:
    """A price with its parts, which add up to it."""

    parts: tuple[FarePart, ...]
    currency_code: str

    @property
    def total_minor(self) -> int:
        return sum(part.amount_minor for part in self.parts)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency_code)

    def money(self, part: FarePart) -> Money:
        return Money(part.amount_minor, self.currency_code)


def quote(tariff: Tariff, car: CarClass, *, length_m: int, duration_s: int, airport: bool, at: datetime) -> Fare:
    """The fare of a way: base, distance and time, at least the minimum; then night, airport and booking."""
    rate = tariff.rate(car)
    way = [
        FarePart(PartKind.BASE, rate.base_minor),
        FarePart(PartKind.DISTANCE, _share(rate.km_minor, length_m, 1000)),
        FarePart(PartKind.TIME, _share(rate.minute_minor, duration_s, 60)),
    ]
    driven = sum(part.amount_minor for part in way)
    short = rate.minimum_minor - driven
    if short > 0:
        way.append(FarePart(PartKind.MINIMUM, short))
        driven = rate.minimum_minor
    if tariff.is_night(at):
        way.append(FarePart(PartKind.NIGHT, _share(driven, tariff.night_percent, 100)))
    if airport:
        way.append(FarePart(PartKind.AIRPORT, tariff.airport_minor))
    way.append(FarePart(PartKind.BOOKING, tariff.booking_minor))
    return Fare(tuple(part for part in way if part.amount_minor), tariff.currency_code)


def _share(amount_minor: int, of: int, whole: int) -> int:
    """amount × of ÷ whole, to the nearest unit, half a unit upwards."""
    return (2 * amount_minor * of + whole) // (2 * whole)


def cancel_fee_minor(
    tariff_fee_minor: int, held_minor: int, *, accepted_at: datetime | None, promised_at: datetime | None, at: datetime
) -> int:
    """What a rider who cancels now pays: nothing before a driver accepted, within two minutes of it, or when they are
    late; never more than what is put aside.
    """
    if accepted_at is None or at - accepted_at <= FREE_CANCEL:
        return 0
    if promised_at is not None and at > promised_at + LATE:
        return 0
    return min(tariff_fee_minor, held_minor)


def driver_part_minor(taken_minor: int, percent: int) -> int:
    """The driver's part of what was taken, rounded down: the unit that cannot be divided is the company's."""
    return taken_minor * percent // 100
