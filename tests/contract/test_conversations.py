"""Conversations as their members live them: made, changed, entered, left, on both databases."""

from __future__ import annotations

import asyncio

import pytest

from core.kit.caller import Caller
from core.kit.errors import DomainError, RequestIdReused
from core.messaging.conversations.bodies import settings_of
from core.messaging.conversations.errors import (
    Banned,
    GroupFull,
    InviteNotFound,
    MemberNotFound,
    OwnerMustTransfer,
)
from core.messaging.errors import ConversationNotFound, NotContacts, RoleMissing
from majlis.identity.v1.contacts_service_pb2 import (
    BlockPersonRequest,
    RemoveContactRequest,
    UpdatePrivacyRequest,
)
from majlis.messaging.v1 import conversations_service_pb2 as pb
from majlis.messaging.v1 import messages_pb2 as m
from tests.support.chat_desk import ChatDesk, request_id

ACTIVE, INVITED, LEFT = m.MEMBER_STATUS_ACTIVE, m.MEMBER_STATUS_INVITED, m.MEMBER_STATUS_LEFT


async def people(chat: ChatDesk, *names: str) -> list[Caller]:
    return [await chat.person(name) for name in names]


async def add(chat: ChatDesk, by: Caller, at: str, *others: Caller) -> pb.AddMembersResponse:
    request = pb.AddMembersRequest(
        request_id=request_id(), conversation_id=at, user_ids=[each.user_id for each in others]
    )
    return await chat.conversations.add_members(request, caller=by)


async def answer(chat: ChatDesk, by: Caller, at: str, accept: bool = True) -> m.Conversation:
    request = pb.AnswerInvitationRequest(request_id=request_id(), conversation_id=at, accept=accept)
    return (await chat.conversations.answer_invitation(request, caller=by)).conversation


async def remove(chat: ChatDesk, by: Caller, at: str, other: Caller, ban: bool = False) -> None:
    request = pb.RemoveMemberRequest(request_id=request_id(), conversation_id=at, user_id=other.user_id, ban=ban)
    await chat.conversations.remove_member(request, caller=by)


async def leave(chat: ChatDesk, by: Caller, at: str) -> None:
    await chat.conversations.leave_conversation(
        pb.LeaveConversationRequest(request_id=request_id(), conversation_id=at), caller=by
    )


async def set_role(chat: ChatDesk, by: Caller, at: str, other: Caller, role: m.MemberRole.ValueType) -> None:
    request = pb.SetMemberRoleRequest(request_id=request_id(), conversation_id=at, user_id=other.user_id, role=role)
    await chat.conversations.set_member_role(request, caller=by)


async def transfer(chat: ChatDesk, by: Caller, at: str, other: Caller) -> None:
    request = pb.TransferOwnershipRequest(request_id=request_id(), conversation_id=at, user_id=other.user_id)
    await chat.conversations.transfer_ownership(request, caller=by)


async def listed(chat: ChatDesk, by: Caller, at: str, **more: object) -> list[m.Member]:
    request = pb.ListMembersRequest(conversation_id=at, **more)  # type: ignore[arg-type]
    return list((await chat.conversations.list_members(request, caller=by)).members)


async def ask_first(chat: ChatDesk, who: Caller) -> None:
    """They want to be asked before they are in a group."""
    await chat.identity.contacts.update_privacy(UpdatePrivacyRequest(added_to_groups=False), caller=who)


# Direct


async def test_two_people_have_one_conversation_however_they_hurry(chat: ChatDesk) -> None:
    """Both open it at the same moment, from several devices: a second one would split what they say."""
    layla, omar = await people(chat, "layla", "omar")
    await chat.befriend(layla, omar)
    pairs = [(layla, omar), (omar, layla)] * 4
    opened = await asyncio.gather(*(chat.direct(*pair) for pair in pairs))
    assert len(set(opened)) == 1
    view = await chat.view(layla, opened[0])
    assert (view.kind, view.peer_user_id, view.peer_name) == (m.CONVERSATION_KIND_DIRECT, omar.user_id, "Omar")
    assert (view.open, view.member_count, view.status) == (True, 2, ACTIVE)
    assert [mark.user_id for mark in view.marks] == [omar.user_id]


