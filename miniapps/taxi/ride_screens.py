"""One ride, to who rides it: waiting for the sheet, the search, the car on its way, the ride, what came after."""

from __future__ import annotations

import after_acts
import trips
import ways
from after_acts import TIPS_MINOR, rate_driver, tip
from base import State, app
from driver_screens import driver_ride
from pieces import face, fare_summary, from_to, way_map, way_words
from rider_acts import (
    answer_extra,
    cancel,
    change_end,
    fare_to,
    fee_now,
    go_again,
    look_again,
    pay_now,
    search_again,
    share,
    start_change,
    tell_me,
    think_of,
)
from rides import ExtraState, Ride, Stage, Who, Why
from tariff import FREE_CANCEL

from miniapp import Money, TextLike, code, goto, now, t, time, ui, user


@app.action
def open_talk(ride: str) -> object:
    return goto("/talk", id=ride)


@app.action
def open_problem(ride: str) -> object:
    return goto("/problem", id=ride)


@app.action
def back_home() -> object:
    return goto("/")


@app.screen("/ride")
def one_ride(id: str) -> ui.Node:
    ride = trips.find(id)
    if ride is None or user.id not in (ride.rider, ride.driver):
        back = ui.Button(t("taxi"), on_press=back_home())
        return ui.Screen(t("ride"), ui.Empty(t("ride-gone"), back, icon="car"))
    if user.id == ride.driver and user.id != ride.rider:
        return driver_ride(ride)
    return _BY_STAGE.get(ride.stage, ended)(ride)


def asked(ride: Ride) -> ui.Node:
    """The sheet was closed without an answer."""
    return ui.Screen(
        t("ride"),
        ui.Banner(t("asked-text"), title=t("asked-title"), tone="warn"),
        from_to(ride.start, ride.end),
        fare_summary(ride.fare),
        cancel_button(ride),
        ui.MainButton(t("approve-hold", amount=ride.fare.total), test_id="pay-now", on_press=pay_now(ride=ride.id)),
        topics=[ride.topic],
    )


def searching(ride: Ride) -> ui.Node:
    return ui.Screen(
        t("searching"),
        way_map(ride.start, ride.end, ways.line_of(ride.id), label=t("map-way"), height="m"),
        ride.passed_on and ui.Banner(t("passed-on-text"), tone="warn", key="passed-on"),
        ui.Card(t("stage-searching"), ui.Text(t("searching-text"), style="caption"), key="search", tone="brand"),
        held_line(ride),
        from_to(ride.start, ride.end),
        not ride.wants_cards
        and ui.Button(t("tell-me"), style="link", icon="bell", on_press=tell_me(ride=ride.id), key="tell"),
        cancel_button(ride),
        topics=[ride.topic],
    )


def held_line(ride: Ride) -> ui.Node:
    return ui.Text(t("held", amount=ride.money(ride.hold_minor)), style="caption", key="held")


def on_the_way(ride: Ride) -> ui.Node:
    """A driver has it: who, how far, the code to start with."""
    is_there = ride.stage is Stage.ARRIVED
    promised = ride.promised_at or now()
    return ui.Screen(
        t("stage-arrived") if is_there else t("stage-accepted"),
        ride_map(ride),
        extra_card(ride),
        ui.Card(
            t("driver-there") if is_there else t("driver-comes", at=time(promised)),
            ui.Row(
                ui.Text(t("your-code"), style="caption"),
                ui.Text(code(ride.code), style="title", test_id="code"),
                align="between",
            ),
            ui.Text(t("code-hint"), style="caption"),
            key="eta",
            tone="good" if is_there else "brand",
        ),
        ride.face is not None and face(ride.face),
        buttons(ride),
        from_to(ride.start, ride.end),
        held_line(ride),
        cancel_button(ride),
        ui.MainButton(t("talk"), test_id="talk", on_press=open_talk(ride=ride.id)),
        topics=[ride.topic],
    )


def ride_map(ride: Ride, height: str = "m") -> ui.Node:
    name = ride.face.name if ride.face else None
    line = ways.line_of(ride.id)
    return way_map(
        ride.start, ride.end, line, label=t("map-car"), car=ride.car_at, name=name, live=ride.topic, height=height
    )


