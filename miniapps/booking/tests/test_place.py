"""The place's side: invitations, the door, the day, the setup; each as the people who do it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from miniapp import money, t, testing

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


def code_of(guest: testing.User, made: str) -> str:
    guest.goto("/booking", id=made)
    return str(nodes(guest.tree, "QR")[0]["props"]["payload"])


def to_start(user: testing.User, made: str, **after: float) -> None:
    start = datetime.fromtimestamp(booking(user, made)["start"] / 1000, UTC) + timedelta(**after)
    user.host.advance(seconds=(start - user.host.now).total_seconds())


def door(owner: testing.User, place: str = "shifa") -> testing.User:
    owner.goto("/work")
    owner.tap(f"work-{place}")
    return owner


# --- the door ---


def test_a_guest_is_checked_in_by_their_code_and_the_deposit_is_the_places(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    made = book(layla)
    code = code_of(layla, made)
    door(owner).scan(code)
    owner.see(t("scan-ok"), "Layla")
    owner.host.advance(seconds=1)
    assert (booking(owner, made)["state"], order(owner, made).paid) == ("arrived", 5_000)
    layla.see(t("state-arrived"), t("money-kept", amount=money("50", "SAR")))
    split = order(owner, made).asked["splits"]
    assert split == [{"payee_user_id": "owner", "basis_points": 9_500}]


def test_every_code_that_is_not_for_now_says_why(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    today, tomorrow = book(layla), book(layla, days=2)
    codes = {made: code_of(layla, made) for made in (today, tomorrow)}
    for said, key in [
        ("https://example.org", "scan-foreign"),
        (f"majlis-booking/{today}/0000000000", "scan-unknown"),
        ("majlis-booking/x/y", "scan-unknown"),
        (codes[tomorrow], "scan-day"),
    ]:
        door(owner).scan(said)
        owner.see(t(key), t(f"{key}-text"))
    door(owner, "anaqa").scan(codes[today])
    owner.see(t("scan-elsewhere"))
    owner.dont_see("Layla")
    door(owner).scan(codes[today])
    door(owner).scan(codes[today])
    owner.see(t("scan-used"))
    layla.goto("/booking", id=tomorrow)
    layla.tap("cancel")
    door(owner).scan(codes[tomorrow])
    owner.see(t("scan-over"))
    assert booking(owner, tomorrow)["state"] == "cancelled"


def test_who_does_not_come_pays_what_was_said_but_not_before_the_grace_is_over(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    made = book(layla)
    owner.goto("/visit", id=made)
    to_start(owner, made, minutes=14)
    owner.goto("/visit", id=made)
    owner.dont_see(t("mark-missed"))
    to_start(owner, made, minutes=15)
    owner.goto("/visit", id=made)
    owner.tap("missed")
    owner.host.advance(seconds=1)
    assert (booking(owner, made)["state"], order(owner, made).paid) == ("missed", 5_000)
    layla.goto("/booking", id=made)
    layla.see(t("ended-missed"))
    again = book(layla, days=2)
    owner.goto("/visit", id=again)
    owner.see(t("missed-before", count=1))


def test_a_slip_is_put_right_and_a_fee_forgiven(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    made = book(layla)
    to_start(owner, made, minutes=20)
    owner.goto("/visit", id=made)
    owner.tap("missed")
    owner.host.advance(seconds=1)
    owner.tap("give-back")
    owner.host.advance(seconds=1)
    assert (order(owner, made).refunded, booking(owner, made)["kept"]["amount_minor"]) == (5_000, 0)
    owner.tap("came-after-all")
    assert booking(owner, made)["state"] == "arrived"
    assert owner.host.document("guest/layla")["missed"] == 0


def test_a_place_that_calls_off_gives_everything_back(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    made = book(layla)
    owner.goto("/visit", id=made)
    owner.tap("call-off")
    owner.host.advance(seconds=1)
    assert (order(owner, made).state, booking(owner, made)["state"]) == ("VOIDED", "cancelled")
    assert "ألغى المكان" in owner.host.cards.sent["layla", f"booking-{made}"].text


def test_what_nobody_marked_is_closed_in_the_guests_favour(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    made = book(layla)
    owner.host.advance(days=3)
    assert (booking(owner, made)["state"], order(owner, made).state) == ("closed", "VOIDED")
    layla.goto("/booking", id=made)
    layla.see(t("ended-closed"))


def test_an_arrived_guest_is_done_when_the_time_is_over(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    made = book(layla)
    owner.goto("/visit", id=made)
    owner.tap("arrived")
    to_start(owner, made, minutes=30)
    assert booking(owner, made)["state"] == "done"


# --- the day ---


def test_the_day_shows_who_comes_to_whom_and_changes_by_itself(owner: testing.User) -> None:
    door(owner)
    owner.see(t("nothing-today"))
    layla = visit(owner, "layla")
    book(layla)
    owner.see("Layla", t("entry-booked"))


def test_a_walk_in_takes_a_moment_and_gives_it_back(owner: testing.User) -> None:
    door(owner).choose("person", "noura")
    owner.tap("walk-in")
    slot = slots_of(owner)[1]
    owner.choose("slot", slot)
    owner.type("name", "أم خالد")
    owner.tap("walk-in-save")
    owner.see("أم خالد", t("entry-walkin"))
    owner.tap("walk-in")
    assert slot not in slots_of(owner)
    door(owner).choose("person", "noura")
    owner.tap("free")
    owner.dont_see("أم خالد")


def test_a_time_with_a_booking_cannot_be_blocked(owner: testing.User) -> None:
    layla = visit(owner, "layla")
    made = book(layla, "child")
    door(owner).choose("person", "huda")
    owner.tap("block")
    owner.choose("slot", str(booking(owner, made)["start"]))
    owner.tap("block-save")
    owner.see(t("block-booked", count=1))


# --- ways in ---


def invite(owner: testing.User) -> str:
    owner.goto("/owner")
    owner.tap("invite-provider")
    return str(owner.query["code"])


def test_a_provider_is_let_in_once_and_opens_a_place_that_can_be_booked(owner: testing.User) -> None:
    code = invite(owner)
    reem = visit(owner, "reem", "/join", code=code)
    reem.see(t("invited"))
    reem.tap("join")
    assert set(reem.asked) == {"profile.name", "wallet.payee"}
    omar = visit(owner, "omar", "/join", code=code)
    omar.see(t("invite-used"))
    reem.tap("add-place")
    reem.type("name", "استوديو ريم")
    reem.tap("make-place")
    place = str(reem.query["id"])
    add_service(reem, place, "جلسة تصوير", "200", "40.50")
    add_person(reem, place, "ريم")
    layla = visit(owner, "layla")
    layla.tap(f"place-{place}")
    layla.see("جلسة تصوير", t("minutes-deposit", count=30, deposit=money("40.50", "SAR")))


def add_service(user: testing.User, place: str, name: str, cost: str = "", deposit: str = "") -> None:
    user.goto("/setup", id=place)
    user.tap("add-service")
    user.type("name", name)
    user.type("cost", cost)
    user.type("deposit", deposit)
    user.tap("save")


def add_person(user: testing.User, place: str, name: str) -> None:
    user.goto("/setup", id=place)
    user.tap("add-person")
    user.type("name", name)
    user.tap("save")


@pytest.mark.parametrize(("how", "said"), [("withdrawn", "invite-withdrawn"), ("over", "invite-over")])
def test_an_invitation_that_is_over_lets_nobody_in(owner: testing.User, how: str, said: str) -> None:
    code = invite(owner)
    if how == "withdrawn":
        owner.tap("withdraw")
    else:
        owner.host.advance(days=8)
    visit(owner, "reem", "/join", code=code).see(t(said))


def test_staff_see_the_day_and_not_the_settings(owner: testing.User) -> None:
    owner.goto("/person", id="shifa.huda")
    owner.tap("invite-staff")
    code = str(owner.query["code"])
    huda = visit(owner, "huda", "/join", code=code.lower())
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


def test_strangers_see_no_day_and_change_nothing(owner: testing.User) -> None:
    omar = visit(owner, "omar")
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


def test_a_dismissed_provider_takes_no_more_bookings(owner: testing.User) -> None:
    reem = visit(owner, "reem", "/join", code=invite(owner))
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
