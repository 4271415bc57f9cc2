"""Where things are, how to get there, and where somebody is who lets the app know. Scope places.position only to share.

Every host has one city. What an app asks about it is the same for everybody and needs no yes; screens may ask too.

    for found in places.find("صيدلية", near=here, limit=5):
        ...
    way = places.route(here, there)  # length_m, duration_s, line for ui.Map, steps

A position is shared by the user's own device with a topic of the app, for as long as the app says and the user lets it:
the host shows them that it is, and they may end it at any moment. It goes to the open screens of the app that have the
topic as a marker's `live`, and wakes no code: no event runs, nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import Any, Final

from miniapp import _event, _host, limits
from miniapp.errors import InvalidArgument, NoUser
from miniapp.values import Text, from_ms

KINDS: Final = (
    "restaurant", "cafe", "mosque", "pharmacy", "clinic", "barber", "supermarket", "mall", "school", "university",
    "hotel", "field", "petrol", "bank", "museum", "library", "station", "airport",
)  # fmt: skip
_KIND = "PLACE_KIND_"
_METRES_PER_E7 = 111_320.0 / 10_000_000


@dataclass(frozen=True, slots=True)
class Point:
    """Somewhere on the ground: whole degrees × 10⁷, about a centimetre."""

    lat_e7: int
    lng_e7: int


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere with a name, an address or both, as found or as a user picked it. May be kept.

    `kind` is one of KINDS, or empty: a street, or a spot on the map. `away_m` is from where it was looked for.
    """

    point: Point
    name_ar: str = ""
    name_en: str = ""
    address_ar: str = ""
    address_en: str = ""
    kind: str = ""
    place_id: str = ""
    away_m: int = 0

    @property
    def text(self) -> Text:
        """What to call it: its name, or its address where it has none."""
        return Text(self.name_ar, self.name_en) if self.name_ar or self.name_en else self.address

    @property
    def address(self) -> Text:
        """Street, number and district."""
        return Text(self.address_ar, self.address_en)


@dataclass(frozen=True, slots=True)
class RouteStep:
    """So far along one street."""

    street: Text
    length_m: int


@dataclass(frozen=True, slots=True)
class Route:
    """A way by the streets; the seconds are of empty ones. `line` is what ui.Map draws."""

    length_m: int
    duration_s: int
    line: tuple[Point, ...]
    steps: tuple[RouteStep, ...]


@dataclass(frozen=True, slots=True)
class City:
    """The city of this host; `made_from` is said beside its map."""

    name: Text
    center: Point
    made_from: Text


def city() -> City:
    """What the city is called and where its middle is."""
    told = _host.call("places", "GetCity", {})
    return City(_both(told, "name"), _point_of(told.get("center")), _both(told, "made_from"))


def find(query: str = "", *, near: Point | None = None, kinds: Sequence[str] = (), limit: int = 20) -> list[Place]:
    """Places and streets by words in either language, best first and nearest among equals; the last may be only begun.

    Without words whatever is nearest of those kinds. `near` is the city's middle where it is left out.
    """
    if not isinstance(query, str) or len(query) > limits.PLACES_QUERY_CHARS_MAX:
        raise InvalidArgument(f"query is text of at most {limits.PLACES_QUERY_CHARS_MAX} characters", field="query")
    if type(limit) is not int or not 1 <= limit <= limits.PLACES_FOUND_MAX:
        raise InvalidArgument(f"limit is 1 to {limits.PLACES_FOUND_MAX}, not {limit!r}", field="limit")
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or isinstance(kinds, str):
        wrong = unknown[0] if unknown else kinds
        raise InvalidArgument(f"kinds are some of {', '.join(KINDS)}, in a list; not {wrong!r}", field="kinds")
    request: dict[str, Any] = {"query": query, "page_size": limit}
    if kinds:
        request["kinds"] = [_KIND + kind.upper() for kind in dict.fromkeys(kinds)]
    if near is not None:
        request["near"] = _point_json("near", near)
    return [_place_of(one) for one in _host.call("places", "FindPlaces", request).get("places") or ()]


