"""The search for a driver: whom a ride is offered to, wave after wave, until one takes it or nobody is left."""

from __future__ import annotations

from datetime import datetime

import cards
import matching
import people
import trips
from base import app
from rides import Ride, Stage, Step, Why

from miniapp import appdata, now


def begin(ride: Ride, at: datetime) -> None:
    """The hold is there: ask the nearest."""
    ride.searches(at)
    ask_next(ride, at)


def ask_next(ride: Ride, at: datetime) -> None:
    """Offer it to whoever is next, or give up; the ride is written."""
    chosen = matching.next_wave(people.free(ride.car), ride.start.point, wave=ride.wave, tried=ride.tried, at=at)
    if matching.is_over(ride.searching_at or at, at, found=bool(chosen)):
        trips.end(ride, Step.GIVE_UP, at, 0)
        cards.to_rider(ride)
        return
    until = at + matching.OFFER_FOR
    ride.asking, ride.asking_until = [one.driver for one in chosen], until
    if chosen:
        ride.wave += 1
        ride.tried += ride.asking
        people.ask_drivers(chosen, ride, until)
        cards.to_asked(ride)
    trips.save(ride)
    wave = int(until.timestamp() * 1000)
    appdata.set_timer(f"wave/{ride.id}", at=until, payload={"ride": ride.id, "wave": wave})


@app.on_timer("wave")
def wave_is_over(ride: str, wave: int) -> None:
    """Nobody of this wave took it in time. One that comes late, or twice, finds another wave and does nothing."""
    searching = trips.find(ride)
    if searching is None or searching.stage is not Stage.SEARCHING or searching.asking_until is None:
        return
    if int(searching.asking_until.timestamp() * 1000) == wave:
        ask_next(searching, max(now(), searching.asking_until))


def passes(ride: Ride, driver_id: str, at: datetime) -> None:
    """One who was asked said no; when all have, the next are asked without waiting."""
    if ride.stage is not Stage.SEARCHING or driver_id not in ride.asking:
        return
    ride.asking.remove(driver_id)
    if ride.asking:
        trips.save(ride)
    else:
        ask_next(ride, at)


@app.on_timer("overdue")
def overdue(ride: str) -> None:
    """A ride nobody went on with: before its start it is void, after it, it ends at its price."""
    late = trips.find(ride)
    if late is None:
        return
    if late.may(Step.ABANDON):
        late.why = Why.TOO_LATE
        trips.end(late, Step.ABANDON, now(), 0)
        cards.to_rider(late)
    elif late.may(Step.FINISH):
        charge_minor, late.extra_charge_minor = late.price
        trips.end(late, Step.FINISH, now(), charge_minor, car_place=late.end)
