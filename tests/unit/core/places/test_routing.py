"""The quickest way by the streets: found by another search too, lawful, and as long as what it says it is made of."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.places.city import City, Edge, Street
from core.places.geometry import Plane, Point, is_inside, nearest_on
from core.places.making import make_city
from core.places.routing import CROSSING_S, Roads

CITY = make_city(7)
ROADS = Roads(CITY)
PLANE = Plane(CITY.center)
places = st.sampled_from(CITY.places)


def _seconds(edge):
    return edge.length_m / (edge.speed_kmh / 3.6)


def _least_seconds(start, end):
    """Bellman-Ford over what one may drive: slow and obvious."""
    times = dict.fromkeys(range(len(CITY.nodes)), math.inf)
    for spot_edge, along in ((CITY.edges[start.edge], start.along),):
        times[spot_edge.end] = (1 - along) * _seconds(spot_edge)
        if not spot_edge.one_way:
            times[spot_edge.start] = along * _seconds(spot_edge)
    changed = True
    while changed:
        changed = False
        for edge in CITY.edges:
            ways = [(edge.start, edge.end)] if edge.one_way else [(edge.start, edge.end), (edge.end, edge.start)]
            for here, there in ways:
                after = times[here] + _seconds(edge) + ROADS.waits_s[there]
                if after < times[there] - 1e-9:
                    times[there], changed = after, True
    edge = CITY.edges[end.edge]
    ends = [times[edge.start] + end.along * _seconds(edge)]
    if not edge.one_way:
        ends.append(times[edge.end] + (1 - end.along) * _seconds(edge))
    if start.edge == end.edge and (not edge.one_way or end.along >= start.along):
        ends.append(abs(end.along - start.along) * _seconds(edge))
    return min(ends)


@given(places, places)
def test_no_way_is_quicker(one, other):
    start, end = ROADS.snap(one.point), ROADS.snap(other.point)
    way = ROADS.way(start, end)
    walked = (start.away_m + end.away_m) / 1.3
    assert way.duration_s == pytest.approx(max(1, _least_seconds(start, end) + walked), abs=1)


@given(places, places)
def test_a_way_is_made_of_streets_that_follow_each_other(one, other):
    way = ROADS.way(ROADS.snap(one.point), ROADS.snap(other.point))
    assert way.length_m == sum(step.length_m for step in way.steps)
    drawn = sum(PLANE.distance(a, b) for a, b in zip(way.line, way.line[1:], strict=False))
    assert way.length_m == pytest.approx(drawn, rel=0.02, abs=25)
    assert all(a.street != b.street for a, b in zip(way.steps, way.steps[1:], strict=False))


def _cross(*, one_way):
    """Two crossings 1,000 m apart, east and west."""
    plane = Plane(Point(0, 0))
    nodes = (plane.point(0, 0), plane.point(1_000, 0))
    return City(
        "م", "c", Point(0, 0), nodes, (Street("ش", "S", "main"),), (Edge(0, 1, 0, 1_000, 36, one_way, 1),)
    ), plane


def test_one_way_is_one_way():
    city, plane = _cross(one_way=True)
    roads = Roads(city)
    west, east = roads.snap(plane.point(200, 0)), roads.snap(plane.point(800, 0))
    assert roads.way(west, east).duration_s == 60
    assert roads.way(east, west) is None


def test_both_ways_take_as_long():
    city, plane = _cross(one_way=False)
    roads = Roads(city)
    west, east = roads.snap(plane.point(200, 0)), roads.snap(plane.point(800, 0))
    assert roads.way(east, west).duration_s == roads.way(west, east).duration_s == 60


def test_a_bend_costs_no_time_and_a_crossing_does():
    """Streets of real cities are drawn with a point for every bend."""
    plane = Plane(Point(0, 0))
    nodes = (*(plane.point(east, 0) for east in (0, 500, 1_000, 1_500)), plane.point(1_000, 500))
    street = (Street("ش", "S", "main"),)
    stretches = [(0, 1), (1, 2), (2, 3), (2, 4)]
    for met, seconds in ((3, 150), (4, 150 + CROSSING_S)):
        edges = tuple(Edge(start, end, 0, 500, 36, False, 0) for start, end in stretches[:met])
        roads = Roads(City("م", "c", Point(0, 0), nodes, street, edges))
        way = roads.way(roads.snap(nodes[0]), roads.snap(nodes[3]))
        assert way.duration_s == seconds


def test_where_there_is_no_street_for_kilometres_there_is_no_spot():
    assert ROADS.snap(Point(0, 0)) is None


def test_the_nearest_of_a_stretch():
    assert nearest_on((5, 3), (0, 0), (10, 0)) == (0.5, 3.0)
    assert nearest_on((-5, 0), (0, 0), (10, 0)) == (0.0, 5.0)
    assert nearest_on((4, 3), (0, 0), (0, 0)) == (0.0, 5.0)


def test_inside_and_outside():
    square = [Point(0, 0), Point(0, 10), Point(10, 10), Point(10, 0)]
    assert is_inside(Point(5, 5), square)
    assert not is_inside(Point(15, 5), square)
    assert not is_inside(Point(5, -1), square)
