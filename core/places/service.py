"""The rpcs of PlacesService: questions about the city are answered from memory; what people keep is theirs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import pairwise

from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import NoUser
from core.kit.ids import IdMaker
from core.kit.rpc import Call
from core.places import answers, store
from core.places.city import City
from core.places.errors import PointOutsideCity, RouteNotFound, TooManySaved
from core.places.finding import Address, Finder
from core.places.geometry import Point
from core.places.map_view import map_json
from core.places.pack import version_of
from core.places.positions import Positions
from core.places.routing import Roads, Spot, Step, Way
from core.places.store import Saved, Share
from majlis.places.v1 import places_service_pb2 as pb
from majlis.places.v1.places_service_rpc import PlacesServiceServer

SAVED_MAX = 50
FOUND = 20


class PlacesService(PlacesServiceServer[Call]):
    """Implements majlis.places.v1.PlacesService over one city."""

    def __init__(self, *, city: City, db: Database, clock: Clock, ids: IdMaker, positions: Positions) -> None:
        self._city = city
        self._db = db
        self._clock = clock
        self._ids = ids
        self._positions = positions
        self._roads = Roads(city)
        self._finder = Finder(city, self._roads)
        self._map, self._version = map_json(city), version_of(city)

    # The city

    async def get_city(self, _: pb.GetCityRequest, __: Call) -> pb.GetCityResponse:
        city = self._city
        return pb.GetCityResponse(
            name_ar=city.name_ar, name_en=city.name_en, center=answers.point(city.center),
            made_from_ar=city.made_from_ar, made_from_en=city.made_from_en, map_version=self._version,
        )  # fmt: skip

    async def get_map(self, request: pb.GetMapRequest, _: Call) -> pb.GetMapResponse:
        is_known = request.map_version == self._version
        return pb.GetMapResponse(map_version=self._version, map_json=b"" if is_known else self._map)

    async def find_places(self, request: pb.FindPlacesRequest, _: Call) -> pb.FindPlacesResponse:
        near = answers.read(request.near) if request.HasField("near") else None
        kinds = {answers.KINDS[kind] for kind in request.kinds if kind in answers.KINDS}
        found = self._finder.find(request.query, near=near, kinds=kinds, most=request.page_size or FOUND)
        return pb.FindPlacesResponse(places=map(answers.found, found))

    async def get_address(self, request: pb.GetAddressRequest, _: Call) -> pb.GetAddressResponse:
        return pb.GetAddressResponse(address=answers.address(self._address("point", answers.read(request.point))))

    async def get_route(self, request: pb.GetRouteRequest, _: Call) -> pb.GetRouteResponse:
        asked = [("from", getattr(request, "from")), *((f"via[{n}]", point) for n, point in enumerate(request.via))]
        spots = [self._spot(field, answers.read(point)) for field, point in (*asked, ("to", request.to))]
        ways = [self._roads.way(start, end) for start, end in pairwise(spots)]
        whole = [way for way in ways if way is not None]
        if len(whole) < len(ways):
            raise RouteNotFound("one-way streets let nobody through")
        return pb.GetRouteResponse(route=answers.route(_joined(whole), self._city.streets))

    # What people keep

    async def save_place(self, request: pb.SavePlaceRequest, call: Call) -> pb.SavePlaceResponse:
        place = Saved(request.place.name.strip(), request.place.icon, answers.read(request.place.point))
        address = self._address("place.point", place.point)

        def save(tx: Transaction) -> None:
            others = [each for each in store.saved_of(tx, call.caller.user_id) if each.name != place.name]
            if len(others) >= SAVED_MAX:
                raise TooManySaved("no more places can be kept", limit=SAVED_MAX)
            store.save(tx, call.caller.user_id, place)

        await self._db.write(save)
        return pb.SavePlaceResponse(place=answers.saved(place, address))

    async def forget_place(self, request: pb.ForgetPlaceRequest, call: Call) -> pb.ForgetPlaceResponse:
        await self._db.write(lambda tx: store.forget(tx, call.caller.user_id, request.name.strip()))
        return pb.ForgetPlaceResponse()

    async def list_saved_places(self, _: pb.ListSavedPlacesRequest, call: Call) -> pb.ListSavedPlacesResponse:
        kept = await self._db.read(lambda tx: store.saved_of(tx, call.caller.user_id))
        found = [answers.saved(place, self._finder.address(place.point)) for place in kept]
        return pb.ListSavedPlacesResponse(places=found)

    # Positions

    async def share_position(self, request: pb.SharePositionRequest, call: Call) -> pb.SharePositionResponse:
        user_id = _user(call)
        until_ms = to_ms(self._clock.now()) + request.for_s * 1000
        share = Share(self._ids.new("shr"), call.caller.app_id, user_id, request.topic, until_ms)
        self._positions.forget(await self._db.write(lambda tx: store.add_share(tx, share)))
        return pb.SharePositionResponse(share=answers.share(share))

    async def stop_sharing(self, request: pb.StopSharingRequest, call: Call) -> pb.StopSharingResponse:
        user_id, app_id = _user(call), call.caller.app_id
        ended = await self._db.write(lambda tx: store.end_share_with(tx, user_id, app_id, request.topic))
        self._positions.forget(ended)
        return pb.StopSharingResponse()

    async def report_position(self, request: pb.ReportPositionRequest, call: Call) -> pb.ReportPositionResponse:
        point = answers.read(request.point)
        await self._positions.report(call.caller.user_id, request.share_id, point, request.heading_deg)
        return pb.ReportPositionResponse()

    async def list_shares(self, _: pb.ListSharesRequest, call: Call) -> pb.ListSharesResponse:
        now_ms = to_ms(self._clock.now())
        shared = await self._db.read(lambda tx: store.shares_of(tx, call.caller.user_id, now_ms))
        return pb.ListSharesResponse(shares=map(answers.share, shared))

    async def end_share(self, request: pb.EndShareRequest, call: Call) -> pb.EndShareResponse:
        await self._db.write(lambda tx: store.end_share(tx, call.caller.user_id, request.share_id))
        self._positions.forget([request.share_id])
        return pb.EndShareResponse()

    async def watch_positions(
        self, _: pb.WatchPositionsRequest, __: Call
    ) -> AsyncIterator[pb.WatchPositionsResponse]:  # fmt: skip
        async for app_id, topic, value_json in self._positions.watch():
            yield pb.WatchPositionsResponse(app_id=app_id, topic=topic, value_json=value_json)

    async def forget_old(self) -> int:
        """Remove shares that are over; how many."""
        now_ms = to_ms(self._clock.now())
        return await self._db.write(lambda tx: store.forget_shares(tx, now_ms))

    # What several rpcs need

    def _address(self, field: str, point: Point) -> Address:
        found = self._finder.address(point)
        if found is None:
            raise _outside(field)
        return found

    def _spot(self, field: str, point: Point) -> Spot:
        found = self._roads.snap(point)
        if found is None:
            raise _outside(field)
        return found


def _joined(ways: list[Way]) -> Way:
    """Several ways as one."""
    steps: list[Step] = []
    for step in (step for way in ways for step in way.steps):
        if steps and steps[-1].street == step.street:
            steps[-1] = Step(step.street, steps[-1].length_m + step.length_m)
        else:
            steps.append(step)
    line = tuple(point for number, way in enumerate(ways) for point in (way.line[1:] if number else way.line))
    return Way(sum(way.length_m for way in ways), sum(way.duration_s for way in ways), line, tuple(steps))


def _outside(field: str) -> PointOutsideCity:
    return PointOutsideCity(f"{field}: there is no street near this point", field=field)


def _user(call: Call) -> str:
    if not call.caller.user_id:
        raise NoUser("an app by itself has no position", app_id=call.caller.app_id)
    return call.caller.user_id
