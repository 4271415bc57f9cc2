"""The place's day: who comes when and to whom, the code at the door, walk-ins and blocks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import books
import clock
import deposits
import making
import roles
import slots
import words
from actions import State, app, show
from guest_screens import TONES, back_home
from model import Agenda, Booking, Entry, Person, Place, Tone
from work import (
    arrived,
    block,
    call_off,
    check_in,
    done,
    forgive,
    free_entry,
    missed,
    open_work,
    see_day,
    see_person,
    walk_in,
)  # fmt: skip

from miniapp import Text, now, t, ui, user

BACK, AHEAD = timedelta(days=14), timedelta(days=30)
ENTRY_TONES: dict[str, Tone] = {**TONES, "walkin": "good", "block": "neutral"}


def not_here() -> ui.Node:
    return ui.Screen(t("my-work"), ui.Empty(t("not-your-place"), back_home(), icon="lock"))


@app.screen("/work")
def work() -> ui.Node:
    member = books.member(user.id)
    places = roles.my_places(member)
    may_add = user.is_owner or (member is not None and member.provider)
    add = ui.Button(t("add-place"), style="primary", icon="plus", on_press=show(path="/new"))
    return ui.Screen(
        t("my-work"),
        not places
        and (
            ui.Empty(t("no-work"), add, text=t("no-work-provider"), icon="clock")
            if may_add
            else ui.Empty(t("no-work"), back_home(), text=t("no-work-text"), icon="clock")
        ),
        [
            ui.Card(
                one.name,
                key=f"work-{one.id}",
                subtitle=one.area,
                badge=t("closed-for-now") if one.paused else None,
                image=f"assets/{one.kind.value}.svg",
                on_press=open_work(place=one.id),
            )
            for one in places
        ],
        bool(places) and may_add and ui.Button(t("add-place"), icon="plus", on_press=show(path="/new")),
        topics=["owner"],
    )


@app.screen("/day")
def day(state: State, place: str) -> ui.Node:
    found = books.place(place)
    if found is None or not roles.works_at(found):
        return not_here()
    today = clock.day_of(found.zone, now())
    shown = state.day or today
    people = [one for one in found.people if one.active]
    agendas = books.agendas(found.id, shown, [one.id for one in people])
    chosen = [one for one in people if one.id == state.person] or people
    line = books.line(found.id, shown)
    return ui.Screen(
        t("day-of", place=found.name),
        ui.DatePicker("day", t("day"), shown, min=today - BACK, max=today + AHEAD, on_change=see_day()),
        ui.Row(numbers(list(agendas.values())), gap="s"),
        len(people) > 1
        and ui.Choice(
            "person",
            t("who"),
            [{"id": "everybody", "text": t("everybody")}, *[{"id": one.id, "text": one.name} for one in people]],
            value="everybody" if chosen == people else state.person,
            display="chips",
            on_change=see_person(),
        ),
        ui.Scan(t("scan"), test_id="scan", on_scan=check_in(place=found.id)),
        bool(line.waiters) and ui.Banner(t("waiters", count=len(line.waiters)), tone="brand", key="line"),
        [timeline(found, one, agendas[one.id], shown) for one in chosen],
        not people and ui.Empty(t("no-people"), setup_button(found), icon="user"),
        ui.Row(
            ui.Button(t("walk-in"), icon="user-plus", on_press=show(path="/walkin", id=found.id)),
            ui.Button(t("block"), icon="lock", on_press=show(path="/block", id=found.id)),
            roles.runs(found) and setup_button(found),
            wrap=True,
            gap="s",
        ),
        subtitle=words.near(shown, today),
        topics=[books.day_topic(found.id, shown), found.topic],
    )


def setup_button(place: Place) -> ui.Node:
    return ui.Button(t("setup"), icon="settings", on_press=show(path="/setup", id=place.id))


def numbers(agendas: list[Agenda]) -> list[ui.Node]:
    entries = [entry for one in agendas for entry in one.entries if entry.state != "block"]
    came = sum(entry.state in ("arrived", "done", "walkin") for entry in entries)
    awaited = sum(entry.state == "booked" for entry in entries)
    missed_so = sum(entry.state == "missed" for entry in entries)
    return [
        ui.Stat(str(awaited), t("stat-awaited"), key="awaited"),
        ui.Stat(str(came), t("stat-came"), key="came", hint=t("stat-missed", count=missed_so) if missed_so else None),
    ]


def timeline(place: Place, person: Person, agenda: Agenda, shown: date) -> ui.Node:
    off = shown in person.days_off
    return ui.Section(
        person.name,
        off and ui.Banner(t("day-off"), tone="neutral"),
        not off and not agenda.entries and ui.Text(t("nothing-today"), style="caption"),
        bool(agenda.entries) and ui.List([entry_item(place, agenda, one) for one in agenda.entries]),
        key=f"of-{person.id}",
    )


def entry_item(place: Place, agenda: Agenda, entry: Entry) -> ui.Node:
    start = words.clock(clock.from_ms(entry.start_ms), place.zone)
    end = words.clock(clock.from_ms(entry.end_ms), place.zone)
    service = place.service(entry.service)
    late = entry.state == "booked" and making.now_ms() > entry.start_ms
    own = entry.state in ("block", "walkin")
    return ui.Item(
        Text(f"{start.ar} – {end.ar}", f"{start.en} – {end.en}"),
        ui.Row(
            ui.Badge(t("late") if late else t(f"entry-{entry.state}"), tone="bad" if late else tone_of(entry)),
            entry.party > 1 and ui.Badge(t("party-of", count=entry.party)),
            own
            and ui.Button(
                t("free-it"),
                style="link",
                key="free",
                on_press=free_entry(place=place.id, person=agenda.person, day=agenda.day, entry=entry.id),
            ),
            wrap=True,
            gap="s",
        ),
        subtitle=entry.name or t(f"entry-{entry.state}"),
        trailing=service.name if service else None,
        key=f"entry-{entry.id}",
        on_press=None if own else show(path="/visit", id=entry.id),
    )


def tone_of(entry: Entry) -> Tone:
    return ENTRY_TONES[entry.state]


def when_item(booking: Booking) -> ui.Node:
    moment = words.moment(booking.start, booking.zone)
    return ui.Item(moment, subtitle=booking.person_name, icon="calendar", key="when")


@app.screen("/visit")
def visit(id: str) -> ui.Node:
    """A guest's booking, for who works there."""
    booking = books.booking(id)
    place = books.place(booking.place) if booking else None
    if booking is None or place is None or not roles.works_at(place):
        return not_here()
    before = books.guest(booking.guest).missed
    return ui.Screen(
        booking.guest_name,
        ui.Row(ui.Badge(t(f"state-{booking.state}"), tone=TONES[booking.state]), wrap=True),
        before > 0 and ui.Banner(t("missed-before", count=before), tone="warn", key="before"),
        ui.List(
            when_item(booking),
            ui.Item(
                booking.service_name,
                subtitle=t("party-of", count=booking.party) if booking.party > 1 else None,
                trailing=booking.price if booking.price else None,
                icon="list",
                key="what",
            ),
            bool(booking.deposit) and ui.Item(t("deposit"), trailing=booking.deposit, icon="wallet", key="deposit"),
        ),
        money_of(booking),
        booking.stars > 0 and ui.Stars(booking.stars, t("their-rating")),
        bool(booking.comment) and ui.Message(booking.comment, by=booking.guest_name),
        visit_acts(booking, place),
        topics=[booking.topic],
    )


