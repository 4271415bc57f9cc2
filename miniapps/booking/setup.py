"""What a provider says of a place: its name, services, people, hours, holidays and rules. Only who runs it may."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

import books
import clock
import deposits
import roles
from actions import State, app
from model import CURRENCY, Holiday, Kind, Person, Place, Rules, Service, Span

from miniapp import Money, Refuse, Text, goto, money, now, t, text, toast, user

NAME_CHARS_MAX = 40
SERVICES_MAX, PEOPLE_MAX, HOLIDAYS_MAX, PLACES_EACH_MAX = 20, 20, 20, 10
PRICE_MINOR_MAX = 10_000_00


@app.action
def create_place(name: str, name_en: str = "", area: str = "", about: str = "", kind: Kind = Kind.CLINIC) -> Any:
    member = roles.provider()
    if len(member.places) >= PLACES_EACH_MAX:
        raise Refuse(t("places-full"))
    week = [[Span(9 * 60, 17 * 60)] if day != 4 else [] for day in range(7)]
    made = Place(
        secrets.token_hex(6), kind, both(name, name_en), user.id, now(), about=both(about or name), hours=week,
        area=both(area or name), payee=user.id if member.payee else None,
    )  # fmt: skip
    member.places.append(made.id)
    books.save_member(member)
    books.save_place(made)
    return goto("/setup", id=made.id), toast(t("place-made"), tone="good")


def both(arabic: str, english: str = "") -> Text:
    """Words in both languages; the same where only one was given."""
    tidy, other = " ".join(arabic.split()), " ".join(english.split())
    if not tidy:
        raise Refuse(t("name-missing"))
    return text(tidy[:200], (other or tidy)[:200])


def price(said: str) -> Money:
    """An amount as people write it; nothing is zero."""
    tidy = said.strip().translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789."))
    try:
        amount = money(tidy or "0", CURRENCY)
    except ValueError:
        raise Refuse(t("price-wrong")) from None
    if not 0 <= amount.amount_minor <= PRICE_MINOR_MAX:
        raise Refuse(t("price-wrong"))
    return amount


@app.action
def pause(place: str, value: bool) -> Any:
    found = roles.place_i_run(place)
    found.paused = value
    books.save_place(found)
    return toast(t("paused") if value else t("opened-again"))


@app.action
def save_service(
    place: str, service: str, name: str, name_en: str = "", minutes: int = 30, buffer: int = 0, cost: str = "",
    deposit: str = "", by_party: bool = False, together: bool = False,
) -> Any:  # fmt: skip
    found = roles.place_i_run(place)
    made = Service(
        service or secrets.token_hex(4), both(name, name_en), min(max(minutes, 5), 480), min(max(buffer, 0), 120),
        price(cost), price(deposit), together, by_party,
    )  # fmt: skip
    if made.price and made.price < made.deposit:
        raise Refuse(t("deposit-over-price"))
    if made.deposit and found.payee is None and not user.is_owner:
        raise Refuse(t("deposit-needs-payee"))
    known = found.service(made.id)
    if known is None and len(found.services) >= SERVICES_MAX:
        raise Refuse(t("services-full"))
    if known is None:
        found.services.append(made)
        for person in found.people:
            person.services.append(made.id)
    else:
        found.services[found.services.index(known)] = made
    books.save_place(found)
    return goto("/setup", id=place), toast(t("saved"), tone="good")


@app.action
def remove_service(place: str, service: str) -> Any:
    """Nobody books it any more; what is booked stays."""
    found = roles.place_i_run(place)
    found.services = [one for one in found.services if one.id != service]
    for person in found.people:
        person.services = [one for one in person.services if one != service]
    books.save_place(found)
    return goto("/setup", id=place), toast(t("removed"))


@app.action
def save_person(
    place: str,
    person: str,
    name: str,
    name_en: str = "",
    services: list[str] | None = None,
    seats: int = 1,
    active: bool = True,
) -> Any:
    found = roles.place_i_run(place)
    offers = [one.id for one in found.services if one.id in (services or ())]
    known = found.person(person)
    if known is None:
        if len(found.people) >= PEOPLE_MAX:
            raise Refuse(t("people-full"))
        known = Person(secrets.token_hex(4), both(name, name_en), offers)
        found.people.append(known)
    known.name, known.services, known.seats, known.active = both(name, name_en), offers, min(max(seats, 1), 99), active
    books.save_place(found)
    return goto("/setup", id=place), toast(t("saved"), tone="good")


@app.action
def day_off(place: str, person: str, value: date) -> Any:
    """Give a day off, or take it back; bookings of that day stay and are shown."""
    found = roles.place_i_work_at(place)
    known = found.person(person)
    if known is None or not (roles.runs(found) or known.user == user.id):
        raise Refuse(t("person-gone"))
    today = clock.day_of(found.zone, now())
    known.days_off = sorted(day for day in {*known.days_off} ^ {value} if day >= today)[:60]
    books.save_place(found)
    entries = books.agenda(place, value, person).entries
    return toast(t("day-off-booked", count=len(entries)), tone="warn") if entries else toast(t("saved"), tone="good")


@app.action
def save_hours(
    place: str, weekday: int, open: bool = False, opens: str = "", closes: str = "", rest: bool = False,
    rest_from: str = "", rest_to: str = "", every: bool = False,
) -> Any:  # fmt: skip
    """A day's hours, with a break in them or without; or the same for every day that is open."""
    found = roles.place_i_run(place)
    spans = read_spans(opens, closes, rest, rest_from, rest_to) if open else []
    why = clock.why_hours_not(spans)
    if why is not None:
        raise Refuse(t(why))
    for day in range(7):
        if day == weekday or (every and found.hours[day] and open):
            found.hours[day] = [Span(span.opens, span.closes) for span in spans]
    books.save_place(found)
    return goto("/hours", id=place), toast(t("saved"), tone="good")


