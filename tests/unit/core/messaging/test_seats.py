"""What a seat says somebody may see and write."""

import pytest

from core.messaging.conversations import store
from core.messaging.conversations.members import active, seat, seats
from core.messaging.errors import ConversationNotFound
from majlis.identity.v1.contacts_service_pb2 import BlockPersonRequest
from majlis.messaging.v1 import messages_pb2 as pb
from tests.support.chat_desk import ChatDesk


async def test_a_member_sees_to_the_newest_number(chat: ChatDesk) -> None:
    """What is written a moment later is seen too: nobody moves a mark for it."""
    layla, omar = [await chat.person(name) for name in ("layla", "omar")]
    family = await chat.group(layla, omar)
    sent = await chat.send(omar, family, "سلام")
    found = await chat.read(lambda tx: seat(tx, family, layla.user_id))
    assert (found.role, found.status, found.visible_from_seq) == (pb.MEMBER_ROLE_OWNER, store.ACTIVE, 1)
    assert found.visible_to_seq == found.head_seq == sent
    assert found.open
    assert found.head_hash == (await chat.updates(family))[-1].hash


async def test_who_went_sees_up_to_there(chat: ChatDesk) -> None:
    """Their past is theirs; what comes after is not."""
    layla, omar = [await chat.person(name) for name in ("layla", "omar")]
    family = await chat.group(layla, omar)
    left = await chat.send(omar, family, "bye")
    await chat.write(lambda tx: store.change(tx, family, omar.user_id, status=store.LEFT, visible_to_seq=left))
    await chat.send(layla, family, "at last")
    found = await chat.read(lambda tx: seat(tx, family, omar.user_id))
    assert (found.visible_to_seq, found.head_seq) == (left, left + 1)


@pytest.mark.parametrize("status", [store.INVITED, store.REQUESTED, store.BANNED])
async def test_who_never_was_in_it_finds_nothing(chat: ChatDesk, status: int) -> None:
    """Invited, asking or kept out: the answer is the one for a conversation that is not there."""
    layla, omar, sara = [await chat.person(name) for name in ("layla", "omar", "sara")]
    family = await chat.group(layla, omar)
    await chat.write(lambda tx: store.put(tx, family, sara.user_id, role=pb.MEMBER_ROLE_MEMBER, status=status))
    for conversation_id in (family, "conv_none"):
        with pytest.raises(ConversationNotFound):
            await chat.read(lambda tx, at=conversation_id: seat(tx, at, sara.user_id))
    assert await chat.read(lambda tx: seats(tx, sara.user_id)) == []
    assert await chat.read(lambda tx: sorted(active(tx, family))) == [layla.user_id, omar.user_id]


async def test_a_direct_conversation_is_open_while_the_two_are_contacts(chat: ChatDesk) -> None:
    """Without a relation it takes no messages, and says so before anybody writes one."""
    layla, omar = [await chat.person(name) for name in ("layla", "omar")]
    await chat.befriend(layla, omar)
    pair = await chat.direct(layla, omar)
    assert (await chat.read(lambda tx: seat(tx, pair, layla.user_id))).open
    await chat.identity.contacts.block_person(BlockPersonRequest(user_id=layla.user_id), caller=omar)
    assert not (await chat.read(lambda tx: seat(tx, pair, layla.user_id))).open
    assert [each.conversation_id for each in await chat.read(lambda tx: seats(tx, omar.user_id))] == [pair]
