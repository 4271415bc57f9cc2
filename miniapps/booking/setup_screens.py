"""Where a provider says what a place is: services, people, hours, holidays, rules."""

from __future__ import annotations

from datetime import timedelta

import books
import clock
import deposits
import roles
import words
from actions import State, app, show
from day_screens import not_here
from model import NO_TEXT, Kind, Person, Place, Service, Span
from owner import invite_staff, let_staff_go
from setup import (
    add_holiday,
    create_place,
    day_off,
    get_paid,
    pause,
    pick_calendar,
    remove_holiday,
    remove_service,
    save_hours,
    save_person,
    save_rules,
    save_service,
)  # fmt: skip

from miniapp import TextValue, now, t, ui, user

HALF_HOURS = range(clock.DAY_BEGINS, clock.DAY_ENDS + 1, 30)


def my_place(place_id: str) -> Place | None:
    found = books.place(place_id)
    return found if found is not None and roles.runs(found) else None


@app.screen("/new")
def new_place() -> ui.Node:
    member = books.member(user.id)
    if not (user.is_owner or (member and member.provider)):
        return not_here()
    return ui.Screen(
        t("add-place"),
        ui.Form(
            "place",
            ui.Choice(
                "kind", t("which-kind"), [{"id": k.value, "text": t(f"kind-{k.value}")} for k in Kind],
                value="clinic", display="chips",
            ),
            ui.TextField("name", t("name-ar"), max=40, required=True, placeholder=t("place-example")),
            ui.TextField("name_en", t("name-en"), max=40),
            ui.TextField("area", t("area"), max=80, placeholder=t("area-example")),
            ui.TextField("about", t("about"), max=200, multiline=True),
            ui.MainButton(t("make-place")),
            on_submit=create_place(),
        ),
    )  # fmt: skip


@app.screen("/setup")
def setup(id: str) -> ui.Node:
    place = my_place(id)
    if place is None:
        return not_here()
    return ui.Screen(
        place.name,
        not place.services and ui.Banner(t("setup-begin"), tone="brand", key="begin"),
        place.payee is None and payee_banner(place),
        ui.Section(
            t("services"),
            ui.List([service_row(place, one) for one in place.services]),
            add(t("add-service"), "/service", place),
            key="services",
        ),
        ui.Section(
            t("people"),
            ui.List([person_row(place, one) for one in place.people]),
            add(t("add-person"), "/person", place),
            key="people",
        ),
        ui.List(
            ui.Item(t("hours"), icon="clock", key="hours", on_press=show(path="/hours", id=place.id)),
            ui.Item(
                t("holidays"), trailing=t("days-count", count=len(place.holidays)), icon="calendar", key="holidays",
                on_press=show(path="/holidays", id=place.id),
            ),
            ui.Item(t("rules"), icon="shield", key="rules", on_press=show(path="/rules", id=place.id)),
        ),
        ui.Toggle("paused", t("pause-it"), place.paused, on_change=pause(place=place.id)),
        topics=[place.topic],
    )  # fmt: skip


def add(words_of_it: TextValue, path: str, place: Place) -> ui.Node:
    name = f"add-{path[1:]}"
    return ui.Button(words_of_it, style="link", icon="plus", test_id=name, on_press=show(path=path, id=f"{place.id}."))


def payee_banner(place: Place) -> ui.Node:
    return ui.Section(
        None,
        ui.Banner(t("payee-text", percent=100 - deposits.COMMISSION_PERCENT), title=t("payee-title"), tone="warn"),
        ui.Button(t("payee-yes"), icon="wallet", on_press=get_paid(place=place.id)),
        key="payee",
    )


def service_row(place: Place, service: Service) -> ui.Node:
    return ui.Item(
        service.name,
        subtitle=t("minutes", count=service.minutes),
        trailing=service.price if service.price else None,
        key=f"service-{service.id}",
        on_press=show(path="/service", id=f"{place.id}.{service.id}"),
    )


def person_row(place: Place, person: Person) -> ui.Node:
    room = t("seats-count", count=person.seats)
    return ui.Item(
        person.name,
        subtitle=room if person.seats > 1 else t("services-count", count=len(person.services)),
        trailing=None if person.active else t("not-active"),
        icon="check" if person.user else "user",
        key=f"person-{person.id}",
        on_press=show(path="/person", id=f"{place.id}.{person.id}"),
    )


