"""A shared table: friends add dishes from a chat, the starter locks it, and each pays their part by an order of theirs.

The kitchen is asked once every part is held; the starter may take over what nobody has paid. In all of it the parts
are exactly the bill.
"""

from __future__ import annotations

from datetime import timedelta

import checkout
import journey
import opening
import rules
import store
import till
from model import CartLine, Line, Me, Order, Part, Restaurant, Stage
from people import Group, Member

from miniapp import Refuse, appdata, errors, limits, messages, now, profile, t, user, wallet

MEMBERS_MAX = 12
PAY_BY = timedelta(minutes=20)


def first_name() -> str:
    """Mine, which a shared table shows to who sits at it; the host asks the first time."""
    try:
        return profile.name().split()[0]
    except errors.ScopeDenied:
        raise Refuse(t("name-needed")) from None


def start(place: Restaurant, me: Me) -> Group:
    """A table of which I am the starter."""
    if me.door is None:
        raise Refuse(t("door-needed"))
    if not opening.takes_orders(place, now()):
        raise Refuse(t("closed-now"))
    me_there = Member(user.id, first_name())
    group = Group(store.new_id(), place.id, user.id, me.door, now(), [me_there])
    store.save_group(group)
    return group


def offer(group: Group, place: Restaurant) -> None:
    """The host asks where to share it; the app does not learn that."""
    group.shared = True
    store.save_group(group)
    try:
        messages.offer_card(**card(group, place))
    except errors.ScopeDenied:
        raise Refuse(t("share-denied")) from None


def card(group: Group, place: Restaurant) -> dict[str, str]:
    names = "، ".join(member.name for member in group.members)
    return {
        "key": f"group/{group.id}", "title": f"طلب جماعي من {place.name.ar}"[: limits.CARD_TITLE_CHARS_MAX],
        "text": f"{names} · {len(group.lines)} 🍽"[: limits.CARD_TEXT_CHARS_MAX], "path": f"/group?id={group.id}",
    }  # fmt: skip


def join(group: Group) -> None:
    """I sit down too."""
    open_table(group)
    if group.member(user.id) is None:
        if len(group.members) >= MEMBERS_MAX:
            raise Refuse(t("table-full"))
        group.members.append(Member(user.id, first_name()))
        show(group)


def open_table(group: Group | None) -> Group:
    if group is None or group.ended:
        raise Refuse(t("group-gone"))
    if group.order:
        raise Refuse(t("group-locked"))
    return group


def show(group: Group) -> None:
    """Keep it, and change its card where it was shared."""
    store.save_group(group)
    place = store.place(group.place)
    if group.shared and place is not None:
        messages.update_card(**card(group, place))


def add(group: Group, wish: CartLine) -> None:
    if group.member(user.id) is None:
        raise Refuse(t("join-first"))
    if len(group.lines) >= rules.LINES_MAX:
        raise Refuse(t("cart-full"))
    wish.member = user.id
    group.lines.append(wish)
    show(group)


def remove(group: Group, line_id: str) -> None:
    mine = [line for line in group.lines if line.id == line_id and user.id in (line.member, group.starter)]
    group.lines = [line for line in group.lines if line not in mine]
    show(group)


def lock(group: Group, me: Me) -> Order:
    """The bill is made, and everybody has their part of it."""
    place = store.place(open_table(group).place)
    if place is None:
        raise Refuse(t("place-gone"))
    terms = store.terms()
    made = checkout.bill(place, group.lines, group.door, terms, {})
    why = checkout.why_not(made, group.door, terms)
    if why is not None:
        raise Refuse(why)
    fees = made.delivery_minor + made.service_minor
    payers = [one for one in group.members if group.equal or any(line.member == one.id for line in made.lines)]
    amounts = rules.split_bill(made.lines, fees, [payer.id for payer in payers], equal=group.equal)
    parts = [Part(payer.id, minor, payer.name) for payer, minor in zip(payers, amounts, strict=True)]
    order = checkout.new_order(made, group.door, me, parts, group.id)
    order.answer_by = now() + PAY_BY
    appdata.set_timer(f"pay/{order.id}", after=PAY_BY, payload={"order": order.id})
    group.order = order.id
    store.save_order(order)
    store.remember(order.id)
    store.save_group(group)
    return order


def pay(order: Order) -> wallet.Order:
    """Ask me for my part."""
    part = my_part(order)
    if order.stage is not Stage.PAYING or part is None or part.seen == "held":
        raise Refuse(t("nothing-to-pay"))
    if part.wallet and part.seen == "open":
        known = wallet.get(part.wallet)
        if known.is_open:
            return known
    asked = till.ask(order, part, _lines_of(order, part), f"g{order.parts.index(part)}x{len(part.wallet)}")
    store.save_order(order)
    store.remember(order.id)
    return asked


def _lines_of(order: Order, part: Part) -> list[Line]:
    """My dishes on my sheet, where I pay for those and nothing less."""
    mine = [line for line in order.lines if line.member == part.payer]
    return mine if sum(line.sum_minor for line in mine) <= part.minor else []


def my_part(order: Order) -> Part | None:
    waits = [part for part in order.parts if part.payer == user.id and part.seen != "held"]
    return waits[0] if waits else next((part for part in order.parts if part.payer == user.id), None)


def unpaid(order: Order) -> list[Part]:
    return [part for part in order.parts if part.seen != "held"]


def cover(order: Order) -> wallet.Order:
    """The starter takes over what nobody has paid; theirs and the others' waiting payments are closed."""
    waits = unpaid(order)
    if order.stage is not Stage.PAYING or not waits or user.id != order.guest:
        raise Refuse(t("nothing-to-pay"))
    mine = Part(user.id, sum(part.minor for part in waits), _name_of(order))
    for part in waits:
        part.goal = "void"
    order.parts = [part for part in order.parts if part.seen == "held"] + [mine]
    order.leftover += [part for part in waits if part.wallet]
    asked = till.ask(order, mine, [], f"r{len(order.leftover)}")
    till.soon(order)
    store.save_order(order)
    return asked


def _name_of(order: Order) -> str:
    return next((part.name for part in order.parts if part.payer == order.guest), "")


def reopen(order: Order, group: Group, by: str) -> None:
    """Nothing is cooked: what was held goes back, and the table may choose again."""
    journey.drop(order, by)
    store.save_order(order)
    group.order = ""
    store.save_group(group)


def end(order: Order) -> None:
    """The table is served, or not: nobody adds to it any more."""
    group = store.group(order.group)
    if group is not None and not group.ended:
        group.ended = True
        store.save_group(group)
