"""A session stays true to what is stored: through refreshes, hang-ups in mid-commit, other nodes and other readers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.kit.caller import Caller
from core.kit.db import Database
from core.kit.errors import DomainError, ResourceExhausted
from core.kit.rpc import Call
from core.sandbox.worker_line import AppTimedOut
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from tests.support.appdata import APP, put_write
from tests.support.session_house import APP_ID, LAYLA, LIVE, OMAR, SessionHouse, Watching
from tests.support.waiting import until


@pytest.fixture
async def house(database: Database) -> AsyncIterator[SessionHouse]:
    house = SessionHouse(database)
    following = asyncio.ensure_future(house.refresher.run())
    await until(lambda: house.sessions.marks == 1)  # The feed has looked where it stands.
    yield house
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


def shown(watching: Watching) -> str:
    return "".join(update.patch.ops_json for update in watching.seen)


FULL = [ResourceExhausted("too many events are waiting"), AppTimedOut("it waited for too long")]


@pytest.mark.parametrize("refusal", FULL, ids=lambda refusal: refusal.reason)
async def test_a_refresh_the_full_sandbox_refused_comes_later(house: SessionHouse, refusal: DomainError) -> None:
    """Two hundred people look at a poll and the sandbox takes 64 events of an app at once: nobody is forgotten."""
    mine = await house.open()
    watching = house.watch(mine.session_id)
    await until(lambda: house.is_watched(mine.session_id))
    his = await house.open(OMAR)
    await house.vote(his.session_id, his.screen.revision, caller=OMAR)
    house.guest.refusals = [refusal]
    await until(lambda: not house.guest.refusals)
    for _ in range(20):
        house.appdata.clock.advance(timedelta(seconds=1))
        await asyncio.sleep(0.01)
    await until(lambda: "votes: 1" in shown(watching))
    await watching.stop()


async def test_a_change_between_the_first_screen_and_its_reader_is_shown(house: SessionHouse) -> None:
    """Omar votes after Layla's screen was drawn and before her page listens: she sees it all the same."""
    mine = await house.open()
    his = await house.open(OMAR)
    await house.vote(his.session_id, his.screen.revision, caller=OMAR)
    await until(lambda: house.sessions.marks == 2)
    watching = house.watch(mine.session_id)
    await until(lambda: "votes: 1" in shown(watching))
    await watching.stop()


async def test_a_change_before_the_feed_had_looked_where_it_stands_is_shown(database: Database) -> None:
    """A process opens its first screens before its first look at the numbers came back: what changed then counts."""
    house = SessionHouse(database)
    mine = await house.open()
    watching = house.watch(mine.session_id)
    await until(lambda: house.is_watched(mine.session_id))
    his = await house.open(OMAR)
    await house.vote(his.session_id, his.screen.revision, caller=OMAR)
    value = data_pb.PublishTopicRequest(topic=LIVE, value_json="7")
    await house.appdata.client.publish_topic(value, caller=Caller.app(APP_ID))
    following = asyncio.ensure_future(house.refresher.run())
    await until(lambda: "votes: 1" in shown(watching))
    await until(lambda: "7" in [update.live.value_json for update in watching.seen])
    await watching.stop()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


async def test_a_change_while_the_first_screen_is_drawn_is_shown(house: SessionHouse) -> None:
    his = await house.open(OMAR)

    async def omar_votes() -> None:
        await house.vote(his.session_id, his.screen.revision, caller=OMAR)
        await until(lambda: house.sessions.marks == 2)

    house.guest.meanwhile = omar_votes
    mine = await house.open()
    assert "votes: 0" in mine.screen.nodes_json
    watching = house.watch(mine.session_id)
    await until(lambda: "votes: 1" in shown(watching))
    await watching.stop()


