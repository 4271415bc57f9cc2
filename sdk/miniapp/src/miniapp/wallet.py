"""Money: orders people pay, mandates they give, payees who get a part. Scopes wallet.order, .mandate and .payee.

An app asks; the host shows its own sheet, and only who pays can say yes there. Nothing an app does moves money that was
not approved on that sheet.

    @app.action
    def book(state: State) -> object:
        state.order = wallet.order(
            "ride",
            title=wallet.text("مشوار إلى المطار", "A ride to the airport"),
            lines=[
                wallet.line(wallet.text("الأجرة", "Fare"), money("28.50", "SAR")),
                wallet.fee(wallet.text("رسوم الخدمة", "Service fee"), money("2.00", "SAR")),
            ],
        )
        return wallet.ask(state.order)

    @app.on_payment
    def heard(state: State, order: wallet.Order) -> None:
        state.order = order

These calls act at once, not when the event ends, and are not undone if it fails. But an event that is repeated gets the
first answer: the host keeps what was done under the event and the name you give it, so a refund called "late" is one
refund however often its tap arrives. Screens read; they never ask, capture or refund.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from miniapp import _event, _host, limits
from miniapp._effects import Effect
from miniapp._wallet_values import (
    Line,
    Mandate,
    MandateState,
    Order,
    OrderState,
    Share,
    Split,
    mandate_of,
    money_json,
    order_of,
)
from miniapp.errors import HandlerInvalid, InvalidArgument, NoUser
from miniapp.values import Money, Text, text

__all__ = [
    "Line",
    "Mandate",
    "MandateState",
    "Order",
    "OrderState",
    "Share",
    "Split",
    "Text",
    "ask",
    "capture",
    "charge",
    "enroll",
    "fee",
    "get",
    "is_payee",
    "line",
    "mandate",
    "order",
    "orders",
    "propose_mandate",
    "refund",
    "share",
    "split",
    "text",
    "total",
    "void",
]


def line(title: Text, price: Money, quantity: int = 1) -> Line:
    """A thing that is paid for; a price below zero is a discount."""
    if type(quantity) is not int or not 1 <= quantity <= limits.ORDER_QUANTITY_MAX:
        raise InvalidArgument(f"quantity is 1 to {limits.ORDER_QUANTITY_MAX}, not {quantity!r}", field="quantity")
    return Line(_text("title", title), _money("price", price), quantity)


def fee(title: Text, price: Money) -> Line:
    """A fee, which the sheet shows below the things."""
    return Line(_text("title", title), _money("price", price), is_fee=True)


def total(lines: Sequence[Line]) -> Money:
    """What an order of these lines asks for; `ui.Summary(lines)` shows them."""
    return _sum(_listed("lines", lines, Line))


def split(payee: str, percent: int | str) -> Split:
    """An enrolled payee's part of what is paid without tip: `split(driver, 80)`, `split(driver, "12.5")`."""
    whole, _, hundredths = str(percent).partition(".")
    digits = whole + hundredths.ljust(2, "0")
    basis_points = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 5 else 0
    if len(hundredths) > 2 or type(percent) not in (int, str) or not 1 <= basis_points <= 10_000:
        raise InvalidArgument(f"a part is 0.01 to 100 percent, such as 80 or '12.5', not {percent!r}", field="splits")
    return Split(payee, basis_points)


def order(
    name: str,
    *,
    title: Text,
    lines: Sequence[Line],
    splits: Sequence[Split] = (),
    hold: bool = False,
    may_tip: bool = False,
    payer: str | None = None,
    expires_in: timedelta | None = None,
    hold_for: timedelta | None = None,
) -> Order:
    """Makes an order of the lines' sum, for the user or for `payer`; nothing moves before they approve it.

    `return wallet.ask(order)` shows them the sheet. With `hold` the money is only put aside, for a week or `hold_for`,
    until `capture` takes it or `void` gives it back. It waits 15 minutes or `expires_in`, a week at most. NoUser in a
    timer without a payer; PayeeNotEnrolled; ScopeDenied when they said no to being asked at all.
    """
    if payer is None and not _event.current().user:
        raise NoUser("a timer has no user; name who pays with payer=, a user.id the app has kept")
    if len(splits) > limits.ORDER_SPLITS_MAX:
        raise InvalidArgument(f"an order is shared with {limits.ORDER_SPLITS_MAX} people at most", field="splits")
    request: dict[str, Any] = {
        "name": _named("name", name, limits.ORDER_NAME_CHARS_MAX),
        **_titles(title), "lines": [_line_json(one) for one in _listed("lines", lines, Line)],
        "total": money_json(_sum(lines)), "hold": hold, "may_tip": may_tip,
        "splits": [{"payee_user_id": one.payee, "basis_points": one.basis_points} for one in splits],
        "expires_in_s": _seconds(expires_in), "hold_for_s": _seconds(hold_for),
    }  # fmt: skip
    if payer is not None:
        request["payer_user_id"] = payer
    made = _host.call("wallet-order", "CreateOrder", _once("CreateOrder", name, request), writes=True)
    return order_of(made["order"])


