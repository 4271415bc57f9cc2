"""An order from its guest's side: where it is, what it cost, what was missing, how it was; and all of them."""

from __future__ import annotations

import rules
import store
import words
from guest import (
    cancel_order,
    change_dishes,
    drop_unpaid,
    home,
    notify_me,
    open_order,
    open_report,
    order_again,
    pay_again,
    rate,
    report,
)
from guest_screens import gone
from model import Order, Part, Stage
from people import Problem
from shell import app

from miniapp import TextValue, code, t, time, ui, user

WHYS = ("busy", "out", "closing", "silent", "kitchen", "owner", "late", "guest")
STEPS = (Stage.PLACED, Stage.ACCEPTED, Stage.READY, Stage.PICKED, Stage.DELIVERED)


@app.screen("/order")
def one_order(id: str) -> ui.Node:
    order = store.order(id)
    if order is None or not (store.is_mine(order) or user.is_owner):
        return gone(t("order-gone"))
    problem = store.problem(id) if order.stage is Stage.DELIVERED else None
    return ui.Screen(
        order.place_name,
        headline(order),
        order.stage is Stage.PICKED and order.guest == user.id and proof(order),
        order.stage is Stage.PICKED and on_the_way(order),
        order.stage in rules.LIVE and tracker(order),
        problem_of(problem),
        dishes(order),
        acts(order, problem),
        subtitle=t("order-code", code=code(order.code)),
        topics=[order.topic],
    )  # fmt: skip


def headline(order: Order) -> ui.Node:
    text, tone = says(order), words.TONES[order.stage]
    return ui.Banner(text, title=words.stage(order), tone=tone, key="stage")


def says(order: Order) -> TextValue:
    """What happened, whether money moved, what comes next."""
    taken = sum(part.take_minor for part in order.parts)
    if order.stage is Stage.PLACED and order.answer_by is not None:
        return t("says-placed", at=time(order.answer_by))
    if order.stage is Stage.ACCEPTED and order.ready_by is not None:
        return t("says-accepted", at=time(order.ready_by))
    if order.stage is Stage.READY:
        return t("says-ready") if order.courier else t("says-ready-nobody")
    if order.stage is Stage.PICKED:
        return t("says-picked", name=order.courier_name)
    if order.stage is Stage.DELIVERED:
        return t("says-delivered", amount=rules.sar(taken + words.tip(order.parts)))
    if order.stage is Stage.CANCELLED and taken:
        return t("says-cancelled-fee", fee=rules.sar(taken))
    why = order.why if order.why in WHYS else "none"
    return t("says-paying") if order.stage is Stage.PAYING else t(f"says-ended-{why}")


def tracker(order: Order) -> ui.Node:
    at = {
        Stage.PLACED: order.placed_at, Stage.ACCEPTED: order.accepted_at, Stage.READY: order.ready_at,
        Stage.PICKED: order.picked_at, Stage.DELIVERED: order.ended_at,
    }  # fmt: skip
    steps = [{"id": step.value, "text": t(f"step-{step.value}"), "at": at[step]} for step in STEPS]
    return ui.Tracker(t("tracker"), steps, STEPS.index(order.stage) + 1, key="tracker")


def on_the_way(order: Order) -> ui.Node:
    """The kitchen, the door, and the courier where their device says they are."""
    return ui.Map(
        t("map-way", name=order.courier_name),
        markers=[
            {"id": "kitchen", "point": order.kitchen_at, "kind": "shop", "text": order.place_name},
            {"id": "door", "point": order.door.point, "kind": "door", "text": order.door.text},
            {"id": "courier", "point": order.kitchen_at, "kind": "car", "text": order.courier_name,
             "live": f"way/{order.id}", "tone": "brand"},
        ],
        key="map",
    )  # fmt: skip


def proof(order: Order) -> ui.Node:
    return ui.Card(
        t("proof"),
        ui.Text(code(order.proof), style="title", test_id="proof-code"),
        subtitle=t("proof-hint"),
        key="proof",
    )


def problem_of(problem: Problem | None) -> ui.Node | None:
    if problem is None:
        return None
    amount = rules.sar(problem.minor)
    tone: words.Tone = {"paid": "good", "refused": "bad"}.get(problem.state, "warn")  # type: ignore[assignment]
    return ui.Banner(t(f"problem-{problem.state}", amount=amount), title=t("problem"), tone=tone, key="problem")


