"""The talk of a ride, the trip somebody shared, a rider's history, and the form for a problem."""

from __future__ import annotations

import talk
import trips
import ways
from after_acts import WORDS_CHARS_MAX, Trouble, report
from base import app
from home import open_ride, show_home
from pieces import ride_item, way_map
from rides import OVER, WITH_DRIVER, Ride, Stage, Who
from talk import CHARS_MAX, READY, say, say_ready

from miniapp import code, now, t, time, ui, user


def gone(title: str) -> ui.Node:
    back = ui.Button(t("taxi"), on_press=show_home())
    return ui.Screen(t(title), ui.Empty(t("ride-gone"), back, icon="car"))


@app.screen("/talk")
def talk_screen(id: str) -> ui.Node:
    ride = trips.find(id)
    if ride is None or user.id not in (ride.rider, ride.driver):
        return gone("talk")
    me = Who.DRIVER if user.id == ride.driver else Who.RIDER
    other = (ride.rider_name or t("rider")) if me is Who.DRIVER else (ride.face.name if ride.face else t("driver"))
    said = talk.of(id).said if ride.stage in WITH_DRIVER else []
    lines = [
        ui.Message(
            t(f"say-{line.words}") if line.ready else line.words,
            by=None if line.by is me else other,
            at=line.at,
            mine=line.by is me,
            key=f"line-{number}",
        )
        for number, line in enumerate(said)
    ]
    return ui.Screen(
        t("talk-with", name=other),
        not said and ui.Text(t("talk-empty") if ride.stage in WITH_DRIVER else t("talk-over"), style="caption"),
        ui.Column(lines, key="lines", gap="s"),
        ride.stage in WITH_DRIVER and write(ride),
        topics=[f"talk/{id}", ride.topic],
    )


def write(ride: Ride) -> ui.Node:
    ready = [
        ui.Button(t(f"say-{word}"), test_id=f"say-{word}", on_press=say_ready(ride=ride.id, words=word))
        for word in READY
    ]
    return ui.Column(
        ui.Row(ready, gap="s", wrap=True, key="ready"),
        ui.Form(
            "say",
            ui.TextField("words", t("your-words"), max=CHARS_MAX, placeholder=t("words-example")),
            ui.MainButton(t("send"), test_id="send"),
            on_submit=say(ride=ride.id),
        ),
        key="write",
    )


@app.screen("/trip")
def shared_trip(id: str, key: str) -> ui.Node:
    """What whoever has the card sees: the way, the car, how far. A first name and a plate; nobody can do anything."""
    ride = trips.find(id)
    if ride is None or ride.share_key != key:
        return gone("trip")
    moves = ride.stage in WITH_DRIVER
    arrives = (ride.started_at or now()) + ways.length_of(ride.duration_s)
    return ui.Screen(
        t("trip-of", name=ride.rider_name or t("rider")),
        way_map(
            ride.start, ride.end, ways.line_of(id), label=t("map-car"), car=ride.car_at if moves else None,
            name=ride.face.name if ride.face else None,
            live=ride.topic if moves else None, height="l",
        ),
        ui.Card(
            t(f"stage-{ride.stage.value}"),
            ui.Text(ride.end.text),
            ride.stage is Stage.RIDING and ui.Text(t("there-at", at=time(arrives)), style="strong"),
            ride.face is not None
            and ride.stage not in OVER
            and ui.Row(ui.Text(ride.face.car, style="caption"), ui.Text(code(ride.face.plate), style="strong")),
            key="trip",
            tone="good" if ride.stage is Stage.FINISHED else "brand",
        ),
        ui.Text(t("trip-hint"), style="caption"),
        topics=[ride.topic],
    )  # fmt: skip


@app.screen("/trips")
def history() -> ui.Node:
    rode = trips.rode(user.id)
    if not rode:
        back = ui.Button(t("plan-first"), style="primary", on_press=show_home())
        return ui.Screen(t("my-trips"), ui.Empty(t("no-trips"), back, text=t("no-trips-text"), icon="car"))
    items = [
        ride_item(ride, ride.money(ride.taken_minor + ride.tip_minor - ride.refunded_minor), open_ride(ride=ride.id))
        for ride in rode
    ]
    return ui.Screen(t("my-trips"), ui.List(*items))


@app.screen("/problem")
def problem_form(id: str) -> ui.Node:
    ride = trips.find(id)
    if ride is None or ride.rider != user.id:
        return gone("report-problem")
    return ui.Screen(
        t("report-problem"),
        ui.Form(
            "problem",
            ui.Choice(
                "kind",
                t("what-about"),
                [{"id": kind.value, "text": t(f"trouble-{kind.value}")} for kind in Trouble],
                value=Trouble.PRICE.value,
                display="chips",
            ),
            ui.TextField(
                "words",
                t("what-happened"),
                max=WORDS_CHARS_MAX,
                required=True,
                multiline=True,
                placeholder=t("what-example"),
            ),
            ui.Text(t("problem-hint"), style="caption"),
            ui.MainButton(t("send-problem"), test_id="send-problem"),
            on_submit=report(ride=ride.id),
        ),
    )
