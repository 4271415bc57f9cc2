"""What a provider says of a place, and what guests find there afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from miniapp import t, testing


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


def test_a_holiday_by_either_calendar_closes_the_place(town: Any, owner: testing.User) -> None:
    owner.goto("/holidays", id="anaqa")
    owner.choose("which", "gregorian")
    owner.type("name", "جرد")
    owner.choose("month", "1")
    owner.step("day", 3)
    owner.tap("add-holiday")
    owner.see("جرد")
    layla = town.visit("layla", "/place", id="anaqa")
    layla.see(t("holiday-near"))
    layla.tap("service-hair")
    with pytest.raises(AssertionError):
        layla.pick_date("day", datetime(2026, 1, 3).date())


def test_new_rules_leave_old_bookings_as_they_were(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    made = town.book(layla)
    owner.goto("/rules", id="shifa")
    owner.step("late", 100)
    owner.tap("save")
    layla.goto("/booking", id=made)
    layla.tap("cancel")
    owner.host.advance(seconds=1)
    assert town.order(made).paid == 2_500


def test_a_deposit_needs_somebody_to_get_it(town: Any, owner: testing.User) -> None:
    reem = town.visit("reem", "/join", code=town.invite())
    owner.host.grants["reem", "wallet.payee"] = False
    reem.tap("join")
    reem.tap("add-place")
    reem.type("name", "استوديو ريم")
    reem.tap("make-place")
    place = str(reem.query["id"])
    reem.see(t("payee-title"))
    town.add_service(reem, place, "جلسة", "200", "40")
    reem.see(t("deposit-needs-payee"))
    owner.host.grants["reem", "wallet.payee"] = True
    reem.goto("/setup", id=place)
    reem.tap("payee-yes")
    town.add_service(reem, place, "جلسة", "200", "40")
    assert owner.host.document(f"place/{place}")["payee"] == "reem"


@pytest.mark.parametrize("said", ["-5", "1.234", "abc", "20000"])
def test_a_price_nobody_can_mean_is_refused(town: Any, owner: testing.User, said: str) -> None:
    town.add_service(owner, "shifa", "خدمة", said)
    owner.see(t("price-wrong"))


def test_a_day_off_closes_one_person_and_warns_of_what_is_booked(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    town.book(layla, "child", days=2)
    owner.goto("/person", id="shifa.huda")
    owner.pick_date("off", (owner.host.now + timedelta(days=2)).date())
    owner.see(t("day-off-booked", count=1))
    layla.goto("/place", id="shifa")
    layla.tap("service-child")
    layla.pick_date("day", (owner.host.now + timedelta(days=2)).date())
    layla.see(t("day-full"))


def test_examples_begin_once(town: Any, owner: testing.User) -> None:
    omar = town.visit("omar")
    omar.dont_see(t("start-with-examples"))
    assert len(owner.host.keys("place/")) == 4


def test_strangers_share_open_play_until_it_is_full(town: Any, owner: testing.User) -> None:
    first = ""
    for name, party in (("layla", 6), ("omar", 4)):
        guest = town.visit(name, "/place", id="abtal")
        guest.tap("service-open")
        guest.step("party", party)
        first = first or town.moments(guest)[0]
        guest.choose("slot", first)
        guest.tap("take")
        assert guest.path == "/pay"
    sara = town.visit("sara", "/place", id="abtal")
    sara.tap("service-open")
    assert first not in town.moments(sara)
