"""The owner's side: who is in, invitations, terms, what waits for a decision; and the page an invitation opens."""

from __future__ import annotations

import carrying
import rules
import store
import words
from guest import home, open_order
from guest_screens import gone
from kitchen import open_kitchen
from kitchen_screens import plain
from model import Order, Restaurant, Stage, Terms
from owner import (
    close_place,
    decide,
    invite,
    join,
    open_invite,
    open_problems,
    open_terms,
    owner_cancel,
    owner_delivered,
    revoke_invite,
    save_terms,
    scan_code,
    share_invite,
    start_with_examples,
    suspend_courier,
    type_code,
    usable,
    waiting_problems,
)
from people import Courier, Invite, Problem
from shell import app

from miniapp import Refuse, code, now, t, time, ui, user


@app.screen("/owner")
def office() -> ui.Node:
    if not user.is_owner:
        return gone(t("owner-only"))
    kitchens, riders = store.places(), store.couriers()
    open_invites = [one for one in store.invites() if not one.used_by and not one.revoked and one.expires_at > now()]
    waiting = len(waiting_problems()) + len(stuck(store.queued()))
    begin = ui.Button(
        t("start-examples"), style="primary", icon="spark", test_id="start-with-examples",
        on_press=start_with_examples(),
    )  # fmt: skip
    return ui.Screen(
        t("owner-page"),
        waiting > 0 and ui.Card(
            t("waiting", count=waiting), subtitle=t("waiting-hint"), tone="warn", key="waiting",
            on_press=open_problems(),
        ),
        not kitchens and ui.Empty(t("no-places"), begin, text=t("no-places-owner"), icon="food"),
        ui.Section(
            t("invitations"),
            ui.List(*(invite_row(one) for one in open_invites)) if open_invites else None,
            ui.Row(
                ui.Button(t("invite-kitchen"), icon="food", on_press=invite(role="kitchen"), test_id="invite-kitchen"),
                ui.Button(t("invite-courier"), icon="car", on_press=invite(role="courier"), test_id="invite-courier"),
                wrap=True,
            ),
            key="invitations",
        ),
        bool(kitchens) and ui.Section(t("kitchens"), ui.List(*(place_row(one) for one in kitchens)), key="kitchens"),
        bool(riders) and ui.Section(t("couriers"), ui.List(*(courier_row(one) for one in riders)), key="couriers"),
        ui.List(
            ui.Item(t("terms"), icon="settings", key="terms", on_press=open_terms()),
            ui.Item(t("problems"), icon="alert", key="problems", on_press=open_problems()),
        ),
        topics=["invites", "places", "problems", "orders"],
    )  # fmt: skip


def stuck(queue: list[Order]) -> list[Order]:
    """Orders that only the owner can end."""
    return [
        order for order in queue
        if carrying.is_overdue(order) or (order.stage is Stage.PICKED and order.tries >= rules.TRIES_MAX)
    ]  # fmt: skip


def invite_row(one: Invite) -> ui.Node:
    return ui.Item(
        t(f"role-{one.role}"), subtitle=t("invite-until", at=time(one.expires_at)), trailing=code(one.code),
        key=one.code, on_press=open_invite(code=one.code),
    )  # fmt: skip


def place_row(place: Restaurant) -> ui.Node:
    down = place.closed_down
    return ui.Item(
        place.name,
        ui.Row(
            ui.Button(t("invite-here"), style="link", on_press=invite(role="kitchen", place=place.id), key="invite",
                      test_id=f"invite-{place.id}"),
            ui.Button(t("open-up") if down else t("close-down"), style="link", key="down",
                      on_press=close_place(place=place.id, down=not down)),
            wrap=True,
        ),
        subtitle=words.when_open(place), image=words.picture(place.picture), key=place.id,
        on_press=open_kitchen(place=place.id),
    )  # fmt: skip


def courier_row(one: Courier) -> ui.Node:
    state = t("suspended") if one.suspended else t("duty-on") if one.on_duty else t("duty-off")
    return ui.Item(
        one.name,
        ui.Button(t("let-work") if one.suspended else t("suspend"), style="link", key="suspend",
                  on_press=suspend_courier(courier=one.id, on=not one.suspended)),
        subtitle=state, icon="car", key=one.id,
    )  # fmt: skip


@app.screen("/owner/invite")
def one_invite(code: str) -> ui.Node:
    known = store.invite(code) if user.is_owner else None
    if known is None or known.revoked:
        return gone(t("invite-gone"))
    place = store.place(known.place)
    return ui.Screen(
        t("invitation"),
        ui.Text(t(f"invite-to-{known.role}"), style="strong"),
        place is not None and ui.Text(place.name),
        known.used_by != "" and ui.Banner(t("invite-used-ok"), tone="good"),
        known.used_by == "" and [
            ui.QR(f"majlis:food/join?code={code}", t("invite-qr")),
            ui.Column(ui.Text(code, style="code", key="invite-code"), align="center"),
            ui.Text(t("invite-hint", at=time(known.expires_at)), style="caption"),
            ui.MainButton(t("share-invite"), on_press=share_invite(code=code)),
            ui.Button(t("revoke"), style="danger", on_press=revoke_invite(code=code), confirm={
                "title": t("revoke-title"), "ok": t("revoke"),
            }),
        ],
        topics=["invites"],
    )  # fmt: skip


