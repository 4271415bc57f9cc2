"""What members do to a conversation and to each other: looked up, allowed or refused, said in its log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from core.kit.db import Transaction
from core.kit.errors import InvalidArgument
from core.messaging.conversations import membership, rules, store
from core.messaging.conversations.act import Act
from core.messaging.conversations.errors import Banned, InviteNotFound, MemberNotFound, OwnerMustTransfer
from core.messaging.conversations.members import seat
from core.messaging.conversations.rules import Verb, may, may_to
from core.messaging.conversations.store import ACTIVE, BANNED, INVITED, LEFT, REMOVED, REQUESTED, Conversation, Member
from core.messaging.errors import NotContacts, RoleMissing
from core.messaging.relation_store import may_write, pair
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.messaging.v1 import conversations_service_pb2 as service_pb
from majlis.messaging.v1 import messages_pb2 as pb


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom an adding puts in, and whom it asks."""

    added: list[str]
    invited: list[str]
    # Of the invited, who are told: whoever removed or blocks the one who asks is not, and no answer shows it.
    reached: list[str]


# Looking up


def allowed(tx: Transaction, conversation_id: str, user_id: str, verb: Verb) -> Conversation:
    """The conversation, for somebody who may do this there. CONVERSATION_NOT_FOUND, ROLE_MISSING."""
    at = seat(tx, conversation_id, user_id)
    found = store.conversation(tx, conversation_id)
    active = at.status == ACTIVE
    if not may(verb, kind=at.kind, role=at.role, active=active, members_may_add=found.members_may_add):
        raise RoleMissing("this takes another role", conversation_id=conversation_id, verb=verb)
    return found


def target(tx: Transaction, conversation_id: str, user_id: str, *statuses: int) -> Member:
    """Somebody of one of these statuses. MEMBER_NOT_FOUND."""
    found = store.member(tx, conversation_id, user_id)
    if found is None or found.status not in statuses:
        raise MemberNotFound("there is no such person here", user_id=user_id)
    return found


def _check_reach(act: Act, verb: Verb, conversation: Conversation, other: Member) -> None:
    """ROLE_MISSING where the other stands as high, and for oneself."""
    mine = store.member(act.tx, conversation.conversation_id, act.user_id)
    reach = mine is not None and may_to(
        verb, kind=conversation.kind, role=mine.role, active=mine.status == ACTIVE, target_role=other.role
    )
    if not reach or other.user_id == act.user_id:
        raise RoleMissing("this takes a higher role", conversation_id=conversation.conversation_id, verb=verb)


# Making


def open_direct(act: Act, peer_id: str, new_id: str) -> str:
    """The id of the two's conversation. NOT_CONTACTS where there is none and they may not write to each other."""
    low, high = pair(act.user_id, peer_id)
    found = store.of_pair(act.tx, low, high)
    if found is not None:
        return found
    if not may_write(act.tx, low, high):
        raise NotContacts("they are not contacts", user_id=peer_id)
    settings = pb.ConversationSettings(history_for_joiners=True)
    if not store.create(act.tx, new_id, rules.DIRECT, settings, now_ms=act.now_ms, pair=(low, high)):
        raise RuntimeError("a pair's conversation appeared inside a transaction")
    act.say_settings(new_id, settings)
    for each in (low, high):
        store.put(
            act.tx, new_id, each, role=rules.MEMBER, status=ACTIVE, joined_at_ms=act.now_ms, visible_from_seq=1,
            read_seq=1, delivered_seq=1,
        )  # fmt: skip
    store.count(act.tx, new_id, 2, most=2)
    act.note_view(new_id, low, high)
    return new_id


def create(
    act: Act, new_id: str, kind: int, settings: pb.ConversationSettings, user_ids: Sequence[str] = (),
    known: Mapping[str, contacts_pb.Relation] = MappingProxyType({}),
) -> Asked:  # fmt: skip
    """A group or channel with the one who makes it as owner, and those added, who see it from its first line."""
    asked = consent(user_ids, known, {})
    store.create(act.tx, new_id, kind, settings, now_ms=act.now_ms)
    act.say_settings(new_id, settings)
    made = replace(store.conversation(act.tx, new_id), history_for_joiners=True)
    membership.come_in(act, made, [act.user_id, *asked.added], owner=act.user_id)
    membership.invite(act, made, asked.reached)
    return asked


