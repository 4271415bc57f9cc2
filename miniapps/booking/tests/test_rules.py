"""The rules that need no screen: wall clocks, holidays, what is free, deposits, states, calendar files."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniapp import Money, hijri, testing, text, wallet

app = testing.load(__file__)

import clock  # noqa: E402 - the app's own modules, which `load` made importable
import deposits  # noqa: E402
import ics  # noqa: E402
import slots  # noqa: E402
import states  # noqa: E402
from model import Agenda, Booking, Entry, Holiday, Kind, Person, Place, Rules, Service, Span  # noqa: E402

MADE = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = Service("hour", text("ساعة", "An hour"), 60)


def place(
    zone: str = "Asia/Riyadh", *spans: tuple[int, int], step: int = 30, holidays: list[Holiday] | None = None
) -> Place:
    hours = [[Span(*one) for one in spans or ((9 * 60, 17 * 60),)] for _ in range(7)]
    return Place(
        "p", Kind.CLINIC, text("م", "P"), "owner", MADE, zone=zone, hours=hours, services=[HOUR],
        people=[Person("x", text("س", "X"), ["hour"])], rules=Rules(step=step, notice_minutes=0),
        holidays=holidays or [],
    )  # fmt: skip


def walls(of: Place, day: date) -> list[str]:
    """What the clock on the place's wall shows when something may begin."""
    zone = ZoneInfo(of.zone)
    return [clock.from_ms(start).astimezone(zone).strftime("%H:%M") for start, _ in clock.starts(of, day)]


# --- clocks ---


@pytest.mark.parametrize(
    ("zone", "day", "missing"),
    [
        ("Africa/Cairo", date(2026, 4, 23), "00"),  # Put forward at midnight, which belongs to the evening before.
        ("Asia/Beirut", date(2026, 3, 28), "00"),
        ("Africa/Casablanca", date(2026, 3, 21), "02"),  # Back to +01 after Ramadan.
    ],
)
def test_a_moment_in_the_hour_that_does_not_exist_is_not_offered(zone: str, day: date, missing: str) -> None:
    open_late = place(zone, (20 * 60, 29 * 60))
    shown = walls(open_late, day)
    assert shown
    assert not [one for one in shown if one.startswith(missing)]
    assert len(shown) == 18 - 2
    assert f"{missing}:00" in walls(open_late, day - timedelta(days=7)), "on other nights it is there"


@pytest.mark.parametrize(
    ("zone", "day", "doubled"),
    [
        ("Africa/Cairo", date(2026, 10, 29), "23"),
        ("Asia/Beirut", date(2026, 10, 24), "23"),
        ("Africa/Casablanca", date(2026, 2, 14), "02"),  # Put back for Ramadan.
    ],
)
def test_what_begins_in_the_hour_that_comes_twice_begins_the_first_time(zone: str, day: date, doubled: str) -> None:
    open_late = place(zone, (20 * 60, 29 * 60))
    shown = walls(open_late, day)
    assert shown.count(f"{doubled}:00") == 1
    assert len(shown) == len(set(shown)) == 18
    starts = [start for start, _ in clock.starts(open_late, day)]
    first = next(start for start, wall in zip(starts, shown, strict=True) if wall == f"{doubled}:00")
    before = clock.from_ms(first).astimezone(ZoneInfo(zone)).utcoffset()
    after = clock.from_ms(starts[-1]).astimezone(ZoneInfo(zone)).utcoffset()
    assert before is not None
    assert after is not None
    assert before > after


def test_a_place_that_closes_in_the_missing_hour_closes_when_the_clock_jumps() -> None:
    at = clock.edge("Africa/Cairo", date(2026, 4, 23), 24 * 60 + 30)
    assert at == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)


@given(st.sampled_from(["Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Asia/Riyadh"]), st.integers(0, 1460))
def test_moments_follow_each_other_and_two_days_never_share_one(zone: str, after: int) -> None:
    """The last of a day is before the first of the next, on every day and whatever the clocks do."""
    day = date(2025, 1, 1) + timedelta(days=after)
    always = place(zone, (clock.DAY_BEGINS, clock.DAY_ENDS))
    today, tomorrow = list(clock.starts(always, day)), list(clock.starts(always, day + timedelta(days=1)))
    starts = [start for start, _ in today]
    assert starts == sorted(set(starts))
    assert today[-1][1] <= tomorrow[0][0]
    assert {clock.day_of(zone, clock.from_ms(start)) for start in starts} == {day}


