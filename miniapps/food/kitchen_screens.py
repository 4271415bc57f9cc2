"""The kitchen's side: orders that wait, the menu and its stock, hours, and the day's numbers."""

from __future__ import annotations

import kitchen
import opening
import rules
import store
import words
from guest import home
from guest_screens import gone
from kitchen import (
    accept,
    add_options,
    add_section,
    answer_problem,
    choose_picture,
    count_stock,
    give_up_order,
    leave_kitchen,
    notify_kitchen,
    open_day,
    open_dish_form,
    open_hours,
    open_menu,
    pause,
    ready,
    reject,
    remove_dish,
    remove_options,
    remove_section,
    save_dish,
    save_hours,
    sold_out,
)
from model import Dish, Menu, Options, Order, Restaurant, Section, Stage, Stock
from people import Done, Problem
from shell import State, app, works_at

from miniapp import Text, code, now, t, time, ui

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = (6, 0, 1, 2, 3, 4, 5)  # As the week is read here: from Sunday.


def mine(place_id: str) -> Restaurant | None:
    place = store.place(place_id)
    return place if place is not None and works_at(place_id) else None


@app.screen("/kitchen")
def orders(id: str) -> ui.Node:
    place = mine(id)
    if place is None:
        return gone(t("not-yours"))
    queue = store.queued(id)
    problems = [one for one in store.problems() if one.place == id and one.state == "kitchen"]
    new = [order for order in queue if order.stage is Stage.PLACED]
    cooking = [order for order in queue if order.stage is not Stage.PLACED]
    return ui.Screen(
        place.name,
        not opening.takes_orders(place, now()) and ui.Banner(words.when_open(place), tone="warn", key="closed"),
        not queue and ui.Empty(
            t("no-queue"), ui.Button(t("notify-kitchen"), icon="bell", on_press=notify_kitchen(place=id)),
            text=t("no-queue-text"), icon="food",
        ),
        bool(new) and ui.Section(t("new-orders"), [asked(order) for order in new], key="new"),
        bool(cooking) and ui.Section(t("cooking"), [cooked(order) for order in cooking], key="cooking"),
        bool(problems) and ui.Section(t("complaints"), [complaint(one) for one in problems], key="complaints"),
        pausing(place),
        ui.List(
            ui.Item(t("menu"), icon="list", key="menu", on_press=open_menu(place=id)),
            ui.Item(t("hours"), icon="clock", key="hours", on_press=open_hours(place=id)),
            ui.Item(t("day"), icon="chart", key="day", on_press=open_day(place=id)),
        ),
        subtitle=t("kitchen"),
        topics=[f"kitchen/{id}", f"place/{id}"],
    )  # fmt: skip


def asked(order: Order) -> ui.Node:
    return ui.Card(
        t("order-code", code=code(order.code)),
        order.answer_by is not None and ui.Countdown(order.answer_by, t("answer-by")),
        dish_list(order),
        ui.Row(
            [ui.Button(t("accept-in", minutes=minutes), style="primary", key=f"in-{minutes}",
                       test_id=f"accept-{order.code}-{minutes}", on_press=accept(order=order.id, minutes=minutes))
             for minutes in (15, 25, 40)],
            gap="s", wrap=True,
        ),
        ui.Row(
            [ui.Button(t(f"reject-{why}"), style="link", key=f"no-{why}", on_press=reject(order=order.id, why=why),
                       confirm={"title": t("reject-title"), "text": t("reject-text"), "ok": t("reject-ok")})
             for why in kitchen.WHYS],
            gap="s", wrap=True,
        ),
        key=order.id, tone="brand", badge=rules.sar(order.food_minor),
    )  # fmt: skip


def dish_list(order: Order) -> ui.Node:
    return ui.List(
        *(
            ui.Item(words.line_name(line), subtitle=line.note or None, trailing=t("times", count=line.quantity),
                    key=line.id)
            for line in order.lines
        )
    )  # fmt: skip


def cooked(order: Order) -> ui.Node:
    waits = t("courier-named", name=order.courier_name) if order.courier else t("courier-sought")
    return ui.Card(
        t("order-code", code=code(order.code)),
        ui.Row(words.badge(order), ui.Text(waits, style="caption"), gap="s", wrap=True, align="center"),
        dish_list(order),
        order.stage is Stage.ACCEPTED and ui.Button(
            t("is-ready"), style="primary", icon="check", on_press=ready(order=order.id), test_id=f"ready-{order.code}"
        ),
        order.stage is Stage.ACCEPTED and ui.Button(
            t("cannot-cook"), style="link", on_press=give_up_order(order=order.id),
            confirm={"title": t("cannot-title"), "text": t("reject-text"), "ok": t("cannot-cook")},
        ),
        key=order.id, subtitle=t("ready-by", at=time(order.ready_by)) if order.ready_by else None,
    )  # fmt: skip


