"""ConversationsService: one transaction a call; what happened is in the log, and devices are told after the commit.

Answers are kept under their request_id without what people wrote: a conversation is drawn anew for each answer.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar, cast

from google.protobuf.message import Message

from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.ids import IdMaker
from core.kit.keyed import KeyedWrites
from core.kit.rpc import Call, Channel
from core.messaging import paging, relation_store
from core.messaging.changes import Changes
from core.messaging.conversations import (
    invite_store,
    joining,
    listing,
    rules,
    store,
    titles,
    together_store,
    verbs,
    views,
)
from core.messaging.conversations.act import Act, Summon
from core.messaging.conversations.members import ACTIVE, seats_at
from core.messaging.conversations.own_view import change_own_view
from core.messaging.conversations.rules import Verb
from core.messaging.errors import ConversationNotFound
from core.messaging.log import Log
from core.messaging.messages import rights
from core.messaging.names import MESSAGING, Names
from core.messaging.sync import presence_store
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.identity.v1.contacts_service_rpc import ContactsServiceClient
from majlis.messaging.v1 import conversations_service_pb2 as pb
from majlis.messaging.v1 import messages_pb2
from majlis.messaging.v1.conversations_service_rpc import ConversationsServiceServer

T = TypeVar("T")
R = TypeVar("R", bound=Message)
TOKEN_BYTES = 16  # Of a link: nobody guesses one.


class ConversationsService(ConversationsServiceServer[Call]):
    """Direct conversations, groups and channels."""

    def __init__(
        self, *, db: Database, clock: Clock, ids: IdMaker, log: Log, channel: Channel, names: Names,
        tell: Callable[[Changes], None], summon: Summon, related: Callable[[str, str, bool], None],
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._ids = ids
        self._log = log
        self._keyed = KeyedWrites(db=db, clock=clock)
        self._contacts = ContactsServiceClient(channel)
        self._names = names
        self._tell = tell
        self._summon = summon
        self._related = related

    # Making and looking

    async def open_direct(self, request: pb.OpenDirectRequest, call: Call) -> pb.OpenDirectResponse:
        new_id = self._ids.new("conv")
        found = await self._write(call, lambda act: verbs.open_direct(act, request.user_id, new_id))
        return pb.OpenDirectResponse(conversation=await self._view(call, found))

    async def create_group(self, request: pb.CreateGroupRequest, call: Call) -> pb.CreateGroupResponse:
        user_ids = _others(request.user_ids, call)
        known, new_id = await self._known(call, user_ids), self._ids.new("conv")
        settings = _settings(request.title, request.description)

        def make(act: Act) -> pb.CreateGroupResponse:
            asked = verbs.create(act, new_id, rules.GROUP, settings, user_ids, known)
            return pb.CreateGroupResponse(conversation=_only_id(new_id), invited_user_ids=asked.invited)

        answer = await self._once(call, request, pb.CreateGroupResponse, make, about=user_ids)
        answer.conversation.CopyFrom(await self._view(call, answer.conversation.conversation_id))
        return answer

    async def create_channel(self, request: pb.CreateChannelRequest, call: Call) -> pb.CreateChannelResponse:
        new_id = self._ids.new("conv")
        settings = _settings(request.title, request.description)
        settings.history_for_joiners = True

        def make(act: Act) -> pb.CreateChannelResponse:
            verbs.create(act, new_id, rules.CHANNEL, settings)
            return pb.CreateChannelResponse(conversation=_only_id(new_id))

        answer = await self._once(call, request, pb.CreateChannelResponse, make)
        return pb.CreateChannelResponse(conversation=await self._view(call, answer.conversation.conversation_id))

    async def get_conversation(self, request: pb.GetConversationRequest, call: Call) -> pb.GetConversationResponse:
        return pb.GetConversationResponse(conversation=await self._view(call, request.conversation_id))

    async def update_conversation(
        self, request: pb.UpdateConversationRequest, call: Call
    ) -> pb.UpdateConversationResponse:
        wanted = pb.UpdateConversationRequest()
        wanted.CopyFrom(request)
        if request.HasField("title"):
            wanted.title = titles.clean_title(request.title)
        if request.HasField("description"):
            wanted.description = titles.clean_description(request.description)

        def change(act: Act) -> pb.UpdateConversationResponse:
            verbs.change(act, wanted)
            return pb.UpdateConversationResponse(conversation=_only_id(request.conversation_id))

        await self._once(call, request, pb.UpdateConversationResponse, change)
        return pb.UpdateConversationResponse(conversation=await self._view(call, request.conversation_id))

    async def update_my_view(self, request: pb.UpdateMyViewRequest, call: Call) -> pb.UpdateMyViewResponse:
        await self._write(call, lambda act: change_own_view(act, request))
        return pb.UpdateMyViewResponse(conversation=await self._view(call, request.conversation_id))

    # Who is in it

    async def add_members(self, request: pb.AddMembersRequest, call: Call) -> pb.AddMembersResponse:
        user_ids = list(dict.fromkeys(request.user_ids))
        known = await self._known(call, user_ids)

        def add(act: Act) -> pb.AddMembersResponse:
            asked = verbs.add(act, request.conversation_id, user_ids, known)
            return pb.AddMembersResponse(added_user_ids=asked.added, invited_user_ids=asked.invited)

        return await self._once(call, request, pb.AddMembersResponse, add, about=user_ids)

    async def remove_member(self, request: pb.RemoveMemberRequest, call: Call) -> pb.RemoveMemberResponse:
        return await self._to_other(
            call, request, pb.RemoveMemberResponse,
            lambda act: verbs.remove(act, request.conversation_id, request.user_id, ban=request.ban),
        )  # fmt: skip

    async def unban_member(self, request: pb.UnbanMemberRequest, call: Call) -> pb.UnbanMemberResponse:
        await self._write(call, lambda act: verbs.unban(act, request.conversation_id, request.user_id))
        return pb.UnbanMemberResponse()

    async def set_member_role(self, request: pb.SetMemberRoleRequest, call: Call) -> pb.SetMemberRoleResponse:
        return await self._to_other(
            call, request, pb.SetMemberRoleResponse,
            lambda act: verbs.set_role(act, request.conversation_id, request.user_id, request.role),
        )  # fmt: skip

    async def silence_member(self, request: pb.SilenceMemberRequest, call: Call) -> pb.SilenceMemberResponse:
        return await self._to_other(
            call, request, pb.SilenceMemberResponse,
            lambda act: verbs.silence(act, request.conversation_id, request.user_id, silenced=request.silenced),
        )  # fmt: skip

    async def transfer_ownership(
        self, request: pb.TransferOwnershipRequest, call: Call
    ) -> pb.TransferOwnershipResponse:
        return await self._to_other(
            call, request, pb.TransferOwnershipResponse,
            lambda act: verbs.transfer(act, request.conversation_id, request.user_id),
        )  # fmt: skip

    async def leave_conversation(
        self, request: pb.LeaveConversationRequest, call: Call
    ) -> pb.LeaveConversationResponse:
        def leave(act: Act) -> pb.LeaveConversationResponse:
            verbs.leave(act, request.conversation_id)
            return pb.LeaveConversationResponse()

        return await self._once(call, request, pb.LeaveConversationResponse, leave)

    async def list_members(self, request: pb.ListMembersRequest, call: Call) -> pb.ListMembersResponse:
        found = await self._db.read(
            lambda tx: listing.rows(tx, request.conversation_id, call.caller.user_id, request.status)
        )
        names = await self._names.of(each.user_id for each in found)
        size = request.page_size or paging.PAGE_SIZE
        shown, token = listing.page(found, names, page_token=request.page_token, size=size)
        return pb.ListMembersResponse(members=shown, next_page_token=token)

    # Coming in

    async def answer_invitation(self, request: pb.AnswerInvitationRequest, call: Call) -> pb.AnswerInvitationResponse:
        def answer(act: Act) -> pb.AnswerInvitationResponse:
            verbs.answer_invitation(act, request.conversation_id, accept=request.accept)
            return pb.AnswerInvitationResponse(conversation=_only_id(request.conversation_id))

        await self._once(call, request, pb.AnswerInvitationResponse, answer)
        seen = await self._views(call, request.conversation_id)  # Whoever said no has it in their list no more.
        return pb.AnswerInvitationResponse(conversation=seen[0] if seen else None)

    async def create_invite(self, request: pb.CreateInviteRequest, call: Call) -> pb.CreateInviteResponse:
        token = secrets.token_urlsafe(TOKEN_BYTES)

        def make(act: Act) -> pb.CreateInviteResponse:
            return pb.CreateInviteResponse(invite=joining.make_link(act, request, token).to_proto())

        return await self._once(call, request, pb.CreateInviteResponse, make)

    async def list_invites(self, request: pb.ListInvitesRequest, call: Call) -> pb.ListInvitesResponse:
        now_ms = to_ms(self._clock.now())

        def find(tx: Transaction) -> pb.ListInvitesResponse:
            verbs.allowed(tx, request.conversation_id, call.caller.user_id, Verb.LINKS)
            found = invite_store.working(tx, request.conversation_id, now_ms)
            return pb.ListInvitesResponse(invites=[each.to_proto() for each in found])

        return await self._db.read(find)

    async def revoke_invite(self, request: pb.RevokeInviteRequest, call: Call) -> pb.RevokeInviteResponse:
        def revoke(tx: Transaction) -> pb.RevokeInviteResponse:
            verbs.allowed(tx, request.conversation_id, call.caller.user_id, Verb.LINKS)
            invite_store.revoke(tx, request.conversation_id, request.token)
            return pb.RevokeInviteResponse()

        return await self._db.write(revoke)

    async def get_invite(self, request: pb.GetInviteRequest, call: Call) -> pb.GetInviteResponse:
        now_ms = to_ms(self._clock.now())
        return await self._db.read(lambda tx: joining.preview(tx, call.caller.user_id, request.token, now_ms))

    async def join_by_invite(self, request: pb.JoinByInviteRequest, call: Call) -> pb.JoinByInviteResponse:
        def join(act: Act) -> pb.JoinByInviteResponse:
            conversation_id, status = joining.join(act, request.token)
            return pb.JoinByInviteResponse(status=status, conversation=_only_id(conversation_id))

        answer = await self._once(call, request, pb.JoinByInviteResponse, join)
        if answer.status == store.ACTIVE:
            seen = await self._views(call, answer.conversation.conversation_id)
            return pb.JoinByInviteResponse(status=answer.status, conversation=seen[0] if seen else None)
        return pb.JoinByInviteResponse(status=answer.status)

    async def list_join_requests(self, request: pb.ListJoinRequestsRequest, call: Call) -> pb.ListJoinRequestsResponse:
        def find(tx: Transaction) -> list[store.Member]:
            verbs.allowed(tx, request.conversation_id, call.caller.user_id, Verb.LINKS)
            return store.with_status(tx, request.conversation_id, store.REQUESTED, most=listing.REQUESTS_MAX)

        found = await self._db.read(find)
        names = await self._names.of(each.user_id for each in found)
        return pb.ListJoinRequestsResponse(members=[listing.to_proto(each, names) for each in found])

    async def answer_join_request(
        self, request: pb.AnswerJoinRequestRequest, call: Call
    ) -> pb.AnswerJoinRequestResponse:
        return await self._to_other(
            call, request, pb.AnswerJoinRequestResponse,
            lambda act: verbs.answer_request(act, request.conversation_id, request.user_id, accept=request.accept),
        )  # fmt: skip

    # For identity

    async def apply_relation(self, request: pb.ApplyRelationRequest, call: Call) -> pb.ApplyRelationResponse:
        one, other = request.user_id, request.other_user_id

        def apply(tx: Transaction) -> tuple[bool, bool]:
            before = presence_store.shared_between(tx, one, other)
            relation_store.apply(tx, request)
            return before, presence_store.shared_between(tx, one, other)

        before, now = await self._db.write(apply)
        if before != now:  # Only then: who never saw the other must not learn from this that anything changed.
            self._related(one, other, now)
        return pb.ApplyRelationResponse()

    async def note_people(self, request: pb.NotePeopleRequest, call: Call) -> pb.NotePeopleResponse:
        await self._write(call, lambda act: verbs.note_people(act, request.user_id, request.about_user_id))
        return pb.NotePeopleResponse()

    async def share_conversation(
        self, request: pb.ShareConversationRequest, call: Call
    ) -> pb.ShareConversationResponse:
        one, other = request.user_id, request.other_user_id
        return pb.ShareConversationResponse(shared=await self._db.read(lambda tx: together_store.share(tx, one, other)))

    async def check_members(self, request: pb.CheckMembersRequest, call: Call) -> pb.CheckMembersResponse:
        places = {(request.conversation_id, user_id) for user_id in request.user_ids}
        seats = await self._db.read(lambda tx: seats_at(tx, places))
        inside = sorted(seat.user_id for seat in seats.values() if seat.status == ACTIVE)
        writers = [user_id for user_id in inside if rights.may_write(seats[request.conversation_id, user_id])]
        return pb.CheckMembersResponse(user_ids=inside, writer_user_ids=writers)

    # What they have in common

    async def _write(self, call: Call, fn: Callable[[Act], T]) -> T:
        """A NATURAL write: fn's answer, and devices are told."""

        def run(tx: Transaction) -> tuple[T, Changes]:
            act = self._act(tx, call)
            return fn(act), act.changes

        result, changes = await self._db.write(run)
        self._tell(changes)
        return result

    async def _once(
        self, call: Call, request: Message, response_type: type[R], fn: Callable[[Act], R], *,
        about: Iterable[str] = (),
    ) -> R:  # fmt: skip
        """A KEYED write: fn's answer, or the one given first; its updates may call the people in `about` by name."""
        names = await self._names.of([call.caller.user_id, *about])
        request_id: str = request.request_id  # type: ignore[attr-defined]
        mac = self._log.request_mac(call.method, request.SerializeToString(deterministic=True))
        made: tuple[Message, Changes] | None = None

        def run(tx: Transaction) -> R:
            nonlocal made
            # Answers are forgotten after a month, updates never: an id that made one makes no second.
            before = self._log.answered(tx, call.caller.user_id, request_id, mac)
            if before is not None:
                return again(response_type, request, before.conversation_id)
            act = self._act(tx, call, names=names, request_id=request_id, request_mac=mac)
            answer = fn(act)
            made = answer, act.changes
            return answer

        answer = await self._keyed.write(call, request, response_type, run)
        # A run that was undone and found the answer of another in its place changed nothing.
        if made is not None and made[0] is answer:
            self._tell(made[1])
        return answer

    async def _to_other(self, call: Call, request: Message, response_type: type[R], fn: Callable[[Act], None]) -> R:
        """A KEYED write about `request.user_id` that answers nothing."""

        def run(act: Act) -> R:
            fn(act)
            return response_type()

        return await self._once(call, request, response_type, run, about=[request.user_id])  # type: ignore[attr-defined]

    def _act(
        self, tx: Transaction, call: Call, *, names: Mapping[str, str] = MappingProxyType({}), request_id: str = "",
        request_mac: bytes = b"",
    ) -> Act:  # fmt: skip
        return Act(
            tx=tx, log=self._log, user_id=call.caller.user_id, now_ms=to_ms(self._clock.now()), names=names,
            summon=self._summon, request_id=request_id, request_mac=request_mac,
        )  # fmt: skip

    async def _known(self, call: Call, user_ids: list[str]) -> dict[str, contacts_pb.Relation]:
        """What the caller is to these people; strangers are left out where there are none."""
        if not user_ids:
            return {}
        request = contacts_pb.GetRelationsRequest(user_id=call.caller.user_id, other_user_ids=user_ids)
        answer = await self._contacts.get_relations(request, caller=MESSAGING)
        return {each.user_id: each for each in answer.relations}

    async def _views(self, call: Call, conversation_id: str) -> list[messages_pb2.Conversation]:
        seen = await self._db.read(lambda tx: views.render(tx, call.caller.user_id, [conversation_id]))
        await self._names.fill(seen)
        return seen

    async def _view(self, call: Call, conversation_id: str) -> messages_pb2.Conversation:
        """The conversation as the caller sees it. CONVERSATION_NOT_FOUND."""
        seen = await self._views(call, conversation_id)
        if not seen:
            raise ConversationNotFound("there is no such conversation", conversation_id=conversation_id)
        return seen[0]


def again(response_type: type[R], request: Message, conversation_id: str) -> R:
    """The answer of a request whose update is still there and whose answer was forgotten: what holds of it today."""
    fields = response_type.DESCRIPTOR.fields_by_name
    answer: Any = response_type()
    if "conversation" in fields:
        answer.conversation.conversation_id = conversation_id
    if "status" in fields:
        answer.status = store.ACTIVE
    if "added_user_ids" in fields:
        answer.added_user_ids.extend(request.user_ids)  # type: ignore[attr-defined]
    return cast(R, answer)


def _others(user_ids: Iterable[str], call: Call) -> list[str]:
    return [each for each in dict.fromkeys(user_ids) if each != call.caller.user_id]


def _only_id(conversation_id: str) -> messages_pb2.Conversation:
    return messages_pb2.Conversation(conversation_id=conversation_id)


def _settings(title: str, description: str) -> messages_pb2.ConversationSettings:
    return messages_pb2.ConversationSettings(
        title=titles.clean_title(title), description=titles.clean_description(description)
    )
