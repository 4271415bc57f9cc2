"""The host's city as the page asks for it: the tests' made one. Whoever shares a position drives around its middle."""

from __future__ import annotations

import base64
import json
from typing import Any

from majlis_devkit.simulator.room import PEOPLE, Person, Refused, Room
from miniapp.testing import Refused as CityRefused

PREFIX = "majlis.places.v1.PlacesService/"
_OF_CITY = ("FindPlaces", "GetAddress", "GetRoute")
_MAP_VERSION = "simulator"
SIDE_M, METRES_A_S = 1_000, 10  # Once around the middle four blocks takes 400 seconds.


def answer(room: Room, person: Person, method: str, request: dict[str, Any]) -> dict[str, Any]:
    """The response message of one call; ``Refused`` for what the city refuses and for a method there is none of."""
    city = room.host.places
    try:
        match method:
            case "GetCity":
                return city.call(method, {}, user=None, now_ms=0) | {"map_version": _MAP_VERSION}
            case "GetMap":
                drawn = json.dumps(city.map, ensure_ascii=False).encode()
                return {"map_version": _MAP_VERSION, "map_json": base64.b64encode(drawn).decode()}
            case "SavePlace":
                return {"place": _keep(room, person, request.get("place") or {})}
            case "ForgetPlace":
                room.kept.pop((person.user_id, str(request.get("name"))), None)
                return {}
            case "ListSavedPlaces":
                return {"places": [place for (user, _), place in sorted(room.kept.items()) if user == person.user_id]}
            case method if method in _OF_CITY:
                return city.call(method, request, user=None, now_ms=0)
    except CityRefused as refused:
        raise Refused("invalid_argument", refused.reason, str(refused), refused.metadata) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("invalid_argument", "INVALID_ARGUMENT", f"this is no {method}") from None
    raise Refused("unimplemented", "UNIMPLEMENTED", f"the simulator has no {method}")


def _keep(room: Room, person: Person, place: dict[str, Any]) -> dict[str, Any]:
    at = room.host.places.call("GetAddress", {"point": place["point"]}, user=None, now_ms=0)
    kept = {"name": str(place["name"]), "icon": str(place.get("icon", "")), "point": place["point"], **at}
    room.kept[person.user_id, kept["name"]] = kept
    return kept


def drive(room: Room) -> bool:
    """Move everybody who shares their position on by what they drove; True where somebody did."""
    moved = False
    now_s = int(room.host.now.timestamp())
    for number, person in enumerate(PEOPLE):
        side, along = divmod((now_s * METRES_A_S + number * SIDE_M) % (4 * SIDE_M), SIDE_M)
        corners = ((-1, -1, 0, 1), (-1, 1, 1, 0), (1, 1, 0, -1), (1, -1, -1, 0))  # East, north, and which way on.
        east, north, to_east, to_north = corners[side]
        half = SIDE_M // 2
        point = room.host.places.point(east * half + to_east * along, north * half + to_north * along)
        moved = bool(room.host.move(person.user_id, point.lat_e7, point.lng_e7, side * 90)) or moved
    return moved
