"""One booking as its guest sees it: the five minutes to pay, the booking with its code, and what came of it."""

from __future__ import annotations

import books
import deposits
import words
from actions import (
    accept,
    app,
    begin_move,
    cancel,
    expired,
    let_go,
    pay,
    rate,
    save_calendar,
    set_remind,
    show,
)  # fmt: skip
from desk import why_not_moved
from guest_screens import TONES, back_home
from model import Booking

from miniapp import TextValue, now, t, ui, user

STEPS = ("booked", "arrived", "done")


def found_mine(booking_id: str) -> Booking | None:
    found = books.booking(booking_id)
    return found if found is not None and found.guest == user.id else None


def gone() -> ui.Node:
    return ui.Screen(t("booking"), ui.Empty(t("booking-gone"), back_home(), icon="alert"))


@app.screen("/pay")
def paying(id: str) -> ui.Node:
    booking = found_mine(id)
    if booking is None:
        return gone()
    if booking.state != "held" or booking.until is None:
        return one_booking(id)
    free = bool(booking.deposit) and ui.Text(cancel_rule(booking), style="caption", key="free")
    soon = now() > deposits.free_until(booking.start, booking.rules)
    late = bool(booking.deposit) and ui.Text(
        t(
            "terms-late-now" if soon else "terms-late",
            late=deposits.share(booking.deposit, booking.rules.late_percent),
            missed=deposits.share(booking.deposit, booking.rules.missed_percent),
        ),
        style="caption",
        key="late",
    )
    return ui.Screen(
        t("confirm-booking"),
        ui.Countdown(booking.until, t("held-for-you"), style="ring", key="left", on_expire=expired(booking=booking.id)),
        facts(booking),
        bool(booking.deposit)
        and ui.Summary([{"text": t("deposit"), "amount": booking.deposit, "kind": "item"}], key="sum"),
        rest(booking),
        ui.Section(t("rules"), free, late, key="rules"),
        ui.Form(
            "pay",
            ui.Toggle("remind", t("remind"), booking.remind),
            ui.MainButton(t("pay-deposit", amount=booking.deposit) if booking.deposit else t("confirm"), test_id="pay"),
            on_submit=pay(booking=booking.id),
        ),
        ui.Button(t("choose-other"), style="link", on_press=let_go(booking=booking.id)),
        topics=[booking.topic],
    )


def facts(booking: Booking) -> ui.Node:
    """What, with whom, when and where."""
    return ui.List(
        ui.Item(
            words.moment(booking.start, booking.zone),
            subtitle=words.hijri_day(booking.day),
            icon="calendar",
            key="when",
        ),
        ui.Item(
            booking.service_name,
            subtitle=t("party-person", count=booking.party, person=booking.person_name)
            if booking.party > 1
            else booking.person_name,
            trailing=booking.price if booking.price else None,
            icon="user" if booking.party == 1 else "people",
            key="who",
        ),
        ui.Item(booking.place_name, subtitle=booking.area, icon="place", key="where"),
    )


def rest(booking: Booking) -> ui.Node | None:
    left = booking.price - booking.deposit
    if not booking.deposit or left.amount_minor <= 0:
        return None
    return ui.Text(t("rest-there", amount=left), style="caption", key="rest")


def cancel_rule(booking: Booking) -> TextValue:
    until = deposits.free_until(booking.start, booking.rules)
    if now() <= until:
        return t("terms-free", until=words.moment(until, booking.zone))
    return t("terms-not-free")


@app.screen("/booking")
def one_booking(id: str) -> ui.Node:
    booking = found_mine(id)
    if booking is None:
        return gone()
    return ui.Screen(
        booking.place_name,
        ui.Row(ui.Badge(t(f"state-{booking.state}"), tone=TONES[booking.state])),
        head(booking),
        facts(booking),
        money_banner(booking),
        acts(booking),
        topics=[booking.topic],
    )


