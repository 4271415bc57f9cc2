"""Coming into groups and channels by a link, and what a channel keeps to itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.kit.errors import DomainError
from core.messaging.conversations.errors import InviteExpired, InviteNotFound, MemberNotFound, TooManyInvites
from core.messaging.errors import ConversationNotFound, RoleMissing
from majlis.messaging.v1 import conversations_service_pb2 as pb
from majlis.messaging.v1 import messages_pb2 as m
from tests.support.chat_desk import ChatDesk, request_id

ACTIVE, REQUESTED = m.MEMBER_STATUS_ACTIVE, m.MEMBER_STATUS_REQUESTED


async def test_a_link_lets_in_whoever_has_it(chat: ChatDesk) -> None:
    """It shows where it leads first; to who is there already it says so."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    family = await chat.group(layla)
    token = await chat.link(layla, family)
    shown = await chat.conversations.get_invite(pb.GetInviteRequest(token=token), caller=omar)
    assert (shown.title, shown.member_count, shown.needs_approval, shown.conversation_id) == ("Family", 1, False, "")
    joined = await chat.join(omar, token)
    assert (joined.status, joined.conversation.member_count) == (ACTIVE, 2)
    again = await chat.join(omar, token)
    assert (again.status, again.conversation.head_seq) == (ACTIVE, joined.conversation.head_seq)
    shown = await chat.conversations.get_invite(pb.GetInviteRequest(token=token), caller=omar)
    assert shown.conversation_id == family
    links = await chat.conversations.list_invites(pb.ListInvitesRequest(conversation_id=family), caller=layla)
    assert [(each.token, each.uses) for each in links.invites] == [(token, 1)]
    with pytest.raises(RoleMissing):
        await chat.link(omar, family)


@pytest.mark.parametrize("end", ["time", "uses", "revoked"])
async def test_a_link_that_is_over_lets_nobody_in(chat: ChatDesk, end: str) -> None:
    """However it ended, the answer is one; who came before stays."""
    layla, omar, sara = [await chat.person(name) for name in ("layla", "omar", "sara")]
    family = await chat.group(layla)
    token = await chat.link(layla, family, lives_s=60, uses_max=1 if end == "uses" else 0)
    await chat.join(omar, token)
    if end == "time":
        chat.clock.advance(timedelta(seconds=60))
    if end == "revoked":
        revoke = pb.RevokeInviteRequest(conversation_id=family, token=token)
        for _ in range(2):
            await chat.conversations.revoke_invite(revoke, caller=layla)
    with pytest.raises(InviteExpired) as refused:
        await chat.join(sara, token)
    assert not refused.value.facts
    with pytest.raises(InviteExpired):
        await chat.conversations.get_invite(pb.GetInviteRequest(token=token), caller=sara)
    with pytest.raises(InviteNotFound):
        await chat.join(sara, "nothing")
    links = await chat.conversations.list_invites(pb.ListInvitesRequest(conversation_id=family), caller=layla)
    assert not links.invites
    assert (await chat.join(omar, token)).status == ACTIVE


async def test_coming_again_does_not_end_being_silenced(chat: ChatDesk) -> None:
    """Else whoever may not write would leave, and come back by the link that brought them."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    family = await chat.group(layla, omar)
    token = await chat.link(layla, family)
    about = {"conversation_id": family, "user_id": omar.user_id}
    hush = pb.SilenceMemberRequest(request_id="hush", **about, silenced=True)
    await chat.conversations.silence_member(hush, caller=layla)
    leave = pb.LeaveConversationRequest(request_id="leave", conversation_id=family)
    await chat.conversations.leave_conversation(leave, caller=omar)
    assert (await chat.join(omar, token)).conversation.silenced
    listed = await chat.conversations.list_members(pb.ListMembersRequest(conversation_id=family), caller=layla)
    assert {each.user_id: each.silenced for each in listed.members} == {layla.user_id: False, omar.user_id: True}
    await chat.conversations.silence_member(pb.SilenceMemberRequest(request_id="speak", **about), caller=layla)
    assert not (await chat.view(omar, family)).silenced


async def test_a_link_lasts_to_its_last_moment(chat: ChatDesk) -> None:
    """A limit is tested on both sides."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    token = await chat.link(layla, await chat.group(layla), lives_s=60)
    chat.clock.advance(timedelta(seconds=59.999))
    assert (await chat.join(omar, token)).status == ACTIVE


