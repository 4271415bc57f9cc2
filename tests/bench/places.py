"""Places: a way through the made city beside plain Dijkstra, and positions on their whole way beside the bare bus."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from heapq import heappop, heappush

import core.appdata.service  # noqa: F401  Its tables, for create_tables.
from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.db import Database, connect
from core.kit.ids import IdMaker
from core.kit.rpc import Chain
from core.places.city import City
from core.places.making import make_city
from core.places.positions import Positions
from core.places.routing import Roads, Spot
from core.places.service import PlacesService
from core.sandbox.positions import PositionFollower
from majlis.places.v1 import places_service_pb2 as pb
from majlis.places.v1.places_service_rpc import PlacesServiceClient
from tests.bench.measure import Row, async_in_turn, in_turn, ms, row
from tests.support.databases import create_tables
from tests.support.session_house import APP_ID, SessionHouse, Watching
from tests.support.yes import Yes

WAYS = 300
DRIVERS, SHOWN, ROUNDS = 1_000, 20, 5


async def measure() -> list[Row]:
    """Both: the ways, then the positions."""
    return [_ways(make_city()), await _positions()]


def _ways(city: City) -> Row:
    roads, chance = Roads(city), random.Random(1)
    pairs = [[roads.snap(place.point) for place in chance.sample(city.places, 2)] for _ in range(WAYS + 6)]
    onward = _onward(city, roads)
    ours, peers = iter(pairs), iter(pairs)

    def found() -> float:
        start, end = next(ours)
        assert start is not None
        assert end is not None
        return ms(lambda: roads.way(start, end))

    def searched() -> float:
        start, end = next(peers)
        assert start is not None
        assert end is not None
        return ms(lambda: _dijkstra(city, onward, start, end))

    taken, peer = in_turn(WAYS, found, searched)
    note = f"{len(city.nodes)} nodes, {len(city.edges)} stretches; line and steps included in ours"
    return row("places.route_ms_p50", taken, "ms", "peer: plain Dijkstra, seconds only", peer, note)


def _onward(city: City, roads: Roads) -> list[list[tuple[int, float]]]:
    onward: list[list[tuple[int, float]]] = [[] for _ in city.nodes]
    for edge in city.edges:
        seconds = edge.length_m / (edge.speed_kmh / 3.6)
        onward[edge.start].append((edge.end, seconds + roads.waits_s[edge.end]))
        if not edge.one_way:
            onward[edge.end].append((edge.start, seconds + roads.waits_s[edge.start]))
    return onward


def _dijkstra(city: City, onward: list[list[tuple[int, float]]], start: Spot, end: Spot) -> float:
    """Seconds from one end of a stretch to an end of the other, as a textbook finds them."""
    goals = {city.edges[end.edge].start, city.edges[end.edge].end}
    waiting, done = [(0.0, city.edges[start.edge].end)], set()
    while waiting:
        seconds, node = heappop(waiting)
        if node in goals:
            return seconds
        if node in done:
            continue
        done.add(node)
        for after, cost in onward[node]:
            if after not in done:
                heappush(waiting, (seconds + cost, after))
    return float("inf")


async def _positions() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        db = connect(f"sqlite:///{folder}/bench.db")
        create_tables(db)
        town = _Town(db)
        following = asyncio.ensure_future(town.follower.run())
        await asyncio.sleep(0)
        watching = await town.ready()
        events = len(town.house.guest.kinds)
        taken, peer = await async_in_turn(ROUNDS, lambda: town.reports(watching), _bus_alone, warm_up=1)
        ran = len(town.house.guest.kinds) - events
        following.cancel()
        await watching.stop()
        db.close()
    note = f"{DRIVERS} drivers, {SHOWN} of them on an open screen; events run meanwhile: {ran}"
    return row("places.live_positions_per_s", taken, "1/s", "limit: the bus alone", peer, note)


class _Town:
    """Sessions of an app, and places whose positions are followed: all in this process."""

    def __init__(self, db: Database) -> None:
        self.house = SessionHouse(db)
        clock, bus, chain = self.house.appdata.clock, InProcessBus(), Chain(clock=self.house.appdata.clock)
        positions = Positions(db=db, bus=bus, grants=Yes(), clock=clock)
        service = PlacesService(city=make_city(), db=db, clock=clock, ids=IdMaker(clock), positions=positions)
        chain.serve("majlis.places.v1.PlacesService", service)
        self.places = PlacesServiceClient(chain)
        self.follower = PositionFollower(
            places=self.places, sessions=self.house.sessions, newest=self.house.positions, clock=clock
        )  # fmt: skip
        self.shares: list[tuple[Caller, str]] = []
        self.north = 0

    async def ready(self) -> Watching:
        for number in range(DRIVERS):
            driver = f"usr_{number}"
            app = Caller.app(APP_ID, user_id=driver, scopes=frozenset({"places.position"}))
            asked = pb.SharePositionRequest(topic=f"at/{number}", for_s=86_400)
            share = (await self.places.share_position(asked, caller=app)).share
            self.shares.append((Caller.user(driver), share.share_id))
        self.house.guest.live = [f"at/{number}" for number in range(DRIVERS - SHOWN, DRIVERS)]
        opened = await self.house.open()
        watching = self.house.watch(opened.session_id)
        while not self.house.is_watched(opened.session_id):
            await asyncio.sleep(0)
        return watching

    async def reports(self, watching: Watching) -> float:
        """Positions a second, until the screen has the last of them."""
        self.north += 1
        watching.seen.clear()
        started = time.perf_counter()
        for caller, share_id in self.shares:
            point = pb.Point(lat_e7=245_000_000 + self.north, lng_e7=470_000_000)
            await self.places.report_position(pb.ReportPositionRequest(share_id=share_id, point=point), caller=caller)
        while len(watching.seen) < SHOWN:
            await asyncio.sleep(0)
        return DRIVERS / (time.perf_counter() - started)


async def _bus_alone() -> float:
    """Messages of that size a second, published and read one after the other."""
    bus, message = InProcessBus(), b"x" * 160
    async with bus.subscribe("positions") as messages:
        started = time.perf_counter()
        for _ in range(DRIVERS):
            bus.publish("positions", message)
            await anext(messages)
        return DRIVERS / (time.perf_counter() - started)
