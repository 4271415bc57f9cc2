"""A ride: the driver's position is on the rider's map, and the app asks the host where things are."""

from dataclasses import dataclass
from datetime import timedelta

from miniapp import App, appdata, places, t, ui

app = App("ride")
CAR = "ride/car"


@dataclass
class State:
    metres: int = 0
    refused: str = ""


@app.action
def drive(state: State) -> None:
    places.share_position(CAR, length=timedelta(hours=1))
    appdata.shared.put("runs", appdata.shared.get("runs", int, default=0) + 1)


@app.action
def park(state: State) -> None:
    places.stop_sharing(CAR)


@app.action
def measure(state: State) -> None:
    airport, station = (places.find(kinds=[kind], limit=1)[0] for kind in ("airport", "station"))
    state.metres = places.route(airport.point, station.point).length_m


@app.screen("/")
def home(state: State) -> ui.Node:
    middle = places.city().center
    return ui.Screen(
        t("title"),
        ui.Text(places.address(middle).address.ar, test_id="middle"),
        ui.Map(t("map"), markers=[{"id": "car", "point": middle, "kind": "car", "live": CAR}], key="map"),
        ui.Text(str(state.metres), test_id="metres"),
        ui.Button(t("drive"), on_press=drive(), key="drive"),
        ui.Button(t("park"), on_press=park(), key="park"),
        ui.Button(t("measure"), on_press=measure(), key="measure"),
    )
