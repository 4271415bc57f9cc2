"""An order's way from the kitchen to the door: every step checks the table of moves, writes, and sets its timer.

Whoever is late finds the order already elsewhere and is told so; nothing here asks who the user is but by the `by` of
the table, which the callers have checked.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

import carrying
import rules
import store
import till
from model import Order, Stage
from people import Done, Earned

from miniapp import Refuse, appdata, messages, now, t

LATE = till.HOLD_FOR - timedelta(minutes=20)
TIMERS = ("pay", "kitchen", "offer", "late")


def move(order: Order, act: str, by: str) -> None:
    """On to the next stage, or the user is told that it is elsewhere by now."""
    if not rules.may(order.stage, act, by):
        raise Refuse(t("too-late", stage=t(f"stage-{order.stage.value}")))
    order.stage = rules.MOVES[order.stage, act][1]


def place(order: Order) -> None:
    """Everybody has paid: the kitchen is asked."""
    move(order, "place", "wallet")
    order.placed_at = now()
    order.answer_by = now() + timedelta(minutes=store.terms().answer_min)
    order.proof = f"{secrets.randbelow(10_000):04d}"
    appdata.cancel_timer(f"pay/{order.id}")
    _at(order, "kitchen", order.answer_by - now())
    _at(order, "late", LATE)
    store.queue(order, on=True)
    tell_kitchen(order)


def accept(order: Order, minutes: int) -> None:
    """The kitchen cooks it; a change that was not paid yet comes too late."""
    move(order, "accept", "kitchen")
    forget_change(order)
    order.accepted_at, order.ready_by = now(), now() + timedelta(minutes=minutes)
    appdata.cancel_timer(f"kitchen/{order.id}")
    carrying.seek(order)
    tell_guest(order, f"قبله المطعم، يجهز خلال {minutes} دقيقة · Accepted, ready in {minutes} min")


def reject(order: Order, why: str, by: str) -> None:
    """The kitchen cannot, or did not answer: nothing is taken."""
    move(order, "reject", by)
    rules.give_back(order)
    store.put_back_stock(order.place, order.lines)
    _end(order, why)
    tell_guest(order, "اعتذر المطعم، ولم يُخصم شيء · The kitchen could not; nothing was taken")


def cancel(order: Order, why: str, by: str) -> None:
    """Ended before it came. A guest pays the stated part once the kitchen has accepted, and the kitchen gets it."""
    fee = rules.cancel_minor(order) if by == "guest" else 0
    cooked = order.stage is not Stage.PLACED
    move(order, "cancel", by)
    if fee:
        rules.take(order, rules.Shares(fee, 0, 0))
    else:
        rules.give_back(order)
    if not cooked:
        store.put_back_stock(order.place, order.lines)
    _end(order, why)
    if by != "guest":
        tell_guest(order, "أُلغي طلبك، ولم يُخصم شيء · Cancelled; nothing was taken")
    tell_kitchen(order)


def drop(order: Order, by: str) -> None:
    """Nobody paid it in time, or somebody would not."""
    move(order, "drop", by)
    rules.give_back(order)
    store.put_back_stock(order.place, order.lines)
    _end(order, "unpaid")


def ready(order: Order) -> None:
    move(order, "ready", "kitchen")
    order.ready_at = now()


def pick(order: Order) -> None:
    """The courier has it."""
    move(order, "pick", "courier")
    order.picked_at = now()
    tell_guest(order, f"مع {order.courier_name} في الطريق إليك · On its way with {order.courier_name}")


def deliver(order: Order, by: str) -> None:
    """It came: now the money is taken, and shared."""
    move(order, "deliver", by)
    split = rules.shares(order.food_minor, order.delivery_minor, order.service_minor, order.commission_bp)
    rules.take(order, split)
    _end(order, "")
    tell_guest(order, "وصل، بالهناء والشفاء · Delivered. Enjoy")


def forget_change(order: Order) -> None:
    """The other dishes are not wanted any more, or came too late; their payment goes back."""
    if order.change is not None:
        store.put_back_stock(order.place, order.change.lines)
        order.change.part.goal = "void"
        order.leftover.append(order.change.part)
        order.change = None
        till.soon(order)


def _end(order: Order, why: str) -> None:
    order.ended_at, order.why = now(), why
    forget_change(order)
    carrying.let_go(order)
    for timer in TIMERS:
        appdata.cancel_timer(f"{timer}/{order.id}")
    store.queue(order, on=False)
    till.soon(order)


def enter_books(order: Order) -> None:
    """What the kitchen and the courier got of it, once the wallet has done what was meant; the same however often."""
    if order.stage not in (Stage.DELIVERED, Stage.CANCELLED):
        return
    kitchen = sum(part.kitchen_minor for part in order.parts if part.seen == "paid")
    if order.stage is Stage.DELIVERED or kitchen:
        minutes = int(((order.ended_at or now()) - (order.placed_at or now())).total_seconds()) // 60
        back = sum(part.refunded_minor for part in order.parts)
        store.book(order, Done(order.food_minor, kitchen, minutes, order.stage, back))
    if order.stage is Stage.DELIVERED and order.courier:
        paid = [part for part in order.parts if part.seen == "paid"]
        fee, tip = sum(part.courier_minor for part in paid), sum(part.tip_minor for part in paid)
        store.earn(order.courier, order.id, Earned(fee, tip, order.place_name, order.ended_at))


def _at(order: Order, name: str, after: timedelta) -> None:
    appdata.set_timer(f"{name}/{order.id}", after=after, payload={"order": order.id})


def tell_guest(order: Order, words: str) -> None:
    """A card where they allowed one, changed in place with every step."""
    messages.send_card(
        f"order/{order.id}", title=f"{order.place_name.ar} · {order.code}"[:64], text=words,
        path=f"/order?id={order.id}", to=order.guest,
    )  # fmt: skip


def tell_kitchen(order: Order) -> None:
    if order.payee:
        words = "طلب جديد · New order" if order.stage is Stage.PLACED else "أُلغي · Cancelled"
        messages.send_card(
            f"kitchen/{order.id}", title=f"{order.code}", text=words, path=f"/kitchen?id={order.place}",
            to=order.payee,
        )  # fmt: skip
