"""Presence between two people ends with what they are to each other, at once and both ways."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from core.kit.caller import Caller
from core.messaging.sync import presence_store
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.chat_desk import ChatDesk
from tests.support.waiting import until


class Screen:
    """What somebody's Follow says of who is there."""

    def __init__(self, chat: ChatDesk, person: Caller) -> None:
        self.said: list[tuple[str, bool, int]] = []
        self.begun = False
        follow = MessagesServiceClient(chat.chain).follow(service_pb.FollowRequest(), caller=person)
        self.task = asyncio.ensure_future(self._read(follow))

    async def _read(self, follow: Any) -> None:
        async for each in follow:
            self.begun = True
            if each.HasField("presence"):
                self.said.append((each.presence.user_id, each.presence.online, each.presence.last_seen_at_ms))


async def _screens(chat: ChatDesk, *people: Caller) -> list[Screen]:
    screens = [Screen(chat, each) for each in people]
    await until(lambda: all(each.begun for each in screens))
    return screens


async def _end(screens: list[Screen]) -> None:
    for each in screens:
        each.task.cancel()
    await asyncio.gather(*(each.task for each in screens), return_exceptions=True)


async def _part(chat: ChatDesk, how: str, one: Caller, other: Caller) -> None:
    if how == "block":
        await chat.identity.contacts.block_person(contacts_pb.BlockPersonRequest(user_id=other.user_id), caller=one)
    else:
        await chat.identity.contacts.remove_contact(contacts_pb.RemoveContactRequest(user_id=other.user_id), caller=one)


@pytest.mark.parametrize("how", ["block", "remove"])
async def test_presence_ends_at_once_and_both_ways(chat: ChatDesk, how: str) -> None:
    """Who is blocked must not go on seeing when the other is there, nor the one who blocks; and of the time nothing."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    await chat.befriend(layla, omar)
    await chat.direct(layla, omar)
    hers, his = screens = await _screens(chat, layla, omar)
    presence = chat.messaging._sync.presence
    await presence.tell()
    await until(lambda: all(each.said and each.said[-1][1] for each in screens))
    await _part(chat, how, layla, omar)
    await until(lambda: not any(each.said[-1][1] for each in screens))
    assert (hers.said[-1], his.said[-1]) == ((omar.user_id, False, 0), (layla.user_id, False, 0))
    await _end(screens)


async def test_what_was_read_before_a_block_is_not_told_after_it(chat: ChatDesk, monkeypatch: Any) -> None:
    """A telling is under way while somebody blocks: its news of who came is too old for these two."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    await chat.befriend(layla, omar)
    await chat.direct(layla, omar)
    hers, his = screens = await _screens(chat, layla, omar)
    presence = chat.messaging._sync.presence
    old = await chat.read(lambda tx: presence_store.pairs(tx, [layla.user_id, omar.user_id]))
    await _part(chat, "block", layla, omar)
    monkeypatch.setattr(presence_store, "pairs", lambda tx, user_ids: old)
    await presence.tell()
    await until(lambda: all(each.said for each in screens))
    assert not any(online for _, online, _ in (*hers.said, *his.said))
    await _end(screens)


async def test_a_block_is_not_noticed_where_nothing_was_shared(chat: ChatDesk) -> None:
    """They never spoke: presence that ends where none was would tell of the block."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    await chat.befriend(layla, omar)
    hers, his = screens = await _screens(chat, layla, omar)
    await chat.messaging._sync.presence.tell()
    await _part(chat, "block", layla, omar)
    await chat.messaging._sync.presence.tell()
    assert not [*hers.said, *his.said]
    await _end(screens)
