"""A restaurant's menu, one dish of it with its options, and the cart they go into."""

from __future__ import annotations

import checkout
import opening
import rules
import store
import words
from guest import (
    add_dish,
    empty_cart,
    home,
    keep_dishes,
    open_cart,
    open_dish,
    open_door,
    open_place,
    order_now,
    set_quantity,
    start_group,
)
from guest_screens import gone
from model import CartLine, Dish, Line, Menu, Options, Restaurant, Stock, Terms
from shell import app

from miniapp import Refuse, Text, TextValue, now, places, t, ui

SHORT = 5  # Of so few the guest is told how many there are.


@app.screen("/place")
def one_place(id: str, group: str = "") -> ui.Node:
    place = store.place(id)
    if place is None:
        return gone(t("place-gone"))
    menu, stocks, cart, me, terms = store.menu(id), store.stocks(id), store.cart(), store.me(), store.terms()
    stars = store.stars([id]).get(id)
    is_open = opening.takes_orders(place, now())
    count = sum(line.quantity for line in cart.lines) if cart.place == id else 0
    return ui.Screen(
        place.name,
        place.picture != "" and ui.Image(f"assets/{place.picture}.svg", place.name, ratio="wide"),
        ui.Row(
            ui.Badge(words.when_open(place), tone="good" if is_open else "warn"),
            stars is not None and ui.Stars(stars.mean, t("stars-of", name=place.name), count=stars.count),
            gap="s", wrap=True, align="center",
        ),
        ui.Text(facts(place, terms, me.door.point if me.door else None), style="caption"),
        not menu.dishes and ui.Empty(t("menu-empty"), ui.Button(t("all-places"), on_press=home()), icon="food"),
        [section(place, menu, one.id, one.name, stocks, group) for one in menu.sections],
        is_open and not group and bool(menu.dishes) and ui.Button(
            t("order-together"), icon="people", on_press=start_group(place=id), test_id="order-together"
        ),
        count > 0 and not group and ui.MainButton(t("see-cart", count=count), on_press=open_cart(), test_id="see-cart"),
        subtitle=place.kind,
        topics=[f"place/{id}"],
    )  # fmt: skip


def facts(place: Restaurant, terms: Terms, door: places.Point | None) -> TextValue:
    least = rules.sar(place.minimum_minor)
    if door is None:
        return t("place-least", least=least, minutes=place.cooks_min)
    away_m = places.distance_m(place.at.point, door)
    if not rules.reaches(terms, away_m):
        return t("too-far")
    return t("place-terms", fee=rules.sar(rules.delivery_minor(terms, away_m)), least=least, minutes=place.cooks_min)


def section(
    place: Restaurant, menu: Menu, section_id: str, name: Text, stocks: dict[str, Stock], group: str
) -> ui.Node | None:  # fmt: skip
    items = [item(place, dish, stocks.get(dish.id), group) for dish in menu.dishes if dish.section == section_id]
    return ui.Section(name, ui.List(*items), key=f"section-{section_id}") if items else None


def item(place: Restaurant, dish: Dish, stock: Stock | None, group: str) -> ui.Node:
    out = store.sold_out(stock)
    few = stock is not None and stock.left is not None and stock.left <= SHORT
    return ui.Item(
        dish.name,
        out and ui.Badge(t("sold-out"), tone="bad"),
        not out and few and stock is not None and ui.Badge(t("few-left", count=stock.left or 0), tone="warn"),
        subtitle=dish.about, trailing=rules.sar(dish.price_minor), image=words.picture(dish.picture), key=dish.id,
        disabled=out, on_press=None if out else open_dish(place=place.id, dish=dish.id, group=group),
    )  # fmt: skip


