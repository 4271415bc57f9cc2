"""From cart to kitchen: the bill as it stands, the order it becomes, other dishes until the kitchen has accepted."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import journey
import opening
import rules
import store
import till
from model import Cart, CartLine, Change, Line, Me, Order, Part, Restaurant, Stage, Stock, Terms
from rules import Wrong

from miniapp import Refuse, TextValue, appdata, now, places, t, user, wallet
from miniapp.places import Place


@dataclass
class Bill:
    """A cart at today's prices; `wrong` are lines that cannot be ordered as they are, with why."""

    place: Restaurant
    lines: list[Line]
    wrong: dict[str, str]
    away_m: int
    delivery_minor: int
    service_minor: int

    @property
    def food_minor(self) -> int:
        return sum(line.sum_minor for line in self.lines)

    @property
    def total_minor(self) -> int:
        return self.food_minor + self.delivery_minor + self.service_minor


def bill(place: Restaurant, wishes: list[CartLine], door: Place | None, terms: Terms, held: dict[str, int]) -> Bill:
    """`held`: dishes that this guest's own order has taken off the stock already."""
    menu, stocks = store.menu(place.id), store.stocks(place.id)
    lines: list[Line] = []
    wrong: dict[str, str] = {}
    for wish in wishes:
        try:
            line = rules.priced(menu, wish)
        except Wrong as why:
            wrong[wish.id] = why.word
            continue
        if store.sold_out(_with(stocks.get(line.dish), held.get(line.dish, 0)), wish.quantity):
            wrong[wish.id] = "out"
        lines.append(line)
    away_m = places.distance_m(place.at.point, door.point) if door else 0
    delivery = rules.delivery_minor(terms, away_m)
    return Bill(place, lines, wrong, away_m, delivery, terms.service_minor)


def _with(stock: Stock | None, more: int) -> Stock | None:
    return stock if stock is None or stock.left is None else Stock(stock.left + more, stock.out_until)


def why_not(made: Bill, door: Place | None, terms: Terms) -> TextValue | None:
    """Why it cannot be ordered now, in words; None where it can."""
    place = made.place
    if not opening.takes_orders(place, now()):
        return t("closed-now")
    if door is None:
        return t("door-needed")
    if not rules.reaches(terms, made.away_m):
        return t("too-far")
    if made.wrong:
        return t("cart-wrong")
    if not made.lines:
        return t("cart-empty")
    if made.food_minor < place.minimum_minor:
        more = rules.sar(place.minimum_minor - made.food_minor)
        return t("below-minimum", least=rules.sar(place.minimum_minor), more=more)
    return None


def add(cart: Cart, place_id: str, wish: CartLine) -> Cart:
    """The cart with it; a cart of another restaurant begins anew. Equal wishes are counted together."""
    if cart.place != place_id:
        cart = Cart(place_id)
    same = next((one for one in cart.lines if _is_same(one, wish)), None)
    if same is not None:
        same.quantity = min(same.quantity + wish.quantity, rules.QUANTITY_MAX)
    elif len(cart.lines) < rules.LINES_MAX:
        cart.lines.append(wish)
    else:
        raise Refuse(t("cart-full"))
    return cart


def _is_same(one: CartLine, other: CartLine) -> bool:
    return (one.dish, sorted(one.choices), one.note, one.member) == (
        other.dish, sorted(other.choices), other.note, other.member
    )  # fmt: skip


def read_bill(cart: Cart, me: Me) -> tuple[Bill, TextValue | None]:
    """The cart's bill and why it cannot be ordered. Refused where its restaurant is gone."""
    place = store.place(cart.place)
    if place is None:
        raise Refuse(t("place-gone"))
    terms = store.terms()
    made = bill(place, cart.lines, me.door, terms, held_by(cart.changes))
    return made, why_not(made, me.door, terms)


