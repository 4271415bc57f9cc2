"""A conversation as one member sees it: a list of hundreds is drawn with a handful of statements.

Who is not in it any more sees it as it was when they went: its name then, its newest line then, nobody's marks. Who is
invited or asks sees its name and nothing else.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.conversations import rules
from core.messaging.conversations.bodies import settings_of
from core.messaging.conversations.members import ACTIVE, Seat, of_pair, takes_messages
from core.messaging.conversations.rules import DIRECT, GROUP
from core.messaging.messages import snapshots
from core.messaging.tables import conversations, hidden, members, mentions, people, relations, updates
from majlis.messaging.v1 import messages_pb2 as pb

UNREAD_MAX = 1_000
AT_ONCE = 500  # Conversations in one statement.

_seen_to = sa.case((members.c.status == ACTIVE, conversations.c.head_seq), else_=members.c.visible_to_seq)
# Unread begins after one's mark, and never before what one may see.
_read_to = sa.case(
    (members.c.read_seq >= members.c.visible_from_seq, members.c.read_seq), else_=members.c.visible_from_seq - 1
)
_hidden = sa.exists().where(
    hidden.c.user_id == members.c.user_id, hidden.c.conversation_id == updates.c.conversation_id,
    hidden.c.seq == updates.c.seq,
).correlate(members, updates)  # fmt: skip
_unread_rows = (
    sa.select(sa.literal(1).label("one"))
    .where(
        updates.c.conversation_id == members.c.conversation_id, updates.c.seq > _read_to, updates.c.seq <= _seen_to,
        updates.c.kind == pb.UPDATE_KIND_MESSAGE, updates.c.sender_id != members.c.user_id,
        updates.c.recalled_seq == 0, sa.not_(_hidden),
    )
    .limit(UNREAD_MAX).correlate(members, conversations).subquery("unread")
)  # fmt: skip
_unread = sa.select(sa.func.count()).select_from(_unread_rows).correlate(members, conversations).scalar_subquery()
# The message that calls, also where an edit of it does: who does not see it is not called.
_calling = sa.func.coalesce(sa.func.nullif(updates.c.target_seq, 0), updates.c.seq)
_calling_hidden = sa.exists().where(
    hidden.c.user_id == members.c.user_id, hidden.c.conversation_id == updates.c.conversation_id,
    hidden.c.seq == _calling,
).correlate(members, updates)  # fmt: skip
_called = (
    sa.select(sa.func.count(sa.distinct(mentions.c.seq)))
    .join(updates, sa.and_(updates.c.conversation_id == mentions.c.conversation_id, updates.c.seq == mentions.c.seq))
    .where(
        mentions.c.conversation_id == members.c.conversation_id, mentions.c.user_id.in_((members.c.user_id, "")),
        mentions.c.seq > _read_to, mentions.c.seq <= _seen_to, updates.c.sender_id != members.c.user_id,
        _calling >= members.c.visible_from_seq, sa.not_(_calling_hidden),
    )
    .correlate(members, conversations).scalar_subquery()
)  # fmt: skip
_asking = (
    sa.select(sa.func.count()).where(
        (others := members.alias("asking")).c.conversation_id == members.c.conversation_id,
        # Written out, as in the index's own condition: a bound value would hide that it is the same.
        sa.literal_column("asking.status") == sa.literal_column(str(pb.MEMBER_STATUS_REQUESTED)),
    )
    .select_from(others).correlate(members).scalar_subquery()
)  # fmt: skip
# As it was when they went; NULL for who is in it, and has it all in the conversation's own row.
_gone = sa.and_(members.c.status != ACTIVE, members.c.visible_to_seq > 0)
_hash_then = (
    sa.select(updates.c.hash)
    .where(updates.c.conversation_id == members.c.conversation_id, updates.c.seq == members.c.visible_to_seq)
    .correlate(members).scalar_subquery()
)  # fmt: skip
_settings_then = (
    sa.select(updates.c.body_json)
    .where(
        updates.c.conversation_id == members.c.conversation_id, updates.c.seq <= members.c.visible_to_seq,
        sa.literal_column("messaging_updates.kind") == sa.literal_column(str(pb.UPDATE_KIND_CONVERSATION)),
    )
    .order_by(updates.c.seq.desc()).limit(1).correlate(members).scalar_subquery()
)  # fmt: skip
_lead = members.c.role.in_((rules.OWNER, rules.ADMIN))
_VIEWS = (
    sa.select(
        *(each for each in conversations.c if each.name not in ("trailed_seq", "created_at_ms", "grew_at_ms")),
        *(each for each in members.c if each.name not in ("conversation_id", "joined_at_ms")),
        sa.func.coalesce(takes_messages, sa.false()).label("open"), _seen_to.label("seen_to"),
        sa.case((_seen_to > _read_to, _unread), else_=0).label("unread"),
        sa.case((_seen_to > _read_to, _called), else_=0).label("called"),
        sa.case((sa.and_(_lead, members.c.status == ACTIVE), _asking), else_=0).label("asking"),
        sa.case((_gone, _hash_then)).label("hash_then"), sa.case((_gone, _settings_then)).label("settings_then"),
    )
    .join(conversations, conversations.c.conversation_id == members.c.conversation_id)
    .outerjoin(relations, of_pair)
    .where(members.c.user_id == sa.bindparam("who"),
           members.c.conversation_id.in_(sa.bindparam("of", expanding=True)))
)  # fmt: skip
_MINE = sa.select(members.c.conversation_id).where(members.c.user_id == sa.bindparam("who"))
_shares = sa.func.coalesce(people.c.read_marks, sa.true())
_MARKS = (
    sa.select(
        members.c.conversation_id, members.c.user_id, members.c.delivered_seq,
        sa.case((sa.and_(_shares, sa.not_(members.c.marks_private)), members.c.read_seq), else_=0),
    )
    .outerjoin(people, people.c.user_id == members.c.user_id)
    .where(members.c.conversation_id.in_(sa.bindparam("of", expanding=True)), members.c.status == ACTIVE,
           members.c.user_id != sa.bindparam("who"))
    .order_by(members.c.conversation_id, members.c.user_id)
)  # fmt: skip
_I_SHARE = sa.select(people.c.read_marks).where(people.c.user_id == sa.bindparam("who"))


def listed(tx: Transaction, user_id: str) -> list[str]:
    """Every conversation in the person's list, those they are invited to and those they left too."""
    return sorted(tx.execute(_MINE, {"who": user_id}).scalars())


