"""Who may do what: the owner invites, kitchens edit and cook, couriers carry; nobody else gets in."""

from __future__ import annotations

import pytest

from miniapp import money, t, testing


def test_an_invitation_lets_one_person_in_once(town):
    town.owner.goto("/owner")
    town.owner.tap("invite-courier")
    code = town.owner.query["code"]
    salem, omar = town.person("salem"), town.person("omar")
    for who in (salem, omar):
        who.goto("/join", code=code)
    salem.submit("join")
    assert salem.path == "/courier"
    omar.submit("join")
    omar.see(t("invite-used"))
    omar.goto("/courier")
    omar.see(t("not-courier"))


def test_a_code_may_be_typed_or_scanned(town):
    town.owner.goto("/owner")
    town.owner.tap("invite-courier")
    code = town.owner.query["code"]
    salem = town.person("salem")
    salem.goto("/join")
    salem.type("code", code.lower())
    salem.submit("code")
    salem.see(t("join-hint-courier"))
    salem.goto("/join")
    salem.scan(f"majlis:food/join?code={code}")
    salem.see(t("join-hint-courier"))


def test_a_revoked_or_late_invitation_is_nothing(town):
    for late in (False, True):
        town.owner.goto("/owner")
        town.owner.tap("invite-courier")
        code = town.owner.query["code"]
        if late:
            town.host.advance(days=8)
        else:
            town.owner.tap("revoke")
        omar = town.person("omar")
        omar.goto("/join", code=code)
        omar.see(t("invite-late") if late else t("invite-gone"))


def test_a_new_kitchen_opens_with_a_menu_of_its_own(town):
    town.owner.goto("/owner")
    town.owner.tap("invite-kitchen")
    huda = town.person("huda")
    huda.goto("/join", code=town.owner.query["code"])
    huda.type("name_ar", "مطبخ هدى")
    huda.pick_place("at", some_place())
    huda.submit("join")
    place = huda.query["id"]
    huda.goto("/kitchen/dish", place=place)
    for field, typed in (("name_ar", "مقلوبة"), ("name_en", "Maqluba"), ("price", "٣٢٫٥٠")):
        huda.type(field, typed)
    huda.choose("allergens", "milk", "nuts")
    huda.choose("picture", "kabsa")
    huda.submit("dish")
    layla = town.person("layla")
    layla.goto("/place", id=place)
    layla.see("مقلوبة", money("32.50", "SAR"))
    dish = town.host.document(f"menu/{place}")["dishes"][0]["id"]
    huda.goto("/kitchen/dish", place=place, dish=dish)
    huda.type("name_ar", "مقلوبة باذنجان")
    huda.submit("dish")
    assert [one["name"]["ar"] for one in town.host.document(f"menu/{place}")["dishes"]] == ["مقلوبة باذنجان"]


def some_place():
    from miniapp import places

    return places.Place(places.Point(245_010_000, 470_010_000), address_ar="شارع الورد ٧", address_en="7 Rose Street")


def test_options_are_written_one_a_line(town):
    cook = town.cook()
    cook.goto("/kitchen/dish", place=town.sham, dish="hummus")
    options = town.host.document(f"menu/{town.sham}")["dishes"][2]["options"]
    assert options == []
    cook.type("choices", "صغير / Small\nكبير / Large + 4.00")
    cook.type("group_ar", "الحجم")
    cook.toggle("required", True)
    cook.submit("options")
    options = town.host.document(f"menu/{town.sham}")["dishes"][2]["options"]
    assert [choice["extra_minor"] for choice in options[0]["choices"]] == [0, 400]
    assert (options[0]["least"], options[0]["most"]) == (1, 1)


def test_hours_stock_and_pause(town):
    cook, layla = town.cook(), town.person("layla")
    cook.goto("/kitchen/hours", id=town.sham)
    cook.type("day_3", "11-15, 18:30-2")
    cook.submit("hours")
    assert town.host.document(f"place/{town.sham}")["hours"][3] == [[660, 900], [1110, 1560]]
    cook.goto("/kitchen/hours", id=town.sham)
    cook.type("day_3", "sometimes")
    cook.submit("hours")
    cook.see(t("hours-unread"))
    cook.goto("/kitchen/dish", place=town.sham, dish="mixed")
    cook.type("left", "٢")
    cook.submit("stock")
    layla.goto("/place", id=town.sham)
    layla.see(t("few-left", count=2))
    cook.goto("/kitchen", id=town.sham)
    cook.choose("pause", "60")
    layla.goto("/place", id=town.sham)
    layla.see(t("paused-until"))
    town.host.advance(minutes=61)
    layla.redraw()
    layla.dont_see(t("paused-until"))


