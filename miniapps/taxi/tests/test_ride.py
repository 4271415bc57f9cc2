"""A ride from beginning to end, seen from both sides: the price, the code, the money, cancelling."""

from __future__ import annotations

from typing import Any

from miniapp import money, t


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


def test_a_tap_that_runs_again_makes_one_order(company: Any) -> None:
    """Somebody's first order is asked for scopes between."""
    company.has("layla", 5_000)
    company.driver("khalid", 300)
    layla = company.plans("layla")
    layla.tap("order")
    assert layla.asked == ["profile.name", "wallet.order"]
    assert len(company.host.wallet.orders.by_id) == 1
