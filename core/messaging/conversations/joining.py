"""Coming in by a link: what it shows before, and what it does."""

from __future__ import annotations

from core.kit.db import Transaction
from core.messaging.conversations import invite_store, membership, rules, store
from core.messaging.conversations.act import Act
from core.messaging.conversations.errors import Banned, TooManyInvites
from core.messaging.conversations.invite_store import Invite
from core.messaging.conversations.rules import Verb
from core.messaging.conversations.store import ACTIVE, BANNED, INVITED, REQUESTED, Conversation
from core.messaging.conversations.verbs import allowed
from majlis.messaging.v1 import conversations_service_pb2 as service_pb
from majlis.messaging.v1 import messages_pb2 as pb


def make_link(act: Act, request: service_pb.CreateInviteRequest, token: str) -> Invite:
    """A new link. TOO_MANY_INVITES."""
    allowed(act.tx, request.conversation_id, act.user_id, Verb.LINKS)
    if len(invite_store.working(act.tx, request.conversation_id, act.now_ms)) >= rules.INVITES_MAX:
        raise TooManyInvites("end another link first", invites_max=rules.INVITES_MAX)
    made = Invite(
        token, request.conversation_id, act.user_id, act.now_ms,
        act.now_ms + request.lives_s * 1000 if request.lives_s else 0, request.uses_max, 0, request.needs_approval,
        revoked=False,
    )  # fmt: skip
    invite_store.add(act.tx, made)
    return made


def preview(tx: Transaction, user_id: str, token: str, now_ms: int) -> service_pb.GetInviteResponse:
    """What a link leads to. INVITE_NOT_FOUND, INVITE_EXPIRED."""
    invite, conversation, there = _shown(tx, user_id, token, now_ms)
    return service_pb.GetInviteResponse(
        title=conversation.title, kind=pb.ConversationKind.ValueType(conversation.kind),
        member_count=0 if conversation.kind == rules.CHANNEL else conversation.member_count,
        needs_approval=invite.needs_approval or conversation.invites_need_approval,
        conversation_id=conversation.conversation_id if there else "",
    )  # fmt: skip


def _shown(tx: Transaction, user_id: str, token: str, now_ms: int) -> tuple[Invite, Conversation, bool]:
    """The link, where it leads, and whether the caller is there already; INVITE_EXPIRED for whoever is not."""
    invite = invite_store.get(tx, token)
    mine = store.member(tx, invite.conversation_id, user_id)
    there = mine is not None and mine.status == ACTIVE
    if not there:
        invite.check(now_ms)
    return invite, store.conversation(tx, invite.conversation_id), there


def join(act: Act, token: str) -> tuple[str, pb.MemberStatus.ValueType]:
    """The conversation and the caller's status there now: ACTIVE, or REQUESTED where an admin has to say yes."""
    invite, conversation, there = _shown(act.tx, act.user_id, token, act.now_ms)
    if there:
        return invite.conversation_id, ACTIVE
    mine = store.member(act.tx, invite.conversation_id, act.user_id)
    status = mine.status if mine is not None else 0
    if status == BANNED:
        raise Banned("an admin has to lift that first")
    waits = invite.needs_approval or conversation.invites_need_approval
    if waits and status == REQUESTED:
        return invite.conversation_id, REQUESTED
    invite_store.use(act.tx, token)
    if waits and status != INVITED:  # Whoever is invited has been let in already.
        membership.ask(act, conversation, act.user_id)
        return invite.conversation_id, REQUESTED
    membership.come_in(act, conversation, [act.user_id])
    if status == REQUESTED:
        membership.note_leads(act, conversation)
    return invite.conversation_id, ACTIVE