@pytest.mark.parametrize(
    ("spans", "why"),
    [
        ([(540, 780), (960, 1260)], None),
        ([(1200, 26 * 60)], None),
        ([(540, 540)], "hours-wrong"),
        ([(240, 600)], "hours-wrong"),
        ([(540, 30 * 60)], "hours-wrong"),
        ([(540, 780), (720, 900)], "hours-overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused(spans: list[tuple[int, int]], why: str | None) -> None:
    assert clock.why_hours_not([Span(*one) for one in spans]) == why


# --- holidays ---


@pytest.mark.parametrize("year", range(1445, 1460))
def test_eid_is_closed_every_year_wherever_it_falls(year: int) -> None:
    closed = place(holidays=[Holiday(text("عيد الفطر", "Eid"), "hijri", 10, 1, 3)])
    first = hijri.date(year, 10, 1)
    days = [first + timedelta(days=at) for at in range(-1, 4)]
    assert [bool(clock.open_spans(closed, day)) for day in days] == [True, False, False, False, True]
    assert clock.closed_days(closed, days[0], days[-1]) == days[1:4]


def test_a_holiday_over_new_year_and_one_on_the_thirtieth() -> None:
    both = place(
        holidays=[
            Holiday(text("رأس السنة", "New Year"), "gregorian", 12, 31, 2),
            Holiday(text("آخر رمضان", "Last of Ramadan"), "hijri", 9, 30),
        ]
    )
    assert not clock.open_spans(both, date(2027, 1, 1))
    assert clock.open_spans(both, date(2027, 1, 2))
    last = hijri.date(1447, 10, 1) - timedelta(days=1)
    assert not clock.open_spans(both, last), "a month of 29 days ends on its 29th"


# --- what is free ---


def entry(name: str, start: int, minutes: int, **more: object) -> Entry:
    start_ms = clock.to_ms(MADE) + start * clock.MINUTE_MS
    end_ms = start_ms + minutes * clock.MINUTE_MS
    return Entry(name, "booked", start_ms, end_ms, end_ms, **more)  # type: ignore[arg-type]


def test_what_is_tidied_up_after_a_booking_is_not_free() -> None:
    clinic = place(step=30)
    day = date(2026, 1, 4)
    first = next(iter(clock.starts(clinic, day)))[0]
    taken = Entry("a", "booked", first, first + 60 * 60_000, first + 70 * 60_000)
    free = slots.free(clinic, day, {"x": Agenda("p", day, "x", [taken])}, slots.Wish(HOUR), now_ms=0)
    assert free[0].start_ms == first + 90 * 60_000


def test_the_last_moment_ends_when_the_place_closes() -> None:
    free = slots.free(place(), date(2026, 1, 4), {}, slots.Wish(HOUR), now_ms=0)
    assert (len(free), walls(place(), date(2026, 1, 4))[len(free) - 1]) == (15, "16:00")


def test_strangers_share_a_moment_until_its_seats_are_taken() -> None:
    yoga = Service("yoga", text("يوغا", "Yoga"), 60, together=True)
    room = place()
    room.services, room.people = [yoga], [Person("x", text("س", "X"), ["yoga"], seats=5)]
    day = date(2026, 1, 4)
    start = next(iter(clock.starts(room, day)))[0]
    agenda = Agenda("p", day, "x", [Entry("a", "booked", start, start + 3_600_000, start + 3_600_000, "yoga", True, 3)])
    assert slots.seats_left(agenda, room.people[0], slots.Wish(yoga), start) == 2
    assert slots.fits(agenda, room.people[0], slots.Wish(yoga, party=2), start)
    assert not slots.fits(agenda, room.people[0], slots.Wish(yoga, party=3), start)
    assert not slots.fits(agenda, room.people[0], slots.Wish(yoga), start + 1_800_000), "not in its middle"


def test_a_party_gets_the_smallest_table_that_holds_it() -> None:
    diner = place()
    diner.people = [Person(f"t{seats}", text("ط", "T"), ["hour"], seats) for seats in (8, 2, 4)]
    day = date(2026, 1, 4)
    slot = slots.free(diner, day, {}, slots.Wish(HOUR, party=3), now_ms=0)[0]
    assert (slots.best(diner, slot, {}), set(slot.people)) == ("t4", {"t4", "t8"})


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90), st.integers(1, 3)), max_size=12))
def test_whatever_fits_is_entered_and_nothing_ever_clashes(wanted: list[tuple[int, int, int]]) -> None:
    person, agenda = Person("x", text("س", "X"), ["s"], seats=3), Agenda("p", date(2026, 1, 1), "x")
    for at, (start, minutes, party) in enumerate(wanted):
        service = Service("s", text("خ", "S"), minutes, together=minutes % 2 == 0)
        made = entry(str(at), start, minutes, service="s", together=service.together, party=party)
        if slots.fits(agenda, person, slots.Wish(service, party=party), made.start_ms):
            agenda.entries.append(made)
        assert slots.clashes(agenda.entries, person.seats) == []


# --- deposits ---