def dishes(order: Order) -> ui.Node:
    taken = order.stage is Stage.CANCELLED and any(part.take_minor for part in order.parts)
    rows = words.bill_lines(order.lines, order.delivery_minor, order.service_minor)
    total = order.total_minor
    if words.tip(order.parts) and order.stage is Stage.DELIVERED:
        rows.append({"text": t("tip"), "amount": rules.sar(words.tip(order.parts)), "kind": "tip"})
        total += words.tip(order.parts)
    back = sum(part.refund_minor for part in order.parts)
    if back:
        rows.append({"text": t("given-back"), "amount": rules.sar(-back), "kind": "discount"})
        total -= back
    hint = t("held-hint") if order.stage in rules.LIVE else t("fee-hint") if taken else None
    title = t("receipt") if order.stage is Stage.DELIVERED else t("bill")
    return ui.Section(
        title,
        ui.Summary(rows, rules.sar(total), key="bill"),
        len(order.parts) > 1 and ui.List(*(payer(part) for part in order.parts)),
        ui.Text(t("to-door", door=order.door.text), style="caption"),
        hint=hint, key="bill",
    )  # fmt: skip


def payer(part: Part) -> ui.Node:
    return ui.Item(part.name or t("guest"), trailing=rules.sar(part.minor), icon="user", key=part.wallet or part.payer)


def acts(order: Order, problem: Problem | None) -> list[ui.Node | None]:
    """What can be done now; one of them is the main step."""
    if order.guest != user.id:
        return [ui.Button(t("all-places"), on_press=home())]
    if order.stage is Stage.PAYING:
        return [
            ui.MainButton(t("pay"), on_press=pay_again(order=order.id)),
            ui.Button(t("not-order"), style="link", on_press=drop_unpaid(order=order.id)),
        ]  # fmt: skip
    if order.stage in rules.LIVE:
        return [
            (order.change is not None and order.change.part.seen == "open" and ui.MainButton(
                t("pay-change"), on_press=pay_again(order=order.id)
            )) or None,
            ui.Button(t("notify-me"), icon="bell", on_press=notify_me(order=order.id)),
            (order.stage is Stage.PLACED and not order.group and ui.Button(
                t("change-dishes"), icon="edit", on_press=change_dishes(order=order.id)
            )) or None,
            cancel_button(order),
        ]  # fmt: skip
    again = ui.MainButton(t("order-again"), on_press=order_again(order=order.id))
    if order.stage is not Stage.DELIVERED:
        return [again]
    return [
        rating(order),
        (problem is None and ui.Button(t("report"), icon="alert", on_press=open_report(order=order.id))) or None,
        again,
    ]  # fmt: skip


def cancel_button(order: Order) -> ui.Node | None:
    if not rules.may(order.stage, "cancel", "guest"):
        return None
    fee = rules.cancel_minor(order)
    text = t("cancel-costs", fee=rules.sar(fee)) if fee else t("cancel-free")
    return ui.Button(
        t("cancel-order"), style="danger", test_id="cancel", on_press=cancel_order(order=order.id, fee_minor=fee),
        confirm={"title": t("cancel-title"), "text": text, "ok": t("cancel-order")},
    )  # fmt: skip


def rating(order: Order) -> ui.Node:
    if order.verdict is not None:
        return ui.Section(t("your-stars"), ui.Stars(order.verdict.kitchen, t("stars-kitchen")), key="rated")
    return ui.Section(
        t("rate-title"),
        ui.Form(
            "rate",
            ui.Rating("kitchen", t("stars-kitchen")),
            order.courier != "" and ui.Rating("courier", t("stars-courier", name=order.courier_name)),
            ui.TextField("words", t("rate-words"), max=300, multiline=True),
            ui.Button(t("rate-send"), style="secondary"),
            on_submit=rate(order=order.id),
        ),
        key="rate",
    )  # fmt: skip


@app.screen("/report")
def missing(id: str) -> ui.Node:
    order = store.order(id)
    if order is None or order.guest != user.id:
        return gone(t("order-gone"))
    rows: list[ui.Option] = [
        {"id": line.id, "text": words.line_name(line), "hint": rules.sar(line.sum_minor)} for line in order.lines
    ]  # fmt: skip
    return ui.Screen(
        t("report"),
        ui.Text(t("report-hint")),
        ui.Form(
            "report",
            ui.Choice("lines", t("report-lines"), rows, multi=True, display="list"),
            ui.TextField("words", t("report-words"), max=300, multiline=True),
            ui.MainButton(t("report-send")),
            on_submit=report(order=order.id),
        ),
    )  # fmt: skip


@app.screen("/orders")
def history() -> ui.Node:
    orders = [order for order in store.history() if order.stage is not Stage.DROPPED]
    start = ui.Button(t("all-places"), style="primary", on_press=home())
    return ui.Screen(
        t("my-orders"),
        not orders and ui.Empty(t("no-orders"), start, text=t("no-orders-text"), icon="food"),
        [row(order) for order in orders],
        topics=[order.topic for order in orders if not order.is_over][:8],
    )  # fmt: skip


def row(order: Order) -> ui.Node:
    return ui.Card(
        order.place_name,
        ui.Row(words.badge(order), ui.Text(words.counted(order.lines), style="caption"), gap="s", align="center"),
        subtitle=time(order.created_at), badge=rules.sar(order.total_minor), key=order.id,
        on_press=open_order(order=order.id),
    )  # fmt: skip
