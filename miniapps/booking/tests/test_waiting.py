"""The waiting list: what is given up is offered to who waits, in turn, ten minutes each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from miniapp import t, testing


def fill_up(town: Any, owner: testing.User, days: int = 2) -> str:
    """Block every moment of Dr Huda's day, so that it is full; answers the day."""
    day = (owner.host.now + timedelta(days=days)).date()
    owner.goto("/work")
    owner.tap("work-shifa")
    owner.pick_date("day", day)
    owner.choose("person", "huda")
    for _ in range(2):
        owner.tap("block")
        owner.choose("slot", town.nodes(owner.tree, "TimeSlots")[0]["props"]["slots"][0 if _ == 0 else 8]["id"])
        owner.step("minutes", 240 if _ == 0 else 300)
        owner.tap("block-save")
    return day.isoformat()


def test_a_full_day_offers_its_first_free_moment_to_who_waits_in_turn(town: Any, owner: testing.User) -> None:
    day = fill_up(town, owner)
    waiters = [town.visit(name) for name in ("layla", "omar", "sara")]
    for guest in waiters:
        assert town.look(guest, "child", days=2) == []
        guest.see(t("day-full"))
        guest.tap("wait")
        guest.see(t("waiting"))
    owner.goto("/day", place="shifa")
    owner.see(t("waiters", count=3))
    layla, omar, sara = waiters
    free_one(town, owner, day)
    assert [offers(one) for one in waiters] == [1, 1, 1], "the morning has room for all of them"
    for guest in waiters:
        guest.goto("/mine")
        guest.see(t("state-offered"))
    del layla, omar, sara


def free_one(town: Any, owner: testing.User, day: str) -> None:
    entry = owner.host.document(f"day/shifa/{day}/huda")["entries"][0]["id"]
    found = next(one for one in town.nodes(owner.tree, "Item") if one.get("key") == f"entry-{entry}")
    owner._act(town.nodes(found, "Button")[0]["on"]["press"], {})


def offers(guest: testing.User) -> int:
    documents = [guest.host.document(key) for key in guest.host.keys("booking/")]
    return sum(one["state"] == "offered" and one["guest"] == guest.name for one in documents)


def test_one_freed_moment_goes_from_one_to_the_next_every_ten_minutes(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    made = book_far_child(town, layla)
    day = town.booking(made)["day"]
    block_all_but(owner, day, made)
    omar, sara = town.visit("omar"), town.visit("sara")
    for guest in (omar, sara):
        assert town.look(guest, "child", days=2) == []
        guest.tap("wait")
    layla.goto("/booking", id=made)
    layla.tap("cancel")
    assert (offers(omar), offers(sara)) == (1, 0)
    assert "تفرّغ موعد" in owner.host.cards.sent["omar", f"booking-{offer_of(omar)}"].text
    town.later(minutes=10)
    assert (offers(omar), offers(sara)) == (0, 1)
    offered = offer_of(sara)
    sara.goto("/booking", id=offered)
    sara.see(t("offer"))
    sara.tap("accept")
    sara.tap("pay")
    assert town.booking(offered)["state"] == "booked"
    town.later(minutes=30)
    assert (offers(omar), offers(sara)) == (0, 0)


def offer_of(guest: testing.User) -> str:
    documents = [guest.host.document(key) for key in guest.host.keys("booking/")]
    return str(next(one["id"] for one in documents if one["state"] == "offered" and one["guest"] == guest.name))


def book_far_child(town: Any, guest: testing.User) -> str:
    """Ten in the morning with Dr Huda, who has no deposit, in two days."""
    guest.choose("slot", town.look(guest, "child", days=2)[2])
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


def test_who_leaves_the_line_is_offered_nothing(town: Any, owner: testing.User) -> None:
    layla, omar = town.visit("layla"), town.visit("omar")
    made = book_far_child(town, layla)
    block_all_but(owner, town.booking(made)["day"], made)
    town.look(omar, "child", days=2)
    omar.tap("wait")
    omar.goto("/mine")
    omar.tap("stop-waiting")
    layla.goto("/booking", id=made)
    layla.tap("cancel")
    assert offers(omar) == 0