# Changing


def change(act: Act, request: service_pb.UpdateConversationRequest) -> None:
    """The settings that are given; the same again says nothing."""
    conversation = allowed(act.tx, request.conversation_id, act.user_id, Verb.CHANGE)
    before = conversation.settings
    after = pb.ConversationSettings()
    after.CopyFrom(before)
    for name in after.DESCRIPTOR.fields_by_name:
        if request.HasField(name):  # type: ignore[arg-type]
            setattr(after, name, getattr(request, name))
    if after != before:
        store.set_settings(act.tx, request.conversation_id, after)
        act.say_settings(request.conversation_id, after)


def add(act: Act, conversation_id: str, user_ids: Sequence[str], known: Mapping[str, contacts_pb.Relation]) -> Asked:
    """People come in or are asked; see `consent`. For who reads a channel the answer is as if they did not."""
    conversation = allowed(act.tx, conversation_id, act.user_id, Verb.ADD)
    rows = store.members_of(act.tx, conversation_id, user_ids)
    inside = {each for each in user_ids if each in rows and rows[each].status == ACTIVE}
    there = [each for each in user_ids if each in inside and rows[each].role != rules.READER]
    others = [each for each in user_ids if each not in there and each != act.user_id]
    asked = consent(others, known, rows)
    membership.come_in(act, conversation, [each for each in asked.added if each not in inside])
    membership.invite(act, conversation, [each for each in asked.reached if each not in inside])
    return replace(asked, added=[*there, *asked.added])


def consent(user_ids: Sequence[str], known: Mapping[str, contacts_pb.Relation], rows: Mapping[str, Member]) -> Asked:
    """Who is added at once: contacts who allow it, and who asks to come in anyway. NOT_CONTACTS, BANNED.

    Whoever left is asked again, whatever they allow: leaving must not be undone by somebody else.
    """
    asked = Asked([], [], [])
    for each in user_ids:
        relation = known.get(each)
        if relation is None or not relation.listed or relation.blocks:
            raise NotContacts("they are not contacts", user_id=each)
        status = rows[each].status if each in rows else 0
        if status == BANNED:
            raise Banned("this person was removed for good", user_id=each)
        if relation.contacts and (status == REQUESTED or (relation.may_add and status != LEFT)):
            asked.added.append(each)
            continue
        asked.invited.append(each)
        if relation.contacts:
            asked.reached.append(each)
    return asked


# To others


def remove(act: Act, conversation_id: str, user_id: str, *, ban: bool) -> None:
    """Somebody is out, or no longer asked; with `ban` for good."""
    verb = Verb.BAN if ban else Verb.REMOVE
    conversation = allowed(act.tx, conversation_id, act.user_id, verb)
    past = (LEFT, REMOVED, BANNED) if ban else ()
    other = target(act.tx, conversation_id, user_id, ACTIVE, INVITED, REQUESTED, *past)
    _check_reach(act, verb, conversation, other)
    if other.status == ACTIVE:
        membership.go_out(act, conversation, other, BANNED if ban else REMOVED)
        return
    if other.status in (INVITED, REQUESTED):
        membership.end_asking(act, other)
        if other.status == REQUESTED:
            membership.note_leads(act, conversation)
    if ban:
        store.put(act.tx, conversation_id, user_id, role=rules.base_role(conversation.kind), status=BANNED)


def unban(act: Act, conversation_id: str, user_id: str) -> None:
    """Somebody may come by a link again; who may already, may."""
    allowed(act.tx, conversation_id, act.user_id, Verb.BAN)
    other = target(act.tx, conversation_id, user_id, BANNED, REMOVED)
    if other.visible_to_seq:
        store.change(act.tx, conversation_id, user_id, status=REMOVED)
    else:
        store.forget(act.tx, conversation_id, user_id)