@app.screen("/join")
def invited(code: str = "") -> ui.Node:
    if not code:
        return ui.Screen(
            t("join-title"),
            ui.Form("code", ui.TextField("code", t("invite-code"), max=12, required=True),
                    ui.MainButton(t("go-on")), on_submit=type_code()),
            ui.Scan(t("scan-code"), on_scan=scan_code()),
        )  # fmt: skip
    try:
        known = usable(code)
    except Refuse as why:
        return ui.Screen(t("join-title"), ui.Empty(
            why.text if hasattr(why, "text") else t("invite-gone"), ui.Button(t("all-places"), on_press=home()),
            icon="lock",
        ))  # fmt: skip
    new_place = known.role == "kitchen" and store.place(known.place) is None
    return ui.Screen(
        t("join-title"),
        ui.Text(t(f"invite-to-{known.role}"), style="strong"),
        ui.Text(t(f"join-hint-{known.role}")),
        ui.Form(
            "join",
            new_place and [
                ui.TextField("name_ar", t("name-ar"), max=60, required=True),
                ui.TextField("name_en", t("name-en"), max=60),
                ui.PlacePicker("at", t("kitchen-at"), placeholder=t("door-example")),
            ],
            ui.MainButton(t("join")),
            on_submit=join(code=code), key="join",
        ),
    )  # fmt: skip


@app.screen("/owner/problems")
def problems() -> ui.Node:
    if not user.is_owner:
        return gone(t("owner-only"))
    waiting, late = waiting_problems(), stuck(store.queued())
    return ui.Screen(
        t("problems"),
        not waiting and not late and ui.Empty(
            t("no-problems"), ui.Button(t("all-places"), on_press=home()), text=t("no-problems-text"), icon="good"
        ),
        bool(late) and ui.Section(t("stuck"), [stuck_card(order) for order in late], key="stuck"),
        bool(waiting) and ui.Section(t("complaints"), [problem_card(one) for one in waiting], key="complaints"),
        topics=["problems", "orders"],
    )  # fmt: skip


def problem_card(problem: Problem) -> ui.Node:
    amount = rules.sar(problem.minor)
    return ui.Card(
        t("complaint-of", code=code(problem.code), amount=amount),
        problem.words != "" and ui.Text(problem.words),
        ui.Row(
            ui.Button(t("decide-yes"), style="primary", on_press=decide(order=problem.order, agree=True), confirm={
                "title": t("agree-title", amount=amount), "ok": t("decide-yes"),
            }),
            ui.Button(t("decide-no"), on_press=decide(order=problem.order, agree=False)),
            ui.Button(t("see-order"), style="link", on_press=open_order(order=problem.order)),
            wrap=True,
        ),
        key=problem.order, subtitle=problem.place_name, tone="warn",
    )  # fmt: skip


def stuck_card(order: Order) -> ui.Node:
    picked = order.stage is Stage.PICKED
    return ui.Card(
        t("order-code", code=code(order.code)),
        ui.Text(t("stuck-code") if picked else t("stuck-nobody")),
        ui.Row(
            picked and ui.Button(t("it-came"), style="primary", on_press=owner_delivered(order=order.id), confirm={
                "title": t("it-came-title"), "ok": t("it-came"),
            }),
            ui.Button(t("cancel-order"), style="danger", on_press=owner_cancel(order=order.id), confirm={
                "title": t("cancel-title"), "text": t("reject-text"), "ok": t("cancel-order"),
            }),
            wrap=True,
        ),
        key=order.id, subtitle=order.place_name, tone="warn",
    )  # fmt: skip


@app.screen("/owner/terms")
def terms_form() -> ui.Node:
    if not user.is_owner:
        return gone(t("owner-only"))
    known: Terms = store.terms()
    return ui.Screen(
        t("terms"),
        ui.Form(
            "terms",
            ui.TextField("commission", t("commission"), value=plain(known.commission_bp), max=6, required=True),
            ui.TextField("service", t("service-fee"), value=plain(known.service_minor), max=8, required=True),
            ui.TextField("delivery", t("delivery-fee"), value=plain(known.delivery_minor), max=8, required=True),
            ui.TextField("per_km", t("per-km"), value=plain(known.per_km_minor), max=8, required=True),
            ui.Stepper("near_km", t("near-km"), known.near_m // 1_000, min=0, max=20),
            ui.Stepper("reach_km", t("reach-km"), known.reach_m // 1_000, min=1, max=60),
            ui.Stepper("cancel", t("cancel-percent"), known.cancel_bp // 100, min=0, max=100, step=10),
            ui.Stepper("answer", t("answer-min"), known.answer_min, min=1, max=30),
            ui.Text(t("terms-hint"), style="caption"),
            ui.MainButton(t("save")),
            on_submit=save_terms(),
        ),
    )  # fmt: skip
