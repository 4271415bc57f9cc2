"""What comes without a tap: the wallet's news, and timers. Each reads how things are now, so that it may come twice."""

from __future__ import annotations

import carrying
import checkout
import groups
import journey
import rules
import store
import till
from model import Order, Part, Stage
from shell import app

from miniapp import appdata, errors, wallet


@app.on_payment
def heard(order: wallet.Order) -> None:
    """A payer said yes or no, time ran out, or something was taken or given back."""
    meal = store.order(order.name.partition(".")[0])
    part = till.part_of(meal, order.id) if meal is not None else None
    if meal is None or part is None:
        _let_go_of(order)
        return
    till.see(part, order)
    if not part.settled:
        till.soon(meal)
    elif meal.change is not None and part is meal.change.part:
        _change_heard(meal, part)
    elif part in meal.parts:
        _part_heard(meal, part)
    journey.enter_books(meal)
    store.save_order(meal)
    if meal.group:
        appdata.refresh(f"group/{meal.group}")


def _let_go_of(order: wallet.Order) -> None:
    """An order whose meal was never kept: the event that made it failed. Nobody's money waits for it."""
    if order.is_held:
        try:
            wallet.void(order)
        except errors.HostError:
            pass  # It has ended meanwhile.


def _part_heard(meal: Order, part: Part) -> None:
    if meal.stage is Stage.PAYING:
        if part.seen == "held" and all(each.seen == "held" for each in meal.parts):
            journey.place(meal)
            groups.end(meal)
        elif part.seen in ("declined", "expired", "voided"):
            if meal.group:
                part.wallet, part.seen = "", ""  # They may pay it again, or the starter does.
            else:
                journey.drop(meal, "wallet")
    elif meal.stage in rules.LIVE and part.seen in ("expired", "voided"):
        journey.cancel(meal, "late", "wallet")


def _change_heard(meal: Order, part: Part) -> None:
    if part.seen == "held" and meal.stage is Stage.PLACED:
        checkout.apply_change(meal)
    elif part.seen != "open":
        journey.forget_change(meal)


@app.on_timer("settle")
def settle(order: str) -> None:
    meal = store.order(order)
    if meal is None:
        return
    if not till.settle(meal):
        appdata.set_timer(f"settle/{order}", after=till.TRY_AGAIN, payload={"order": order})
    journey.enter_books(meal)
    store.save_order(meal)


@app.on_timer("pay")
def not_paid(order: str) -> None:
    meal = store.order(order)
    if meal is None or meal.stage is not Stage.PAYING:
        return
    table = store.group(meal.group)
    if table is not None:
        groups.reopen(meal, table, "timer")
    else:
        journey.drop(meal, "timer")
        store.save_order(meal)


@app.on_timer("kitchen")
def not_answered(order: str) -> None:
    meal = store.order(order)
    if meal is not None and meal.stage is Stage.PLACED:
        journey.reject(meal, "silent", "timer")
        store.save_order(meal)


@app.on_timer("offer")
def not_carried(order: str) -> None:
    meal = store.order(order)
    if meal is not None:
        carrying.ask_next(meal)


@app.on_timer("late")
def too_late(order: str) -> None:
    """What is held would go back by itself soon: it ends before that, and everybody sees it."""
    meal = store.order(order)
    if meal is not None and meal.stage in rules.LIVE:
        journey.cancel(meal, "late", "timer")
        store.save_order(meal)


@app.on_timer("report")
def kitchen_is_silent(order: str) -> None:
    problem = store.problem(order)
    if problem is not None and problem.state == "kitchen":
        problem.state = "owner"
        store.save_problem(problem)
