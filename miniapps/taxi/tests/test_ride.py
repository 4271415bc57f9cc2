"""A ride from beginning to end, seen from both sides: money, cancelling, a longer way, the talk, the shared trip."""

from __future__ import annotations

from typing import Any

import pytest

from miniapp import code, money, t


def minor(amount: int) -> Any:
    return money(f"{amount // 100}.{amount % 100:02d}", "SAR")


def test_a_ride_is_ordered_driven_and_paid(company: Any) -> None:
    """The whole of it: what was put aside is taken when they are there, and the driver has their part."""
    company.has("layla", 10_000)
    khalid = company.driver("khalid", 300)
    layla = company.orders("layla")
    layla.see(t("stage-searching"))
    assert company.order("layla").state == "HELD"
    khalid.goto("/")
    khalid.see(t("new-request"))
    khalid.tap("accept")
    layla.see("Khalid", t("driver-comes"), t("your-code"))
    khalid.tap("arrived")
    layla.see(t("driver-there"))
    khalid.type("code", company.ride("layla")["code"])
    khalid.tap("start-ride")
    layla.see(t("stage-riding"))
    khalid.tap("finish")
    layla.see(t("stage-finished"), t("how-was", name="Khalid"))
    company.settles()
    ride, order = company.ride("layla"), company.order("layla")
    assert (order.state, order.paid) == ("PAID", ride["hold_minor"])
    assert company.left("layla") == 10_000 - order.paid
    assert order.shares == {"khalid": order.paid * 80 // 100}
    khalid.see(t("you-earned"))
    khalid.goto("/earnings")
    khalid.see(minor(order.paid * 80 // 100))


def test_the_price_is_shown_with_its_parts_and_for_each_class(company: Any) -> None:
    layla = company.plans("layla")
    layla.see(t("price-hint"), t("class-hint"), t("no-car-near"))
    cheap = layla.outline()
    layla.choose("car", "comfort")
    assert layla.outline() != cheap


def test_a_price_that_changed_meanwhile_is_shown_before_anything_is_asked(company: Any) -> None:
    """The owner publishes another tariff between her look and her tap: she sees the new price first."""
    layla = company.plans("layla")
    stale = layla.tree
    company.owner.goto("/office/tariff")
    company.owner.type("economy_base", "٧٫٥٠")
    company.owner.type("economy_minimum", "20")
    company.owner.tap("publish")
    company.owner.see(t("tariff-published"))
    layla.tree = stale
    layla.tap("order")
    layla.see(t("price-changed"))
    assert company.host.wallet.orders.by_id == {}


def test_who_declines_the_sheet_has_no_ride(company: Any) -> None:
    layla = company.plans("layla")
    layla.tap("order")
    layla.see(t("asked-title"))
    layla.decline()
    layla.see(t("end-dropped"))
    company.settles()
    assert company.host.document("rider/layla")["ride"] is None


def test_a_closed_sheet_can_be_opened_again_and_ends_by_itself(company: Any) -> None:
    layla = company.plans("layla")
    layla.tap("order")
    layla.sheet = None
    layla.tap("pay-now")
    assert layla.sheet is not None
    company.host.advance(minutes=4)
    layla.see(t("end-dropped"))


def test_nobody_rides_twice_at_once(company: Any) -> None:
    layla = company.plans("layla")
    stale, state = layla.tree, layla.state
    layla.tap("order")
    layla.tree, layla.state = stale, state
    layla.tap("order")
    layla.see(t("one-ride-only"), t("asked-title"))
    assert len(company.host.keys("ride/")) == 1
    layla.goto("/")
    layla.see(t("follow-ride"))


def test_who_cannot_be_asked_for_money_is_told(company: Any) -> None:
    shy = company.person("shy", consents=False)
    company.plans("shy")
    shy.tap("order")
    shy.see(t("wallet-denied"))
    assert company.host.keys("ride/") == []


def test_a_wrong_code_starts_nothing_and_five_renew_it(company: Any) -> None:
    khalid = company.driver("khalid", 300)
    company.orders("layla")
    khalid.tap("accept")
    khalid.tap("arrived")
    right = company.ride("layla")["code"]
    wrong = "0000" if right != "0000" else "1111"
    for _ in range(5):
        khalid.type("code", wrong)
        khalid.tap("start-ride")
    khalid.see(t("code-renewed"))
    renewed = company.ride("layla")["code"]
    assert renewed != right
    khalid.type("code", "".join("٠١٢٣٤٥٦٧٨٩"[int(digit)] for digit in renewed))
    khalid.tap("start-ride")
    assert company.ride("layla")["stage"] == "riding"


# --- cancelling ---


def test_cancelling_before_a_driver_accepts_is_free(company: Any) -> None:
    company.has("layla", 5_000)
    layla = company.orders("layla")
    layla.tap("cancel")
    layla.see(t("cancelled-free"))
    company.settles()
    assert (company.order("layla").state, company.left("layla")) == ("VOIDED", 5_000)


def test_within_two_minutes_it_is_free_and_the_driver_is_free_again(company: Any) -> None:
    company.has("layla", 5_000)
    khalid = company.driver("khalid", 300)
    layla = company.orders("layla")
    khalid.tap("accept")
    company.host.advance(seconds=119)
    layla.tap("cancel")
    company.settles()
    assert company.left("layla") == 5_000
    khalid.goto("/")
    khalid.see(t("waiting"))


def test_later_it_costs_the_stated_fee_of_which_the_driver_has_their_part(company: Any) -> None:
    company.has("layla", 5_000)
    khalid = company.driver("khalid", 1500)
    layla = company.orders("layla")
    khalid.tap("accept")
    stale = layla.tree
    company.host.advance(seconds=121)
    layla.tree = stale
    layla.tap("cancel")
    layla.see(t("fee-now", amount=minor(800)))
    assert company.ride("layla")["stage"] == "accepted"
    layla.tap("cancel")
    layla.see(t("cancelled-fee", amount=minor(800)))
    company.settles()
    order = company.order("layla")
    assert (order.state, order.paid, order.shares) == ("PAID", 800, {"khalid": 640})
    assert company.left("layla") == 4_200


def test_a_driver_who_is_late_may_be_cancelled_for_nothing(company: Any) -> None:
    company.has("layla", 5_000)
    khalid = company.driver("khalid", 300)
    layla = company.orders("layla")
    khalid.tap("accept")
    company.host.advance(minutes=20)
    layla.redraw()
    layla.tap("cancel")
    company.settles()
    assert company.left("layla") == 5_000


def test_nobody_can_cancel_a_ride_that_has_begun(company: Any) -> None:
    company.driver("khalid", 300)
    layla = company.orders("layla")
    company.accepts("khalid")
    stale = layla.tree
    khalid = company.people["khalid"]
    khalid.tap("arrived")
    khalid.type("code", company.ride("layla")["code"])
    khalid.tap("start-ride")
    layla.tree = stale
    layla.tap("cancel")
    layla.see(t("ride-moved-on"))
    assert company.ride("layla")["stage"] == "riding"


def test_cancel_and_finish_in_one_moment_charge_once(company: Any) -> None:
    """The rider cancels while the driver starts: one of them is true, and the money follows that one."""
    company.has("layla", 5_000)
    khalid = company.driver("khalid", 300)
    layla = company.orders("layla")
    khalid.tap("accept")
    khalid.tap("arrived")
    khalid.type("code", company.ride("layla")["code"])
    company.host.before_commit = lambda: layla.tap("cancel")
    khalid.tap("start-ride")
    khalid.see(t("ride-moved-on"))
    company.settles()
    assert (company.ride("layla")["stage"], company.left("layla")) == ("cancelled", 5_000)


def test_a_rider_who_does_not_come_pays_for_the_waiting(company: Any) -> None:
    company.has("layla", 5_000)
    khalid = company.driver("khalid", 300)
    layla = company.orders("layla")
    khalid.tap("accept")
    khalid.tap("arrived")
    khalid.dont_see(t("no-show"))
    company.host.advance(minutes=5)
    khalid.redraw()
    khalid.tap("no-show")
    layla.see(t("no-show-text"))
    company.settles()
    assert company.left("layla") == 5_000 - 1200


# --- another way ---


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


# --- together ---


def test_they_talk_without_numbers_until_the_ride_ends(company: Any) -> None:
    khalid = company.driver("khalid", 300)
    layla = company.orders("layla")
    khalid.tap("accept")
    layla.tap("talk")
    layla.type("words", "أنا أمام الباب")
    layla.tap("send")
    khalid.tap("talk")
    khalid.see("أنا أمام الباب", "Layla")
    khalid.tap("say-minute")
    layla.see(t("say-minute"), "Khalid")
    khalid.goto("/ride", id=company.ride("layla")["id"])
    khalid.tap("arrived")
    khalid.type("code", company.ride("layla")["code"])
    khalid.tap("start-ride")
    khalid.tap("finish")
    company.settles()
    layla.dont_see("أنا أمام الباب")
    assert company.host.keys("talk/") == []


def test_a_stranger_sees_neither_talk_nor_ride(company: Any) -> None:
    khalid = company.driver("khalid", 300)
    company.orders("layla")
    khalid.tap("accept")
    eve = company.person("eve")
    for path in ("/ride", "/talk", "/change", "/problem", "/finish"):
        eve.goto(path, id=company.ride("layla")["id"])
        eve.see(t("ride-gone"))
        eve.dont_see("Khalid")
    eve.tree = company.people["layla"].tree
    eve.tap("cancel")
    eve.see(t("not-your-ride"))


def test_the_shared_trip_shows_the_way_and_no_more(company: Any) -> None:
    khalid = company.driver("khalid", 300)
    layla = company.orders("layla")
    khalid.tap("accept")
    layla.tap("share")
    card = company.host.cards.offered["layla"]
    company.host.cards.share("layla")
    mama = company.person("mama")
    path, _, query = card.path.partition("?")
    mama.goto(path, **dict(pair.split("=") for pair in query.split("&")))
    mama.see(t("trip-of", name="Layla"), code("ح ب ر 4821"))
    mama.dont_see(t("cancel-ride"), t("your-code"))
    khalid.tap("arrived")
    assert "السائق وصل" in company.host.cards.shared["layla", card.key].text
    mama.goto("/trip", id=company.ride("layla")["id"], key="guessed")
    mama.see(t("ride-gone"))


def test_the_car_moves_without_waking_the_app(company: Any) -> None:
    khalid = company.driver("khalid", 300)
    company.orders("layla")
    khalid.tap("accept")
    before = company.host.document(f"ride/{company.ride('layla')['id']}")
    topics = khalid.moves_to(company.host.places.point(250))
    assert f"ride/{company.ride('layla')['id']}" in topics
    assert company.host.document(f"ride/{company.ride('layla')['id']}") == before


def test_who_asked_for_it_is_told_in_chat(company: Any) -> None:
    khalid = company.driver("khalid", 300)
    layla = company.orders("layla")
    layla.tap(t("tell-me"))
    khalid.tap("accept")
    khalid.tap("arrived")
    titles = [card.title for (user, _), card in company.host.cards.sent.items() if user == "layla"]
    assert "السائق وصل" in titles


# --- afterwards ---


def finished(company: Any) -> Any:
    company.driver("khalid", 300)
    layla = company.rides("layla", "khalid")
    company.people["khalid"].tap("finish")
    company.settles()
    return layla


def test_a_tip_is_all_the_drivers(company: Any) -> None:
    company.has("layla", 20_000)
    layla = finished(company)
    layla.tap("tip-500")
    layla.approve()
    company.settles()
    layla.see(t("tip-given"))
    ride = company.ride("layla")
    assert company.left("layla") == 20_000 - ride["paid_minor"] - 500
    khalid = company.people["khalid"]
    khalid.goto("/earnings")
    khalid.see(minor(500), minor(ride["driver_minor"] + 500))


def test_another_tip_replaces_the_one_that_was_not_paid(company: Any) -> None:
    layla = finished(company)
    layla.tap("tip-500")
    first = company.ride("layla")["tip_order_id"]
    layla.tap("tip-1000")
    assert company.host.wallet.orders.by_id[first].state == "VOIDED"
    layla.approve()
    company.settles()
    assert company.ride("layla")["tip_minor"] == 1000


def test_both_rate_each_other_once_and_may_change_it(company: Any) -> None:
    layla = finished(company)
    layla.rate("stars", 3)
    layla.rate("stars", 5)
    khalid = company.people["khalid"]
    khalid.rate("stars", 4)
    assert (company.host.document("driver/khalid")["stars_sum"], company.host.document("driver/khalid")["stars_count"]) == (5, 1)  # noqa: E501
    assert company.host.document("rider/layla")["stars_sum"] == 4


def test_a_problem_is_answered_with_a_part_of_the_price(company: Any) -> None:
    company.has("layla", 20_000)
    layla = finished(company)
    paid = company.ride("layla")["paid_minor"]
    layla.tap("report")
    layla.type("words", "سلك طريقًا طويلًا")
    layla.tap("send-problem")
    layla.see(t("problem-waits"))
    maha = company.owner
    maha.goto("/office/problems")
    maha.tap("سلك طريقًا طويلًا")
    maha.choose("percent", "25")
    maha.type("words", "نعتذر منك")
    maha.tap("answer")
    company.settles()
    layla.see("نعتذر منك", t("refunded", amount=minor(paid * 25 // 100)))
    assert company.left("layla") == 20_000 - paid + paid * 25 // 100
    assert company.host.document("day/2026-01-01")["refunded_minor"] == paid * 25 // 100


def test_history_and_the_same_way_again(company: Any) -> None:
    layla = finished(company)
    layla.tap("again")
    layla.see(t("price"))
    layla.goto("/trips")
    layla.see(t("ride-line"))
    layla.goto("/")
    khalid = company.people["khalid"]
    khalid.goto("/earnings")
    khalid.see(t("rides-driven"), t("rides", count=1))
