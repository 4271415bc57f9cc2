"""Reads and writes of the documents; each write draws again who looks, and sets what happens by itself next."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

import clock
from model import Agenda, Booking, Guest, Member, Place, Stars, WaitDay, agenda_key

from miniapp import Refuse, appdata, now, t

PLACES_MAX = 60
BOOKINGS_MAX = 60  # Of one guest, the newest.
HOME = "home"


def new_id() -> str:
    """Ids that sort newest first, because documents are read in the order of their keys."""
    ms_left = 9_999_999_999_999 - int(now().timestamp() * 1000)
    return f"{ms_left:013d}{secrets.token_hex(3)}"


# --- places ---


def place(place_id: str) -> Place | None:
    return appdata.shared.get(f"place/{place_id}", Place, default=None)


def need_place(place_id: str) -> Place:
    found = place(place_id)
    if found is None:
        raise Refuse(t("place-gone"))
    return found


def places() -> list[Place]:
    return [found.value for found in appdata.shared.query("place/", Place, limit=PLACES_MAX)]


def save_place(kept: Place) -> None:
    appdata.shared.put(f"place/{kept.id}", kept)
    appdata.refresh(kept.topic)
    appdata.refresh(HOME)


def stars(place_ids: Iterable[str]) -> dict[str, Stars]:
    found = appdata.shared.get_many([f"stars/{one}" for one in place_ids], Stars)
    return {key.removeprefix("stars/"): value for key, value in found.items()}


# --- days ---


def day_topic(place_id: str, day: date) -> str:
    return f"day/{place_id}/{day.isoformat()}"


def agendas(place_id: str, day: date, people: Iterable[str]) -> dict[str, Agenda]:
    """That day of each of them, by person; empty where nothing was written yet."""
    keys = {agenda_key(place_id, day, person): person for person in people}
    found = appdata.shared.get_many(keys, Agenda)
    return {person: found.get(key) or Agenda(place_id, day, person) for key, person in keys.items()}


def agenda(place_id: str, day: date, person: str) -> Agenda:
    return agendas(place_id, day, [person])[person]


def save_agenda(kept: Agenda) -> None:
    """Never deleted, even when empty: its versions are what two racing guests are told apart by."""
    appdata.shared.put(kept.key, kept)
    timer = f"tick/{kept.place}/{kept.day.isoformat()}/{kept.person}"
    if kept.due_ms:
        payload = {"place": kept.place, "day": kept.day.isoformat(), "person": kept.person}
        appdata.set_timer(timer, at=max(clock.from_ms(kept.due_ms), now()), payload=payload)
    else:
        appdata.cancel_timer(timer)
    appdata.refresh(day_topic(kept.place, kept.day))


def line(place_id: str, day: date) -> WaitDay:
    found = appdata.shared.get(f"wait/{place_id}/{day.isoformat()}", WaitDay, default=None)
    return found or WaitDay(place_id, day)


def save_line(kept: WaitDay) -> None:
    appdata.shared.put(f"wait/{kept.place}/{kept.day.isoformat()}", kept)
    appdata.refresh(day_topic(kept.place, kept.day))


# --- bookings and guests ---


def booking(booking_id: str) -> Booking | None:
    return appdata.shared.get(f"booking/{booking_id}", Booking, default=None) if booking_id else None


def need_booking(booking_id: str) -> Booking:
    found = booking(booking_id)
    if found is None:
        raise Refuse(t("booking-gone"))
    return found


def bookings(ids: Iterable[str]) -> dict[str, Booking]:
    found = appdata.shared.get_many([f"booking/{one}" for one in ids], Booking)
    return {key.removeprefix("booking/"): value for key, value in found.items()}


def of_guest(guest_id: str) -> list[Booking]:
    """Their bookings, the newest made first."""
    prefix = f"of/{guest_id}/"
    ids = [found.key.removeprefix(prefix) for found in appdata.shared.query(prefix, bool, limit=BOOKINGS_MAX)]
    return list(bookings(ids).values()) if ids else []


def add_booking(made: Booking) -> None:
    appdata.shared.put(f"of/{made.guest}/{made.id}", True)
    save_booking(made)


def save_booking(kept: Booking) -> None:
    appdata.shared.put(f"booking/{kept.id}", kept)
    appdata.refresh(kept.topic)
    appdata.refresh(guest_topic(kept.guest))


def guest_topic(guest_id: str) -> str:
    return f"guest/{guest_id}"


def guest(guest_id: str) -> Guest:
    return appdata.shared.get(f"guest/{guest_id}", Guest, default=None) or Guest()


def save_guest(guest_id: str, kept: Guest) -> None:
    appdata.shared.put(f"guest/{guest_id}", kept)


# --- who works here ---


def member(member_id: str) -> Member | None:
    return appdata.shared.get(f"member/{member_id}", Member, default=None)


def members() -> list[Member]:
    return [found.value for found in appdata.shared.query("member/", Member, limit=PLACES_MAX)]


def save_member(kept: Member) -> None:
    appdata.shared.put(f"member/{kept.id}", kept)
    appdata.refresh("owner")
