"""What a kitchen does: take orders, say when they are ready, answer complaints, keep hours, stock and the menu."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import journey
import opening
import rules
import store
import till
from model import Choice, Dish, Menu, Options, Order, Section, Stock
from shell import State, app, my_kitchen

from miniapp import Goto, Money, Refuse, Text, appdata, errors, goto, messages, money, now, t, text, toast, user

PICTURES = (
    "kabsa", "mandi", "shawarma", "falafel", "hummus", "grill", "fish", "fattoush", "koshari", "foul", "manakish",
    "kunafa", "coffee", "juice", "soup", "burger",
)  # fmt: skip
ALLERGENS = ("gluten", "milk", "nuts", "sesame", "egg", "fish", "soy")
WHYS = ("busy", "out", "closing")
PAUSES = {"30": timedelta(minutes=30), "60": timedelta(hours=1), "day": timedelta(hours=12)}
DISHES_MAX, SECTIONS_MAX, OPTIONS_MAX = 60, 12, 8


@app.action
def open_kitchen(place: str) -> Goto:
    return goto("/kitchen", id=place)


@app.action
def open_menu(place: str) -> Goto:
    return goto("/kitchen/menu", id=place)


@app.action
def open_hours(place: str) -> Goto:
    return goto("/kitchen/hours", id=place)


@app.action
def open_day(place: str) -> Goto:
    return goto("/kitchen/day", id=place)


def _order(order_id: str) -> Order:
    order = store.order(order_id)
    if order is None:
        raise Refuse(t("order-gone"))
    my_kitchen(order.place)
    return order


@app.action
def accept(order: str, minutes: int) -> Any:
    meal = _order(order)
    journey.accept(meal, max(5, min(minutes, 120)))
    store.save_order(meal)
    return toast(t("accepted-toast"), tone="good")


@app.action
def reject(order: str, why: str) -> Any:
    meal = _order(order)
    journey.reject(meal, why if why in WHYS else "busy", "kitchen")
    store.save_order(meal)
    return toast(t("rejected-toast"))


@app.action
def ready(order: str) -> Any:
    meal = _order(order)
    journey.ready(meal)
    store.save_order(meal)
    return toast(t("ready-toast"), tone="good")


@app.action
def give_up_order(order: str) -> Any:
    """After all it cannot be cooked; the guest pays nothing."""
    meal = _order(order)
    journey.cancel(meal, "kitchen", "kitchen")
    store.save_order(meal)
    return toast(t("rejected-toast"))


@app.action
def answer_problem(order: str, agree: bool) -> Any:
    """The kitchen gives the money back, or the owner decides."""
    meal, problem = _order(order), store.problem(order)
    if problem is None or problem.state != "kitchen":
        raise Refuse(t("problem-answered"))
    appdata.cancel_timer(f"report/{order}")
    problem.state = "paid" if agree else "owner"
    store.save_problem(problem)
    if agree:
        give_back(meal, problem.minor)
    return toast(t("refund-toast", amount=rules.sar(problem.minor)) if agree else t("to-owner-toast"))


def give_back(meal: Order, minor: int) -> None:
    """For what did not come; the wallet is brought to it by the timer."""
    meal.missing_minor += rules.refund(meal, minor)
    till.soon(meal)
    store.save_order(meal)


@app.action
def notify_kitchen(place: str) -> Any:
    mine = my_kitchen(place)
    try:
        messages.send_card(
            f"desk/{place}", title=mine.name.ar[:64], text="الطلبات تصلك هنا · Orders reach you here",
            path=f"/kitchen?id={place}",
        )  # fmt: skip
    except errors.ScopeDenied:
        raise Refuse(t("cards-denied")) from None
    return toast(t("will-notify"), tone="good")


@app.action
def pause(place: str, value: str) -> None:
    mine = my_kitchen(place)
    mine.paused_until = now() + PAUSES[value] if value in PAUSES else None
    store.save_place(mine)


@app.action
def save_hours(place: str, fields: dict[str, Any], minimum: str = "", cooks: int = 20) -> Any:
    mine = my_kitchen(place)
    try:
        mine.hours = [opening.read(str(fields.get(f"day_{day}", ""))) for day in range(7)]
    except ValueError as wrong:
        raise Refuse(t("hours-unread", words=str(wrong))) from None
    mine.minimum_minor = read_price(minimum or "0").amount_minor
    mine.cooks_min = max(5, min(cooks, 120))
    store.save_place(mine)
    return goto("/kitchen", id=place), toast(t("saved"), tone="good")


def read_price(typed: str) -> Money:
    """An amount as people type it, in either digits; refused where it is none."""
    latin = typed.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٫،", "0123456789..")).strip()
    try:
        amount = money(latin, "SAR")
    except ValueError:
        raise Refuse(t("price-unread")) from None
    if not 0 <= amount.amount_minor <= 100_000_00:
        raise Refuse(t("price-unread"))
    return amount


@app.action
def sold_out(place: str, dish: str, out: bool) -> None:
    """Until tomorrow's opening; or there is more after all."""
    my_kitchen(place)
    known = store.stocks(place).get(dish, Stock())
    known.out_until = now() + timedelta(hours=14) if out else None
    store.save_stock(place, dish, known)