def complaint(problem: Problem) -> ui.Node:
    amount = rules.sar(problem.minor)
    return ui.Card(
        t("complaint-of", code=code(problem.code), amount=amount),
        problem.words != "" and ui.Text(problem.words),
        ui.Row(
            ui.Button(t("agree"), style="primary", on_press=answer_problem(order=problem.order, agree=True), confirm={
                "title": t("agree-title", amount=amount), "ok": t("agree"),
            }),
            ui.Button(t("disagree"), on_press=answer_problem(order=problem.order, agree=False)),
            wrap=True,
        ),
        key=f"problem-{problem.order}", tone="warn", subtitle=time(problem.at),
    )  # fmt: skip


def pausing(place: Restaurant) -> ui.Node:
    options: list[ui.Option] = [
        {"id": "open", "text": t("pause-none")}, {"id": "30", "text": t("pause-30")},
        {"id": "60", "text": t("pause-60")}, {"id": "day", "text": t("pause-day")},
    ]  # fmt: skip
    paused = place.paused_until is not None and place.paused_until > now()
    return ui.Choice(
        "pause", t("pause"), options, value=None if paused else "open", display="chips",
        on_change=pause(place=place.id),
    )  # fmt: skip


@app.screen("/kitchen/menu")
def menu(id: str) -> ui.Node:
    place = mine(id)
    if place is None:
        return gone(t("not-yours"))
    known, stocks = store.menu(id), store.stocks(id)
    return ui.Screen(
        t("menu"),
        [section(place, known, one, stocks) for one in known.sections],
        ui.Section(
            t("new-section"),
            ui.Form(
                "section",
                ui.TextField("name_ar", t("name-ar"), max=60, required=True),
                ui.TextField("name_en", t("name-en"), max=60),
                ui.Button(t("add-section"), icon="plus"),
                on_submit=add_section(place=id),
            ),
            key="new-section",
        ),
        bool(known.sections) and ui.MainButton(t("new-dish"), on_press=open_dish_form(place=id)),
        subtitle=place.name, topics=[f"place/{id}"],
    )  # fmt: skip


def section(place: Restaurant, menu: Menu, one: Section, stocks: dict[str, Stock]) -> ui.Node:
    items = [dish_row(place, dish, stocks.get(dish.id)) for dish in menu.dishes if dish.section == one.id]
    remove = ui.Button(t("remove-section"), style="link", on_press=remove_section(place=place.id, section=one.id))
    return ui.Section(one.name, ui.List(*items) if items else remove, key=f"s-{one.id}")


def dish_row(place: Restaurant, dish: Dish, stock: Stock | None) -> ui.Node:
    out = store.sold_out(stock)
    left = stock.left if stock is not None else None
    return ui.Item(
        dish.name,
        ui.Row(
            left is not None and ui.Badge(t("left", count=left), tone="warn" if left else "bad"),
            ui.Toggle(f"out_{dish.id}", t("sold-out-today"), out, on_change=sold_out(
                place=place.id, dish=dish.id, out=not out
            )),
            wrap=True, align="center",
        ),
        trailing=rules.sar(dish.price_minor), image=words.picture(dish.picture), key=dish.id,
        on_press=open_dish_form(place=place.id, dish=dish.id),
    )  # fmt: skip


@app.screen("/kitchen/dish")
def dish_form(state: State, place: str, dish: str = "") -> ui.Node:
    owner_of = mine(place)
    if owner_of is None:
        return gone(t("not-yours"))
    known_menu = store.menu(place)
    known = known_menu.dish(dish) or Dish("", "", Text("", ""), 0)
    shown = state.picture or known.picture
    stock = store.stocks(place).get(dish)
    return ui.Screen(
        t("dish-edit") if dish else t("new-dish"),
        shown != "" and ui.Image(f"assets/{shown}.svg", t("picture"), ratio="wide"),
        ui.Form(
            "dish",
            ui.TextField("name_ar", t("name-ar"), value=known.name.ar, max=60, required=True),
            ui.TextField("name_en", t("name-en"), value=known.name.en, max=60),
            ui.TextField("price", t("price"), value=plain(known.price_minor) if dish else None, max=12, required=True),
            ui.Choice("section", t("section"), [{"id": one.id, "text": one.name} for one in known_menu.sections],
                      value=known.section or known_menu.sections[0].id, display="dropdown"),
            ui.TextField("about_ar", t("about-ar"), value=known.about.ar, max=200, multiline=True),
            ui.TextField("about_en", t("about-en"), value=known.about.en, max=200, multiline=True),
            ui.Choice("allergens", t("allergens"), [{"id": one, "text": t(f"allergen-{one}")} for one in
                      kitchen.ALLERGENS], values=known.allergens, multi=True, display="chips"),
            ui.Choice("picture", t("picture"), [{"id": one, "text": t(f"picture-{one}")} for one in kitchen.PICTURES],
                      value=shown or kitchen.PICTURES[0], display="dropdown", on_change=choose_picture()),
            ui.MainButton(t("save")),
            on_submit=save_dish(place=place, dish=dish),
        ) if known_menu.sections else ui.Empty(t("section-first"), icon="list"),
        dish != "" and more(place, known, stock),
        subtitle=owner_of.name,
    )  # fmt: skip


