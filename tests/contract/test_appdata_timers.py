"""Timers fire once, whoever sweeps: a lease keeps others away and only its holder settles it, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.appdata.errors import TimerLeaseLost, TimerLimitExceeded
from core.appdata.timers import TIMERS_MAX
from core.kit.errors import InvalidArgument
from majlis.appdata.v1 import appdata_service_pb2 as pb
from tests.support.appdata import POLLS, SANDBOX, TAXI, Appdata, put_write


@pytest.fixture
def appdata(database):
    return Appdata(database)


async def cancel(appdata: Appdata, name: str) -> None:
    await appdata.client.cancel_timer(pb.CancelTimerRequest(name=name), caller=POLLS)


def fired(timer: pb.DueTimer) -> pb.FiredTimer:
    return pb.FiredTimer(name=timer.name, lease_id=timer.lease_id)


async def test_a_timer_is_taken_when_it_is_due_and_not_before(appdata):
    await appdata.set_timer("close/p1", in_s=60)
    early = await appdata.lease()
    assert not early.timers
    appdata.clock.advance(timedelta(seconds=60))
    [timer] = (await appdata.lease()).timers
    assert (timer.app_id, timer.name, timer.payload_json) == ("app_polls", "close/p1", '{"n":1}')
    assert timer.fire_at_ms == early.next_fire_at_ms


async def test_a_moment_in_the_past_fires_at_once(appdata):
    await appdata.client.set_timer(pb.SetTimerRequest(name="now"), caller=POLLS)
    assert [timer.name for timer in (await appdata.lease()).timers] == ["now"]


async def test_a_leased_timer_is_kept_from_others_until_its_lease_ends(appdata):
    await appdata.set_timer("t")
    [first] = (await appdata.lease(lease_s=10)).timers
    taken = await appdata.lease()
    assert not taken.timers
    assert taken.next_fire_at_ms == first.fire_at_ms + 10_000  # Worth looking again then.
    appdata.clock.advance(timedelta(seconds=10))
    [second] = (await appdata.lease()).timers
    assert second.lease_id != first.lease_id
    assert second.fire_at_ms == first.fire_at_ms


async def test_a_commit_settles_the_timer_it_was(appdata):
    await appdata.set_timer("t")
    [timer] = (await appdata.lease()).timers
    own = await appdata.open("")
    await appdata.commit(own, 0, fired_timer=fired(timer))
    appdata.clock.advance(timedelta(hours=1))
    after = await appdata.lease()
    assert not after.timers
    assert after.next_fire_at_ms == 0


async def test_a_holder_that_came_too_late_writes_nothing(appdata):
    """A node that hung for a minute wakes up after another one took its timer."""
    await appdata.set_timer("t")
    [late] = (await appdata.lease(lease_s=10)).timers
    appdata.clock.advance(timedelta(seconds=10))
    [current] = (await appdata.lease()).timers
    own = await appdata.open("")
    with pytest.raises(TimerLeaseLost):
        await appdata.commit(own, 0, put_write("n", 1, space=pb.DOCUMENT_SPACE_APP), fired_timer=fired(late))
    assert await appdata.query(caller=POLLS, space=pb.DOCUMENT_SPACE_APP) == ([], "")
    await appdata.commit(own, 0, fired_timer=fired(current))


async def test_a_lease_that_ended_but_was_not_taken_still_settles(appdata):
    await appdata.set_timer("t")
    [timer] = (await appdata.lease(lease_s=1)).timers
    appdata.clock.advance(timedelta(seconds=30))
    await appdata.commit(await appdata.open(""), 0, fired_timer=fired(timer))


async def test_a_timer_set_again_by_its_own_firing_fires_again(appdata):
    """A reminder every minute is a timer that sets itself."""
    await appdata.set_timer("tick")
    own = await appdata.open("")
    for revision in range(3):
        [timer] = (await appdata.lease()).timers
        again = pb.Write(set_timer=appdata.timer("tick", in_s=60))
        await appdata.commit(own, revision, again, fired_timer=fired(timer))
        assert not (await appdata.lease()).timers
        appdata.clock.advance(timedelta(seconds=60))
    assert [timer.name for timer in (await appdata.lease()).timers] == ["tick"]


async def test_a_timer_cancelled_or_set_anew_while_it_fires_is_not_fired(appdata):
    """The user moved the deadline in the same second: the old firing must not close the poll."""
    own = await appdata.open("")
    for change in (lambda: cancel(appdata, "t"), lambda: appdata.set_timer("t", in_s=60)):
        await appdata.set_timer("t")
        [timer] = (await appdata.lease()).timers
        await change()
        with pytest.raises(TimerLeaseLost):
            await appdata.commit(own, 0, fired_timer=fired(timer))
    appdata.clock.advance(timedelta(seconds=60))
    assert len((await appdata.lease()).timers) == 1


async def test_a_repeated_firing_event_is_answered_though_its_timer_is_gone(appdata):
    await appdata.set_timer("t")
    [timer] = (await appdata.lease()).timers
    own = await appdata.open("")
    send = {"event_id": "e1", "request_sha256": b"1", "fired_timer": fired(timer)}
    await appdata.commit(own, 0, **send)
    assert (await appdata.commit(own, 0, **send)).repeated_event


async def test_two_sweeps_at_once_share_the_timers(appdata):
    for number in range(20):
        await appdata.set_timer(f"t{number}")
    taken = await asyncio.gather(*(appdata.lease(size=5) for _ in range(8)))
    names = [timer.name for answer in taken for timer in answer.timers]
    assert sorted(names) == sorted(f"t{number}" for number in range(20))


async def test_the_oldest_are_taken_first_and_the_rest_wait(appdata):
    for name, in_s in (("c", 3), ("a", 1), ("b", 2)):
        await appdata.set_timer(name, in_s=in_s)
    appdata.clock.advance(timedelta(seconds=5))
    first = await appdata.lease(size=2)
    assert [timer.name for timer in first.timers] == ["a", "b"]
    assert first.next_fire_at_ms < round(appdata.clock.now().timestamp() * 1000)  # One is due already.
    assert [timer.name for timer in (await appdata.lease(size=2)).timers] == ["c"]


async def test_timers_belong_to_their_app(appdata):
    await appdata.set_timer("t", in_s=1)
    await appdata.set_timer("t", in_s=2, caller=TAXI)
    await cancel(appdata, "t")
    await cancel(appdata, "missing")
    appdata.clock.advance(timedelta(seconds=5))
    assert [timer.app_id for timer in (await appdata.lease()).timers] == ["app_taxi"]


async def test_apps_that_are_busy_are_left_out(appdata):
    """Whoever has many overdue timers is not first in every lease."""
    for number in range(3):
        await appdata.set_timer(f"t{number}")
    await appdata.set_timer("t", in_s=1, caller=TAXI)
    appdata.clock.advance(timedelta(seconds=5))
    request = pb.LeaseTimersRequest(page_size=2, lease_s=30, except_app_ids=["app_polls"])
    leased = await appdata.client.lease_timers(request, caller=SANDBOX)
    assert [timer.app_id for timer in leased.timers] == ["app_taxi"]
    assert len((await appdata.lease(size=5)).timers) == 3


async def test_an_app_has_at_most_ten_thousand_timers(appdata):
    """At N it works, replacing works, N + 1 is refused, another app is not concerned."""
    own = await appdata.open("")
    for start in range(0, TIMERS_MAX, 200):
        writes = [pb.Write(set_timer=appdata.timer(f"t{start + n}", in_s=60)) for n in range(200)]
        await appdata.commit(own, start // 200, *writes)
    await appdata.set_timer("t0", in_s=90)
    await appdata.set_timer("t0", caller=TAXI)
    with pytest.raises(TimerLimitExceeded):
        await appdata.set_timer("one more")
    await cancel(appdata, "t1")
    await appdata.set_timer("one more")


async def test_a_payload_is_json_of_at_most_4_kib(appdata):
    for payload in ("{", '"' + "ب" * 2_048 + '"', "x" * 4_097):
        with pytest.raises(InvalidArgument) as caught:
            await appdata.client.set_timer(pb.SetTimerRequest(name="t", payload_json=payload), caller=POLLS)
        assert caught.value.facts["field"] == "payload_json"
    await appdata.client.set_timer(pb.SetTimerRequest(name="t", payload_json='"' + "a" * 4_094 + '"'), caller=POLLS)
    await appdata.client.set_timer(pb.SetTimerRequest(name="empty"), caller=POLLS)
