"""Marks never go back, read marks are shared both ways or not at all; typing and presence are told and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from core.kit.caller import Caller
from core.kit.db import Transaction
from core.kit.errors import DomainError, InvalidArgument
from core.messaging.conversations import store
from core.messaging.sync import presence_store, typists
from core.messaging.tables import conversations, members, relations
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from tests.support.follow_desk import FollowDesk, marks_of
from tests.support.waiting import until


@pytest.fixture
def desk(follow_desk: FollowDesk) -> FollowDesk:
    return follow_desk


async def mark(desk: FollowDesk, who: Caller, of: str, **marks: int) -> service_pb.MarkReadResponse:
    return await desk.node.client.mark_read(service_pb.MarkReadRequest(conversation_id=of, **marks), caller=who)


async def share(desk: FollowDesk, who: Caller, **switches: bool) -> service_pb.MyMarks:
    answer = await desk.node.client.update_my_marks(service_pb.UpdateMyMarksRequest(**switches), caller=who)
    return answer.my_marks


async def listed(desk: FollowDesk, who: Caller, of: str, seq: int = 0) -> dict[str, tuple[int, int]]:
    request = service_pb.ListMarksRequest(conversation_id=of, seq=seq)
    marks = (await desk.node.client.list_marks(request, caller=who)).marks
    return {each.user_id: (each.delivered_seq, each.read_seq) for each in marks}


async def types(desk: FollowDesk, who: Caller, of: str, typing: bool = True) -> None:
    await desk.node.client.set_typing(service_pb.SetTypingRequest(conversation_id=of, typing=typing), caller=who)


async def contacts(desk: FollowDesk) -> tuple[Caller, Caller, str]:
    layla, omar = await desk.chat.crowd(2)
    await desk.chat.befriend(layla, omar)
    return layla, omar, await desk.chat.direct(layla, omar)


async def test_a_mark_never_goes_back_and_reading_is_having_it(desk: FollowDesk) -> None:
    layla, omar, chat = await contacts(desk)
    newest = [(await desk.say(layla, chat)).seq for _ in range(4)][-1]
    assert (await mark(desk, omar, chat, read_seq=3)).delivered_seq == 3
    back = await mark(desk, omar, chat, read_seq=1, delivered_seq=2)
    assert (back.read_seq, back.delivered_seq) == (3, 3)
    assert (await mark(desk, omar, chat, delivered_seq=newest)).read_seq == 3


@pytest.mark.parametrize("field", ["read_seq", "delivered_seq"])
async def test_nobody_reads_beyond_the_newest_update(desk: FollowDesk, field: str) -> None:
    layla, omar, chat = await contacts(desk)
    newest = (await desk.say(layla, chat)).seq
    await mark(desk, omar, chat, **{field: newest})
    with pytest.raises(InvalidArgument) as caught:
        await mark(desk, omar, chat, **{field: newest + 1})
    assert caught.value.facts["field"] == field


@pytest.mark.parametrize("method", ["mark_read", "list_marks", "set_typing"])
async def test_a_strangers_conversation_is_one_that_is_not_there(desk: FollowDesk, method: str) -> None:
    chat = (await contacts(desk))[2]
    (stranger,) = await desk.chat.crowd(1, "stranger")
    told = []
    for of in (chat, "conv_" + "0" * 26):
        kind = {"mark_read": "MarkRead", "list_marks": "ListMarks", "set_typing": "SetTyping"}[method]
        request = getattr(service_pb, f"{kind}Request")(conversation_id=of)
        with pytest.raises(DomainError) as caught:
            await getattr(desk.node.client, method)(request, caller=stranger)
        told.append((caught.value.reason, caught.value.message))
    assert told[0] == told[1]
    assert told[0][0] == "CONVERSATION_NOT_FOUND"


async def test_marks_reach_the_other_side_and_ones_own_devices(desk: FollowDesk) -> None:
    layla, omar, chat = await contacts(desk)
    hers, his_other = await desk.following(layla), await desk.following(omar)
    newest = (await desk.say(layla, chat)).seq
    await mark(desk, omar, chat, read_seq=newest)
    await until(lambda: his_other.conversations[chat].read_seq == newest)
    desk.advance(0.6)
    await until(lambda: bool(hers.texts("marks")))
    assert marks_of(hers.texts("marks")[-1]) == {omar.user_id: (newest, newest)}
    assert not his_other.texts("marks")


async def test_marks_that_move_quickly_are_told_once(desk: FollowDesk) -> None:
    """Fifty people who scroll must not cost fifty messages for each line."""
    layla, omar, chat = await contacts(desk)
    hers = await desk.following(layla)
    for _ in range(4):
        await mark(desk, omar, chat, read_seq=(await desk.say(layla, chat)).seq)
    desk.advance(0.6)
    await until(lambda: bool(hers.texts("marks")))
    assert len(hers.texts("marks")) == 1


@pytest.mark.parametrize("hides", ["reader", "writer"])
@pytest.mark.parametrize("where", ["everywhere", "here"])
async def test_who_hides_read_marks_sees_none(desk: FollowDesk, hides: str, where: str) -> None:
    """The switch is the same for both sides: nobody watches unwatched. That it arrived is told all the same."""
    layla, omar, chat = await contacts(desk)
    who = omar if hides == "reader" else layla
    if where == "everywhere":
        assert not (await share(desk, who, read_marks=False)).read_marks
    else:
        await desk.chat.write(lambda tx: _make_private(tx, chat, who.user_id))
    hers = await desk.following(layla)
    newest = (await desk.say(layla, chat)).seq
    await mark(desk, omar, chat, read_seq=newest)
    assert await listed(desk, layla, chat) == {omar.user_id: (newest, 0)}
    desk.advance(0.6)
    await until(lambda: bool(hers.texts("marks")))
    assert marks_of(hers.texts("marks")[-1]) == {omar.user_id: (newest, 0)}
    view = (await desk.node.client.sync(service_pb.SyncRequest(), caller=layla)).conversations[0]
    assert [each.read_seq for each in view.marks] == [0]


async def test_a_switch_while_one_follows_holds_from_then_on(desk: FollowDesk) -> None:
    layla, omar, chat = await contacts(desk)
    hers = await desk.following(layla)
    newest = (await desk.say(layla, chat)).seq
    await mark(desk, omar, chat, read_seq=newest)
    await share(desk, layla, read_marks=False)
    await until(lambda: any(each.HasField("my_marks") for each in hers.texts("personal")))
    desk.advance(0.6)
    await until(lambda: bool(hers.texts("marks")))
    assert {each.read_seq for change in hers.texts("marks") for each in change.marks} == {0}


async def test_marks_are_listed_from_a_number_on(desk: FollowDesk) -> None:
    layla, omar, sami = await desk.chat.crowd(3)
    family = await desk.chat.group(layla, omar, sami)
    newest = (await desk.say(layla, family)).seq
    await mark(desk, omar, family, delivered_seq=newest)
    assert {who: has[0] for who, has in (await listed(desk, layla, family, newest)).items()} == {omar.user_id: newest}
    assert set(await listed(desk, layla, family)) == {omar.user_id, sami.user_id}


async def test_between_two_who_are_no_contacts_any_more_nothing_is_told(desk: FollowDesk) -> None:
    """Who was blocked learns nothing of the other, not even that they still read."""
    layla, omar, chat = await contacts(desk)
    hers = await desk.following(layla)
    newest = (await desk.say(layla, chat)).seq
    await desk.chat.write(lambda tx: tx.execute(relations.update().values(low_blocks=True)) and None)
    await mark(desk, omar, chat, read_seq=newest)
    await types(desk, omar, chat)
    desk.advance(0.6)
    assert await listed(desk, layla, chat) == {}
    sent = await desk.say(layla, chat)
    await until(lambda: hers.seqs(chat)[-1] == sent.seq)
    assert (hers.texts("marks"), hers.texts("typing")) == ([], [])


async def test_typing_is_shown_for_six_seconds_and_taken_every_three(desk: FollowDesk) -> None:
    layla, omar, chat = await contacts(desk)
    hers, his = await desk.following(layla), await desk.following(omar)
    for _ in range(3):
        await types(desk, omar, chat)
    await until(lambda: bool(hers.texts("typing")))
    assert [list(each.user_ids) for each in hers.texts("typing")] == [[omar.user_id]]
    desk.advance(typists.TAKEN_EVERY_S)
    await types(desk, omar, chat)
    await until(lambda: len(hers.texts("typing")) == 2)
    for _ in range(7):
        desk.advance(1)
        await _settled(desk, layla)
    await until(lambda: len(hers.texts("typing")) == 3)
    assert list(hers.texts("typing")[-1].user_ids) == []
    assert not any(each.user_ids for each in his.texts("typing"))


async def test_typing_ends_with_the_message(desk: FollowDesk) -> None:
    layla, omar, chat = await contacts(desk)
    hers = await desk.following(layla)
    await types(desk, omar, chat)
    await desk.say(omar, chat)
    await until(lambda: len(hers.texts("typing")) == 2)
    assert list(hers.texts("typing")[-1].user_ids) == []


@pytest.mark.parametrize(("count", "told"), [(typists.MEMBERS_MAX, 1), (typists.MEMBERS_MAX + 1, 0)])
async def test_in_groups_over_a_hundred_nobody_is_told_who_types(desk: FollowDesk, count: int, told: int) -> None:
    layla, omar = await desk.chat.crowd(2)
    crowd = await desk.chat.group(layla, omar)
    await desk.chat.write(lambda tx: _set(tx, conversations, crowd, member_count=count))
    hers = await desk.following(layla)
    await types(desk, omar, crowd)
    sent = await desk.say(layla, crowd)
    await until(lambda: hers.seqs(crowd)[-1] == sent.seq)
    assert len(hers.texts("typing")) == told


async def test_the_silenced_and_those_who_left_type_to_nobody(desk: FollowDesk) -> None:
    layla, omar, sami = await desk.chat.crowd(3)
    family = await desk.chat.group(layla, omar, sami)
    await desk.chat.write(lambda tx: _set_member(tx, family, omar, silenced=True))
    await desk.chat.write(lambda tx: _set_member(tx, family, sami, status=pb.MEMBER_STATUS_LEFT, visible_to_seq=2))
    hers = await desk.following(layla)
    for who in (omar, sami):
        await types(desk, who, family)
    sent = await desk.say(layla, family)
    await until(lambda: hers.seqs(family)[-1] == sent.seq)
    assert not hers.texts("typing")


async def test_contacts_see_who_is_there_and_when_they_were(desk: FollowDesk) -> None:
    layla, omar, _ = await contacts(desk)
    (stranger,) = await desk.chat.crowd(1, "stranger")
    await desk.chat.group(layla, stranger)
    hers, theirs = await desk.following(layla), await desk.following(stranger)
    his = await desk.following(omar)
    desk.advance(10.1)
    await until(lambda: [each.online for each in hers.texts("presence")] == [True])
    await his.stop()
    desk.advance(10.1)
    await until(lambda: len(hers.texts("presence")) == 2)
    gone = hers.texts("presence")[-1]
    assert (gone.user_id, gone.online, gone.last_seen_at_ms > 0) == (omar.user_id, False, True)
    assert not theirs.texts("presence")
    again = await desk.following(layla)
    await until(lambda: [each.online for each in again.texts("presence")] == [False])


async def test_when_somebody_was_there_is_kept_before_it_is_told(
    desk: FollowDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else who comes in between learns neither that they are there nor when they were."""
    layla, omar, _ = await contacts(desk)
    hers, his = await desk.following(layla), await desk.following(omar)
    desk.advance(10.1)
    await until(lambda: len(hers.texts("presence")) == 1)
    seen = presence_store.seen
    tries: list[list[bool]] = []

    def fails_once(tx: Transaction, user_ids: Sequence[str], now_ms: int) -> None:
        tries.append([each.online for each in hers.texts("presence")])
        if len(tries) == 1:
            raise RuntimeError("the database is away")
        seen(tx, user_ids, now_ms)

    monkeypatch.setattr(presence_store, "seen", fails_once)
    await his.stop()
    desk.advance(10.1)
    await until(lambda: len(tries) == 1)

    def told_later() -> bool:
        desk.advance(10.1)
        return len(hers.texts("presence")) == 2

    await until(told_later)
    assert tries == [[True]] * 2


