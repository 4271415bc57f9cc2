"""Whatever people do, in whatever order, twice or at once: no moment is sold twice, and no halala is lost.

A small place, four guests, one of whom is slow; taps are raced, interrupted and repeated, and time goes by in leaps.
After every step the books of the app are compared with the wallet's and with each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from miniapp import money, testing, text

app = testing.load(__file__)

import slots  # noqa: E402 - the app's own modules, which `load` made importable
from model import Agenda, Kind, Person, Place, Rules, Service, Span  # noqa: E402

from miniapp._plans import dump_any, plan_for  # noqa: E402 - documents as the host keeps them

GUESTS = ("layla", "omar", "sara", "zaid")
HAS = 1_000_00
DAYS = (date(2026, 1, 1), date(2026, 1, 2))
guests, days, services = st.sampled_from(GUESTS), st.sampled_from(DAYS), st.sampled_from(["long", "short", "class"])
picked = st.integers(0, 9)
AGENDA = plan_for(Agenda, "a day")


class Crash(RuntimeError):
    """The process is gone before it could commit."""


def a_place() -> Place:
    deposit = money("50.01", "SAR")
    return Place(
        "p", Kind.CLINIC, text("مكان", "A place"), "owner", datetime(2026, 1, 1, tzinfo=UTC), payee="owner",
        hours=[[Span(12 * 60, 16 * 60)] for _ in range(7)],
        rules=Rules(free_hours=3, late_percent=33, missed_percent=70, step=30, notice_minutes=0, horizon_days=2),
        services=[
            Service("long", text("طويلة", "Long"), 60, 10, deposit, deposit),
            Service("short", text("قصيرة", "Short"), 30),
            Service("class", text("جماعية", "Class"), 60, 0, deposit, deposit, together=True),
        ],
        people=[
            Person("x", text("س", "X"), ["long", "short"]),
            Person("y", text("ص", "Y"), ["short", "class"], seats=3),
        ],
    )  # fmt: skip


class Booked(RuleBasedStateMachine):
    """Guests and the place, each with a phone."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens, made = secrets.token_hex, count()
        # The same steps make the same ids, so that Hypothesis can shorten what it found.
        secrets.token_hex = lambda nbytes=None: f"{next(made):0{2 * (nbytes or 8)}x}"

    @initialize()
    def opens(self) -> None:
        self.owner = testing.open(app, user="owner", owner=True)
        self.host = self.owner.host
        self.owner.tap("start-with-examples")  # Lets the owner in, and enrolls them.
        self.host.write("place/p", dump_any(a_place(), "place"))
        member = self.host.document("member/owner")
        self.host.write("member/owner", member | {"places": ["p"]})
        self.people = {name: testing.open(app, user=name, host=self.host) for name in GUESTS}
        for name in GUESTS:
            self.host.wallet.give(name, money(HAS // 100, "SAR"))
        self.hours_of: dict[tuple[str, int], list[Any]] = {}

    # --- guests ---

    def act(self, user: testing.User, action: str, fields: dict[str, Any] | None = None, **args: Any) -> None:
        """A tap, with the arguments the screen had bound to it."""
        value = {"value": args.pop("value")} if "value" in args else {}
        user._act({"action": action, "args": args}, fields or {}, **value)

    def take(self, name: str, service: str, day: date, at: int, party: int) -> None:
        guest = self.people[name]
        guest.goto("/mine")
        self.act(guest, "begin", place="p", service=service)
        if service == "class":
            self.act(guest, "pick_party", value=party)
        start = int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp() * 1000) + at * 30 * 60_000
        self.act(guest, "take", {"slot": str(start)}, day=day.isoformat())

    @rule(name=guests, service=services, day=days, at=st.integers(0, 7), party=st.integers(1, 3))
    def takes(self, name: str, service: str, day: date, at: int, party: int) -> None:
        self.take(name, service, day, at, party)

    @rule(name=guests, other=guests, service=services, day=days, at=st.integers(0, 7), party=st.integers(1, 3))
    def two_take_at_once(self, name: str, other: str, service: str, day: date, at: int, party: int) -> None:
        """The other's tap commits between this one's reads and its write."""
        self.host.before_commit = lambda: self.take(other, service, day, at, party)
        if name != other:
            self.take(name, service, day, at, party)
        self.host.before_commit = None

    @rule(name=guests, service=services, day=days, at=st.integers(0, 7), party=st.integers(1, 3))
    def books(self, name: str, service: str, day: date, at: int, party: int) -> None:
        self.take(name, service, day, at, party)
        self.pays(0, yes=True, answers=True)

    @rule(at=picked, yes=st.booleans(), answers=st.booleans())
    def pays(self, at: int, yes: bool, answers: bool) -> None:
        for guest, made in self.one(at, "held"):
            self.act(guest, "pay", {"remind": False}, booking=made)
            if guest.sheet and answers and self.is_open(guest.sheet):
                guest.approve() if yes else guest.decline()
            guest.sheet = None

    @rule(name=guests)
    def answers_an_old_sheet(self, name: str) -> None:
        """What was left open is approved later, whatever became of the booking."""
        for order in list(self.host.wallet.orders.by_id.values()):
            if order.payer == name and self.is_open(order.id):
                self.people[name].approve(order.id)

    @rule(at=picked, yes=st.booleans())
    def answers_an_offer(self, at: int, yes: bool) -> None:
        for guest, made in self.one(at, "offered"):
            self.act(guest, "accept" if yes else "let_go", booking=made)

    @rule(at=picked)
    def lets_go(self, at: int) -> None:
        for guest, made in self.one(at, "held"):
            self.act(guest, "let_go", booking=made)

    @rule(at=picked, raced=st.booleans())
    def cancels(self, at: int, raced: bool) -> None:
        for guest, made in self.one(at, "booked"):
            if raced:  # The door reads the code in the same moment.
                self.host.before_commit = partial(self.act, self.owner, "arrived", booking=made)
            self.act(guest, "cancel", booking=made, cost_minor=10**6)
            self.host.before_commit = None

    @rule(which=picked, day=days, at=st.integers(0, 7))
    def moves(self, which: int, day: date, at: int) -> None:
        for guest, made in self.one(which, "booked"):
            self.act(guest, "begin_move", booking=made)
            start = int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp() * 1000) + at * 30 * 60_000
            if guest.refusal is None:
                self.act(guest, "take", {"slot": str(start)}, day=day.isoformat())

    @rule(name=guests, service=services, day=days)
    def waits(self, name: str, service: str, day: date) -> None:
        guest = self.people[name]
        self.act(guest, "begin", place="p", service=service)
        self.act(guest, "wait", day=day.isoformat())

    # --- the place ---

    @rule(what=st.sampled_from(["arrived", "missed", "done", "call_off", "forgive"]), at=picked)
    def marks(self, what: str, at: int) -> None:
        of = {"done": ("arrived",), "forgive": ("missed", "cancelled", "done")}.get(what, ("booked", "missed"))
        for _, made in self.one(at, *of):
            self.act(self.owner, what, booking=made)

    @rule(person=st.sampled_from(["x", "y"]), day=days, at=st.integers(0, 7), block=st.booleans())
    def fills(self, person: str, day: date, at: int, block: bool) -> None:
        start = int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp() * 1000) + at * 30 * 60_000
        fields: dict[str, Any] = {"slot": str(start)}
        fields |= {"minutes": 60, "why": "صلاة"} if block else {"service": "short", "name": "زائر"}
        action = "block" if block else "walk_in"
        self.act(self.owner, action, fields, place="p", person=person, day=day.isoformat())

    @rule(person=st.sampled_from(["x", "y"]), day=days)
    def frees(self, person: str, day: date) -> None:
        for entry in self.agenda(day, person).entries:
            if entry.state in ("block", "walkin"):
                where = {"place": "p", "person": person, "day": day.isoformat()}
                return self.act(self.owner, "free_entry", entry=entry.id, **where)
        return None

    @rule(late=st.sampled_from([0, 50, 100]), closes=st.sampled_from(["900", "960", "1020"]))
    def changes_its_rules_and_hours(self, late: int, closes: str) -> None:
        rules = {"free_hours": 3, "late": late, "missed": 70, "grace": 15, "step": "30", "horizon": 2, "notice": 0}
        self.act(self.owner, "save_rules", rules, place="p")
        hours = {"open": True, "opens": "720", "closes": closes, "every": True}
        self.act(self.owner, "save_hours", hours, place="p", weekday=3)

    # --- time and trouble ---

    @rule(minutes=st.sampled_from([1, 4, 5, 10, 30, 120, 600]))
    def time_goes_by(self, minutes: int) -> None:
        self.host.advance(minutes=minutes)

    @rule(minutes=st.sampled_from([0, 5, 60]))
    def dies_before_a_timer_commits(self, minutes: int) -> None:
        """What the wallet did stays done; the timer fires again, in an event of its own."""
        before = dict(self.host.timers)
        self.host.before_commit = crash
        try:
            self.host.advance(minutes=minutes)
        except Crash:
            lost = {name: at for name, at in before.items() if name not in self.host.timers}
            self.host.timers |= {name: (self.host.now, payload) for name, (_, payload) in lost.items()}
        self.host.before_commit = None

    @rule(at=st.integers(0, 9))
    def a_timer_fires_twice(self, at: int) -> None:
        known = sorted(self.host.keys("booking/"))
        if known:
            booking = known[at % len(known)].removeprefix("booking/")
            self.host.timers[f"settle/{booking}"] = (self.host.now, {"booking": booking})
            made = self.booking(booking)
            day = {"place": "p", "day": made["day"], "person": made["person"]}
            self.host.timers[f"tick/p/{made['day']}/{made['person']}"] = (self.host.now, day)
            self.host.advance(seconds=0)

    # --- what is always true ---

    @invariant()
    def nothing_is_sold_twice(self) -> None:
        for agenda in self.agendas():
            assert slots.clashes(agenda.entries, 3 if agenda.person == "y" else 1) == []

    @invariant()
    def days_and_bookings_say_the_same(self) -> None:
        entered = {entry.id: (agenda, entry) for agenda in self.agendas() for entry in agenda.entries}
        for made in self.bookings():
            live = made["state"] in ("offered", "held", "booked", "arrived")
            assert not live or made["id"] in entered
            if made["id"] in entered:
                agenda, entry = entered[made["id"]]
                assert (agenda.day.isoformat(), agenda.person) == (made["day"], made["person"])
                assert (entry.state, entry.start_ms) == (made["state"], made["start"])
        known = {made["id"] for made in self.bookings()}
        assert not [
            one for one, (_, entry) in entered.items() if entry.state not in ("block", "walkin") and one not in known
        ]

    @invariant()
    def live_bookings_are_within_the_hours_they_were_made_in(self) -> None:
        for made in self.bookings():
            key = (made["id"], made["start"])
            if key not in self.hours_of:  # As the hours are now: only what is new is compared with them.
                self.hours_of[key] = self.host.document("place/p")["hours"]
            weekday = date.fromisoformat(made["day"]).weekday()
            start = datetime.fromtimestamp(made["start"] / 1000, UTC) + timedelta(hours=3)
            minute = start.hour * 60 + start.minute
            length = (made["end"] - made["start"]) // 60_000
            assert any(s["opens"] <= minute and minute + length <= s["closes"] for s in self.hours_of[key][weekday])

    @invariant()
    def nobody_holds_anything_for_longer_than_they_may(self) -> None:
        now_ms = self.host.now.timestamp() * 1000
        for made in self.bookings():
            if made["state"] in ("held", "offered"):
                longest = 5 if made["state"] == "held" else 10
                assert made["until"] - now_ms <= longest * 60_000
        for name in GUESTS:
            assert len(self.of(name, "held")) <= 1

    @invariant()
    def the_books_are_the_wallets(self) -> None:
        orders = self.host.wallet.orders.by_id
        for made in self.bookings():
            order = orders.get(made["order"] or "")
            if order is None:
                continue
            if made["settled"] and made["keep"] is not None:
                assert order.state not in ("OPEN", "HELD"), "what is over holds no money"
                assert made["kept"]["amount_minor"] == order.paid - order.refunded
                assert made["kept"]["amount_minor"] <= made["deposit"]["amount_minor"]
            if made["state"] == "booked":
                assert order.state == "HELD"
        stands = {made["order"] for made in self.bookings() if made["state"] == "booked" or not made["settled"]}
        assert not [one.id for one in orders.values() if one.state == "HELD" and one.id not in stands]

    @invariant()
    def money_is_conserved(self) -> None:
        orders = list(self.host.wallet.orders.by_id.values())
        for name in GUESTS:
            held = sum(one.total for one in orders if one.payer == name and one.state == "HELD")
            paid = sum(one.paid - one.refunded for one in orders if one.payer == name)
            assert self.host.wallet.has[name, "SAR"] + held + paid == HAS

    def teardown(self) -> None:
        """In the end all is over, and every deposit is where its booking says."""
        secrets.token_hex = self.tokens
        if not hasattr(self, "people"):
            return
        self.host.before_commit = None
        self.host.advance(days=4)
        for made in self.bookings():
            assert made["state"] in ("done", "lapsed", "cancelled", "missed", "closed")
            assert made["settled"]
        assert not [one for one in self.host.wallet.orders.by_id.values() if one.state in ("OPEN", "HELD")]
        assert not [one for one in self.host.timers if one.startswith(("tick/", "settle/"))]
        self.the_books_are_the_wallets()
        self.money_is_conserved()

    # --- looking ---

    def bookings(self) -> Iterator[dict[str, Any]]:
        return (self.host.document(key) for key in self.host.keys("booking/"))

    def booking(self, made: str) -> dict[str, Any]:
        found: dict[str, Any] = self.host.document(f"booking/{made}")
        return found

    def of(self, name: str, state: str) -> list[str]:
        return [one["id"] for one in self.bookings() if (one["guest"], one["state"]) == (name, state)]

    def one(self, at: int, *states: str) -> list[tuple[testing.User, str]]:
        """One booking in these states, if there is any, with its guest."""
        found = sorted((one["id"], one["guest"]) for one in self.bookings() if one["state"] in states)
        return [(self.people[guest], made) for made, guest in found[at % len(found) :][:1]] if found else []

    def agendas(self) -> list[Agenda]:
        return [AGENDA.load(self.host.document(key), key) for key in self.host.keys("day/")]

    def agenda(self, day: date, person: str) -> Agenda:
        found = [one for one in self.agendas() if (one.day, one.person) == (day, person)]
        return found[0] if found else Agenda("p", day, person)

    def is_open(self, order_id: str) -> bool:
        order = self.host.wallet.orders.by_id[order_id]
        return order.state == "OPEN" and order.due > self.host.now.timestamp() * 1000


def crash() -> None:
    raise Crash


Booked.TestCase.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestBooked = Booked.TestCase
