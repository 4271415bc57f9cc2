"""Positions reach open screens that show them, and no code of the app runs for it: a thousand drivers, no event."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.db import Database
from core.kit.errors import ServiceUnavailable
from core.kit.ids import IdMaker
from core.kit.rpc import Chain
from core.places.making import make_city
from core.places.positions import Positions
from core.places.service import PlacesService
from core.sandbox.positions import KEPT_S, NewestPositions, PositionFollower
from majlis.places.v1 import places_service_pb2 as pb
from majlis.places.v1.places_service_rpc import PlacesServiceClient
from tests.support.session_house import APP_ID, LAYLA, SessionHouse, Watching
from tests.support.waiting import until
from tests.support.yes import Yes

CITY = make_city()
DRIVERS = 1_000


class Town:
    """Sessions of an app, and places whose positions are followed."""

    def __init__(self, database: Database) -> None:
        self.house = SessionHouse(database)
        clock = self.clock = self.house.appdata.clock
        self.bus, self._turns = InProcessBus(), count()
        chain = Chain(clock=clock)
        service = PlacesService(
            city=CITY, db=database, clock=clock, ids=IdMaker(clock),
            positions=Positions(db=database, bus=self.bus, grants=Yes(), clock=clock),
        )  # fmt: skip
        chain.serve("majlis.places.v1.PlacesService", service)
        self.places = PlacesServiceClient(chain)
        self.follower = self.followed_by(self.places)

    def followed_by(self, places: Any) -> PositionFollower:
        return PositionFollower(
            places=places, sessions=self.house.sessions, newest=self.house.positions, clock=self.clock
        )  # fmt: skip

    async def share(self, driver: str, app_id: str = APP_ID) -> str:
        caller = Caller.app(app_id, user_id=driver, scopes=frozenset({"places.position"}))
        asked = pb.SharePositionRequest(topic=f"at/{driver}", for_s=3_600)
        return (await self.places.share_position(asked, caller=caller)).share.share_id

    async def report(self, driver: str, share_id: str, number: int) -> None:
        point = pb.Point(lat_e7=245_000_000 + number, lng_e7=470_000_000)
        asked = pb.ReportPositionRequest(share_id=share_id, point=point, heading_deg=90)
        await self.places.report_position(asked, caller=Caller.user(driver))

    async def look(self, *topics: str) -> Watching:
        """Somebody opens a screen that shows these topics."""
        self.house.guest.live = list(topics)
        opened = await self.house.open()
        watching = self.house.watch(opened.session_id)
        await until(lambda: self.house.is_watched(opened.session_id))
        return watching


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    made = Town(database)
    following = asyncio.ensure_future(made.follower.run())
    await until(lambda: bool(made.bus._readers.get("places.positions")))
    yield made
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


def norths(watching: Watching, topic: str) -> list[int]:
    """What the reader was told of a topic, in metres e7 north of the middle."""
    told = [update.live for update in watching.seen if update.live.topic == topic]
    return [json.loads(live.value_json)["lat_e7"] - 245_000_000 for live in told]


@pytest.mark.timeout(120)
async def test_a_thousand_drivers_move_and_no_event_runs(town: Town) -> None:
    """Two seconds of a city's taxis: everybody who looks sees theirs, and the guests of the app never ran."""
    drivers = [f"usr_{number}" for number in range(DRIVERS)]
    shares = {driver: await town.share(driver) for driver in drivers}
    mine = await town.look("at/usr_7", "at/usr_8")
    his = await town.look("at/usr_999")
    events = len(town.house.guest.kinds)
    for second in (1, 2):
        for driver in drivers:
            await town.report(driver, shares[driver], second)
        town.clock.advance(timedelta(seconds=1))
        await until(lambda: norths(his, "at/usr_999")[-1:] == [second])  # noqa: B023
    assert norths(mine, "at/usr_7") == norths(mine, "at/usr_8") == norths(his, "at/usr_999") == [1, 2]
    assert {update.live.topic for update in mine.seen} == {"at/usr_7", "at/usr_8"}
    assert len(town.house.guest.kinds) == events
    for watching in (mine, his):
        await watching.stop()


async def test_another_apps_screen_of_the_same_topic_is_told_nothing(town: Town) -> None:
    share_id = await town.share("usr_7", app_id="app_other")
    mine = await town.look("at/usr_7")
    await town.report("usr_7", share_id, 1)
    await town.report("usr_8", await town.share("usr_8", app_id=APP_ID), 1)
    told = asyncio.ensure_future(until(lambda: bool(town.house.positions.of(APP_ID, ["at/usr_8"]))))
    await told
    assert mine.seen == []
    await mine.stop()


async def test_a_screen_that_opens_between_two_reports_is_told_the_last(town: Town) -> None:
    """The rider opens the trip: the car is on the map at once, not when it speaks next."""
    share_id = await town.share("usr_7")
    await town.report("usr_7", share_id, 5)
    await until(lambda: bool(town.house.positions.of(APP_ID, ["at/usr_7"])))
    mine = await town.look("at/usr_7")
    await until(lambda: norths(mine, "at/usr_7") == [5])
    town.clock.advance(timedelta(seconds=KEPT_S + 1))
    late = await town.look("at/usr_7")
    await town.report("usr_7", share_id, 6)
    await until(lambda: norths(late, "at/usr_7") == [6])
    for watching in (mine, late):
        await watching.stop()


async def test_following_goes_on_when_places_comes_back(town: Town) -> None:
    class Restarting:
        """Away twice, then there."""

        tries = 0

        def watch_positions(self, request: pb.WatchPositionsRequest, *, caller: Caller) -> Any:
            self.tries += 1
            return town.places.watch_positions(request, caller=caller) if self.tries > 2 else self._away()

        async def _away(self) -> AsyncIterator[pb.WatchPositionsResponse]:
            raise ServiceUnavailable("the peer is away")
            yield pb.WatchPositionsResponse()

    away = Restarting()
    following = asyncio.ensure_future(town.followed_by(away).run())
    readers = len(town.bus._readers["places.positions"])
    for tries in (1, 2):
        await until(lambda: away.tries == tries)  # noqa: B023
        await asyncio.sleep(0)
        town.clock.advance(timedelta(seconds=1))
    await until(lambda: len(town.bus._readers["places.positions"]) == readers + 1)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


async def test_what_is_kept_is_bounded(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.sandbox.positions.KEPT_MAX", 2)
    newest = NewestPositions(town.clock)
    for topic in ("a", "b", "a", "c"):
        newest.keep(APP_ID, topic, topic)
    assert newest.of(APP_ID, ["a", "b", "c"]) == {"a": "a", "c": "c"}
    assert newest.of("app_other", ["a"]) == {}


async def test_a_closed_screen_is_found_by_no_topic(town: Town) -> None:
    opened = await town.look("at/usr_7")
    (live,) = town.house.sessions.streaming(APP_ID, "at/usr_7")
    await opened.stop()
    assert town.house.sessions.streaming(APP_ID, "at/usr_7") == []
    town.house.sessions.drop(live.session.session_id)
    assert town.house.sessions._listeners == {}
    assert LAYLA.user_id == live.session.user_id
