"""Lives of a whole town: everybody taps anything at any moment, payments fail, events crash and come again, time leaps.

Whatever happens, money is conserved and the app's books are the wallet's; nothing is sold that is not there, nobody
carries two orders, and an order that has ended holds nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from miniapp import money

HAS = 1_000_00
COUNTED = 4
DISHES = ("hummus", "mixed", "kunafa", "fattoush")
OVER = ("delivered", "rejected", "cancelled", "dropped")
GUESTS = ("layla", "omar")


class Crash(BaseException):
    """The host dies after the event's wallet calls, before its documents are kept."""


def pressables(node: dict[str, Any]) -> list[dict[str, Any]]:
    """What could be pressed below a node, hidden and disabled things left out."""
    if node["props"].get("hidden") or node["props"].get("disabled"):
        return []
    own = [node["on"]["press"]] if node.get("on", {}).get("press") else []
    return own + [found for child in node.get("children", ()) for found in pressables(child)]


class Life(RuleBasedStateMachine):
    """One town from opening on; `town_of` makes it."""

    town_of: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.town = type(self).town_of()
        self.host = self.town.host
        self.people = {name: self.town.person(name) for name in GUESTS}
        for name in GUESTS:
            self.host.wallet.give(name, money(str(HAS // 100), "SAR"))
        self.people["cook"] = self.town.cook()
        self.people["salem"], self.people["fahad"] = self.town.courier("salem"), self.town.courier("fahad")
        self.people["owner"] = self.town.owner
        self.host.write(f"stock/{self.town.sham}/hummus", {"left": COUNTED, "out_until": None})
        self._keep_what_crashes()

    def _keep_what_crashes(self) -> None:
        """The host's part in a crash: a timer or a payment's news that was not committed comes again."""
        stage, run = self.host.stage, self.host.stage.run

        def again(user: Any, event: dict[str, Any], **how: Any) -> Any:
            try:
                return run(user, event, **how)
            except Crash:
                if event["kind"] == "timer":
                    self.host.timers[event["timer"]["name"]] = (self.host.now, event["timer"]["payload"])
                if event["kind"] == "payment":
                    self.host.wallet.news.append((event["payment"]["order"]["order_id"], how.get("session", "")))
                raise

        stage.run = again

    # --- what people do ---

    def orders(self) -> list[dict[str, Any]]:
        return [self.host.document(key) for key in self.host.keys("order/")]

    def page(self, name: str, at: int) -> tuple[str, dict[str, str]]:
        """One of the pages this person may be on."""
        if name == "cook":
            return "/kitchen", {"id": self.town.sham}
        if name in ("salem", "fahad"):
            return "/courier", {}
        if name == "owner":
            return "/owner/problems", {}
        groups = [key[6:] for key in self.host.keys("group/")]
        pages = [("/order", {"id": one["id"]}) for one in self.orders()] + [("/group", {"id": one}) for one in groups]
        pages += [("/cart", {}), ("/place", {"id": self.town.sham})]
        return pages[at % len(pages)]

    def acts(self, name: str, at: int) -> None:
        """Something there is pressed."""
        person = self.people[name]
        if not person.session:
            person.open("/")
        path, query = self.page(name, at)
        person.goto(path, **query)
        found = pressables(person.tree)
        if found:
            person._act(found[at % len(found)], {})

    def tolerant(self, act: Any) -> None:
        try:
            act()
        except Crash:
            self.host.before_commit = None

    def says(self, name: str, says: str) -> None:
        """On the host's sheet; leaving the app is no answer."""
        guest = self.people[name]
        if says == "leaves":
            guest.close()
            return
        asked = guest.sheet and self.host.wallet.orders.by_id.get(guest.sheet)
        if not asked or asked.state != "OPEN":
            return
        tip = 333 if says == "tip" else 0
        if says == "no":
            guest.decline()
        elif self.host.wallet.has[name, "SAR"] >= asked.total + tip:  # Else the sheet says that it is too much.
            guest.approve(tip=money("3.33", "SAR") if tip else None)

    @rule(name=st.sampled_from(("layla", "omar", "cook", "salem", "fahad", "owner")), at=st.integers(0, 40))
    def taps(self, name: str, at: int) -> None:
        self.acts(name, at)

    @rule(
        name=st.sampled_from(("layla", "omar", "cook", "salem", "fahad")), at=st.integers(0, 40),
        other=st.sampled_from(("layla", "omar", "cook", "salem", "fahad")), there=st.integers(0, 40),
    )  # fmt: skip
    def two_tap_in_the_same_moment(self, name: str, at: int, other: str, there: int) -> None:
        if name != other:
            self.host.before_commit = lambda: self.acts(other, there)
            try:
                self.acts(name, at)
            finally:
                self.host.before_commit = None

    @rule(name=st.sampled_from(("layla", "omar", "cook", "salem", "fahad")), at=st.integers(0, 40))
    def the_host_dies_of_a_tap_and_it_comes_again(self, name: str, at: int) -> None:
        stage, fresh = self.host.stage, self.host.stage.new_event
        same = fresh()

        def dies() -> None:
            raise Crash

        for again in (False, True):
            self.host.before_commit = None if again else dies
            stage.new_event = lambda: same
            try:
                self.tolerant(lambda: self.acts(name, at))
            finally:
                stage.new_event = fresh
                self.host.before_commit = None

    @rule(
        name=st.sampled_from(GUESTS), dishes=st.lists(st.sampled_from(DISHES), min_size=1, max_size=3),
        says=st.sampled_from(("yes", "yes", "tip", "tip", "no", "leaves")),
    )  # fmt: skip
    def a_meal(self, name: str, dishes: list[str], says: str) -> None:
        self.orders_a_meal(name, dishes, says)

    def orders_a_meal(self, name: str, dishes: list[str], says: str) -> None:
        guest = self.people[name]
        if not guest.session:
            guest.open("/")
        for dish in dishes:
            self.town.add(guest, dish) if not self._is_out(dish) else None
        guest.goto("/cart")
        if any(node["props"].get("test_id") == "send" and not node["props"].get("disabled") for node in
               guest.tree.get("children", ())):  # fmt: skip
            guest.tap("send")
            self.says(name, says)

    def _is_out(self, dish: str) -> bool:
        stock = self.host.document(f"stock/{self.town.sham}/{dish}")
        return bool(stock) and stock["left"] == 0

    @rule(name=st.sampled_from(GUESTS), says=st.sampled_from(("yes", "tip", "no", "leaves")))
    def answers_the_sheet(self, name: str, says: str) -> None:
        self.says(name, says)

    @rule(dish=st.sampled_from(DISHES), equal=st.booleans())
    def a_table_is_set(self, dish: str, equal: bool) -> None:
        """Layla starts, Omar joins, both add, it is locked."""
        layla, omar = self.people["layla"], self.people["omar"]
        for guest in (layla, omar):
            if not guest.session:
                guest.open("/")
        layla.goto("/place", id=self.town.sham)
        layla.tap("order-together")
        group = str(layla.query["id"])
        omar.goto("/group", id=group)
        omar.tap("join-table")
        if not self._is_out(dish):
            self.town.add(layla, dish, group=group)
        self.town.add(omar, "mixed", group=group)
        layla.goto("/group", id=group)
        layla.choose("split", "equal" if equal else "own")
        layla.tap("lock-table")
        layla.tap("pay-part") if layla.sees("pay-part") else None

    @rule(at=st.integers(0, 20), steps=st.integers(1, 5))
    def a_meal_goes_on(self, at: int, steps: int) -> None:
        """Whoever has the next step of an order takes it."""
        for _ in range(steps):
            live = [one for one in self.orders() if one["stage"] not in OVER]
            if live:
                self._next(live[at % len(live)])

    def _next(self, order: dict[str, Any]) -> None:
        stage, cook = order["stage"], self.people["cook"]
        if stage == "paying" and order["group"]:
            self._pays_parts(order)
        elif stage == "placed":
            self.town.accepted(order["id"], cook)
        elif not order["courier"] and order["offered"]:
            courier = self.people[order["offered"]]
            courier.goto("/courier")
            courier.tap("take-offer")
        elif stage == "accepted":
            cook.goto("/kitchen", id=self.town.sham)
            cook.tap(f"ready-{order['code']}")
        elif order["courier"]:
            courier = self.people[order["courier"]]
            courier.goto("/courier")
            if stage == "ready":
                courier.tap("pick-up")
            else:
                courier.type("proof", order["proof"])
                courier.submit("proof")

    def _pays_parts(self, order: dict[str, Any]) -> None:
        for part in order["parts"]:
            guest = self.people[part["payer"]]
            if not guest.session:
                guest.open("/")
            guest.goto("/group", id=order["group"])
            if part["seen"] != "held" and guest.sees("pay-part"):
                guest.tap("pay-part")
                self.says(part["payer"], "tip")

    @rule(dishes=st.lists(st.sampled_from(DISHES), max_size=2), says=st.sampled_from(("yes", "tip", "no", "leaves")))
    def other_dishes_after_all(self, dishes: list[str], says: str) -> None:
        """Somebody changes what the kitchen has not accepted."""
        for order in self.orders():
            if order["stage"] == "placed" and not order["group"]:
                guest = self.people[order["guest"]]
                if not guest.session:
                    guest.open("/")
                guest.goto("/order", id=order["id"])
                guest.tap("change-dishes")
                guest.step(f"q_{self.host.document('cart', user=order['guest'])['lines'][0]['id']}", len(dishes))
                return self.orders_a_meal(order["guest"], dishes, says)
        return None

    @rule(says=st.sampled_from(("yes", "no")))
    def the_starter_covers_the_rest(self, says: str) -> None:
        for order in self.orders():
            if order["stage"] == "paying" and order["group"]:
                layla = self.people["layla"]
                if not layla.session:
                    layla.open("/")
                layla.goto("/group", id=order["group"])
                if layla.sees("cover-rest"):
                    layla.tap("cover-rest")
                    self.says("layla", says)

    @rule(at=st.integers(0, 10))
    def reports_what_is_missing(self, at: int) -> None:
        served = [one for one in self.orders() if one["stage"] == "delivered"]
        if served:
            order = served[at % len(served)]
            guest = self.people[order["guest"]]
            if not guest.session:
                guest.open("/")
            guest.goto("/report", id=order["id"])
            guest.choose("lines", order["lines"][0]["id"])
            guest.submit("report")
            if at % 2:
                self.people["cook"].goto("/kitchen", id=self.town.sham)
                agrees = [one for one in pressables(self.people["cook"].tree) if one["args"].get("agree")]
                self.people["cook"]._act(agrees[0], {}) if agrees else None

    @rule(seconds=st.sampled_from((1, 1, 1, 2, 41, 61, 61, 301, 700, 1_300, 17_000, 90_000)))
    def time_passes(self, seconds: int) -> None:
        self.host.advance(seconds=seconds)

    @rule(seconds=st.sampled_from((1, 41, 301)))
    def the_host_dies_of_a_timer(self, seconds: int) -> None:
        def dies() -> None:
            raise Crash

        self.host.before_commit = dies
        try:
            self.tolerant(lambda: self.host.advance(seconds=seconds))
        finally:
            self.host.before_commit = None

    # --- what must be so ---

    @invariant()
    def money_is_conserved(self) -> None:
        """What each guest had is what they have, what is held, and what was taken and not given back."""
        for name in GUESTS:
            mine = [one for one in self.host.wallet.orders.by_id.values() if one.payer == name]
            held = sum(one.total + one.tip for one in mine if one.state == "HELD")
            kept = sum(one.paid - one.refunded for one in mine)
            assert self.host.wallet.has[name, "SAR"] + held + kept == HAS

    @invariant()
    def parts_are_the_bill_and_its_lines(self) -> None:
        for order in self.orders():
            lines = sum(line["price_minor"] * line["quantity"] for line in order["lines"])
            total = lines + order["delivery_minor"] + order["service_minor"]
            assert sum(part["minor"] for part in order["parts"]) == total

    @invariant()
    def nothing_is_sold_that_is_not_there(self) -> None:
        """Every counted portion is on the shelf or in an order that may still be cooked, or was."""
        left = self.host.document(f"stock/{self.town.sham}/hummus")["left"]
        lines = [line for order in self.orders() for line in
                 (*order["lines"], *(order["change"]["lines"] if order["change"] else ()))]  # fmt: skip
        assert left >= 0
        assert left + sum(line["quantity"] for line in lines if line["counted"]) == COUNTED

    @invariant()
    def nobody_carries_two(self) -> None:
        carried = Counter(one["courier"] for one in self.orders() if one["courier"] and one["stage"] not in OVER)
        assert all(count == 1 for count in carried.values())
        for who in ("salem", "fahad"):
            busy = self.host.document(f"courier/{who}")["busy"]
            assert bool(busy) == bool(carried[who])

    @precondition(lambda self: not any(name.startswith("settle/") for name in self.host.timers))
    @invariant()
    def the_books_are_the_wallets(self) -> None:
        """Once no money is on its way."""
        if self.host.wallet.news:
            return
        known = set()
        for order in self.orders():
            change = [order["change"]["part"]] if order["change"] else []
            for part in (*order["parts"], *order["leftover"], *change):
                if part["wallet"]:
                    known.add(part["wallet"])
                    self._agrees(order, part, self.host.wallet.orders.by_id[part["wallet"]])
            if order["stage"] == "delivered":
                self._is_shared(order)
        strays = [one for one in self.host.wallet.orders.by_id.values() if one.id not in known]
        assert all(one.state not in ("HELD", "PAID") for one in strays)

    def _agrees(self, order: dict[str, Any], part: dict[str, Any], truth: Any) -> None:
        assert (part["refunded_minor"], part["paid_minor"]) == (truth.refunded, truth.paid)
        if order["stage"] in OVER:
            assert truth.state not in ("HELD", "OPEN"), "an order that has ended holds nothing"
        if part["goal"] == "take":
            assert truth.paid == part["take_minor"] + truth.tip
            assert part["take_minor"] <= truth.total
            assert truth.refunded == part["refund_minor"]

    def _is_shared(self, order: dict[str, Any]) -> None:
        """Kitchen, courier and developer have exactly their parts of what was taken."""
        paid = [self.host.wallet.orders.by_id[part["wallet"]] for part in order["parts"]]
        food = sum(line["price_minor"] * line["quantity"] for line in order["lines"])
        commission = (2 * food * order["commission_bp"] + 9_999) // 20_000
        got = Counter[str]()
        for one in paid:
            got.update(one.shares)
        assert got["cook"] == food - commission
        assert got[order["courier"]] == order["delivery_minor"]
        assert sum(one.paid - one.tip for one in paid) - sum(got.values()) == commission + order["service_minor"]


@pytest.mark.timeout(600)
def test_a_town_lives(town_of):
    machine = type("Lives", (Life,), {"town_of": staticmethod(town_of)})
    limits = settings(
        max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.reuse),  # A life is told as it was: making it short takes minutes.
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=limits)
