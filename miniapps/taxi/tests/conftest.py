"""A company to test with: an owner, riders and drivers on one host, each with the app open."""

from __future__ import annotations

from typing import Any

import pytest

from miniapp import Money, places, testing

app = testing.load(__file__)


class Company:
    """Everybody shares one host; names are user ids. Times are of the city: noon unless a test says otherwise."""

    def __init__(self) -> None:
        self.owner = testing.open(app, user="maha", owner=True)
        self.host = self.owner.host
        self.people: dict[str, testing.User] = {"maha": self.owner}

    def opens(self) -> Company:
        """The owner begins with examples."""
        self.owner.tap("start-with-examples")
        return self

    def person(self, name: str, **how: Any) -> testing.User:
        """Somebody with the app open; the same one by the same name."""
        if name not in self.people:
            self.people[name] = testing.open(app, user=name, host=self.host, **how)
        return self.people[name]

    def at(self, east_m: int, north_m: int = 0) -> places.Place:
        return self.host.places.spot(self.host.places.point(east_m, north_m))

    def driver(self, name: str, east_m: int = 0, north_m: int = 0, *, car: str = "economy") -> testing.User:
        """Somebody who came in by an invitation and is on duty there."""
        one = self.joins(name, car=car)
        one.goto("/")
        one.pick_place("place", self.at(east_m, north_m))
        one.tap("go-on-duty")
        return one

    def joins(self, name: str, *, car: str = "economy") -> testing.User:
        self.owner.goto("/office/drivers")
        self.owner.type("model", "تويوتا كامري بيضاء")
        self.owner.type("plate", "ح ب ر 4821")
        self.owner.choose("car", car)
        self.owner.tap("make-invite")
        one = self.person(name)
        one.goto("/join", code=self.owner.query["code"])
        one.tap("join")
        return one

    def plans(
        self, name: str, start: tuple[int, int] = (0, 0), end: tuple[int, int] = (1500, 2000), *, car: str = "economy"
    ) -> testing.User:
        """Somebody who looks at the price of a way."""
        one = self.person(name)
        one.goto("/")
        one.pick_place("start", self.at(*start))
        one.pick_place("end", self.at(*end))
        one.choose("car", car)
        return one

    def orders(self, name: str, *way: tuple[int, int], car: str = "economy") -> testing.User:
        """Somebody who ordered, and approved the hold."""
        one = self.plans(name, *way, car=car)
        one.tap("order")
        one.approve()
        return one

    def rides(self, rider: str, driver: str) -> testing.User:
        """They are on their way: ordered, accepted, there, started with the code."""
        one, other = self.orders(rider), self.people[driver]
        self.accepts(driver)
        other.tap("arrived")
        other.type("code", self.ride(rider)["code"])
        other.tap("start-ride")
        return one

    def accepts(self, driver: str) -> None:
        one = self.people[driver]
        one.goto("/")
        one.tap("accept")

    def ride(self, rider: str) -> dict[str, Any]:
        """The newest ride of a rider, as it is stored."""
        newest = self.host.keys(f"rode/{rider}/")[0].rsplit("/", 1)[1]
        stored: dict[str, Any] = self.host.document(f"ride/{newest}")
        return stored

    def order(self, rider: str) -> Any:
        """The wallet's own view of it."""
        return self.host.wallet.orders.by_id[self.ride(rider)["order_id"]]

    def settles(self) -> None:
        """What is due happens."""
        self.host.advance(seconds=1)

    def has(self, name: str, amount: int) -> None:
        """They have so much in halalas."""
        self.host.wallet.give(name, Money(amount, "SAR"))

    def left(self, name: str) -> int:
        return int(self.host.wallet.has[name, "SAR"])


@pytest.fixture
def company() -> Company:
    return Company().opens()