@pytest.mark.parametrize("rule", ["link", "group"])
async def test_an_admin_lets_in_who_asks(chat: ChatDesk, rule: str) -> None:
    """Who asks sees nothing yet; those who may answer see how many ask."""
    layla, omar, sara = [await chat.person(name) for name in ("layla", "omar", "sara")]
    family = await chat.group(layla)
    if rule == "group":
        change = pb.UpdateConversationRequest(request_id="r", conversation_id=family, invites_need_approval=True)
        await chat.conversations.update_conversation(change, caller=layla)
    token = await chat.link(layla, family, needs_approval=rule == "link")
    for who in (omar, omar, sara):
        asked = await chat.join(who, token)
        assert (asked.status, asked.HasField("conversation")) == (REQUESTED, False)
    assert (await chat.view(omar, family)).status == REQUESTED
    assert (await chat.view(layla, family)).join_request_count == 2
    listing = pb.ListJoinRequestsRequest(conversation_id=family)
    waiting = (await chat.conversations.list_join_requests(listing, caller=layla)).members
    assert {each.display_name for each in waiting} == {"Omar", "Sara"}
    for who, accept in ((omar, True), (sara, False)):
        said = pb.AnswerJoinRequestRequest(
            request_id=request_id(), conversation_id=family, user_id=who.user_id, accept=accept
        )
        await chat.conversations.answer_join_request(said, caller=layla)
    said.request_id = request_id()
    with pytest.raises(MemberNotFound):
        await chat.conversations.answer_join_request(said, caller=layla)
    assert (await chat.view(omar, family)).status == ACTIVE
    assert (await chat.view(layla, family)).join_request_count == 0
    with pytest.raises(ConversationNotFound):
        await chat.view(sara, family)


async def test_a_conversation_has_so_many_links(chat: ChatDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list shows them all; one that is over makes room."""
    monkeypatch.setattr("core.messaging.conversations.rules.INVITES_MAX", 2)
    layla = await chat.person("layla")
    family = await chat.group(layla)
    await chat.link(layla, family, lives_s=5)
    await chat.link(layla, family)
    with pytest.raises(TooManyInvites):
        await chat.link(layla, family)
    chat.clock.advance(timedelta(seconds=5))
    await chat.link(layla, family)


async def test_nobody_learns_who_reads_a_channel(chat: ChatDesk) -> None:
    """Readers come and go without a line, in no list and no count; its owner knows how many."""
    layla, omar, sara = [await chat.person(name) for name in ("layla", "omar", "sara")]
    news = await chat.channel(layla)
    token = await chat.link(layla, news)
    await chat.send(layla, news, "the first")
    before = await chat.updates(news)
    for who in (omar, sara):
        assert (await chat.join(who, token)).status == ACTIVE
    view = await chat.view(omar, news)
    assert (view.role, view.member_count, list(view.marks)) == (m.MEMBER_ROLE_READER, 0, [])
    assert (view.visible_from_seq, view.newest.seq, view.unread_count) == (1, before[-1].seq, 0)
    assert (await chat.view(layla, news)).member_count == 3
    listing = pb.ListMembersRequest(conversation_id=news)
    for who in (layla, omar):
        shown = (await chat.conversations.list_members(listing, caller=who)).members
        assert [each.user_id for each in shown] == [layla.user_id]
    await chat.conversations.leave_conversation(
        pb.LeaveConversationRequest(request_id=request_id(), conversation_id=news), caller=omar
    )
    assert await chat.updates(news) == before
    shared = pb.ShareConversationRequest(user_id=layla.user_id, other_user_id=sara.user_id)
    assert not (await chat.conversations.share_conversation(shared, caller=chat.service)).shared
    raised = pb.SetMemberRoleRequest(
        request_id="r", conversation_id=news, user_id=sara.user_id, role=m.MEMBER_ROLE_ADMIN
    )
    await chat.conversations.set_member_role(raised, caller=layla)
    assert (await chat.conversations.share_conversation(shared, caller=chat.service)).shared
    assert len(await chat.updates(news)) == len(before) + 1


async def test_a_channel_without_history_begins_with_what_comes(chat: ChatDesk) -> None:
    """A reader's range is empty until something is written, and says so."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    news = await chat.channel(layla)
    change = pb.UpdateConversationRequest(request_id="r", conversation_id=news, history_for_joiners=False)
    await chat.conversations.update_conversation(change, caller=layla)
    await chat.send(layla, news, "before")
    joined = (await chat.join(omar, await chat.link(layla, news))).conversation
    assert joined.visible_from_seq == joined.head_seq + 1
    assert not joined.HasField("newest")
    await chat.send(layla, news, "after")
    view = await chat.view(omar, news)
    assert (view.unread_count, view.newest.seq) == (1, view.visible_from_seq)


async def test_members_are_listed_page_by_page(chat: ChatDesk) -> None:
    """Owner, admins, then by name; a page goes on after the last of the one before, though they left meanwhile."""
    layla, *others = [await chat.person(name) for name in ("layla", "dana", "badr", "adam", "huda")]
    family = await chat.group(layla, *others)
    raised = pb.SetMemberRoleRequest(
        request_id="r", conversation_id=family, user_id=others[3].user_id, role=m.MEMBER_ROLE_ADMIN
    )
    await chat.conversations.set_member_role(raised, caller=layla)
    names, token = [], ""
    while True:
        request = pb.ListMembersRequest(conversation_id=family, page_size=2, page_token=token)
        page = await chat.conversations.list_members(request, caller=others[0])
        names += [each.display_name for each in page.members]
        token = page.next_page_token
        if not token:
            break
    assert names == ["Layla", "Huda", "Adam", "Badr", "Dana"]
    foreign = pb.ListMembersRequest(conversation_id=family, page_token="bm90IG91cnM")
    with pytest.raises(DomainError) as refused:
        await chat.conversations.list_members(foreign, caller=layla)
    assert refused.value.reason == "PAGE_TOKEN_INVALID"
