"""How somebody comes into a conversation and goes out of it; who may is decided before, by `rules`.

Readers of a channel come and go without a line in its log: nobody is to learn who reads, and 100,000 of them would
drown what is written.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.messaging.conversations import invite_store, rules, store
from core.messaging.conversations.act import Act
from core.messaging.conversations.errors import GroupFull
from core.messaging.conversations.store import ACTIVE, INVITED, LEFT, REQUESTED, Conversation, Member
from majlis.messaging.v1 import messages_pb2 as pb

EVENT_OF: dict[int, int] = {
    store.LEFT: pb.MEMBER_EVENT_LEFT,
    store.REMOVED: pb.MEMBER_EVENT_REMOVED,
    store.BANNED: pb.MEMBER_EVENT_BANNED,
}


def come_in(act: Act, conversation: Conversation, user_ids: Iterable[str], *, owner: str = "") -> None:
    """These people are in it from now on. GROUP_FULL, for all of them, where there is no room for all."""
    joiners, at = list(user_ids), conversation.conversation_id
    if not joiners:
        return
    most = rules.members_max(conversation.kind)
    if not store.count(act.tx, at, len(joiners), most=most):
        raise GroupFull("there is no room for that many", members_max=most)
    base = rules.base_role(conversation.kind)
    roles = {each: rules.OWNER if each == owner else base for each in joiners}
    told = [each for each in joiners if roles[each] != rules.READER]
    lines = act.say_members(at, ((each, pb.MEMBER_EVENT_JOINED, roles[each]) for each in told))
    seqs = {each: line.seq for each, line in zip(told, lines, strict=True)}
    head = lines[-1].seq if lines else conversation.head_seq
    for each in joiners:
        # A line of one's own is the first thing one sees; who has none sees what comes next.
        first = seqs.get(each, head + 1)
        read = seqs.get(each, head)  # What was written before one came is history, not unread.
        store.put(
            act.tx, at, each, role=roles[each], status=ACTIVE, joined_at_ms=act.now_ms,
            visible_from_seq=1 if conversation.history_for_joiners else first, visible_to_seq=0,
            read_seq=read, delivered_seq=read,
        )  # fmt: skip
    act.note_view(at, *joiners)


def go_out(act: Act, conversation: Conversation, member: Member, status: int) -> None:
    """Somebody who is in it no longer is; they keep what was there up to the line that says so."""
    at = conversation.conversation_id
    last = conversation.head_seq
    base = rules.base_role(conversation.kind)
    if member.role != rules.READER:
        last = act.say_members(at, [(member.user_id, EVENT_OF[status], base)])[-1].seq
    store.count(act.tx, at, -1, most=rules.members_max(conversation.kind))
    _keep_past(act, member, status, base, last)
    if conversation.member_count == 1:
        _close(act, conversation)
    act.note_view(at, member.user_id)


def _keep_past(act: Act, member: Member, status: int, role: int, last: int) -> None:
    # Whoever came into a channel and saw nothing of it has no past, and 0 says so.
    seen_to = last if last >= member.visible_from_seq else 0
    # Who is silenced stays so: else going out and coming in again would end it.
    store.change(act.tx, member.conversation_id, member.user_id, status=status, role=role, visible_to_seq=seen_to)


def invite(act: Act, conversation: Conversation, user_ids: Iterable[str]) -> None:
    """These people are asked, and told so unless they were asked before."""
    invited = list(user_ids)
    before = store.members_of(act.tx, conversation.conversation_id, invited)
    for each in invited:
        store.put(
            act.tx, conversation.conversation_id, each, role=rules.base_role(conversation.kind), status=INVITED,
            joined_at_ms=act.now_ms,
        )  # fmt: skip
    act.note_view(conversation, *invited)
    act.call_in(
        conversation.conversation_id,
        (each for each in invited if each not in before or before[each].status != INVITED),
    )  # fmt: skip


def ask(act: Act, conversation: Conversation, user_id: str) -> None:
    """Somebody asks to be let in; those who may answer see it in their lists."""
    store.put(
        act.tx, conversation.conversation_id, user_id, role=rules.base_role(conversation.kind), status=REQUESTED,
        joined_at_ms=act.now_ms,
    )  # fmt: skip
    act.note_view(conversation, user_id)
    act.call_in(conversation.conversation_id, note_leads(act, conversation))


def note_leads(act: Act, conversation: Conversation) -> list[str]:
    """Owner and admins, whose ids these are, see in their lists how many ask to come in."""
    leads = store.with_roles(act.tx, conversation.conversation_id, rules.OWNER, rules.ADMIN)
    act.note_view(conversation, *(each.user_id for each in leads))
    return [each.user_id for each in leads]


def end_asking(act: Act, member: Member) -> None:
    """An invitation or a request ends with nothing; who was in it before keeps that past."""
    at = member.conversation_id
    if member.visible_to_seq:
        store.change(act.tx, at, member.user_id, status=LEFT)
        act.note_view(at, member.user_id)
    else:
        store.forget(act.tx, at, member.user_id)
        act.note_gone(at, member.user_id)


def _close(act: Act, conversation: Conversation) -> None:
    """Nobody is left: nobody can be let in any more."""
    invite_store.revoke_all(act.tx, conversation.conversation_id)
    for each in store.with_status(act.tx, conversation.conversation_id, INVITED, REQUESTED):
        end_asking(act, each)