async def test_strangers_blockers_and_nobody_answer_alike(chat: ChatDesk) -> None:
    """Or the answer would tell who blocks whom, and who exists."""
    layla, omar, sara = await people(chat, "layla", "omar", "sara")
    await chat.befriend(layla, sara)
    await chat.identity.contacts.block_person(BlockPersonRequest(user_id=layla.user_id), caller=sara)
    refused = []
    for user_id in (omar.user_id, sara.user_id, "usr_nobody", layla.user_id):
        with pytest.raises(NotContacts) as error:
            await chat.conversations.open_direct(pb.OpenDirectRequest(user_id=user_id), caller=layla)
        refused.append((error.value.message, sorted(error.value.facts)))
    assert len({str(each) for each in refused}) == 1


async def test_a_block_closes_the_conversation_and_keeps_its_past(chat: ChatDesk) -> None:
    """What was written stays readable for both; the one who opens it again finds it."""
    layla, omar = await people(chat, "layla", "omar")
    await chat.befriend(layla, omar)
    pair = await chat.direct(layla, omar)
    await chat.identity.contacts.block_person(BlockPersonRequest(user_id=layla.user_id), caller=omar)
    assert not (await chat.view(layla, pair)).open
    assert await chat.direct(layla, omar) == pair
    with pytest.raises(RoleMissing):
        await leave(chat, layla, pair)


async def test_an_older_relation_changes_nothing(chat: ChatDesk) -> None:
    """Identity repeats what it could not deliver; a late repetition must not undo a block."""
    layla, omar = await people(chat, "layla", "omar")
    await chat.befriend(layla, omar)
    pair = await chat.direct(layla, omar)
    newer = pb.ApplyRelationRequest(
        user_id=omar.user_id, other_user_id=layla.user_id, contacts=True, blocked=True, version=50
    )
    older = pb.ApplyRelationRequest(user_id=layla.user_id, other_user_id=omar.user_id, contacts=True, version=49)
    for told in (newer, older, newer):
        await chat.conversations.apply_relation(told, caller=Caller.of_service("identity"))
    assert not (await chat.view(omar, pair)).open


# Groups


async def test_a_group_begins_with_its_owner_and_those_added(chat: ChatDesk) -> None:
    """Everybody sees it from its first line, and the log says who came."""
    layla, omar, sara = await people(chat, "layla", "omar", "sara")
    family = await chat.group(layla, omar, sara, title="  العائلة \u202e ")
    view = await chat.view(omar, family)
    assert (view.settings.title, view.member_count, view.visible_from_seq) == ("العائلة", 3, 1)
    assert (view.role, view.unread_count, view.head_seq) == (m.MEMBER_ROLE_MEMBER, 0, 4)
    assert [(each.display_name, each.role) for each in await listed(chat, sara, family)] == [
        ("Layla", m.MEMBER_ROLE_OWNER), ("Omar", m.MEMBER_ROLE_MEMBER), ("Sara", m.MEMBER_ROLE_MEMBER),
    ]  # fmt: skip
    log = await chat.updates(family)
    assert [each.kind for each in log] == [m.UPDATE_KIND_CONVERSATION] + [m.UPDATE_KIND_MEMBER] * 3


async def test_a_repeated_request_makes_one_group(chat: ChatDesk) -> None:
    """The phone resends when the train leaves the tunnel; the title is drawn, not stored with the answer."""
    layla = await chat.person("layla")
    request = pb.CreateGroupRequest(request_id="once", title="Family")
    first, second = [await chat.conversations.create_group(request, caller=layla) for _ in range(2)]
    assert first == second
    with pytest.raises(RequestIdReused):
        await chat.conversations.create_group(pb.CreateGroupRequest(request_id="once", title="Other"), caller=layla)
    # The update keeps the id for ever: another verb cannot take it either.
    taken = pb.LeaveConversationRequest(request_id="once", conversation_id=first.conversation.conversation_id)
    with pytest.raises(RequestIdReused):
        await chat.conversations.leave_conversation(taken, caller=layla)


