"""What guests do: look, gather, order, change, cancel, say what was missing, rate. And the shared table."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import checkout
import groups
import journey
import rules
import store
from model import Cart, CartLine, Order, Stage, Verdict
from people import Group, Problem
from shell import State, app

from miniapp import Goto, Refuse, appdata, errors, goto, messages, now, places, t, toast, user, wallet

REPORT_WITHIN = timedelta(hours=24)
NOTE_CHARS = 120


@app.action
def home() -> Goto:
    return goto("/")


@app.action
def look_for(state: State, value: str = "") -> None:
    state.query = value[:60]


@app.action
def only_kind(state: State, value: str = "") -> None:
    state.kind = value


@app.action
def open_place(place: str) -> Goto:
    return goto("/place", id=place)


@app.action
def open_dish(place: str, dish: str, group: str = "") -> Goto:
    return goto("/dish", place=place, dish=dish, group=group)


@app.action
def open_door() -> Goto:
    return goto("/door")


@app.action
def set_door(door: places.Place | None = None, door_note: str = "") -> Any:
    me = store.me()
    if door is None and me.door is None:
        raise Refuse(t("door-needed"))
    me.door = door or me.door
    me.door_note = " ".join(door_note.split())[:NOTE_CHARS]
    store.save_me(me)
    return goto("/cart" if store.cart().lines else "/"), toast(t("door-kept"), tone="good")


@app.action
def add_dish(
    place: str, dish: str, fields: dict[str, Any], group: str = "", quantity: int = 1, note: str = ""
) -> Any:  # fmt: skip
    """Into the cart, or onto the shared table; refused where a required option was not chosen."""
    known = store.menu(place).dish(dish)
    if known is None:
        raise Refuse(t("dish-gone"))
    quantity = max(1, min(quantity, rules.QUANTITY_MAX))
    wish = CartLine(secrets.token_hex(3), dish, quantity, _chosen(fields), " ".join(note.split())[:NOTE_CHARS])
    try:
        rules.unit_minor(known, wish.choices)
    except rules.Wrong as wrong:
        raise Refuse(t(f"options-{wrong.word}", name=wrong.name)) from None
    if store.sold_out(store.stocks(place).get(dish), quantity):
        raise Refuse(t("dish-out", dish=known.name))
    if group:
        groups.add(groups.open_table(store.group(group)), wish)
        return goto("/group", id=group), toast(t("added"), tone="good")
    store.save_cart(checkout.add(store.cart(), place, wish))
    return goto("/place", id=place), toast(t("added"), tone="good")


def _chosen(fields: dict[str, Any]) -> list[str]:
    """The options that the form's fields `o_<group>` carry."""
    chosen: list[str] = []
    for name, value in fields.items():
        if name.startswith("o_") and value:
            picked = value if isinstance(value, list) else [value]
            chosen += [f"{name[2:]}:{one}" for one in picked if isinstance(one, str)]
    return sorted(chosen)


@app.action
def set_quantity(line: str, value: int) -> None:
    cart = store.cart()
    for one in cart.lines:
        if one.id == line:
            one.quantity = max(0, min(value, rules.QUANTITY_MAX))
    cart.lines = [one for one in cart.lines if one.quantity]
    store.save_cart(cart)


@app.action
def empty_cart() -> Goto:
    place = store.cart().place
    store.save_cart(Cart())
    return goto("/place", id=place) if place else goto("/")


@app.action
def open_cart() -> Goto:
    return goto("/cart")


@app.action
def order_now() -> Any:
    """Make the order, and have the host ask; or change the one the cart is for."""
    cart, me = store.cart(), store.me()
    if cart.changes:
        return _change(cart)
    try:
        order, asked = checkout.order_cart(cart, me)
    except errors.ScopeDenied:
        raise Refuse(t("pay-denied")) from None
    store.save_cart(Cart())
    return goto("/order", id=order.id), wallet.ask(asked)


def _change(cart: Cart) -> Any:
    order = _mine(cart.changes)
    asked = checkout.change_order(order, cart, store.me())
    store.save_cart(Cart())
    there = goto("/order", id=order.id)
    return (there, toast(t("changed"), tone="good")) if asked is None else (there, wallet.ask(asked))


def _mine(order_id: str) -> Order:
    order = store.order(order_id)
    if order is None or not store.is_mine(order):
        raise Refuse(t("order-gone"))
    return order


@app.action
def pay_again(order: str) -> Any:
    """The sheet was closed: show it again."""
    waiting = [part for part in _mine(order).payments if part.payer == user.id and part.seen == "open"]
    if not waiting:
        raise Refuse(t("nothing-to-pay"))
    asked = wallet.get(waiting[-1].wallet)
    if not asked.is_open:
        raise Refuse(t("nothing-to-pay"))
    return wallet.ask(asked)


@app.action
def drop_unpaid(order: str) -> Any:
    mine = _mine(order)
    if mine.guest != user.id:
        raise Refuse(t("not-yours"))
    table = store.group(mine.group)
    if table is not None:
        groups.reopen(mine, table, "guest")
        return goto("/group", id=table.id)
    journey.drop(mine, "guest")
    store.save_order(mine)
    store.save_cart(checkout.again(mine))
    return goto("/cart")


