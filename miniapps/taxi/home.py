"""The first screen: plan a ride and order it. Whoever drives, or owns the company, changes sides above it."""

from __future__ import annotations

from typing import Any

import driver_screens
import matching
import office_screens
import people
import trips
from base import State, app
from office_acts import start_with_examples
from people import Driver
from pieces import NAMES, fare_summary, seats, way_map, way_words
from rider_acts import choose_car, forget_trip, go_to, order, plan, price, set_end, set_start, swap
from rides import Ride, Stage
from tariff import CarClass, Fare, Tariff

from miniapp import TextLike, appdata, goto, now, places, t, ui, user

RECENT_MAX = 3
CARS_MAX = 40  # On the map; more are only counted.
_PACE_M_MINUTE = 400  # In the city; only for "about 4 minutes away".


@app.action
def open_ride(ride: str) -> Any:
    return goto("/ride", id=ride)


@app.action
def open_trips() -> Any:
    return goto("/trips")


@app.action
def show_home() -> Any:
    return goto("/")


@app.action
def choose_side(state: State, value: str) -> None:
    """Remembered for the next time as well."""
    state.side = value if value in ("ride", "drive", "office") else ""
    appdata.mine.put("side", state.side)


@app.screen("/")
def home(state: State) -> ui.Node:
    driver = people.driver(user.id)
    usual = "drive" if driver is not None else "office" if user.is_owner and people.tariff() is not None else "ride"
    side = state.side or (usual if usual == "ride" else appdata.mine.get("side", str, default="") or usual)
    if side == "drive" and driver is not None:
        return driver_screens.desk(driver, sides(driver, side))
    if side == "office" and user.is_owner:
        return office_screens.office(sides(driver, side))
    return plan_screen(state, driver, sides(driver, side))


def sides(driver: Driver | None, side: str) -> ui.Node | None:
    """The tabs of somebody with more than one role."""
    roles = ["ride", *(["drive"] if driver is not None else []), *(["office"] if user.is_owner else [])]
    if len(roles) == 1:
        return None
    options: list[ui.Option] = [{"id": role, "text": t(f"side-{role}")} for role in roles]
    return ui.Choice(
        "side", t("sides"), options, value=side, display="tabs", on_change=choose_side(), key="sides", test_id="sides"
    )


def plan_screen(state: State, driver: Driver | None, tabs: ui.Node | None) -> ui.Node:
    kept = people.tariff()
    if kept is None:
        return ui.Screen(t("taxi"), tabs, closed(), topics=["tariff"])
    running = trips.find(people.rider(user.id).ride)
    if running is not None and not running.is_over:
        return ui.Screen(t("taxi"), tabs, running_ride(running), topics=["tariff", running.topic])
    fare = price(state, kept, state.car)
    return ui.Screen(
        t("taxi"),
        tabs,
        city_map(state)
        if state.trip is None
        else way_map(state.start, state.end, state.trip.line, label=t("map-way"), height="s"),
        pickers(state),
        state.no_way and ui.Banner(t("no-way"), tone="warn", key="no-way"),
        state.trip is not None and classes(state, kept),
        state.trip is not None and fare is not None and fare_card(state, fare),
        state.trip is None and (recent() or known()),
        state.trip is None and ui.Button(t("my-trips"), style="link", icon="clock", on_press=open_trips()),
        fare is not None
        and ui.MainButton(
            t("order-for", amount=fare.total), test_id="order", on_press=order(total_minor=fare.total_minor)
        ),
        topics=["tariff"],
    )


def closed() -> ui.Node:
    """Nobody can ride before the owner has published prices; the owner begins here."""
    if user.is_owner:
        begin = ui.Button(
            t("start-with-examples"), style="primary", test_id="start-with-examples", on_press=start_with_examples()
        )
        return ui.Empty(t("yours-to-open"), begin, text=t("yours-to-open-text"), icon="car")
    return ui.Empty(t("closed-yet"), text=t("closed-yet-text"), icon="car")


def running_ride(ride: Ride) -> ui.Node:
    return ui.Card(
        t(f"stage-{ride.stage.value}"),
        ui.Text(ride.end.text),
        ui.Button(t("follow-ride"), style="primary", icon="car", on_press=open_ride(ride=ride.id)),
        key="running",
        tone="brand",
    )