def test_a_stranger_has_no_kitchen_no_courier_no_office(town):
    cook, layla = town.cook(), town.person("layla")
    order = town.order(layla, "mixed")
    for path, why in (("/owner", "owner-only"), ("/owner/terms", "owner-only"), ("/owner/problems", "owner-only")):
        layla.goto(path)
        layla.see(t(why))
    layla.goto("/kitchen", id=town.sham)
    layla.see(t("not-yours"))
    for action, args in (
        ("accept", {"order": order, "minutes": 15}), ("reject", {"order": order, "why": "busy"}),
        ("sold_out", {"place": town.sham, "dish": "mixed", "out": True}),
        ("pause", {"place": town.sham, "value": "60"}),
        ("owner_cancel", {"order": order}), ("decide", {"order": order, "agree": True}),
        ("invite", {"role": "courier"}), ("close_place", {"place": town.sham, "down": True}),
        ("take_offer", {"order": order}), ("hand_over", {"order": order, "proof": "0000"}),
    ):  # fmt: skip
        layla._act({"action": action, "args": args}, {})
        assert layla.refusal is not None, action
    assert town.read(order)["stage"] == "placed"
    assert cook.path == "/kitchen"


def test_the_nearest_courier_is_asked_first_then_the_next(town):
    cook, salem, fahad = town.cook(), town.courier("salem"), town.courier("fahad")
    layla = town.person("layla")
    order = town.order(layla, "mixed")
    town.accepted(order, cook)
    first = town.read(order)["offered"]
    town.host.advance(seconds=41)
    second = town.read(order)["offered"]
    assert {first, second} == {"salem", "fahad"}
    {"salem": salem, "fahad": fahad}[second].goto("/courier")
    {"salem": salem, "fahad": fahad}[second].tap("pass-offer")
    assert town.read(order)["offered"] == ""
    town.host.advance(seconds=61)
    assert town.read(order)["offered"] in ("salem", "fahad")


def test_an_offer_taken_late_is_somebody_elses(town):
    """The courier taps in the moment the offer moves on: one of the two has it, and the other is told."""
    cook, salem, fahad = town.cook(), town.courier("salem"), town.courier("fahad")
    layla = town.person("layla")
    order = town.order(layla, "mixed")
    town.accepted(order, cook)
    first = {"salem": salem, "fahad": fahad}[town.read(order)["offered"]]
    first.goto("/courier")
    town.host.before_commit = lambda: town.host.advance(seconds=41)
    first.tap("take-offer")
    first.see(t("offer-gone"))
    assert town.read(order)["courier"] == ""


def test_a_courier_carries_one_order_at_a_time(town):
    cook, salem = town.cook(), town.courier()
    layla, omar = town.person("layla"), town.person("omar")
    one, two = town.order(layla, "mixed"), town.order(omar, "mixed")
    town.accepted(one, cook)
    town.accepted(two, cook)
    salem.goto("/courier")
    salem.tap("take-offer")
    assert (town.read(one)["courier"], town.read(two)["offered"]) == ("salem", "")
    town.host.advance(seconds=61)
    assert town.read(two)["offered"] == ""


def test_the_code_at_the_door_has_five_tries_then_the_owner_says(town):
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    order = town.order(layla, "mixed")
    town.accepted(order, cook)
    salem.goto("/courier")
    salem.tap("take-offer")
    cook.tap(f"ready-{town.read(order)['code']}")
    salem.redraw()
    salem.tap("pick-up")
    layla.redraw()
    layla.see(t("proof"), t("map-way"))
    right = town.read(order)["proof"]
    wrong = "0001" if right != "0001" else "0002"
    for _ in range(5):
        salem.type("proof", wrong)
        salem.submit("proof")
    salem.type("proof", right)
    salem.submit("proof")
    salem.see(t("code-locked"))
    town.owner.goto("/owner/problems")
    town.owner.tap("it-came")
    town.settle()
    assert town.wallet(order).state == "PAID"


