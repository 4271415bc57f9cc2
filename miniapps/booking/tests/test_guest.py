"""Guests: look for a moment, hold it, pay, come, or not; with the place beside them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from miniapp import money, t, testing

DEPOSIT = money("50", "SAR")


def test_a_moment_is_held_paid_for_and_stands(town: Any, layla: testing.User) -> None:
    made = town.hold(layla)
    layla.see(t("held-for-you"), t("deposit"), DEPOSIT)
    assert town.booking(made)["state"] == "held"
    layla.tap("pay")
    layla.approve()
    layla.see(t("state-booked"), t("money-held", amount=DEPOSIT))
    assert town.order(made).state == "HELD"
    assert town.nodes(layla.tree, "QR")[0]["props"]["payload"].startswith(f"majlis-booking/{made}/")


def test_what_nobody_pays_for_is_free_again_after_five_minutes(town: Any, layla: testing.User) -> None:
    made = town.hold(layla)
    slot = str(town.booking(made)["start"])
    omar = town.visit("omar")
    assert slot in town.look(omar), "another doctor is free then"
    omar.choose("who", town.booking(made)["person"])
    assert slot not in town.moments(omar)
    town.later(minutes=5)
    assert town.booking(made)["state"] == "lapsed"
    assert slot in town.moments(omar), "the open screen shows it at once"
    layla.see(t("ended-lapsed"))


def test_a_sheet_that_is_still_open_when_the_hold_ends_takes_nothing(town: Any, layla: testing.User) -> None:
    made = town.hold(layla)
    layla.tap("pay")
    town.later(minutes=5)
    assert (town.booking(made)["state"], town.order(made).state) == ("lapsed", "EXPIRED")
    layla.dont_see(t("money-back"))


def test_who_pays_in_the_last_second_keeps_it(town: Any, layla: testing.User) -> None:
    """Approved, but the news of it comes after the timer."""
    made = town.hold(layla)
    layla.tap("pay")
    wallet, sheet = layla.host.wallet, str(layla.sheet)
    layla.host.now += timedelta(minutes=4, seconds=59)
    wallet.orders.approve(sheet, "layla", 0, int(layla.host.now.timestamp() * 1000))
    wallet.news.clear()
    town.later(seconds=2)
    assert (town.booking(made)["state"], town.order(made).state) == ("booked", "HELD")


def test_two_guests_want_one_moment_and_one_sees_what_is_left(town: Any, layla: testing.User) -> None:
    """Omar's tap commits between Layla's read and her write."""
    omar = town.visit("omar")
    for guest in (layla, omar):
        town.look(guest)
        guest.choose("who", "noura")
    slot = town.moments(layla)[0]
    layla.choose("slot", slot)
    omar.choose("slot", slot)
    layla.host.before_commit = lambda: omar.tap("take")
    layla.tap("take")
    assert (omar.path, layla.path) == ("/pay", "/times")
    layla.see(t("lost"), t("lost-text"))
    assert town.moments(layla)[0] != slot
    entries = layla.host.document(f"day/shifa/{town.booking(omar.query['id'])['day']}/noura")["entries"]
    assert len(entries) == 1


def test_no_is_said_on_the_sheet_and_paid_at_the_second_try(town: Any, layla: testing.User) -> None:
    made = town.hold(layla)
    layla.tap("pay")
    layla.decline()
    layla.see(t("held-for-you"))
    layla.tap("pay")
    layla.approve()
    assert town.booking(made)["state"] == "booked"
    assert [one.state for one in layla.host.wallet.orders.by_id.values()] == ["DECLINED", "HELD"]


def test_two_windows_that_pay_at_once_pay_once(town: Any, layla: testing.User) -> None:
    """The order that lost the race is nobody's: whoever says yes to it gets their money back at once."""
    made = town.hold(layla)
    other = town.visit("layla", "/pay", id=made)
    layla.host.before_commit = lambda: other.tap("pay")
    layla.tap("pay")
    orders = layla.host.wallet.orders.by_id
    kept = town.booking(made)["order"]
    (stray,) = set(orders) - {kept}
    assert layla.sheet == kept, "the second window is shown the same sheet"
    layla.approve(stray)
    assert (orders[stray].state, town.booking(made)["state"]) == ("VOIDED", "held")
    layla.approve(kept)
    assert (orders[kept].state, town.booking(made)["state"]) == ("HELD", "booked")


def test_choosing_another_moment_gives_the_first_back(town: Any, layla: testing.User) -> None:
    first = town.hold(layla)
    second = town.hold(layla)
    assert first != second
    assert (town.booking(first)["state"], town.booking(second)["state"]) == ("lapsed", "held")


def test_without_a_deposit_one_tap_is_enough(town: Any, layla: testing.User) -> None:
    made = town.book(layla, "hair", place="anaqa")
    layla.see(t("booked"))
    assert (town.booking(made)["state"], town.booking(made)["order"]) == ("booked", None)


