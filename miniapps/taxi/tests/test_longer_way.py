"""Another destination than was agreed: nearer, farther with the rider's consent, and what no timer did."""

from __future__ import annotations

from typing import Any

import pytest

from miniapp import t


def test_a_nearer_destination_costs_less_at_once(company: Any) -> None:
    company.driver("khalid", 300)
    layla = company.rides("layla", "khalid")
    held = company.ride("layla")["hold_minor"]
    layla.tap("change")
    layla.pick_place("end", company.at(700))
    layla.tap("change-now")
    layla.see(t("end-changed"))
    company.people["khalid"].tap("finish")
    company.settles()
    order = company.order("layla")
    assert order.paid < held
    assert order.paid == company.ride("layla")["paid_minor"]


def longer(company: Any) -> Any:
    layla = company.rides("layla", "khalid")
    layla.tap("change")
    layla.pick_place("end", company.at(-2000, -2000))
    layla.tap("change-now")
    return layla


def test_a_longer_way_is_approved_by_its_own_order(company: Any) -> None:
    company.has("layla", 20_000)
    company.driver("khalid", 300)
    layla = longer(company)
    assert company.ride("layla")["end"] != company.ride("layla")["extra"]["end"]
    layla.approve()
    layla.see(t("extra-held"))
    ride = company.ride("layla")
    assert ride["end"] == ride["extra"]["end"]
    company.people["khalid"].tap("finish")
    company.settles()
    ride = company.ride("layla")
    assert ride["paid_minor"] == ride["hold_minor"]
    assert ride["extra_paid_minor"] == ride["extra"]["difference_minor"] > 0
    assert company.left("layla") == 20_000 - ride["paid_minor"] - ride["extra_paid_minor"]
    extra = company.host.wallet.orders.by_id[ride["extra"]["order_id"]]
    assert extra.shares == {"khalid": ride["extra_paid_minor"] * 80 // 100}


def test_a_longer_way_that_is_not_approved_changes_nothing(company: Any) -> None:
    company.has("layla", 20_000)
    company.driver("khalid", 300)
    layla = longer(company)
    layla.decline()
    company.people["khalid"].tap("finish")
    company.settles()
    ride = company.ride("layla")
    assert company.left("layla") == 20_000 - ride["hold_minor"]


def test_a_longer_way_approved_after_the_end_takes_nothing(company: Any) -> None:
    """The sheet was still open when the driver finished: the order is closed with the ride."""
    company.has("layla", 20_000)
    company.driver("khalid", 300)
    layla = longer(company)
    asked = company.ride("layla")["extra"]["order_id"]
    company.people["khalid"].tap("finish")
    layla.approve(asked)
    company.settles()
    assert company.host.wallet.orders.by_id[asked].state == "VOIDED"
    assert company.left("layla") == 20_000 - company.ride("layla")["hold_minor"]


@pytest.mark.parametrize("yes", [True, False])
def test_a_driver_who_went_farther_asks_and_the_rider_says(company: Any, yes: bool) -> None:
    company.has("layla", 20_000)
    khalid = company.driver("khalid", 300)
    layla = company.rides("layla", "khalid")
    khalid.tap("elsewhere")
    khalid.pick_place("at", company.at(-2000, -2000))
    layla.see(t("extra-driver"), t("stage-finished"))
    company.settles()
    assert company.left("layla") == 20_000 - company.ride("layla")["hold_minor"]
    layla.tap("extra-yes" if yes else "extra-no")
    if yes:
        layla.approve()
        company.settles()
    ride = company.ride("layla")
    paid = ride["hold_minor"] + (ride["extra"]["difference_minor"] if yes else 0)
    assert company.left("layla") == 20_000 - paid
    assert ride["paid_minor"] + ride["extra_paid_minor"] == paid


def test_a_driver_who_ends_nearer_is_paid_for_that(company: Any) -> None:
    company.has("layla", 20_000)
    khalid = company.driver("khalid", 300)
    company.rides("layla", "khalid")
    khalid.tap("elsewhere")
    khalid.pick_place("at", company.at(600))
    company.settles()
    ride = company.ride("layla")
    assert ride["paid_minor"] < ride["hold_minor"]
    assert company.left("layla") == 20_000 - ride["paid_minor"]


def test_a_ride_whose_timers_were_lost_is_settled_all_the_same(company: Any) -> None:
    """The machine was too busy and the host gave the timer up: the sweep does what is missing."""
    company.has("layla", 20_000)
    khalid = company.driver("khalid", 300)
    layla = company.orders("layla")
    lost = next(name for name in company.host.timers if name.startswith("wave/"))
    del company.host.timers[lost]
    company.host.advance(minutes=5)
    layla.see(t("end-unserved"))
    company.rides("layla", "khalid")
    khalid.tap("finish")
    del company.host.timers[f"settle/{company.ride('layla')['id']}"]
    company.host.advance(minutes=5)
    assert company.order("layla").state == "PAID"
    assert company.host.keys("open/") == []