def buttons(ride: Ride) -> ui.Node:
    """What else may be done meanwhile."""
    return ui.Row(
        ui.Button(t("share-trip"), icon="share", test_id="share", on_press=share(ride=ride.id)),
        ui.Button(t("change-end"), icon="edit", test_id="change", on_press=start_change(ride=ride.id)),
        not ride.wants_cards and ui.Button(t("tell-me"), icon="bell", on_press=tell_me(ride=ride.id)),
        gap="s",
        wrap=True,
        key="more",
    )


def riding(ride: Ride) -> ui.Node:
    started = ride.started_at or now()
    return ui.Screen(
        t("stage-riding"),
        ride_map(ride, "l"),
        extra_card(ride),
        ui.Card(
            t("there-at", at=time(started + ways.length_of(ride.duration_s))),
            ui.Text(ride.end.text),
            ui.Text(way_words(ride.length_m, ride.duration_s), style="caption"),
            key="eta",
            tone="brand",
        ),
        ride.face is not None and face(ride.face),
        buttons(ride),
        held_line(ride),
        ui.MainButton(t("talk"), test_id="talk", on_press=open_talk(ride=ride.id)),
        topics=[ride.topic],
    )


def extra_card(ride: Ride) -> ui.Node | None:
    """A longer way that waits for the rider's yes, or has it."""
    extra = ride.extra
    if extra is None or extra.state is ExtraState.REFUSED:
        return None
    difference = ride.money(extra.difference_minor)
    if extra.state is ExtraState.HELD:
        return ui.Banner(t("extra-held", amount=difference), tone="good", key="extra")
    by_driver = extra.by is Who.DRIVER
    return ui.Card(
        t("extra-driver") if by_driver else t("extra-mine"),
        ui.Text(t("extra-text", to=extra.end.text, amount=difference)),
        ui.Text(t("extra-no-text") if by_driver else t("extra-mine-text"), style="caption"),
        ui.Row(
            ui.Button(
                t("extra-yes", amount=difference), style="primary", test_id="extra-yes",
                on_press=answer_extra(ride=ride.id, yes=True),
            ),
            ui.Button(t("extra-no"), test_id="extra-no", on_press=answer_extra(ride=ride.id, yes=False)),
            gap="s",
            wrap=True,
        ),
        key="extra",
        tone="warn",
    )  # fmt: skip


def cancel_button(ride: Ride) -> ui.Node:
    """Cancelling with what it costs now, said before."""
    fee_minor = fee_now(ride)
    fee = ride.money(fee_minor)
    free_until = ride.accepted_at + FREE_CANCEL if ride.accepted_at is not None else None
    is_counting = free_until is not None and fee_minor == 0 and now() < free_until
    return ui.Column(
        is_counting
        and free_until is not None
        and ui.Countdown(free_until, t("free-cancel-for"), on_expire=look_again(ride=ride.id), key="free"),
        ui.Button(
            t("cancel-ride"),
            style="danger",
            icon="close",
            test_id="cancel",
            confirm={
                "title": t("cancel-title"),
                "text": t("cancel-costs", amount=fee) if fee_minor else t("cancel-free-text"),
                "ok": t("cancel-pay", amount=fee) if fee_minor else t("cancel-ride"),
            },
            on_press=cancel(ride=ride.id, fee_minor=fee_minor),
        ),
        key="cancel",
        gap="s",
    )


# --- afterwards ---


def ended(ride: Ride) -> ui.Node:
    """How it ended, what was paid, and what may still be said about it."""
    finished = ride.stage is Stage.FINISHED
    return ui.Screen(
        t(f"stage-{ride.stage.value}"),
        ui.Banner(end_words(ride), title=t(f"end-{ride.stage.value}"), tone="good" if finished else "neutral"),
        extra_card(ride) if finished else None,
        finished and thanks(ride),
        from_to(ride.start, ride.end),
        bool(ride.charge_minor) and receipt(ride),
        problem_part(ride),
        ui.MainButton(
            t("search-again") if ride.stage is Stage.UNSERVED else t("go-again"),
            test_id="again",
            on_press=(search_again if ride.stage is Stage.UNSERVED else go_again)(ride=ride.id),
        ),
        topics=[ride.topic],
    )


def end_words(ride: Ride) -> TextLike:
    """What happened, and whether money moved."""
    charged = ride.money((ride.charge_minor or 0) + ride.extra_charge_minor)
    if ride.stage is Stage.FINISHED:
        return t("finished-text", amount=charged)
    if ride.stage is Stage.UNSERVED:
        return t("unserved-text", amount=ride.money(ride.hold_minor))
    if ride.stage is Stage.DROPPED:
        return t("dropped-text")
    if ride.why is Why.NO_SHOW:
        return t("no-show-text", amount=charged)
    if ride.why is Why.TOO_LATE:
        return t("too-late-text")
    return t("cancelled-fee", amount=charged) if charged else t("cancelled-free")