def read_spans(opens: str, closes: str, rest: bool, rest_from: str, rest_to: str) -> list[Span]:
    given = [opens, rest_from, rest_to, closes] if rest else [opens, closes]
    if not all(one.isdigit() for one in given):
        raise Refuse(t("hours-wrong"))
    edges = [int(one) for one in given]
    return [Span(first, last) for first, last in zip(edges[::2], edges[1::2], strict=True)]


@app.action
def pick_calendar(state: State, value: str) -> None:
    state.calendar = value


@app.action
def add_holiday(place: str, name: str, calendar: str, month: str, day: int = 1, days: int = 1) -> Any:
    found = roles.place_i_run(place)
    if len(found.holidays) >= HOLIDAYS_MAX:
        raise Refuse(t("holidays-full"))
    if not month.isdigit() or not 1 <= int(month) <= 12 or not 1 <= day <= 31 or not 1 <= days <= 14:
        raise Refuse(t("holiday-wrong"))
    hijri = calendar == "hijri"
    found.holidays.append(Holiday(both(name), "hijri" if hijri else "gregorian", int(month), day, days))
    books.save_place(found)
    return goto("/holidays", id=place), toast(t("saved"), tone="good")


@app.action
def remove_holiday(place: str, at: int) -> Any:
    found = roles.place_i_run(place)
    if 0 <= at < len(found.holidays):
        found.holidays.pop(at)
        books.save_place(found)
    return toast(t("removed"))


@app.action
def save_rules(
    place: str, free_hours: int, late: int, missed: int, grace: int, step: str, horizon: int, notice: int
) -> Any:
    """For bookings from now on; those that are made keep theirs."""
    found = roles.place_i_run(place)
    if step not in ("10", "15", "20", "30", "60"):
        raise Refuse(t("hours-wrong"))
    found.rules = Rules(
        min(max(free_hours, 0), 96), min(max(late, 0), 100), min(max(missed, 0), 100), min(max(grace, 0), 60),
        int(step), min(max(horizon, 1), deposits.HORIZON_DAYS_MAX), min(max(notice, 0), 1440),
    )  # fmt: skip
    books.save_place(found)
    return goto("/setup", id=place), toast(t("saved"), tone="good")


@app.action
def get_paid(place: str) -> Any:
    """Deposits of this place are the user's from now on."""
    found = roles.place_i_run(place)
    if not roles.enroll():
        raise Refuse(t("payee-denied"))
    found.payee = user.id
    member = books.member(user.id)
    if member is not None:
        member.payee = True
        books.save_member(member)
    books.save_place(found)
    return toast(t("payee-done"), tone="good")
