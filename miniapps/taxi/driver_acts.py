"""What a driver does: comes in by invitation, goes on and off duty, takes rides, drives them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import cards
import people
import search
import trips
import ways
from base import State, app
from people import Driver
from rides import FINISH_WITHIN, START_WITHIN, Extra, ExtraState, Ride, Stage, Step, Who, Why
from tariff import NO_SHOW, CarClass, quote

from miniapp import Refuse, appdata, errors, goto, messages, now, places, t, toast, user, wallet

CODE_TRIES = 5  # Then the rider gets another code.
SHIFT = timedelta(hours=12)
_MODEL_CHARS_MAX, _PLATE_CHARS_MAX = 40, 12


@app.action
def join(state: State, code: str, model: str = "", plate: str = "", car: CarClass = CarClass.ECONOMY) -> Any:
    """Come in by an invitation. It lets one person in: of two who use it at once, the second is told."""
    asked = people.open_invite(code)
    if people.driver(user.id) is not None:
        return goto("/"), toast(t("driver-already"))
    drives, number = " ".join(model.split())[:_MODEL_CHARS_MAX], " ".join(plate.split())[:_PLATE_CHARS_MAX]
    if not drives or not number:
        raise Refuse(t("car-missing"))
    try:
        wallet.enroll()
    except errors.ScopeDenied:
        raise Refuse(t("payee-denied")) from None
    name = people.first_name()
    if not name:
        raise Refuse(t("driver-name-needed"))
    asked.used_by = user.id
    appdata.shared.put(f"invite/{asked.code}", asked)
    appdata.refresh("invites")
    people.save_driver(Driver(user.id, name, drives, number, car, now(), lang=user.lang))
    state.side = "drive"
    return goto("/"), toast(t("driver-welcome", name=name), tone="good")


@app.action
def go_on_duty(state: State, place: places.Place | None = None) -> Any:
    """From here on they are asked for rides. Their position is shared with the company's map, if they let it."""
    mine = people.me_driving()
    here = place or mine.place
    if here is None:
        raise Refuse(t("say-where"))
    try:
        places.share_position(f"fleet/{mine.id}", length=SHIFT)
    except errors.ScopeDenied:
        raise Refuse(t("position-denied")) from None
    mine.place, mine.on_duty, mine.since, mine.lang = here, True, now(), user.lang
    people.becomes_free(mine, now())
    people.save_driver(mine)
    return toast(t("on-duty-now"), tone="good")


@app.action
def go_off_duty() -> Any:
    """No more requests; a ride that is under way is driven to its end."""
    mine = people.driver(user.id)
    if mine is None:
        return None
    duty = people.duty_of(mine)
    mine.on_duty = False
    people.becomes_free(mine, now())
    people.save_driver(mine)
    places.stop_sharing(f"fleet/{mine.id}")
    asked = trips.find(duty.asked) if duty is not None else None
    if asked is not None:
        search.passes(asked, mine.id, now())
    return toast(t("off-duty-now"))


@app.action
def here_now(state: State, value: places.Place) -> None:
    """Where a driver on duty waits now."""
    mine = people.me_driving()
    mine.place = value
    if mine.ride is None:
        people.becomes_free(mine, now())
    people.save_driver(mine)


@app.action
def tell_driver() -> Any:
    """Requests in chat as well, for who has the app closed."""
    mine = people.me_driving()
    try:
        messages.send_card("requests", title=t_title(mine), path="/")
    except errors.ScopeDenied:
        raise Refuse(t("cards-denied")) from None
    mine.wants_cards = True
    people.save_driver(mine)
    return toast(t("will-tell"), tone="good")


def t_title(mine: Driver) -> str:
    """A card's words are plain: nobody translates them later."""
    return "ستصلك الطلبات هنا" if mine.lang == "ar" else "Requests will reach you here"


# --- requests ---


