"""Guests: look for a moment, hold it, pay, come, or not; with the place beside them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
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


def hold(guest: testing.User, slot: str | None = None, place: str = "shifa", service: str = "checkup") -> str:
    """Hold a moment; answers the booking's id."""
    free = look(guest, place, service)
    guest.choose("slot", slot or free[3])
    guest.tap("take")
    return str(guest.query.get("id", ""))


def book(guest: testing.User, slot: str | None = None, place: str = "shifa", service: str = "checkup") -> str:
    """A booking that stands, its deposit put aside."""
    made = hold(guest, slot, place, service)
    guest.tap("pay")
    if guest.sheet:
        guest.approve()
    return made


def booking(user: testing.User, booking_id: str) -> dict[str, Any]:
    found: dict[str, Any] = user.host.document(f"booking/{booking_id}")
    return found


def order(user: testing.User, booking_id: str) -> Any:
    return user.host.wallet.orders.by_id[booking(user, booking_id)["order"]]


def later(user: testing.User, **by: float) -> None:
    user.host.advance(**by)


def test_a_moment_is_held_paid_for_and_stands(layla: testing.User) -> None:
    made = hold(layla)
    layla.see(t("held-for-you"), t("deposit"), DEPOSIT)
    assert booking(layla, made)["state"] == "held"
    layla.tap("pay")
    layla.approve()
    layla.see(t("state-booked"), t("money-held", amount=DEPOSIT))
    assert order(layla, made).state == "HELD"
    assert nodes(layla.tree, "QR")[0]["props"]["payload"].startswith(f"majlis-booking/{made}/")


def test_what_nobody_pays_for_is_free_again_after_five_minutes(layla: testing.User) -> None:
    made = hold(layla)
    slot = str(booking(layla, made)["start"])
    omar = visit(layla, "omar")
    assert slot in look(omar), "another doctor is free then"
    omar.choose("who", booking(layla, made)["person"])
    assert slot not in moments(omar)
    later(layla, minutes=5)
    assert booking(layla, made)["state"] == "lapsed"
    assert slot in moments(omar), "the open screen shows it at once"
    layla.see(t("ended-lapsed"))


def test_a_sheet_that_is_still_open_when_the_hold_ends_takes_nothing(layla: testing.User) -> None:
    made = hold(layla)
    layla.tap("pay")
    later(layla, minutes=5)
    assert (booking(layla, made)["state"], order(layla, made).state) == ("lapsed", "EXPIRED")
    layla.dont_see(t("money-back"))


def test_who_pays_in_the_last_second_keeps_it(layla: testing.User) -> None:
    """Approved, but the news of it comes after the timer."""
    made = hold(layla)
    layla.tap("pay")
    wallet, sheet = layla.host.wallet, str(layla.sheet)
    layla.host.now += timedelta(minutes=4, seconds=59)
    wallet.orders.approve(sheet, "layla", 0, int(layla.host.now.timestamp() * 1000))
    wallet.news.clear()
    later(layla, seconds=2)
    assert (booking(layla, made)["state"], order(layla, made).state) == ("booked", "HELD")


def test_two_guests_want_one_moment_and_one_sees_what_is_left(layla: testing.User) -> None:
    """Omar's tap commits between Layla's read and her write."""
    omar = visit(layla, "omar")
    for guest in (layla, omar):
        look(guest)
        guest.choose("who", "noura")
    slot = moments(layla)[0]
    layla.choose("slot", slot)
    omar.choose("slot", slot)
    layla.host.before_commit = lambda: omar.tap("take")
    layla.tap("take")
    assert (omar.path, layla.path) == ("/pay", "/times")
    layla.see(t("lost"), t("lost-text"))
    assert moments(layla)[0] != slot
    entries = layla.host.document(f"day/shifa/{booking(omar, omar.query['id'])['day']}/noura")["entries"]
    assert len(entries) == 1


def test_no_is_said_on_the_sheet_and_paid_at_the_second_try(layla: testing.User) -> None:
    made = hold(layla)
    layla.tap("pay")
    layla.decline()
    layla.see(t("held-for-you"))
    layla.tap("pay")
    layla.approve()
    assert booking(layla, made)["state"] == "booked"
    assert [one.state for one in layla.host.wallet.orders.by_id.values()] == ["DECLINED", "HELD"]


def test_two_windows_that_pay_at_once_pay_once(layla: testing.User) -> None:
    """The order that lost the race is nobody's: whoever says yes to it gets their money back at once."""
    made = hold(layla)
    other = visit(layla, "layla", "/pay", id=made)
    layla.host.before_commit = lambda: other.tap("pay")
    layla.tap("pay")
    orders = layla.host.wallet.orders.by_id
    kept = booking(layla, made)["order"]
    (stray,) = set(orders) - {kept}
    assert layla.sheet == kept, "the second window is shown the same sheet"
    layla.approve(stray)
    assert (orders[stray].state, booking(layla, made)["state"]) == ("VOIDED", "held")
    layla.approve(kept)
    assert (orders[kept].state, booking(layla, made)["state"]) == ("HELD", "booked")


def test_choosing_another_moment_gives_the_first_back(layla: testing.User) -> None:
    first = hold(layla)
    second = hold(layla)
    assert first != second
    assert (booking(layla, first)["state"], booking(layla, second)["state"]) == ("lapsed", "held")


def test_without_a_deposit_one_tap_is_enough(layla: testing.User) -> None:
    made = book(layla, place="anaqa", service="hair")
    layla.see(t("booked"))
    assert (booking(layla, made)["state"], booking(layla, made)["order"]) == ("booked", None)


