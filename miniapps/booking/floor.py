"""What the place does: who came, who did not, who walked in, when nobody can come. And the code at the door."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import books
import cards
import clock
import deposits
import desk
import making
import money
import slots
import states
from model import Booking, Entry, Place, State

from miniapp import Refuse, now, t

QR = "majlis-booking"
EARLY = timedelta(hours=12)  # So long before it a code is read on the day.


def mark(booking: Booking, to: State) -> None:
    """Arrived, missed or done, as the place says; with what that means for the deposit."""
    if not states.may(booking, to, "place"):
        raise Refuse(t("mark-not-now"))
    if to == "missed" and now() < booking.start + timedelta(minutes=booking.rules.grace_minutes):
        raise Refuse(t("mark-grace", count=booking.rules.grace_minutes))
    states.move(booking, to, "place")
    booking.keep = deposits.to_keep(booking, to, "place", now())
    money.decide(booking)
    agenda = books.agenda(booking.place, booking.day, booking.person)
    making.enter(agenda, booking, None)
    books.save_agenda(agenda)
    books.save_booking(booking)
    count_missed(booking, to)
    cards.tell(booking, to)


def count_missed(booking: Booking, to: State) -> None:
    """How often a guest did not come, which places see before the next time."""
    guest = books.guest(booking.guest)
    if to == "missed":
        guest.missed += 1
        books.save_guest(booking.guest, guest)
    elif to == "arrived" and booking.ended_by:
        booking.ended_by, booking.ended_at = "", None
        guest.missed = max(guest.missed - 1, 0)
        books.save_guest(booking.guest, guest)
        books.save_booking(booking)


def give_back(booking: Booking) -> None:
    """The place forgives what it kept of a deposit."""
    if booking.is_live or not booking.kept:
        raise Refuse(t("give-back-nothing"))
    booking.keep = deposits.share(booking.deposit, 0)
    money.decide(booking)
    books.save_booking(booking)


def read_code(place: Place, said: str) -> tuple[str, Booking | None]:
    """What a scanned code is worth here: "ok" with the booking, or the key of what is wrong with it."""
    parts = said.strip().split("/")
    if len(parts) != 3 or parts[0] != QR:
        return "scan-foreign", None
    booking = books.booking(parts[1]) if len(parts[1]) <= 64 else None
    if booking is None or not secrets.compare_digest(booking.code.encode(), parts[2].encode()):
        return "scan-unknown", None
    if booking.place != place.id:
        return "scan-elsewhere", None
    if booking.state in ("arrived", "done"):
        return "scan-used", booking
    if booking.state not in ("booked", "missed"):
        return "scan-over", booking
    if booking.day != clock.day_of(place.zone, now()):
        return "scan-day", booking
    return "ok", booking


def walk_in(place: Place, day: date, person: str, start_ms: int, service: str, name: str) -> None:
    """Somebody who came without a booking takes a free moment."""
    offered, who = place.service(service), place.person(person)
    if offered is None or who is None or service not in who.services:
        raise Refuse(t("walk-in-service"))
    agenda = books.agenda(place.id, day, person)
    free = slots.free(
        place, day, {person: agenda}, slots.Wish(offered, person), now_ms=making.now_ms(),
        notice_minutes=-place.rules.step,
    )  # fmt: skip
    if all(slot.start_ms != start_ms for slot in free):
        raise Refuse(t("moment-taken"))
    end_ms = start_ms + offered.minutes * clock.MINUTE_MS
    busy_ms = end_ms + offered.buffer * clock.MINUTE_MS
    agenda.entries.append(
        Entry(books.new_id(), "walkin", start_ms, end_ms, busy_ms, service, offered.together, 1, name)
    )
    books.save_agenda(agenda)


def block(place: Place, day: date, person: str, start_ms: int, minutes: int, why: str) -> None:
    """Nobody can come then; refused while somebody is to come."""
    agenda = books.agenda(place.id, day, person)
    end_ms = start_ms + minutes * clock.MINUTE_MS
    inside = [one for one in agenda.entries if one.start_ms < end_ms and start_ms < one.busy_ms]
    if inside:
        raise Refuse(t("block-booked", count=len(inside)))
    agenda.entries.append(Entry(books.new_id(), "block", start_ms, end_ms, end_ms, name=why))
    books.save_agenda(agenda)


def free_entry(place: Place, day: date, person: str, entry_id: str) -> None:
    """Take back a block or a walk-in."""
    agenda = books.agenda(place.id, day, person)
    entry = agenda.entry(entry_id)
    if entry is None or entry.state not in ("block", "walkin"):
        raise Refuse(t("entry-gone"))
    agenda.drop(entry_id)
    desk.free_up(agenda)
