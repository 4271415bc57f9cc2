"""What is free: pure. The one rule no race may break stands in `fits`, and everything that takes a moment asks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import clock
from model import ANY, Agenda, Entry, Person, Place, Service


@dataclass(frozen=True)
class Wish:
    """What somebody would like: a service, by whom, for how many."""

    service: Service
    person: str = ANY
    party: int = 1
    but: str = ""  # A booking that does not count, because this is where it moves to.


@dataclass
class Slot:
    """A moment in which a wish can come true, and with whom, the best first."""

    start_ms: int
    people: list[str] = field(default_factory=list)
    left: int = 0  # Seats, where strangers share the moment.


def fits(agenda: Agenda, person: Person, wish: Wish, start_ms: int) -> bool:
    """Whether the moment is free with this person: nothing else then, and seats for all who come."""
    return seats_left(agenda, person, wish, start_ms) >= wish.party


def seats_left(agenda: Agenda, person: Person, wish: Wish, start_ms: int) -> int:
    """How many more can come at this moment; 0 where anything else is in its way."""
    end_ms = start_ms + (wish.service.minutes + wish.service.buffer) * clock.MINUTE_MS
    left = person.seats
    for entry in agenda.entries:
        if entry.id == wish.but or entry.busy_ms <= start_ms or end_ms <= entry.start_ms:
            continue
        same = wish.service.together and entry.together and entry.service == wish.service.id
        if not same or entry.start_ms != start_ms:
            return 0
        left -= entry.party
    return max(left, 0)


def free(
    place: Place,
    day: date,
    agendas: Mapping[str, Agenda],
    wish: Wish,
    *,
    now_ms: int,
    notice_minutes: int | None = None,
) -> list[Slot]:
    """Every moment of the day at which the wish can come true, in order."""
    notice = place.rules.notice_minutes if notice_minutes is None else notice_minutes
    first_ms = now_ms + notice * clock.MINUTE_MS
    people = candidates(place, day, wish)
    found = []
    for start_ms, closes_ms in clock.starts(place, day) if people else ():
        if start_ms < first_ms or start_ms + wish.service.minutes * clock.MINUTE_MS > closes_ms:
            continue
        slot = Slot(start_ms)
        for person in people:
            agenda = agendas.get(person.id) or Agenda(place.id, day, person.id)
            left = seats_left(agenda, person, wish, start_ms)
            if left >= wish.party:
                slot.people.append(person.id)
                slot.left += left
        if slot.people:
            found.append(slot)
    return found


def candidates(place: Place, day: date, wish: Wish) -> list[Person]:
    """Who could do it that day at all; the smallest table that is large enough first."""
    who = [one for one in place.who_offers(wish.service.id) if wish.person in (ANY, one.id)]
    able = [one for one in who if clock.works_on(one, day) and one.seats >= wish.party]
    return sorted(able, key=lambda one: one.seats)


def best(place: Place, slot: Slot, agendas: Mapping[str, Agenda]) -> str:
    """With whom: the smallest that is large enough, then who has least to do that day."""

    def load(person_id: str) -> tuple[int, int]:
        person, agenda = place.person(person_id), agendas.get(person_id)
        busy = sum(entry.busy_ms - entry.start_ms for entry in agenda.entries) if agenda else 0
        return (person.seats if person else 0, busy)

    return min(slot.people, key=load)


def clashes(entries: Iterable[Entry], seats: int) -> list[tuple[str, str]]:
    """Pairs of entries that cannot both be true, and moments with more guests than seats: always empty."""
    listed = sorted(entries, key=lambda entry: entry.start_ms)
    wrong = []
    for at, one in enumerate(listed):
        shared = one.party
        for other in listed[at + 1 :]:
            if other.start_ms >= one.busy_ms:
                break
            if not (one.together and other.together and (one.service, one.start_ms) == (other.service, other.start_ms)):
                wrong.append((one.id, other.id))
            shared += other.party
        if one.together and shared > seats:
            wrong.append((one.id, "seats"))
    return wrong