def far(guest: testing.User, days: int = 2, **where: str) -> list[str]:
    """The moments some days from now: the clinic is closed on Fridays."""
    look(guest, **where)
    guest.pick_date("day", (guest.host.now + timedelta(days=days)).date())
    return moments(guest)


def book_far(guest: testing.User, days: int = 2, at: int = 0) -> str:
    slot = far(guest, days)[at]
    guest.choose("slot", slot)
    guest.tap("take")
    made = str(guest.query["id"])
    guest.tap("pay")
    guest.approve()
    return made


def test_cancelling_early_is_free_and_late_costs_what_was_said(layla: testing.User) -> None:
    early, late = book_far(layla), book_far(layla)
    layla.goto("/booking", id=early)
    layla.tap("cancel")
    later(layla, seconds=1)
    assert (order(layla, early).state, booking(layla, early)["kept"]["amount_minor"]) == ("VOIDED", 0)
    layla.see(t("money-back", amount=DEPOSIT))
    start = datetime.fromtimestamp(booking(layla, late)["start"] / 1000, UTC)
    later(layla, seconds=(start - timedelta(hours=3) - layla.host.now).total_seconds())
    layla.goto("/booking", id=late)
    layla.tap("cancel")
    later(layla, seconds=1)
    assert (order(layla, late).paid, order(layla, late).state) == (2_500, "PAID")
    layla.see(t("money-kept", amount=money("25", "SAR")), t("money-back", amount=money("25", "SAR")))


def test_a_booking_moves_to_its_new_moment_before_the_old_one_is_free(layla: testing.User) -> None:
    made = book_far(layla)
    before = booking(layla, made)
    layla.goto("/booking", id=made)
    layla.tap("move")
    slot = moments(layla)[-1]
    layla.choose("slot", slot)
    layla.tap("take")
    after = booking(layla, made)
    assert (after["state"], after["start"], after["moved"]) == ("booked", int(slot), 1)
    assert after["order"] == before["order"], "the deposit goes with it"
    keys = layla.host.keys("day/shifa/")
    entries = [entry["id"] for key in keys for entry in layla.host.document(key)["entries"]]
    assert entries == [made]


def test_a_move_to_a_moment_somebody_else_takes_first_keeps_the_old_one(layla: testing.User) -> None:
    made = book_far(layla)
    start = booking(layla, made)["start"]
    omar = visit(layla, "omar")
    slot = far(omar)[-1]
    omar.choose("who", "noura")
    omar.choose("slot", slot)
    layla.goto("/booking", id=made)
    layla.tap("move")
    layla.choose("who", "noura")
    layla.choose("slot", slot)
    layla.host.before_commit = lambda: omar.tap("take")
    layla.tap("take")
    layla.see(t("lost"))
    assert (booking(layla, made)["start"], booking(layla, made)["state"]) == (start, "booked")


def test_too_late_to_move_is_said(layla: testing.User) -> None:
    made = book(layla)
    layla.goto("/booking", id=made)
    assert not layla.sees(t("move")), "twelve hours before is over"
    layla.see(t("terms-not-free"))


def test_reminders_come_a_day_and_two_hours_before_and_can_be_switched_off(layla: testing.User) -> None:
    made, quiet = book_far(layla, days=3), book_far(layla, days=3)
    layla.goto("/booking", id=quiet)
    layla.toggle("remind", False)
    start = datetime.fromtimestamp(booking(layla, made)["start"] / 1000, UTC)
    later(layla, seconds=(start - timedelta(hours=24) - layla.host.now).total_seconds() + 1)
    assert "غدًا" in layla.host.cards.sent["layla", f"booking-{made}"].text
    later(layla, hours=22)
    assert "بعد ساعتين" in layla.host.cards.sent["layla", f"booking-{made}"].text
    assert "⏰" not in layla.host.cards.sent["layla", f"booking-{quiet}"].text


def test_all_messages_can_be_switched_off_at_once(layla: testing.User) -> None:
    made = book_far(layla)
    layla.goto("/mine")
    layla.toggle("messages", False)
    assert booking(layla, made)["remind"] is False
    later(layla, days=2)
    assert "⏰" not in layla.host.cards.sent["layla", f"booking-{made}"].text


def test_who_allows_no_messages_can_book_all_the_same(owner: testing.User) -> None:
    shy = testing.open(app, user="shy", host=owner.host)
    made = hold(shy)
    owner.host.grants["shy", "messages.send"] = False
    shy.tap("pay")
    shy.approve()
    assert (booking(shy, made)["state"], booking(shy, made)["remind"]) == ("booked", False)


def test_without_a_name_nothing_is_held(owner: testing.User) -> None:
    shy = testing.open(app, user="shy", host=owner.host, consents=False)
    hold(shy)
    shy.see(t("name-needed"))
    assert owner.host.keys("booking/") == []


def test_somebody_elses_booking_is_nobodys_business(layla: testing.User) -> None:
    made = book(layla)
    omar = visit(layla, "omar", "/booking", id=made)
    omar.see(t("booking-gone"))
    omar.tree = layla.tree
    omar.tap("cancel")
    omar.see(t("booking-gone"))
    assert booking(layla, made)["state"] == "booked"


def test_a_visit_is_rated_once_and_the_place_shows_it(owner: testing.User, layla: testing.User) -> None:
    made = book(layla)
    come(owner, layla, made)
    layla.goto("/booking", id=made)
    later(owner, hours=6)
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


def come(owner: testing.User, guest: testing.User, made: str) -> None:
    guest.goto("/booking", id=made)
    owner.goto("/work")
    owner.tap("work-shifa")
    owner.scan(nodes(guest.tree, "QR")[0]["props"]["payload"])
