"""What guests see first: restaurants near them, what search finds, and where they eat."""

from __future__ import annotations

from dataclasses import dataclass

import folding
import opening
import rules
import search
import store
import words
from courier import open_courier
from guest import (
    home,
    look_for,
    only_kind,
    open_cart,
    open_dish,
    open_door,
    open_history,
    open_order,
    open_place,
    set_door,
)
from kitchen import open_kitchen
from model import Me, Order, Restaurant, Stars, Terms
from owner import open_owner, start_with_examples
from people import Role
from shell import State, app

from miniapp import Text, TextValue, now, places, t, ui, user

ALL = "all"


@dataclass(frozen=True)
class Near:
    """A restaurant as one guest sees it."""

    place: Restaurant
    away_m: int
    fee_minor: int
    stars: Stars
    open: bool


@app.screen("/")
def near_me(state: State) -> ui.Node:
    me, role, terms = store.me(), store.role(user.id), store.terms()
    listed = [place for place in store.places() if not place.closed_down]
    if not listed:
        return ui.Screen(t("food"), nothing_yet(), roles(role, []), topics=["places"])
    stars = store.stars(place.id for place in listed)
    near = sorted((seen(place, me, terms, stars) for place in listed), key=lambda one: (not one.open, one.away_m))
    if me.door is not None:
        near = [one for one in near if rules.reaches(terms, one.away_m)]
    found = search.find(state.query, near, store.indexes()) if folding.words(state.query) else None
    return ui.Screen(
        t("food"),
        under_way(store.history(4)),
        door_row(me),
        ui.TextField(
            "query", t("search"), kind="search", value=state.query, max=60, placeholder=t("search-example"),
            on_change=look_for(),
        ),
        found is None and kinds(listed, state.kind),
        results(found, near) if found is not None else nearby(near, state.kind),
        cart_button(),
        roles(role, listed),
        topics=["places"],
    )  # fmt: skip


def seen(place: Restaurant, me: Me, terms: Terms, stars: dict[str, Stars]) -> Near:
    away_m = places.distance_m(place.at.point, me.door.point) if me.door else 0
    is_open = opening.takes_orders(place, now())
    return Near(place, away_m, rules.delivery_minor(terms, away_m), stars.get(place.id, Stars()), is_open)


def nothing_yet() -> ui.Node:
    begin = ui.Button(
        t("start-examples"), style="primary", icon="spark", on_press=start_with_examples(),
        test_id="start-with-examples",
    )  # fmt: skip
    if user.is_owner:
        return ui.Empty(t("no-places"), begin, text=t("no-places-owner"), icon="food")
    return ui.Empty(t("no-places"), text=t("no-places-text"), icon="food")


def under_way(orders: list[Order]) -> ui.Node | None:
    """The newest order that has not ended."""
    live = next((order for order in orders if not order.is_over), None)
    if live is None:
        return None
    return ui.Card(
        live.place_name, words.badge(live), subtitle=words.counted(live.lines), tone="brand", key="under-way",
        on_press=open_order(order=live.id),
    )  # fmt: skip


def door_row(me: Me) -> ui.Node:
    where = me.door.text if me.door else t("choose-door")
    return ui.List(ui.Item(where, subtitle=t("deliver-to"), icon="place", key="door", on_press=open_door()))


def kinds(listed: list[Restaurant], chosen: str) -> ui.Node | None:
    names = list(dict.fromkeys(place.kind for place in listed))
    if len(names) < 3:
        return None
    options: list[dict[str, str | Text | TextValue]] = [{"id": ALL, "text": t("all-kinds")}]
    options += [{"id": kind_id(name), "text": name} for name in names]
    return ui.Choice("kind", t("kinds"), options, value=chosen or ALL, display="tabs", on_change=only_kind())


def kind_id(kind: Text) -> str:
    return folding.fold(kind.en).replace(" ", "-") or "other"