@pytest.mark.parametrize("hides", ["the one who is there", "the one who looks"])
async def test_who_hides_presence_sees_none(desk: FollowDesk, hides: str) -> None:
    layla, omar, chat = await contacts(desk)
    await share(desk, omar if hides == "the one who is there" else layla, presence=False)
    hers = await desk.following(layla)
    await desk.following(omar)
    desk.advance(10.1)
    await _settled(desk, layla)
    sent = await desk.say(omar, chat)
    await until(lambda: hers.seqs(chat)[-1] == sent.seq)
    assert not hers.texts("presence")


async def test_hiding_presence_looks_like_going_at_once(desk: FollowDesk) -> None:
    layla, omar, _ = await contacts(desk)
    hers = await desk.following(layla)
    await desk.following(omar)
    desk.advance(10.1)
    await until(lambda: [each.online for each in hers.texts("presence")] == [True])
    await share(desk, omar, presence=False)
    await until(lambda: len(hers.texts("presence")) == 2)
    assert (hers.texts("presence")[-1].online, hers.texts("presence")[-1].last_seen_at_ms) == (False, 0)


async def _settled(desk: FollowDesk, who: Caller) -> None:
    """What a turn of the clock began has had its turns at the database."""
    for _ in range(3):
        await desk.node.client.sync(service_pb.SyncRequest(), caller=who)


def _make_private(tx: Any, of: str, user_id: str) -> None:
    mine = (members.c.conversation_id == of) & (members.c.user_id == user_id)
    tx.execute(members.update().where(mine).values(marks_private=True))


def _set(tx: Any, table: Any, of: str, **values: Any) -> None:
    tx.execute(table.update().where(table.c.conversation_id == of).values(**values))


def _set_member(tx: Any, of: str, who: Caller, **values: Any) -> None:
    mine = (store.members.c.conversation_id == of) & (store.members.c.user_id == who.user_id)
    tx.execute(store.members.update().where(mine).values(**values))
