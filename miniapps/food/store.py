"""Reads and writes of the app's documents, by what they are; who shows them is told. No rule lives here."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

import opening
from model import Cart, Line, Me, Menu, Order, Restaurant, Stars, Stock, Terms
from people import Courier, Done, Earned, Group, Invite, Problem, Role

from miniapp import appdata, now, user

PLACES_MAX, ORDERS_MAX, HISTORY_MAX, COURIERS_MAX = 60, 60, 30, 100
AT_ONCE = timedelta(0)


def new_id() -> str:
    """Ids that sort newest first, because documents are read in the order of their keys."""
    return f"{9_999_999_999_999 - int(now().timestamp() * 1000):013d}{secrets.token_hex(2)}"


# What the owner and the kitchens decide


def terms() -> Terms:
    return appdata.shared.get("terms", Terms, default=Terms())


def places() -> list[Restaurant]:
    return [found.value for found in appdata.shared.query("place/", Restaurant, limit=PLACES_MAX)]


def place(place_id: str) -> Restaurant | None:
    return appdata.shared.get(f"place/{place_id}", Restaurant, default=None) if place_id else None


def save_place(changed: Restaurant) -> None:
    appdata.shared.put(f"place/{changed.id}", changed)
    appdata.refresh(f"place/{changed.id}")
    appdata.refresh("places")


def menu(place_id: str) -> Menu:
    return appdata.shared.get(f"menu/{place_id}", Menu, default=Menu())


def save_menu(place_id: str, changed: Menu) -> None:
    """The menu, and beside it what search reads: names and prices only, of which there are many."""
    appdata.shared.put(f"menu/{place_id}", changed)
    entries = [[dish.id, dish.name.ar, dish.name.en, dish.price_minor, dish.picture] for dish in changed.dishes]
    appdata.shared.put(f"index/{place_id}", entries)
    appdata.refresh(f"place/{place_id}")


def indexes() -> dict[str, list[list[str | int]]]:
    found = appdata.shared.query("index/", limit=PLACES_MAX)
    return {document.key.removeprefix("index/"): document.value for document in found}


def stars(of: Iterable[str]) -> dict[str, Stars]:
    found = appdata.shared.get_many([f"stars/{one}" for one in of], Stars)
    return {key.removeprefix("stars/"): value for key, value in found.items()}


def give_stars(of: str, given: int) -> None:
    if of and given:
        known = appdata.shared.get(f"stars/{of}", Stars, default=Stars())
        appdata.shared.put(f"stars/{of}", Stars(known.total + given, known.count + 1))


# Stock: a document for each dish that is counted, so that two orders meet only over the same dish


def stocks(place_id: str) -> dict[str, Stock]:
    found = appdata.shared.query(f"stock/{place_id}/", Stock)
    return {document.key.rpartition("/")[2]: document.value for document in found}


def save_stock(place_id: str, dish_id: str, stock: Stock) -> None:
    appdata.shared.put(f"stock/{place_id}/{dish_id}", stock)
    appdata.refresh(f"place/{place_id}")


def sold_out(stock: Stock | None, quantity: int = 1) -> bool:
    """Whether there are not so many."""
    if stock is None:
        return False
    until = stock.out_until
    return (until is not None and until > now()) or (stock.left is not None and stock.left < quantity)


def take_stock(place_id: str, lines: Sequence[Line]) -> Line | None:
    """Take the dishes off their stocks, all or none; the first line there is not enough for."""
    wanted: dict[str, int] = {}
    for line in lines:
        wanted[line.dish] = wanted.get(line.dish, 0) + line.quantity
    keys = {f"stock/{place_id}/{dish}": dish for dish in wanted}
    known = {keys[key]: stock for key, stock in appdata.shared.get_many(keys, Stock).items()}
    for line in lines:
        if sold_out(known.get(line.dish), wanted[line.dish]):
            return line
    for dish, stock in known.items():
        if stock.left is not None:
            save_stock(place_id, dish, Stock(stock.left - wanted[dish], stock.out_until))
    for line in lines:
        found = known.get(line.dish)
        line.counted = found is not None and found.left is not None
    return None


def put_back_stock(place_id: str, lines: Iterable[Line]) -> None:
    """What was taken and is not cooked may be sold again; a dish nobody counts any more stays uncounted."""
    back: dict[str, int] = {}
    for line in lines:
        if line.counted:
            back[line.dish] = back.get(line.dish, 0) + line.quantity
            line.counted = False
    for dish, quantity in back.items():
        known = appdata.shared.get(f"stock/{place_id}/{dish}", Stock, default=None)
        if known is not None and known.left is not None:
            save_stock(place_id, dish, Stock(known.left + quantity, known.out_until))


# Orders


def order(order_id: str) -> Order | None:
    return appdata.shared.get(f"order/{order_id}", Order, default=None) if order_id else None


def orders(ids: Iterable[str]) -> list[Order]:
    """In the order of the ids; those that are gone are left out."""
    wanted = [f"order/{one}" for one in ids]
    found = appdata.shared.get_many(wanted, Order)
    return [found[key] for key in wanted if key in found]


def save_order(changed: Order) -> None:
    """The order, its place in the kitchen's queue, and everybody's screen of it."""
    appdata.shared.put(f"order/{changed.id}", changed)
    for topic in (changed.topic, f"kitchen/{changed.place}", "orders"):
        appdata.refresh(topic)
    if changed.courier:
        appdata.refresh(f"courier/{changed.courier}")


def queue(order: Order, *, on: bool) -> None:
    """Into the kitchen's queue, or out of it."""
    key = f"queue/{order.place}/{order.id}"
    if on:
        appdata.shared.put(key, order.id)
    else:
        appdata.shared.delete(key)