async def test_who_hangs_up_in_mid_commit_finds_the_tap_done(
    house: SessionHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The train enters the tunnel while the vote is stored: the screen that comes back shows it."""
    mine = await house.open()
    commit, service = house.appdata.service.commit, "majlis.appdata.v1.AppdataService"
    committed = asyncio.Event()

    async def never_answered(request: data_pb.CommitRequest, call: Call) -> data_pb.CommitResponse:
        await commit(request, call)
        committed.set()
        await asyncio.sleep(60)
        raise AssertionError

    monkeypatch.setattr(house.appdata.service, "commit", never_answered)
    house.appdata.chain.serve(service, house.appdata.service)
    tapping = asyncio.ensure_future(house.vote(mine.session_id, mine.screen.revision))
    await committed.wait()
    tapping.cancel()
    await asyncio.gather(tapping, return_exceptions=True)
    monkeypatch.undo()
    house.appdata.chain.serve(service, house.appdata.service)
    assert (await house.guest.votes())[0] == 1
    back = await house.resume(mine.session_id, mine.screen.revision)
    assert "votes: 1" in back.screen.nodes_json
    await house.vote(mine.session_id, mine.screen.revision)  # The page sends it again, as it got no answer.
    assert (await house.guest.votes())[0] == 1


async def test_a_session_that_another_node_moved_on_is_read_again(house: SessionHouse) -> None:
    mine = await house.open()
    stored = await house.appdata.session(mine.session_id)
    await house.appdata.commit(stored, stored.revision, state_json='{"n":1}', path="/there")
    back = await house.resume(mine.session_id, stored.revision)
    assert back.screen.path == "/there"


async def test_a_tap_that_waits_behind_the_close_is_refused(house: SessionHouse) -> None:
    mine = await house.open()
    live = house.sessions.get(mine.session_id)
    assert live is not None
    async with live.lock:
        request = pb.CloseSessionRequest(session_id=mine.session_id)
        closing = asyncio.ensure_future(house.client.close_session(request, caller=LAYLA))
        await asyncio.sleep(0)
        tapping = asyncio.ensure_future(house.vote(mine.session_id, mine.screen.revision))
        await asyncio.sleep(0)
    await closing
    with pytest.raises(DomainError) as refused:
        await tapping
    assert refused.value.reason == "SESSION_NOT_FOUND"
    assert (await house.guest.votes())[0] == 0


async def test_the_readers_of_a_closed_session_hear_its_end(house: SessionHouse) -> None:
    mine = await house.open()
    watching = house.watch(mine.session_id)
    await until(lambda: house.is_watched(mine.session_id))
    await house.client.close_session(pb.CloseSessionRequest(session_id=mine.session_id), caller=LAYLA)
    await asyncio.wait_for(watching.task, 20)


async def test_a_timer_that_lost_a_race_runs_again_at_once(house: SessionHouse) -> None:
    """People vote in the second the poll closes: closing it must not wait for the lease of half a minute."""
    await house.appdata.set_timer("close")

    async def somebody_votes() -> None:
        session = await house.appdata.open("usr_omar", app_id=APP_ID)
        await house.appdata.commit(session, 0, put_write("votes", 5, space=APP))

    house.guest.meanwhile = somebody_votes
    await house.timers.fire_due()
    await until(lambda: house.guest.kinds == ["timer", "timer"])
    async with asyncio.timeout(20):
        while (await house.guest.votes())[0] != 6:
            await asyncio.sleep(0.01)
    assert not (await house.appdata.lease()).next_fire_at_ms


async def test_a_tap_that_comes_again_after_a_month_is_not_a_second_one(house: SessionHouse) -> None:
    """Her phone slept with the page open and the answer lost; what the tap paid was paid, and is not done again."""
    mine = await house.open()
    tapped_on = mine.screen.revision
    await house.vote(mine.session_id, tapped_on)
    house.appdata.clock.advance(timedelta(days=31))
    while await house.appdata.service.forget_old():
        pass
    await house.vote(mine.session_id, tapped_on)
    assert (await house.guest.votes())[0] == 1
