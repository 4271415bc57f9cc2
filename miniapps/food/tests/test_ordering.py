"""A meal as a guest, a kitchen and a courier live it, and the money with it."""

from __future__ import annotations

import pytest

from miniapp import money, t, testing


def test_a_meal_comes_and_everybody_has_their_part(town):
    """The whole way: chosen, held, cooked, carried, handed over with the code, taken, shared to the unit."""
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    town.host.wallet.give("layla", money("200", "SAR"))
    order = town.order(layla, "shawarma", "mixed", pay=False)
    layla.approve(tip=money("5", "SAR"))
    layla.see(t("stage-placed"), t("says-placed"))
    assert town.host.wallet.has["layla", "SAR"] == 20_000 - (1_400 + 5_200 + 500 + 150) - 500
    cook.see(t("new-orders"))
    town.delivered(order, cook, salem)
    layla.redraw()
    layla.see(t("stage-delivered"), t("receipt"))
    paid = town.wallet(order)
    assert (paid.state, paid.paid) == ("PAID", 7_250 + 500)
    assert paid.shares == {"salem": 500, "cook": 6_600 - 990}
    salem.goto("/courier/earned")
    salem.see(money("10.00", "SAR"))  # The fee and the tip.
    cook.goto("/kitchen/day", id=town.sham)
    cook.see(money("56.10", "SAR"), money("66.00", "SAR"))


def test_an_order_the_kitchen_turns_down_costs_nothing(town):
    cook, layla = town.cook(), town.person("layla")
    town.host.wallet.give("layla", money("100", "SAR"))
    order = town.order(layla, "mixed")
    cook.tap("reject-busy")
    town.settle()
    layla.redraw()
    layla.see(t("says-ended-busy"))
    assert (town.wallet(order).state, town.host.wallet.has["layla", "SAR"]) == ("VOIDED", 10_000)
    cook.see(t("no-queue"))


def test_a_silent_kitchen_loses_the_order(town):
    layla = town.person("layla")
    town.cook()
    order = town.order(layla, "mixed")
    town.host.advance(minutes=5)
    town.settle()
    layla.redraw()
    layla.see(t("says-ended-silent"))
    assert town.wallet(order).state == "VOIDED"


def test_cancelling_is_free_until_the_kitchen_accepts(town):
    layla = town.person("layla")
    town.cook()
    order = town.order(layla, "mixed")
    layla.tap("cancel-order")
    town.settle()
    layla.see(t("says-ended-guest"))
    assert town.wallet(order).state == "VOIDED"


def test_cancelling_later_costs_what_was_said_and_the_kitchen_gets_it(town):
    cook, layla = town.cook(), town.person("layla")
    order = town.order(layla, "mixed")
    town.accepted(order, cook)
    layla.redraw()
    layla.tap("cancel-order")
    town.settle()
    layla.redraw()
    layla.see(t("says-cancelled-fee"))
    paid = town.wallet(order)
    assert (paid.state, paid.paid, paid.shares) == ("PAID", 2_600, {"cook": 2_600})


def test_a_fee_nobody_was_told_of_is_not_taken(town):
    """The kitchen accepts in the moment of the tap: the screen had said it is free."""
    cook, layla = town.cook(), town.person("layla")
    order = town.order(layla, "mixed")
    town.host.before_commit = lambda: town.accepted(order, cook)
    layla.tap("cancel-order")
    layla.see(t("fee-changed"))
    assert town.read(order)["stage"] == "accepted"


def test_when_it_is_ready_nobody_cancels(town):
    cook, layla = town.cook(), town.person("layla")
    order = town.order(layla, "mixed")
    town.accepted(order, cook)
    layla.redraw()
    cook.tap(f"ready-{town.read(order)['code']}")
    layla.redraw()
    layla.dont_see(t("cancel-order"))


