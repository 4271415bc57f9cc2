"""Prices, shares and the search's order: rules without screens, for all values."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniapp import places, testing

testing.load(__file__)  # The app's modules can be imported from now on, as in the sandbox.
tariff: Any = importlib.import_module("tariff")
matching: Any = importlib.import_module("matching")
rides: Any = importlib.import_module("rides")

NOON = datetime(2026, 1, 1, 9, tzinfo=UTC)  # Noon in Riyadh.
CLASSES = st.sampled_from(list(tariff.CarClass))
MINOR = st.integers(0, 5_000)


@st.composite
def tariffs(draw: Any) -> Any:
    """Any tariff that may be published."""
    rates = {
        car.value: tariff.Rate(draw(MINOR), draw(MINOR), draw(MINOR), draw(st.integers(1, 5_000)))
        for car in tariff.CarClass
    }
    made = tariff.Tariff(
        rates=rates,
        booking_minor=draw(MINOR),
        night_percent=draw(st.integers(0, 100)),
        night_from=draw(st.integers(0, 23)),
        night_to=draw(st.integers(0, 23)),
        airport_minor=draw(MINOR),
        driver_percent=draw(st.integers(50, 100)),
    )
    assert made.wrong() is None
    return made


def quoted(kept: Any, car: Any, length_m: int, duration_s: int, *, airport: bool = False, at: datetime = NOON) -> Any:
    return tariff.quote(kept, car, length_m=length_m, duration_s=duration_s, airport=airport, at=at)


@given(tariffs(), CLASSES, st.integers(0, 200_000), st.integers(0, 20_000), st.booleans(), st.integers(0, 23))
def test_the_parts_are_the_price(kept: Any, car: Any, length_m: int, duration_s: int, airport: bool, hour: int) -> None:
    """Nobody pays for something that is not on the screen, and no part is a discount in disguise."""
    fare = quoted(kept, car, length_m, duration_s, airport=airport, at=NOON.replace(hour=hour))
    assert sum(part.amount_minor for part in fare.parts) == fare.total_minor
    assert all(part.amount_minor > 0 for part in fare.parts)
    assert fare.total_minor >= kept.rate(car).minimum_minor
    assert len({part.kind for part in fare.parts}) == len(fare.parts)


@given(tariffs(), CLASSES, st.integers(0, 100_000), st.integers(0, 9_000), st.integers(1, 50_000))
def test_a_longer_way_is_never_cheaper(kept: Any, car: Any, length_m: int, duration_s: int, more: int) -> None:
    near, far = quoted(kept, car, length_m, duration_s), quoted(kept, car, length_m + more, duration_s + more)
    assert near.total_minor <= far.total_minor


@given(st.integers(1, 10**9), st.integers(50, 100))
def test_a_share_is_never_more_than_the_whole(taken: int, percent: int) -> None:
    """The driver's part and the company's are what was taken, to the unit."""
    part = tariff.driver_part_minor(taken, percent)
    assert 0 <= part <= taken
    assert 100 * part <= taken * percent < 100 * (part + 1)


def test_a_known_way_costs_what_it_says() -> None:
    """7.4 km and 15 minutes: 5.00 + 13.32 + 6.00, the booking 2.00."""
    fare = quoted(tariff.Tariff(), tariff.CarClass.ECONOMY, 7_400, 900)
    assert [(part.kind.value, part.amount_minor) for part in fare.parts] == [
        ("base", 500), ("distance", 1332), ("time", 600), ("booking", 200),
    ]  # fmt: skip


def test_a_short_way_is_filled_up_to_the_minimum() -> None:
    fare = quoted(tariff.Tariff(), tariff.CarClass.ECONOMY, 500, 60)
    assert [(part.kind.value, part.amount_minor) for part in fare.parts][3:] == [("minimum", 370), ("booking", 200)]
    assert fare.total_minor == 1200


@pytest.mark.parametrize(
    ("hour", "night"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False), (12, False)]
)
def test_the_night_is_the_citys(hour: int, night: bool) -> None:
    """Its hours pass midnight, on the city's clock, not the server's."""
    utc = datetime(2026, 1, 2, hour, 30, tzinfo=UTC) - timedelta(hours=3)
    assert tariff.Tariff().is_night(utc) is night


def test_night_and_airport_are_told_apart() -> None:
    night = datetime(2026, 1, 1, 20, tzinfo=UTC)
    fare = quoted(tariff.Tariff(), tariff.CarClass.ECONOMY, 7_400, 900, airport=True, at=night)
    assert {part.kind.value: part.amount_minor for part in fare.parts if part.kind in tariff.FEES} == {
        "night": 608, "airport": 1500, "booking": 200,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "late_s", "fee"),
    [(None, None, 0), (0, 600, 0), (120, 600, 0), (121, 600, 800), (900, 600, 800), (901, 600, 0), (901, None, 800)],
)
def test_the_cancellation_fee_is_the_stated_one(seconds: int | None, late_s: int | None, fee: int) -> None:
    """Free before a driver accepted, for two minutes after, and when the driver is five minutes late."""
    accepted = None if seconds is None else NOON
    asked = tariff.cancel_fee_minor(
        800, 5_000, accepted_at=accepted, promised_at=None if late_s is None else NOON + timedelta(seconds=late_s),
        at=NOON + timedelta(seconds=seconds or 0),
    )  # fmt: skip
    assert asked == fee


def test_a_fee_is_never_more_than_what_is_held() -> None:
    at = NOON + timedelta(minutes=3)
    assert tariff.cancel_fee_minor(800, 300, accepted_at=NOON, promised_at=None, at=at) == 300


# --- the search ---


def free(name: str, metres: int, *, since: int = 0, asked: str | None = None) -> Any:
    point = places.Point(245_000_000 + metres * 90, 470_000_000)
    until = NOON + timedelta(seconds=10) if asked else None
    return matching.Free(name, point, NOON + timedelta(seconds=since), asked, until)


HERE = places.Point(245_000_000, 470_000_000)


def asked(drivers: list[Any], *, wave: int = 0, tried: tuple[str, ...] = ()) -> list[str]:
    return [one.driver for one in matching.next_wave(drivers, HERE, wave=wave, tried=tried, at=NOON)]


def test_the_nearest_is_asked_alone_then_two_then_three() -> None:
    drivers = [free(f"d{number}", 1000 * number) for number in (3, 1, 2, 4, 5, 6, 7)]
    assert asked(drivers) == ["d1"]
    assert asked(drivers, wave=1, tried=("d1",)) == ["d2", "d3"]
    assert asked(drivers, wave=2, tried=("d1", "d2", "d3")) == ["d4", "d5", "d6"]


def test_who_waits_longest_is_first_among_equals() -> None:
    assert asked([free("late", 500, since=9), free("early", 500, since=1)]) == ["early"]


def test_nobody_is_asked_for_two_rides_or_from_another_city() -> None:
    drivers = [free("busy", 100, asked="another"), free("far", 20_000), free("near", 4_000)]
    assert asked(drivers) == ["near"]


@given(st.lists(st.integers(0, 20_000), max_size=12), st.integers(0, 4))
def test_a_wave_is_the_nearest_of_those_left(metres: list[int], wave: int) -> None:
    """Whatever the list, nobody nearer was passed over, and nobody is asked twice."""
    drivers = [free(f"d{at}", metre) for at, metre in enumerate(metres)]
    chosen = set(asked(drivers, wave=wave))
    far = [places.distance_m(one.point, HERE) for one in drivers if one.driver in chosen]
    rest = [places.distance_m(one.point, HERE) for one in drivers if one.driver not in chosen]
    assert not far or not rest or max(far) <= min(rest)
    assert not asked(drivers, wave=wave, tried=tuple(one.driver for one in drivers))


# --- stages ---


def test_every_stage_but_the_last_ones_leads_on_and_none_leads_back_from_an_end() -> None:
    before = {stage for _, befores, _ in rides.MOVES.values() for stage in befores}
    assert before == set(rides.Stage) - rides.OVER
    assert {after for _, _, after in rides.MOVES.values()} == set(rides.Stage) - {rides.Stage.ASKED}