@app.screen("/dish")
def one_dish(place: str, dish: str, group: str = "") -> ui.Node:
    known = store.menu(place).dish(dish)
    if known is None:
        return gone(t("dish-gone"))
    out = store.sold_out(store.stocks(place).get(dish))
    return ui.Screen(
        known.name,
        known.picture != "" and ui.Image(f"assets/{known.picture}.svg", known.name, ratio="wide"),
        ui.Row(ui.Text(rules.sar(known.price_minor), style="title"), out and ui.Badge(t("sold-out"), tone="bad"),
               align="center"),
        known.about.ar != "" and ui.Text(known.about),
        ui.Row([ui.Badge(t(f"allergen-{one}"), tone="warn") for one in known.allergens], gap="s", wrap=True)
        if known.allergens else None,
        ui.Text(t("allergens-hint") if known.allergens else t("allergens-none"), style="caption"),
        ui.Form(
            "dish",
            [options(one) for one in known.options],
            ui.Stepper("quantity", t("quantity"), 1, min=1, max=rules.QUANTITY_MAX),
            ui.TextField("note", t("note"), max=120, placeholder=t("note-example")),
            ui.MainButton(t("sold-out"), disabled=True) if out else ui.MainButton(t("add-dish"), test_id="add-dish"),
            on_submit=add_dish(place=place, dish=dish, group=group),
        ),
        topics=[f"place/{place}"],
    )  # fmt: skip


def options(group: Options) -> ui.Node:
    many = group.most > 1
    rows: list[ui.Option] = [
        {
            "id": choice.id, "text": choice.name,
            "hint": t("extra", amount=rules.sar(choice.extra_minor)) if choice.extra_minor else None,
        }
        for choice in group.choices
    ]  # fmt: skip
    label = t("options-required", name=group.name) if group.least else t("options-free", name=group.name)
    if many:
        return ui.Choice(f"o_{group.id}", label, rows, multi=True, display="list", key=f"o-{group.id}")
    return ui.Choice(f"o_{group.id}", label, rows, display="radio", key=f"o-{group.id}")


@app.screen("/cart")
def my_cart() -> ui.Node:
    cart, me = store.cart(), store.me()
    if not cart.lines:
        start = ui.Button(t("all-places"), style="primary", on_press=home())
        return ui.Screen(t("cart"), ui.Empty(t("cart-empty"), start, text=t("cart-empty-text"), icon="food"))
    try:
        made, why = checkout.read_bill(cart, me)
    except Refuse:
        return gone(t("place-gone"))
    rows = {line.id: line for line in made.lines}
    where = me.door.text if me.door else t("choose-door")
    total = rules.sar(made.total_minor)
    return ui.Screen(
        t("cart-change") if cart.changes else t("cart"),
        cart.changes != "" and ui.Banner(t("changing"), tone="brand"),
        ui.Column([wish(one, rows, made.wrong) for one in cart.lines], key="lines", gap="s"),
        ui.List(
            ui.Item(where, subtitle=t("deliver-to"), icon="place", key="door", on_press=open_door()),
        ),
        bool(made.lines) and ui.Section(
            t("bill"),
            ui.Summary(words.bill_lines(made.lines, made.delivery_minor, made.service_minor), total, key="bill"),
            hint=t("hold-hint"),
        ),
        why is not None and ui.Banner(why, tone="warn", key="why"),
        ui.Row(
            ui.Button(t("add-more"), style="link", icon="plus", on_press=open_place(place=cart.place)),
            ui.Button(t("keep-order"), style="link", on_press=keep_dishes()) if cart.changes else
            ui.Button(t("empty-cart"), style="link", icon="trash", on_press=empty_cart(), confirm={
                "title": t("empty-cart-title"), "ok": t("empty-cart"),
            }),
            wrap=True,
        ),
        ui.MainButton(
            t("change-now", total=total) if cart.changes else t("order-now", total=total),
            disabled=why is not None, on_press=order_now(), test_id="send",
        ),
        subtitle=made.place.name,
        topics=[f"place/{cart.place}"],
    )  # fmt: skip


def wish(one: CartLine, rows: dict[str, Line], wrong: dict[str, str]) -> ui.Node:
    line = rows.get(one.id)
    name = line.name if line is not None else t("dish-gone")
    return ui.Card(
        name,
        line is not None and line.chosen.ar != "" and ui.Text(line.chosen, style="caption"),
        one.note != "" and ui.Text(one.note, style="caption"),
        ui.Stepper(
            f"q_{one.id}", t("quantity"), one.quantity, max=rules.QUANTITY_MAX, on_change=set_quantity(line=one.id)
        ),
        one.id in wrong and ui.Badge(t(f"wrong-{wrong[one.id]}"), tone="bad"),
        key=one.id, badge=rules.sar(line.sum_minor) if line is not None else None,
    )  # fmt: skip
