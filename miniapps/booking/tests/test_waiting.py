"""The waiting list: what is given up is offered to who waits, in turn, ten minutes each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from miniapp import money, t, testing

app = testing.load(__file__)
DEPOSIT = money("50", "SAR")
# The fake host begins on Thursday, 1 January 2026, nine in the morning UTC: noon in Riyadh.


@pytest.fixture
def owner() -> testing.User:
    user = testing.open(app, user="owner", owner=True)
    user.tap("start-with-examples")
    return user


@pytest.fixture
def layla(owner: testing.User) -> testing.User:
    return visit(owner, "layla")


def visit(beside: testing.User, name: str, path: str = "/", **query: Any) -> testing.User:
    return testing.open(app, user=name, host=beside.host, path=path, **query)


def look(guest: testing.User, place: str = "shifa", service: str = "checkup") -> list[str]:
    """Open the moments of a service; answers those that are free."""
    guest.goto("/place", id=place)
    guest.tap(f"service-{service}")
    return moments(guest)


def nodes(node: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    below = [found for child in node.get("children", ()) for found in nodes(child, kind)]
    return [node, *below] if node["type"] == kind else below


def moments(guest: testing.User) -> list[str]:
    return [slot["id"] for found in nodes(guest.tree, "TimeSlots") for slot in found["props"]["slots"]]


def booking(user: testing.User, booking_id: str) -> dict[str, Any]:
    found: dict[str, Any] = user.host.document(f"booking/{booking_id}")
    return found


def order(user: testing.User, booking_id: str) -> Any:
    return user.host.wallet.orders.by_id[booking(user, booking_id)["order"]]


def later(user: testing.User, **by: float) -> None:
    user.host.advance(**by)


def far(guest: testing.User, days: int = 2, **where: str) -> list[str]:
    """The moments some days from now: the clinic is closed on Fridays."""
    look(guest, **where)
    guest.pick_date("day", (guest.host.now + timedelta(days=days)).date())
    return moments(guest)


def fill_up(owner: testing.User, days: int = 2) -> str:
    """Block every moment of Dr Huda's day, so that it is full; answers the day."""
    day = (owner.host.now + timedelta(days=days)).date()
    owner.goto("/work")
    owner.tap("work-shifa")
    owner.pick_date("day", day)
    owner.choose("person", "huda")
    for _ in range(2):
        owner.tap("block")
        owner.choose("slot", nodes(owner.tree, "TimeSlots")[0]["props"]["slots"][0 if _ == 0 else 8]["id"])
        owner.step("minutes", 240 if _ == 0 else 300)
        owner.tap("block-save")
    return day.isoformat()


def test_a_full_day_offers_its_first_free_moment_to_who_waits_in_turn(owner: testing.User) -> None:
    day = fill_up(owner)
    waiters = [visit(owner, name) for name in ("layla", "omar", "sara")]
    for guest in waiters:
        assert far(guest, service="child") == []
        guest.see(t("day-full"))
        guest.tap("wait")
        guest.see(t("waiting"))
    owner.goto("/day", place="shifa")
    owner.see(t("waiters", count=3))
    layla, omar, sara = waiters
    free_one(owner, day)
    assert [offers(one) for one in waiters] == [1, 1, 1], "the morning has room for all of them"
    for guest in waiters:
        guest.goto("/mine")
        guest.see(t("state-offered"))
    del layla, omar, sara


def free_one(owner: testing.User, day: str) -> None:
    entry = owner.host.document(f"day/shifa/{day}/huda")["entries"][0]["id"]
    found = next(one for one in nodes(owner.tree, "Item") if one.get("key") == f"entry-{entry}")
    owner._act(nodes(found, "Button")[0]["on"]["press"], {})


def offers(guest: testing.User) -> int:
    documents = [guest.host.document(key) for key in guest.host.keys("booking/")]
    return sum(one["state"] == "offered" and one["guest"] == guest.name for one in documents)


def test_one_freed_moment_goes_from_one_to_the_next_every_ten_minutes(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    made = book_far_child(layla)
    day = booking(owner, made)["day"]
    block_all_but(owner, day, made)
    omar, sara = visit(owner, "omar"), visit(owner, "sara")
    for guest in (omar, sara):
        assert far(guest, service="child") == []
        guest.tap("wait")
    layla.goto("/booking", id=made)
    layla.tap("cancel")
    assert (offers(omar), offers(sara)) == (1, 0)
    assert "تفرّغ موعد" in owner.host.cards.sent["omar", f"booking-{offer_of(omar)}"].text
    later(owner, minutes=10)
    assert (offers(omar), offers(sara)) == (0, 1)
    offered = offer_of(sara)
    sara.goto("/booking", id=offered)
    sara.see(t("offer"))
    sara.tap("accept")
    sara.tap("pay")
    assert booking(owner, offered)["state"] == "booked"
    later(owner, minutes=30)
    assert (offers(omar), offers(sara)) == (0, 0)


def offer_of(guest: testing.User) -> str:
    documents = [guest.host.document(key) for key in guest.host.keys("booking/")]
    return str(next(one["id"] for one in documents if one["state"] == "offered" and one["guest"] == guest.name))


def book_far_child(guest: testing.User) -> str:
    """Ten in the morning with Dr Huda, who has no deposit, in two days."""
    guest.choose("slot", far(guest, service="child")[2])
    guest.tap("take")
    made = str(guest.query["id"])
    guest.tap("pay")
    return made


def block_all_but(owner: testing.User, day: str, made: str) -> None:
    key = f"day/shifa/{day}/huda"
    agenda = owner.host.document(key)
    kept = next(one for one in agenda["entries"] if one["id"] == made)
    start, busy = kept["start_ms"], kept["busy_ms"]
    for at, (first, last) in enumerate([(start - 10**8, start), (busy, busy + 10**8)]):
        block = {"id": f"b{at}", "state": "block", "start_ms": first, "end_ms": last, "busy_ms": last, "due_ms": 0}
        agenda["entries"].append(kept | block)
    owner.host.write(key, agenda)


def test_who_leaves_the_line_is_offered_nothing(owner: testing.User) -> None:
    layla, omar = visit(owner, "layla"), visit(owner, "omar")
    made = book_far_child(layla)
    block_all_but(owner, booking(owner, made)["day"], made)
    far(omar, service="child")
    omar.tap("wait")
    omar.goto("/mine")
    omar.tap("stop-waiting")
    layla.goto("/booking", id=made)
    layla.tap("cancel")
    assert offers(omar) == 0