def money_of(booking: Booking) -> ui.Node | None:
    if not booking.deposit or booking.hold_until is None:
        return None
    if booking.keep is None:
        return ui.Text(t("visit-held"), style="caption", key="money")
    said = t("visit-kept", amount=booking.kept) if booking.settled else t("visit-coming", amount=booking.keep)
    return ui.Text(said, style="caption", key="money")


def visit_acts(booking: Booking, place: Place) -> list[ui.Node | None]:
    grace = booking.start + timedelta(minutes=booking.rules.grace_minutes)
    if booking.state == "booked":
        fee = deposits.share(booking.deposit, booking.rules.missed_percent)
        return [
            ui.MainButton(t("mark-arrived"), test_id="arrived", on_press=arrived(booking=booking.id)),
            ui.Button(
                t("mark-missed"),
                test_id="missed",
                icon="close",
                confirm={"title": t("missed-title"), "text": t("missed-text", amount=fee), "ok": t("mark-missed")},
                on_press=missed(booking=booking.id),
            )
            if now() >= grace
            else ui.Text(t("grace-until", at=words.clock(grace, booking.zone)), style="caption", key="grace"),
            ui.Button(
                t("call-off"),
                style="danger",
                test_id="call-off",
                confirm={"title": t("call-off-title"), "text": t("call-off-text"), "ok": t("call-off")},
                on_press=call_off(booking=booking.id),
            ),
        ]
    if booking.state == "arrived":
        return [ui.MainButton(t("mark-done"), test_id="done", on_press=done(booking=booking.id))]
    return [
        ui.Button(t("came-after-all"), on_press=arrived(booking=booking.id)) if booking.state == "missed" else None,
        ui.Button(
            t("give-back"),
            test_id="give-back",
            confirm={"title": t("give-back-title", amount=booking.kept), "ok": t("give-back")},
            on_press=forgive(booking=booking.id),
        )
        if booking.kept and not booking.is_live and roles.runs(place)
        else None,
    ]