@app.action
def change_dishes(order: str) -> Goto:
    mine = _mine(order)
    if mine.stage is not Stage.PLACED or mine.group or mine.guest != user.id:
        raise Refuse(t("change-late"))
    cart = checkout.again(mine)
    cart.changes = mine.id
    store.save_cart(cart)
    return goto("/cart")


@app.action
def keep_dishes() -> Goto:
    """Forget the change that was begun."""
    order = store.cart().changes
    store.save_cart(Cart())
    return goto("/order", id=order)


@app.action
def cancel_order(order: str, fee_minor: int) -> Any:
    """`fee_minor` is what the screen said it costs: if that has changed meanwhile, nothing is cancelled."""
    mine = _mine(order)
    if mine.guest != user.id:
        raise Refuse(t("not-yours"))
    if rules.may(mine.stage, "cancel", "guest") and rules.cancel_minor(mine) != fee_minor:
        raise Refuse(t("fee-changed"))
    journey.cancel(mine, "guest", "guest")
    store.save_order(mine)
    return toast(t("cancelled-fee", fee=rules.sar(fee_minor)) if fee_minor else t("cancelled-free"))


@app.action
def open_order(order: str) -> Goto:
    return goto("/order", id=order)


@app.action
def open_history() -> Goto:
    return goto("/orders")


@app.action
def order_again(order: str) -> Any:
    cart = checkout.again(_mine(order))
    if not cart.lines:
        raise Refuse(t("dish-gone"))
    store.save_cart(cart)
    return goto("/cart")


@app.action
def notify_me(order: str) -> Any:
    """A card of mine that every step changes; the host asks the first time."""
    mine = _mine(order)
    try:
        messages.send_card(
            f"order/{mine.id}", title=f"{mine.place_name.ar} · {mine.code}"[:64], text="سنخبرك هنا · We tell you here",
            path=f"/order?id={mine.id}",
        )  # fmt: skip
    except errors.ScopeDenied:
        raise Refuse(t("cards-denied")) from None
    return toast(t("will-notify"), tone="good")


@app.action
def open_report(order: str) -> Goto:
    return goto("/report", id=order)


@app.action
def report(order: str, lines: list[str], words: str = "") -> Any:
    """These dishes did not come: the kitchen agrees, or the owner decides."""
    mine = _mine(order)
    ended = mine.ended_at
    if mine.stage is not Stage.DELIVERED or mine.guest != user.id or ended is None or now() - ended > REPORT_WITHIN:
        raise Refuse(t("report-late"))
    if store.problem(order) is not None:
        raise Refuse(t("report-twice"))
    minor = rules.missing_minor(mine, lines)
    if not minor:
        raise Refuse(t("report-which"))
    said = " ".join(words.split())[:300]
    problem = Problem(mine.id, mine.code, mine.place, mine.place_name, mine.guest, lines, minor, said, now())
    if not mine.payee:
        problem.state = "owner"
    store.save_problem(problem)
    appdata.set_timer(f"report/{mine.id}", after=REPORT_WITHIN, payload={"order": mine.id})
    return goto("/order", id=mine.id), toast(t("reported"), tone="good")


@app.action
def rate(order: str, kitchen: int = 0, courier: int = 0, words: str = "") -> Any:
    mine = _mine(order)
    if mine.stage is not Stage.DELIVERED or mine.verdict is not None or mine.guest != user.id:
        raise Refuse(t("rated-already"))
    if not 1 <= kitchen <= 5:
        raise Refuse(t("stars-needed"))
    mine.verdict = Verdict(kitchen, courier if 1 <= courier <= 5 else 0, " ".join(words.split())[:300])
    store.give_stars(mine.place, mine.verdict.kitchen)
    store.give_stars(mine.courier, mine.verdict.courier)
    store.save_order(mine)
    return toast(t("rated"), tone="good")


# The shared table


@app.action
def start_group(place: str) -> Goto:
    chosen = store.place(place)
    if chosen is None:
        raise Refuse(t("place-gone"))
    return goto("/group", id=groups.start(chosen, store.me()).id)


def _table(group_id: str) -> Group:
    return groups.open_table(store.group(group_id))


@app.action
def share_group(group: str) -> None:
    table = _table(group)
    place = store.place(table.place)
    if place is not None and table.member(user.id) is not None:
        groups.offer(table, place)


@app.action
def join_group(group: str) -> Any:
    groups.join(_table(group))
    return toast(t("joined-table"), tone="good")


@app.action
def add_to_group(group: str) -> Goto:
    return goto("/place", id=_table(group).place, group=group)


@app.action
def remove_from_group(group: str, line: str) -> None:
    groups.remove(_table(group), line)


@app.action
def split_how(group: str, value: str) -> None:
    table = _table(group)
    if table.starter != user.id:
        raise Refuse(t("not-yours"))
    table.equal = value == "equal"
    store.save_group(table)


@app.action
def lock_group(group: str) -> None:
    table = _table(group)
    if table.starter != user.id:
        raise Refuse(t("not-yours"))
    groups.lock(table, store.me())


@app.action
def pay_part(order: str) -> Any:
    return wallet.ask(groups.pay(_mine(order)))


@app.action
def cover_rest(order: str) -> Any:
    return wallet.ask(groups.cover(_mine(order)))


@app.action
def end_group(group: str) -> Goto:
    table = _table(group)
    if table.starter != user.id:
        raise Refuse(t("not-yours"))
    table.ended = True
    groups.show(table)
    return goto("/")