@app.screen("/service")
def service(id: str) -> ui.Node:
    place_id, _, service_id = id.partition(".")
    place = my_place(place_id)
    if place is None:
        return not_here()
    known = place.service(service_id)
    shown = known or Service("", NO_TEXT, 30)
    return ui.Screen(
        t("edit-service") if known else t("add-service"),
        ui.Form(
            "service",
            ui.TextField("name", t("name-ar"), value=shown.name.ar, max=40, required=True),
            ui.TextField("name_en", t("name-en"), value=shown.name.en, max=40),
            ui.Stepper("minutes", t("length"), shown.minutes, min=5, max=480, step=5),
            ui.Stepper("buffer", t("buffer"), shown.buffer, min=0, max=120, step=5),
            ui.TextField("cost", t("price"), value=amount(shown.price.amount_minor), kind="number", max=12),
            ui.TextField("deposit", t("deposit"), value=amount(shown.deposit.amount_minor), kind="number", max=12),
            ui.Toggle("by_party", t("by-party"), shown.by_party),
            ui.Toggle("together", t("together"), shown.together),
            ui.MainButton(t("save")),
            on_submit=save_service(place=place.id, service=service_id),
        ),
        known is not None
        and ui.Button(
            t("remove-service"),
            style="danger",
            confirm={"title": t("remove-service-title"), "text": t("remove-service-text"), "ok": t("remove-service")},
            on_press=remove_service(place=place.id, service=service_id),
        ),
        subtitle=place.name,
    )


def amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}" if minor else ""


@app.screen("/person")
def person(id: str) -> ui.Node:
    place_id, _, person_id = id.partition(".")
    place = my_place(place_id)
    if place is None:
        return not_here()
    known = place.person(person_id)
    offers = known.services if known else [one.id for one in place.services]
    today = clock.day_of(place.zone, now())
    return ui.Screen(
        t("edit-person") if known else t("add-person"),
        ui.Form(
            "person",
            ui.TextField("name", t("name-ar"), value=known.name.ar if known else "", max=40, required=True),
            ui.TextField("name_en", t("name-en"), value=known.name.en if known else "", max=40),
            bool(place.services)
            and ui.Choice(
                "services", t("offers"), [{"id": one.id, "text": one.name} for one in place.services],
                values=offers, multi=True, display="list",
            ),
            ui.Stepper("seats", t("seats"), known.seats if known else 1, min=1, max=99),
            ui.Toggle("active", t("active"), known.active if known else True),
            ui.MainButton(t("save")),
            on_submit=save_person(place=place.id, person=person_id),
        ),
        known is not None
        and ui.Section(
            t("days-off"),
            [ui.Badge(words.day(one), key=f"off-{one}") for one in known.days_off if one >= today],
            ui.DatePicker(
                "off", t("day-off-toggle"), min=today, max=today + timedelta(days=90),
                on_change=day_off(place=place.id, person=person_id),
            ),
            key="off",
        ),
        known is not None and staff(place, known),
        subtitle=place.name,
        topics=[place.topic],
    )  # fmt: skip


def staff(place: Place, known: Person) -> ui.Node:
    """Who may see this person's day as their own."""
    if known.user is None:
        invite = ui.Button(
            t("invite-staff"), icon="user-plus", test_id="invite-staff",
            on_press=invite_staff(place=place.id, person=known.id),
        )  # fmt: skip
        return ui.Section(t("staff"), ui.Text(t("staff-none"), style="caption"), invite, key="staff")
    return ui.Section(
        t("staff"),
        ui.Text(t("staff-there"), style="caption"),
        ui.Button(
            t("staff-go"),
            style="danger",
            confirm={"title": t("staff-go-title"), "ok": t("staff-go")},
            on_press=let_staff_go(place=place.id, person=known.id),
        ),
        key="staff",
    )


@app.screen("/hours")
def hours(id: str) -> ui.Node:
    place = my_place(id)
    if place is None:
        return not_here()
    return ui.Screen(
        t("hours"),
        ui.List(
            [
                ui.Item(
                    words.weekday(one), trailing=hours_of(place, one), icon="clock", key=f"day-{one}",
                    on_press=show(path="/weekday", id=f"{place.id}.{one}"),
                )
                for one in (6, 0, 1, 2, 3, 4, 5)
            ]
        ),
        subtitle=place.name,
        topics=[place.topic],
    )  # fmt: skip


def hours_of(place: Place, weekday: int) -> TextValue:
    spans = place.hours[weekday]
    if not spans:
        return t("closed")
    first, last = words.minute(spans[0].opens), words.minute(spans[-1].closes)
    return t("from-to", opens=first, closes=last)