@app.screen("/scanned")
def scanned(place: str, said: str, id: str = "") -> ui.Node:
    """What a code was worth at the door, large enough to read while somebody waits."""
    found = books.place(place)
    if found is None or not roles.works_at(found):
        return not_here()
    booking = books.booking(id) if id else None
    if booking is not None and booking.place != place:
        booking = None
    good = said == "ok" and booking is not None
    known = said if said in SCANNED else "scan-unknown"
    return ui.Screen(
        t("scan"),
        ui.Banner(
            t("scan-ok-text") if good else t(f"{known}-text"),
            title=t("scan-ok") if good else t(known),
            tone="good" if good else "bad",
            test_id="said",
        ),
        booking is not None
        and ui.List(
            ui.Item(booking.guest_name, subtitle=booking.service_name, icon="user", key="who"),
            when_item(booking),
        ),
        ui.Scan(t("scan-next"), on_scan=check_in(place=place)),
        ui.Button(t("to-the-day"), on_press=open_work(place=place)),
    )


SCANNED = ("scan-foreign", "scan-unknown", "scan-elsewhere", "scan-used", "scan-over", "scan-day")


# --- walk-ins and blocks ---


@app.screen("/walkin")
def walking_in(state: State, id: str) -> ui.Node:
    found = books.place(id)
    if found is None or not roles.works_at(found):
        return not_here()
    shown, person, choice = whose(state, found)
    if person is None:
        return ui.Screen(t("walk-in"), ui.Empty(t("no-people"), setup_button(found), icon="user"))
    offered = [one for one in found.services if one.id in person.services]
    shortest = min(offered, key=lambda one: one.minutes + one.buffer) if offered else None
    agenda = books.agenda(found.id, shown, person.id)
    free = []
    if shortest is not None:
        wish = slots.Wish(shortest, person.id)
        free = slots.free(
            found, shown, {person.id: agenda}, wish, now_ms=making.now_ms(), notice_minutes=-found.rules.step
        )
    if not free:
        return ui.Screen(t("walk-in"), choice, ui.Empty(t("day-full"), to_day(found), icon="clock"))
    moments: list[dict[str, Any]] = [{"id": str(one.start_ms), "at": clock.from_ms(one.start_ms)} for one in free]
    return ui.Screen(
        t("walk-in"),
        choice,
        ui.Form(
            "walkin",
            ui.Choice(
                "service",
                t("service"),
                [{"id": one.id, "text": one.name} for one in offered],
                value=offered[0].id,
                display="dropdown",
            ),
            ui.TimeSlots("slot", t("free-times"), moments, zone=found.zone, value=moments[0]["id"]),
            ui.TextField("name", t("guest-name"), max=60),
            ui.MainButton(t("walk-in-save")),
            on_submit=walk_in(place=found.id, person=person.id, day=shown),
        ),
        subtitle=words.day(shown),
    )


@app.screen("/block")
def blocking(state: State, id: str) -> ui.Node:
    found = books.place(id)
    if found is None or not roles.works_at(found):
        return not_here()
    shown, person, choice = whose(state, found)
    moments: list[dict[str, Any]] = [{"id": str(at), "at": clock.from_ms(at)} for at, _ in clock.starts(found, shown)]
    if person is None or not moments:
        return ui.Screen(t("block"), choice, ui.Empty(t("closed-today"), to_day(found), icon="clock"))
    return ui.Screen(
        t("block"),
        choice,
        ui.Form(
            "block",
            ui.TimeSlots("slot", t("block-from"), moments, zone=found.zone),
            ui.Stepper("minutes", t("block-minutes"), 60, min=15, max=720, step=15),
            ui.TextField("why", t("block-why"), max=60, placeholder=t("block-example")),
            ui.MainButton(t("block-save")),
            on_submit=block(place=found.id, person=person.id, day=shown),
        ),
        subtitle=words.day(shown),
    )


def whose(state: State, place: Place) -> tuple[date, Person | None, ui.Node | None]:
    """The day and the person that are being looked at, and the way to choose another."""
    people = [one for one in place.people if one.active]
    person = next((one for one in people if one.id == state.person), people[0] if people else None)
    shown = state.day or clock.day_of(place.zone, now())
    if person is None or len(people) == 1:
        return shown, person, None
    options: list[ui.Option] = [{"id": one.id, "text": one.name} for one in people]
    choice = ui.Choice("person", t("who"), options, value=person.id, display="dropdown", on_change=see_person())
    return shown, person, choice


def to_day(place: Place) -> ui.Node:
    return ui.Button(t("to-the-day"), on_press=open_work(place=place.id))
