"""The place's side: invitations, the door, the day, the setup; each as the people who do it."""

from __future__ import annotations

from typing import Any

import pytest

from miniapp import money, t, testing

# --- the door ---


def test_a_guest_is_checked_in_by_their_code_and_the_deposit_is_the_places(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    made = town.book(layla)
    code = town.code(layla, made)
    town.door().scan(code)
    owner.see(t("scan-ok"), "Layla")
    owner.host.advance(seconds=1)
    assert (town.booking(made)["state"], town.order(made).paid) == ("arrived", 5_000)
    layla.see(t("state-arrived"), t("money-kept", amount=money("50", "SAR")))
    split = town.order(made).asked["splits"]
    assert split == [{"payee_user_id": "owner", "basis_points": 9_500}]


def test_every_code_that_is_not_for_now_says_why(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    today, tomorrow = town.book(layla), town.book(layla, days=2)
    codes = {made: town.code(layla, made) for made in (today, tomorrow)}
    for said, key in [
        ("https://example.org", "scan-foreign"),
        (f"majlis-booking/{today}/0000000000", "scan-unknown"),
        ("majlis-booking/x/y", "scan-unknown"),
        (codes[tomorrow], "scan-day"),
    ]:
        town.door().scan(said)
        owner.see(t(key), t(f"{key}-text"))
    town.door("anaqa").scan(codes[today])
    owner.see(t("scan-elsewhere"))
    owner.dont_see("Layla")
    town.door().scan(codes[today])
    town.door().scan(codes[today])
    owner.see(t("scan-used"))
    layla.goto("/booking", id=tomorrow)
    layla.tap("cancel")
    town.door().scan(codes[tomorrow])
    owner.see(t("scan-over"))
    assert town.booking(tomorrow)["state"] == "cancelled"


def test_who_does_not_come_pays_what_was_said_but_not_before_the_grace_is_over(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    made = town.book(layla)
    owner.goto("/visit", id=made)
    town.at_start(made, minutes=14)
    owner.goto("/visit", id=made)
    owner.dont_see(t("mark-missed"))
    town.at_start(made, minutes=15)
    owner.goto("/visit", id=made)
    owner.tap("missed")
    owner.host.advance(seconds=1)
    assert (town.booking(made)["state"], town.order(made).paid) == ("missed", 5_000)
    layla.goto("/booking", id=made)
    layla.see(t("ended-missed"))
    again = town.book(layla, days=2)
    owner.goto("/visit", id=again)
    owner.see(t("missed-before", count=1))


def test_a_slip_is_put_right_and_a_fee_forgiven(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    made = town.book(layla)
    town.at_start(made, minutes=20)
    owner.goto("/visit", id=made)
    owner.tap("missed")
    owner.host.advance(seconds=1)
    owner.tap("give-back")
    owner.host.advance(seconds=1)
    assert (town.order(made).refunded, town.booking(made)["kept"]["amount_minor"]) == (5_000, 0)
    owner.tap("came-after-all")
    assert town.booking(made)["state"] == "arrived"
    assert owner.host.document("guest/layla")["missed"] == 0


def test_a_place_that_calls_off_gives_everything_back(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    made = town.book(layla)
    owner.goto("/visit", id=made)
    owner.tap("call-off")
    owner.host.advance(seconds=1)
    assert (town.order(made).state, town.booking(made)["state"]) == ("VOIDED", "cancelled")
    assert "ألغى المكان" in owner.host.cards.sent["layla", f"booking-{made}"].text


def test_what_nobody_marked_is_closed_in_the_guests_favour(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    made = town.book(layla)
    owner.host.advance(days=3)
    assert (town.booking(made)["state"], town.order(made).state) == ("closed", "VOIDED")
    layla.goto("/booking", id=made)
    layla.see(t("ended-closed"))


def test_an_arrived_guest_is_done_when_the_time_is_over(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    made = town.book(layla)
    owner.goto("/visit", id=made)
    owner.tap("arrived")
    town.at_start(made, minutes=30)
    assert town.booking(made)["state"] == "done"


# --- the day ---


def test_the_day_shows_who_comes_to_whom_and_changes_by_itself(town: Any, owner: testing.User) -> None:
    town.door()
    owner.see(t("nothing-today"))
    layla = town.visit("layla")
    town.book(layla)
    owner.see("Layla", t("entry-booked"))


def test_a_walk_in_takes_a_moment_and_gives_it_back(town: Any, owner: testing.User) -> None:
    town.door().choose("person", "noura")
    owner.tap("walk-in")
    slot = town.moments(owner)[1]
    owner.choose("slot", slot)
    owner.type("name", "أم خالد")
    owner.tap("walk-in-save")
    owner.see("أم خالد", t("entry-walkin"))
    owner.tap("walk-in")
    assert slot not in town.moments(owner)
    town.door().choose("person", "noura")
    owner.tap("free")
    owner.dont_see("أم خالد")


def test_a_time_with_a_booking_cannot_be_blocked(town: Any, owner: testing.User) -> None:
    layla = town.visit("layla")
    made = town.book(layla, "child")
    town.door().choose("person", "huda")
    owner.tap("block")
    owner.choose("slot", str(town.booking(made)["start"]))
    owner.tap("block-save")
    owner.see(t("block-booked", count=1))


# --- ways in ---


def test_a_provider_is_let_in_once_and_opens_a_place_that_can_be_booked(town: Any, owner: testing.User) -> None:
    code = town.invite()
    reem = town.visit("reem", "/join", code=code)
    reem.see(t("invited"))
    reem.tap("join")
    assert set(reem.asked) == {"profile.name", "wallet.payee"}
    omar = town.visit("omar", "/join", code=code)
    omar.see(t("invite-used"))
    reem.tap("add-place")
    reem.type("name", "استوديو ريم")
    reem.tap("make-place")
    place = str(reem.query["id"])
    town.add_service(reem, place, "جلسة تصوير", "200", "40.50")
    add_person(reem, place, "ريم")
    layla = town.visit("layla")
    layla.tap(f"place-{place}")
    layla.see("جلسة تصوير", t("minutes-deposit", count=30, deposit=money("40.50", "SAR")))


def add_person(user: testing.User, place: str, name: str) -> None:
    user.goto("/setup", id=place)
    user.tap("add-person")
    user.type("name", name)
    user.tap("save")


@pytest.mark.parametrize(("how", "said"), [("withdrawn", "invite-withdrawn"), ("over", "invite-over")])
def test_an_invitation_that_is_over_lets_nobody_in(town: Any, owner: testing.User, how: str, said: str) -> None:
    code = town.invite()
    if how == "withdrawn":
        owner.tap("withdraw")
    else:
        owner.host.advance(days=8)
    town.visit("reem", "/join", code=code).see(t(said))


def test_staff_see_the_day_and_not_the_settings(town: Any, owner: testing.User) -> None:
    owner.goto("/person", id="shifa.huda")
    owner.tap("invite-staff")
    code = str(owner.query["code"])
    huda = town.visit("huda", "/join", code=code.lower())
    huda.tap("join")
    huda.tap("work-shifa")
    huda.see(t("walk-in"))
    huda.dont_see(t("setup"))
    huda.goto("/setup", id="shifa")
    huda.see(t("not-your-place"))
    owner.goto("/person", id="shifa.huda")
    owner.tap("staff-go")
    huda.goto("/day", place="shifa")
    huda.see(t("not-your-place"))


def test_strangers_see_no_day_and_change_nothing(town: Any, owner: testing.User) -> None:
    omar = town.visit("omar")
    for path, query in [
        ("/day", {"place": "shifa"}),
        ("/setup", {"id": "shifa"}),
        ("/owner", {}),
        ("/walkin", {"id": "shifa"}),
    ]:
        omar.goto(path, **query)
        omar.see(t("not-your-place"))
    owner.goto("/setup", id="shifa")
    omar.tree = owner.tree
    omar.toggle("paused")
    omar.see(t("not-your-place"))
    assert owner.host.document("place/shifa")["paused"] is False


def test_a_dismissed_provider_takes_no_more_bookings(town: Any, owner: testing.User) -> None:
    reem = town.visit("reem", "/join", code=town.invite())
    reem.tap("join")
    reem.tap("add-place")
    reem.type("name", "استوديو ريم")
    reem.tap("make-place")
    place = str(reem.query["id"])
    owner.goto("/owner")
    owner.tap("dismiss")
    assert owner.host.document(f"place/{place}")["paused"] is True
    reem.goto("/new")
    reem.see(t("not-your-place"))
