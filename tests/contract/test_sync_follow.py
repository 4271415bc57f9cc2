"""Follow: each update once, in order, for exactly those who may see it; nothing between catching up and live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from core.kit.bus import Bus
from core.kit.caller import Caller
from core.messaging.changes import Changes
from core.messaging.conversations import store
from core.messaging.conversations.bodies import body_json, member_json
from core.messaging.log import Draft
from core.messaging.sync import follower as queue
from core.messaging.sync.following import MISSING_MAX
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from tests.support.chat_desk import request_id
from tests.support.follow_desk import FollowDesk, Node
from tests.support.waiting import until


@pytest.fixture
def desk(follow_desk: FollowDesk) -> FollowDesk:
    return follow_desk


async def test_followers_get_each_update_once_in_order(desk: FollowDesk) -> None:
    """Two devices of one person and one of another hold the same log, and it is the server's."""
    layla, omar = await desk.chat.crowd(2)
    family = await desk.chat.group(layla, omar)
    devices = [await desk.following(each) for each in (layla, layla, omar)]
    for number in range(5):
        await desk.say(omar, family, f"{number}")
    log = await desk.chat.updates(family)
    for device in devices:
        await until(lambda device=device: device.seqs(family) == [update.seq for update in log])  # type: ignore[misc]
        assert [update.body_json for update in device.held[family]] == [update.body_json for update in log]


async def test_an_update_is_built_once_and_only_its_sender_sees_the_request_id(desk: FollowDesk) -> None:
    """Fan-out to a group costs two messages, not fifty; a request id is a secret between sender and host."""
    layla, omar, sami = await desk.chat.crowd(3)
    family = await desk.chat.group(layla, omar, sami)
    mine, *others = [await desk.following(each) for each in (layla, omar, sami)]
    sent = await desk.say(layla, family)
    for device in (mine, *others):
        await until(lambda device=device: device.seqs(family)[-1] == sent.seq)  # type: ignore[misc]
    assert mine.held[family][-1].request_id == sent.request_id
    assert [each.held[family][-1].request_id for each in others] == ["", ""]
    assert others[0].seen[-1] is others[1].seen[-1]


async def test_commits_told_in_the_other_order_arrive_in_order(desk: FollowDesk) -> None:
    """Two writers' loops may hear of their commits in any order."""
    layla, omar = await desk.chat.crowd(2)
    chat = await desk.chat.group(layla, omar)
    device = await desk.following(omar)
    first, second, third = [(await _silently(desk, layla, chat)) for _ in range(3)]
    for changes in (third, first, second, third):
        desk.node.hub.tell(changes)
    log = await desk.chat.updates(chat)
    await until(lambda: device.seqs(chat) == [update.seq for update in log])


async def test_who_is_removed_gets_that_and_nothing_after(desk: FollowDesk) -> None:
    """The door closes with the update that says so, also for what is already on its way."""
    layla, omar = await desk.chat.crowd(2)
    family = await desk.chat.group(layla, omar)
    mine, theirs = await desk.following(layla), await desk.following(omar)
    last = await _remove(desk, layla, family, omar)
    after = await desk.say(layla, family, "now we can talk")
    await until(lambda: mine.seqs(family)[-1] == after.seq)
    await until(lambda: theirs.seqs(family)[-1] == last)
    await desk.say(layla, family)
    assert theirs.seqs(family)[-1] == last
    again = await desk.following(omar)
    assert again.seqs(family)[-1] == last


