"""miniapp.hijri is the calendar that browsers show, so an app and its screens agree on the day."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniapp import errors, hijri

FIRST, LAST = hijri.date(1343, 1, 1), hijri.date(1500, 12, 30)
# What Intl calls each day from the first to the last, as [year, month, day], in one line.
SCRIPT = """
const shown = new Intl.DateTimeFormat("en-u-ca-islamic-umalqura-nu-latn",
  {year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC"})
const days = []
for (let at = Date.parse(process.argv[1]); at <= Date.parse(process.argv[2]); at += 86400000) {
  const parts = Object.fromEntries(shown.formatToParts(at).map((part) => [part.type, Number(part.value)]))
  days.push([parts.year, parts.month, parts.day])
}
console.log(JSON.stringify(days))
"""


def intl(first: date, last: date) -> list[list[int]]:
    node = shutil.which("node") or str(Path(sys.executable).parent / "node")
    ran = subprocess.run([node, "-e", SCRIPT, str(first), str(last)], capture_output=True, check=True, text=True)
    days: list[list[int]] = json.loads(ran.stdout)
    return days


def test_every_day_is_the_one_a_browser_shows() -> None:
    """All 158 years: ICU's table is the calendar's own."""
    theirs = intl(FIRST, LAST)
    assert len(theirs) == (LAST - FIRST).days + 1
    for at, expected in enumerate(theirs):
        ours = hijri.of(FIRST + timedelta(days=at))
        assert [ours.year, ours.month, ours.day] == expected, FIRST + timedelta(days=at)


@given(st.dates(FIRST, LAST))
def test_there_and_back_is_the_same_day(day: date) -> None:
    found = hijri.of(day)
    assert hijri.date(found.year, found.month, found.day) == day
    assert 1 <= found.day <= hijri.month_length(found.year, found.month) in (29, 30)
    assert day == LAST or hijri.of(day + timedelta(days=1)) > found


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("1343-01-01", "1924-08-02"),
        ("1420-01-01", "1999-04-17"),
        ("1445-09-01", "2024-03-11"),
        ("1446-12-10", "2025-06-06"),
        ("1447-09-01", "2026-02-18"),
        ("1448-01-01", "2026-06-16"),
    ],
)
def test_days_people_remember(shown: str, day: str) -> None:
    assert str(hijri.of(date.fromisoformat(day))) == shown


def test_a_moment_has_the_date_of_its_own_clock() -> None:
    assert hijri.of(datetime(2026, 2, 18, 23, 59, tzinfo=UTC)) == hijri.HijriDate(1447, 9, 1)


@pytest.mark.parametrize(
    "wrong", [(1447, 10, 30), (1447, 13, 1), (1447, 0, 1), (1447, 9, 0), (1342, 12, 1), (1501, 1, 1)]
)
def test_what_the_calendar_does_not_have_is_told(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(errors.InvalidArgument):
        hijri.date(*wrong)


@pytest.mark.parametrize("outside", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_a_day_outside_of_the_calendar_is_told(outside: date) -> None:
    with pytest.raises(errors.InvalidArgument, match="1343 to 1500 AH"):
        hijri.of(outside)
