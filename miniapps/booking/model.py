"""What is stored: places with their hours, services and people; days of a person; bookings; who waits; who works here.

| document | holds |
| --- | --- |
| `place/<id>` | a place, its services, people, hours, holidays and rules |
| `day/<place>/<date>/<person>` | one person's day: every moment that is taken. Whoever takes one writes this |
| `booking/<id>` · `of/<guest>/<id>` | one booking · that it is this guest's |
| `wait/<place>/<date>` | who waits for a free moment of that day, in turn |
| `guest/<id>` · `member/<id>` · `invite/<code>` · `stars/<place>` | people, ways in, what guests gave |
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Literal

from miniapp import Money, Text

CURRENCY = "SAR"
ANY = "any"  # Whoever is free.
NO_TEXT = Text("", "")
NOTHING = Money(0, CURRENCY)
LIVE = ("offered", "held", "booked", "arrived")


class Kind(Enum):
    """What sort of place it is."""

    CLINIC = "clinic"
    BARBER = "barber"
    TABLE = "table"
    FIELD = "field"


State = Literal["offered", "held", "booked", "arrived", "done", "lapsed", "cancelled", "missed", "closed"]
EntryState = Literal["offered", "held", "booked", "arrived", "done", "missed", "walkin", "block"]
Tone = Literal["neutral", "good", "warn", "bad", "brand"]


@dataclass
class Span:
    """Open from … to …, in minutes of the wall clock; 1500 is one in the morning after."""

    opens: int
    closes: int


@dataclass
class Holiday:
    """Closed for some days of every year, counted in its own calendar."""

    name: Text
    calendar: Literal["gregorian", "hijri"]
    month: int
    day: int
    days: int = 1


@dataclass
class Rules:
    """What a guest is told before they book. A booking keeps those it was made under."""

    free_hours: int = 12  # Until so long before it, giving it up costs nothing.
    late_percent: int = 50  # Of the deposit, when it is given up later.
    missed_percent: int = 100  # Of the deposit, when nobody comes.
    grace_minutes: int = 15  # So long is waited for them.
    step: int = 30  # Bookings begin on this grid.
    horizon_days: int = 21
    notice_minutes: int = 30


@dataclass
class Service:
    """Something that can be booked: how long it takes, what is tidied up after it, what it costs."""

    id: str
    name: Text
    minutes: int
    buffer: int = 0
    price: Money = NOTHING
    deposit: Money = NOTHING
    together: bool = False  # Strangers share the moment, up to the seats there are.
    by_party: bool = False  # Guests say how many they are.


@dataclass
class Person:
    """Who or what is booked: a doctor, a chair, a table, a field."""

    id: str
    name: Text
    services: list[str]
    seats: int = 1
    days_off: list[date] = field(default_factory=list)
    user: str | None = None  # Who works as this person, once they accepted.
    active: bool = True


@dataclass
class Place:
    """A clinic, a barber, a restaurant, a field."""

    id: str
    kind: Kind
    name: Text
    owner: str
    made_at: datetime
    about: Text = NO_TEXT
    area: Text = NO_TEXT
    zone: str = "Asia/Riyadh"
    payee: str | None = None  # Who gets the deposits; None: the app itself.
    hours: list[list[Span]] = field(default_factory=list)  # Monday first.
    services: list[Service] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    holidays: list[Holiday] = field(default_factory=list)
    rules: Rules = field(default_factory=Rules)
    paused: bool = False

    @property
    def topic(self) -> str:
        return f"place/{self.id}"

    def service(self, service_id: str) -> Service | None:
        return next((one for one in self.services if one.id == service_id), None)

    def person(self, person_id: str) -> Person | None:
        return next((one for one in self.people if one.id == person_id), None)

    def who_offers(self, service_id: str) -> list[Person]:
        return [one for one in self.people if one.active and service_id in one.services]


@dataclass
class Entry:
    """A moment of somebody's day that is not free: a booking, a walk-in, or blocked."""

    id: str
    state: EntryState
    start_ms: int
    end_ms: int
    busy_ms: int  # The end of what is tidied up after it.
    service: str = ""
    together: bool = False
    party: int = 1
    name: str = ""  # Of the guest, as the place calls them; or why it is blocked.
    due_ms: int = 0  # When something happens by itself next; 0: nothing.