@app.action
def accept(ride: str) -> Any:
    """Take it. Of two who tap at once one has it; the other's screen says so, and they stay on duty."""
    mine, asked = people.me_driving(), trips.read(ride)
    if asked.driver == mine.id and asked.stage is not Stage.SEARCHING:
        return None  # The same tap again.
    if asked.stage is not Stage.SEARCHING or mine.id not in asked.asking or mine.ride is not None:
        return toast(t("another-was-faster"), tone="warn")
    at = now()
    asked.takes(Step.ACCEPT, at)
    here = mine.place.point if mine.place else asked.start.point
    asked.driver, asked.face, asked.car_at = mine.id, mine.face, here
    asked.promised_at = at + ways.takes(here, asked.start.point)
    asked.asking, asked.asking_until = [], None
    mine.ride = asked.id
    people.becomes_free(mine, at)
    people.save_driver(mine)
    appdata.shared.put(f"drove/{mine.id}/{asked.id}", {"at": at})
    appdata.cancel_timer(f"wave/{asked.id}")
    appdata.set_timer(f"overdue/{asked.id}", at=at + START_WITHIN, payload={"ride": asked.id})
    share_with(asked)
    cards.to_rider(asked)
    trips.save(asked)
    return goto("/ride", id=asked.id)


def share_with(ride: Ride) -> None:
    """The car on the rider's map. A driver who withdrew their yes drives all the same, and the map stands still."""
    try:
        places.share_position(ride.topic, length=START_WITHIN + FINISH_WITHIN)
    except errors.ScopeDenied:
        return


@app.action
def pass_on(ride: str) -> Any:
    """Not this one: the next is asked at once."""
    mine, asked = people.me_driving(), trips.find(ride)
    duty = people.duty_of(mine)
    if duty is not None and duty.asked == ride:
        people.becomes_free(mine, now())
    if asked is not None:
        search.passes(asked, mine.id, now())
    people.save_driver(mine)
    return toast(t("passed"))


@app.action
def seen_taken() -> None:
    """A request that went to somebody else is put aside."""
    mine = people.me_driving()
    people.becomes_free(mine, now())
    people.save_driver(mine)


# --- on the way ---


@app.action
def arrived(ride: str) -> Any:
    mine = trips.mine_as_driver(ride)
    if mine.stage is Stage.ARRIVED:
        return None
    mine.takes(Step.ARRIVE, now())
    mine.car_at = mine.start.point
    cards.to_rider(mine)
    trips.save(mine)
    return toast(t("rider-told"), tone="good")


@app.action
def start(ride: str, code: str = "") -> Any:
    """With the rider's code: the right person sits in the right car. After five wrong ones the rider gets another."""
    mine = trips.mine_as_driver(ride)
    if mine.stage is Stage.RIDING:
        return None
    if not mine.may(Step.START):
        return toast(t("ride-moved-on", stage=t(f"stage-{mine.stage.value}")), tone="warn")
    if western(code) != mine.code:
        return _wrong_code(mine)
    at = now()
    mine.takes(Step.START, at)
    appdata.set_timer(f"overdue/{mine.id}", at=at + FINISH_WITHIN, payload={"ride": mine.id})
    cards.to_rider(mine)
    trips.save(mine)
    return None


def _wrong_code(mine: Ride) -> Any:
    mine.code_wrong += 1
    if mine.code_wrong % CODE_TRIES == 0:
        mine.code = f"{(int(mine.code) * 7919 + 4241 + mine.code_wrong) % 10_000:04d}"
        trips.save(mine)
        return toast(t("code-renewed"), tone="bad")
    trips.save(mine)
    return toast(t("code-wrong", left=CODE_TRIES - mine.code_wrong % CODE_TRIES), tone="bad")


def western(digits: str) -> str:
    """A code however it was typed: Arabic, Persian and western digits are one."""
    return "".join(str(int(sign)) for sign in digits if sign.isdecimal())