def queued(place_id: str = "") -> list[Order]:
    """What a kitchen works on, or all of them do; the oldest first."""
    prefix = f"queue/{place_id}/" if place_id else "queue/"
    found = appdata.shared.query(prefix, str, limit=ORDERS_MAX)
    return sorted(orders(document.value for document in found), key=lambda one: one.created_at)


def book(done: Order, entry: Done) -> None:
    ended = done.ended_at or now()
    appdata.shared.put(f"done/{done.place}/{opening.day_of(ended)}/{done.id}", entry)


def booked(done: Order) -> Done | None:
    ended = done.ended_at or now()
    return appdata.shared.get(f"done/{done.place}/{opening.day_of(ended)}/{done.id}", Done, default=None)


def days_books(place_id: str, day: str) -> list[Done]:
    return [found.value for found in appdata.shared.query(f"done/{place_id}/{day}/", Done, limit=400)]


# Couriers


def courier(who: str) -> Courier | None:
    return appdata.shared.get(f"courier/{who}", Courier, default=None) if who else None


def couriers() -> list[Courier]:
    return [found.value for found in appdata.shared.query("courier/", Courier, limit=COURIERS_MAX)]


def save_courier(changed: Courier) -> None:
    appdata.shared.put(f"courier/{changed.id}", changed)
    appdata.refresh(f"courier/{changed.id}")


def earn(who: str, order_id: str, earned: Earned) -> None:
    day = opening.day_of(earned.at or now())
    appdata.shared.put(f"earned/{who}/{day}/{order_id}", earned)


def earned(who: str, days: Sequence[str]) -> dict[str, list[Earned]]:
    """By day; each is read by itself, for the older ones are many."""
    return {
        day: [found.value for found in appdata.shared.query(f"earned/{who}/{day}/", Earned, limit=100)] for day in days
    }


# Groups, invitations, roles, problems


def group(group_id: str) -> Group | None:
    return appdata.shared.get(f"group/{group_id}", Group, default=None) if group_id else None


def save_group(changed: Group) -> None:
    appdata.shared.put(f"group/{changed.id}", changed)
    appdata.refresh(changed.topic)


def invite(code: str) -> Invite | None:
    return appdata.shared.get(f"invite/{code}", Invite, default=None) if code else None


def invites() -> list[Invite]:
    return [found.value for found in appdata.shared.query("invite/", Invite, limit=100)]


def save_invite(changed: Invite) -> None:
    appdata.shared.put(f"invite/{changed.code}", changed)
    appdata.refresh("invites")


def role(who: str) -> Role:
    return appdata.shared.get(f"role/{who}", Role, default=Role())


def save_role(who: str, changed: Role) -> None:
    appdata.shared.put(f"role/{who}", changed)


def problem(order_id: str) -> Problem | None:
    return appdata.shared.get(f"problem/{order_id}", Problem, default=None) if order_id else None


def problems() -> list[Problem]:
    """Those that wait for an answer."""
    waiting = [f"problem/{found.value}" for found in appdata.shared.query("complaint/", str, limit=100)]
    found = appdata.shared.get_many(waiting, Problem)
    return [found[key] for key in waiting if key in found]


def save_problem(changed: Problem) -> None:
    appdata.shared.put(f"problem/{changed.order}", changed)
    if changed.state in ("kitchen", "owner"):
        appdata.shared.put(f"complaint/{changed.order}", changed.order)
    else:
        appdata.shared.delete(f"complaint/{changed.order}")
    for topic in (f"kitchen/{changed.place}", "problems", f"order/{changed.order}"):
        appdata.refresh(topic)


# The user's own


def me() -> Me:
    return appdata.mine.get("me", Me, default=Me())


def save_me(changed: Me) -> None:
    appdata.mine.put("me", changed)


def cart() -> Cart:
    return appdata.mine.get("cart", Cart, default=Cart())


def save_cart(changed: Cart) -> None:
    appdata.mine.put("cart", changed)


def remember(order_id: str) -> None:
    """Among the user's orders."""
    appdata.mine.put(f"history/{order_id}", order_id)


def history(limit: int = HISTORY_MAX) -> list[Order]:
    """The user's orders, newest first."""
    return orders(found.value for found in appdata.mine.query("history/", str, limit=limit))


def is_mine(order: Order) -> bool:
    """Whether the user eats or pays for it."""
    return user.id == order.guest or any(part.payer == user.id for part in order.parts)