async def test_only_contacts_are_added(chat: ChatDesk) -> None:
    """A stranger's id, wherever it comes from, puts nobody into a group."""
    layla, omar, sara = await people(chat, "layla", "omar", "sara")
    family = await chat.group(layla, omar)
    with pytest.raises(NotContacts):
        await add(chat, layla, family, sara)
    with pytest.raises(RoleMissing):
        await add(chat, omar, family, sara)
    await chat.befriend(omar, sara)
    change = pb.UpdateConversationRequest(request_id="open", conversation_id=family, members_may_add=True)
    await chat.conversations.update_conversation(change, caller=layla)
    assert list((await add(chat, omar, family, sara)).added_user_ids) == [sara.user_id]
    assert (await chat.view(layla, family)).member_count == 3


async def test_who_wants_to_be_asked_is_invited(chat: ChatDesk) -> None:
    """They see what it is called and nothing else, come in by yes, and by no it is gone."""
    layla, omar, sara = await people(chat, "layla", "omar", "sara")
    await chat.befriend(layla, omar, sara)
    await ask_first(chat, omar)
    await ask_first(chat, sara)
    family = await chat.group(layla)
    await chat.send(layla, family, "secret")
    assert list((await add(chat, layla, family, omar, sara)).invited_user_ids) == [omar.user_id, sara.user_id]
    stub = await chat.view(omar, family)
    assert stub == m.Conversation(
        conversation_id=family, kind=m.CONVERSATION_KIND_GROUP, status=INVITED, role=m.MEMBER_ROLE_MEMBER,
        settings=m.ConversationSettings(title="Family"),
    )  # fmt: skip
    with pytest.raises(ConversationNotFound):
        await listed(chat, omar, family)
    inside = await answer(chat, omar, family)
    assert (inside.status, inside.member_count, inside.visible_from_seq) == (ACTIVE, 2, inside.head_seq)
    assert await answer(chat, sara, family, accept=False) == m.Conversation()
    for who in (sara, omar):
        with pytest.raises(InviteNotFound):
            await answer(chat, who, family)
    with pytest.raises(ConversationNotFound):
        await chat.view(sara, family)


@pytest.mark.parametrize("how", ["block", "remove"])
async def test_inviting_who_blocked_or_removed_one_looks_like_inviting(chat: ChatDesk, how: str) -> None:
    """The one who invites learns nothing, and the other is never told."""
    layla, omar = await people(chat, "layla", "omar")
    await chat.befriend(layla, omar)
    if how == "block":
        await chat.identity.contacts.block_person(BlockPersonRequest(user_id=layla.user_id), caller=omar)
    else:
        await chat.identity.contacts.remove_contact(RemoveContactRequest(user_id=layla.user_id), caller=omar)
    family = await chat.group(layla)
    for _ in range(2):
        found = await add(chat, layla, family, omar)
        assert (list(found.added_user_ids), list(found.invited_user_ids)) == ([], [omar.user_id])
    with pytest.raises(ConversationNotFound):
        await chat.view(omar, family)
    with pytest.raises(InviteNotFound):
        await answer(chat, omar, family)


@pytest.mark.parametrize("history", [True, False])
async def test_joiners_see_what_was_before_them_where_the_group_says_so(chat: ChatDesk, history: bool) -> None:
    """Else they begin at the line that says they came."""
    layla, omar = await people(chat, "layla", "omar")
    await chat.befriend(layla, omar)
    family = await chat.group(layla)
    change = pb.UpdateConversationRequest(request_id="rule", conversation_id=family, history_for_joiners=history)
    await chat.conversations.update_conversation(change, caller=layla)
    await chat.send(layla, family, "before")
    await add(chat, layla, family, omar)
    view = await chat.view(omar, family)
    assert view.visible_from_seq == (1 if history else view.head_seq)
    assert view.unread_count == 0
    await chat.send(layla, family, "after")
    assert (await chat.view(omar, family)).unread_count == 1


