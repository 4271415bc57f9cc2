"""miniapp.places in an app's tests: the made city is the same every time, and positions move without any code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from miniapp import App, Refuse, errors, places, testing, ui
from miniapp.testing import FakeHost

app = App("ride")


@dataclass
class State:
    to: places.Place | None = None
    seconds: int = 0


@app.action
def go(state: State, kind: str) -> None:
    state.to = places.find(kinds=[kind], limit=1)[0]
    try:
        state.seconds = places.route(places.city().center, state.to.point).duration_s
    except errors.RouteNotFound:
        raise Refuse("no way") from None


@app.action
def share(state: State) -> None:
    places.share_position("ride/1/at", length=timedelta(minutes=10))


@app.action
def stop(state: State) -> None:
    places.stop_sharing("ride/1/at")


@app.screen("/")
def home(state: State) -> ui.Node:
    name = state.to.name_en if state.to else places.address(places.city().center).address_en
    return ui.Screen(
        "Ride", ui.Text(name), ui.Button("cafe", on_press=go(kind="cafe")), ui.Button("share", on_press=share()),
        ui.Button("stop", on_press=stop()),
    )  # fmt: skip


def test_a_place_is_kept_in_the_state():
    layla = testing.open(app)
    layla.see("City Road, North")
    layla.tap("cafe")
    cafe = min((layla.host.places.place("cafe", n) for n in (1, 2, 3)), key=lambda place: centre_to(layla.host, place))
    layla.see(cafe.name_en)
    assert layla.state["to"]["point"] == {"lat_e7": cafe.point.lat_e7, "lng_e7": cafe.point.lng_e7}
    east, north = 110, -90
    assert places.distance_m(layla.host.places.center, layla.host.places.point(east, north)) == 142
    assert layla.state["seconds"] > centre_to(layla.host, cafe) / 10 - 5


def centre_to(host: FakeHost, place: places.Place) -> int:
    return places.distance_m(host.places.center, place.point)


def test_where_no_way_leads_the_app_may_say_so():
    layla = testing.open(app)
    layla.host.places.cut_off = {layla.host.places.place("cafe", n).point for n in (1, 2, 3)}
    layla.tap("cafe")
    layla.see("no way")
    layla.dont_see("Café")


def test_a_device_tells_where_it_is_only_while_its_user_shares_it():
    layla, events = testing.open(app), []
    host, here = layla.host, layla.host.places.point(250, 0)
    assert layla.moves_to(here) == []
    layla.tap("share")
    assert layla.asked == ["places.position"]
    host.before_commit = lambda: events.append("an event")
    assert layla.moves_to(here, heading_deg=90) == ["ride/1/at"]
    assert host.topics["ride/1/at"]["lng_e7"] == here.lng_e7
    assert events == []
    host.before_commit = None
    layla.tap("stop")
    assert layla.moves_to(here) == []
    layla.tap("share")
    host.advance(minutes=10)
    assert layla.moves_to(here) == []


def test_a_yes_taken_back_ends_it():
    layla = testing.open(app)
    layla.tap("share")
    layla.host.grants["layla", "places.position"] = False
    assert layla.moves_to(layla.host.places.center) == []


def test_a_no_is_the_apps_to_bear():
    layla = testing.open(app, consents=False)
    with pytest.raises(testing.AppCrashed, match="did not allow"):
        layla.tap("share")
