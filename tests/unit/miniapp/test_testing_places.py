"""Maps, pickers and codes in a test: what a person does to them reaches the action as its own type, or fails as the
client would have it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from miniapp import App, testing, text, ui
from miniapp.places import Place, Point

app = App("trip")
HERE, THERE = Point(245_000_000, 470_000_000), Point(245_010_000, 470_010_000)
PHARMACY = Place(THERE, "صيدلية", "Pharmacy", "شارع", "Street", "pharmacy", "plc_1", away_m=120)


@dataclass
class State:
    said: list[str] = field(default_factory=list)
    goal: Place | None = None
    off: bool = False


@app.action
def go(state: State, to: Place | None) -> None:
    state.goal = to


@app.action
def pressed(state: State, value: Point) -> None:
    state.said.append(f"point {value.lat_e7}")


@app.action
def marked(state: State, value: str) -> None:
    state.said.append(f"marker {value}")


@app.action
def read(state: State, value: str) -> None:
    state.said.append(f"code {value}")


@app.action
def off(state: State) -> None:
    state.off = True


@app.screen("/")
def home(state: State) -> ui.Node:
    return ui.Screen(
        "trip",
        ui.Map(
            "the city",
            markers=[{"id": "car", "point": HERE, "kind": "car", "text": text("سيارة", "A car")}],
            on_press=pressed(),
            on_marker=marked(),
            disabled=state.off,
        ),
        ui.Map("another"),
        ui.Form("trip", ui.PlacePicker("to", "where to", near=HERE), ui.Button("go"), on_submit=go()),
        ui.Scan("scan", on_scan=read()),
        ui.Button("off", on_press=off()),
        [ui.Text(said) for said in state.said],
        ui.Text(state.goal.text) if state.goal else None,
    )


def test_a_picked_place_arrives_as_a_place() -> None:
    layla = testing.open(app)
    layla.pick_place("to", PHARMACY)
    layla.tap("go")
    layla.see(PHARMACY.text)
    assert layla.state["goal"]["point"] == {"lat_e7": THERE.lat_e7, "lng_e7": THERE.lng_e7}
    assert layla.state["goal"]["away_m"] == 0, "how far it was is of the search, not of the place"


def test_a_form_whose_picker_nobody_touched_sends_no_place() -> None:
    layla = testing.open(app)
    layla.submit()
    assert layla.state["goal"] is None


def test_a_map_says_where_it_was_tapped_and_which_marker() -> None:
    layla = testing.open(app)
    layla.see(text("سيارة", "A car"))
    layla.tap_map(THERE)
    layla.tap_marker("car")
    layla.see(f"point {THERE.lat_e7}", "marker car")


def test_a_scanned_code_is_the_actions_value() -> None:
    layla = testing.open(app)
    layla.scan("ride:1042")
    layla.see("code ride:1042")


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda layla: layla.pick_place("to", "home"), "takes a places.Place"),
        (lambda layla: layla.pick_place("from", PHARMACY), "no single PlacePicker is named 'from'"),
        (lambda layla: layla.pick_place("to", Place(HERE, "x" * 201)), "name_ar has 201 characters"),
        (lambda layla: layla.tap_map(Point(900_000_001, 0)), "no map has this point"),
        (lambda layla: layla.tap_map(HERE, on="another"), "0 Map with on_press are called 'another'"),
        (lambda layla: layla.tap_marker("bus"), r"has the markers \['car'\], not 'bus'"),
        (lambda layla: (layla.tap("off"), layla.tap_marker("car")), "the Map is disabled"),
        (lambda layla: layla.scan(" "), "a code says 1 to 500"),
        (lambda layla: layla.scan("x" * 501), "not 501"),
    ],
)
def test_what_the_client_does_not_offer_a_test_cannot_do(act: Callable[[Any], None], why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        act(testing.open(app))
