"""What guests do: look for a moment, hold it, pay, move it, give it up, wait for one, say how it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import books
import cards
import clock
import deposits
import desk
import ics
import making
import money
import slots
import waiting
from model import ANY, Booking, Place, Service, Stars, Waiter

from miniapp import App, Goto, Refuse, appdata, errors, goto, now, profile, save_file, t, toast, user, wallet

app = App("booking")
PARTY_MAX = 20
COMMENT_CHARS_MAX = 300


@dataclass
class Draft:
    """What somebody is choosing: kept while they look at other days."""

    place: str = ""
    service: str = ""
    person: str = ANY
    party: int = 1
    day: date | None = None
    moving: str = ""  # The booking that is to be moved.
    lost: bool = False  # Somebody else was faster.


@dataclass
class State:
    """One session: what is being chosen, and what the lists show."""

    draft: Draft = field(default_factory=Draft)
    kind: str = "all"
    day: date | None = None  # Of the place's day.
    person: str = ""
    calendar: str = "hijri"  # Of the holiday that is being written.


@app.action
def show(path: str, id: str = "") -> Goto:
    """Just look at another screen."""
    return goto(path, id=id) if id else goto(path)


@app.action
def pick_kind(state: State, value: str) -> None:
    state.kind = value


@app.action
def begin(state: State, place: str, service: str) -> Goto:
    state.draft = Draft(place, service)
    return goto("/times")


@app.action
def begin_move(state: State, booking: str) -> Goto:
    mine = my_booking(booking)
    why = desk.why_not_moved(mine)
    if why is not None:
        raise Refuse(t(why))
    state.draft = Draft(mine.place, mine.service, ANY, mine.party, mine.day, moving=mine.id)
    return goto("/times")


@app.action
def pick_person(state: State, value: str) -> None:
    state.draft.person, state.draft.lost = value, False


@app.action
def pick_party(state: State, value: int) -> None:
    state.draft.party, state.draft.lost = min(max(value, 1), PARTY_MAX), False


@app.action
def pick_day(state: State, value: date) -> None:
    state.draft.day, state.draft.lost = value, False


@app.action
def open_day(state: State, day: date) -> None:
    state.draft.day, state.draft.lost = day, False


@app.action
def take(state: State, day: date, slot: str = "") -> Any:
    """Hold a moment, or move a booking to it; who comes second sees what is still free."""
    place, wish = chosen(state.draft)
    if not slot.isdigit():
        raise Refuse(t("choose-slot"))
    if state.draft.moving:
        return move(state, place, day, int(slot), wish)
    made = desk.take(place, day, int(slot), wish, me())
    if made is None:
        state.draft.day, state.draft.lost = day, True
        return goto("/times")
    state.draft.lost = False
    return goto("/pay", id=made.id)


def move(state: State, place: Place, day: date, start_ms: int, wish: slots.Wish) -> Any:
    mine = my_booking(state.draft.moving)
    why = desk.why_not_moved(mine)
    if why is not None:
        raise Refuse(t(why))
    wish = slots.Wish(wish.service, wish.person, wish.party, but=mine.id)
    if not desk.move(mine, place, day, start_ms, wish):
        state.draft.day, state.draft.lost = day, True
        return goto("/times")
    state.draft = Draft()
    return goto("/booking", id=mine.id), toast(t("moved"), tone="good")


def chosen(draft: Draft) -> tuple[Place, slots.Wish]:
    """The place and what is wished for there, as they are now."""
    place = books.need_place(draft.place)
    service = place.service(draft.service)
    if service is None:
        raise Refuse(t("service-gone"))
    return place, slots.Wish(service, draft.person, draft.party if asks_party(service) else 1)


def asks_party(service: Service) -> bool:
    return service.by_party or service.together


def me() -> making.Who:
    """The user as a guest: the place must know who comes."""
    try:
        name = profile.name()[:40]
    except errors.ScopeDenied:
        raise Refuse(t("name-needed")) from None
    return making.Who(user.id, name, user.lang, books.guest(user.id).messages)


def my_booking(booking_id: str) -> Booking:
    """A booking of the user's; anybody else's is refused as if there were none."""
    found = books.need_booking(booking_id)
    if found.guest != user.id:
        raise Refuse(t("booking-gone"))
    return found


@app.action
def pay(booking: str, remind: bool = False) -> Any:
    """Ask for the deposit, or let the booking stand where there is none."""
    mine = my_booking(booking)
    if mine.state == "booked":
        return goto("/booking", id=mine.id)
    if mine.state != "held":
        raise Refuse(t("hold-over"))
    mine.remind = remind and cards.ask_for_messages(mine)
    if not mine.deposit:
        desk.stands(mine, "guest")
        return goto("/booking", id=mine.id), toast(t("booked"), tone="good")
    if mine.order:
        order = wallet.get(mine.order)
        if order.is_open:
            books.save_booking(mine)
            return wallet.ask(order)
        if order.is_held:  # Paid already; the news is on its way.
            desk.heard(order)
            return goto("/booking", id=mine.id)
    try:
        order = money.ask(mine, books.need_place(mine.place))
    except errors.PayeeNotEnrolled:
        raise Refuse(t("payee-gone")) from None
    except errors.ScopeDenied:
        raise Refuse(t("pay-denied")) from None
    books.save_booking(mine)
    return wallet.ask(order)


@app.action
def let_go(booking: str) -> Any:
    """Give back a moment that is held, or say no to one that was offered."""
    mine = my_booking(booking)
    if mine.state not in ("held", "offered"):
        raise Refuse(t("hold-over"))
    desk.lapse(mine, "guest")
    return goto("/place", id=mine.place), toast(t("let-go"))


@app.action
def accept(booking: str) -> Any:
    mine = my_booking(booking)
    if mine.state != "offered":
        raise Refuse(t("offer-over"))
    desk.accept(mine)
    return goto("/pay", id=mine.id)


@app.action
def expired(booking: str) -> None:
    """The countdown on the screen is over; the timer decides, and this only looks."""


@app.action
def cancel(booking: str, cost_minor: int) -> Any:
    """Give up a booking for what the screen said it costs, and not a halala more."""
    mine = my_booking(booking)
    if mine.state != "booked":
        raise Refuse(t("cancel-not-now"))
    if deposits.cost_of_cancelling(mine, now()).amount_minor > cost_minor:
        raise Refuse(t("cancel-cost-changed"))
    desk.cancel(mine, "guest")
    return toast(t("cancelled"))


@app.action
def set_remind(booking: str, value: bool) -> Any:
    mine = my_booking(booking)
    if value and not cards.ask_for_messages(mine):
        raise Refuse(t("messages-denied"))
    mine.remind = value
    books.save_booking(mine)
    return toast(t("remind-on") if value else t("remind-off"))


@app.action
def set_messages(value: bool) -> Any:
    """Messages of every booking, those there are among them."""
    guest = books.guest(user.id)
    guest.messages = value
    books.save_guest(user.id, guest)
    for mine in books.of_guest(user.id):
        if mine.is_live and mine.remind != value:
            mine.remind = value
            books.save_booking(mine)
    return toast(t("remind-on") if value else t("remind-off"))


@app.action
def save_calendar(booking: str) -> Any:
    mine = my_booking(booking)
    mine.lang = user.lang
    return save_file(f"booking-{mine.code}", ics.calendar_file(mine, now()))


@app.action
def rate(booking: str, stars: int = 0, comment: str = "") -> Any:
    mine = my_booking(booking)
    if mine.state != "done" or mine.stars:
        raise Refuse(t("rate-not-now"))
    if not 1 <= stars <= 5:
        raise Refuse(t("rate-choose"))
    mine.stars, mine.comment = stars, " ".join(comment.split())[:COMMENT_CHARS_MAX]
    given = books.stars([mine.place]).get(mine.place) or Stars()
    given.total, given.count = given.total + stars, given.count + 1
    appdata.shared.put(f"stars/{mine.place}", given)
    appdata.refresh(f"place/{mine.place}")
    books.save_booking(mine)
    return toast(t("rated"), tone="good")


# --- waiting ---


@app.action
def wait(state: State, day: date) -> Any:
    """Stand in line for a day that is full."""
    place, wish = chosen(state.draft)
    line = books.line(place.id, day)
    if any(one.guest == user.id and one.service == wish.service.id for one in line.waiters):
        raise Refuse(t("wait-already"))
    if len(line.waiters) >= waiting.WAITERS_MAX:
        raise Refuse(t("wait-full"))
    if not place.rules.horizon_days or clock.day_of(place.zone, now()) > day:
        raise Refuse(t("wait-past"))
    who = me()
    line.waiters.append(
        Waiter(books.new_id(), who.id, who.name, who.lang, wish.service.id, wish.person, wish.party, now(), who.remind)
    )
    books.save_line(line)
    appdata.shared.put(waiting.key_of(user.id, place.id, day), place.id)
    cards.tell_waiting(place, day)
    return toast(t("waiting"), tone="good")


@app.action
def stop_waiting(place: str, day: date) -> Any:
    line = books.line(place, day)
    line.waiters = [one for one in line.waiters if one.guest != user.id]
    books.save_line(line)
    appdata.shared.delete(waiting.key_of(user.id, place, day))
    return toast(t("wait-left"))
