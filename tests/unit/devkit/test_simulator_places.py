"""Maps and positions in the simulator: a made city to look at, and people who drive in it while they share where."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from majlis_devkit import project as projects
from majlis_devkit.engine import Engine
from majlis_devkit.sandbox import LocalSandbox
from majlis_devkit.simulator import places, rpcs
from majlis_devkit.simulator.room import PEOPLE, Refused, Room
from miniapp.places import Point, distance_m
from tests.support.artifacts import ROOT

LAYLA, OMAR = PEOPLE
RIDE = ROOT / "tests/support/movers/ride"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(engine: Engine, clock: Clock) -> Room:
    made = Room(projects.read(RIDE), LocalSandbox(engine).run, clock)
    rpcs.answer(made, OMAR, "GrantScope", {"scope": "places.position"})
    return made


def test_the_page_gets_the_map_it_draws(room: Room) -> None:
    city = places.answer(room, LAYLA, "GetCity", {})
    drawn = json.loads(base64.b64decode(places.answer(room, LAYLA, "GetMap", {})["map_json"]))
    assert drawn["center"] == [city["center"]["lat_e7"], city["center"]["lng_e7"]]
    assert len(drawn["streets"]) == 18
    assert {len(street) for street in drawn["streets"]} == {4}
    assert {kind for kind, *_ in drawn["places"]} >= {"restaurant", "airport"}
    assert all(len(line) % 2 == 0 for _, _, _, lines in drawn["streets"] for line in lines)


def test_places_are_found_kept_and_forgotten(room: Room) -> None:
    (found,) = places.answer(room, LAYLA, "FindPlaces", {"query": "مطار"})["places"]
    saved = {"name": "العمل", "icon": "work", "point": found["point"]}
    places.answer(room, LAYLA, "SavePlace", {"place": saved})
    (kept,) = places.answer(room, LAYLA, "ListSavedPlaces", {})["places"]
    assert (kept["name"], bool(kept["address"]["text_ar"])) == ("العمل", True)
    assert places.answer(room, OMAR, "ListSavedPlaces", {}) == {"places": []}
    places.answer(room, LAYLA, "ForgetPlace", {"name": "العمل"})
    assert places.answer(room, LAYLA, "ListSavedPlaces", {}) == {"places": []}


@pytest.mark.parametrize(
    ("method", "request_", "reason"),
    [
        ("GetAddress", {"point": {"lat_e7": 0, "lng_e7": 0}}, "POINT_OUTSIDE_CITY"),
        ("GetAddress", {"point": 7}, "INVALID_ARGUMENT"),
        ("SavePlace", {"place": {"name": "x"}}, "INVALID_ARGUMENT"),
        ("ReportPosition", {}, "UNIMPLEMENTED"),
    ],
)
def test_what_it_cannot_do_it_says(room: Room, method: str, request_: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        places.answer(room, LAYLA, method, request_)
    assert refused.value.error["reason"] == reason


def test_who_shares_drives_and_the_open_map_hears_it(room: Room, clock: Clock) -> None:
    opened = room.open(OMAR, 1, "/")
    assert not places.drive(room)
    (answer,) = room.event(OMAR, {
        "k": "ev", "seq": 2, "request_id": "drive", "session_id": opened["session_id"], "id": "s.k:drive",
        "on": "press", "revision": opened["revision"], "fields": {},
    })  # fmt: skip
    assert answer["k"] == "patch", answer
    room.pushes()
    told = []
    for _ in range(401):
        clock.now += timedelta(seconds=1)
        room.tick()
        assert places.drive(room)
        told += [frame["value"] for _, frame in room.pushes() if frame["k"] == "live"]
    points = [Point(value["lat_e7"], value["lng_e7"]) for value in told]
    assert {distance_m(here, there) for here, there in pairwise(points)} <= {9, 10, 11}
    assert points[0] == points[400], "once around"
    assert {value["heading_deg"] for value in told} == {0, 90, 180, 270}
    clock.now += timedelta(hours=1)
    room.tick()
    assert not places.drive(room)