def held_by(order_id: str) -> dict[str, int]:
    """How many of each dish an order has taken off the stock."""
    held: dict[str, int] = {}
    order = store.order(order_id)
    if order is not None and order.stage is Stage.PLACED:
        for line in order.lines:
            if line.counted:
                held[line.dish] = held.get(line.dish, 0) + line.quantity
    return held


def new_order(made: Bill, door: Place, me: Me, parts: list[Part], group: str = "") -> Order:
    """The order of this bill, its dishes taken off their stocks; refused where one is sold out."""
    short = store.take_stock(made.place.id, made.lines)
    if short is not None:
        raise Refuse(t("dish-out", dish=short.name))
    order_id = store.new_id()
    terms, place = store.terms(), made.place
    return Order(
        id=order_id, code=f"{secrets.randbelow(9_000) + 1_000}", guest=user.id, place=place.id, place_name=place.name,
        kitchen_at=place.at.point, payee=place.payee,
        commission_bp=terms.commission_bp if place.commission_bp is None else place.commission_bp,
        door=door, door_note=me.door_note, lines=made.lines, delivery_minor=made.delivery_minor,
        service_minor=made.service_minor, cancel_bp=terms.cancel_bp, created_at=now(), parts=parts, group=group,
    )  # fmt: skip


def order_cart(cart: Cart, me: Me) -> tuple[Order, wallet.Order]:
    """One guest's order and what they are asked to approve."""
    made, why = read_bill(cart, me)
    if why is not None or me.door is None:
        raise Refuse(why or t("door-needed"))
    part = Part(user.id, made.total_minor)
    order = new_order(made, me.door, me, [part])
    asked = till.ask(order, part, order.lines, "1")
    appdata.set_timer(f"pay/{order.id}", after=till.PAY_WITHIN + timedelta(seconds=10), payload={"order": order.id})
    store.save_order(order)
    store.remember(order.id)
    return order, asked


def change_order(order: Order, cart: Cart, me: Me) -> wallet.Order | None:
    """Other dishes for an order the kitchen has not accepted; what is to be approved, or None where less is taken."""
    if order.stage is not Stage.PLACED or order.group:
        raise Refuse(t("change-late"))
    made, why = read_bill(cart, me)
    if why is not None:
        raise Refuse(why)
    journey.forget_change(order)
    store.put_back_stock(order.place, order.lines)
    short = store.take_stock(order.place, made.lines)
    if short is not None:
        raise Refuse(t("dish-out", dish=short.name))
    total = made.food_minor + order.delivery_minor + order.service_minor
    if total <= order.parts[0].minor:
        apply_lines(order, made.lines, total)
        store.save_order(order)
        return None
    old = order.lines
    if store.take_stock(order.place, old) is not None:  # Both are kept until the new one is paid.
        raise Refuse(t("change-short"))
    part = Part(user.id, total)
    order.change = Change(made.lines, part)
    asked = till.ask(order, part, made.lines, f"c{len(order.leftover) + 1}")
    store.save_order(order)
    return asked


def apply_lines(order: Order, lines: list[Line], total: int) -> None:
    """Less than was held: what is not taken goes back with the capture."""
    order.lines = lines
    order.parts[0].minor = total


def apply_change(order: Order) -> None:
    """The other dishes are paid for: they are what is cooked, and the first payment goes back."""
    change = order.change
    if change is None:
        return
    store.put_back_stock(order.place, order.lines)
    for part in order.parts:
        part.goal = "void"
    order.leftover += order.parts
    order.lines, order.parts, order.change = change.lines, [change.part], None
    till.soon(order)


def again(order: Order) -> Cart:
    """A cart of the same dishes, as far as they are still cooked."""
    menu = store.menu(order.place)
    wishes = [
        CartLine(line.id, line.dish, line.quantity, list(line.choices), line.note)
        for line in order.lines if menu.dish(line.dish) is not None
    ]  # fmt: skip
    return Cart(order.place, wishes)