async def test_who_leaves_keeps_the_past_and_is_asked_before_they_come_again(chat: ChatDesk) -> None:
    """Their view stands still: the name it had, the newest line they saw."""
    layla, omar = await people(chat, "layla", "omar")
    family = await chat.group(layla, omar)
    await leave(chat, omar, family)
    await chat.send(layla, family, "they are gone")
    rename = pb.UpdateConversationRequest(request_id="rename", conversation_id=family, title="Without Omar")
    await chat.conversations.update_conversation(rename, caller=layla)
    view = await chat.view(omar, family)
    assert (view.status, view.settings.title, view.head_seq, view.unread_count) == (LEFT, "Family", 4, 1 - 1)
    assert view.newest.seq == 4
    assert (view.member_count, list(view.marks)) == (0, [])
    with pytest.raises(RoleMissing):
        await listed(chat, omar, family)
    assert list((await add(chat, layla, family, omar)).invited_user_ids) == [omar.user_id]
    assert (await chat.view(omar, family)).head_seq == 4
    assert (await answer(chat, omar, family, accept=False)).status == LEFT
    await leave(chat, omar, family)


async def test_a_removed_one_keeps_the_past_and_a_banned_one_stays_out(chat: ChatDesk) -> None:
    """Until an admin lifts it; only owner and admins see who is kept out."""
    layla, omar, sara = await people(chat, "layla", "omar", "sara")
    family = await chat.group(layla, omar, sara)
    token = await chat.link(layla, family)
    await remove(chat, layla, family, omar, ban=True)
    assert (await chat.view(omar, family)).status == m.MEMBER_STATUS_BANNED
    with pytest.raises(Banned):
        await chat.join(omar, token)
    with pytest.raises(Banned):
        await add(chat, layla, family, omar)
    kept_out = await listed(chat, layla, family, status=m.MEMBER_STATUS_BANNED)
    assert [each.user_id for each in kept_out] == [omar.user_id]
    with pytest.raises(RoleMissing):
        await listed(chat, sara, family, status=m.MEMBER_STATUS_BANNED)
    lift = pb.UnbanMemberRequest(conversation_id=family, user_id=omar.user_id)
    await chat.conversations.unban_member(lift, caller=layla)
    assert (await chat.join(omar, token)).status == ACTIVE
    await remove(chat, layla, family, sara)
    assert (await chat.join(sara, token)).conversation.member_count == 3


async def test_a_withdrawn_invitation_is_gone(chat: ChatDesk) -> None:
    """Yes, said a moment after, brings nobody in."""
    layla, omar = await people(chat, "layla", "omar")
    await chat.befriend(layla, omar)
    await ask_first(chat, omar)
    family = await chat.group(layla)
    await add(chat, layla, family, omar)
    yes, gone = await asyncio.gather(
        answer(chat, omar, family), remove(chat, layla, family, omar), return_exceptions=True
    )
    assert not isinstance(gone, Exception)  # First it withdraws, else it removes.
    assert isinstance(yes, InviteNotFound | m.Conversation)
    assert (await chat.view(layla, family)).member_count == 1


# Roles