@dataclass
class Agenda:
    """One person's day at one place: the document two racing guests both write, and one of them first."""

    place: str
    day: date
    person: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def key(self) -> str:
        return agenda_key(self.place, self.day, self.person)

    @property
    def due_ms(self) -> int:
        """When the first thing of this day happens by itself."""
        return min((entry.due_ms for entry in self.entries if entry.due_ms), default=0)

    def entry(self, entry_id: str) -> Entry | None:
        return next((one for one in self.entries if one.id == entry_id), None)

    def drop(self, entry_id: str) -> None:
        self.entries = [one for one in self.entries if one.id != entry_id]


@dataclass
class Booking:
    """One guest's booking, with what it was made under; places may change their rules, not those of what is booked."""

    id: str
    place: str
    day: date
    person: str
    service: str
    guest: str
    guest_name: str
    lang: str
    start: datetime
    end: datetime
    made_at: datetime
    state: State
    code: str  # What its QR code proves.
    zone: str
    party: int = 1
    until: datetime | None = None  # While it is offered or held.
    price: Money = NOTHING
    deposit: Money = NOTHING
    rules: Rules = field(default_factory=Rules)
    place_name: Text = NO_TEXT
    service_name: Text = NO_TEXT
    person_name: Text = NO_TEXT
    area: Text = NO_TEXT
    waited: bool = False  # It came from the waiting list.
    order: str | None = None  # The wallet's, of the deposit.
    orders: int = 0  # So many were asked for.
    hold_until: datetime | None = None
    keep: Money | None = None  # What the place is to have of the deposit in the end; None: not decided.
    kept: Money = NOTHING  # What it has.
    settled: bool = True  # Nothing is to be done about money.
    tries: int = 0  # It could not be done so often.
    remind: bool = True
    reminded: int = 0
    moved: int = 0
    changes: int = 0  # The SEQUENCE of its calendar file.
    ended_by: Literal["", "guest", "place", "time"] = ""
    ended_at: datetime | None = None
    stars: int = 0
    comment: str = ""

    @property
    def topic(self) -> str:
        return f"booking/{self.id}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def qr(self) -> str:
        return f"majlis-booking/{self.id}/{self.code}"


@dataclass
class Waiter:
    """Somebody who wants a moment of a day that was full."""

    id: str
    guest: str
    guest_name: str
    lang: str
    service: str
    person: str  # Or ANY.
    party: int
    since: datetime
    remind: bool = True


@dataclass
class WaitDay:
    """Who waits for one day of one place, in turn. Who was offered a moment stands here no more."""

    place: str
    day: date
    waiters: list[Waiter] = field(default_factory=list)


@dataclass
class Guest:
    """What is kept of a guest: the moment they hold, and whether they want messages."""

    holding: str | None = None
    messages: bool = True
    missed: int = 0


@dataclass
class Member:
    """Somebody who was let in: to have places of their own, or to work as a person of one."""

    id: str
    name: str
    joined_at: datetime
    provider: bool = False
    payee: bool = False
    places: list[str] = field(default_factory=list)  # Where they work.


@dataclass
class Invite:
    """A way in for one person, once."""

    code: str
    role: Literal["provider", "staff"]
    made_by: str
    until: datetime
    place: str = ""
    person: str = ""
    place_name: Text = NO_TEXT
    person_name: Text = NO_TEXT
    used_by: str | None = None
    withdrawn: bool = False

    def is_open(self, at: datetime) -> bool:
        return self.used_by is None and not self.withdrawn and at < self.until


@dataclass
class Stars:
    """What guests gave a place."""

    total: int = 0
    count: int = 0

    @property
    def value(self) -> float:
        return round(self.total / self.count, 1) if self.count else 0.0


def agenda_key(place: str, day: date, person: str) -> str:
    return f"day/{place}/{day.isoformat()}/{person}"
