"""What the owner does: invite kitchens and couriers, set the terms, decide what nobody else could; and how to join."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import examples
import groups
import journey
import kitchen
import store
from model import Me, Menu, Restaurant, Section
from people import Courier, Invite, Problem
from shell import app, owner_only

from miniapp import Goto, Refuse, Text, appdata, errors, goto, messages, now, places, t, toast, user, wallet

INVITE_FOR = timedelta(days=7)
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DAILY = [(11 * 60, 24 * 60)]


@app.action
def open_owner() -> Goto:
    return goto("/owner")


@app.action
def open_terms() -> Goto:
    return goto("/owner/terms")


@app.action
def open_problems() -> Goto:
    return goto("/owner/problems")


@app.action
def start_with_examples() -> Any:
    """Real kitchens to look at; the owner cooks in all of them until somebody is invited."""
    owner_only()
    if store.places():
        raise Refuse(t("not-empty"))
    payee = enrolled()
    made = examples.kitchens(payee)
    for place, menu, counted in made:
        store.save_place(place)
        store.save_menu(place.id, menu)
        for dish, left in counted.items():
            store.save_stock(place.id, dish, left)
    role = store.role(user.id)
    role.kitchens = [place.id for place, _, _ in made]
    store.save_role(user.id, role)
    me = store.me()
    if me.door is None:
        store.save_me(Me(examples.door(), me.door_note))
    return goto("/"), toast(t("examples-made", count=len(made)), tone="good")


def enrolled() -> str:
    """The user as a payee; the host asks the first time."""
    try:
        return wallet.enroll()
    except errors.ScopeDenied:
        raise Refuse(t("payee-denied")) from None


@app.action
def invite(role: str, place: str = "") -> Any:
    owner_only()
    if role not in ("kitchen", "courier"):
        raise Refuse(t("not-yours"))
    code = "".join(secrets.choice(_SIGNS) for _ in range(8))
    made = Invite(code, role, place if role == "kitchen" else "", now(), now() + INVITE_FOR)
    store.save_invite(made)
    return goto("/owner/invite", code=code)


@app.action
def share_invite(code: str) -> None:
    owner_only()
    known = store.invite(code)
    if known is None:
        raise Refuse(t("invite-gone"))
    role = "مطعمًا · as a kitchen" if known.role == "kitchen" else "مندوبًا · as a courier"
    try:
        messages.offer_card(
            f"invite/{code}", title="دعوة إلى طعام · Join Food", text=f"انضم {role}", path=f"/join?code={code}"
        )  # fmt: skip
    except errors.ScopeDenied:
        raise Refuse(t("share-denied")) from None


@app.action
def revoke_invite(code: str) -> Any:
    owner_only()
    known = store.invite(code)
    if known is None or known.used_by:
        raise Refuse(t("invite-gone"))
    known.revoked = True
    store.save_invite(known)
    return goto("/owner"), toast(t("invite-revoked"))


@app.action
def open_invite(code: str) -> Goto:
    return goto("/owner/invite", code=code)


@app.action
def type_code(code: str) -> Goto:
    return goto("/join", code=code.strip().upper())


@app.action
def scan_code(value: str) -> Goto:
    """The code itself, or a link that ends in it."""
    return goto("/join", code=value.strip().rpartition("code=")[2].upper()[:12])


def usable(code: str) -> Invite:
    """The invitation, if it still lets somebody in."""
    known = store.invite(code)
    if known is None or known.revoked:
        raise Refuse(t("invite-gone"))
    if known.used_by and known.used_by != user.id:
        raise Refuse(t("invite-used"))
    if known.expires_at <= now():
        raise Refuse(t("invite-late"))
    return known


@app.action
def join(code: str, name_ar: str = "", name_en: str = "", at: places.Place | None = None) -> Any:
    """Become what the invitation says; the user agrees to be paid by this app."""
    known = usable(code)
    if known.used_by:
        return goto("/courier" if known.role == "courier" else "/")
    payee = enrolled()
    known.used_by = user.id
    role = store.role(user.id)
    if known.role == "courier":
        role.courier = True
        store.save_courier(Courier(user.id, groups.first_name(), joined_at=now()))
        there = goto("/courier")
    else:
        place = _kitchen_of(known, payee, name_ar, name_en, at)
        role.kitchens = sorted({*role.kitchens, place.id})
        store.save_place(place)
        there = goto("/kitchen", id=place.id)
    store.save_role(user.id, role)
    store.save_invite(known)
    return there, toast(t("joined"), tone="good")


def _kitchen_of(known: Invite, payee: str, name_ar: str, name_en: str, at: places.Place | None) -> Restaurant:
    """The restaurant they were invited to, or a new one of theirs."""
    place = store.place(known.place)
    if place is not None:
        place.payee = payee
        return place
    if at is None:
        raise Refuse(t("where-needed"))
    made = Restaurant(
        store.new_id(), kitchen.both(name_ar, name_en), Text("مطعم", "Restaurant"), at, "kabsa",
        hours=[list(DAILY) for _ in range(7)], payee=payee,
    )  # fmt: skip
    store.save_menu(made.id, Menu([Section("main", Text("الأطباق", "Dishes"))]))
    return made


@app.action
def save_terms(
    commission: str, service: str, delivery: str, per_km: str, near_km: int, reach_km: int, cancel: int, answer: int
) -> Any:  # fmt: skip
    owner_only()
    terms = store.terms()
    terms.commission_bp = min(kitchen.read_price(commission).amount_minor, 5_000)  # "12.5" is 1,250 of 10,000.
    terms.service_minor = kitchen.read_price(service).amount_minor
    terms.delivery_minor = kitchen.read_price(delivery).amount_minor
    terms.per_km_minor = kitchen.read_price(per_km).amount_minor
    terms.near_m, terms.reach_m = max(0, near_km) * 1_000, max(1, reach_km) * 1_000
    terms.cancel_bp = max(0, min(cancel, 100)) * 100
    terms.answer_min = max(1, min(answer, 30))
    appdata.shared.put("terms", terms)
    return goto("/owner"), toast(t("saved"), tone="good")


@app.action
def decide(order: str, agree: bool) -> Any:
    owner_only()
    meal, problem = store.order(order), store.problem(order)
    if meal is None or problem is None or problem.state not in ("owner", "kitchen"):
        raise Refuse(t("problem-answered"))
    problem.state = "paid" if agree else "refused"
    appdata.cancel_timer(f"report/{order}")
    store.save_problem(problem)
    if agree:
        kitchen.give_back(meal, problem.minor)
    return toast(t("decided-toast"), tone="good")


@app.action
def owner_cancel(order: str) -> Any:
    """Where nobody comes for it: nothing is taken of the guest."""
    owner_only()
    meal = store.order(order)
    if meal is None:
        raise Refuse(t("order-gone"))
    journey.cancel(meal, "owner", "owner")
    store.save_order(meal)
    return toast(t("cancelled-free"))


@app.action
def owner_delivered(order: str) -> Any:
    """It came, though the code could not be typed."""
    owner_only()
    meal = store.order(order)
    if meal is None:
        raise Refuse(t("order-gone"))
    journey.deliver(meal, "owner")
    store.save_order(meal)
    return toast(t("delivered-toast"), tone="good")


@app.action
def suspend_courier(courier: str, on: bool) -> None:
    owner_only()
    known = store.courier(courier)
    if known is not None:
        known.suspended, known.on_duty = on, known.on_duty and not on
        store.save_courier(known)
        appdata.refresh("invites")


@app.action
def close_place(place: str, down: bool) -> None:
    owner_only()
    known = store.place(place)
    if known is not None:
        known.closed_down = down
        store.save_place(known)


def waiting_problems() -> list[Problem]:
    return [problem for problem in store.problems() if problem.state == "owner"]
