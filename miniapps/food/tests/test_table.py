"""The shared table: friends add, the starter locks, each pays their part, and the parts are the bill."""

from __future__ import annotations

from miniapp import money, t


def seated(town, *names):
    """A table at Beit Al Sham that layla started and shared; answers its id and the others."""
    layla = town.person("layla")
    layla.goto("/place", id=town.sham)
    layla.tap("order-together")
    group = str(layla.query["id"])
    layla.tap("share-table")
    town.host.cards.share("layla")
    others = []
    for name in names:
        guest = town.person(name)
        guest.goto("/group", id=group)
        guest.tap("join-table")
        others.append(guest)
    return group, layla, others


def paid_by(town, order):
    return {part["name"]: part["minor"] for part in town.read(order)["parts"]}


def test_each_pays_their_own_and_the_kitchen_gets_it_when_all_have(town):
    cook, salem = town.cook(), town.courier()
    group, layla, (omar, sara) = seated(town, "omar", "sara")
    town.add(layla, "mixed", group=group)
    town.add(omar, "shawarma", group=group, quantity=2)
    layla.goto("/group", id=group)
    layla.see("Omar", t("bill"))
    assert town.host.cards.shared["layla", f"group/{group}"].text == "Layla، Omar، Sara · 2 🍽"
    layla.tap("lock-table")
    order = town.host.document(f"group/{group}")["order"]
    assert paid_by(town, order) == {"Layla": 5_200 + 325, "Omar": 2_800 + 325}
    sara.goto("/group", id=group)
    sara.see(t("parts"))
    sara.dont_see(t("pay-part"))
    layla.tap("pay-part")
    layla.approve()
    omar.goto("/group", id=group)
    omar.tap("pay-part")
    cook.see(t("no-queue"))
    omar.approve(tip=money("1", "SAR"))
    omar.see(t("table-sent"))
    town.delivered(order, cook, salem)
    layla_paid, omar_paid = town.wallet(order), town.wallet(order, 1)
    assert (layla_paid.paid, omar_paid.paid) == (5_525, 3_125 + 100)
    assert layla_paid.shares["cook"] + omar_paid.shares["cook"] == 8_000 - 1_200
    assert layla_paid.shares["salem"] + omar_paid.shares["salem"] == 500


def test_equally_to_the_unit(town):
    group, layla, (omar, _) = seated(town, "omar", "sara")
    town.add(omar, "shawarma", group=group, quantity=3)
    layla.goto("/group", id=group)
    layla.choose("split", "equal")
    layla.tap("lock-table")
    order = town.host.document(f"group/{group}")["order"]
    assert sorted(paid_by(town, order).values()) == [1_616, 1_617, 1_617]


def test_the_starter_covers_who_does_not_pay(town):
    group, layla, (omar,) = seated(town, "omar")
    town.add(layla, "mixed", group=group)
    town.add(omar, "hummus", group=group)
    layla.goto("/group", id=group)
    layla.tap("lock-table")
    layla.tap("pay-part")
    layla.approve()
    omar.goto("/group", id=group)
    omar.tap("pay-part")
    layla.redraw()
    layla.tap("cover-rest")
    layla.approve()
    town.settle()
    order = town.host.document(f"group/{group}")["order"]
    assert town.read(order)["stage"] == "placed"
    assert [one.state for one in town.host.wallet.orders.by_id.values()] == ["HELD", "VOIDED", "HELD"]
    assert sum(part["minor"] for part in town.read(order)["parts"]) == 5_200 + 1_200 + 650


def test_when_time_is_over_everything_goes_back_and_the_table_may_choose_again(town):
    group, layla, (omar,) = seated(town, "omar")
    town.add(layla, "mixed", group=group)
    town.add(omar, "hummus", group=group)
    layla.goto("/group", id=group)
    layla.tap("lock-table")
    layla.tap("pay-part")
    layla.approve()
    town.host.advance(minutes=20)
    town.settle()
    assert [one.state for one in town.host.wallet.orders.by_id.values()] == ["VOIDED"]
    layla.goto("/group", id=group)
    layla.see(t("lock-table"), t("add-dishes"))


def test_nobody_adds_to_a_locked_table(town):
    group, layla, (omar,) = seated(town, "omar")
    town.add(layla, "mixed", group=group)
    layla.goto("/group", id=group)
    layla.tap("lock-table")
    town.add(omar, "hummus", group=group)
    omar.see(t("group-locked"))
    assert len(town.host.document(f"group/{group}")["lines"]) == 1


def test_two_who_add_in_the_same_moment_both_have_theirs(town):
    group, layla, (omar,) = seated(town, "omar")
    town.host.before_commit = lambda: town.add(omar, "hummus", group=group)
    town.add(layla, "mixed", group=group)
    assert sorted(line["dish"] for line in town.host.document(f"group/{group}")["lines"]) == ["hummus", "mixed"]


def test_one_removes_ones_own_dishes_only(town):
    group, layla, (omar, sara) = seated(town, "omar", "sara")
    town.add(omar, "hummus", group=group)
    line = town.host.document(f"group/{group}")["lines"][0]["id"]
    sara.goto("/group", id=group)
    sara.dont_see(t("remove"))
    omar.goto("/group", id=group)
    omar.tap(f"x-{line}")
    assert town.host.document(f"group/{group}")["lines"] == []
    assert layla.path == "/group"


def test_who_declines_may_still_pay(town):
    group, layla, _ = seated(town)
    town.add(layla, "mixed", group=group)
    layla.goto("/group", id=group)
    layla.tap("lock-table")
    layla.tap("pay-part")
    layla.decline()
    layla.tap("pay-part")
    layla.approve()
    layla.see(t("table-sent"))


def test_a_friend_without_a_name_cannot_sit_down(town):
    group, layla, _ = seated(town)
    shy = town.person("shy", consents=False)
    shy.goto("/group", id=group)
    shy.tap("join-table")
    shy.see(t("name-needed"))
    assert len(town.host.document(f"group/{group}")["members"]) == 1
    assert layla.path == "/group"
