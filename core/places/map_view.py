"""The city as a client draws it: streets as lines by rank, areas as surfaces, places as points; small numbers. Pure.

JSON: {"center": [lat_e7, lng_e7], "streets": [[rank, name_ar, name_en, [line, …]], …],
"areas": [[kind, name_ar, name_en, line], …], "places": [[kind, name_ar, name_en, point], …]}. A line is one list of
numbers: metres east and north of the center, point after point.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from core.places.city import City
from core.places.geometry import Plane, Point


def map_json(city: City) -> bytes:
    """The same bytes for the same city."""
    plane = Plane(city.center)

    def line(points: Iterable[Point]) -> list[int]:
        return [round(metres) for point in points for metres in plane.metres(point)]

    lines: list[list[list[int]]] = [[] for _ in city.streets]
    for street, nodes in _chains(city):
        lines[street].append(line(city.nodes[node] for node in nodes))
    body = {
        "center": city.center,
        "streets": [[*street[2:], *street[:2], lines[at]] for at, street in enumerate(city.streets)],
        "areas": [[area.kind, area.name_ar, area.name_en, line(area.outline)] for area in city.areas],
        "places": [[place.kind, place.name_ar, place.name_en, line([place.point])] for place in city.places],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _chains(city: City) -> list[tuple[int, list[int]]]:
    """Stretches of one street that follow each other, as one list of crossings."""
    chains: list[tuple[int, list[int]]] = []
    for edge in city.edges:
        if chains and chains[-1][0] == edge.street and chains[-1][1][-1] == edge.start:
            chains[-1][1].append(edge.end)
        else:
            chains.append((edge.street, [edge.start, edge.end]))
    return chains