def plain(minor: int) -> str:
    """An amount as a field takes it."""
    return f"{minor // 100}.{minor % 100:02d}"


def more(place: str, dish: Dish, stock: Stock | None) -> list[ui.Node]:
    """What a dish that is there has besides: how many are left, its options, and its end."""
    left = str(stock.left) if stock is not None and stock.left is not None else ""
    return [
        ui.Section(t("stock"), ui.Form(
            "stock",
            ui.TextField("left", t("stock-left"), value=left, kind="number", max=4),
            ui.Button(t("save-stock")),
            on_submit=count_stock(place=place, dish=dish.id),
        ), hint=t("stock-hint"), key="stock"),
        ui.Section(
            t("options"),
            [option_row(place, dish, one) for one in dish.options],
            ui.Form(
                "options",
                ui.TextField("group_ar", t("options-name-ar"), max=60, required=True),
                ui.TextField("group_en", t("options-name-en"), max=60),
                ui.TextField("choices", t("choices"), max=600, multiline=True, placeholder=t("choices-example")),
                ui.Toggle("required", t("choices-required")),
                ui.Button(t("add-options"), icon="plus"),
                on_submit=add_options(place=place, dish=dish.id),
            ),
            hint=t("choices-hint"), key="options",
        ),
        ui.Button(t("remove-dish"), style="danger", on_press=remove_dish(place=place, dish=dish.id), confirm={
            "title": t("remove-dish-title"), "ok": t("remove-dish"),
        }),
    ]  # fmt: skip


def option_row(place: str, dish: Dish, one: Options) -> ui.Node:
    ar = "، ".join(choice.name.ar for choice in one.choices)
    en = ", ".join(choice.name.en for choice in one.choices)
    gone_then = remove_options(place=place, dish=dish.id, group=one.id)
    remove = ui.Button(t("remove"), style="link", key="x", on_press=gone_then)
    return ui.Card(one.name, ui.Text(Text(ar, en), style="caption"), remove, key=f"o-{one.id}")


@app.screen("/kitchen/hours")
def hours(id: str) -> ui.Node:
    place = mine(id)
    if place is None:
        return gone(t("not-yours"))
    return ui.Screen(
        t("hours"),
        ui.Text(t("hours-hint"), style="caption"),
        ui.Form(
            "hours",
            [ui.TextField(f"day_{day}", t(f"day-{DAYS[day]}"), value=opening.written(place.hours[day]), max=60,
                          key=DAYS[day], placeholder=t("hours-closed")) for day in WEEK],
            ui.TextField("minimum", t("minimum"), value=plain(place.minimum_minor), max=12),
            ui.Stepper("cooks", t("cooks"), place.cooks_min, min=5, max=120, step=5),
            ui.MainButton(t("save")),
            on_submit=save_hours(place=id),
        ),
        ui.Button(t("leave-kitchen"), style="danger", on_press=leave_kitchen(place=id), confirm={
            "title": t("leave-title"), "ok": t("leave-kitchen"),
        }),
        subtitle=place.name,
    )  # fmt: skip


@app.screen("/kitchen/day")
def day(id: str) -> ui.Node:
    place = mine(id)
    if place is None:
        return gone(t("not-yours"))
    books = store.days_books(id, opening.day_of(now()))
    served = [one for one in books if one.stage is Stage.DELIVERED]
    sums = numbers(books)
    minutes = sum(one.minutes for one in served) // len(served) if served else 0
    back = ui.Button(t("all-places"), on_press=home())
    return ui.Screen(
        t("day"),
        not books and ui.Empty(t("day-empty"), back, text=t("day-empty-text"), icon="chart"),
        bool(books) and ui.Row(
            ui.Stat(rules.sar(sums[1]), t("day-yours"), hint=t("day-yours-hint")),
            ui.Stat(rules.sar(sums[0]), t("day-dishes")),
            ui.Stat(t("orders", count=len(served)), t("day-orders")),
            ui.Stat(t("minutes", count=minutes), t("day-minutes")),
            wrap=True,
        ),
        sums[2] > 0 and ui.Banner(t("day-refunded", amount=rules.sar(sums[2])), tone="warn"),
        subtitle=place.name, topics=[f"kitchen/{id}"],
    )  # fmt: skip


def numbers(books: list[Done]) -> tuple[int, int, int]:
    """Dishes, the kitchen's own, given back."""
    return (
        sum(one.food_minor for one in books if one.stage is Stage.DELIVERED),
        sum(one.kitchen_minor for one in books), sum(one.refunded_minor for one in books),
    )  # fmt: skip
