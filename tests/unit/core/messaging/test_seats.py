"""What a seat says somebody may see and write."""

import pytest

from core.kit.caller import Caller
from core.messaging.conversations import store
from core.messaging.conversations.members import active, seat, seats
from core.messaging.errors import ConversationNotFound
from majlis.messaging.v1 import messages_pb2 as pb
from tests.support.chat_desk import ChatDesk

LAYLA, OMAR, SARA = (Caller.user(f"usr_{name}") for name in ("layla", "omar", "sara"))


async def test_a_member_sees_to_the_newest_number(chat: ChatDesk) -> None:
    """What is written a moment later is seen too: nobody moves a mark for it."""
    family = await chat.group(LAYLA, OMAR)
    sent = await chat.send(OMAR, family, "سلام")
    found = await chat.read(lambda tx: seat(tx, family, LAYLA.user_id))
    assert (found.role, found.status, found.visible_from_seq) == (pb.MEMBER_ROLE_OWNER, store.ACTIVE, 1)
    assert found.visible_to_seq == found.head_seq == sent
    assert found.open
    assert found.head_hash == (await chat.updates(family))[-1].hash


async def test_who_went_sees_up_to_there(chat: ChatDesk) -> None:
    """Their past is theirs; what comes after is not."""
    family = await chat.group(LAYLA, OMAR)
    left = await chat.send(OMAR, family, "bye")
    await chat.write(lambda tx: store.change(tx, family, OMAR.user_id, status=store.LEFT, visible_to_seq=left))
    await chat.send(LAYLA, family, "at last")
    found = await chat.read(lambda tx: seat(tx, family, OMAR.user_id))
    assert (found.visible_to_seq, found.head_seq) == (left, left + 1)


@pytest.mark.parametrize("status", [store.INVITED, store.REQUESTED, store.BANNED])
async def test_who_never_was_in_it_finds_nothing(chat: ChatDesk, status: int) -> None:
    """Invited, asking or kept out: the answer is the one for a conversation that is not there."""
    family = await chat.group(LAYLA, OMAR)
    await chat.write(lambda tx: store.put(tx, family, SARA.user_id, role=pb.MEMBER_ROLE_MEMBER, status=status))
    for conversation_id in (family, "conv_none"):
        with pytest.raises(ConversationNotFound):
            await chat.read(lambda tx, at=conversation_id: seat(tx, at, SARA.user_id))
    assert await chat.read(lambda tx: seats(tx, SARA.user_id)) == []
    assert await chat.read(lambda tx: sorted(active(tx, family))) == [LAYLA.user_id, OMAR.user_id]


async def test_a_direct_conversation_is_open_while_the_two_are_contacts(chat: ChatDesk) -> None:
    """Without a relation it takes no messages, and says so before anybody writes one."""
    pair = await chat.direct(LAYLA, OMAR)
    assert not (await chat.read(lambda tx: seat(tx, pair, LAYLA.user_id))).open
    await chat.befriend(LAYLA, OMAR)
    assert (await chat.read(lambda tx: seat(tx, pair, LAYLA.user_id))).open
    assert [each.conversation_id for each in await chat.read(lambda tx: seats(tx, OMAR.user_id))] == [pair]