async def test_a_removed_reader_of_a_channel_gets_nothing_of_after_that(desk: FollowDesk) -> None:
    """No line says that readers go, so one who takes their time with an update must not be given those behind it."""
    layla, omar = await desk.chat.crowd(2)
    news = await desk.chat.channel(layla, omar)
    theirs = await desk.following(omar, open=(news,))
    theirs.reads.clear()
    before = await desk.say(layla, news, "for readers")
    await until(lambda: not len(next(iter(desk.node.hub.following(omar.user_id)))))
    request = conversations_pb.RemoveMemberRequest(
        request_id=request_id(), conversation_id=news, user_id=omar.user_id, ban=True
    )
    await desk.chat.conversations.remove_member(request, caller=layla)
    desk.node.hub.tell(Changes(people={omar.user_id}))
    await desk.say(layla, news, "not for them")
    theirs.reads.set()
    await until(lambda: theirs.conversations[news].status == pb.MEMBER_STATUS_BANNED)
    assert theirs.seqs(news)[-1] == before.seq


async def test_who_comes_in_gets_the_conversation_then_its_updates(desk: FollowDesk) -> None:
    """A client never sees an update of a conversation it does not know."""
    layla, omar = await desk.chat.crowd(2)
    family = await desk.chat.group(layla)
    theirs = await desk.following(omar)
    await desk.say(layla, family, "before")
    await _add(desk, layla, family, omar)
    sent = await desk.say(layla, family, "welcome")
    await until(lambda: theirs.seqs(family)[-1:] == [sent.seq])
    kinds = [each.WhichOneof("what") for each in theirs.seen]
    assert kinds.index("personal") < kinds.index("updates")
    assert theirs.seqs(family)[0] == sent.seq - 1  # Their own coming in.


async def test_who_came_later_gets_no_new_words_of_what_was_before(desk: FollowDesk) -> None:
    """Neither live nor when they catch up: an edit repeats what a message said, which was not for them."""
    layla, omar = await desk.chat.crowd(2)
    family = await desk.chat.group(layla)
    before = await desk.say(layla, family, "before")
    await _add(desk, layla, family, omar)
    live, mine = await desk.following(omar), await desk.following(layla)
    body = body_json(pb.UpdateBody(edit=pb.Content(text="before!")))
    edit = Draft(family, pb.UPDATE_KIND_EDIT, layla.user_id, body, target_seq=before.seq, request_id=request_id())
    edited = (await desk.append(edit))[0]
    sent = await desk.say(layla, family, "after")
    await until(lambda: all(each.seqs(family)[-1] == sent.seq for each in (live, mine)))
    late = desk.device(omar)
    await late.sync()
    for device, words in ((live, ""), (late, ""), (mine, body)):
        assert [each.body_json for each in device.held[family] if each.seq == edited.seq] == [words]


async def test_strangers_and_the_invited_get_nothing(desk: FollowDesk) -> None:
    layla, stranger, invited = await desk.chat.crowd(3)
    family = await desk.chat.group(layla)

    def invite(tx: Any) -> None:
        store.put(tx, family, invited.user_id, role=pb.MEMBER_ROLE_MEMBER, status=pb.MEMBER_STATUS_INVITED,
                  joined_at_ms=0, visible_from_seq=0)  # fmt: skip

    await desk.chat.write(invite)
    devices = [await desk.following(each) for each in (stranger, invited)]
    mine = await desk.following(layla)
    sent = await desk.say(layla, family)
    await until(lambda: mine.seqs(family)[-1] == sent.seq)
    assert [device.held for device in devices] == [{}, {}]
    claim = service_pb.SyncRequest(known=[service_pb.Known(conversation_id=family, seq=1)])
    assert not (await desk.node.client.sync(claim, caller=stranger)).updates


async def test_a_reader_that_stops_costs_a_bounded_queue_and_catches_up(desk: FollowDesk) -> None:
    """Slow readers keep one number a conversation, and no update is lost to them for good."""
    layla, omar = await desk.chat.crowd(2)
    busy, quiet = await desk.chat.group(layla, omar), await desk.chat.group(layla, omar)
    device = await desk.following(omar)
    device.reads.clear()
    follower = next(iter(desk.node.hub.following(omar.user_id)))
    await desk.say(layla, quiet)
    for _ in range(6):
        body = [Draft(busy, pb.UPDATE_KIND_MESSAGE, layla.user_id, "{}") for _ in range(60)]
        newest = (await desk.append(*body))[-1].seq
        assert len(follower) <= queue.QUEUE_MAX
    device.reads.set()
    await until(lambda: device.behind.get(busy) == newest)
    await until(lambda: quiet in device.behind or len(device.seqs(quiet)) > 3)
    await device.sync()
    await until(lambda: device.seqs(busy)[-1] == newest)
    sent = await desk.say(layla, busy)
    await until(lambda: device.seqs(busy)[-1] == sent.seq)