def thanks(ride: Ride) -> ui.Node:
    """Stars and a tip for the driver."""
    name = ride.face.name if ride.face else ""
    tips = [
        ui.Button(
            t("tip-of", amount=ride.money(each)), test_id=f"tip-{each}", on_press=tip(ride=ride.id, amount_minor=each)
        )
        for each in TIPS_MINOR
    ]
    return ui.Card(
        t("how-was", name=name),
        ui.Rating("stars", t("stars-for-driver"), ride.rider_gave, on_change=rate_driver(ride=ride.id)),
        ui.Text(t("tip-given", amount=ride.money(ride.tip_minor)), tone="good", key="tipped")
        if ride.tip_minor
        else ui.Section(t("tip-title"), ui.Row(tips, gap="s", wrap=True), key="tips"),
        key="thanks",
    )


def receipt(ride: Ride) -> ui.Node:
    """What was taken, and what came back since."""
    whole = ride.stage is Stage.FINISHED and ride.fare.total_minor == (ride.charge_minor or 0) + ride.extra_charge_minor
    fee = [{"text": t("cancel-fee") if ride.stage is Stage.CANCELLED else t("ride-price"),
            "amount": ride.money((ride.charge_minor or 0) + ride.extra_charge_minor), "kind": "fee"}]  # fmt: skip
    return ui.Section(
        t("receipt"),
        fare_summary(ride.fare) if whole else ui.Summary(fee, key="fare", test_id="fare"),
        ride.refunded_minor > 0
        and ui.Text(t("refunded", amount=ride.money(ride.refunded_minor)), tone="good", key="refunded"),
        ui.Text(t("receipt-no", number=code(ride.id[-6:].upper())), style="caption", key="number"),
        key="receipt",
        hint=None if ride.settled else t("settling"),
    )


def problem_part(ride: Ride) -> ui.Node | None:
    told = after_acts.problem(ride.id)
    if told is None:
        return ui.Button(
            t("report-problem"), style="link", icon="flag", test_id="report", on_press=open_problem(ride=ride.id)
        )
    if told.answered_at is None:
        return ui.Banner(t("problem-waits"), title=t("problem-sent"), key="problem")
    given = Money(told.refund_minor, ride.fare.currency_code)
    words = t("problem-refunded", amount=given) if told.refund_minor else t("problem-closed")
    return ui.Banner(told.answer or words, title=words, tone="good", key="problem")


_BY_STAGE = {
    Stage.ASKED: asked,
    Stage.SEARCHING: searching,
    Stage.ACCEPTED: on_the_way,
    Stage.ARRIVED: on_the_way,
    Stage.RIDING: riding,
}


# --- another destination ---


@app.screen("/change")
def change(state: State, id: str) -> ui.Node:
    ride = trips.find(id)
    if ride is None or ride.rider != user.id:
        back = ui.Button(t("taxi"), on_press=back_home())
        return ui.Screen(t("change-end"), ui.Empty(t("ride-gone"), back, icon="car"))
    fare = fare_to(ride, state)
    line = state.found_trip.line if state.found_trip else ways.line_of(ride.id)
    more = fare.total_minor - ride.fare.total_minor if fare is not None else 0
    return ui.Screen(
        t("change-end"),
        way_map(ride.start, state.found or ride.end, line, label=t("map-way"), height="m"),
        ui.PlacePicker(
            "end",
            t("new-end"),
            state.found or ride.end,
            near=ride.end.point,
            test_id="end",
            on_change=think_of(ride=ride.id),
        ),
        fare is not None and fare_summary(fare),
        fare is not None
        and ui.Banner(
            t("change-more", amount=ride.money(more))
            if more > 0
            else t("change-less", amount=ride.money(-more))
            if more < 0
            else t("change-same"),
            tone="warn" if more > 0 else "good",
        ),
        fare is not None
        and ui.MainButton(
            t("change-approve", amount=ride.money(more)) if more > 0 else t("change-now"),
            test_id="change-now",
            on_press=change_end(ride=ride.id, total_minor=fare.total_minor),
        ),
        topics=[ride.topic],
    )
