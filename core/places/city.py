"""A city as every part of the slice knows it: streets to drive, areas to draw, places to find. Values only, pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from core.places.geometry import Point

RANKS = ("highway", "main", "street", "lane")  # From the widest; what a small map leaves out first is last.
AREA_KINDS = ("district", "park", "water", "market")
PLACE_KINDS = (
    "restaurant", "cafe", "mosque", "pharmacy", "clinic", "barber", "supermarket", "mall", "school", "university",
    "hotel", "field", "petrol", "bank", "museum", "library", "station", "airport",
)  # fmt: skip


class Street(NamedTuple):
    """A name over any number of edges."""

    name_ar: str
    name_en: str
    rank: str


class Edge(NamedTuple):
    """A stretch from one crossing to the next; `first_number` is the house number where it begins."""

    start: int
    end: int
    street: int
    length_m: int
    speed_kmh: int
    one_way: bool
    first_number: int


class Area(NamedTuple):
    """Something drawn as a surface."""

    kind: str
    name_ar: str
    name_en: str
    outline: tuple[Point, ...]


class Place(NamedTuple):
    """Somewhere people go; `edge` is the stretch it stands on."""

    id: str
    kind: str
    name_ar: str
    name_en: str
    point: Point
    edge: int
    number: int


@dataclass(frozen=True, slots=True)
class City:
    """Everything there is. Edges name nodes and streets by their place in the lists."""

    name_ar: str
    name_en: str
    center: Point
    nodes: tuple[Point, ...]
    streets: tuple[Street, ...]
    edges: tuple[Edge, ...]
    areas: tuple[Area, ...] = ()
    places: tuple[Place, ...] = ()
    made_from_ar: str = ""  # Where the pack comes from, said beside the map.
    made_from_en: str = ""
