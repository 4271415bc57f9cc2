"""What the place does on its day: read codes, mark who came, walk-ins, blocks, giving up a booking, giving back."""

from __future__ import annotations

from datetime import date
from typing import Any

import books
import clock
import desk
import floor
import roles
from actions import State, app
from model import Booking

from miniapp import Goto, Refuse, goto, now, t, toast, user

WHY_CHARS_MAX = 60
BLOCK_MINUTES_MAX = 12 * 60


@app.action
def open_work(state: State, place: str) -> Goto:
    """A place's day, from today."""
    found = roles.place_i_work_at(place)
    own = next((one.id for one in found.people if one.user == user.id), "")
    state.day, state.person = clock.day_of(found.zone, now()), "" if roles.runs(found) else own
    return goto("/day", place=place)


@app.action
def see_day(state: State, value: date) -> None:
    state.day = value


@app.action
def see_person(state: State, value: str) -> None:
    state.person = "" if value == "everybody" else value


@app.action
def check_in(place: str, value: str) -> Any:
    """A guest's code was read at the door."""
    found = roles.place_i_work_at(place)
    said, booking = floor.read_code(found, value)
    if booking is None or said != "ok":
        return goto("/scanned", place=place, said=said, id=booking.id if booking else "")
    floor.mark(booking, "arrived")
    return goto("/scanned", place=place, said="ok", id=booking.id)


def their_booking(booking_id: str) -> Booking:
    """A booking of a place the user works at."""
    found = books.need_booking(booking_id)
    roles.place_i_work_at(found.place)
    return found


@app.action
def arrived(booking: str) -> Any:
    floor.mark(their_booking(booking), "arrived")
    return toast(t("marked-arrived"), tone="good")


@app.action
def missed(booking: str) -> Any:
    floor.mark(their_booking(booking), "missed")
    return toast(t("marked-missed"))


@app.action
def done(booking: str) -> Any:
    floor.mark(their_booking(booking), "done")
    return toast(t("marked-done"), tone="good")


@app.action
def call_off(booking: str) -> Any:
    """The place gives up a booking: the whole deposit goes back."""
    found = their_booking(booking)
    if found.state != "booked":
        raise Refuse(t("cancel-not-now"))
    desk.cancel(found, "place")
    return toast(t("called-off"))


@app.action
def forgive(booking: str) -> Any:
    found = their_booking(booking)
    roles.place_i_run(found.place)
    floor.give_back(found)
    return toast(t("given-back"), tone="good")


@app.action
def walk_in(place: str, person: str, day: date, slot: str = "", service: str = "", name: str = "") -> Any:
    found = roles.place_i_work_at(place)
    if not slot.isdigit():
        raise Refuse(t("choose-slot"))
    floor.walk_in(found, day, person, int(slot), service, " ".join(name.split())[:WHY_CHARS_MAX])
    return goto("/day", place=place), toast(t("walked-in"), tone="good")


@app.action
def block(place: str, person: str, day: date, slot: str = "", minutes: int = 60, why: str = "") -> Any:
    found = roles.place_i_work_at(place)
    if not slot.isdigit() or all(int(slot) != start_ms for start_ms, _ in clock.starts(found, day)):
        raise Refuse(t("choose-slot"))
    if found.person(person) is None or not 0 < minutes <= BLOCK_MINUTES_MAX:
        raise Refuse(t("person-gone"))
    floor.block(found, day, person, int(slot), minutes, " ".join(why.split())[:WHY_CHARS_MAX])
    return goto("/day", place=place), toast(t("blocked"))


@app.action
def free_entry(place: str, person: str, day: date, entry: str) -> Any:
    floor.free_entry(roles.place_i_work_at(place), day, person, entry)
    return toast(t("freed"))