def nearby(near: list[Near], chosen: str) -> ui.Node:
    shown = [one for one in near if chosen in ("", ALL) or kind_id(one.place.kind) == chosen]
    if not shown:
        change = ui.Button(t("change-door"), icon="place", on_press=open_door())
        return ui.Empty(t("none-near"), change, text=t("none-near-text"), icon="place")
    return ui.Column([card(one) for one in shown], key="near", gap="m")


def card(one: Near) -> ui.Node:
    place = one.place
    facts = t("place-facts", km=words.kilometres(one.away_m), fee=rules.sar(one.fee_minor), minutes=place.cooks_min)
    return ui.Card(
        place.name,
        ui.Row(
            ui.Badge(words.when_open(place), tone="good" if one.open else "neutral"),
            one.stars.count > 0 and ui.Stars(one.stars.mean, t("stars-of", name=place.name), count=one.stars.count),
            gap="s", wrap=True, align="center",
        ),
        ui.Text(facts, style="caption"),
        key=place.id, subtitle=place.kind, image=words.picture(place.picture), on_press=open_place(place=place.id),
    )  # fmt: skip


def results(found: search.Found, near: list[Near]) -> ui.Node:
    if not found.places and not found.dishes:
        return ui.Empty(t("nothing-found"), text=t("nothing-found-text"), icon="search")
    by_id = {one.place.id: one for one in near}
    return ui.Column(
        bool(found.places) and ui.Section(t("found-places"), [card(by_id[one]) for one in found.places], key="places"),
        bool(found.dishes) and ui.Section(
            t("found-dishes"),
            ui.List(
                *(
                    ui.Item(
                        dish.name, subtitle=by_id[dish.place].place.name, trailing=rules.sar(dish.price_minor),
                        image=words.picture(dish.picture), key=f"{dish.place}-{dish.id}",
                        on_press=open_dish(place=dish.place, dish=dish.id),
                    )
                    for dish in found.dishes
                )
            ),
            key="dishes",
        ),
        key="found",
    )  # fmt: skip


def cart_button() -> ui.Node | None:
    cart = store.cart()
    if not cart.lines:
        return None
    count = sum(line.quantity for line in cart.lines)
    return ui.MainButton(t("see-cart", count=count), on_press=open_cart(), test_id="see-cart")


def roles(role: Role, listed: list[Restaurant]) -> ui.Node | None:
    """The other sides of the counter, for who works there; my orders for everybody."""
    names = {place.id: place.name for place in listed}
    items = [ui.Item(t("my-orders"), icon="list", key="history", on_press=open_history())] if listed else []
    items += [
        ui.Item(names[place], subtitle=t("kitchen"), icon="food", key=f"kitchen-{place}",
                on_press=open_kitchen(place=place))
        for place in role.kitchens if place in names and not user.is_owner  # The owner has a page of all.
    ]  # fmt: skip
    if role.courier:
        items.append(ui.Item(t("courier-page"), icon="car", key="courier", on_press=open_courier()))
    if user.is_owner:
        items.append(ui.Item(t("owner-page"), icon="settings", key="owner", on_press=open_owner()))
    return ui.Section(None, ui.List(*items), key="roles") if items else None


@app.screen("/door")
def where_i_eat() -> ui.Node:
    me = store.me()
    return ui.Screen(
        t("door-title"),
        ui.Form(
            "door",
            ui.PlacePicker("door", t("deliver-to"), me.door, placeholder=t("door-example"), test_id="where"),
            ui.TextField(
                "door_note", t("door-note"), value=me.door_note, max=120, placeholder=t("door-note-example")
            ),
            ui.Text(t("door-hint"), style="caption"),
            ui.MainButton(t("keep-door"), test_id="keep-door"),
            on_submit=set_door(),
        ),
    )  # fmt: skip


def gone(message: TextValue) -> ui.Node:
    """What stands where something is no more."""
    return ui.Screen(t("food"), ui.Empty(message, ui.Button(t("all-places"), on_press=home()), icon="food"))