def set_role(act: Act, conversation_id: str, user_id: str, role: int) -> None:
    """Somebody has this role from now on; who is raised may write."""
    conversation = allowed(act.tx, conversation_id, act.user_id, Verb.SET_ROLE)
    if role not in rules.roles_to_give(conversation.kind):
        raise InvalidArgument("role: cannot be given here", field="role", why="cannot be given here")
    other = target(act.tx, conversation_id, user_id, ACTIVE)
    if other.role == role == rules.READER:  # Who reads is told to nobody who only asks.
        raise MemberNotFound("there is no such person here", user_id=user_id)
    _check_reach(act, Verb.SET_ROLE, conversation, other)
    if other.role == role:
        return
    act.say_members(conversation_id, [(user_id, pb.MEMBER_EVENT_ROLE, role)])
    store.change(act.tx, conversation_id, user_id, role=role, silenced=False)
    act.note_view(conversation_id, user_id)


def silence(act: Act, conversation_id: str, user_id: str, *, silenced: bool) -> None:
    """Somebody may not write for now, or may again."""
    conversation = allowed(act.tx, conversation_id, act.user_id, Verb.SILENCE)
    other = target(act.tx, conversation_id, user_id, ACTIVE)
    _check_reach(act, Verb.SILENCE, conversation, other)
    if other.silenced == silenced:
        return
    event = pb.MEMBER_EVENT_SILENCED if silenced else pb.MEMBER_EVENT_UNSILENCED
    act.say_members(conversation_id, [(user_id, event, other.role)])
    store.change(act.tx, conversation_id, user_id, silenced=silenced)
    act.note_view(conversation_id, user_id)


def transfer(act: Act, conversation_id: str, user_id: str) -> None:
    """Somebody else is the owner, and the one who was is an admin: in one step, so that there is always exactly one."""
    conversation = allowed(act.tx, conversation_id, act.user_id, Verb.TRANSFER)
    other = target(act.tx, conversation_id, user_id, ACTIVE)
    _check_reach(act, Verb.TRANSFER, conversation, other)
    act.say_members(
        conversation_id,
        [(user_id, pb.MEMBER_EVENT_ROLE, rules.OWNER), (act.user_id, pb.MEMBER_EVENT_ROLE, rules.ADMIN)],
    )
    store.change(act.tx, conversation_id, user_id, role=rules.OWNER, silenced=False)
    store.change(act.tx, conversation_id, act.user_id, role=rules.ADMIN)
    act.note_view(conversation_id, user_id, act.user_id)


# Oneself


def leave(act: Act, conversation_id: str) -> None:
    """The caller is out; out already is out. OWNER_MUST_TRANSFER, and ROLE_MISSING where nobody can leave."""
    at = seat(act.tx, conversation_id, act.user_id)
    if at.kind not in (rules.GROUP, rules.CHANNEL):
        raise RoleMissing("nobody leaves such a conversation", conversation_id=conversation_id)
    mine = target(act.tx, conversation_id, act.user_id, *pb.MemberStatus.values())
    if mine.status != ACTIVE:
        return
    conversation = store.conversation(act.tx, conversation_id)
    if mine.role == rules.OWNER and conversation.member_count > 1:
        raise OwnerMustTransfer("somebody else has to become the owner first", conversation_id=conversation_id)
    membership.go_out(act, conversation, mine, LEFT)


def answer_invitation(act: Act, conversation_id: str, *, accept: bool) -> None:
    """The caller comes in, or wishes not to. INVITE_NOT_FOUND where nobody invites them any more."""
    mine = store.member(act.tx, conversation_id, act.user_id)
    if mine is None or mine.status != INVITED:
        raise InviteNotFound("nobody invites you there", conversation_id=conversation_id)
    if accept:
        membership.come_in(act, store.conversation(act.tx, conversation_id), [act.user_id])
    else:
        membership.end_asking(act, mine)


def answer_request(act: Act, conversation_id: str, user_id: str, *, accept: bool) -> None:
    """Somebody who asks is let in, or not. MEMBER_NOT_FOUND where they do not ask any more."""
    conversation = allowed(act.tx, conversation_id, act.user_id, Verb.LINKS)
    other = target(act.tx, conversation_id, user_id, REQUESTED)
    if accept:
        membership.come_in(act, conversation, [user_id])
    else:
        membership.end_asking(act, other)
    membership.note_leads(act, conversation)


def note_people(act: Act, user_id: str, about_user_id: str) -> None:
    """Somebody's devices learn that another person is something else to them, and so their conversation with them."""
    act.log.note(act.tx, [user_id], "people", about_user_id, act.changes)
    found = store.of_pair(act.tx, *pair(user_id, about_user_id))
    if found is not None:
        act.note_view(found, user_id)
