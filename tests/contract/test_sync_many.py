"""Sync and Follow of somebody in very many conversations: each comes once, however little there is to see in it."""

from __future__ import annotations

import asyncio

from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.messaging.conversations import rules, store
from core.messaging.sync import catch_up_store
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from tests.support.follow_desk import FollowDesk

COUNT = catch_up_store.CONVERSATIONS_MAX + 10
PROMPT_S = 20.0


async def _invited(follow_desk: FollowDesk, user_id: str) -> None:
    """They are asked into more conversations than one answer holds."""
    now_ms = to_ms(follow_desk.clock.now())

    def add(tx: Transaction) -> None:
        for number in range(COUNT):
            of = f"conv_{number:04}"
            store.create(tx, of, rules.GROUP, pb.ConversationSettings(title=f"Group {number}"), now_ms=now_ms)
            store.put(tx, of, user_id, role=rules.MEMBER, status=store.INVITED, joined_at_ms=now_ms)

    await follow_desk.chat.write(add)


async def test_a_follow_gets_past_more_invitations_than_one_answer_holds(follow_desk: FollowDesk) -> None:
    """A contact who asks somebody into 201 groups must not keep their chat from ever beginning."""
    layla = await follow_desk.chat.person("layla")
    await _invited(follow_desk, layla.user_id)
    device = await asyncio.wait_for(follow_desk.following(layla), PROMPT_S)
    told = [each.conversation_id for synced in device.texts("synced") for each in synced.conversations]
    assert sorted(told) == [f"conv_{number:04}" for number in range(COUNT)]


async def test_a_follow_gets_past_conversations_of_which_more_is_known_than_there_is(follow_desk: FollowDesk) -> None:
    """After a restore from a backup a client knows more than the host: it is told so, once each, and goes on."""
    layla = await follow_desk.chat.person("layla")
    await _invited(follow_desk, layla.user_id)
    known = [service_pb.Known(conversation_id=f"conv_{number:04}", seq=7) for number in range(COUNT)]
    request = service_pb.FollowRequest(known=known)
    answers = []
    async with asyncio.timeout(PROMPT_S):
        async for response in follow_desk.node.client.follow(request, caller=layla):
            answers.append(response.synced)
            if not response.synced.more:
                break
    told = [each.conversation_id for synced in answers for each in synced.conversations]
    assert sorted(told) == [each.conversation_id for each in known]
