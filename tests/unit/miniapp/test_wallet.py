"""Mini-apps and money, natively: what an author writes, and what a test of theirs reads like."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from miniapp import App, Money, money, t, testing, ui, wallet
from miniapp.errors import CurrencyMismatch, HandlerInvalid, InvalidArgument

TILL = Path(__file__).parents[2] / "support" / "tills" / "tips" / "app.py"
COFFEE = wallet.text("قهوة", "Coffee")
PRICE = money("12.50", "SAR")


def till(user: str = "layla", **more: Any) -> testing.User:
    return testing.open(testing.load(TILL), user=user, **more)


def shown(person: testing.User, test_id: str) -> Any:
    found: list[Any] = []

    def look(node: dict[str, Any]) -> None:
        if node["props"].get("test_id") == test_id:
            found.append(node["props"]["text"])
        for child in node.get("children", ()):
            look(child)

    look(person.tree)
    (text,) = found
    money_shown = text.get("$money") if isinstance(text, dict) else None
    return money_shown["amount_minor"] if money_shown else text


def test_a_payment_is_approved_in_one_line() -> None:
    layla = till()
    layla.tap("pay")
    assert (layla.asked, shown(layla, "state")) == (["wallet.order"], "open")
    layla.approve()
    assert (shown(layla, "heard"), shown(layla, "state"), shown(layla, "paid")) == ("paid", "paid", 2_000)


def test_a_payer_may_say_no_or_nothing() -> None:
    layla = till()
    layla.tap("pay")
    layla.decline()
    assert shown(layla, "heard") == "declined"
    layla.tap("pay")
    layla.host.advance(minutes=11)
    assert shown(layla, "heard") == "declined expired"
    with pytest.raises(AssertionError, match="ORDER_CLOSED"):
        layla.approve()


def test_what_is_put_aside_is_taken_in_part_and_as_much_of_the_tip() -> None:
    layla = till()
    layla.host.wallet.give("layla", money("30.00", "SAR"))
    layla.tap("put-aside")
    layla.approve(tip=money("3.00", "SAR"))
    assert (shown(layla, "state"), shown(layla, "paid")) == ("held", 0)
    layla.tap("take-more")
    assert shown(layla, "refused") == "CAPTURE_EXCEEDS_HOLD"
    layla.tap("take-half")
    layla.see(t("done"))
    assert (shown(layla, "heard"), shown(layla, "paid"), shown(layla, "tip")) == ("held paid", 1_150, 150)
    assert layla.host.wallet.has["layla", "SAR"] == 1_850


def test_refunds_never_exceed_what_was_paid() -> None:
    layla = till()
    layla.tap("pay")
    layla.approve()
    for left in (1_300, 600):
        layla.tap("give-back-some")
        assert shown(layla, "refunded") == 2_000 - left
    layla.tap("give-back-some")
    assert (shown(layla, "refused"), shown(layla, "refunded")) == ("REFUND_EXCEEDS_PAID", 1_400)
    layla.tap("give-back")
    assert shown(layla, "refunded") == 2_000


def test_what_is_put_aside_goes_back_by_itself() -> None:
    layla = till()
    layla.host.wallet.give("layla", money("20.00", "SAR"))
    layla.tap("put-aside")
    layla.approve()
    layla.host.advance(hours=2)
    assert (shown(layla, "heard"), layla.host.wallet.has["layla", "SAR"]) == ("held expired", 2_000)
    layla.tap("take")
    assert shown(layla, "refused") == "ORDER_NOT_HELD"


def test_who_has_too_little_is_told_by_the_hosts_sheet() -> None:
    layla = till()
    layla.host.wallet.give("layla", money("19.99", "SAR"))
    layla.tap("pay")
    with pytest.raises(AssertionError, match="INSUFFICIENT_FUNDS"):
        layla.approve()
    assert shown(layla, "state") == "open"


def test_a_payee_enrolls_before_an_order_is_shared_with_them() -> None:
    layla = till()
    omar = till("omar", host=layla.host)
    omar.tap("work")
    assert omar.asked == ["wallet.payee"]
    layla.tap("pay")
    layla.approve()
    assert shown(layla, "state") == "paid"


def test_a_timer_takes_what_was_put_aside_while_nobody_looks() -> None:
    """Any event of the app may: the payer's yes was on the sheet."""
    layla = till()
    layla.tap("put-aside")
    layla.approve()
    layla.tap("forget")
    layla.close()
    layla.host.advance(seconds=2)
    (key,) = layla.host.keys("heard/")
    assert layla.host.document(key)["state"] == "paid"
    assert layla.host.app_state["heard"] == ["paid"]


