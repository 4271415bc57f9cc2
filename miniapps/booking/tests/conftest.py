"""The example places and who comes to them: an owner, guests beside them on one host, and what they do in a row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from miniapp import testing

app = testing.load(__file__)


class Town:
    """Everybody shares one host, which begins on Thursday, 1 January 2026, nine in the morning UTC: noon in Riyadh."""

    def __init__(self) -> None:
        self.owner = testing.open(app, user="owner", owner=True)
        self.host = self.owner.host
        self.owner.tap("start-with-examples")

    def visit(self, name: str, path: str = "/", **how: Any) -> testing.User:
        """Somebody with the app open there: one more window each time."""
        return testing.open(app, user=name, host=self.host, path=path, **how)

    # --- what is to be seen ---

    def nodes(self, node: dict[str, Any], kind: str) -> list[dict[str, Any]]:
        below = [found for child in node.get("children", ()) for found in self.nodes(child, kind)]
        return [node, *below] if node["type"] == kind else below

    def moments(self, user: testing.User) -> list[str]:
        """Those on the screen that are free."""
        return [slot["id"] for found in self.nodes(user.tree, "TimeSlots") for slot in found["props"]["slots"]]

    def code(self, guest: testing.User, made: str) -> str:
        """What the guest shows at the door."""
        guest.goto("/booking", id=made)
        return str(self.nodes(guest.tree, "QR")[0]["props"]["payload"])

    def booking(self, made: str) -> dict[str, Any]:
        """As it is stored."""
        found: dict[str, Any] = self.host.document(f"booking/{made}")
        return found

    def order(self, made: str) -> Any:
        """The wallet's own view of its deposit."""
        return self.host.wallet.orders.by_id[self.booking(made)["order"]]

    # --- steps ---

    def look(self, guest: testing.User, service: str = "checkup", *, place: str = "shifa", days: int = 0) -> list[str]:
        """The free moments of a service, so many days from now: the clinic is closed on Fridays."""
        guest.goto("/place", id=place)
        guest.tap(f"service-{service}")
        if days:
            guest.pick_date("day", (self.host.now + timedelta(days=days)).date())
        return self.moments(guest)

    def hold(self, guest: testing.User, service: str = "checkup", *, at: int = 2, **where: Any) -> str:
        """Hold a moment; answers the booking's id."""
        guest.choose("slot", self.look(guest, service, **where)[at])
        guest.tap("take")
        return str(guest.query.get("id", ""))

    def book(self, guest: testing.User, service: str = "checkup", **where: Any) -> str:
        """A booking that stands, its deposit put aside."""
        made = self.hold(guest, service, **where)
        guest.tap("pay")
        if guest.sheet:
            guest.approve()
        return made

    def later(self, **by: float) -> None:
        self.host.advance(**by)

    def at_start(self, made: str, **after: float) -> None:
        """It is the booking's time, or so much after it."""
        start = datetime.fromtimestamp(self.booking(made)["start"] / 1000, UTC) + timedelta(**after)
        self.later(seconds=(start - self.host.now).total_seconds())

    # --- the owner ---

    def door(self, place: str = "shifa") -> testing.User:
        """The owner at that place's door."""
        self.owner.goto("/work")
        self.owner.tap(f"work-{place}")
        return self.owner

    def invite(self) -> str:
        """The code of an invitation for one more provider."""
        self.owner.goto("/owner")
        self.owner.tap("invite-provider")
        return str(self.owner.query["code"])

    def add_service(self, user: testing.User, place: str, name: str, cost: str = "", deposit: str = "") -> None:
        user.goto("/setup", id=place)
        user.tap("add-service")
        user.type("name", name)
        user.type("cost", cost)
        user.type("deposit", deposit)
        user.tap("save")


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def owner(town: Town) -> testing.User:
    return town.owner


@pytest.fixture
def layla(town: Town) -> testing.User:
    return town.visit("layla")