def test_the_courier_is_seen_on_the_map_without_waking_the_app(town):
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    order = town.order(layla, "mixed")
    town.accepted(order, cook)
    salem.goto("/courier")
    salem.tap("take-offer")
    assert salem.moves_to(some_place().point) == [f"way/{order}"]
    assert town.host.topics[f"way/{order}"]["lat_e7"] == 245_010_000
    salem.tap("give-back-job")
    assert salem.moves_to(some_place().point) == []
    assert layla.path == "/order"


def test_an_order_nobody_carries_reaches_the_owner(town):
    cook, layla = town.cook(), town.person("layla")
    order = town.order(layla, "mixed")
    town.accepted(order, cook)
    cook.tap(f"ready-{town.read(order)['code']}")
    town.host.advance(minutes=16)
    town.owner.goto("/owner")
    town.owner.see(t("waiting", count=1))
    town.owner.goto("/owner/problems")
    town.owner.tap("cancel-order")
    town.settle()
    assert town.wallet(order).state == "VOIDED"


def test_a_hold_is_let_go_before_it_ends_by_itself(town):
    cook, layla = town.cook(), town.person("layla")
    order = town.order(layla, "mixed")
    town.accepted(order, cook)
    town.host.advance(hours=5)
    assert (town.read(order)["stage"], town.wallet(order).state) == ("cancelled", "VOIDED")


def test_terms_hold_for_orders_to_come(town):
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    before = town.order(layla, "mixed")
    town.owner.goto("/owner/terms")
    for field, typed in (("commission", "20"), ("service", "2.00"), ("delivery", "7"), ("per_km", "1")):
        town.owner.type(field, typed)
    town.owner.submit("terms")
    town.delivered(before, cook, salem)
    after = town.order(layla, "mixed")
    town.delivered(after, cook, salem)
    assert town.wallet(before).shares == {"salem": 500, "cook": 5_200 - 780}
    assert town.wallet(after).shares == {"salem": 700, "cook": 5_200 - 1_040}


def test_a_courier_who_left_the_app_is_not_paid_and_the_meal_is(town):
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    order = town.order(layla, "mixed")
    town.host.wallet.enrolled.discard("salem")
    town.delivered(order, cook, salem)
    assert (town.wallet(order).state, town.wallet(order).shares) == ("PAID", {})
    part = town.read(order)["parts"][0]
    assert (part["kitchen_minor"], part["courier_minor"]) == (0, 0)


def test_a_suspended_courier_gets_no_offers(town):
    town.courier()
    town.owner.goto("/owner")
    town.owner.tap("suspend")
    assert town.host.document("courier/salem")["on_duty"] is False


def test_examples_are_made_once(town):
    assert len(town.places) == 6
    for menu in town.host.keys("menu/"):
        known = town.host.document(menu)
        assert all(dish["name"]["ar"] and dish["name"]["en"] and dish["price_minor"] for dish in known["dishes"])
    late = testing.open(town.owner.stage.app, user="late", host=town.host, owner=True)
    late.dont_see(t("start-examples"))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_page_is_drawn_in_both_languages(town, lang):
    """A text that is missing would fail here; an order is live, so that its pages have something to show."""
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    order = town.order(layla, "mixed")
    for who in (town.owner, cook, salem, layla):
        who.lang = lang
    town.accepted(order, cook)
    pages = [(layla, "/order", {"id": order}), (layla, "/orders", {}), (layla, "/cart", {}), (layla, "/door", {})]
    pages += [(cook, f"/kitchen{page}", {"id": town.sham}) for page in ("", "/menu", "/hours", "/day")]
    pages += [(salem, "/courier", {}), (salem, "/courier/earned", {})]
    pages += [(town.owner, f"/owner{page}", {}) for page in ("", "/terms", "/problems")]
    for who, path, query in pages:
        who.goto(path, **query)
        assert who.path == path


def test_every_picture_a_kitchen_may_choose_is_there(town, modules):
    assets = testing.package(town.owner.stage.app).folder / "assets"
    used = {dish["picture"] for key in town.host.keys("menu/") for dish in town.host.document(key)["dishes"]}
    assert used <= set(modules.kitchen.PICTURES)
    assert {path.stem for path in assets.glob("*.svg")} == set(modules.kitchen.PICTURES)