def address(point: Point) -> Place:
    """Where a point is, in words: the nearest street with a number, and its district. PointOutsideCity."""
    told = _host.call("places", "GetAddress", {"point": _point_json("point", point)})["address"]
    return Place(point, address_ar=told.get("text_ar", ""), address_en=told.get("text_en", ""))


def route(start: Point, end: Point, *, via: Sequence[Point] = ()) -> Route:
    """The quickest way by the streets, through `via` in order. PointOutsideCity, RouteNotFound."""
    if len(via) > limits.ROUTE_VIA_MAX:
        raise InvalidArgument(f"a route goes through {limits.ROUTE_VIA_MAX} points at most", field="via")
    request: dict[str, Any] = {"from": _point_json("start", start), "to": _point_json("end", end)}
    if via:
        request["via"] = [_point_json("via", point) for point in via]
    told = _host.call("places", "GetRoute", request)["route"]
    steps = (RouteStep(_both(step, "street"), int(step.get("length_m", 0))) for step in told.get("steps") or ())
    line = tuple(_point_of(point) for point in told.get("line") or ())
    return Route(int(told.get("length_m", 0)), int(told.get("duration_s", 0)), line, tuple(steps))


def distance_m(a: Point, b: Point) -> int:
    """Metres between the two, as the crow flies; asks nobody."""
    middle = radians((a.lat_e7 + b.lat_e7) / 20_000_000)
    east = (a.lng_e7 - b.lng_e7) * _METRES_PER_E7 * cos(middle)
    return round(hypot(east, (a.lat_e7 - b.lat_e7) * _METRES_PER_E7))


def share_position(topic: str, *, length: timedelta) -> datetime:
    """Has the user's own device tell the topic where it is, until the moment that is answered; they may end it before.

    Open screens get {"lat_e7", "lng_e7", "heading_deg", "at_ms"}, about once a second, as the value of the topic: a
    marker of ui.Map whose `live` it is moves by itself. Acts at once. The newest share of a user and topic replaces the
    one before. The first one asks the user; ScopeDenied when they said no. NoUser in a timer.
    """
    least, most = limits.SHARE_S_MIN, limits.SHARE_S_MAX
    if not isinstance(length, timedelta) or not least <= length.total_seconds() <= most:
        raise InvalidArgument(f"length is a timedelta of {least} seconds to {most // 3600} hours", field="length")
    request = {"topic": _topic(topic), "for_s": int(length.total_seconds())}
    shared = _host.call("places-position", "SharePosition", request, writes=True)
    return from_ms(int(shared["share"]["until_ms"]))


def stop_sharing(topic: str) -> None:
    """Ends the user's share with the topic; harmless where there is none. NoUser in a timer."""
    _host.call("places-position", "StopSharing", {"topic": _topic(topic)}, writes=True)


def _topic(topic: object) -> str:
    if not _event.current().user:
        raise NoUser("a timer has no user whose device could say where it is")
    if not isinstance(topic, str) or not topic.strip() or len(topic) > limits.TOPIC_CHARS_MAX:
        raise InvalidArgument(f"topic is text of 1 to {limits.TOPIC_CHARS_MAX} characters", field="topic")
    return topic


def _point_json(field: str, point: object) -> dict[str, int]:
    if not isinstance(point, Point):
        raise InvalidArgument(f"{field} is a places.Point, such as found.point, not {point!r}", field=field)
    return {"lat_e7": point.lat_e7, "lng_e7": point.lng_e7}


def _point_of(told: Any) -> Point:
    told = told or {}
    return Point(int(told.get("lat_e7", 0)), int(told.get("lng_e7", 0)))


def _place_of(told: Any) -> Place:
    at, kind = told.get("address") or {}, str(told.get("kind", "")).removeprefix(_KIND).lower()
    return Place(
        _point_of(told.get("point")), told.get("name_ar", ""), told.get("name_en", ""), at.get("text_ar", ""),
        at.get("text_en", ""), kind if kind in KINDS else "", told.get("place_id", ""), int(told.get("away_m", 0)),
    )  # fmt: skip


def _both(told: Any, name: str) -> Text:
    return Text(told.get(f"{name}_ar", ""), told.get(f"{name}_en", ""))
