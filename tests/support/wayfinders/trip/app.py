"""Two places, the way between them, a car that moves and a code at the door. For tests of maps alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from miniapp import App, places, t, ui
from miniapp.places import Place, Point

app = App("trip")
MIDDLE = Point(245_000_000, 470_000_000)
DOOR = Point(244_960_000, 470_050_000)
CAR = "car/1"


@dataclass
class State:
    start: Place | None = None
    goal: Place | None = None
    line: list[Point] = field(default_factory=list)
    said: str = ""


@app.action
def go(state: State, start: Place | None, goal: Place | None) -> None:
    state.start, state.goal = start, goal
    if start and goal:
        state.line = list(places.route(start.point, goal.point).line)


@app.action
def share(state: State) -> None:
    places.share_position(CAR, length=timedelta(hours=1))


@app.action
def point(state: State, value: Point) -> None:
    state.said = f"point {value.lat_e7} {value.lng_e7}"


@app.action
def marker(state: State, value: str) -> None:
    state.said = f"marker {value}"


@app.action
def code(state: State, value: str) -> None:
    state.said = f"code {value}"


@app.screen("/")
def home(state: State) -> ui.Node:
    markers: list[ui.Marker] = [
        {"id": "me", "point": MIDDLE, "kind": "me", "text": t("here")},
        {"id": "door", "point": DOOR, "kind": "door"},
        {"id": "car", "point": MIDDLE, "kind": "car", "text": t("car"), "live": CAR},
    ]
    return ui.Screen(
        t("title"),
        ui.Map(
            t("map"),
            markers=markers,
            route=state.line or None,
            height="l",
            on_press=point(),
            on_marker=marker(),
            test_id="map",
        ),
        ui.Text(state.said, test_id="said"),
        ui.Form(
            "trip",
            ui.PlacePicker("start", t("from"), state.start, near=MIDDLE, test_id="start"),
            ui.PlacePicker("goal", t("to"), state.goal, near=MIDDLE, test_id="goal"),
            ui.Button(t("go"), test_id="go"),
            on_submit=go(),
        ),
        ui.QR("باب:1042", t("door"), caption=t("door")),
        ui.Scan(t("scan"), on_scan=code(), test_id="scan"),
        ui.Button(t("share"), on_press=share(), test_id="share"),
    )


@app.screen("/far")
def far(state: State) -> ui.Node:
    return ui.Screen(t("title"), ui.Map(t("map"), markers=[{"id": "cairo", "point": Point(300_000_000, 312_000_000)}]))
