"""Rides as they are kept: reading, writing with everybody's screen in mind, and what an end lets go of.

`ride/<id>` is the ride; `rode/<rider>/<id>` and `drove/<driver>/<id>` list it for its two people, newest first.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import cards
import people
from rides import Ride, Stage, Step

from miniapp import Refuse, appdata, now, places, t, user

LISTED_MAX = 40
SWEEP_EVERY = timedelta(minutes=2)


def new_id(at: datetime) -> str:
    """Ids that sort newest first, because documents are read in the order of their keys."""
    return f"{9_999_999_999_999 - int(at.timestamp() * 1000):013d}{secrets.token_hex(2)}"


def find(ride_id: str | None) -> Ride | None:
    return appdata.shared.get(f"ride/{ride_id}", Ride, default=None) if ride_id else None


def read(ride_id: str) -> Ride:
    """The ride, or the refusal of whoever followed a link to nothing."""
    found = find(ride_id)
    if found is None:
        raise Refuse(t("ride-gone"))
    return found


def mine_as_rider(ride_id: str) -> Ride:
    """The ride, if the user is who rides."""
    found = read(ride_id)
    if found.rider != user.id:
        raise Refuse(t("not-your-ride"))
    return found


def mine_as_driver(ride_id: str) -> Ride:
    """The ride, if it is the user who drives it now."""
    found = read(ride_id)
    if found.driver != user.id:
        raise Refuse(t("not-your-ride"))
    return found


def save(ride: Ride) -> None:
    """Write the ride and have every open screen and every card that shows it changed."""
    appdata.shared.put(f"ride/{ride.id}", ride)
    if ride.stage in (Stage.ASKED, Stage.SEARCHING) or (ride.is_over and not ride.settled):
        waits(ride.id)
    elif not ride.is_over:
        appdata.shared.delete(f"open/{ride.id}")
    appdata.refresh(ride.topic)
    cards.update_trip(ride)


def waits(ride_id: str) -> None:
    """The host has something to do with it soon. Where the timer for that is lost, the sweep does it."""
    appdata.shared.put(f"open/{ride_id}", {"at": now()})
    minute = now().replace(second=0, microsecond=0)
    appdata.set_timer("sweep", at=minute + SWEEP_EVERY)


def list_for_rider(ride: Ride) -> None:
    appdata.shared.put(f"rode/{ride.rider}/{ride.id}", {"at": ride.asked_at})


def rode(rider_id: str, limit: int = LISTED_MAX) -> list[Ride]:
    return _listed(f"rode/{rider_id}/", limit)


def drove(driver_id: str, limit: int = LISTED_MAX) -> list[Ride]:
    return _listed(f"drove/{driver_id}/", limit)


def _listed(prefix: str, limit: int) -> list[Ride]:
    ids = [found.key.removeprefix(prefix) for found in appdata.shared.query(prefix, limit=limit)]
    rides = appdata.shared.get_many([f"ride/{ride_id}" for ride_id in ids], Ride) if ids else {}
    return [rides[f"ride/{ride_id}"] for ride_id in ids if f"ride/{ride_id}" in rides]


def end(ride: Ride, step: Step, at: datetime, charge_minor: int, *, car_place: places.Place | None = None) -> None:
    """End it: decide what is taken, let its two people go, and have the money follow."""
    ride.ends(step, at, charge_minor)
    for timer in ("wave", "overdue"):
        appdata.cancel_timer(f"{timer}/{ride.id}")
    rider = people.rider(ride.rider)
    if rider.ride == ride.id:
        rider.ride = None
        people.save_rider(ride.rider, rider)
    let_go(ride, at, car_place=car_place)
    save(ride)
    settle_soon(ride.id)


def let_go(ride: Ride, at: datetime, *, car_place: places.Place | None = None) -> None:
    """Its driver is free again, there where the ride left them."""
    if ride.driver is None:
        return
    driver = people.driver(ride.driver)
    if driver is None or driver.ride != ride.id:
        return
    driver.ride = None
    if car_place is not None:
        driver.place = car_place
    people.becomes_free(driver, at)
    people.save_driver(driver)


def settle_soon(ride_id: str, *, tries: int = 0) -> None:
    """Have the money follow what the ride says: at once, and again later where the wallet could not."""
    after = timedelta(seconds=min(5 * 4**tries, 3600) if tries else 0)
    waits(ride_id)
    appdata.set_timer(f"settle/{ride_id}", at=now() + after, payload={"ride": ride_id, "tries": tries})
