"""Places in memory: the same questions and refusals as the real host's, over a small made city; shares by a topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from miniapp import limits
from miniapp.places import Place, Point, distance_m
from miniapp.testing import _fake_city as city
from miniapp.testing._refused import Refused

SCOPE = "places.position"
Told = dict[str, Any]
_FOUND = 20
_BEGUN, _EXACT = 1, 2


class FakePlaces:
    """The city, and who shares their position with which topic until when.

    Streets form a grid around `center`, 500 metres apart and 2 km each way; `point(300, -500)` is so many metres east
    and north of the middle, `place("airport")` the first of a kind. Nothing leads to a point in `cut_off`.
    """

    def __init__(self) -> None:
        self.center = city.CENTER
        self.cut_off: set[Point] = set()
        self.shares: dict[tuple[str, str], int] = {}  # (user, topic) → when it ends, in Unix milliseconds

    @property
    def map(self) -> Told:
        """The city as clients draw it."""
        return city.map_of()

    # --- what a test uses ---

    def point(self, east_m: float = 0, north_m: float = 0) -> Point:
        """So many metres east and north of the city's middle."""
        return city.point(east_m, north_m)

    def place(self, kind: str, number: int = 1) -> Place:
        """A place of that kind, as a user would pick it."""
        told = next(each.told for each in city.PLACES if each.told["place_id"] == f"plc_{kind}_{number}")
        address = told["address"]
        names = (told["name_ar"], told["name_en"], address["text_ar"], address["text_en"])
        return Place(_point(told["point"]), *names, kind, told["place_id"])

    def spot(self, point: Point) -> Place:
        """A spot of the map, as a user would pick it: an address without a name."""
        address = city.address(_snapped("point", point))
        return Place(point, address_ar=address["text_ar"], address_en=address["text_en"])

    def shared_by(self, user: str, now_ms: int) -> list[str]:
        """The topics their device tells its position now."""
        return sorted(topic for (name, topic), until_ms in self.shares.items() if name == user and until_ms > now_ms)

    # --- what the host answers ---

    def call(self, method: str, request: Mapping[str, Any], *, user: str | None, now_ms: int) -> Told:
        """The answer to a host call; Refused."""
        if method in _ANSWERS:
            return _ANSWERS[method](self, request)
        if user is None:
            raise Refused("NO_USER", "an app by itself has no position")
        key = (user, str(request["topic"]))
        if method == "StopSharing":
            self.shares.pop(key, None)
            return {}
        until_ms = self.shares[key] = now_ms + int(request["for_s"]) * 1000
        return {"share": {"share_id": f"shr_{len(self.shares)}", "until_ms": str(until_ms)}}

    def _city(self, _: Mapping[str, Any]) -> Told:
        name_ar, name_en = city.NAME
        center = {"lat_e7": city.CENTER.lat_e7, "lng_e7": city.CENTER.lng_e7}
        return {
            "name_ar": name_ar,
            "name_en": name_en,
            "center": center,
            "made_from_ar": city.MADE_FROM[0],
            "made_from_en": city.MADE_FROM[1],
        }

    def _find(self, request: Mapping[str, Any]) -> Told:
        asked, kinds = city.folded(str(request.get("query", ""))), set(request.get("kinds") or ())
        center = _point(request["near"]) if request.get("near") else city.CENTER
        hits = []
        for at, standing in enumerate(city.EVERYTHING if asked else city.PLACES):
            score = _score(asked, standing.words)
            if score is not None and (not kinds or standing.told.get("kind") in kinds):
                away_m = distance_m(center, _point(standing.told["point"]))
                hits.append((-score, away_m, at, standing.told | {"away_m": away_m}))
        hits.sort(key=lambda hit: hit[:3])
        most = int(request.get("page_size") or _FOUND)
        return {"places": [hit[3] for hit in hits[: min(most, limits.PLACES_FOUND_MAX)]]}

    def _address(self, request: Mapping[str, Any]) -> Told:
        return {"address": city.address(_snapped("point", _point(request["point"])))}

    def _route(self, request: Mapping[str, Any]) -> Told:
        asked = [("from", request["from"])]
        asked += [(f"via[{number}]", point) for number, point in enumerate(request.get("via") or ())]
        asked.append(("to", request["to"]))
        spots = [_snapped(field, _point(point)) for field, point in asked]
        if self.cut_off & {_point(point) for _, point in asked[1:]}:
            raise Refused("ROUTE_NOT_FOUND", "one-way streets let nobody through")
        line: list[tuple[float, float]] = []
        steps: list[list[int]] = []
        for start, end in pairwise(spots):
            corners, stretches = city.way(start, end)
            line += corners if not line else corners[1:]
            for street, length in stretches:
                if steps and steps[-1][0] == street:
                    steps[-1][1] += length
                else:
                    steps.append([street, length])
        return {"route": _told_route(line, steps)}


_ANSWERS: dict[str, Callable[[FakePlaces, Mapping[str, Any]], Told]] = {
    "GetCity": FakePlaces._city,
    "FindPlaces": FakePlaces._find,
    "GetAddress": FakePlaces._address,
    "GetRoute": FakePlaces._route,
}
METHODS = frozenset({*_ANSWERS, "SharePosition", "StopSharing"})


def _told_route(line: list[tuple[float, float]], steps: list[list[int]]) -> Told:
    length = sum(metres for _, metres in steps)
    points = [city.point(*at) for at in line]
    return {
        "length_m": length, "duration_s": max(1, round(length / city.METRES_A_S)),
        "line": [{"lat_e7": point.lat_e7, "lng_e7": point.lng_e7} for point in points],
        "steps": [
            {"street_ar": city.STREETS[street][0], "street_en": city.STREETS[street][1], "length_m": metres}
            for street, metres in steps
        ],
    }  # fmt: skip


def _score(asked: list[str], known: frozenset[str]) -> int | None:
    """How well the words fit; None where one does not. Of the last one the beginning is enough."""
    score = 0
    for number, word in enumerate(asked):
        if word in known:
            score += _EXACT
        elif number == len(asked) - 1 and any(each.startswith(word) for each in known):
            score += _BEGUN
        else:
            return None
    return score


def _snapped(field: str, point: Point) -> city.Spot:
    spot = city.snap(point)
    if spot is None:
        raise Refused("POINT_OUTSIDE_CITY", f"{field}: there is no street near this point", field=field)
    return spot


def _point(told: Mapping[str, Any]) -> Point:
    return Point(int(told.get("lat_e7", 0)), int(told.get("lng_e7", 0)))
