"""The company: opening it, its prices, its drivers and who may do what."""

from __future__ import annotations

from typing import Any

import pytest

from miniapp import t


def test_nobody_can_order_before_the_owner_opened_and_one_tap_opens(company: Any) -> None:
    fresh = type(company)()
    layla = fresh.person("layla")
    layla.see(t("closed-yet"))
    fresh.owner.see(t("yours-to-open"))
    fresh.owner.tap("start-with-examples")
    fresh.owner.see(t("examples-ready"), t("invites"), "تويوتا كامري بيضاء")
    layla.see(t("from-where"))


def test_only_the_owner_sees_and_does_what_is_the_owners(company: Any) -> None:
    """The rule stands in the action, not only in what the screen shows."""
    eve = company.person("eve")
    for path in ("/office", "/office/tariff", "/office/drivers", "/office/problems"):
        eve.goto(path)
        eve.see(t("owner-only"))
    company.owner.goto("/office/tariff")
    eve.tree = company.owner.tree
    eve.tap("publish")
    eve.see(t("owner-only"))
    company.owner.goto("/office/drivers")
    eve.tree = company.owner.tree
    eve.tap("make-invite")
    eve.see(t("owner-only"))


def test_an_invitation_lets_one_driver_in(company: Any) -> None:
    company.joins("khalid")
    code = company.people["khalid"].query.get("code") or company.host.keys("invite/")[0]
    used = next(key for key in company.host.keys("invite/") if company.host.document(key)["used_by"])
    late = company.person("late")
    late.goto("/join", code=used.removeprefix("invite/"))
    late.see(t("invite-used"))
    assert code


def test_two_who_use_one_invitation_at_once(company: Any) -> None:
    """One drives; the other is told, and is no driver."""
    company.owner.goto("/office/drivers")
    company.owner.tap("make-invite")
    code = company.owner.query["code"]
    one, two = company.person("one"), company.person("two")
    for each in (one, two):
        each.goto("/join", code=code)
        each.type("model", "كامري")
        each.type("plate", "١٢٣")
    company.host.before_commit = lambda: two.tap("join")
    one.tap("join")
    one.see(t("invite-used"))
    assert company.host.keys("driver/") == ["driver/two"]


def test_a_code_is_found_however_it_is_typed(company: Any) -> None:
    company.owner.goto("/office/drivers")
    company.owner.tap("make-invite")
    code = company.owner.query["code"]
    one = company.person("one")
    one.goto("/join")
    one.type("code", f" {code[:4].lower()}-{code[4:].lower()} ")
    one.type("model", "كامري")
    one.type("plate", "123")
    one.tap("join")
    one.see(t("driver-welcome", name="One"))
    assert one.asked == ["wallet.payee", "profile.name"]


@pytest.mark.parametrize("how", ["withdrawn", "over"])
def test_an_invitation_ends(company: Any, how: str) -> None:
    company.owner.goto("/office/drivers")
    company.owner.tap("make-invite")
    code = company.owner.query["code"]
    if how == "withdrawn":
        company.owner.tap(t("withdraw-invite"))
    else:
        company.host.advance(days=8)
    one = company.person("one")
    one.goto("/join", code=code)
    one.see(t("invite-over"))


def test_who_keeps_their_name_back_does_not_drive(company: Any) -> None:
    company.owner.goto("/office/drivers")
    company.owner.tap("make-invite")
    shy = company.person("shy", consents=False)
    shy.goto("/join", code=company.owner.query["code"])
    shy.type("model", "كامري")
    shy.type("plate", "123")
    shy.tap("join")
    shy.see(t("payee-denied"))
    assert company.host.keys("driver/") == []


def test_a_suspended_driver_gets_nothing(company: Any) -> None:
    khalid = company.driver("khalid", 200)
    company.owner.goto("/office/drivers")
    company.owner.tap("suspend-khalid")
    khalid.see(t("you-are-suspended"))
    company.orders("layla")
    assert company.ride("layla")["asking"] == []
    company.owner.tap("suspend-khalid")
    khalid.goto("/")
    khalid.see(t("go-on-duty"))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("economy_base", "عشرة", "amount-wrong"),
        ("economy_base", "1.234", "amount-wrong"),
        ("economy_base", "5000", "tariff-price-wrong"),
        ("economy_minimum", "0", "tariff-minimum-missing"),
        ("booking", "-1", "tariff-price-wrong"),
    ],
)
def test_a_slip_of_the_hand_is_not_published(company: Any, field: str, typed: str, said: str) -> None:
    maha = company.owner
    before = company.host.document("tariff")
    maha.goto("/office/tariff")
    maha.type(field, typed)
    maha.tap("publish")
    maha.see(t(said))
    assert company.host.document("tariff") == before


def test_amounts_are_typed_in_any_digits(company: Any) -> None:
    maha = company.owner
    maha.goto("/office/tariff")
    maha.type("comfort_km", "٣٫٢٥")
    maha.tap("publish")
    assert company.host.document("tariff")["rates"]["comfort"]["km_minor"] == 325


def test_the_days_numbers_are_the_rides(company: Any) -> None:
    company.driver("khalid", 300)
    company.rides("layla", "khalid")
    company.people["khalid"].tap("finish")
    company.settles()
    company.orders("omar")
    company.people["khalid"].tap("pass") if company.people["khalid"].sees(t("new-request")) else None
    company.host.advance(minutes=5)
    day, ride = company.host.document("day/2026-01-01"), company.ride("layla")
    assert (day["finished"], day["unserved"], day["ordered"]) == (1, 1, 2)
    assert (day["taken_minor"], day["drivers_minor"]) == (ride["paid_minor"], ride["driver_minor"])
    company.owner.goto("/office")
    company.owner.see(t("taken-today"), t("rides", count=1))
