"""What a mini-app's test saw is what its users get: the SDK's fake city and the real one keep the same promises.

The cities differ; each claim runs `miniapp.places` against both, the real one behind the border of the sandbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from core.kit.bus import InProcessBus
from core.kit.clock import ManualClock
from core.kit.db import connect
from core.kit.ids import IdMaker
from core.kit.rpc import Chain
from core.places.making import make_city
from core.places.positions import Positions
from core.places.service import PlacesService
from core.sandbox.buffer import EventBuffer
from core.sandbox.host_calls import EventContext, HostCalls
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from miniapp import _event, _host, places
from miniapp.errors import HostError, InvalidArgument, NoUser, PointOutsideCity, ReadOnly, ScopeDenied
from miniapp.testing import FakeHost
from miniapp.values import to_ms
from tests.support import ready_databases
from tests.support.yes import Yes

PLACES = "majlis.places.v1.PlacesService"
CITY = make_city()
NOWHERE = places.Point(0, 0)
HOUR = timedelta(hours=1)


class Fake:
    """The SDK's."""

    def __init__(self) -> None:
        self.host = FakeHost()
        self.now_ms = to_ms(self.host.now)

    async def run(self, act: Callable[[], object], *, user: str | None, granted: bool, screen: bool) -> None:
        self.host.grants[user or "", "places.position"] = granted
        before = _host.install(self.host)
        try:
            self.host.run(user, lambda: _as_event(act, user, screen), event_id="" if screen else "tap")
        finally:
            _host.install(before)


class Real:
    """The host's own, as a guest reaches it. A guest waits for its answers, so it has a thread of its own."""

    def __init__(self, database) -> None:
        clock = ManualClock()
        self.now_ms = to_ms(clock.now())
        chain = Chain(clock=clock)
        positions = Positions(db=database, bus=InProcessBus(), grants=Yes(), clock=clock)
        chain.serve(PLACES, PlacesService(
            city=CITY, db=database, clock=clock, ids=IdMaker(clock), positions=positions
        ))  # fmt: skip
        self._calls = HostCalls(channel=chain, services=(PLACES,))

    async def run(self, act: Callable[[], object], *, user: str | None, granted: bool, screen: bool) -> None:
        context = EventContext(
            "org.majlis.taxi", user or "", EventBuffer(0), _Said(granted), event_id="" if screen else "tap",
            read_only=screen,
        )  # fmt: skip
        bound, loop = self._calls.bound(context), asyncio.get_running_loop()

        class Line:
            def call(self, interface: str, method: str, request: str) -> str:
                return asyncio.run_coroutine_threadsafe(bound(interface, method, request), loop).result()

        before = _host.install(Line())
        try:
            await asyncio.to_thread(_as_event, act, user, screen)
        finally:
            _host.install(before)


class _Said:
    def __init__(self, granted: bool) -> None:
        self._granted = granted

    async def state(self, scope: str, user_id: str = "") -> int:
        return apps_pb.GRANT_STATE_GRANTED if self._granted else apps_pb.GRANT_STATE_DENIED


def _as_event(act: Callable[[], object], user: str | None, screen: bool) -> dict[str, object]:
    with _event.handling(_event.Event({"user": user}, frozenset())) as event:
        if screen:
            _event.reading(event, "/", act)
        else:
            act()
    return {}


@pytest.fixture(params=["fake", "real"])
def city(request, sqlite_url):
    database = None
    if request.param == "real":
        ready_databases.with_tables(sqlite_url)
        database = connect(sqlite_url)
    host = Real(database) if database else Fake()

    async def run(act, *, user="layla", granted=True, screen=False):
        await host.run(act, user=user, granted=granted, screen=screen)

    run.now_ms = host.now_ms
    yield run
    if database:
        database.close()


def refused(kind: type[HostError], act: Callable[[], object]) -> HostError:
    with pytest.raises(kind) as raised:
        act()
    return raised.value


async def test_a_screen_may_ask_about_the_city(city):
    def draw():
        told = places.city()
        assert told.name.ar
        assert told.name.en
        assert told.made_from.ar
        assert told.made_from.en
        assert places.address(told.center).address.ar
        assert places.find(kinds=["cafe"], near=told.center)

    await city(draw, screen=True)
    await city(draw, user=None)


