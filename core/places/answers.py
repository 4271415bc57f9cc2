"""What places knows, as the messages its callers read."""

from __future__ import annotations

from collections.abc import Sequence

from core.places.city import PLACE_KINDS, Street
from core.places.finding import Address, Found
from core.places.geometry import Point
from core.places.routing import Way
from core.places.store import Saved, Share
from majlis.places.v1 import places_service_pb2 as pb

KINDS = {pb.PlaceKind.Value(f"PLACE_KIND_{kind.upper()}"): kind for kind in PLACE_KINDS}
_NUMBERS = {kind: number for number, kind in KINDS.items()}


def read(given: pb.Point) -> Point:
    return Point(given.lat_e7, given.lng_e7)


def point(of: Point) -> pb.Point:
    return pb.Point(lat_e7=of.lat_e7, lng_e7=of.lng_e7)


def address(of: Address) -> pb.Address:
    return pb.Address(text_ar=of.text("ar"), text_en=of.text("en"), point=point(of.point))


def found(of: Found) -> pb.Place:
    place = of.place
    return pb.Place(
        place_id=place.id if place else "", kind=_NUMBERS[place.kind] if place else pb.PLACE_KIND_UNSPECIFIED,
        name_ar=of.name_ar, name_en=of.name_en, point=point(place.point if place else of.address.point),
        address=address(of.address), away_m=of.away_m,
    )  # fmt: skip


def route(of: Way, streets: Sequence[Street]) -> pb.Route:
    steps = [
        pb.RouteStep(
            street_ar=streets[step.street].name_ar, street_en=streets[step.street].name_en, length_m=step.length_m
        )
        for step in of.steps
    ]
    return pb.Route(length_m=of.length_m, duration_s=of.duration_s, line=map(point, of.line), steps=steps)


def saved(of: Saved, where: Address | None) -> pb.SavedPlace:
    known = None if where is None else address(where)
    return pb.SavedPlace(name=of.name, icon=of.icon, point=point(of.point), address=known)


def share(of: Share) -> pb.Share:
    return pb.Share(share_id=of.share_id, app_id=of.app_id, until_ms=of.until_ms)
