"""How much one person may hold open: so many Follows a process, and each that ends makes room for another."""

from __future__ import annotations

import asyncio

import pytest

from core.kit.errors import StatusCode
from core.messaging.hub import FOLLOWS_MAX, TooManyFollows
from tests.support.follow_desk import FollowDesk


async def test_one_person_follows_so_often_and_once_more_is_refused(follow_desk: FollowDesk) -> None:
    """Each Follow reads all of a person's conversations and holds queues: a script must not open a thousand."""
    layla, omar = await follow_desk.chat.person("layla"), await follow_desk.chat.person("omar")
    devices = [await follow_desk.following(layla) for _ in range(FOLLOWS_MAX)]
    with pytest.raises(TooManyFollows) as refused:
        await follow_desk.following(layla)
    assert (refused.value.code, refused.value.facts) == (StatusCode.RESOURCE_EXHAUSTED, {"limit": FOLLOWS_MAX})
    await follow_desk.following(omar)  # Each person has their own.
    await devices[0].stop()
    await follow_desk.following(layla)


async def test_refused_follows_leave_nothing_behind(follow_desk: FollowDesk) -> None:
    """Whoever is refused is not counted, or one burst would lock a person out for good."""
    layla = await follow_desk.chat.person("layla")
    devices = [await follow_desk.following(layla) for _ in range(FOLLOWS_MAX)]
    answers = await asyncio.gather(*(follow_desk.following(layla) for _ in range(8)), return_exceptions=True)
    assert {type(each) for each in answers} == {TooManyFollows}
    for device in devices:
        await device.stop()
    assert list(follow_desk.node.hub.here) == []
    for _ in range(FOLLOWS_MAX):
        await follow_desk.following(layla)