async def test_the_nearest_comes_first_and_only_of_the_kinds(city):
    def look():
        center = places.city().center
        found = places.find(kinds=["pharmacy", "clinic"], near=center, limit=5)
        assert len(found) == 5
        assert {place.kind for place in found} <= {"pharmacy", "clinic"}
        assert [place.away_m for place in found] == sorted(place.away_m for place in found)
        for place in found:
            assert abs(places.distance_m(center, place.point) - place.away_m) <= 1 + place.away_m // 500
            assert place.place_id
            assert place.text.ar == place.name_ar
            assert place.address.en
        assert len(places.find()) == 20
        assert places.find(near=found[3].point)[0].away_m < 400

    await city(look)


async def test_words_are_found_as_people_type_them(city):
    def look():
        one = places.find(kinds=["pharmacy"], limit=1)[0]
        assert one.place_id in ids(places.find(one.name_ar, limit=50))
        folded = one.name_ar.replace("ة", "ه").replace("أ", "ا")
        assert one.place_id in ids(places.find(folded, limit=50))
        assert one.place_id in ids(places.find(one.name_en.upper(), limit=50))
        assert one.place_id in ids(places.find(one.name_en[:-2], limit=50))
        assert places.find("zzqqxx") == []
        assert places.find("صيدلية zzqqxx") == []

    def ids(found):
        return [place.place_id for place in found]

    await city(look)


async def test_a_street_is_found_without_a_kind(city):
    def look():
        street = places.address(places.city().center).address_en.partition(",")[0].partition(" ")[2]
        found = [place for place in places.find(street) if place.name_en == street]
        assert found
        assert (found[0].kind, found[0].place_id) == ("", "")
        assert found[0].address.ar
        assert places.find(street, kinds=["cafe"]) == []

    await city(look)


async def test_a_way_adds_up_and_begins_and_ends_where_it_was_asked(city):
    def look():
        airport, station = (places.find(kinds=[kind])[0] for kind in ("airport", "station"))
        way = places.route(airport.point, station.point)
        assert way.length_m == sum(step.length_m for step in way.steps)
        assert way.length_m >= places.distance_m(airport.point, station.point) - 100
        assert way.duration_s >= way.length_m / 40  # Nobody drives 144 km/h.
        assert places.distance_m(way.line[0], airport.point) < 100
        assert places.distance_m(way.line[-1], station.point) < 100
        along = sum(places.distance_m(here, there) for here, there in pairwise(way.line))
        assert abs(along - way.length_m) < 0.02 * way.length_m + 20
        assert all(step.street.ar and step.street.en for step in way.steps)
        there_and_back = places.route(airport.point, airport.point, via=[station.point])
        assert there_and_back.length_m > 1.5 * way.length_m
        assert places.route(airport.point, station.point) == way
        assert places.route(airport.point, airport.point).length_m == 0

    await city(look)


async def test_what_is_outside_is_named_by_its_field(city):
    def look():
        here = places.city().center
        assert refused(PointOutsideCity, lambda: places.address(NOWHERE)).facts["field"] == "point"
        assert refused(PointOutsideCity, lambda: places.route(NOWHERE, here)).facts["field"] == "from"
        assert refused(PointOutsideCity, lambda: places.route(here, NOWHERE)).facts["field"] == "to"
        via = refused(PointOutsideCity, lambda: places.route(here, here, via=[here, NOWHERE]))
        assert via.facts["field"] == "via[1]"

    await city(look)


async def test_what_makes_no_sense_is_refused_before_the_host_hears_of_it(city):
    def look():
        here = places.city().center
        for field, act in {
            "limit": lambda: places.find(limit=51),
            "kinds": lambda: places.find(kinds=["palace"]),
            "query": lambda: places.find("a" * 129),
            "near": lambda: places.find(near=(24, 47)),
            "via": lambda: places.route(here, here, via=[here] * 9),
            "length": lambda: places.share_position("ride", length=timedelta(seconds=9)),
            "topic": lambda: places.share_position(" ", length=HOUR),
        }.items():
            assert refused(InvalidArgument, act).facts["field"] == field

    await city(look)


async def test_a_position_is_shared_until_a_moment_and_only_with_a_yes(city):
    def share():
        assert to_ms(places.share_position("ride/1/at", length=HOUR)) == city.now_ms + 3_600_000
        assert to_ms(places.share_position("ride/1/at", length=2 * HOUR)) == city.now_ms + 7_200_000
        places.stop_sharing("ride/1/at")
        places.stop_sharing("ride/1/at")

    await city(share)
    await city(lambda: refused(ScopeDenied, share), granted=False)
    await city(lambda: refused(NoUser, share), user=None)
    await city(lambda: refused(ReadOnly, share), screen=True)
