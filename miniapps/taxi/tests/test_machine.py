"""Random lives of a small company: whatever people do, in whatever order and moment, money and books agree.

Two riders, two drivers and the owner tap what they see, or what they saw a while ago; two act in one moment; timers
come late; events are cut off after the wallet acted and come again; people run out of money. The host is asked what is
true, never the app.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from miniapp.testing import AppCrashed, _screen

from .conftest import Company

books: Any = importlib.import_module("books")
tariff: Any = importlib.import_module("tariff")
RIDERS, DRIVERS = ("layla", "omar"), ("khalid", "faisal")
PEOPLE = st.sampled_from(RIDERS + DRIVERS)
OVER = {"finished", "cancelled", "unserved", "dropped"}
DRIVEN = {"accepted", "arrived", "riding"}
GIVEN = 12_000
PICK = st.integers(0, 10_000)  # Which of the buttons on a screen.
QUIET = {"go-off-duty", "earnings", "report", "start-over", "share", "talk", "start-with-examples"}
NOT_BUTTONS = {"fare", "map", "plate", "code", "sides", "today", "earned", "week"}


class PowerCut(Exception):
    """The host went away after the wallet acted and before the event was kept."""


class Lives(RuleBasedStateMachine):
    """One company, from its opening until everything has come to its end."""

    @initialize()
    def open(self) -> None:
        self.company = Company().opens()
        self.host = self.company.host
        for name in DRIVERS:
            self.company.driver(name, 300 if name == "khalid" else 900)
        for name in RIDERS:
            self.company.person(name)
        for name in RIDERS + DRIVERS:
            self.company.has(name, GIVEN)
        self.old: dict[str, Any] = {}
        self.spent = dict.fromkeys(RIDERS + DRIVERS, 0)
        take = self.host.wallet.take_news

        def take_news(now_ms: int) -> Any:
            """What is taken is told; what was told to a host that went away is told again."""
            waiting = list(self.host.wallet.news)
            taken = take(now_ms)
            self.untold = waiting
            return taken

        self.host.wallet.take_news = take_news

    # --- what people do ---

    def one(self, name: str) -> Any:
        return self.company.people[name]

    def act(self, what: Callable[[], object]) -> None:
        """Do it if it can be done on the screen they have; a screen without it is no failure."""
        try:
            what()
        except AppCrashed:
            raise
        except AssertionError as why:
            if "does not see" in str(why):
                raise

    @rule(name=st.sampled_from(RIDERS), end=st.sampled_from([(1500, 2000), (-900, 500), (700, 0)]))
    def plans(self, name: str, end: tuple[int, int]) -> None:
        self.act(lambda: self.company.plans(name, (0, 0), end))

    def presses(self, name: str, what: int) -> None:
        """One of the buttons on their screen that do something."""
        found = [node["props"].get("test_id") for node, _ in _screen.visible(self.one(name).tree)]
        buttons = [each for each in found if each and each not in QUIET and each not in NOT_BUTTONS]
        if buttons:
            self.one(name).tap(buttons[what % len(buttons)])

    @rule(name=PEOPLE, what=PICK)
    def taps(self, name: str, what: int) -> None:
        self.act(lambda: self.presses(name, what))

    @rule(name=st.sampled_from(RIDERS))
    def orders(self, name: str) -> None:
        """The usual way, so that rides are frequent."""
        self.act(lambda: self.company.orders(name))

    @rule(name=st.sampled_from(DRIVERS), steps=st.integers(1, 4))
    def drives(self, name: str, steps: int) -> None:
        """So many steps of the usual way."""
        one = self.one(name)
        one.goto("/")
        self.act(lambda: one.tap("go-on") if one.sees("go-on") else None)
        for _ in range(steps):
            riding = self.host.document(f"driver/{name}")["ride"]
            if riding is not None:
                one.goto("/ride", id=riding)
                self.act(lambda: self.starts(name))
            for what in ("accept", "arrived", "finish"):
                self.act(lambda what=what: one.tap(what))  # type: ignore[misc]

    @rule(name=st.sampled_from(DRIVERS), right=st.booleans())
    def starts(self, name: str, right: bool = True) -> None:
        riding = self.host.document(f"driver/{name}")["ride"]
        code = self.host.document(f"ride/{riding}")["code"] if riding and right else "0000"

        def start() -> None:
            self.one(name).type("code", code)
            self.one(name).tap("start-ride")

        self.act(start)

    @rule(name=st.sampled_from(DRIVERS), east=st.sampled_from([-2000, 600]), yes=st.sampled_from(["", "yes", "no"]))
    def ends_elsewhere(self, name: str, east: int, yes: str) -> None:
        """Nearer, or farther, which its rider may be asked about at once."""
        self.act(lambda: self.company.rides("omar", name))
        riding = self.host.document(f"driver/{name}")["ride"]

        def end() -> None:
            self.one(name).goto("/ride", id=riding)
            self.one(name).tap("elsewhere")
            self.one(name).pick_place("at", self.company.at(east, -2000))
            rider = self.one(self.host.document(f"ride/{riding}")["rider"])
            rider.goto("/ride", id=riding)
            if yes:
                rider.tap(f"extra-{yes}")
            if yes == "yes":
                rider.approve()

        if riding is not None:
            self.act(end)

    @rule(name=st.sampled_from(RIDERS), east=st.sampled_from([-2000, 600]), yes=st.booleans(),
          driver=st.sampled_from(DRIVERS))  # fmt: skip
    def goes_elsewhere(self, name: str, east: int, yes: bool, driver: str) -> None:
        """On a ride that is under way, or one that begins with it."""
        self.act(lambda: self.company.rides(name, driver))
        riding = (self.host.document(f"rider/{name}") or {}).get("ride")

        def change() -> None:
            self.one(name).goto("/ride", id=riding)
            self.one(name).tap("change")
            self.one(name).pick_place("end", self.company.at(east, -2000))
            self.one(name).tap("change-now")
            if yes:
                self.one(name).approve()

        if riding is not None:
            self.act(change)

    @rule(name=st.sampled_from(RIDERS), what=st.sampled_from(["tip-500", "tip-1000"]), yes=st.booleans())
    def tips(self, name: str, what: str, yes: bool) -> None:
        newest = self.host.keys(f"rode/{name}/")

        def tip() -> None:
            self.one(name).goto("/ride", id=newest[0].rsplit("/", 1)[1])
            self.one(name).tap(what)
            if yes:
                self.one(name).approve()

        if newest:
            self.act(tip)

    @rule(name=st.sampled_from(RIDERS), yes=st.booleans())
    def answers(self, name: str, yes: bool) -> None:
        """Whatever sheet they were shown last, however long ago."""
        self.act(self.one(name).approve if yes else self.one(name).decline)

    @rule(name=PEOPLE, to=st.sampled_from(["/", "ride"]))
    def looks(self, name: str, to: str) -> None:
        newest = self.host.keys(f"rode/{name}/") or self.host.keys(f"drove/{name}/")
        if to == "/" or not newest:
            self.one(name).goto("/")
        else:
            self.one(name).goto("/ride", id=newest[0].rsplit("/", 1)[1])

    @rule(name=PEOPLE)
    def looks_away(self, name: str) -> None:
        """Keep the screen of now, to tap on it later."""
        self.old[name] = self.one(name).tree

    @rule(name=PEOPLE, what=PICK)
    def taps_what_was(self, name: str, what: int) -> None:
        if self.old.get(name):
            self.one(name).tree = self.old[name]
            self.act(lambda: self.presses(name, what))

    @rule(name=PEOPLE, what=PICK, other=PEOPLE, then=PICK)
    def acts_at_once(self, name: str, what: int, other: str, then: int) -> None:
        """The other's tap is kept between this one's reading and writing."""
        if name != other:
            self.host.before_commit = lambda: self.act(lambda: self.presses(other, then))
            self.act(lambda: self.presses(name, what))
            self.host.before_commit = None

    @rule(percent=st.sampled_from(["0", "25", "50", "100"]), name=st.sampled_from(RIDERS))
    def complains_and_is_answered(self, percent: str, name: str) -> None:
        newest = self.host.keys(f"rode/{name}/")
        if not newest:
            return
        ride = newest[-1].rsplit("/", 1)[1]

        def complain() -> None:
            self.one(name).goto("/problem", id=ride)
            self.one(name).type("words", "لم تعجبني الرحلة")
            self.one(name).tap("send-problem")
            self.company.owner.goto("/office/problem", id=ride)
            self.company.owner.choose("percent", percent)
            self.company.owner.tap("answer")

        self.act(complain)

    @rule(name=st.sampled_from(RIDERS), amount=st.sampled_from([100, 1_000, GIVEN]))
    def spends_it_elsewhere(self, name: str, amount: int) -> None:
        """What was put aside stays put aside."""
        amount = min(amount, self.company.left(name) // 2)
        self.company.has(name, self.company.left(name) - amount)
        self.spent[name] += amount

    @rule(name=st.sampled_from(RIDERS), driver=st.sampled_from(DRIVERS), ends=st.booleans())
    def rides(self, name: str, driver: str, ends: bool) -> None:
        """The whole of a usual ride, or all but its end."""
        self.act(lambda: self.company.rides(name, driver))
        if ends:
            self.act(lambda: self.one(driver).tap("finish"))
            self.host.advance(seconds=1)

    # --- what happens ---

    @rule(seconds=st.sampled_from([1, 19, 20, 45, 121, 300, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.host.advance(seconds=seconds)

    @rule(seconds=st.sampled_from([0, 1, 20, 130]))
    def the_power_goes(self, seconds: int) -> None:
        """A timer's event is cut off after the wallet acted; the timer fires again, as another event."""
        before = dict(self.host.timers)

        def cut() -> None:
            raise PowerCut

        self.host.before_commit = cut
        try:
            self.host.advance(seconds=seconds)
        except PowerCut:
            self.host.wallet.news += self.untold
            gone = {name: timer for name, timer in before.items() if name not in self.host.timers}
            for name, (_, payload) in gone.items():
                self.host.timers[name] = (self.host.now, payload)
        self.host.before_commit = None

    @rule()
    def a_timer_is_lost(self) -> None:
        """Its event ran out of time; the host does not fire it again."""
        due = sorted((at, name) for name, (at, _) in self.host.timers.items() if name.startswith(("wave", "settle")))
        if due:
            del self.host.timers[due[0][1]]

    @rule(name=PEOPLE, what=PICK)
    def the_power_goes_at_a_tap(self, name: str, what: int) -> None:
        """A tap is cut off; what was not told is told later, and they may tap again."""

        def cut() -> None:
            raise PowerCut

        self.host.before_commit = cut
        try:
            self.act(lambda: self.presses(name, what))
        except PowerCut:
            self.host.wallet.news += self.untold
        self.host.before_commit = None

    # --- what is always true ---

    def stored(self) -> list[dict[str, Any]]:
        return [self.host.document(key) for key in self.host.keys("ride/")]

    @invariant()
    def nobody_is_in_two_rides(self) -> None:
        if not hasattr(self, "host"):
            return
        for name in DRIVERS:
            driven = [ride["id"] for ride in self.stored() if ride["driver"] == name and ride["stage"] in DRIVEN]
            assert driven == [self.host.document(f"driver/{name}")["ride"]] or (
                not driven and self.host.document(f"driver/{name}")["ride"] is None
            )
        for name in RIDERS:
            ridden = [ride["id"] for ride in self.stored() if ride["rider"] == name and ride["stage"] not in OVER]
            assert ridden == [ride for ride in [(self.host.document(f"rider/{name}") or {}).get("ride")] if ride]

    @invariant()
    def a_free_driver_is_one_without_a_ride(self) -> None:
        for key in self.host.keys("duty/") if hasattr(self, "host") else []:
            driver = self.host.document(f"driver/{key.rsplit('/', 1)[1]}")
            assert driver["ride"] is None
            assert driver["on_duty"]

    @invariant()
    def money_is_conserved(self) -> None:
        """What people lack is what their orders hold or took, to the unit; nothing else ever moves."""
        if not hasattr(self, "host"):
            return
        for name in RIDERS + DRIVERS:
            mine = [order for order in self.host.wallet.orders.by_id.values() if order.payer == name]
            held = sum(order.total + order.tip for order in mine if order.state == "HELD")
            taken = sum(order.paid - order.refunded for order in mine)
            assert self.company.left(name) + held + taken + self.spent[name] == GIVEN

    @invariant()
    def nobody_paid_more_than_they_approved(self) -> None:
        for ride in self.stored() if hasattr(self, "host") else []:
            order = self.host.wallet.orders.by_id[ride["order_id"]]
            assert order.paid <= order.total == ride["hold_minor"]
            assert order.paid in (0, ride["charge_minor"])
            if order.shares:
                part = tariff.driver_part_minor(order.paid, ride["driver_percent"])
                assert order.shares == {ride["driver"]: part}

    @invariant()
    def books_are_the_sum_of_the_rides(self) -> None:
        if not hasattr(self, "host"):
            return
        rides, days = self.stored(), [self.host.document(key) for key in self.host.keys("day/")]
        earned = [self.host.document(key) for key in self.host.keys("earned/")]
        assert sum(day["taken_minor"] for day in days) == sum(
            ride["paid_minor"] + ride["extra_paid_minor"] for ride in rides
        )
        assert sum(day["refunded_minor"] for day in days) == sum(ride["refunded_minor"] for ride in rides)
        for ours, theirs in (("driver_minor", "fares_minor"), ("tip_minor", "tips_minor")):
            assert sum(ride[ours] for ride in rides) == sum(each[theirs] for each in earned)
        assert sum(day["ordered"] for day in days) == sum(ride["settled"] for ride in rides)

    def teardown(self) -> None:
        """Everybody goes home, and all that was due happens: no hold is left, and the books are the wallet's."""
        if not hasattr(self, "host"):
            return
        self.host.advance(minutes=5)
        self.host.advance(hours=15)
        self.host.advance(minutes=7)
        for ride in self.stored():
            assert ride["stage"] in OVER
            assert ride["settled"]
            self.is_settled(ride)
        assert [order.id for order in self.host.wallet.orders.by_id.values() if order.state in ("OPEN", "HELD")] == []
        assert self.host.timers == {}

    def is_settled(self, ride: dict[str, Any]) -> None:
        """The ride says what the wallet says."""
        orders = self.host.wallet.orders.by_id
        main, extra = orders[ride["order_id"]], ride["extra"]
        assert ride["paid_minor"] == main.paid == (ride["charge_minor"] if main.state == "PAID" else 0)
        assert main.state == ("PAID" if ride["charge_minor"] else main.state)
        longer = orders[extra["order_id"]] if extra and extra["order_id"] else None
        assert ride["extra_paid_minor"] == (longer.paid if longer else 0)
        assert ride["refunded_minor"] == main.refunded + (longer.refunded if longer else 0)
        assert ride["refunded_minor"] == ride["refund_due_minor"]
        assert ride["tip_minor"] == (orders[ride["tip_order_id"]].paid if ride["tip_order_id"] else 0)


Lives.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLives = Lives.TestCase
