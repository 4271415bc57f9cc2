"""Who takes part: riders, drivers and how they got in. Documents and their keys; the rules that need no screen.

`rider/<id>` and `driver/<id>` hold the one ride somebody is in: whoever writes a ride writes these too, so nobody is
ever in two. `duty/<class>/<driver>` is there while a driver is free. `invite/<code>` lets one person in, once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from matching import Free
from rides import DriverFace, Ride
from tariff import CarClass, Tariff

from miniapp import Refuse, appdata, errors, now, places, profile, t, user

INVITE_FOR = timedelta(days=7)
INVITES_MAX = 30  # Waiting at a time.
DRIVERS_MAX = 600
FREE_MAX = 400  # Of one class, who are looked through for a ride.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # None that look alike.


@dataclass
class Rider:
    """Somebody who rides, and the ride they are in."""

    ride: str | None = None
    stars_sum: int = 0
    stars_count: int = 0


@dataclass
class Car:
    """What an invitation says of the car, and its driver then."""

    model: str = ""
    plate: str = ""
    car: CarClass = CarClass.ECONOMY


@dataclass
class Driver:
    """Somebody who drives. `place` is where they said they were, or the end of their last ride."""

    id: str
    name: str
    model: str
    plate: str
    car: CarClass
    joined_at: datetime
    lang: str = "ar"
    ride: str | None = None
    on_duty: bool = False
    since: datetime | None = None
    place: places.Place | None = None
    suspended: bool = False
    wants_cards: bool = False
    stars_sum: int = 0
    stars_count: int = 0
    rides: int = 0

    @property
    def face(self) -> DriverFace:
        return DriverFace(self.name, self.model, self.plate, self.stars_sum, self.stars_count)

    @property
    def topic(self) -> str:
        return f"driver/{self.id}"

    @property
    def duty_key(self) -> str:
        return f"duty/{self.car.value}/{self.id}"


@dataclass
class Invite:
    """A way in for one driver, open until it is used, withdrawn or over."""

    code: str
    made_at: datetime
    until: datetime
    car: Car
    used_by: str | None = None
    withdrawn: bool = False

    def is_open(self, at: datetime) -> bool:
        return self.used_by is None and not self.withdrawn and at < self.until

    @property
    def path(self) -> str:
        return f"/join?code={self.code}"


def first_name() -> str:
    """The user's first name, or nothing where they keep it: never more than the first word leaves this place."""
    try:
        return (profile.name().split() or [""])[0][:30]
    except errors.ScopeDenied:
        return ""


# --- what is stored ---


def tariff() -> Tariff | None:
    """The published tariff; nobody can order before there is one."""
    return appdata.shared.get("tariff", Tariff, default=None)


def open_tariff() -> Tariff:
    """The tariff, or the refusal of a company that has not opened yet."""
    found = tariff()
    if found is None:
        raise Refuse(t("not-open-yet"))
    return found


def rider(rider_id: str) -> Rider:
    return appdata.shared.get(f"rider/{rider_id}", Rider, default=None) or Rider()


def save_rider(rider_id: str, kept: Rider) -> None:
    appdata.shared.put(f"rider/{rider_id}", kept)


def driver(driver_id: str) -> Driver | None:
    return appdata.shared.get(f"driver/{driver_id}", Driver, default=None)


def me_driving() -> Driver:
    """The user as a driver; refused for anybody else, and for one who is suspended."""
    found = driver(user.id)
    if found is None:
        raise Refuse(t("not-a-driver"))
    if found.suspended:
        raise Refuse(t("you-are-suspended"))
    return found


def save_driver(kept: Driver) -> None:
    appdata.shared.put(f"driver/{kept.id}", kept)
    appdata.refresh(kept.topic)
    appdata.refresh("fleet")


def drivers() -> list[Driver]:
    return [found.value for found in appdata.shared.query("driver/", Driver, limit=DRIVERS_MAX)]


def free(car: CarClass) -> list[Free]:
    return [found.value for found in appdata.shared.query(f"duty/{car.value}/", Free, limit=FREE_MAX)]


def duty_of(one: Driver) -> Free | None:
    return appdata.shared.get(one.duty_key, Free, default=None)


def becomes_free(one: Driver, at: datetime) -> None:
    """They may be asked from now on, if they are on duty with a place and without a ride."""
    if one.on_duty and one.ride is None and one.place is not None and not one.suspended:
        appdata.shared.put(one.duty_key, Free(one.id, one.place.point, at))
    else:
        appdata.shared.delete(one.duty_key)


def ask_drivers(chosen: Iterable[Free], ride: Ride, until: datetime) -> None:
    """The ride is theirs to take until then."""
    for one in chosen:
        appdata.shared.put(f"duty/{ride.car.value}/{one.driver}", replace(one, asked=ride.id, asked_until=until))
        appdata.refresh(f"driver/{one.driver}")


# --- invitations ---


def new_code() -> str:
    """Eight signs that can be read out over a telephone."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def make_invite(car: Car, at: datetime) -> Invite:
    made = Invite(new_code(), at, at + INVITE_FOR, car)
    appdata.shared.put(f"invite/{made.code}", made)
    appdata.refresh("invites")
    return made


def invite(code: str) -> Invite | None:
    tidy = code.strip().upper().replace("-", "").replace(" ", "")
    return appdata.shared.get(f"invite/{tidy}", Invite, default=None) if 1 <= len(tidy) <= 16 else None


def open_invite(code: str) -> Invite:
    """The invitation, if it still lets somebody in."""
    found = invite(code)
    if found is None:
        raise Refuse(t("invite-unknown"))
    if found.used_by is not None:
        raise Refuse(t("invite-used"))
    if not found.is_open(now()):
        raise Refuse(t("invite-over"))
    return found


def waiting_invites() -> list[Invite]:
    """The open ones, the one that ends last first."""
    found = [each.value for each in appdata.shared.query("invite/", Invite, limit=200)]
    return sorted((each for each in found if each.is_open(now())), key=lambda each: each.until, reverse=True)
