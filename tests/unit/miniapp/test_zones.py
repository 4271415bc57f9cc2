"""miniapp.zones is the tz database: an appointment in Cairo is when Cairo's clocks say so, in the sandbox too."""

from __future__ import annotations

import copy
import dataclasses
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from miniapp import errors, zones

SYSTEM = Path("/usr/share/zoneinfo/tzdata.zi")
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
ONE = timedelta(seconds=1)


def said(zone: tzinfo, at: datetime) -> tuple[object, ...]:
    """All a zone says of a moment, and of the wall clock it shows then."""
    local = at.astimezone(zone)
    offsets = [local.replace(fold=fold).utcoffset() for fold in (0, 1)]
    return local.replace(tzinfo=None), local.fold, local.utcoffset(), local.dst(), local.tzname(), *offsets


def changes(zone: tzinfo, since: datetime = FROM, until: datetime = UNTIL) -> Iterator[datetime]:
    """The moments from which the zone's clock is another; none of ours changes twice in a day."""
    at = since
    while at < until:
        after = at + timedelta(days=1)
        if at.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            low, high = at, after
            while high - low > ONE:
                middle = low + (high - low) // 2 // ONE * ONE
                same = middle.astimezone(zone).utcoffset() == at.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high
        at = after


def test_every_zone_is_the_systems_at_every_change_and_a_second_around_it() -> None:
    """Where the system's table is of another year than ours, there is nothing to compare."""
    if not SYSTEM.is_file() or SYSTEM.read_text("utf-8").split(None, 3)[2] != zones.VERSION:
        pytest.skip("the system has another version of the tz database")
    compared = 0
    for name in zones.ZONES:
        ours, theirs = zones.zone(name), zoneinfo.ZoneInfo(name)
        moments = {*changes(ours), *changes(theirs), FROM, UNTIL - ONE}
        for at in (moment + by for moment in moments for by in (-ONE, timedelta(), ONE)):
            assert said(ours, at) == said(theirs, at), (name, at)
            compared += 1
    assert compared > 3_000


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        ("Asia/Riyadh", "2026-07-01", 3),
        ("Asia/Dubai", "2026-01-01", 4),
        ("Africa/Cairo", "2026-01-01", 2),
        ("Africa/Cairo", "2026-07-01", 3),
        ("Asia/Beirut", "2026-02-01", 2),
        ("Asia/Beirut", "2026-08-01", 3),
        ("Africa/Casablanca", "2026-01-15", 1),
        ("Africa/Casablanca", "2026-03-01", 0),  # Ramadan: Morocco goes back an hour for it.
        ("Asia/Amman", "2026-01-01", 3),
        ("Europe/Istanbul", "2026-01-01", 3),
        ("UTC", "2026-01-01", 0),
    ],
)
def test_clocks_stand_as_people_there_have_them(name: str, day: str, hours: int) -> None:
    noon = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=zones.zone(name))
    assert noon.utcoffset() == timedelta(hours=hours)


def test_the_hour_that_is_skipped_and_the_hour_that_comes_twice() -> None:
    """Cairo: at midnight to the 24th of April 2026 it is one o'clock; at midnight to the 30th of October, eleven."""
    cairo = zones.zone("Africa/Cairo")
    before = datetime(2026, 4, 23, 23, 59, 59, tzinfo=cairo).astimezone(UTC)
    assert (before + ONE).astimezone(cairo) == datetime(2026, 4, 24, 1, tzinfo=cairo)
    first, second = (datetime(2026, 10, 29, 23, 30, tzinfo=cairo, fold=fold).astimezone(UTC) for fold in (0, 1))
    assert second - first == timedelta(hours=1)


def test_a_zone_that_is_not_there_is_told_with_one_that_is_near() -> None:
    with pytest.raises(errors.InvalidArgument, match=r"there is no time zone 'Asia/Riyad'. Fix: .* Asia/Riyadh"):
        zones.zone("Asia/Riyad")
    with pytest.raises(errors.InvalidArgument):
        zones.zone("../etc/passwd")


def test_a_moment_with_a_zone_can_be_copied_like_any_value() -> None:
    @dataclasses.dataclass
    class Slot:
        at: datetime

    slot = Slot(datetime(2026, 5, 1, 17, tzinfo=zones.zone("Asia/Beirut")))
    assert dataclasses.asdict(slot)["at"].tzinfo is zones.zone("Asia/Beirut")
    assert copy.deepcopy(slot) == slot


def test_where_arabs_live_nobody_is_left_out() -> None:
    capitals = (
        "Aden Algiers Amman Baghdad Bahrain Beirut Cairo Casablanca Comoro Damascus Djibouti Dubai Gaza Hebron "
        "Khartoum Kuwait Mogadishu Muscat Nouakchott Qatar Riyadh Tripoli Tunis"
    )
    assert set(capitals.split()) <= {name.rpartition("/")[2] for name in zones.ZONES}
