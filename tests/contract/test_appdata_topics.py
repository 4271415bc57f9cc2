"""Watchers of topics get every change once, in order, whether hints arrive or not, on both databases."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from core.appdata import topics
from core.appdata.service import SUPERSEDED_KEPT, TOPICS_KEPT
from core.appdata.topics import SUBJECT, SWEEP_S
from core.kit.errors import InvalidArgument
from majlis.appdata.v1 import appdata_service_pb2 as pb
from tests.support.appdata import POLLS, SANDBOX, TAXI, Appdata
from tests.support.waiting import until


@pytest.fixture
def appdata(database):
    return Appdata(database)


async def publish(appdata: Appdata, value: int, *, topic: str = "t", caller=POLLS) -> None:
    request = pb.PublishTopicRequest(topic=topic, value_json=str(value))
    await appdata.client.publish_topic(request, caller=caller)


async def refresh(appdata: Appdata, topic: str = "t") -> None:
    await appdata.client.refresh_topic(pb.RefreshTopicRequest(topic=topic), caller=POLLS)


@asynccontextmanager
async def watching(appdata: Appdata, after: int):
    """A watcher's queue of what it got."""
    seen: asyncio.Queue[pb.WatchTopicsResponse] = asyncio.Queue()

    async def watch() -> None:
        request = pb.WatchTopicsRequest(after_number=after)
        async for change in appdata.client.watch_topics(request, caller=SANDBOX):
            seen.put_nowait(change)

    task = asyncio.create_task(watch())
    try:
        yield seen
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def take(seen: asyncio.Queue[pb.WatchTopicsResponse], count: int) -> list[int]:
    async with asyncio.timeout(10):
        return [(await seen.get()).number for _ in range(count)]


async def test_changes_are_numbered_densely_and_come_as_they_were_made(appdata):
    await publish(appdata, 7)
    await refresh(appdata, "poll")
    await publish(appdata, 8, topic="position", caller=TAXI)
    assert await appdata.topics(3) == [
        pb.WatchTopicsResponse(number=1, app_id="app_polls", topic="t", value_json="7"),
        pb.WatchTopicsResponse(number=2, app_id="app_polls", topic="poll", refresh=True),
        pb.WatchTopicsResponse(number=3, app_id="app_taxi", topic="position", value_json="8"),
    ]
    assert [change.number for change in await appdata.topics(1, after=2)] == [3]


async def test_a_watcher_gets_what_was_before_and_then_what_comes(appdata):
    await publish(appdata, 1)
    async with watching(appdata, after=0) as seen:
        assert await take(seen, 1) == [1]
        await publish(appdata, 2)
        assert await take(seen, 1) == [2]
        await refresh(appdata)
        assert await take(seen, 1) == [3]


async def test_minus_one_is_only_what_comes_from_now_on(appdata):
    await publish(appdata, 1)
    async with watching(appdata, after=-1) as seen:
        first = await asyncio.wait_for(seen.get(), 20)
        assert first == pb.WatchTopicsResponse(number=1), "where it stands, before anything comes"
        await publish(appdata, 2)
        assert await take(seen, 1) == [2]


async def test_a_lost_hint_delays_by_a_sweep_and_loses_nothing(database):
    """The other node's hint never arrives: the database is the truth."""
    here, elsewhere = Appdata(database), Appdata(database)
    async with watching(here, after=0) as seen:
        await publish(elsewhere, 1)
        async with asyncio.timeout(10):
            while seen.empty():
                here.clock.advance(timedelta(seconds=SWEEP_S))
                await asyncio.sleep(0.02)
        assert await take(seen, 1) == [1]


async def test_no_change_is_skipped_while_many_commit_at_once(appdata):
    """Numbers follow commit order, so a watcher that saw 5 will never find a late 4."""
    async with watching(appdata, after=0) as first, watching(appdata, after=0) as second:
        await asyncio.gather(*(publish(appdata, number) for number in range(60)))
        assert await take(first, 60) == list(range(1, 61))
        assert await take(second, 60) == list(range(1, 61))


async def test_a_watcher_far_behind_catches_up_page_by_page(appdata, monkeypatch):
    monkeypatch.setattr(topics, "PAGE_SIZE", 7)
    for number in range(15):
        await publish(appdata, number)
    assert [change.number for change in await appdata.topics(15)] == list(range(1, 16))


async def test_an_idle_watcher_looks_once_a_sweep(appdata, monkeypatch):
    """Thousands of quiet screens must not keep the database busy; a hint is used up by one look."""
    looks = 0
    read = appdata.database.read

    async def counted(fn):
        nonlocal looks
        looks += 1
        return await read(fn)

    monkeypatch.setattr(appdata.database, "read", counted)
    async with watching(appdata, after=0) as seen:
        await until(lambda: SWEEP_S in appdata.clock.asleep)  # It has looked and waits.
        looks = 0
        await publish(appdata, 1)
        assert await take(seen, 1) == [1]
        await asyncio.sleep(0.1)
        assert looks == 1


async def test_a_watcher_that_leaves_leaves_nothing_behind(appdata):
    """Screens come and go all day."""
    before = len(asyncio.all_tasks())
    for _ in range(5):
        async with watching(appdata, after=0):
            await asyncio.sleep(0.01)
    await until(lambda: len(asyncio.all_tasks()) == before and not appdata.bus._readers.get(SUBJECT))


async def test_old_changes_go_but_the_latest_of_a_topic_stays(appdata):
    """A node that starts fresh still learns where the driver is."""
    for value in (1, 2, 3):
        await publish(appdata, value)
        await publish(appdata, value, topic="other")
        await refresh(appdata)
    appdata.clock.advance(SUPERSEDED_KEPT + timedelta(seconds=1))
    assert await appdata.service.forget_old() == 6
    assert [change.number for change in await appdata.topics(3)] == [7, 8, 9]
    appdata.clock.advance(TOPICS_KEPT)
    assert await appdata.service.forget_old() == 3
    await publish(appdata, 4)
    assert [change.number for change in await appdata.topics(1)] == [10]


async def test_a_screen_starts_with_the_newest_value_of_its_topics(appdata):
    """The driver's position is there when the screen opens, not at his next move."""
    for value in (1, 2):
        await publish(appdata, value)
    await refresh(appdata)
    await publish(appdata, 9, topic="other")
    await publish(appdata, 7, caller=TAXI)
    await refresh(appdata, "only refreshed")
    request = pb.GetTopicsRequest(app_id="app_polls", topics=["t", "only refreshed", "missing"])
    answer = await appdata.client.get_topics(request, caller=SANDBOX)
    assert dict(answer.value_json_by_topic) == {"t": "2"}
    appdata.clock.advance(SUPERSEDED_KEPT + timedelta(seconds=1))
    await appdata.service.forget_old()
    assert await appdata.client.get_topics(request, caller=SANDBOX) == answer


async def test_a_value_is_json_of_at_most_4_kib(appdata):
    for value_json in ("", "{", '"' + "ب" * 2_048 + '"'):
        request = pb.PublishTopicRequest(topic="t", value_json=value_json)
        with pytest.raises(InvalidArgument):
            await appdata.client.publish_topic(request, caller=POLLS)
