"""What couriers do: on duty and off, take an offer or pass, pick up, deliver with the guest's code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import carrying
import journey
import rules
import store
from model import Order
from people import Courier
from shell import app

from miniapp import Goto, Refuse, errors, goto, messages, places, t, toast, user

DAYS = timedelta(days=7)


def mine() -> Courier:
    known = store.courier(user.id)
    if known is None or known.suspended:
        raise Refuse(t("not-courier"))
    return known


def _order(order_id: str, courier: Courier) -> Order:
    order = store.order(order_id)
    if order is None or order.courier != courier.id:
        raise Refuse(t("offer-gone"))
    return order


@app.action
def open_courier() -> Goto:
    return goto("/courier")


@app.action
def open_earnings() -> Goto:
    return goto("/courier/earned")


@app.action
def go_on_duty(at: places.Place | None = None) -> Any:
    """From here on they are asked; the nearest first, by where they said they are."""
    courier = mine()
    if at is None and courier.at is None:
        raise Refuse(t("where-needed"))
    courier.at, courier.on_duty = at or courier.at, True
    store.save_courier(courier)
    return toast(t("on-duty-toast"), tone="good")


@app.action
def go_off_duty() -> Any:
    courier = mine()
    courier.on_duty = False
    offered = store.order(courier.offer)
    if offered is not None and offered.offered == courier.id:
        courier.offer = ""
        store.save_courier(courier)
        carrying.ask_next(offered)
    else:
        courier.offer = ""
        store.save_courier(courier)
    return toast(t("off-duty-toast"))


@app.action
def take_offer(order: str) -> Any:
    courier, meal = mine(), store.order(order)
    if meal is None:
        raise Refuse(t("offer-gone"))
    carrying.take(courier, meal)
    store.save_order(meal)
    return toast(t("taken-toast"), tone="good")


@app.action
def pass_offer(order: str) -> None:
    courier, meal = mine(), store.order(order)
    if meal is None or meal.offered != courier.id:
        raise Refuse(t("offer-gone"))
    carrying.ask_next(meal)


@app.action
def give_back_job(order: str) -> Any:
    courier = mine()
    meal = _order(order, courier)
    carrying.give_up(courier, meal)
    store.save_order(meal)
    _stop_sharing(order)
    return toast(t("given-back-toast"))


@app.action
def pick_up(order: str) -> Any:
    meal = _order(order, mine())
    journey.pick(meal)
    store.save_order(meal)
    return toast(t("picked-toast"), tone="good")


@app.action
def hand_over(order: str, proof: str) -> Any:
    """The guest's code shows that it reached them; after too many wrong ones the owner has to say so."""
    courier = mine()
    meal = _order(order, courier)
    if not rules.may(meal.stage, "deliver", "courier"):
        raise Refuse(t("too-late", stage=t(f"stage-{meal.stage.value}")))
    if meal.tries >= rules.TRIES_MAX:
        raise Refuse(t("code-locked"))
    typed = proof.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")).strip()
    if typed != meal.proof:
        meal.tries += 1
        store.save_order(meal)
        return toast(t("code-wrong", left=rules.TRIES_MAX - meal.tries), tone="bad")
    journey.deliver(meal, "courier")
    there = store.courier(courier.id)  # It was freed with the order; now it is also known where they are.
    if there is not None:
        there.at = meal.door
        store.save_courier(there)
    store.save_order(meal)
    _stop_sharing(order)
    return toast(t("delivered-toast"), tone="good")


def _stop_sharing(order: str) -> None:
    try:
        places.stop_sharing(f"way/{order}")
    except errors.HostError:
        pass  # It was never shared.


@app.action
def notify_courier() -> Any:
    courier = mine()
    try:
        messages.send_card(
            f"duty/{courier.id}", title="طعام · Food", text="التوصيلات تصلك هنا · Deliveries reach you here",
            path="/courier",
        )  # fmt: skip
    except errors.ScopeDenied:
        raise Refuse(t("cards-denied")) from None
    return toast(t("will-notify"), tone="good")
