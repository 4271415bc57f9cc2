"""The courier's side: on duty, an offer with its countdown, the way with the map, the code at the door, earnings."""

from __future__ import annotations

from datetime import timedelta

import opening
import rules
import store
import words
from courier import (
    give_back_job,
    go_off_duty,
    go_on_duty,
    hand_over,
    notify_courier,
    open_earnings,
    pass_offer,
    pick_up,
    take_offer,
)
from guest_screens import gone
from model import Order, Stage
from people import Courier, Earned
from shell import app

from miniapp import code, errors, now, places, t, time, ui, user

DAYS = 7


@app.screen("/courier")
def duty() -> ui.Node:
    courier = store.courier(user.id)
    if courier is None:
        return gone(t("not-courier"))
    job, offer = store.order(courier.busy), store.order(courier.offer)
    topics = [f"courier/{courier.id}", *([job.topic] if job else [])]
    if job is not None:
        return ui.Screen(t("courier-page"), on_job(job), subtitle=job.place_name, topics=topics)
    asked = offer is not None and offer.offered == courier.id
    return ui.Screen(
        t("courier-page"),
        courier.suspended and ui.Banner(t("suspended"), tone="bad"),
        asked and offer is not None and offered(courier, offer),
        not asked and status(courier),
        ui.List(ui.Item(t("earnings"), icon="wallet", key="earned", on_press=open_earnings())),
        ui.Button(t("notify-courier"), icon="bell", on_press=notify_courier()),
        subtitle=courier.name, topics=topics,
    )  # fmt: skip


def status(courier: Courier) -> ui.Node:
    if courier.on_duty:
        return ui.Column(
            ui.Banner(t("duty-on-text"), title=t("duty-on"), tone="good"),
            ui.Button(t("go-off-duty"), on_press=go_off_duty()),
        )  # fmt: skip
    return ui.Form(
        "duty",
        ui.Banner(t("duty-off-text"), title=t("duty-off")),
        ui.PlacePicker("at", t("where-now"), courier.at, placeholder=t("door-example"), test_id="at"),
        ui.MainButton(t("go-on-duty"), test_id="go-on-duty", disabled=courier.suspended),
        on_submit=go_on_duty(), key="duty",
    )  # fmt: skip


def offered(courier: Courier, order: Order) -> ui.Node:
    to_kitchen = places.distance_m(courier.at.point, order.kitchen_at) if courier.at else 0
    to_door = places.distance_m(order.kitchen_at, order.door.point)
    return ui.Card(
        order.place_name,
        order.offer_until is not None and ui.Countdown(order.offer_until, t("offer-left"), style="ring"),
        ui.Stat(rules.sar(order.delivery_minor), t("you-earn"), hint=t("and-tip")),
        ui.Text(t("offer-way", to=words.kilometres(to_kitchen), then=words.kilometres(to_door))),
        ui.Text(t("to-door", door=order.door.text), style="caption"),
        ui.MainButton(t("take-offer"), test_id="take-offer", on_press=take_offer(order=order.id)),
        ui.Button(t("pass-offer"), style="link", on_press=pass_offer(order=order.id)),
        key="offer", tone="brand", subtitle=t("offer"),
    )  # fmt: skip


def on_job(order: Order) -> list[ui.Node | None]:
    picked = order.stage is Stage.PICKED
    way = way_of(order)
    return [
        ui.Banner(t(f"job-{order.stage.value}"), title=words.stage(order), tone="brand", key="stage"),
        ui.Map(
            t("map-job"),
            markers=[
                {"id": "kitchen", "point": order.kitchen_at, "kind": "shop", "text": order.place_name},
                {"id": "door", "point": order.door.point, "kind": "door", "text": order.door.text},
                {"id": "me", "point": order.kitchen_at, "kind": "me", "text": t("you"), "live": f"way/{order.id}"},
            ],
            route=way.line if way else None, key="map",
        ),
        (way is not None and ui.Text(
            t("way", km=words.kilometres(way.length_m), minutes=max(1, way.duration_s // 60)), style="caption"
        )) or None,
        ui.Card(t("order-code", code=code(order.code)), ui.Text(words.counted(order.lines)), key="code",
                subtitle=t("ready-by", at=time(order.ready_by)) if order.ready_by and not picked else None),
        ui.Card(order.door.text, order.door_note != "" and ui.Text(order.door_note), subtitle=t("door"), key="door"),
        (picked and ui.Form(
            "proof",
            ui.TextField("proof", t("proof-ask"), kind="number", max=8, required=True),
            ui.MainButton(t("hand-over"), test_id="handed"),
            on_submit=hand_over(order=order.id), key="hand-over",
        )) or None,
        (order.stage is Stage.READY and ui.MainButton(
            t("pick-up"), test_id="pick-up", on_press=pick_up(order=order.id)
        )) or None,
        (not picked and ui.Button(t("give-back-job"), style="danger", on_press=give_back_job(order=order.id), confirm={
            "title": t("give-back-title"), "ok": t("give-back-job"),
        })) or None,
    ]  # fmt: skip


def way_of(order: Order) -> places.Route | None:
    """From the kitchen to the door, where the streets let anybody through."""
    try:
        return places.route(order.kitchen_at, order.door.point)
    except (errors.RouteNotFound, errors.PointOutsideCity):
        return None


@app.screen("/courier/earned")
def earned() -> ui.Node:
    days = [opening.day_of(now() - timedelta(days=back)) for back in range(DAYS)]
    books = store.earned(user.id, days)
    today, week = books[days[0]], [one for day in days for one in books[day]]
    newest = sorted(week, key=lambda one: one.at or now(), reverse=True)[:30]
    return ui.Screen(
        t("earnings"),
        ui.Row(
            ui.Stat(rules.sar(total(today)), t("today"), hint=t("deliveries", count=len(today))),
            ui.Stat(rules.sar(total(week)), t("this-week"), hint=t("deliveries", count=len(week))),
            wrap=True,
        ),
        not week and ui.Empty(t("no-earnings"), text=t("no-earnings-text"), icon="wallet"),
        bool(week) and ui.List(
            *(
                ui.Item(one.place_name, subtitle=time(one.at) if one.at else None, key=f"{at}",
                        trailing=rules.sar(one.fee_minor + one.tip_minor))
                for at, one in enumerate(newest)
            )
        ),
        ui.Text(t("earnings-hint"), style="caption"),
    )  # fmt: skip


def total(books: list[Earned]) -> int:
    return sum(one.fee_minor + one.tip_minor for one in books)
