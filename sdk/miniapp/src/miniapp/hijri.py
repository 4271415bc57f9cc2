"""Dates of the Umm al-Qura calendar, the civil Hijri calendar of Saudi Arabia: 1343 to 1500, 1924 to 2077.

    hijri.of(date(2026, 2, 18))         # HijriDate(year=1447, month=9, day=1)
    hijri.date(1447, 10, 1)             # datetime.date(2026, 3, 20), the day of Eid
    hijri.month_length(1447, 9)         # 30

The month lengths are those King Abdulaziz City for Science and Technology computes for the calendar, as Unicode's ICU
has them (`islamic-umalqura`), so a date here is the date a browser shows. Other tables agree from 1420 to 1450; before,
the calendar as it was printed then is often a day off, and after, older forecasts are. A day here is a date: it begins
at midnight. When Ramadan and the feasts begin is for those who see the moon.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from dataclasses import dataclass

from miniapp.errors import InvalidArgument

__all__ = ["FIRST_YEAR", "LAST_YEAR", "HijriDate", "date", "month_length", "of"]

FIRST_YEAR, LAST_YEAR = 1343, 1500
_BEGINS = datetime.date(1924, 8, 2).toordinal()  # The first day of the first of them.
# Three hexadecimal digits a year: bit 0 is Muharram's, and set where the month has 30 days, not 29.
_LONG_MONTHS = (
    "6a9 535 25d 4bd 9ba 3b4 b69 b2a a55 4ad a5d 2da 6d9 eaa e94 d2a c56 4ae a6d 56a d55 d4a a93 52b a5b 53a 6b5 ea9 "
    "d52 d29 a55 4ad 56d aea 6e4 ed1 da2 aaa 95a 2da 5b9 bb2 764 6c9 555 2ab 4db aba 5b4 da9 d52 aa5 92d 26d 8ed 2da "
    "ad5 aa5 a4b 497 937 2b6 975 d69 d52 c95 92b 25b 4db 9d5 5d2 da5 d4a a95 54d aad 3aa bd2 bc4 b89 a95 52d 5ad b6a "
    "6d4 dc9 d92 aa6 956 2ae 56d 36a b55 aaa 94d 49d 95d 2ba 5b5 5aa d55 a9a 92e 26e 55d ada 6d4 6a5 b27 a4d 4ad 56d "
    "b5a 754 f49 e92 d26 a56 356 6b5 baa b92 b25 68b a9b 55a ada 5b4 da9 b52 a9a 536 276 575 af2 6d4 6a9 555 2ad 4bd "
    "9ba 574 b69 b52 a95 52d a5d 4da ad9 6b2 e95 e2a c96 92e aad 56a d65 d4a"
)


def _month_starts() -> list[int]:
    starts = [_BEGINS]
    for year in _LONG_MONTHS.split():
        starts += [starts[-1] + sum(29 + (int(year, 16) >> at & 1) for at in range(month)) for month in range(1, 13)]
    return starts


_STARTS = _month_starts()  # By month, counted from the first; one more, which begins after the last.


@dataclass(frozen=True, order=True, slots=True)
class HijriDate:
    """A day of the calendar; earlier ones are smaller. It may be stored."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}-{self.day:02}"


def of(day: datetime.date) -> HijriDate:
    """The Hijri date of a day; of a datetime, of the date on its own clock. InvalidArgument outside of the calendar."""
    ordinal = day.toordinal()
    if not _STARTS[0] <= ordinal < _STARTS[-1]:
        raise InvalidArgument(f"{day} is not within {FIRST_YEAR} to {LAST_YEAR} AH. Fix: a day from 1924 to 2077")
    month = bisect_right(_STARTS, ordinal) - 1
    return HijriDate(FIRST_YEAR + month // 12, month % 12 + 1, ordinal - _STARTS[month] + 1)


def date(year: int, month: int, day: int) -> datetime.date:
    """The day a Hijri date is. InvalidArgument where the calendar has no such date."""
    if not 1 <= day <= month_length(year, month):
        raise InvalidArgument(f"the month {month} of {year} AH has {month_length(year, month)} days, no day {day}")
    return datetime.date.fromordinal(_STARTS[_at(year, month)] + day - 1)


def month_length(year: int, month: int) -> int:
    """29 or 30. InvalidArgument outside of the calendar."""
    at = _at(year, month)
    return _STARTS[at + 1] - _STARTS[at]


def _at(year: int, month: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        raise InvalidArgument(f"{year}-{month} is no month of {FIRST_YEAR} to {LAST_YEAR} AH")
    return (year - FIRST_YEAR) * 12 + month - 1
