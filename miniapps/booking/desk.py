"""What guests do with a booking, and the clock: take, confirm, give up, move. Each reads, decides and writes together.

Two guests who want one moment both write that person's day; the host lets one of them through and runs the other
again, who then finds it taken.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import books
import cards
import deposits
import making
import money
import slots
import states
import waiting
from making import Who
from model import Agenda, Booking, Guest, Place, State
from slots import Wish

from miniapp import Refuse, errors, now, t, wallet


def take(place: Place, day: date, start_ms: int, wish: Wish, who: Who) -> Booking | None:
    """Hold the moment for five minutes; None where it is not free (any more)."""
    guest = books.guest(who.id)
    before = held_by(guest)
    chosen = choose(place, day, start_ms, replace(wish, but=before.id if before else ""))
    if chosen is None:
        return None
    made = making.new_booking(place, chosen, wish, start_ms, who, "held")
    made.until = now() + deposits.PAY_IN
    making.enter(chosen, made, wish.service)
    books.add_booking(made)
    books.save_agenda(chosen)
    release(before)  # Only now: what is taken is not offered to anybody.
    guest.holding = made.id
    books.save_guest(who.id, guest)
    return made


def choose(place: Place, day: date, start_ms: int, wish: Wish) -> Agenda | None:
    """The day of the person who is best for it, if the moment is free with anybody."""
    if place.paused:
        return None
    agendas = books.agendas(place.id, day, [one.id for one in slots.candidates(place, day, wish)])
    free = slots.free(place, day, agendas, wish, now_ms=making.now_ms())
    slot = next((one for one in free if one.start_ms == start_ms), None)
    return None if slot is None else agendas[slots.best(place, slot, agendas)]


def held_by(guest: Guest) -> Booking | None:
    """What they hold and have not paid for: one moment at a time. What stands by now is no longer held."""
    found = books.booking(guest.holding or "")
    return found if found is not None and found.state == "held" else None


def release(held: Booking | None) -> None:
    """What they held before is free again."""
    if held is not None:
        lapse(held, "guest")


def lapse(booking: Booking, by: states.By) -> None:
    """What was held or offered is free again, and offered to who waits."""
    agenda = books.agenda(booking.place, booking.day, booking.person)
    end(booking, "lapsed", by, agenda)
    free_up(agenda)


def end(booking: Booking, to: State, by: states.By, agenda: Agenda) -> None:
    """The booking is over: its moment is given back, and what becomes of the deposit decided. The agenda is the
    caller's to save.
    """
    states.move(booking, to, by)
    booking.keep = deposits.to_keep(booking, to, by, now())
    money.decide(booking)
    agenda.drop(booking.id)
    books.save_booking(booking)


def free_up(agenda: Agenda) -> None:
    """Save a day from which something was given back: who waits is asked first."""
    place = books.place(agenda.place)
    if place is not None:
        waiting.fill(place, agenda)
    books.save_agenda(agenda)


def stands(booking: Booking, by: states.By, agenda: Agenda | None = None) -> None:
    """The booking is made: paid for, or there was nothing to pay. The caller saves an agenda it gave."""
    states.move(booking, "booked", by)
    found = agenda or books.agenda(booking.place, booking.day, booking.person)
    making.enter(found, booking, None)
    if agenda is None:
        books.save_agenda(found)
    books.save_booking(booking)
    cards.tell(booking, "booked")


def accept(booking: Booking) -> None:
    """Yes to an offer: it is held as if it had been chosen."""
    guest = books.guest(booking.guest)
    release(held_by(guest))
    states.move(booking, "held", "guest")
    booking.until = now() + deposits.PAY_IN
    agenda = books.agenda(booking.place, booking.day, booking.person)
    making.enter(agenda, booking, None)
    books.save_agenda(agenda)
    books.save_booking(booking)
    guest.holding = booking.id
    books.save_guest(booking.guest, guest)


def cancel(booking: Booking, by: states.By) -> None:
    agenda = books.agenda(booking.place, booking.day, booking.person)
    end(booking, "cancelled", by, agenda)
    free_up(agenda)
    cards.tell(booking, "cancelled" if by == "guest" else "cancelled-by-place")


def why_not_moved(booking: Booking) -> str | None:
    """Why it cannot be moved now, as the key of a text."""
    if booking.state != "booked":
        return "move-not-booked"
    if now() > deposits.free_until(booking.start, booking.rules):
        return "move-too-late"
    return None


def move(booking: Booking, place: Place, day: date, start_ms: int, wish: Wish) -> bool:
    """To another moment: taken before the old one is given back, both in one write or neither. False: not free."""
    chosen = choose(place, day, start_ms, wish)
    if chosen is None:
        return False
    made = making.new_booking(place, chosen, wish, start_ms, Who(booking.guest, "", booking.lang), "held")
    if booking.hold_until is not None and made.end + deposits.CLOSE_AFTER > booking.hold_until:
        raise Refuse(t("move-too-far"))
    old = books.agenda(booking.place, booking.day, booking.person)
    same = old.key == chosen.key
    booking.day, booking.person, booking.person_name = made.day, made.person, made.person_name
    booking.start, booking.end, booking.party = made.start, made.end, made.party
    booking.reminded, booking.moved, booking.changes = made.reminded, booking.moved + 1, booking.changes + 1
    chosen.drop(booking.id)
    making.enter(chosen, booking, wish.service)
    books.save_booking(booking)
    if same:
        free_up(chosen)
    else:
        books.save_agenda(chosen)
        old.drop(booking.id)
        free_up(old)
    cards.tell(booking, "moved")
    return True


def heard(order: wallet.Order) -> Booking | None:
    """The payer answered, or money moved: note it, and let a paid booking stand."""
    booking = money.booking_of(order)
    if booking is None:
        return None
    if booking.order != order.id:  # Of a moment that was asked for twice: only the last order counts.
        if order.is_held or order.is_open:
            wallet.void(order)
        return booking
    money.note(booking, order)
    if booking.state == "held" and order.is_held:
        stands(booking, "money")
    else:
        books.save_booking(booking)
    return booking


def run_out(booking: Booking, agenda: Agenda) -> None:
    """The time to pay is over. Who has paid at the last moment keeps it; nobody can pay afterwards."""
    if booking.order and close(booking.order):
        booking.hold_until = wallet.get(booking.order).hold_expires_at
        stands(booking, "time", agenda)
        return
    offered = booking.state == "offered"
    end(booking, "lapsed", "time", agenda)
    cards.tell(booking, "passed" if offered else "lapsed")


def close(order_id: str) -> bool:
    """Whether it was paid; if not, it cannot be any more."""
    if not wallet.get(order_id).is_open:
        return wallet.get(order_id).is_held
    try:
        wallet.void(order_id)
    except errors.OrderNotHeld:
        return wallet.get(order_id).is_held
    return False
