"""Makes bookings and the entries they are in a person's day."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import books
import clock
import deposits
from model import NO_TEXT, Agenda, Booking, Entry, Place, Service, State
from slots import Wish

from miniapp import now

REMIND_BEFORE = (timedelta(hours=24), timedelta(hours=2))


@dataclass(frozen=True)
class Who:
    """A guest, as a booking keeps them."""

    id: str
    name: str
    lang: str
    remind: bool = True


def now_ms() -> int:
    return clock.to_ms(now())


def new_booking(place: Place, agenda: Agenda, wish: Wish, start_ms: int, who: Who, state: State) -> Booking:
    service, start = wish.service, clock.from_ms(start_ms)
    person = place.person(agenda.person)
    return Booking(
        id=books.new_id(), place=place.id, day=agenda.day, person=agenda.person, service=service.id,
        guest=who.id, guest_name=who.name, lang=who.lang, remind=who.remind,
        start=start, end=start + timedelta(minutes=service.minutes), made_at=now(), state=state,
        code=secrets.token_hex(5), zone=place.zone, party=wish.party, price=service.price, deposit=service.deposit,
        rules=place.rules, place_name=place.name, service_name=service.name, area=place.area,
        person_name=person.name if person else NO_TEXT, kept=deposits.share(service.deposit, 0),
        reminded=stage_at(start),
    )  # fmt: skip


def stage_at(start: datetime) -> int:
    """How many reminders are too late already for what begins then."""
    return sum(now() >= start - before for before in REMIND_BEFORE)


def enter(agenda: Agenda, booking: Booking, service: Service | None) -> None:
    """Write the booking's entry anew, as the booking says."""
    before = agenda.entry(booking.id)
    busy = booking.end + timedelta(minutes=service.buffer if service else 0)
    entry = Entry(
        booking.id, "booked", clock.to_ms(booking.start), clock.to_ms(booking.end), clock.to_ms(busy),
        booking.service, bool(service and service.together), booking.party, booking.guest_name,
    )  # fmt: skip
    if before is not None:  # What was tidied up after it when it was booked stays so.
        entry.busy_ms, entry.together = before.busy_ms, before.together
        agenda.drop(booking.id)
    update(entry, booking)
    agenda.entries.append(entry)
    agenda.entries.sort(key=lambda one: (one.start_ms, one.id))


def update(entry: Entry, booking: Booking) -> None:
    """The entry says of the booking what the day needs to know: its state, and what happens next by itself."""
    if booking.state in ("offered", "held", "booked", "arrived", "done", "missed"):
        entry.state = booking.state
    entry.due_ms = due_ms(booking)


def due_ms(booking: Booking) -> int:
    """When something happens to it by itself; 0: never."""
    if booking.until is not None:
        return clock.to_ms(booking.until)
    if booking.state == "booked" and booking.reminded < len(REMIND_BEFORE):
        return clock.to_ms(booking.start - REMIND_BEFORE[booking.reminded])
    if booking.state == "booked":
        return clock.to_ms(booking.end + deposits.CLOSE_AFTER)
    return clock.to_ms(booking.end) if booking.state == "arrived" else 0