def render(tx: Transaction, user_id: str, conversation_ids: Sequence[str]) -> list[pb.Conversation]:
    """These conversations as the person sees them, in this order; what is not in their list is left out.

    Names of people are not here yet: `Names.fill` gives them after the transaction.
    """
    found: dict[str, pb.Conversation] = {}
    for start in range(0, len(conversation_ids), AT_ONCE):
        rows = tx.execute(_VIEWS, {"who": user_id, "of": list(conversation_ids[start : start + AT_ONCE])}).all()
        drawn = {row.conversation_id: view for row in rows if (view := _draw(row, user_id)) is not None}
        _add_marks(tx, user_id, drawn)
        _add_newest(tx, rows, drawn)
        found |= drawn
    return [found[each] for each in dict.fromkeys(conversation_ids) if each in found]


def _draw(row: Any, user_id: str) -> pb.Conversation | None:
    if row.status != ACTIVE and row.visible_to_seq == 0:
        return _stub(row)
    there = row.status == ACTIVE
    lead = row.role in (rules.OWNER, rules.ADMIN)
    settings = _settings(row) if there else settings_of(row.settings_then)
    head_hash = row.head_hash if there else row.hash_then
    return pb.Conversation(
        conversation_id=row.conversation_id, kind=row.kind, settings=settings, head_seq=row.seen_to,
        head_hash=base64.b64encode(head_hash).decode(), role=row.role, status=row.status, silenced=row.silenced,
        visible_from_seq=row.visible_from_seq, peer_user_id=_peer(row, user_id), app_id=row.app_id, open=row.open,
        member_count=row.member_count if there and (lead or row.kind != rules.CHANNEL) else 0,
        read_seq=row.read_seq, unread_count=row.unread, mention_count=row.called, join_request_count=row.asking,
        marked_unread=row.marked_unread, pinned=row.pinned, muted_until_ms=row.muted_until_ms, draft=row.draft,
        marks_private=row.marks_private,
    )  # fmt: skip


def _stub(row: Any) -> pb.Conversation | None:
    """All that somebody is told who was asked, or asks: what it is called. Nothing to whom it is closed."""
    if row.status not in (pb.MEMBER_STATUS_INVITED, pb.MEMBER_STATUS_REQUESTED):
        return None
    return pb.Conversation(
        conversation_id=row.conversation_id, kind=row.kind, settings=pb.ConversationSettings(title=row.title),
        role=row.role, status=row.status,
    )  # fmt: skip


def _settings(row: Any) -> pb.ConversationSettings:
    return pb.ConversationSettings(
        title=row.title, description=row.description, history_for_joiners=row.history_for_joiners,
        members_may_add=row.members_may_add, invites_need_approval=row.invites_need_approval,
    )  # fmt: skip


def _peer(row: Any, user_id: str) -> str:
    if row.kind != DIRECT:
        return ""
    peer: str = row.high_user_id if row.low_user_id == user_id else row.low_user_id
    return peer


def _add_marks(tx: Transaction, user_id: str, drawn: dict[str, pb.Conversation]) -> None:
    """How far the others are. Who does not share how far they read does not see it of others either."""
    small = [
        each.conversation_id for each in drawn.values()
        if each.status == ACTIVE and each.open  # Who was blocked or removed learns nothing more of the other.
        and (each.kind == DIRECT or (each.kind == GROUP and each.member_count <= rules.MARKS_MEMBERS_MAX))
    ]  # fmt: skip
    if not small:
        return
    shares = tx.execute(_I_SHARE, {"who": user_id}).scalar_one_or_none() is not False
    at, sees, marks = "", False, drawn[small[0]].marks
    # One row a member of each of these: unpacked, because reading by name costs as much as the rest together.
    for conversation_id, other, delivered_seq, read_seq in tx.execute(_MARKS, {"of": small, "who": user_id}):
        if conversation_id != at:
            at, view = conversation_id, drawn[conversation_id]
            sees, marks = shares and not view.marks_private, view.marks
        marks.add(user_id=other, delivered_seq=delivered_seq, read_seq=read_seq if sees else 0)


def _add_newest(tx: Transaction, rows: Sequence[Any], drawn: dict[str, pb.Conversation]) -> None:
    seats = [_seat(row) for row in rows if row.conversation_id in drawn and drawn[row.conversation_id].head_seq]
    for conversation_id, message in snapshots.newest(tx, seats).items():
        drawn[conversation_id].newest.CopyFrom(message)


def _seat(row: Any) -> Seat:
    return Seat(
        row.conversation_id, row.kind, row.user_id, row.role, row.status, row.silenced, row.visible_from_seq,
        row.seen_to, row.head_seq, row.head_hash, row.open, row.read_seq, row.delivered_seq, row.marks_private,
        row.muted_until_ms,
    )  # fmt: skip
