"""Who gets a ride: the nearest, the next when they do not answer, one of two who are quick, or nobody."""

from __future__ import annotations

from typing import Any

from miniapp import t


def test_the_nearest_is_asked_first(company: Any) -> None:
    far, near = company.driver("faisal", 1500), company.driver("nasser", 200)
    company.orders("layla")
    near.see(t("new-request"))
    far.dont_see(t("new-request"))


def test_another_class_is_not_asked(company: Any) -> None:
    near, right = company.driver("nasser", 100), company.driver("faisal", 1500, car="family")
    company.orders("layla", car="family")
    near.dont_see(t("new-request"))
    right.see(t("new-request"))


def test_who_does_not_answer_in_twenty_seconds_loses_it_to_the_next(company: Any) -> None:
    near, far = company.driver("nasser", 200), company.driver("faisal", 1500)
    layla = company.orders("layla")
    company.host.advance(seconds=19)
    near.see(t("new-request"))
    company.host.advance(seconds=1)
    near.redraw()
    near.see(t("waiting"))
    far.see(t("new-request"))
    far.tap("accept")
    layla.see("Faisal")


def test_who_passes_is_not_waited_for(company: Any) -> None:
    near, far = company.driver("nasser", 200), company.driver("faisal", 1500)
    company.orders("layla")
    near.tap("pass")
    near.see(t("passed"), t("waiting"))
    far.see(t("new-request"))


def test_of_two_who_accept_at_once_one_has_it_and_the_other_is_told(company: Any) -> None:
    """The second wave asks two. Both tap in the same moment: one drives, the other stays on duty and free."""
    first = company.driver("nasser", 100)
    one, two = company.driver("faisal", 700), company.driver("majed", 800)
    layla = company.orders("layla")
    first.tap("pass")
    one.see(t("new-request"))
    two.see(t("new-request"))
    company.host.before_commit = lambda: two.tap("accept")
    one.tap("accept")
    layla.see("Majed")
    assert company.ride("layla")["driver"] == "majed"
    one.see(t("another-was-faster"), t("taken"))
    assert company.host.document("driver/faisal")["ride"] is None
    one.tap(t("go-on-waiting"))
    one.see(t("waiting"))


def test_a_late_yes_after_the_offer_moved_on_is_told_so(company: Any) -> None:
    near, far = company.driver("nasser", 200), company.driver("faisal", 1500)
    company.orders("layla")
    stale = near.tree
    company.host.advance(seconds=20)
    near.tree = stale
    near.tap("accept")
    near.see(t("another-was-faster"))
    assert company.ride("layla")["stage"] == "searching"
    far.tap("accept")
    assert company.ride("layla")["driver"] == "faisal"


def test_one_driver_is_never_on_two_rides(company: Any) -> None:
    """Two riders order at once; the one driver is asked for one of them, and the other waits."""
    khalid = company.driver("khalid", 200)
    company.orders("layla")
    omar = company.orders("omar")
    khalid.tap("accept")
    assert company.ride("layla")["driver"] == "khalid"
    omar.see(t("stage-searching"))
    company.host.advance(seconds=40)
    khalid.goto("/")
    khalid.dont_see(t("new-request"))
    assert company.ride("omar")["driver"] is None


def test_nobody_found_gives_the_hold_back_and_says_so(company: Any) -> None:
    company.has("layla", 5_000)
    company.driver("khalid", 200)
    layla = company.orders("layla")
    assert company.left("layla") == 5_000 - company.ride("layla")["hold_minor"]
    company.host.advance(seconds=20)
    layla.see(t("stage-searching"))
    company.host.advance(minutes=1)
    layla.see(t("end-unserved"), t("unserved-text"))
    assert (company.order("layla").state, company.left("layla")) == ("VOIDED", 5_000)
    assert company.host.document("rider/layla")["ride"] is None


def test_without_any_driver_it_ends_after_a_minute(company: Any) -> None:
    layla = company.orders("layla")
    company.host.advance(seconds=59)
    layla.see(t("stage-searching"))
    company.host.advance(seconds=5)
    layla.see(t("end-unserved"))
    layla.tap("again")
    layla.see(t("price"))


def test_a_driver_who_comes_on_duty_meanwhile_is_asked(company: Any) -> None:
    company.orders("layla")
    khalid = company.driver("khalid", 200)
    company.host.advance(seconds=20)
    khalid.see(t("new-request"))


def test_a_driver_who_gives_it_back_is_not_asked_again_and_the_rider_pays_nothing(company: Any) -> None:
    khalid = company.driver("khalid", 200)
    layla = company.orders("layla")
    khalid.tap("accept")
    other = company.driver("faisal", 900)
    khalid.tap("hand-back")
    khalid.see(t("handed-back"))
    layla.see(t("passed-on-text"))
    other.see(t("new-request"))
    khalid.dont_see(t("new-request"))
    other.tap("accept")
    layla.see("Faisal")
    assert company.host.keys("drove/khalid/") == []


def test_off_duty_passes_what_was_asked_and_nobody_is_asked_there(company: Any) -> None:
    khalid, faisal = company.driver("khalid", 200), company.driver("faisal", 900)
    company.orders("layla")
    khalid.goto("/")
    khalid.goto("/")
    stale = faisal.tree
    company.host.advance(seconds=1)
    khalid.tap("pass")
    khalid.tap("go-off-duty")
    faisal.see(t("new-request"))
    assert stale is not faisal.tree
    assert company.host.keys("duty/") == ["duty/economy/faisal"]


def test_nobody_drives_themselves(company: Any) -> None:
    """A driver on duty who orders a ride is not asked to drive it."""
    khalid = company.driver("khalid", 100)
    khalid.choose("side", "ride")
    company.orders("khalid")
    khalid.choose("side", "drive") if khalid.sees(t("sides")) else None
    assert company.ride("khalid")["asking"] == []


def test_a_ride_that_never_starts_is_void(company: Any) -> None:
    company.has("layla", 5_000)
    khalid = company.driver("khalid", 200)
    layla = company.orders("layla")
    khalid.tap("accept")
    company.host.advance(hours=2, seconds=1)
    layla.see(t("too-late-text"))
    assert company.left("layla") == 5_000
    assert company.host.document("driver/khalid")["ride"] is None


def test_a_ride_that_is_never_finished_ends_at_its_price(company: Any) -> None:
    company.driver("khalid", 200)
    company.rides("layla", "khalid")
    company.host.advance(hours=12, seconds=1)
    order = company.order("layla")
    assert (order.state, order.paid) == ("PAID", company.ride("layla")["hold_minor"])
