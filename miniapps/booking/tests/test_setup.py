"""What a provider says of a place, and what guests find there afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from miniapp import t, testing

app = testing.load(__file__)


def nodes(node: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    below = [found for child in node.get("children", ()) for found in nodes(child, kind)]
    return [node, *below] if node["type"] == kind else below


def slots_of(user: testing.User) -> list[str]:
    return [slot["id"] for found in nodes(user.tree, "TimeSlots") for slot in found["props"]["slots"]]


@pytest.fixture
def owner() -> testing.User:
    user = testing.open(app, user="owner", owner=True)
    user.tap("start-with-examples")
    return user


def visit(beside: testing.User, name: str, path: str = "/", **query: Any) -> testing.User:
    return testing.open(app, user=name, host=beside.host, path=path, **query)


def book(guest: testing.User, service: str = "checkup", at: int = 2, days: int = 0) -> str:
    guest.goto("/place", id="shifa")
    guest.tap(f"service-{service}")
    if days:
        guest.pick_date("day", (guest.host.now + timedelta(days=days)).date())
    guest.choose("slot", slots_of(guest)[at])
    guest.tap("take")
    made = str(guest.query["id"])
    guest.tap("pay")
    if guest.sheet:
        guest.approve()
    return made


def booking(user: testing.User, made: str) -> dict[str, Any]:
    found: dict[str, Any] = user.host.document(f"booking/{made}")
    return found


def order(user: testing.User, made: str) -> Any:
    return user.host.wallet.orders.by_id[booking(user, made)["order"]]


def invite(owner: testing.User) -> str:
    owner.goto("/owner")
    owner.tap("invite-provider")
    return str(owner.query["code"])


def add_service(user: testing.User, place: str, name: str, cost: str = "", deposit: str = "") -> None:
    user.goto("/setup", id=place)
    user.tap("add-service")
    user.type("name", name)
    user.type("cost", cost)
    user.type("deposit", deposit)
    user.tap("save")


def test_hours_with_a_break_are_set_for_every_open_day(owner: testing.User) -> None:
    owner.goto("/weekday", id="shifa.6")
    owner.choose("opens", "600")
    owner.choose("closes", "1200")
    owner.toggle("every")
    owner.tap("save")
    hours = owner.host.document("place/shifa")["hours"]
    assert hours[6] == [{"opens": 600, "closes": 780}, {"opens": 960, "closes": 1200}] == hours[0]
    assert hours[4] == [], "Fridays stay closed"
    owner.goto("/weekday", id="shifa.6")
    owner.choose("closes", "900")
    owner.tap("save")
    owner.see(t("hours-wrong"))


def test_a_holiday_by_either_calendar_closes_the_place(owner: testing.User) -> None:
    owner.goto("/holidays", id="anaqa")
    owner.choose("which", "gregorian")
    owner.type("name", "جرد")
    owner.choose("month", "1")
    owner.step("day", 3)
    owner.tap("add-holiday")
    owner.see("جرد")
    layla = visit(owner, "layla", "/place", id="anaqa")
    layla.see(t("holiday-near"))
    layla.tap("service-hair")
    with pytest.raises(AssertionError):
        layla.pick_date("day", datetime(2026, 1, 3).date())


def test_new_rules_leave_old_bookings_as_they_were(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    made = book(layla)
    owner.goto("/rules", id="shifa")
    owner.step("late", 100)
    owner.tap("save")
    layla.goto("/booking", id=made)
    layla.tap("cancel")
    owner.host.advance(seconds=1)
    assert order(owner, made).paid == 2_500


def test_a_deposit_needs_somebody_to_get_it(owner: testing.User) -> None:
    reem = visit(owner, "reem", "/join", code=invite(owner))
    owner.host.grants["reem", "wallet.payee"] = False
    reem.tap("join")
    reem.tap("add-place")
    reem.type("name", "استوديو ريم")
    reem.tap("make-place")
    place = str(reem.query["id"])
    reem.see(t("payee-title"))
    add_service(reem, place, "جلسة", "200", "40")
    reem.see(t("deposit-needs-payee"))
    owner.host.grants["reem", "wallet.payee"] = True
    reem.goto("/setup", id=place)
    reem.tap("payee-yes")
    add_service(reem, place, "جلسة", "200", "40")
    assert owner.host.document(f"place/{place}")["payee"] == "reem"


@pytest.mark.parametrize("said", ["-5", "1.234", "abc", "20000"])
def test_a_price_nobody_can_mean_is_refused(owner: testing.User, said: str) -> None:
    add_service(owner, "shifa", "خدمة", said)
    owner.see(t("price-wrong"))


def test_a_day_off_closes_one_person_and_warns_of_what_is_booked(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    book(layla, "child", days=2)
    owner.goto("/person", id="shifa.huda")
    owner.pick_date("off", (owner.host.now + timedelta(days=2)).date())
    owner.see(t("day-off-booked", count=1))
    layla.goto("/place", id="shifa")
    layla.tap("service-child")
    layla.pick_date("day", (owner.host.now + timedelta(days=2)).date())
    layla.see(t("day-full"))


def test_examples_begin_once(owner: testing.User) -> None:
    omar = visit(owner, "omar")
    omar.dont_see(t("start-with-examples"))
    assert len(owner.host.keys("place/")) == 4


def test_strangers_share_open_play_until_it_is_full(owner: testing.User) -> None:
    first = ""
    for name, party in (("layla", 6), ("omar", 4)):
        guest = visit(owner, name, "/place", id="abtal")
        guest.tap("service-open")
        guest.step("party", party)
        first = first or slots_of(guest)[0]
        guest.choose("slot", first)
        guest.tap("take")
        assert guest.path == "/pay"
    sara = visit(owner, "sara", "/place", id="abtal")
    sara.tap("service-open")
    assert first not in slots_of(sara)