async def test_a_full_queue_is_full_at_256_and_not_before(desk: FollowDesk) -> None:
    waiting = queue.Follower("usr_1")
    items = [queue.Item("conv_1", seq, service_pb.FollowResponse()) for seq in range(1, queue.QUEUE_MAX + 2)]
    for item in items[:-1]:
        waiting.put(item)
    assert (len(waiting), waiting.take_behind()) == (queue.QUEUE_MAX, {})
    waiting.put(items[-1])
    assert (len(waiting), waiting.take_behind()) == (0, {"conv_1": queue.QUEUE_MAX + 1})


async def test_a_client_that_lacks_very_much_is_told_so_and_follows_on(desk: FollowDesk) -> None:
    """A month away must not push thousands of messages of one group at a phone that shows another."""
    layla, omar = await desk.chat.crowd(2)
    family = await desk.chat.group(layla, omar)
    device = await desk.following(omar)
    await device.stop()
    bodies = [Draft(family, pb.UPDATE_KIND_MESSAGE, layla.user_id, "{}") for _ in range(MISSING_MAX + 1)]
    newest = (await desk.append(*bodies))[-1].seq
    await device.follow()
    await until(lambda: device.behind == {family: newest})
    assert device.conversations[family].head_seq == newest
    await device.sync(updates_max=200)
    sent = await desk.say(layla, family)
    await until(lambda: device.seqs(family)[-1] == sent.seq)


async def test_a_channel_pushes_to_open_screens_and_tells_the_others_every_two_seconds(desk: FollowDesk) -> None:
    """A channel of any size costs a push for each open screen, and one word every two seconds for the rest."""
    layla, omar, sami = await desk.chat.crowd(3)
    news = await desk.chat.group(layla, omar, sami)
    await desk.chat.write(lambda tx: _make_channel(tx, news))
    reading, listed = await desk.following(omar, open=(news,)), await desk.following(sami)
    first = await desk.say(layla, news)
    await until(lambda: listed.behind.get(news) == first.seq)
    for _ in range(3):
        last = await desk.say(layla, news)
    await until(lambda: reading.seqs(news)[-1] == last.seq)
    assert len(listed.texts("behind")) == 1
    desk.advance(4)
    await until(lambda: listed.behind[news] == last.seq)
    assert len(listed.texts("behind")) == 2
    await listed.sync()
    opened = service_pb.SetOpenConversationsRequest(follow_id="tab-1", open_conversation_ids=[news])
    await desk.node.client.set_open_conversations(opened, caller=sami)
    assert desk.node.hub.reading(sami.user_id, news)
    sent = await desk.say(layla, news)
    await until(lambda: listed.seqs(news)[-1] == sent.seq)


async def test_two_processes_on_one_database_see_each_other_over_the_bus(desk: FollowDesk) -> None:
    layla, omar = await desk.chat.crowd(2)
    family = await desk.chat.group(layla, omar)
    async with running(desk) as other:
        device = await desk.following(omar, node=other)
        for _ in range(3):
            sent = await desk.say(layla, family)
        await until(lambda: device.seqs(family)[-1] == sent.seq)
        await _add(desk, layla, group := await desk.chat.group(layla), omar)
        await until(lambda: group in device.held)