async def test_admins_silence_and_remove_members_and_nobody_their_like(chat: ChatDesk) -> None:
    """The table of `rules`, through the door people use."""
    layla, omar, sara, huda = await people(chat, "layla", "omar", "sara", "huda")
    family = await chat.group(layla, omar, sara, huda)
    for admin in (omar, sara):
        await set_role(chat, layla, family, admin, m.MEMBER_ROLE_ADMIN)
    hush = pb.SilenceMemberRequest(request_id="hush", conversation_id=family, user_id=huda.user_id, silenced=True)
    await chat.conversations.silence_member(hush, caller=omar)
    assert (await chat.view(huda, family)).silenced
    for target in (layla, sara, omar):
        with pytest.raises(RoleMissing):
            await remove(chat, omar, family, target)
    with pytest.raises(RoleMissing):
        await set_role(chat, omar, family, huda, m.MEMBER_ROLE_ADMIN)
    with pytest.raises(MemberNotFound):
        await remove(chat, omar, family, Caller.user("usr_nobody"))
    await remove(chat, omar, family, huda)
    with pytest.raises(MemberNotFound):
        await remove(chat, omar, family, huda)
    with pytest.raises(DomainError, match="role"):
        await set_role(chat, layla, family, omar, m.MEMBER_ROLE_OWNER)


async def test_the_owner_leaves_last_or_after_somebody_else_is_owner(chat: ChatDesk) -> None:
    """A group without an owner could never be led again."""
    layla, omar = await people(chat, "layla", "omar")
    family = await chat.group(layla, omar)
    token = await chat.link(layla, family)
    with pytest.raises(OwnerMustTransfer):
        await leave(chat, layla, family)
    await transfer(chat, layla, family, omar)
    assert (await chat.view(layla, family)).role == m.MEMBER_ROLE_ADMIN
    assert (await chat.view(omar, family)).role == m.MEMBER_ROLE_OWNER
    await leave(chat, layla, family)
    await leave(chat, omar, family)
    with pytest.raises(DomainError, match="link"):
        await chat.join(layla, token)  # Nobody comes into an empty room, where nobody could lead.


async def test_two_transfers_at_once_make_one_owner(chat: ChatDesk) -> None:
    """Two devices of the owner, two different heirs."""
    layla, omar, sara = await people(chat, "layla", "omar", "sara")
    family = await chat.group(layla, omar, sara)
    done = await asyncio.gather(
        transfer(chat, layla, family, omar), transfer(chat, layla, family, sara), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == ["NoneType", "RoleMissing"]
    roles = [each.role for each in await listed(chat, layla, family)]
    assert roles == [m.MEMBER_ROLE_OWNER, m.MEMBER_ROLE_ADMIN, m.MEMBER_ROLE_MEMBER]


async def test_the_last_place_is_given_once(chat: ChatDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several come by a link at once where one place is left."""
    monkeypatch.setattr("core.messaging.conversations.rules.GROUP_MEMBERS_MAX", 3)
    layla, omar, sara, huda = await people(chat, "layla", "omar", "sara", "huda")
    family = await chat.group(layla, omar)
    token = await chat.link(layla, family)
    done = await asyncio.gather(chat.join(sara, token), chat.join(huda, token), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["GroupFull", "JoinByInviteResponse"]
    assert (await chat.view(layla, family)).member_count == 3
    with pytest.raises(GroupFull) as full:
        await chat.join(await chat.person("noor"), token)
    assert full.value.facts == {"members_max": 3}


async def test_changed_settings_are_said_once_and_whole(chat: ChatDesk) -> None:
    """The same again says nothing; an absent field stays."""
    layla, omar = await people(chat, "layla", "omar")
    family = await chat.group(layla, omar)
    for number in range(2):
        change = pb.UpdateConversationRequest(
            request_id=f"change-{number}", conversation_id=family, description=" two\nlines "
        )
        await chat.conversations.update_conversation(change, caller=layla)
    log = await chat.updates(family)
    assert len(log) == 4
    assert settings_of(log[-1].body_json) == m.ConversationSettings(title="Family", description="two\nlines")
    with pytest.raises(RoleMissing):
        await chat.conversations.update_conversation(change, caller=omar)
    blank = pb.UpdateConversationRequest(request_id="x", conversation_id=family, title="\u202e\u3164")
    with pytest.raises(DomainError, match="title"):
        await chat.conversations.update_conversation(blank, caller=layla)
