"""From somewhere to somewhere by the streets: the quickest way, how far it is and how long it takes. Pure.

A* over the nodes, with the time as the crow flies at the fastest speed there is as what is left at least. Every
crossing costs a few seconds, so that a way through twenty lanes is not the quicker one; where a street only bends it
costs none. Times are of an empty street.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from core.places.city import City
from core.places.geometry import Plane, Point, nearest_on

CROSSING_S = 4.0
BEND_EDGES_MAX = 2  # A node with more is a crossing.
WALK_M_S = 1.3  # From the door to the street.
BUCKET_M = 300.0
SNAP_RINGS = 40  # Buckets looked through around a point: beyond that it is not in this city.


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on the streets a point is: so far along an edge (0 to 1), and how far off."""

    edge: int
    along: float
    away_m: float
    point: Point


@dataclass(frozen=True, slots=True)
class Step:
    """So far along one street."""

    street: int
    length_m: int


@dataclass(frozen=True, slots=True)
class Way:
    """A route: metres, seconds, the line it follows, and its streets in order."""

    length_m: int
    duration_s: int
    line: tuple[Point, ...]
    steps: tuple[Step, ...]


class Roads:
    """The streets of one city, made once; every question afterwards leaves it as it was."""

    def __init__(self, city: City) -> None:
        self._city = city
        self.plane = Plane(city.center)
        self._metres = [self.plane.metres(point) for point in city.nodes]
        # (node, seconds to have passed it, edge)
        self._onward: list[list[tuple[int, float, int]]] = [[] for _ in city.nodes]
        self._buckets: dict[tuple[int, int], list[int]] = {}
        met = Counter(node for edge in city.edges for node in (edge.start, edge.end))
        self.waits_s = [CROSSING_S if met[node] > BEND_EDGES_MAX else 0.0 for node in range(len(city.nodes))]
        for at, edge in enumerate(city.edges):
            seconds = edge.length_m / (edge.speed_kmh / 3.6)
            self._onward[edge.start].append((edge.end, seconds + self.waits_s[edge.end], at))
            if not edge.one_way:
                self._onward[edge.end].append((edge.start, seconds + self.waits_s[edge.start], at))
            for bucket in self._along(at):
                self._buckets.setdefault(bucket, []).append(at)
        self._fastest = max((edge.speed_kmh for edge in city.edges), default=1) / 3.6

    def snap(self, point: Point) -> Spot | None:
        """The nearest stretch of street; None where there is none for kilometres."""
        east, north = self.plane.metres(point)
        column, row = int(east // BUCKET_M), int(north // BUCKET_M)
        best: Spot | None = None
        for ring in range(SNAP_RINGS):
            if best is not None and (ring - 1) * BUCKET_M > best.away_m:
                break
            for bucket in _around(column, row, ring):
                for at in self._buckets.get(bucket, ()):
                    edge = self._city.edges[at]
                    along, away = nearest_on((east, north), self._metres[edge.start], self._metres[edge.end])
                    if best is None or away < best.away_m:
                        best = Spot(at, along, away, self._on(at, along))
        return best

    def way(self, start: Spot, end: Spot) -> Way | None:
        """The quickest way; None where one-way streets let nobody through."""
        came = self._search(start, end)
        if came is None:
            return None
        nodes, seconds = came
        line = [start.point, *(self._city.nodes[node] for node in nodes), end.point]
        steps, length = self._steps(start, end, nodes)
        walked = (start.away_m + end.away_m) / WALK_M_S
        return Way(length, max(1, round(seconds + walked)), tuple(_without_repeats(line)), tuple(steps))

    def _search(self, start: Spot, end: Spot) -> tuple[list[int], float] | None:
        """The crossings on the way and the seconds; none of either on the same stretch."""
        ahead = self._directly(start, end)
        goals = dict(self._entries(end))
        least: dict[int, float] = {}
        before: dict[int, int] = {}
        waiting: list[tuple[float, float, int]] = []
        to_go = self.plane.metres(end.point)
        for node, seconds in self._exits(start):
            least[node] = seconds
            heappush(waiting, (seconds + self._at_least(node, to_go), seconds, node))
        best, best_node = (ahead, -1) if ahead is not None else (float("inf"), -1)
        metres, onward, fastest, far = self._metres, self._onward, self._fastest, float("inf")
        while waiting and waiting[0][0] < best:
            _, seconds, node = heappop(waiting)
            if seconds > least[node]:
                continue
            last = goals.get(node)
            if last is not None and seconds + last < best:
                best, best_node = seconds + last, node
            for after, cost, _ in onward[node]:
                reached = seconds + cost
                if reached < least.get(after, far):
                    least[after], before[after] = reached, node
                    # A call for each would be half of all the work here.
                    east, north = metres[after]
                    left = ((east - to_go[0]) ** 2 + (north - to_go[1]) ** 2) ** 0.5 / fastest
                    heappush(waiting, (reached + left, reached, after))
        if best == float("inf"):
            return None
        nodes: list[int] = []
        while best_node >= 0:
            nodes.append(best_node)
            best_node = before.get(best_node, -1)
        return nodes[::-1], best

    def _directly(self, start: Spot, end: Spot) -> float | None:
        """Seconds along the one stretch both are on, if one may drive it that way."""
        if start.edge != end.edge:
            return None
        edge = self._city.edges[start.edge]
        if edge.one_way and end.along < start.along:
            return None
        return abs(end.along - start.along) * edge.length_m / (edge.speed_kmh / 3.6)

    def _exits(self, spot: Spot) -> list[tuple[int, float]]:
        """The crossings one comes to first, and when."""
        edge = self._city.edges[spot.edge]
        whole = edge.length_m / (edge.speed_kmh / 3.6)
        ends = [(edge.end, (1 - spot.along) * whole)]
        return ends if edge.one_way else [*ends, (edge.start, spot.along * whole)]

    def _entries(self, spot: Spot) -> list[tuple[int, float]]:
        """The crossings from which one gets there, and how soon."""
        edge = self._city.edges[spot.edge]
        whole = edge.length_m / (edge.speed_kmh / 3.6)
        ends = [(edge.start, spot.along * whole)]
        return ends if edge.one_way else [*ends, (edge.end, (1 - spot.along) * whole)]

    def _at_least(self, node: int, to_go: tuple[float, float]) -> float:
        east, north = self._metres[node]
        east, north = east - to_go[0], north - to_go[1]
        return float((east * east + north * north) ** 0.5) / self._fastest

    def _steps(self, start: Spot, end: Spot, nodes: list[int]) -> tuple[list[Step], int]:
        edges = self._city.edges
        if not nodes:
            edge = edges[start.edge]
            length = round(abs(end.along - start.along) * edge.length_m)
            return [Step(edge.street, length)], length
        taken = [(edges[start.edge].street, self._part(start, nodes[0]))]
        for here, there in pairwise(nodes):
            at = min((at for node, _, at in self._onward[here] if node == there), key=lambda at: edges[at].length_m)
            taken.append((edges[at].street, float(edges[at].length_m)))
        taken.append((edges[end.edge].street, self._part(end, nodes[-1])))
        steps: list[Step] = []
        for street, metres in taken:
            if steps and steps[-1].street == street:
                steps[-1] = Step(street, steps[-1].length_m + round(metres))
            elif round(metres):
                steps.append(Step(street, round(metres)))
        return steps, sum(step.length_m for step in steps)

    def _part(self, spot: Spot, node: int) -> float:
        """Metres between a spot and the crossing at one end of its stretch."""
        edge = self._city.edges[spot.edge]
        return edge.length_m * (spot.along if node == edge.start else 1 - spot.along)

    def _on(self, at: int, along: float) -> Point:
        edge = self._city.edges[at]
        (east, north), (east_end, north_end) = self._metres[edge.start], self._metres[edge.end]
        return self.plane.point(east + (east_end - east) * along, north + (north_end - north) * along)

    def _along(self, at: int) -> set[tuple[int, int]]:
        """The buckets a stretch goes through."""
        edge = self._city.edges[at]
        (east, north), (east_end, north_end) = self._metres[edge.start], self._metres[edge.end]
        parts = 1 + int(max(abs(east_end - east), abs(north_end - north)) // (BUCKET_M / 2))
        spots = (
            (east + (east_end - east) * n / parts, north + (north_end - north) * n / parts) for n in range(parts + 1)
        )
        return {(int(x // BUCKET_M), int(y // BUCKET_M)) for x, y in spots}


def _around(column: int, row: int, ring: int) -> list[tuple[int, int]]:
    """The buckets at that distance, all around."""
    if not ring:
        return [(column, row)]
    sides = range(-ring, ring + 1)
    top = [(column + x, row + y) for x in sides for y in (-ring, ring)]
    return top + [(column + x, row + y) for y in range(-ring + 1, ring) for x in (-ring, ring)]


def _without_repeats(line: list[Point]) -> list[Point]:
    return [point for at, point in enumerate(line) if not at or point != line[at - 1]]
