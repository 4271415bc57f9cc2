"""PlacesService as its callers see it, on both databases: the city, what people keep, and positions on their way."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.clock import ManualClock
from core.kit.errors import InvalidArgument, NoUser
from core.kit.ids import IdMaker
from core.kit.rpc import Chain
from core.places.errors import PointOutsideCity, ShareNotFound, TooManySaved
from core.places.making import make_city
from core.places.positions import KNOWN_S, Positions
from core.places.service import SAVED_MAX, PlacesService
from majlis.places.v1 import places_service_pb2 as pb
from majlis.places.v1.places_service_rpc import PlacesServiceClient
from tests.support.yes import Yes

pytestmark = pytest.mark.asyncio
LAYLA, OMAR = Caller.user("usr_layla"), Caller.user("usr_omar")
TAXI = Caller.app("org.majlis.taxi", user_id="usr_omar", scopes=frozenset({"places.position"}))
CITY = make_city()
STATION = next(place for place in CITY.places if place.kind == "station")
AIRPORT = next(place for place in CITY.places if place.kind == "airport")


class House:
    def __init__(self, database):
        self.clock = ManualClock()
        self.grants = Yes()
        chain = Chain(clock=self.clock)
        positions = Positions(db=database, bus=InProcessBus(), grants=self.grants, clock=self.clock)
        self.service = PlacesService(
            city=CITY, db=database, clock=self.clock, ids=IdMaker(self.clock), positions=positions
        )
        chain.serve("majlis.places.v1.PlacesService", self.service)
        self.places = PlacesServiceClient(chain)


@pytest.fixture
def house(database):
    return House(database)


def at(place):
    return pb.Point(lat_e7=place.point.lat_e7, lng_e7=place.point.lng_e7)


async def test_the_city_and_its_map_are_kept_by_version(house):
    city = await house.places.get_city(pb.GetCityRequest(), caller=LAYLA)
    assert (city.name_ar, city.name_en) == ("مدينة النخيل", "Palm City")
    whole = await house.places.get_map(pb.GetMapRequest(), caller=LAYLA)
    drawn = json.loads(whole.map_json)
    assert len(drawn["streets"]) == len(CITY.streets)
    assert len(drawn["places"]) == len(CITY.places)
    again = await house.places.get_map(pb.GetMapRequest(map_version=whole.map_version), caller=LAYLA)
    assert (again.map_version, again.map_json) == (city.map_version, b"")


async def test_a_route_says_its_length_its_time_and_its_streets(house):
    request = pb.GetRouteRequest(**{"from": at(STATION), "to": at(AIRPORT)})
    route = (await house.places.get_route(request, caller=TAXI)).route
    assert route.length_m == sum(step.length_m for step in route.steps) > 2_000
    assert 120 < route.duration_s < 3_600
    assert all(step.street_ar and step.street_en for step in route.steps)
    over = pb.GetRouteRequest(**{"from": at(STATION), "to": at(STATION), "via": [at(AIRPORT)]})
    there_and_back = (await house.places.get_route(over, caller=TAXI)).route
    assert there_and_back.length_m > 1.5 * route.length_m


async def test_a_point_outside_is_named_by_its_field(house):
    request = pb.GetRouteRequest(**{"from": at(STATION), "to": pb.Point(lat_e7=1, lng_e7=1)})
    with pytest.raises(PointOutsideCity) as refused:
        await house.places.get_route(request, caller=LAYLA)
    assert refused.value.facts["field"] == "to"


async def test_places_are_found_by_words_and_by_kind(house):
    request = pb.FindPlacesRequest(query="صيدليه", near=at(STATION), kinds=[pb.PLACE_KIND_PHARMACY])
    found = (await house.places.find_places(request, caller=TAXI)).places
    assert found
    assert [each.away_m for each in found] == sorted(each.away_m for each in found)
    assert all(each.kind == pb.PLACE_KIND_PHARMACY and each.address.text_ar for each in found)


async def test_a_point_has_an_address_in_both_languages(house):
    address = (await house.places.get_address(pb.GetAddressRequest(point=at(STATION)), caller=LAYLA)).address
    assert "حي" in address.text_ar
    assert address.text_en


async def save(house, name, caller=LAYLA, place=STATION):
    request = pb.SavePlaceRequest(place=pb.SavedPlace(name=name, icon="home", point=at(place)))
    return (await house.places.save_place(request, caller=caller)).place


async def kept(house, caller=LAYLA):
    return (await house.places.list_saved_places(pb.ListSavedPlacesRequest(), caller=caller)).places


async def test_what_somebody_keeps_is_theirs_and_moves_with_its_name(house):
    await save(house, "البيت")
    moved = await save(house, "البيت", place=AIRPORT)
    assert [place.name for place in await kept(house)] == ["البيت"]
    assert (await kept(house))[0] == moved
    assert list(await kept(house, OMAR)) == []
    await house.places.forget_place(pb.ForgetPlaceRequest(name="البيت"), caller=LAYLA)
    assert list(await kept(house)) == []


async def test_so_many_places_and_no_more(house):
    for number in range(SAVED_MAX):
        await save(house, f"place {number}")
    with pytest.raises(TooManySaved):
        await save(house, "one more")
    await save(house, "place 0", place=AIRPORT)


async def share(house, topic="ride/1", for_s=600, caller=TAXI):
    request = pb.SharePositionRequest(topic=topic, for_s=for_s)
    return (await house.places.share_position(request, caller=caller)).share


def report(house, shared, caller=OMAR):
    request = pb.ReportPositionRequest(share_id=shared.share_id, point=at(STATION), heading_deg=90)
    return house.places.report_position(request, caller=caller)


async def test_a_position_reaches_whoever_follows_and_nothing_keeps_it(house):
    shared = await share(house)
    watch = house.places.watch_positions(pb.WatchPositionsRequest(), caller=Caller.of_service("sandbox"))
    first = asyncio.ensure_future(anext(aiter(watch)))
    while not first.done():
        await report(house, shared)
        await asyncio.sleep(0)
    heard = first.result()
    assert (heard.app_id, heard.topic) == ("org.majlis.taxi", "ride/1")
    value = json.loads(heard.value_json)
    assert (value["lat_e7"], value["heading_deg"]) == (STATION.point.lat_e7, 90)
    await watch.aclose()


async def test_only_its_owner_reports_and_only_while_it_lasts(house):
    shared = await share(house)
    with pytest.raises(ShareNotFound):
        await report(house, shared, caller=LAYLA)
    await report(house, shared)
    house.clock.advance(timedelta(seconds=601))
    with pytest.raises(ShareNotFound):
        await report(house, shared)


async def test_the_person_the_app_and_a_newer_share_each_end_it(house):
    shared = await share(house)
    await house.places.end_share(pb.EndShareRequest(share_id=shared.share_id), caller=LAYLA)
    await report(house, shared)  # It was not hers to end.
    await house.places.end_share(pb.EndShareRequest(share_id=shared.share_id), caller=OMAR)
    with pytest.raises(ShareNotFound):
        await report(house, shared)
    older, newer = await share(house), await share(house)
    with pytest.raises(ShareNotFound):
        await report(house, older)
    listed = (await house.places.list_shares(pb.ListSharesRequest(), caller=OMAR)).shares
    assert [each.share_id for each in listed] == [newer.share_id]
    await house.places.stop_sharing(pb.StopSharingRequest(topic="ride/1"), caller=TAXI)
    with pytest.raises(ShareNotFound):
        await report(house, newer)


async def test_a_yes_taken_back_ends_it_within_seconds(house):
    shared = await share(house)
    await report(house, shared)
    house.grants.said = False
    house.clock.advance(timedelta(seconds=KNOWN_S))
    with pytest.raises(ShareNotFound):
        await report(house, shared)
    house.grants.said = True
    assert list((await house.places.list_shares(pb.ListSharesRequest(), caller=OMAR)).shares) == []


async def test_shares_that_are_over_are_forgotten(house):
    await share(house, for_s=10)
    house.clock.advance(timedelta(seconds=11))
    assert await house.service.forget_old() == 1


async def test_an_app_by_itself_has_no_position(house):
    alone = Caller.app("org.majlis.taxi", scopes=frozenset({"places.position"}))
    with pytest.raises(NoUser):
        await share(house, caller=alone)


@pytest.mark.parametrize("for_s", [0, 9, 86_401])
async def test_a_share_has_an_end(house, for_s):
    with pytest.raises(InvalidArgument):
        await share(house, for_s=for_s)
