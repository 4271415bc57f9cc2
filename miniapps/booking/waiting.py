"""The waiting list of a day: what is given up is offered to who waits, in turn, one at a time, ten minutes each.

An offer takes the moment in the person's day as any booking does, so nobody can be faster, and nobody else gets it.
"""

from __future__ import annotations

from datetime import date

import books
import cards
import deposits
import making
import slots
from model import ANY, Agenda, Place, Waiter

from miniapp import appdata, now

WAITERS_MAX = 50
NOTICE_MINUTES = 20  # Time to answer, to pay, and to come.


def fill(place: Place, agenda: Agenda) -> None:
    """Offer what is free in this day to the first it suits, and so on. The caller saves the agenda."""
    line = books.line(agenda.place, agenda.day)
    if not line.waiters or place.paused:
        return
    stay = [waiter for waiter in line.waiters if not offer(place, agenda, waiter)]
    if len(stay) < len(line.waiters):
        line.waiters = stay
        books.save_line(line)


def offer(place: Place, agenda: Agenda, waiter: Waiter) -> bool:
    """Whether something of this day could be offered to them; then it is."""
    service = place.service(waiter.service)
    if service is None or waiter.person not in (ANY, agenda.person):
        return False
    wish = slots.Wish(service, agenda.person, waiter.party)
    now_ms = making.now_ms()
    found = slots.free(place, agenda.day, {agenda.person: agenda}, wish, now_ms=now_ms, notice_minutes=NOTICE_MINUTES)
    if not found:
        return False
    who = making.Who(waiter.guest, waiter.guest_name, waiter.lang, waiter.remind)
    made = making.new_booking(place, agenda, wish, found[0].start_ms, who, "offered")
    made.until, made.waited = now() + deposits.ANSWER_IN, True
    making.enter(agenda, made, service)
    books.add_booking(made)
    appdata.shared.delete(key_of(waiter.guest, place.id, agenda.day))
    cards.tell(made, "offered")
    return True


def key_of(guest: str, place_id: str, day: date) -> str:
    """Where it is kept that somebody waits, so that they find their own lines."""
    return f"waits/{guest}/{place_id}/{day.isoformat()}"