def ask(asked: Order | Mandate) -> Effect:
    """Return it from an action or @app.on_open: the host shows its sheet, where the user approves or declines.

    What they did arrives at @app.on_payment or @app.on_mandate; closing the sheet is no answer, and asking again shows
    it again. One thing at a time.
    """
    if isinstance(asked, Order):
        effect = Effect(pay={"order_id": asked.id})
    elif isinstance(asked, Mandate):
        effect = Effect(mandate={"mandate_id": asked.id})
    else:
        raise HandlerInvalid(f"ask(…) takes an Order or a Mandate, not {type(asked).__name__}. Fix: wallet.get(id)")
    _event.made(effect)
    return effect


def get(order: Order | str) -> Order:
    """The order as it truly stands, by itself or its id. OrderNotFound."""
    return order_of(_host.call("wallet-order", "GetOrder", {"order_id": _id(order)})["order"])


def orders(limit: int = 50) -> list[Order]:
    """The user's orders with this app, newest first, 200 at most."""
    answer = _host.call("wallet-order", "ListOrders", {"page_size": limit})
    return [order_of(one) for one in answer.get("orders") or ()]


def share(payee: str, amount: Money) -> Share:
    """What an enrolled payee gets of a capture, exactly: `share(driver, money("24.80", "SAR"))`."""
    return Share(payee, _money("amount", amount))


def capture(
    order: Order | str, amount: Money | None = None, *, shares: Sequence[Share] = (), name: str = ""
) -> Order:  # fmt: skip
    """Takes what is held, or less of it and the rest goes back; once. OrderNotHeld, CaptureExceedsHold.

    `amount` is without the tip, of which the same share is taken: what the answer's `tip` says. `shares` give parts of
    it to people nobody knew when the order was made, such as its driver; the first of them gets the tip, the app what
    is left. Of orders made without splits only. PayeeNotEnrolled.
    """
    if len(shares) > limits.ORDER_SPLITS_MAX:
        raise InvalidArgument(f"a capture is shared with {limits.ORDER_SPLITS_MAX} people at most", field="shares")
    wanted: dict[str, Any] = {"order_id": _id(order), **_part(amount)}
    if shares:
        parts = [(one.payee, str(one.amount.amount_minor)) for one in shares]
        wanted["shares"] = [{"payee_user_id": payee, "amount_minor": minor} for payee, minor in parts]
    request = _once("CaptureOrder", name or _id(order), wanted)
    return order_of(_host.call("wallet-order", "CaptureOrder", request, writes=True)["order"])


def void(order: Order | str, *, name: str = "") -> Order:
    """Gives back what is held, or closes an order nobody has paid. OrderNotHeld."""
    request = _once("VoidOrder", name or _id(order), {"order_id": _id(order)})
    return order_of(_host.call("wallet-order", "VoidOrder", request, writes=True)["order"])


def refund(order: Order | str, amount: Money | None = None, *, name: str = "") -> Order:
    """Gives back what was paid, or a part; who shared it gives back their share. OrderNotPaid, RefundExceedsPaid.

    For a payee who has spent it the app gives it, and their next shares of its orders pay the app first. Two refunds of
    one order in one event need a `name` each. InsufficientFunds where the app has it no more.
    """
    request = _once("RefundOrder", name or _id(order), {"order_id": _id(order), **_part(amount)})
    return order_of(_host.call("wallet-order", "RefundOrder", request, writes=True)["order"])