def test_only_the_payer_approves() -> None:
    layla = till()
    omar = till("omar", host=layla.host)
    layla.tap("pay")
    with pytest.raises(AssertionError, match="ORDER_NOT_FOUND"):
        omar.approve(layla.state["order"]["id"])


def test_a_mandate_lets_so_much_be_taken_and_no_more() -> None:
    layla = till()
    layla.tap("subscribe")
    layla.approve()
    assert (shown(layla, "heard"), shown(layla, "plan")) == ("plan active", "active")
    for left in (1_100, 200):
        layla.tap("another")
        assert shown(layla, "left") == left
    layla.tap("another")
    assert shown(layla, "refused") == "MANDATE_EXCEEDED"
    layla.host.advance(days=2)
    layla.tap("another")
    layla.revoke(layla.state["plan"]["id"])
    layla.tap("another")
    assert (shown(layla, "plan"), shown(layla, "refused")) == ("revoked", "MANDATE_NOT_ACTIVE")


def test_who_does_not_want_to_be_asked_is_not() -> None:
    with pytest.raises(testing.AppCrashed, match="ScopeDenied"):
        till(consents=False).tap("pay")


# --- how the SDK says what is wrong ---


@dataclass
class State:
    order: wallet.Order | None = None
    seen: list[str] = field(default_factory=list)


def app_with(action: Any) -> testing.User:
    app = App("shop")
    run = app.action(action)

    @app.screen("/")
    def home(state: State) -> ui.Node:
        return ui.Screen("shop", ui.Button("go", on_press=run()))

    return testing.open(app)


def order_of(lines: list[wallet.Line], **more: Any) -> wallet.Order:
    return wallet.order("one", title=COFFEE, lines=lines, **more)


def test_an_order_adds_its_lines_up_exactly() -> None:
    def go(state: State) -> None:
        state.order = order_of([wallet.line(COFFEE, PRICE, 3), wallet.fee(COFFEE, money("0.01", "SAR"))])

    layla = app_with(go)
    layla.tap("go")
    assert layla.state["order"]["total"] == {"amount_minor": 3_751, "currency_code": "SAR"}


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: order_of([]), InvalidArgument),
        (lambda: order_of([wallet.line(COFFEE, PRICE)] * 101), InvalidArgument),
        (lambda: order_of([wallet.line(COFFEE, PRICE), wallet.line(COFFEE, money("1", "JPY"))]), CurrencyMismatch),
        (lambda: wallet.line("coffee", PRICE), InvalidArgument),
        (lambda: wallet.line(COFFEE, 12.5), InvalidArgument),
        (lambda: wallet.line(COFFEE, PRICE, 0), InvalidArgument),
        (lambda: wallet.line(wallet.text("قهوة", ""), PRICE), InvalidArgument),
        (lambda: wallet.split("omar", "12.345"), InvalidArgument),
        (lambda: wallet.split("omar", 101), InvalidArgument),
        (lambda: wallet.split("omar", 0.5), InvalidArgument),
        (lambda: wallet.ask("ord_1"), HandlerInvalid),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_fix(make: Any, why: type[Exception]) -> None:
    caught: list[Exception] = []

    def go(state: State) -> None:
        with pytest.raises(why) as raised:
            make()
        caught.append(raised.value)

    app_with(go).tap("go")
    assert len(caught) == 1


