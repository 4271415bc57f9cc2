"""Who reads a channel is told to nobody: its owner's questions about readers and about others have the same answers."""

from __future__ import annotations

from typing import Any

import pytest

from core.kit.caller import Caller
from core.kit.clock import to_ms
from core.kit.errors import DomainError
from core.messaging.conversations import listing, rules, store
from majlis.identity.v1.contacts_service_pb2 import UpdatePrivacyRequest
from majlis.messaging.v1 import conversations_service_pb2 as pb
from majlis.messaging.v1 import messages_pb2
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.chat_desk import ChatDesk, request_id


async def _said(asking: Any) -> str:
    """What an asker learns."""
    try:
        answer = await asking
    except DomainError as refused:
        return refused.reason
    return str(answer)


@pytest.mark.parametrize("contacts", [True, False], ids=["contacts", "strangers"])
async def test_adding_somebody_does_not_tell_whether_they_read_it(chat: ChatDesk, contacts: bool) -> None:
    """A contact who lets nobody add them is asked, a stranger refused, whether they are there or not."""
    owner, reader, other = [await chat.person(name) for name in ("layla", "omar", "sami")]
    if contacts:
        await chat.befriend(owner, reader, other)
    news = await chat.channel(owner, reader)
    for each in (reader, other):
        await chat.identity.contacts.update_privacy(UpdatePrivacyRequest(added_to_groups=False), caller=each)

    async def add(person: Caller) -> str:
        request = pb.AddMembersRequest(request_id=request_id(), conversation_id=news, user_ids=[person.user_id])
        said = await _said(chat.conversations.add_members(request, caller=owner))
        return said.replace(person.user_id, "them")

    assert await add(reader) == await add(other)
    assert (await chat.view(reader, news)).status == messages_pb2.MEMBER_STATUS_ACTIVE


async def test_a_role_that_changes_nothing_does_not_tell_who_reads(chat: ChatDesk) -> None:
    owner, reader, other = [await chat.person(name) for name in ("layla", "omar", "sami")]
    news = await chat.channel(owner, reader)

    async def lower(person: Caller) -> str:
        request = pb.SetMemberRoleRequest(
            request_id=request_id(), conversation_id=news, user_id=person.user_id,
            role=messages_pb2.MEMBER_ROLE_READER,
        )  # fmt: skip
        return await _said(chat.conversations.set_member_role(request, caller=owner))

    assert await lower(reader) == await lower(other) == "MEMBER_NOT_FOUND"


async def test_marks_and_lists_of_a_channel_tell_of_no_reader(chat: ChatDesk) -> None:
    owner, reader, other = [await chat.person(name) for name in ("layla", "omar", "sami")]
    news = await chat.channel(owner, reader)
    seq = await chat.send(owner, news, "hello")
    messages = MessagesServiceClient(chat.chain)
    read = service_pb.MarkReadRequest(conversation_id=news, read_seq=seq, delivered_seq=seq)
    await messages.mark_read(read, caller=reader)
    marks = await messages.list_marks(service_pb.ListMarksRequest(conversation_id=news), caller=owner)
    assert not marks.marks
    listed = await chat.conversations.list_members(pb.ListMembersRequest(conversation_id=news), caller=owner)
    assert [each.user_id for each in listed.members] == [owner.user_id]

    async def mention(person: Caller) -> str:
        content = messages_pb2.Content(text="you", mention_user_ids=[person.user_id])
        request = service_pb.SendMessageRequest(request_id=request_id(), conversation_id=news, content=content)
        return await _said(messages.send_message(request, caller=owner))

    assert await mention(reader) == await mention(other) == "INVALID_ARGUMENT"


async def test_no_more_requests_to_come_in_are_read_than_are_told(chat: ChatDesk) -> None:
    """A link that went round the world may leave a hundred thousand of them."""
    owner = await chat.person("layla")
    family = await chat.group(owner)
    crowd = await chat.crowd(listing.REQUESTS_MAX + 1)
    now_ms = to_ms(chat.clock.now())

    def ask(tx: Any) -> None:
        for each in crowd:
            store.put(tx, family, each.user_id, role=rules.MEMBER, status=store.REQUESTED, joined_at_ms=now_ms)

    await chat.write(ask)
    most = listing.REQUESTS_MAX
    read = await chat.read(lambda tx: store.with_status(tx, family, store.REQUESTED, most=most))
    assert len(read) == most
    request = pb.ListJoinRequestsRequest(conversation_id=family)
    listed = await chat.conversations.list_join_requests(request, caller=owner)
    assert [each.user_id for each in listed.members] == [each.user_id for each in read]
