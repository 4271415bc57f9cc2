"""What happens by itself in a person's day: holds and offers run out, reminders go, what is over is closed."""

from __future__ import annotations

from datetime import date

import books
import cards
import deposits
import desk
import making
import money
import states
from actions import app
from model import Agenda, Booking

from miniapp import now, wallet

AT_ONCE = 20  # The rest comes with the next tick.


@app.on_timer("tick")
def tick(place: str, day: str, person: str) -> None:
    agenda = books.agenda(place, date.fromisoformat(day), person)
    due = [entry.id for entry in agenda.entries if 0 < entry.due_ms <= making.now_ms()][:AT_ONCE]
    found = books.bookings(due)
    for booking_id in due:
        if booking_id in found:
            step(found[booking_id], agenda)
        else:
            agenda.drop(booking_id)
    desk.free_up(agenda)


def step(booking: Booking, agenda: Agenda) -> None:
    """What is due for one booking; done again it does nothing more, for the booking has moved on."""
    if booking.state in ("offered", "held"):
        desk.run_out(booking, agenda)
    elif booking.state == "arrived":
        states.move(booking, "done", "time")
        cards.tell(booking, "done")
        keep(booking, agenda)
    elif booking.state == "booked" and booking.reminded < len(making.REMIND_BEFORE):
        cards.tell(booking, ("soon", "near")[booking.reminded])
        booking.reminded = max(booking.reminded + 1, making.stage_at(booking.start))
        keep(booking, agenda)
    elif booking.state == "booked" and now() >= booking.end + deposits.CLOSE_AFTER:
        states.move(booking, "closed", "time")
        booking.keep = deposits.to_keep(booking, "closed", "time", now())
        money.decide(booking)
        agenda.drop(booking.id)
        books.save_booking(booking)
        cards.tell(booking, "closed")
    else:
        keep(booking, agenda)


def keep(booking: Booking, agenda: Agenda) -> None:
    making.enter(agenda, booking, None)
    books.save_booking(booking)


@app.on_timer("settle")
def settle(booking: str) -> None:
    found = books.booking(booking)
    if found is not None:
        money.settle(found)
        books.save_booking(found)


@app.on_payment
def heard(order: wallet.Order) -> None:
    desk.heard(order)