def city_map(state: State) -> ui.Node:
    """The city with the cars that are free in it, while nothing is chosen."""
    free = [one for car in CarClass for one in people.free(car)][:CARS_MAX]
    markers: list[ui.Marker] = [
        {"id": f"car-{number}", "point": one.point, "kind": "car", "tone": "good"} for number, one in enumerate(free)
    ]
    if state.start is not None:
        markers.append({"id": "from", "point": state.start.point, "kind": "from", "text": state.start.text})
    center = state.start.point if state.start is not None else places.city().center
    return ui.Map(t("map-cars", count=len(free)), markers=markers, center=center, height="m", key="map", test_id="map")


def known() -> ui.Node | None:
    """Where people go, for whoever has not been anywhere yet."""
    found = [place for kind in ("airport", "mall", "station") for place in places.find(kinds=[kind], limit=1)]
    if not found:
        return None
    items = [
        ui.Item(one.text, key=one.place_id, subtitle=one.address, icon="place", on_press=go_known(place=one.place_id))
        for one in found
    ]
    return ui.Section(t("known"), ui.List(*items), key="known")


@app.action
def go_known(state: State, place: str) -> None:
    for kind in ("airport", "mall", "station"):
        for found in places.find(kinds=[kind], limit=1):
            if found.place_id == place:
                state.end = found
    plan(state)


def pickers(state: State) -> ui.Node:
    near = state.start.point if state.start else None
    return ui.Column(
        ui.PlacePicker(
            "start", t("from"), state.start, placeholder=t("from-where"), test_id="start", on_change=set_start()
        ),
        ui.PlacePicker(
            "end", t("to"), state.end, placeholder=t("to-where"), near=near, test_id="end", on_change=set_end()
        ),
        state.start is not None
        and state.end is not None
        and ui.Row(
            ui.Button(t("swap"), style="link", icon="refresh", on_press=swap()),
            ui.Button(t("start-over"), style="link", icon="close", on_press=forget_trip()),
            gap="m",
        ),
        key="ends",
        gap="s",
    )


def classes(state: State, kept: Tariff) -> ui.Node:
    """Each class of cars with its price and how far its nearest free car is."""
    options: list[ui.Option] = []
    for car in CarClass:
        fare = price(state, kept, car)
        if fare is not None:
            hint = t("class-hint", amount=fare.total, seats=seats(car), away=nearest(state, car))
            options.append({"id": car.value, "text": NAMES[car], "hint": hint})
    return ui.Choice(
        "car", t("which-car"), options, value=state.car.value, display="list", on_change=choose_car(), key="classes"
    )


def nearest(state: State, car: CarClass) -> TextLike:
    """About how many minutes the nearest free car is away."""
    start = state.start
    free = [one for one in people.free(car) if not one.is_asked(now())] if start is not None else []
    away = min((places.distance_m(one.point, start.point) for one in free if start is not None), default=None)
    if away is None or away > matching.RADIUS_M:
        return t("no-car-near")
    return t("minutes-away", count=1 + away // _PACE_M_MINUTE)


def fare_card(state: State, fare: Fare) -> ui.Node:
    trip = state.trip
    return ui.Section(
        t("price"),
        trip is not None and ui.Text(way_words(trip.length_m, trip.duration_s), style="caption", key="way"),
        fare_summary(fare),
        key="price",
        hint=t("price-hint"),
    )


def recent() -> ui.Node | None:
    """Where they went before; one tap goes there again."""
    seen: dict[places.Point, Ride] = {}
    for ride in trips.rode(user.id, limit=12):
        if ride.stage is Stage.FINISHED:
            seen.setdefault(ride.end.point, ride)
    if not seen:
        return None
    items = [
        ui.Item(ride.end.text, key=ride.id, subtitle=ride.end.address, icon="clock", on_press=go_to(ride=ride.id))
        for ride in list(seen.values())[:RECENT_MAX]
    ]
    return ui.Section(t("recent"), ui.List(*items), key="recent")