def booking(**more: object) -> Booking:
    start = datetime(2026, 1, 10, 12, tzinfo=UTC)
    known: dict[str, object] = {
        "id": "b", "place": "p", "day": date(2026, 1, 10), "person": "x", "service": "s", "guest": "layla",
        "guest_name": "ليلى", "lang": "ar", "start": start, "end": start + timedelta(hours=1), "made_at": MADE,
        "state": "booked", "code": "c0de", "zone": "Asia/Riyadh", "deposit": Money(5_001, "SAR"),
    }  # fmt: skip
    return Booking(**(known | more))  # type: ignore[arg-type]


@given(st.integers(0, 10**7), st.integers(0, 100), st.integers(-100, 100))
def test_giving_up_never_costs_more_than_the_deposit_and_nothing_in_time(minor: int, percent: int, hours: int) -> None:
    of = booking(deposit=Money(minor, "SAR"), rules=Rules(late_percent=percent))
    cost = deposits.cost_of_cancelling(of, of.start - timedelta(hours=hours))
    assert 0 <= cost.amount_minor <= minor * percent // 100
    assert not cost or hours < of.rules.free_hours


@pytest.mark.parametrize(
    ("to", "by", "minor"),
    [
        ("arrived", "place", 5_001), ("missed", "place", 4_000), ("cancelled", "place", 0), ("lapsed", "time", 0),
        ("closed", "time", 0), ("cancelled", "guest", 2_500),
    ],
)  # fmt: skip
def test_what_is_kept_of_a_deposit(to: str, by: str, minor: int) -> None:
    of = booking(rules=Rules(missed_percent=80))
    kept = deposits.to_keep(of, to, by, of.start)  # type: ignore[arg-type]
    assert kept == Money(minor, "SAR")


def order(state: str, total: int = 5_000, paid: int = 0, refunded: int = 0) -> wallet.Order:
    sar = [Money(minor, "SAR") for minor in (total, paid, refunded, 0)]
    return wallet.Order("o", "n", state, "layla", sar[0], sar[1], sar[2], sar[3], True, MADE)  # type: ignore[arg-type]


@given(st.sampled_from(["open", "held", "paid", "voided", "expired", "declined"]), st.integers(0, 5_000), st.data())
def test_one_step_brings_the_wallet_to_what_was_decided(state: str, keep: int, data: st.DataObject) -> None:
    paid = data.draw(st.integers(1, 5_000)) if state == "paid" else 0
    step = deposits.next_step(order(state, paid=paid), Money(keep, "SAR"))
    if state == "held":
        assert step == (deposits.Step("capture", Money(keep, "SAR")) if keep else deposits.Step("void"))
    elif state == "open":
        assert step.do == "void"
    elif state == "paid" and paid > keep:
        assert step == deposits.Step("refund", Money(paid - keep, "SAR"))
    else:
        assert step.do == "nothing"


def test_nothing_leads_out_of_a_state_that_is_over() -> None:
    over = {"done", "lapsed", "cancelled", "closed"}
    assert not [move for move in states.MOVES if move[0] in over]
    assert all(by for by in states.MOVES.values())


# --- the calendar file ---


def read(file: str) -> dict[str, list[str]]:
    """The properties of the event, unfolded and unescaped, by their names."""
    assert file.endswith("END:VCALENDAR\r\n")
    assert "\n" not in file.replace("\r\n", "")
    lines = file.replace("\r\n ", "").split("\r\n")
    found: dict[str, list[str]] = {}
    for line in lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]:
        name, _, value = line.partition(":")
        value = re.sub(r"\\([\\;,n])", lambda found: "\n" if found[1] == "n" else found[1], value)
        found.setdefault(name, []).append(value)
    return found


@given(st.text(max_size=120).filter(lambda said: not re.search(r"[\r\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", said)))
def test_whatever_a_place_is_called_its_calendar_file_can_be_read(name: str) -> None:
    file = ics.calendar_file(booking(area=text(name, name)), MADE)
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    assert read(file)["LOCATION"] == [name]


def test_the_file_names_the_moment_on_the_places_clock_and_the_zones_changes() -> None:
    start = datetime(2026, 7, 10, 15, tzinfo=UTC)
    cairo = booking(zone="Africa/Cairo", start=start, end=start + timedelta(minutes=30), changes=2)
    file = ics.calendar_file(cairo, MADE)
    found = read(file)
    assert found["DTSTART;TZID=Africa/Cairo"] == ["20260710T180000"]
    assert (found["SEQUENCE"], found["STATUS"], found["UID"]) == (["2"], ["CONFIRMED"], ["b@booking.majlis"])
    assert "DTSTART:20260424T000000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300" in file
    assert "DTSTART:20261030T000000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200" in file
    assert file.count("BEGIN:STANDARD") == file.count("END:STANDARD") >= 1


def test_a_cancelled_booking_says_so_in_its_file() -> None:
    assert read(ics.calendar_file(booking(state="cancelled"), MADE))["STATUS"] == ["CANCELLED"]