def test_who_does_not_approve_has_no_order_and_the_dishes_are_there_again(town):
    layla = town.person("layla")
    najd = town.places["Najd Kitchen"]
    order = town.order(layla, "jareesh", "jareesh", place=najd, pay=False)
    assert town.host.document(f"stock/{najd}/jareesh")["left"] == 3
    layla.decline()
    layla.see(t("stage-dropped"))
    assert town.host.document(f"stock/{najd}/jareesh")["left"] == 5
    assert town.read(order)["stage"] == "dropped"


def test_an_order_nobody_pays_ends_by_itself(town):
    layla = town.person("layla")
    order = town.order(layla, "mixed", pay=False)
    layla.close()
    town.host.advance(minutes=11)
    assert town.read(order)["stage"] == "dropped"
    assert town.wallet(order).state in ("EXPIRED", "VOIDED")


def test_the_last_one_is_sold_once(town):
    """Two guests order the last of a dish in the same moment."""
    layla, omar = town.person("layla"), town.person("omar")
    gulf = town.places["Gulf Harbour"]
    town.add(layla, "hamour", place=gulf, quantity=2)
    town.add(omar, "hamour", place=gulf, quantity=2)
    omar.goto("/cart")
    layla.goto("/cart")
    town.host.before_commit = lambda: omar.tap("send")
    layla.tap("send")
    layla.see(t("cart-wrong"))
    assert town.host.document(f"stock/{gulf}/hamour")["left"] == 1
    omar.approve()
    assert sum(one.state == "HELD" for one in town.host.wallet.orders.by_id.values()) == 1


def test_a_sold_out_dish_cannot_be_put_into_the_cart(town):
    cook, layla = town.cook(), town.person("layla")
    cook.goto("/kitchen/menu", id=town.sham)
    cook.toggle("out_mixed")
    layla.goto("/dish", place=town.sham, dish="mixed")
    layla.see(t("sold-out"))
    layla.goto("/place", id=town.sham)
    layla.see(t("sold-out"))


def test_a_required_option_is_asked_for(town):
    layla = town.person("layla")
    layla.goto("/dish", place=town.sham, dish="shawarma")
    layla.submit("dish")
    layla.see(t("options-choose"))
    layla.choose("o_bread", "plate")
    layla.choose("o_extra", "garlic", "fries")
    layla.submit("dish")
    layla.goto("/cart")
    layla.see(money("23.00", "SAR"))


def test_below_the_least_order_the_cart_says_how_much_is_missing(town):
    layla = town.person("layla")
    town.add(layla, "hummus")
    layla.goto("/cart")
    layla.see(t("below-minimum", least=money("20.00", "SAR"), more=money("8.00", "SAR")))


def test_fewer_dishes_take_less_and_more_ask_again(town):
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    order = town.order(layla, "mixed", "hummus")
    layla.tap("change-dishes")
    layla.step(f"q_{layla.host.document('cart', user='layla')['lines'][1]['id']}", 0)
    layla.tap("send")
    layla.see(t("changed"))
    assert town.read(order)["parts"][0]["minor"] == 5_200 + 650
    layla.tap("change-dishes")
    town.order(layla, "fattoush", "kunafa")
    town.settle()
    states = [one.state for one in town.host.wallet.orders.by_id.values()]
    assert states == ["VOIDED", "HELD"]
    town.delivered(order, cook, salem)
    assert town.wallet(order).paid == 5_200 + 1_400 + 1_800 + 650


def test_a_change_that_was_not_paid_ends_when_the_kitchen_accepts(town):
    cook, layla = town.cook(), town.person("layla")
    order = town.order(layla, "mixed")
    layla.tap("change-dishes")
    town.order(layla, "fattoush", pay=False)
    town.accepted(order, cook)
    town.settle()
    assert [one.state for one in town.host.wallet.orders.by_id.values()] == ["HELD", "VOIDED"]
    assert len(town.read(order)["lines"]) == 1