def propose_mandate(name: str, *, title: Text, max: Money, window: timedelta, expires_in: timedelta) -> Mandate:
    """Asks to let the app take up to `max` in any `window`, for `expires_in` after the yes; `ask(mandate)` shows it."""
    request = {
        **_titles(title), "max": money_json(_money("max", max)), "window_s": _seconds(window),
        "expires_in_s": _seconds(expires_in),
    }  # fmt: skip
    made = _host.call("wallet-mandate", "ProposeMandate", _once("ProposeMandate", name, request), writes=True)
    return mandate_of(made["mandate"])


def mandate(mandate: Mandate | str) -> Mandate:
    """The mandate as it truly stands, by itself or its id. MandateNotFound."""
    return mandate_of(_host.call("wallet-mandate", "GetMandate", {"mandate_id": _id(mandate)})["mandate"])


def charge(mandate: Mandate | str, amount: Money, *, name: str, title: Text) -> Mandate:
    """Takes money under a mandate, in any event. MandateNotActive, MandateExceeded, InsufficientFunds."""
    request = {"mandate_id": _id(mandate), "amount": money_json(_money("amount", amount)), **_titles(title)}
    charged = _host.call("wallet-mandate", "ChargeMandate", _once("ChargeMandate", name, request), writes=True)
    return mandate_of(charged["mandate"])


def enroll() -> str:
    """The user may be given a part of this app's orders from now on; their `user.id`, for `split`. NoUser: a timer."""
    return str(_host.call("wallet-payee", "EnrollPayee", {}, writes=True).get("payee_user_id", ""))


def is_payee() -> bool:
    """Whether the user is enrolled."""
    return bool(_host.call("wallet-payee", "IsPayee", {}).get("enrolled"))


def _once(method: str, name: str, request: dict[str, Any]) -> dict[str, Any]:
    """The request under its name, which the host makes one with the event's id: done once, answered ever after."""
    acts = _event.current().acts
    if (method, _named("name", name, limits.ORDER_NAME_CHARS_MAX)) in acts:
        raise HandlerInvalid(f"{method} {name!r} was asked for in this event before. Fix: give each a name of its own")
    acts.add((method, name))
    return request | {"request_id": name}


def _part(amount: Money | None) -> dict[str, Any]:
    return {} if amount is None else {"amount": money_json(_money("amount", amount))}


def _sum(lines: Sequence[Line]) -> Money:
    total = lines[0].price * lines[0].quantity
    for one in lines[1:]:
        total = total + one.price * one.quantity
    return total


def _line_json(one: Line) -> dict[str, Any]:
    return {**_titles(one.title), "quantity": one.quantity, "unit_minor": one.price.amount_minor, "is_fee": one.is_fee}


def _titles(title: Text) -> dict[str, str]:
    return {"title_ar": _text("title", title).ar, "title_en": title.en}


def _listed(field: str, given: Sequence[Any], kind: type) -> Sequence[Any]:
    if not given or len(given) > limits.ORDER_LINES_MAX or not all(isinstance(one, kind) for one in given):
        raise InvalidArgument(f"{field} are 1 to {limits.ORDER_LINES_MAX} of wallet.line(…), fee(…)", field=field)
    return given


def _text(field: str, given: object) -> Text:
    """Words for the host's sheet, which cannot translate `t(…)`."""
    if not isinstance(given, Text):
        raise InvalidArgument(f'{field} is in both languages: text("…", "…"), not {given!r}', field=field)
    for words in (given.ar, given.en):
        _named(field, words, limits.ORDER_TITLE_CHARS_MAX)
    return given


def _money(field: str, given: object) -> Money:
    if not isinstance(given, Money):
        raise InvalidArgument(f"{field} is Money: money('28.50', 'SAR'), not {given!r}", field=field)
    return given


def _named(field: str, value: object, chars_max: int) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > chars_max:
        raise InvalidArgument(f"{field} is text of 1 to {chars_max} characters", field=field)
    return value


def _seconds(length: timedelta | None) -> int:
    return 0 if length is None else int(length.total_seconds())


def _id(of: Order | Mandate | str) -> str:
    return of if isinstance(of, str) else of.id