def test_parts_are_exact_to_a_hundredth_of_a_percent() -> None:
    got = [wallet.split("x", percent).basis_points for percent in (80, "12.5", "0.01", "100", "33.33")]
    assert got == [8_000, 1_250, 1, 10_000, 3_333]


def test_one_name_is_one_thing_in_an_event() -> None:
    def go(state: State) -> None:
        order_of([wallet.line(COFFEE, PRICE)])
        order_of([wallet.line(COFFEE, PRICE)])

    with pytest.raises(testing.AppCrashed, match="Fix: give each a name of its own"):
        app_with(go).tap("go")


def test_one_thing_is_asked_at_a_time_and_never_forgotten() -> None:
    def twice(state: State) -> object:
        return tuple(
            wallet.ask(wallet.order(name, title=COFFEE, lines=[wallet.line(COFFEE, PRICE)])) for name in ("a", "b")
        )

    def forgotten(state: State) -> None:
        wallet.ask(order_of([wallet.line(COFFEE, PRICE)]))

    for action, fix in ((twice, "asks for two things"), (forgotten, "did not return it")):
        with pytest.raises(testing.AppCrashed, match=fix):
            app_with(action).tap("go")


def test_a_screen_asks_for_nothing() -> None:
    app = App("shop")

    @app.screen("/")
    def home() -> ui.Node:
        order_of([wallet.line(COFFEE, PRICE)])
        return ui.Screen("shop")

    with pytest.raises(testing.AppCrashed, match="a screen may read, never write"):
        testing.open(app)


def test_who_hears_takes_one_order() -> None:
    app = App("shop")
    with pytest.raises(HandlerInvalid, match=r"Fix: \(state: State, order: wallet.Order\)"):

        @app.on_payment
        def heard(state: State, order: Money) -> None: ...

    @app.on_payment
    def first(order: wallet.Order) -> None: ...

    with pytest.raises(HandlerInvalid, match=r"two functions are @app\.on_payment"):
        app.on_payment(first)


def test_an_app_that_hears_nothing_is_drawn_again() -> None:
    """Its screen asks the host anyway; what it shows is true without a handler."""
    app = App("shop")

    @app.action
    def go(state: State) -> object:
        state.order = order_of([wallet.line(COFFEE, PRICE)])
        return wallet.ask(state.order)

    @app.screen("/")
    def home(state: State) -> ui.Node:
        word = wallet.get(state.order).state if state.order else "-"
        return ui.Screen("shop", ui.Text(word), ui.Button("go", on_press=go()))

    layla = testing.open(app)
    layla.tap("go")
    layla.approve()
    layla.see("paid")


def test_a_host_call_of_an_event_that_runs_again_gets_the_first_answer() -> None:
    """Somebody else was faster and the tap ran twice; the order is one, for it asks for the same."""
    layla = till()
    layla.tap("pay")  # Asked for consent first: that run made nothing.
    before = len(layla.host.wallet.orders.by_id)
    layla.host.before_commit = lambda: layla.host.write("barista", "")
    layla.tap("pay")
    assert len(layla.host.wallet.orders.by_id) == before + 1


def test_the_lines_of_an_order_are_shown_as_they_will_be_asked_for() -> None:
    """A summary added up beside the order could promise another sum than the sheet."""
    lines = [
        wallet.line(wallet.text("كبسة", "Kabsa"), money("32.00", "SAR"), 2),
        wallet.fee(wallet.text("التوصيل", "Delivery"), money("7.50", "SAR")),
        wallet.line(wallet.text("خصم", "Discount"), money("-10.00", "SAR")),
    ]
    props = ui.Summary(lines)["props"]
    assert wallet.total(lines) == money("61.50", "SAR")
    assert props["total"] == {"currency_code": "SAR", "amount_minor": 6150}
    shown = [(line["kind"], line.get("quantity"), line["amount"]["amount_minor"]) for line in props["lines"]]
    assert shown == [("item", 2, 6400), ("fee", None, 750), ("discount", None, -1000)]