async def test_a_dead_bus_only_delays(desk: FollowDesk) -> None:
    """The bus carries hints; what it loses the sweep finds."""
    layla, omar = await desk.chat.crowd(2)
    family = await desk.chat.group(layla, omar)
    async with running(desk, DeadBus()) as other:
        device = await desk.following(omar, node=other)
        for _ in range(3):
            sent = await desk.say(layla, family)
        await _add(desk, layla, group := await desk.chat.group(layla), omar)
        assert device.seqs(family)[-1] < sent.seq
        desk.advance(2)
        await until(lambda: device.seqs(family)[-1] == sent.seq)
        await until(lambda: group in device.held)


async def test_nothing_stays_when_a_follow_ends(desk: FollowDesk) -> None:
    layla, omar = await desk.chat.crowd(2)
    family = await desk.chat.group(layla, omar)
    device = await desk.following(omar)
    assert list(desk.node.hub.watching(family))
    await device.stop()
    assert not list(desk.node.hub.watching(family))
    assert not list(desk.node.hub.here)


class DeadBus:
    """Takes every hint and brings none."""

    def publish(self, subject: str, message: bytes) -> None:
        pass

    @asynccontextmanager
    async def subscribe(self, subject: str) -> AsyncIterator[AsyncIterator[bytes]]:
        async def nothing() -> AsyncIterator[bytes]:
            await asyncio.Event().wait()
            yield b""

        yield nothing()


@asynccontextmanager
async def running(desk: FollowDesk, bus: Bus | None = None) -> AsyncIterator[Node]:
    node = desk.another(bus)
    standing = asyncio.ensure_future(node.run())
    await asyncio.sleep(0)
    try:
        yield node
    finally:
        for device in desk.devices:
            if device.node is node:
                await device.stop()
        standing.cancel()
        await asyncio.gather(standing, return_exceptions=True)


async def _silently(desk: FollowDesk, person: Caller, conversation_id: str) -> Changes:
    """A committed message that nobody was told of yet."""

    def write(tx: Any) -> Changes:
        changes = Changes()
        desk.chat.log.append(tx, [Draft(conversation_id, pb.UPDATE_KIND_MESSAGE, person.user_id, "{}")], changes)
        return changes

    return await desk.chat.write(write)


async def _member(desk: FollowDesk, by: Caller, of: str, who: Caller, event: Any, status: Any) -> int:
    def write(tx: Any) -> Changes:
        changes = Changes()
        body = member_json(who.user_id, event, pb.MEMBER_ROLE_MEMBER, "")
        seq = desk.chat.log.append(tx, [Draft(of, pb.UPDATE_KIND_MEMBER, by.user_id, body)], changes)[0].seq
        gone = status != pb.MEMBER_STATUS_ACTIVE
        if gone:
            tx.execute(
                store.members.update()
                .where(store.members.c.conversation_id == of, store.members.c.user_id == who.user_id)
                .values(status=status, visible_to_seq=seq)
            )
        else:
            store.put(tx, of, who.user_id, role=pb.MEMBER_ROLE_MEMBER, status=status, joined_at_ms=0,
                      visible_from_seq=seq)  # fmt: skip
        desk.chat.log.note(tx, [who.user_id], "view", of, changes)
        return changes

    changes = await desk.chat.write(write)
    desk.node.hub.tell(changes)
    return changes.updates[-1].seq


async def _remove(desk: FollowDesk, by: Caller, of: str, who: Caller) -> int:
    return await _member(desk, by, of, who, pb.MEMBER_EVENT_REMOVED, pb.MEMBER_STATUS_REMOVED)


async def _add(desk: FollowDesk, by: Caller, of: str, who: Caller) -> int:
    return await _member(desk, by, of, who, pb.MEMBER_EVENT_JOINED, pb.MEMBER_STATUS_ACTIVE)


def _make_channel(tx: Any, conversation_id: str) -> None:
    channels = store.conversations.update().where(store.conversations.c.conversation_id == conversation_id)
    tx.execute(channels.values(kind=pb.CONVERSATION_KIND_CHANNEL))