@app.action
def count_stock(place: str, dish: str, left: str = "") -> Any:
    """So many are left; empty: nobody counts."""
    my_kitchen(place)
    typed = left.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")).strip()
    if typed and not (typed.isdecimal() and len(typed) <= 4):
        raise Refuse(t("count-unread"))
    known = store.stocks(place).get(dish, Stock())
    known.left = int(typed) if typed else None
    store.save_stock(place, dish, known)
    return toast(t("saved"), tone="good")


@app.action
def open_dish_form(state: State, place: str, dish: str = "") -> Goto:
    state.picture = ""
    return goto("/kitchen/dish", place=place, dish=dish)


@app.action
def choose_picture(state: State, value: str) -> None:
    state.picture = value if value in PICTURES else ""


@app.action
def save_dish(
    state: State, place: str, dish: str, name_ar: str, name_en: str, price: str, section: str,
    about_ar: str = "", about_en: str = "", allergens: list[str] | None = None, picture: str = "",
) -> Any:  # fmt: skip
    my_kitchen(place)
    menu = store.menu(place)
    known = menu.dish(dish)
    if known is None and len(menu.dishes) >= DISHES_MAX:
        raise Refuse(t("menu-full"))
    changed = known or Dish(secrets.token_hex(3), section, text("", ""), 0)
    changed.name = both(name_ar, name_en)
    changed.about = Text(_tidy(about_ar, 200), _tidy(about_en, 200) or _tidy(about_ar, 200))
    changed.price_minor = read_price(price).amount_minor
    changed.section = section if any(one.id == section for one in menu.sections) else menu.sections[0].id
    changed.allergens = [one for one in ALLERGENS if one in (allergens or [])]
    changed.picture = picture if picture in PICTURES else changed.picture
    if not changed.price_minor:
        raise Refuse(t("price-unread"))
    if known is None:
        menu.dishes.append(changed)
    store.save_menu(place, menu)
    state.picture = ""
    return goto("/kitchen/menu", id=place), toast(t("saved"), tone="good")


def both(ar: str, en: str) -> Text:
    """A name in both languages; one that is missing is the other's."""
    ar, en = _tidy(ar, 60), _tidy(en, 60)
    if not ar and not en:
        raise Refuse(t("name-missing"))
    return Text(ar or en, en or ar)


def _tidy(words: str, most: int) -> str:
    return " ".join(words.split())[:most]


@app.action
def remove_dish(place: str, dish: str) -> Any:
    my_kitchen(place)
    menu = store.menu(place)
    menu.dishes = [one for one in menu.dishes if one.id != dish]
    store.save_menu(place, menu)
    return goto("/kitchen/menu", id=place), toast(t("removed"))


@app.action
def add_section(place: str, name_ar: str, name_en: str = "") -> Any:
    my_kitchen(place)
    menu = store.menu(place)
    if len(menu.sections) >= SECTIONS_MAX:
        raise Refuse(t("menu-full"))
    menu.sections.append(Section(secrets.token_hex(3), both(name_ar, name_en)))
    store.save_menu(place, menu)
    return toast(t("saved"), tone="good")


@app.action
def remove_section(place: str, section: str) -> Any:
    my_kitchen(place)
    menu = store.menu(place)
    if any(dish.section == section for dish in menu.dishes):
        raise Refuse(t("section-used"))
    menu.sections = [one for one in menu.sections if one.id != section]
    store.save_menu(place, menu)
    return toast(t("removed"))


@app.action
def add_options(place: str, dish: str, group_ar: str, choices: str, group_en: str = "", required: bool = False) -> Any:
    """A group of options, one a line: "كبير / Large + 4.00"."""
    my_kitchen(place)
    menu = store.menu(place)
    known = _dish(menu, dish)
    if len(known.options) >= OPTIONS_MAX:
        raise Refuse(t("menu-full"))
    read = [_choice(line, at) for at, line in enumerate(choices.splitlines()) if line.strip()]
    if not 1 <= len(read) <= 12:
        raise Refuse(t("choices-missing"))
    most = 1 if required else len(read)
    known.options.append(Options(secrets.token_hex(2), both(group_ar, group_en), read, int(required), most))
    store.save_menu(place, menu)
    return toast(t("saved"), tone="good")


def _choice(line: str, at: int) -> Choice:
    names, _, extra = line.partition("+")
    ar, _, en = names.partition("/")
    return Choice(f"c{at}", both(ar, en), read_price(extra or "0").amount_minor)


@app.action
def remove_options(place: str, dish: str, group: str) -> Any:
    my_kitchen(place)
    menu = store.menu(place)
    known = _dish(menu, dish)
    known.options = [one for one in known.options if one.id != group]
    store.save_menu(place, menu)
    return toast(t("removed"))


def _dish(menu: Menu, dish: str) -> Dish:
    known = menu.dish(dish)
    if known is None:
        raise Refuse(t("dish-gone"))
    return known


@app.action
def leave_kitchen(place: str) -> Goto:
    """Out of the role; the owner may invite somebody else."""
    role = store.role(user.id)
    role.kitchens = [one for one in role.kitchens if one != place]
    store.save_role(user.id, role)
    return goto("/")