@app.action
def finish(ride: str) -> Any:
    """There: the price as agreed is taken."""
    mine = trips.mine_as_driver(ride)
    if mine.stage is Stage.FINISHED:
        return None
    if not mine.may(Step.FINISH):
        return toast(t("ride-moved-on", stage=t(f"stage-{mine.stage.value}")), tone="warn")
    charge_minor, mine.extra_charge_minor = mine.price
    end_ride(mine, mine.end, charge_minor)
    return toast(t("well-driven"), tone="good")


def end_ride(mine: Ride, place: places.Place, charge_minor: int) -> None:
    trips.end(mine, Step.FINISH, now(), charge_minor, car_place=place)
    places.stop_sharing(mine.topic)
    cards.to_rider(mine)


@app.action
def finish_at(ride: str, value: places.Place) -> Any:
    """Somewhere else. Nearer costs less; for what is dearer the rider is asked, and pays no more where they say no."""
    mine = trips.mine_as_driver(ride)
    if mine.stage is Stage.FINISHED:
        return goto("/ride", id=ride)
    if not mine.may(Step.FINISH):
        return goto("/ride", id=ride), toast(t("ride-moved-on", stage=t(f"stage-{mine.stage.value}")), tone="warn")
    try:
        way = ways.trip(mine.start, value)
    except (errors.RouteNotFound, errors.PointOutsideCity):
        raise Refuse(t("no-way")) from None
    kept = people.open_tariff()
    fare = quote(kept, mine.car, length_m=way.length_m, duration_s=way.duration_s, airport=way.airport,
                 at=mine.asked_at)  # fmt: skip
    charge_minor, mine.extra_charge_minor = mine.price
    if fare.total_minor < charge_minor + mine.extra_charge_minor:
        mine.fare, mine.end, mine.length_m, mine.duration_s = fare, value, way.length_m, way.duration_s
        charge_minor, mine.extra_charge_minor = mine.price
    elif not _is_asked_more(mine) and fare.total_minor > mine.hold_minor:
        more = fare.total_minor - charge_minor
        mine.extra = Extra(value, fare, way.length_m, way.duration_s, more, now(), by=Who.DRIVER)
    ways.keep_line(mine.id, way.line)
    end_ride(mine, value, charge_minor)
    return goto("/ride", id=ride), toast(t("well-driven"), tone="good")


def _is_asked_more(ride: Ride) -> bool:
    """One longer way a ride: where the rider approves or approved one, the driver cannot ask for another."""
    return ride.extra is not None and ride.extra.state in (ExtraState.ASKED, ExtraState.HELD)


@app.action
def hand_back(ride: str) -> Any:
    """The driver cannot after all: the search goes on without them, and the rider pays nothing for it."""
    mine = trips.mine_as_driver(ride)
    if not mine.may(Step.HAND_BACK):
        return toast(t("ride-moved-on", stage=t(f"stage-{mine.stage.value}")), tone="warn")
    at = now()
    trips.let_go(mine, at)
    mine.takes(Step.HAND_BACK, at)
    mine.passed_on = True
    appdata.cancel_timer(f"overdue/{mine.id}")
    appdata.shared.delete(f"drove/{user.id}/{mine.id}")
    places.stop_sharing(mine.topic)
    search.begin(mine, at)
    return goto("/"), toast(t("handed-back"))


@app.action
def no_show(ride: str) -> Any:
    """Nobody came: after five minutes at the door the driver may leave, and is paid for the way."""
    mine = trips.mine_as_driver(ride)
    at = now()
    if not mine.may(Step.NO_SHOW) or mine.arrived_at is None:
        return toast(t("ride-moved-on", stage=t(f"stage-{mine.stage.value}")), tone="warn")
    if at < mine.arrived_at + NO_SHOW:
        return toast(t("wait-longer"), tone="warn")
    mine.why = Why.NO_SHOW
    trips.end(mine, Step.NO_SHOW, at, min(mine.no_show_minor, mine.hold_minor), car_place=mine.start)
    places.stop_sharing(mine.topic)
    cards.to_rider(mine)
    return goto("/"), toast(t("no-show-noted"))