def head(booking: Booking) -> list[ui.Node | None]:
    """The one thing that matters now: the code at the door, an answer that is waited for, or what came of it."""
    if booking.state == "offered" and booking.until is not None:
        return [
            ui.Banner(t("offer-text"), title=t("offer"), tone="warn", key="offer"),
            ui.Countdown(
                booking.until, t("offer-left"), style="ring", key="left", on_expire=expired(booking=booking.id)
            ),
        ]
    if booking.state == "held" and booking.until is not None:
        return [ui.Countdown(booking.until, t("held-for-you"), key="left", on_expire=expired(booking=booking.id))]
    if booking.state == "booked":
        return [ui.QR(booking.qr, t("qr"), caption=t("qr-caption"), key="qr")]
    if booking.state in ("arrived", "done"):
        steps = [{"id": one, "text": t(f"state-{one}")} for one in STEPS]
        return [ui.Tracker(t("how-far"), steps, STEPS.index(booking.state) + 1, key="steps")]
    return [ui.Banner(t(ended_key(booking)), tone="bad" if booking.state == "missed" else "neutral", key="ended")]


def ended_key(booking: Booking) -> str:
    if booking.state == "cancelled":
        return f"ended-cancelled-{booking.ended_by or 'time'}"
    return f"ended-{booking.state}"


def money_banner(booking: Booking) -> ui.Node | None:
    """Where the deposit is: put aside, taken, or back; in words that never say more than is true."""
    if not booking.deposit or booking.hold_until is None:
        return None
    if booking.keep is None:
        return ui.Text(t("money-held", amount=booking.deposit), style="caption", key="money")
    back = booking.deposit - booking.keep
    if not booking.settled:
        soon = t("money-coming", amount=back) if back else t("money-taking", amount=booking.keep)
        return ui.Text(soon, style="caption", key="money")
    kept, left = booking.kept, booking.deposit - booking.kept
    return ui.Column(
        bool(kept) and ui.Text(t("money-kept", amount=kept), style="caption", key="kept"),
        bool(left) and ui.Text(t("money-back", amount=left), style="caption", key="back"),
        gap="s",
        key="money",
    )


def acts(booking: Booking) -> list[ui.Node | None]:
    if booking.state == "offered":
        return [
            ui.MainButton(t("accept-offer"), test_id="accept", on_press=accept(booking=booking.id)),
            ui.Button(t("decline-offer"), style="link", on_press=let_go(booking=booking.id)),
        ]
    if booking.state == "held":
        return [ui.MainButton(t("go-pay"), on_press=show(path="/pay", id=booking.id))]
    if booking.state == "booked":
        return booked_acts(booking)
    if booking.state == "done":
        return [rating(booking)]
    return [ui.Button(t("book-again"), icon="refresh", on_press=show(path="/place", id=booking.place))]


def booked_acts(booking: Booking) -> list[ui.Node | None]:
    cost = deposits.cost_of_cancelling(booking, now())
    back = booking.deposit - cost
    asks = t("cancel-free") if not cost else t("cancel-costs", cost=cost, back=back)
    return [
        ui.Toggle("remind", t("remind"), booking.remind, on_change=set_remind(booking=booking.id)),
        ui.Button(t("to-calendar"), icon="calendar", test_id="calendar", on_press=save_calendar(booking=booking.id)),
        ui.Button(t("move"), icon="clock", test_id="move", on_press=begin_move(booking=booking.id))
        if why_not_moved(booking) is None
        else None,
        ui.Text(cancel_rule(booking), style="caption", key="rule"),
        ui.Button(
            t("cancel"),
            style="danger",
            test_id="cancel",
            confirm={"title": t("cancel-title"), "text": asks, "ok": t("cancel")},
            on_press=cancel(booking=booking.id, cost_minor=cost.amount_minor),
        ),
    ]


def rating(booking: Booking) -> ui.Node:
    if booking.stars:
        return ui.Section(t("your-rating"), ui.Stars(booking.stars, t("your-rating")), key="rated")
    return ui.Form(
        "rate",
        ui.Rating("stars", t("how-was-it")),
        ui.TextField("comment", t("comment"), max=300, multiline=True),
        ui.MainButton(t("send-rating")),
        on_submit=rate(booking=booking.id),
    )