@app.screen("/weekday")
def weekday(id: str) -> ui.Node:
    place_id, _, said = id.partition(".")
    place = my_place(place_id)
    if place is None or said not in "0123456":
        return not_here()
    spans = place.hours[int(said)]
    opens, closes = (spans[0].opens, spans[-1].closes) if spans else (9 * 60, 17 * 60)
    rest = Span(spans[0].closes, spans[1].opens) if len(spans) > 1 else Span(13 * 60, 16 * 60)
    return ui.Screen(
        words.weekday(int(said)),
        ui.Form(
            "hours",
            ui.Toggle("open", t("open-that-day"), bool(spans)),
            minute_field("opens", t("opens"), opens),
            minute_field("closes", t("closes"), closes),
            ui.Toggle("rest", t("with-break"), len(spans) > 1),
            minute_field("rest_from", t("break-from"), rest.opens),
            minute_field("rest_to", t("break-to"), rest.closes),
            ui.Toggle("every", t("every-open-day")),
            ui.MainButton(t("save")),
            on_submit=save_hours(place=place.id, weekday=int(said)),
        ),
        subtitle=place.name,
    )


def minute_field(name: str, label: TextValue, value: int) -> ui.Node:
    known = sorted({*HALF_HOURS, value})
    options: list[ui.Option] = [{"id": str(one), "text": words.minute(one)} for one in known]
    return ui.Choice(name, label, options, value=str(value), display="dropdown")


@app.screen("/holidays")
def holidays(state: State, id: str) -> ui.Node:
    place = my_place(id)
    if place is None:
        return not_here()
    months: list[ui.Option] = [{"id": str(n), "text": words.month(n, state.calendar)} for n in range(1, 13)]
    first = "10" if state.calendar == "hijri" else "9"  # Eid, and the national day.
    return ui.Screen(
        t("holidays"),
        not place.holidays and ui.Banner(t("no-holidays"), tone="neutral"),
        ui.List(
            [
                ui.Item(
                    one.name,
                    ui.Button(t("remove"), style="link", key="remove", on_press=remove_holiday(place=place.id, at=at)),
                    subtitle=t("holiday-on", day=one.day, month=words.month(one.month, one.calendar), count=one.days),
                    icon="moon" if one.calendar == "hijri" else "calendar",
                    key=f"holiday-{at}",
                )
                for at, one in enumerate(place.holidays)
            ]
        ),
        ui.Section(
            t("add-holiday"),
            ui.Choice(
                "which", t("calendar"),
                [{"id": "hijri", "text": t("calendar-hijri")}, {"id": "gregorian", "text": t("calendar-gregorian")}],
                value=state.calendar, display="tabs", on_change=pick_calendar(),
            ),
            ui.Form(
                "holiday",
                ui.TextField("name", t("holiday-name"), max=40, required=True, placeholder=t("holiday-example")),
                ui.Choice("month", t("month"), months, value=first, display="dropdown"),
                ui.Stepper("day", t("holiday-day"), 1, min=1, max=31),
                ui.Stepper("days", t("holiday-days"), 1, min=1, max=14),
                ui.MainButton(t("add-holiday")),
                on_submit=add_holiday(place=place.id, calendar=state.calendar),
            ),
            key="add",
        ),
        subtitle=place.name,
        topics=[place.topic],
    )  # fmt: skip


@app.screen("/rules")
def rules(id: str) -> ui.Node:
    place = my_place(id)
    if place is None:
        return not_here()
    now_so = place.rules
    steps: list[ui.Option] = [{"id": str(one), "text": t("minutes", count=one)} for one in (10, 15, 20, 30, 60)]
    return ui.Screen(
        t("rules"),
        ui.Text(t("rules-hint"), style="caption"),
        ui.Form(
            "rules",
            ui.Stepper("free_hours", t("set-free-hours"), now_so.free_hours, min=0, max=96),
            ui.Stepper("late", t("set-late"), now_so.late_percent, min=0, max=100, step=5),
            ui.Stepper("missed", t("set-missed"), now_so.missed_percent, min=0, max=100, step=5),
            ui.Stepper("grace", t("set-grace"), now_so.grace_minutes, min=0, max=60, step=5),
            ui.Choice("step", t("set-step"), steps, value=str(now_so.step), display="chips"),
            ui.Stepper("horizon", t("set-horizon"), now_so.horizon_days, min=1, max=deposits.HORIZON_DAYS_MAX),
            ui.Stepper("notice", t("set-notice"), now_so.notice_minutes, min=0, max=1440, step=15),
            ui.MainButton(t("save")),
            on_submit=save_rules(place=place.id),
        ),
        subtitle=place.name,
    )
