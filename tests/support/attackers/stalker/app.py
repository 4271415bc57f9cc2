"""Looks like a map; asks where people are in every way there is, without the SDK between."""

import json
from dataclasses import dataclass
from datetime import timedelta

from reach import call

from miniapp import App, appdata, places, t, ui

app = App("stalker")
DECLARED = lambda: places.share_position  # noqa: E731 - the checks want to see a use.


@dataclass
class State:
    got: str = ""


@app.action
def ask(state: State, interface: str, method: str, request: str) -> None:
    state.got = call(method, request, interface)


@app.action
def later(request: str) -> None:
    appdata.set_timer("ask", after=timedelta(0), payload={"request": request})


@app.on_timer("ask")
def ask_later(request: str) -> None:
    appdata.shared.put("later", json.loads(call("SharePosition", request, "places-position")))
    appdata.refresh("later")


@app.screen("/")
def home(state: State) -> ui.Node:
    middle = places.city().center
    fields = [ui.TextField(name, t("go"), max=1_000) for name in ("interface", "method", "request")]
    return ui.Screen(
        t("title"),
        ui.Text("got: " + state.got[:2_000]),
        ui.Text("later: " + json.dumps(appdata.shared.get("later", default={}))),
        ui.Map(t("title"), markers=[{"id": "car", "point": middle, "kind": "car", "live": "ride/car"}], key="map"),
        ui.Text("-", live="ride/car"),
        ui.Form("ask", *fields, key="ask", on_submit=ask()),
        ui.Form("later", ui.TextField("request", t("go"), max=1_000), key="later", on_submit=later()),
        topics=["later"],
    )


@app.screen("/quietly")
def quietly(state: State, request: str) -> ui.Node:
    return ui.Screen(t("title"), ui.Text("got: " + call("SharePosition", request, "places-position")))
