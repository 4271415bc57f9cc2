"""Couriers: who is asked to carry an order, and for how long; one order each, one offer at a time.

The order and the courier's own document are written together, so that of two people who act in the same moment one
finds the other's step done.
"""

from __future__ import annotations

from datetime import timedelta

import store
from model import Order, Stage
from people import Courier

from miniapp import Refuse, appdata, errors, messages, now, places, t

OFFER_FOR = timedelta(seconds=40)
ASK_AGAIN = timedelta(seconds=60)
OVERDUE = timedelta(minutes=15)  # Ready so long with nobody to carry it: the owner sees it.
SHARE_FOR = timedelta(hours=2)


def seek(order: Order) -> None:
    """Ask the nearest free courier who has not passed; where there is none, ask everybody again in a minute."""
    free = [each for each in store.couriers() if _is_free(each) and each.id not in order.passed]
    if not free:
        order.offered, order.offer_until, order.passed = "", None, []
        _in(order, ASK_AGAIN)
        return
    chosen = min(free, key=lambda each: (_away_m(each, order), each.id))
    order.offered, order.offer_until = chosen.id, now() + OFFER_FOR
    chosen.offer = order.id
    store.save_courier(chosen)
    _in(order, OFFER_FOR)
    messages.send_card(
        f"offer/{order.id}", title=order.place_name.ar[:64], text="توصيلة لك · A delivery for you", path="/courier",
        to=chosen.id,
    )  # fmt: skip


def _is_free(courier: Courier) -> bool:
    return courier.on_duty and not courier.suspended and not courier.busy and not courier.offer


def _away_m(courier: Courier, order: Order) -> int:
    return places.distance_m(courier.at.point, order.kitchen_at) if courier.at is not None else 1_000_000


def _in(order: Order, after: timedelta) -> None:
    appdata.set_timer(f"offer/{order.id}", after=after, payload={"order": order.id})


def withdraw(order: Order) -> None:
    """Nobody is asked any more."""
    asked = store.courier(order.offered)
    if asked is not None and asked.offer == order.id:
        asked.offer = ""
        store.save_courier(asked)
    order.offered, order.offer_until = "", None


def ask_next(order: Order) -> None:
    """The one who was asked did not answer, or would not."""
    if order.courier or order.stage not in (Stage.ACCEPTED, Stage.READY):
        return
    if order.offered:
        order.passed.append(order.offered)
    withdraw(order)
    seek(order)
    store.save_order(order)


def take(courier: Courier, order: Order) -> None:
    """They carry it; their device says where they are until it is delivered, if they let it."""
    if courier.offer != order.id or order.offered != courier.id or order.courier or order.is_over:
        raise Refuse(t("offer-gone"))
    order.courier, order.courier_name = courier.id, courier.name
    order.offered, order.offer_until = "", None
    courier.offer, courier.busy = "", order.id
    appdata.cancel_timer(f"offer/{order.id}")
    store.save_courier(courier)
    share_position(order)


def share_position(order: Order) -> None:
    try:
        places.share_position(f"way/{order.id}", length=SHARE_FOR)
    except errors.ScopeDenied:
        pass  # The map shows the two ends without them.


def give_up(courier: Courier, order: Order) -> None:
    """They cannot after all; somebody else is asked. Not once they have it."""
    if order.courier != courier.id or order.stage not in (Stage.ACCEPTED, Stage.READY):
        raise Refuse(t("too-late", stage=t(f"stage-{order.stage.value}")))
    courier.busy = ""
    store.save_courier(courier)
    order.passed = [courier.id]
    order.courier = order.courier_name = ""
    seek(order)


def let_go(order: Order) -> None:
    """The order has ended: whoever carried it, or was asked to, is free."""
    withdraw(order)
    carrier = store.courier(order.courier)
    if carrier is not None and carrier.busy == order.id:
        carrier.busy = ""
        store.save_courier(carrier)


def is_overdue(order: Order) -> bool:
    """Ready, and nobody comes for it."""
    return order.stage is Stage.READY and not order.courier and now() - (order.ready_at or now()) >= OVERDUE
