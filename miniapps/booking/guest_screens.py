"""What guests look at before they book: places, one place, its free moments. And their own list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import books
import clock
import making
import roles
import slots
import words
from actions import (
    State,
    app,
    asks_party,
    begin,
    open_day,
    pick_day,
    pick_kind,
    pick_party,
    pick_person,
    set_messages,
    show,
    stop_waiting,
    take,
    wait,
)  # fmt: skip
from model import ANY, LIVE, Booking, Kind, Place, Service, Stars, Tone
from owner import start_with_examples

from miniapp import Text, TextLike, TextValue, appdata, now, t, ui, user

NEXT_SHOWN = 6
DAYS_LOOKED = 5
TONES: dict[str, Tone] = {
    "offered": "warn", "held": "warn", "booked": "brand", "arrived": "good", "done": "good", "missed": "bad",
    "cancelled": "neutral", "lapsed": "neutral", "closed": "neutral",
}  # fmt: skip


@app.screen("/")
def home(state: State) -> ui.Node:
    listed = [one for one in books.places() if one.services]
    stars = books.stars([one.id for one in listed])
    mine = [one for one in books.of_guest(user.id) if one.is_live]
    works = user.is_owner or books.member(user.id) is not None
    shown = [one for one in listed if state.kind in ("all", one.kind.value)]
    return ui.Screen(
        t("bookings"),
        bool(mine) and ui.Section(t("coming"), [booking_card(one) for one in by_time(mine)], key="coming"),
        not listed and nothing_yet(),
        bool(listed)
        and ui.Choice(
            "kind",
            t("which-kind"),
            [{"id": "all", "text": t("kind-all")}, *[{"id": k.value, "text": t(f"kind-{k.value}")} for k in Kind]],
            value=state.kind if state.kind in [k.value for k in Kind] else "all",
            display="tabs",
            on_change=pick_kind(),
        ),
        [place_card(one, stars.get(one.id)) for one in shown],
        bool(listed) and not shown and ui.Empty(t("none-of-kind"), icon="search"),
        ui.List(
            ui.Item(t("my-bookings"), icon="calendar", key="mine", on_press=show(path="/mine")),
            works and ui.Item(t("my-work"), icon="clock", key="work", on_press=show(path="/work")),
            not works and ui.Item(t("have-code"), icon="user-plus", key="code", on_press=show(path="/join")),
            user.is_owner and ui.Item(t("owner-page"), icon="settings", key="owner", on_press=show(path="/owner")),
        ),
        topics=[books.HOME, books.guest_topic(user.id)],
    )


def nothing_yet() -> ui.Node:
    if not user.is_owner:
        return ui.Empty(t("no-places"), text=t("no-places-guest"), icon="calendar")
    begin_so = ui.Button(
        t("start-with-examples"), style="primary", test_id="start-with-examples", on_press=start_with_examples()
    )
    return ui.Empty(t("no-places"), begin_so, text=t("no-places-owner"), icon="calendar")


def place_card(place: Place, stars: Stars | None) -> ui.Node:
    today = clock.day_of(place.zone, now())
    return ui.Card(
        place.name,
        ui.Row(
            ui.Text(hours_text(place, today), style="caption"),
            stars is not None and ui.Stars(stars.value, t("stars"), count=stars.count),
            gap="m",
            wrap=True,
            align="center",
        ),
        key=f"place-{place.id}",
        image=f"assets/{place.kind.value}.svg",
        subtitle=place.area,
        badge=t("closed-for-now") if place.paused else t(f"kind-{place.kind.value}"),
        on_press=show(path="/place", id=place.id),
    )


def hours_text(place: Place, day: date) -> TextValue:
    """Open from … to … today, or why not."""
    holiday = clock.holiday_of(place, day)
    if holiday is not None:
        return t("closed-holiday", name=holiday.name)
    spans = clock.open_spans(place, day)
    if not spans:
        return t("closed-today")
    opens, closes = words.minute(spans[0].opens), words.minute(spans[-1].closes)
    return t("open-today", opens=opens, closes=closes)


def by_time(listed: Sequence[Booking]) -> list[Booking]:
    return sorted(listed, key=lambda one: one.start)


def booking_card(booking: Booking) -> ui.Node:
    where = "/pay" if booking.state == "held" else "/booking"
    return ui.Card(
        booking.place_name,
        ui.Text(words.moment(booking.start, booking.zone), style="strong"),
        booking.until is not None and ui.Countdown(booking.until, t("time-left"), key="left"),
        key=f"booking-{booking.id}",
        subtitle=t("with-whom", service=booking.service_name, person=booking.person_name),
        badge=t(f"state-{booking.state}"),
        tone=TONES[booking.state],
        on_press=show(path=where, id=booking.id),
    )


@app.screen("/place")
def one_place(id: str) -> ui.Node:
    place = books.place(id)
    if place is None:
        return ui.Screen(t("place"), ui.Empty(t("place-gone"), back_home(), icon="alert"))
    today = clock.day_of(place.zone, now())
    stars = books.stars([place.id]).get(place.id)
    coming = next_holiday(place, today)
    return ui.Screen(
        place.name,
        ui.Image(f"assets/{place.kind.value}.svg", t(f"kind-{place.kind.value}")),
        ui.Text(place.about),
        ui.Row(
            ui.Badge(t(f"kind-{place.kind.value}")),
            stars is not None and ui.Stars(stars.value, t("stars"), count=stars.count),
            wrap=True,
            align="center",
        ),
        place.paused and ui.Banner(t("paused-text"), tone="warn"),
        coming and ui.Banner(coming, tone="neutral"),
        ui.Section(
            t("services"),
            ui.List([service_item(place, one) for one in place.services if place.who_offers(one.id)]),
            key="services",
        ),
        ui.Section(
            t("hours"),
            ui.List(
                ui.Item(hours_text(place, today), subtitle=place.area, icon="place", key="today"),
                [
                    ui.Item(words.weekday(day), trailing=day_hours(place, day), key=f"day-{day}")
                    for day in (6, 0, 1, 2, 3, 4, 5)  # A week begins on Sunday here.
                ],
            ),
            key="hours",
        ),
        ui.Section(t("rules"), rules_text(place), key="rules"),
        roles.works_at(place) and ui.Button(t("my-work"), icon="clock", on_press=show(path="/work")),
        topics=[place.topic],
    )


def back_home() -> ui.Node:
    return ui.Button(t("all-places"), on_press=show(path="/"))


def day_hours(place: Place, weekday: int) -> TextLike:
    spans = place.hours[weekday] if place.hours else []
    if not spans:
        return t("closed")
    both = [(words.minute(span.opens), words.minute(span.closes)) for span in spans]
    return Text("، ".join(f"{a.ar} – {b.ar}" for a, b in both), ", ".join(f"{a.en} – {b.en}" for a, b in both))


def service_item(place: Place, service: Service) -> ui.Node:
    terms = t("minutes", count=service.minutes)
    if service.deposit:
        terms = t("minutes-deposit", count=service.minutes, deposit=service.deposit)
    return ui.Item(
        service.name,
        subtitle=terms,
        trailing=service.price if service.price else None,
        key=f"service-{service.id}",
        on_press=None if place.paused else begin(place=place.id, service=service.id),
    )


def next_holiday(place: Place, today: date) -> TextValue | None:
    """The holiday of the coming days, so that nobody looks in vain."""
    for after in range(place.rules.horizon_days):
        day = today + timedelta(days=after)
        holiday = clock.holiday_of(place, day)
        if holiday is not None:
            return t("holiday-near", name=holiday.name, day=words.day(day), hijri=words.hijri_day(day))
    return None


def rules_text(place: Place) -> ui.Node:
    rules = place.rules
    lines = [t("rule-free", count=rules.free_hours)]
    if any(one.deposit for one in place.services):
        lines += [t("rule-late", percent=rules.late_percent), t("rule-missed", percent=rules.missed_percent)]
    lines.append(t("rule-grace", count=rules.grace_minutes))
    return ui.Column([ui.Text(one, style="caption", key=f"rule-{at}") for at, one in enumerate(lines)], gap="s")


# --- moments ---


@app.screen("/times")
def times(state: State) -> ui.Node:
    draft = state.draft
    place = books.place(draft.place)
    service = place.service(draft.service) if place else None
    if place is None or service is None:
        return ui.Screen(t("times"), ui.Empty(t("service-gone"), back_home(), icon="alert"))
    wish = slots.Wish(service, draft.person, draft.party if asks_party(service) else 1, but=draft.moving)
    today = clock.day_of(place.zone, now())
    last = today + timedelta(days=place.rules.horizon_days)
    closed = clock.closed_days(place, today, last)
    day, found = (draft.day or today), list[slots.Slot]()
    if draft.day is not None and today <= draft.day <= last:
        found = free_on(place, day, wish)
    else:
        day, found = first_free(place, wish, today, last, closed)
    return ui.Screen(
        service.name,
        bool(draft.moving) and ui.Banner(t("moving-text"), tone="brand"),
        draft.lost and ui.Banner(t("lost-text"), title=t("lost"), tone="warn", test_id="lost"),
        who_field(place, service, draft.person),
        asks_party(service)
        and ui.Stepper("party", t("party"), wish.party, min=1, max=most(place, service), on_change=pick_party()),
        ui.DatePicker("day", t("day"), day, min=today, max=last, closed=closed, on_change=pick_day()),
        moments(place, day, wish, found) if found else full(place, day, wish, last),
        subtitle=place.name,
        topics=[books.day_topic(place.id, day), place.topic],
    )


def first_free(
    place: Place, wish: slots.Wish, today: date, last: date, closed: list[date]
) -> tuple[date, list[slots.Slot]]:
    """The first day of the coming ones with anything free; else the first it is open."""
    shut = set(closed)
    days = [today + timedelta(days=after) for after in range((last - today).days + 1)]
    coming = [day for day in days if day not in shut] or [today]
    for day in coming[:DAYS_LOOKED]:
        found = free_on(place, day, wish)
        if found:
            return day, found
    return coming[0], []


def free_on(place: Place, day: date, wish: slots.Wish) -> list[slots.Slot]:
    if place.paused:
        return []
    agendas = books.agendas(place.id, day, [one.id for one in slots.candidates(place, day, wish)])
    return slots.free(place, day, agendas, wish, now_ms=making.now_ms())


def most(place: Place, service: Service) -> int:
    """The largest party there is room for."""
    return max((one.seats for one in place.who_offers(service.id)), default=1)


def who_field(place: Place, service: Service, chosen: str) -> ui.Node | None:
    """With whom, where there is a choice; a table is chosen by its size."""
    people = place.who_offers(service.id)
    if len(people) < 2 or service.by_party:
        return None
    options: list[ui.Option] = [{"id": ANY, "text": t("anybody")}]
    options += [{"id": one.id, "text": one.name} for one in people]
    return ui.Choice("who", t("who"), options, value=chosen, display="chips", on_change=pick_person())


def moments(place: Place, day: date, wish: slots.Wish, found: list[slots.Slot]) -> ui.Node:
    listed = [{"id": str(one.start_ms), "at": clock.from_ms(one.start_ms)} for one in found]
    if wish.service.together:
        listed = [{**one, "left": slot.left} for one, slot in zip(listed, found, strict=True)]
    return ui.Form(
        "moments",
        ui.TimeSlots("slot", t("free-times"), listed, zone=place.zone),
        ui.MainButton(t("take"), test_id="take"),
        on_submit=take(day=day),
    )


def full(place: Place, day: date, wish: slots.Wish, last: date) -> ui.Node:
    """Nothing is free: the next days on which something is, and the waiting list of this one."""
    nearest = next_free(place, day, wish, last)
    line = books.line(place.id, day)
    inside = any(one.guest == user.id and one.service == wish.service.id for one in line.waiters)
    can_wait = bool(clock.open_spans(place, day)) and not place.paused and not inside
    return ui.Column(
        ui.Banner(t("day-full-text"), title=t("day-full"), tone="neutral", key="full"),
        inside and ui.Banner(t("in-line", count=len(line.waiters)), tone="good", key="inside"),
        bool(nearest)
        and ui.Section(
            t("next-free"),
            ui.List(
                [
                    ui.Item(
                        words.day(at), subtitle=t("free-count", count=count), key=f"on-{at}", on_press=open_day(day=at)
                    )
                    for at, count in nearest
                ]
            ),
            key="next",
        ),
        can_wait and ui.Button(t("wait-for-it"), icon="bell", test_id="wait", on_press=wait(day=day)),
        key="nothing",
    )


def next_free(place: Place, day: date, wish: slots.Wish, last: date) -> list[tuple[date, int]]:
    """The next days on which the wish can come true, and how often."""
    found = []
    for after in range(1, DAYS_LOOKED + 1):
        at = day + timedelta(days=after)
        count = len(free_on(place, at, wish)) if at <= last and clock.open_spans(place, at) else 0
        if count:
            found.append((at, count))
    return found[:3]


# --- mine ---


@app.screen("/mine")
def mine() -> ui.Node:
    listed = books.of_guest(user.id)
    coming, over = [one for one in listed if one.state in LIVE], [one for one in listed if one.state not in LIVE]
    waits = [found.key.split("/")[2:] for found in appdata.shared.query(f"waits/{user.id}/", str, limit=10)]
    names = appdata.shared.get_many([f"place/{place}" for place, _ in waits], Place) if waits else {}
    return ui.Screen(
        t("my-bookings"),
        not listed
        and not waits
        and ui.Empty(t("no-bookings"), back_home(), text=t("no-bookings-text"), icon="calendar"),
        bool(coming) and ui.Section(t("coming"), [booking_card(one) for one in by_time(coming)], key="coming"),
        waits
        and ui.Section(
            t("waiting-for"),
            ui.List(
                [
                    ui.Item(
                        names[f"place/{place}"].name,
                        ui.Button(t("stop-waiting"), style="link", on_press=stop_waiting(place=place, day=day_of(day))),
                        subtitle=words.day(day_of(day)),
                        icon="bell",
                        key=f"wait-{place}-{day}",
                    )
                    for place, day in waits
                    if f"place/{place}" in names and day_of(day) >= now().date() - timedelta(days=1)
                ]
            ),
            key="waits",
        ),
        bool(over) and ui.Section(t("before"), [booking_card(one) for one in reversed(by_time(over))], key="before"),
        ui.Toggle("messages", t("messages-all"), books.guest(user.id).messages, on_change=set_messages()),
        topics=[books.guest_topic(user.id)],
    )


def day_of(said: str) -> date:
    return date.fromisoformat(said)