def test_cancelling_early_is_free_and_late_costs_what_was_said(town: Any, layla: testing.User) -> None:
    early, late = town.book(layla, days=2, at=0), town.book(layla, days=2, at=0)
    layla.goto("/booking", id=early)
    layla.tap("cancel")
    town.later(seconds=1)
    assert (town.order(early).state, town.booking(early)["kept"]["amount_minor"]) == ("VOIDED", 0)
    layla.see(t("money-back", amount=DEPOSIT))
    town.at_start(late, hours=-3)
    layla.goto("/booking", id=late)
    layla.tap("cancel")
    town.later(seconds=1)
    assert (town.order(late).paid, town.order(late).state) == (2_500, "PAID")
    layla.see(t("money-kept", amount=money("25", "SAR")), t("money-back", amount=money("25", "SAR")))


def test_a_booking_moves_to_its_new_moment_before_the_old_one_is_free(town: Any, layla: testing.User) -> None:
    made = town.book(layla, days=2, at=0)
    before = town.booking(made)
    layla.goto("/booking", id=made)
    layla.tap("move")
    slot = town.moments(layla)[-1]
    layla.choose("slot", slot)
    layla.tap("take")
    after = town.booking(made)
    assert (after["state"], after["start"], after["moved"]) == ("booked", int(slot), 1)
    assert after["order"] == before["order"], "the deposit goes with it"
    keys = layla.host.keys("day/shifa/")
    entries = [entry["id"] for key in keys for entry in layla.host.document(key)["entries"]]
    assert entries == [made]


def test_a_move_to_a_moment_somebody_else_takes_first_keeps_the_old_one(town: Any, layla: testing.User) -> None:
    made = town.book(layla, days=2, at=0)
    start = town.booking(made)["start"]
    omar = town.visit("omar")
    slot = town.look(omar, days=2)[-1]
    omar.choose("who", "noura")
    omar.choose("slot", slot)
    layla.goto("/booking", id=made)
    layla.tap("move")
    layla.choose("who", "noura")
    layla.choose("slot", slot)
    layla.host.before_commit = lambda: omar.tap("take")
    layla.tap("take")
    layla.see(t("lost"))
    assert (town.booking(made)["start"], town.booking(made)["state"]) == (start, "booked")


def test_too_late_to_move_is_said(town: Any, layla: testing.User) -> None:
    made = town.book(layla)
    layla.goto("/booking", id=made)
    assert not layla.sees(t("move")), "twelve hours before is over"
    layla.see(t("terms-not-free"))


def test_reminders_come_a_day_and_two_hours_before_and_can_be_switched_off(town: Any, layla: testing.User) -> None:
    made, quiet = town.book(layla, days=3, at=0), town.book(layla, days=3, at=0)
    layla.goto("/booking", id=quiet)
    layla.toggle("remind", False)
    town.at_start(made, hours=-24, seconds=1)
    assert "غدًا" in layla.host.cards.sent["layla", f"booking-{made}"].text
    town.later(hours=22)
    assert "بعد ساعتين" in layla.host.cards.sent["layla", f"booking-{made}"].text
    assert "⏰" not in layla.host.cards.sent["layla", f"booking-{quiet}"].text


def test_all_messages_can_be_switched_off_at_once(town: Any, layla: testing.User) -> None:
    made = town.book(layla, days=2, at=0)
    layla.goto("/mine")
    layla.toggle("messages", False)
    assert town.booking(made)["remind"] is False
    town.later(days=2)
    assert "⏰" not in layla.host.cards.sent["layla", f"booking-{made}"].text


def test_who_allows_no_messages_can_book_all_the_same(town: Any, owner: testing.User) -> None:
    shy = town.visit("shy")
    made = town.hold(shy)
    owner.host.grants["shy", "messages.send"] = False
    shy.tap("pay")
    shy.approve()
    assert (town.booking(made)["state"], town.booking(made)["remind"]) == ("booked", False)


def test_without_a_name_nothing_is_held(town: Any, owner: testing.User) -> None:
    shy = town.visit("shy", consents=False)
    town.hold(shy)
    shy.see(t("name-needed"))
    assert owner.host.keys("booking/") == []


def test_somebody_elses_booking_is_nobodys_business(town: Any, layla: testing.User) -> None:
    made = town.book(layla)
    omar = town.visit("omar", "/booking", id=made)
    omar.see(t("booking-gone"))
    omar.tree = layla.tree
    omar.tap("cancel")
    omar.see(t("booking-gone"))
    assert town.booking(made)["state"] == "booked"


def test_a_visit_is_rated_once_and_the_place_shows_it(town: Any, owner: testing.User, layla: testing.User) -> None:
    made = town.book(layla)
    town.door().scan(town.code(layla, made))
    layla.goto("/booking", id=made)
    town.later(hours=6)
    layla.see(t("how-was-it"))
    layla.rate("stars", 4)
    layla.type("comment", "شكرًا")
    layla.tap("send-rating")
    assert owner.host.document("stars/shifa") == {"total": 4, "count": 1}
    layla.goto("/mine")
    layla.see(t("before"))
    layla.dont_see(t("coming"))
    layla.goto("/place", id="shifa")
    layla.see(t("stars"))
