"""What goes with a ride and follows it: the talk, the shared trip, stars, tips, problems, history."""

from __future__ import annotations

from typing import Any

from miniapp import code, money, t


def minor(amount: int) -> Any:
    return money(f"{amount // 100}.{amount % 100:02d}", "SAR")


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
    assert (
        company.host.document("driver/khalid")["stars_sum"],
        company.host.document("driver/khalid")["stars_count"],
    ) == (5, 1)
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