def test_a_dish_that_did_not_come_is_given_back(town):
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    order = town.order(layla, "mixed", "hummus")
    town.delivered(order, cook, salem)
    layla.goto("/report", id=order)
    layla.choose("lines", town.read(order)["lines"][1]["id"])
    layla.submit("report")
    cook.goto("/kitchen", id=town.sham)
    cook.tap("agree")
    town.settle()
    layla.goto("/order", id=order)
    layla.see(t("problem-paid", amount=money("12.00", "SAR")), t("given-back"))
    assert town.wallet(order).refunded == 1_200
    layla.goto("/report", id=order)
    layla.choose("lines", town.read(order)["lines"][0]["id"])
    layla.submit("report")
    layla.see(t("report-twice"))


@pytest.mark.parametrize("silent", [True, False])
def test_where_the_kitchen_does_not_agree_the_owner_decides(town, silent):
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    order = town.order(layla, "mixed")
    town.delivered(order, cook, salem)
    layla.goto("/report", id=order)
    layla.choose("lines", town.read(order)["lines"][0]["id"])
    layla.submit("report")
    if silent:
        town.host.advance(hours=24)
    else:
        cook.goto("/kitchen", id=town.sham)
        cook.tap("disagree")
    town.owner.goto("/owner/problems")
    town.owner.tap("decide-yes")
    town.settle()
    assert town.wallet(order).refunded == 5_200
    town.owner.see(t("no-problems"))


def test_stars_reach_the_restaurant_once(town):
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    order = town.order(layla, "mixed")
    town.delivered(order, cook, salem)
    layla.goto("/order", id=order)
    layla.rate("kitchen", 4)
    layla.rate("courier", 5)
    layla.submit("rate")
    assert town.host.document(f"stars/{town.sham}") == {"total": 4, "count": 1}
    assert town.host.document("stars/salem") == {"total": 5, "count": 1}
    layla.see(t("your-stars"))


def test_ordered_again_in_one_tap(town):
    cook, salem, layla = town.cook(), town.courier(), town.person("layla")
    order = town.order(layla, "mixed", "hummus")
    town.delivered(order, cook, salem)
    layla.goto("/orders")
    layla.see(t("stage-delivered"))
    layla.goto("/order", id=order)
    layla.tap("order-again")
    assert layla.path == "/cart"
    layla.see(t("order-now", total=money("70.50", "SAR")))


def test_a_closed_kitchen_takes_nothing(town):
    layla = town.person("layla")
    town.add(layla, "mixed")
    town.cook()
    place = town.host.document(f"place/{town.sham}")
    town.host.write(f"place/{town.sham}", place | {"hours": [[] for _ in range(7)]})
    layla.goto("/cart")
    layla.see(t("closed-now"))
    with pytest.raises(AssertionError, match="disabled"):
        layla.tap("send")


def test_another_persons_order_shows_nothing(town):
    layla, omar = town.person("layla"), town.person("omar")
    order = town.order(layla, "mixed")
    omar.goto("/order", id=order)
    omar.see(t("order-gone"))
    omar.dont_see(t("proof"))


def test_who_will_not_be_asked_to_pay_is_told_what_to_do(town):
    shy = town.person("shy", consents=False)
    town.add(shy, "mixed")
    shy.goto("/cart")
    shy.tap("send")
    shy.see(t("pay-denied"))
    assert town.host.keys("order/") == []


def test_an_order_whose_meal_was_lost_gives_its_money_back(town):
    """The event that made the wallet's order failed after it: the payer's yes finds no meal."""
    layla = town.person("layla")
    order = town.order(layla, "mixed", pay=False)
    town.host._documents.pop(("app", f"order/{order}"))
    layla.approve()
    assert [one.state for one in town.host.wallet.orders.by_id.values()] == ["VOIDED"]


def test_cards_tell_every_step_to_who_allowed_them(town):
    cook, layla = town.cook(), town.person("layla")
    order = town.order(layla, "mixed")
    layla.tap("notify-me")
    town.accepted(order, cook)
    card = town.host.cards.sent["layla", f"order/{order}"]
    assert (card.path, card.revision) == (f"/order?id={order}", 2)
    assert isinstance(layla, testing.User)
