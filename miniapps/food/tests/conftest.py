"""People of these tests: an owner with the example kitchens, a cook, couriers and guests, and what they do in a row."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from miniapp import places, testing

app = testing.load(__file__)
# The app's own modules, for rules that need no screen.
own = SimpleNamespace(**{
    name: module for handler in (*app.actions.values(), *app.screens.values(), *app.timers.values())
    for name, module in handler.run.__globals__.items()
    if type(module).__name__ == "module" and "miniapp" not in module.__name__
})  # fmt: skip
CENTER = places.Point(245_000_000, 470_000_000)
DOOR = places.Place(CENTER, address_ar="طريق المدينة ٥", address_en="5 City Road")


class Town:
    """One host with everybody in it."""

    def __init__(self) -> None:
        self.owner = testing.open(app, user="owner", owner=True)
        self.host = self.owner.host
        self.owner.tap("start-with-examples")
        self.places = {self.host.document(key)["name"]["en"]: key[6:] for key in self.host.keys("place/")}
        self.sham = self.places["Beit Al Sham"]

    def person(self, name: str, **how: Any) -> testing.User:
        """Somebody new, who eats at DOOR."""
        known = next((user for user in self.host.stage.users if user.name == name), None)
        if known is not None:
            return known
        person = testing.open(app, user=name, host=self.host, **how)
        person.goto("/door")
        person.pick_place("door", DOOR)
        person.submit("door")
        return person

    def invited(self, name: str, role: str, place: str = "") -> testing.User:
        """Somebody who joined by an invitation of the owner's."""
        if place:
            self.owner.goto("/owner")
            self.owner.tap(f"invite-{place}")
        else:
            self.owner.goto("/owner")
            self.owner.tap(f"invite-{role}")
        code = str(self.owner.query["code"])
        person = self.person(name)
        person.goto("/join", code=code)
        person.submit("join")
        return person

    def cook(self, place: str = "") -> testing.User:
        cook = self.invited("cook", "kitchen", place or self.sham)
        cook.goto("/kitchen", id=place or self.sham)
        return cook

    def courier(self, name: str = "salem") -> testing.User:
        courier = self.invited(name, "courier")
        courier.goto("/courier")
        courier.pick_place("at", DOOR)
        courier.submit("duty")
        return courier

    # --- steps ---

    def order(self, guest: testing.User, *dishes: str, place: str = "", pay: bool = True) -> str:
        """Dishes into the cart, and ordered; answers the order's id."""
        for dish in dishes:
            self.add(guest, dish, place=place)
        guest.goto("/cart")
        guest.tap("send")
        if pay and guest.sheet:
            guest.approve()
        return str(guest.query["id"])

    def add(self, guest: testing.User, dish: str, *, place: str = "", group: str = "", quantity: int = 1) -> None:
        where = place or self.sham
        guest.goto("/dish", place=where, dish=dish, group=group)
        known = next(one for one in self.host.document(f"menu/{where}")["dishes"] if one["id"] == dish)
        for options in known["options"]:
            if options["least"]:
                guest.choose(f"o_{options['id']}", options["choices"][0]["id"])
        guest.step("quantity", quantity)
        guest.submit("dish")

    def read(self, order: str) -> dict[str, Any]:
        return dict(self.host.document(f"order/{order}"))

    def settle(self) -> None:
        """The money's own event comes, as it does within a second."""
        self.host.advance(seconds=1)

    def accepted(self, order: str, cook: testing.User, minutes: int = 15) -> None:
        cook.goto("/kitchen", id=self.read(order)["place"])
        cook.tap(f"accept-{self.read(order)['code']}-{minutes}")

    def delivered(self, order: str, cook: testing.User, courier: testing.User) -> None:
        """From accepted to paid."""
        self.accepted(order, cook)
        courier.goto("/courier")
        courier.tap("take-offer")
        cook.tap(f"ready-{self.read(order)['code']}")
        courier.goto("/courier")
        courier.tap("pick-up")
        courier.type("proof", self.read(order)["proof"])
        courier.submit("proof")
        self.settle()

    def wallet(self, order: str, part: int = 0) -> Any:
        return self.host.wallet.orders.by_id[self.read(order)["parts"][part]["wallet"]]


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture(scope="session")
def modules() -> SimpleNamespace:
    """The app's modules by name."""
    return own


@pytest.fixture(scope="session")
def town_of() -> type[Town]:
    """For who needs a new town again and again."""
    return Town
