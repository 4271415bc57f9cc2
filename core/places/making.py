"""Makes a city out of a number: rings and radials, lanes between them, a wadi with bridges, parks, places. Pure.

The same seed gives the same city, to the last house number, on every machine. Nothing of it exists anywhere.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.places import city_words as words
from core.places.city import Area, City, Edge, Place, Street
from core.places.geometry import Plane, Point

CENTER = Point(245_000_000, 470_000_000)
HALF_RINGS, HALF_RADIALS = 16, 48  # Every other one is a road, those between are lanes.
RING_M = 260.0  # From a half ring to the next, growing outwards.
INNER_RING = 6  # Only a third of the radials go on inside of it.
_SPEEDS = {"highway": 90, "main": 60, "street": 50, "lane": 30}
# Kind → how many in a thousand stretches, how near the middle (0 anywhere, 1 only there).
_SHARES = {
    "restaurant": (95, 0.5), "cafe": (70, 0.5), "mosque": (60, 0.1), "pharmacy": (35, 0.2), "clinic": (25, 0.2),
    "barber": (35, 0.3), "supermarket": (35, 0.1), "mall": (8, 0.0), "school": (30, 0.0), "hotel": (16, 0.6),
    "field": (14, 0.0), "petrol": (22, 0.0), "bank": (25, 0.7), "museum": (6, 0.8), "library": (6, 0.4),
    "university": (3, 0.0),
}  # fmt: skip
Cell = tuple[int, int]


@dataclass(slots=True)
class _Draft:
    """What is there so far."""

    chance: random.Random
    plane: Plane
    metres: dict[Cell, tuple[float, float]] = field(default_factory=dict)
    stretches: list[tuple[Cell, Cell, int, bool]] = field(default_factory=list)
    streets: list[Street] = field(default_factory=list)
    known: dict[tuple[str, int], int] = field(default_factory=dict)

    def street(self, of: tuple[str, int], name: words.Pair, rank: str) -> int:
        if of not in self.known:
            self.known[of] = len(self.streets)
            self.streets.append(Street(*name, rank))
        return self.known[of]


def make_city(seed: int = 7) -> City:
    """The city of that number."""
    draft = _Draft(random.Random(seed), Plane(CENTER))
    _lay_out(draft)
    _rings(draft)
    _radials(draft)
    kept = _largest_circuit(draft)
    nodes = sorted(kept)
    number = {cell: at for at, cell in enumerate(nodes)}
    edges = tuple(_edges(draft, number))
    crossings = tuple(draft.plane.point(*draft.metres[cell]) for cell in nodes)
    return City(
        *words.CITY, CENTER, crossings, tuple(draft.streets), edges,
        tuple(_areas(draft)), tuple(_places(draft, nodes, edges)), *words.MADE,
    )  # fmt: skip


def _ring_m(ring: float) -> float:
    return RING_M * ring * (1 + ring * 0.012)


def _lay_out(draft: _Draft) -> None:
    """Where each crossing is: nearly on its ring and radial, as towns grow."""
    step = 2 * math.pi / HALF_RADIALS
    for ring in range(1, HALF_RINGS + 1):
        for radial in range(HALF_RADIALS):
            far = _ring_m(ring) * (1 + draft.chance.uniform(-0.03, 0.03))
            turn = (radial + draft.chance.uniform(-0.18, 0.18)) * step
            draft.metres[ring, radial] = far * math.sin(turn), far * math.cos(turn)


def _exists(ring: int, radial: int) -> bool:
    """Near the middle only every sixth half radial goes on."""
    return radial % 6 == 0 or (ring >= INNER_RING - 2 and radial % 2 == 0) or ring >= INNER_RING


def _rings(draft: _Draft) -> None:
    for ring in range(1, HALF_RINGS + 1):
        is_road = ring % 2 == 0
        on_it = [radial for radial in range(HALF_RADIALS) if _exists(ring, radial)]
        for at, radial in enumerate(on_it):
            after = on_it[(at + 1) % len(on_it)]
            if is_road:
                rank = "highway" if ring == HALF_RINGS else "main" if ring % 4 == 0 else "street"
                street = draft.street(("ring", ring), words.RINGS[ring // 2 - 1], rank)
                _stretch(draft, (ring, radial), (ring, after), street, one_way=ring == 2)
            elif ring > 1 and draft.chance.random() < 0.82:
                lane = 40 + (ring // 2) * 8 + radial * 8 // HALF_RADIALS
                street = draft.street(("lane", lane), _lane_name(lane), "lane")
                ends = (ring, radial), (ring, after)
                one_way = lane % 3 == 0
                _stretch(draft, *(ends if lane % 2 else ends[::-1]), street, one_way=one_way)


def _radials(draft: _Draft) -> None:
    for radial in range(HALF_RADIALS):
        is_road = radial % 2 == 0
        for ring in range(1, HALF_RINGS):
            if not (_exists(ring, radial) and _exists(ring + 1, radial)):
                continue
            if is_road:
                rank = "main" if radial % 6 == 0 else "street"
                street = draft.street(("radial", radial), words.RADIALS[radial // 2], rank)
                _stretch(draft, (ring, radial), (ring + 1, radial), street)
            elif draft.chance.random() < 0.74:
                lane = 200 + radial
                street = draft.street(("lane", lane), _lane_name(lane), "lane")
                _stretch(draft, (ring, radial), (ring + 1, radial), street, one_way=radial % 5 == 0)


def _lane_name(lane: int) -> words.Pair:
    name_ar, name_en = words.LANES[lane * 7 % len(words.LANES)]
    if lane % 2:
        return f"زقاق {name_ar}", f"{name_en} Lane"
    return f"شارع {name_ar}", f"{name_en} Street"


def _stretch(draft: _Draft, start: Cell, end: Cell, street: int, *, one_way: bool = False) -> None:
    """Only roads have bridges: a lane ends at the wadi."""
    if draft.streets[street].rank == "lane" and _crosses_wadi(draft.metres[start], draft.metres[end]):
        return
    draft.stretches.append((start, end, street, one_way))


def _wadi_north(east: float) -> float:
    """The middle of the wadi: it winds through the south of the city."""
    return -1_150.0 + 420.0 * math.sin(east / 1_300.0) + 0.12 * east


def _crosses_wadi(start: tuple[float, float], end: tuple[float, float]) -> bool:
    return (start[1] > _wadi_north(start[0])) != (end[1] > _wadi_north(end[0]))


def _largest_circuit(draft: _Draft) -> set[Cell]:
    """The crossings from which one can drive to every other and back, one-way streets and all."""
    onward: dict[Cell, list[Cell]] = {}
    backward: dict[Cell, list[Cell]] = {}
    for start, end, _, one_way in draft.stretches:
        onward.setdefault(start, []).append(end)
        backward.setdefault(end, []).append(start)
        if not one_way:
            onward.setdefault(end, []).append(start)
            backward.setdefault(start, []).append(end)
    middle = (4, 0)
    return _reached(onward, middle) & _reached(backward, middle)


def _reached(along: dict[Cell, list[Cell]], start: Cell) -> set[Cell]:
    found, waiting = {start}, [start]
    while waiting:
        for cell in along.get(waiting.pop(), ()):
            if cell not in found:
                found.add(cell)
                waiting.append(cell)
    return found


def _edges(draft: _Draft, number: dict[Cell, int]) -> Iterator[Edge]:
    """Stretches between kept crossings; houses are counted along each street, one every twelve metres."""
    walked: dict[int, float] = {}
    for start, end, street, one_way in draft.stretches:
        if start in number and end in number:
            length = math.dist(draft.metres[start], draft.metres[end])
            first = 1 + int(walked.get(street, 0.0) / 12)
            walked[street] = walked.get(street, 0.0) + length
            speed = _SPEEDS[draft.streets[street].rank]
            yield Edge(number[start], number[end], street, max(1, round(length)), speed, one_way, first)


# Surfaces


def _areas(draft: _Draft) -> Iterator[Area]:
    yield from _districts(draft)
    yield from _parks(draft)
    bank = [(east, _wadi_north(east)) for east in range(-6_000, 6_001, 150)]
    north = [draft.plane.point(east, middle + 45) for east, middle in bank]
    south = [draft.plane.point(east, middle - 45) for east, middle in reversed(bank)]
    yield Area("water", *words.WADI, (*north, *south))


def _districts(draft: _Draft) -> Iterator[Area]:
    """The middle, and three bands of eight."""
    names = iter(words.DISTRICTS)
    yield Area("market", *next(names), tuple(_arc(draft, _ring_m(2), 0.0, 2 * math.pi)))
    for inner, outer in ((2, 7), (7, 12), (12, HALF_RINGS)):
        for eighth in range(8):
            begin, end = eighth * math.pi / 4, (eighth + 1) * math.pi / 4
            far, near = _arc(draft, _ring_m(outer), begin, end), _arc(draft, _ring_m(inner), begin, end)
            yield Area("district", *next(names), (*far, *reversed(near)))


def _arc(draft: _Draft, radius: float, begin: float, end: float) -> list[Point]:
    turns = [begin + (end - begin) * step / 12 for step in range(13)]
    return [draft.plane.point(radius * math.sin(turn), radius * math.cos(turn)) for turn in turns]


def _parks(draft: _Draft) -> Iterator[Area]:
    """Between a road and the lane behind it."""
    spots = ((8, 5), (10, 15), (8, 27), (12, 33), (10, 41), (13, 21))
    for name, (ring, radial) in zip(words.PARKS, spots, strict=True):
        corners = [(ring, radial), (ring + 1, radial), (ring + 1, radial + 1), (ring, radial + 1)]
        middle = [sum(draft.metres[cell][side] for cell in corners) / 4 for side in (0, 1)]
        inset = [
            tuple(middle[side] + (draft.metres[cell][side] - middle[side]) * 0.82 for side in (0, 1))
            for cell in corners
        ]
        yield Area("park", *name, tuple(draft.plane.point(east, north) for east, north in inset))


# Places


def _places(draft: _Draft, nodes: list[Cell], edges: tuple[Edge, ...]) -> Iterator[Place]:
    """Beside the streets, each with a name of its own among its kind."""
    taken: dict[str, int] = {}
    edge_of = _far_edges(draft, nodes, edges)
    for at, edge in enumerate(edges):
        here, there = draft.metres[nodes[edge.start]], draft.metres[nodes[edge.end]]
        far = math.hypot(here[0] + there[0], here[1] + there[1]) / 2 / _ring_m(HALF_RINGS)
        for kind, (share, inward) in _SHARES.items():
            likely = share / 1_000 * (1 - inward + inward * 2 * max(0.0, 1 - far * 1.6))
            if draft.chance.random() < likely:
                yield _place(draft, taken, kind, at, edge, (here, there))
    for kind, at in edge_of.items():
        ends = draft.metres[nodes[edges[at].start]], draft.metres[nodes[edges[at].end]]
        yield _place(draft, taken, kind, at, edges[at], ends)


def _far_edges(draft: _Draft, nodes: list[Cell], edges: tuple[Edge, ...]) -> dict[str, int]:
    """One station in the middle, one airport at the edge."""
    outer = [at for at, edge in enumerate(edges) if nodes[edge.start][0] == HALF_RINGS == nodes[edge.end][0]]
    inner = [at for at, edge in enumerate(edges) if nodes[edge.start][0] == 4 == nodes[edge.end][0]]
    return {"station": inner[len(inner) // 3], "airport": outer[len(outer) // 4]}


def _place(
    draft: _Draft, taken: dict[str, int], kind: str, at: int, edge: Edge, ends: tuple[tuple[float, float], ...]
) -> Place:  # fmt: skip
    count = taken[kind] = taken.get(kind, -1) + 1
    kind_ar, kind_en = words.KINDS[kind]
    name_ar, name_en = words.NAMES[(count * 7 + len(kind)) % len(words.NAMES)]
    again = count // len(words.NAMES)
    more_ar, more_en = (f" {again + 1}", f" {again + 1}") if again else ("", "")
    along, side = draft.chance.uniform(0.15, 0.85), draft.chance.choice((-16.0, 16.0))
    (east, north), (east_end, north_end) = ends
    length = max(1.0, math.dist(*ends))
    east_off, north_off = (north_end - north) / length * side, (east - east_end) / length * side
    point = draft.plane.point(
        east + (east_end - east) * along + east_off, north + (north_end - north) * along + north_off
    )
    number = edge.first_number + int(edge.length_m * along / 12)
    named = (f"{kind_ar} {name_ar}{more_ar}", f"{name_en} {kind_en}{more_en}")
    return Place(f"plc_{kind}_{count + 1}", kind, *named, point, at, number)
