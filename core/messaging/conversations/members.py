"""What somebody may see of a conversation and do in it: one row, one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.kit.prepared import Prepared, in_words
from core.messaging.errors import ConversationNotFound
from core.messaging.pairs import ByPairs
from core.messaging.tables import conversations, members, relations
from majlis.messaging.v1 import messages_pb2 as pb

ACTIVE = pb.MEMBER_STATUS_ACTIVE
_is_active = members.c.status == in_words(ACTIVE)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's place in a conversation they may see something of."""

    conversation_id: str
    kind: int
    user_id: str
    role: int
    status: int
    silenced: bool
    # Both included and resolved; an empty range where `from` is greater, as for who just came into a channel.
    visible_from_seq: int
    visible_to_seq: int
    head_seq: int
    head_hash: bytes
    # False for a direct conversation that takes no messages now.
    open: bool
    read_seq: int
    delivered_seq: int
    marks_private: bool
    muted_until_ms: int


of_pair = sa.and_(
    relations.c.low_user_id == conversations.c.low_user_id, relations.c.high_user_id == conversations.c.high_user_id
)
takes_messages = sa.or_(
    conversations.c.kind != in_words(pb.CONVERSATION_KIND_DIRECT),
    sa.and_(relations.c.contacts, sa.not_(relations.c.low_blocks), sa.not_(relations.c.high_blocks)),
)
# Who is not in it keeps what was there until they went: `visible_to_seq`. Whoever was never in it has 0 there.
sees_something = sa.or_(_is_active, members.c.visible_to_seq > in_words(0))
_ANYBODYS = (
    sa.select(
        members.c.conversation_id, conversations.c.kind, members.c.user_id, members.c.role, members.c.status,
        members.c.silenced, members.c.visible_from_seq,
        sa.case((_is_active, conversations.c.head_seq), else_=members.c.visible_to_seq)
        .label("visible_to_seq"),
        conversations.c.head_seq, conversations.c.head_hash, sa.func.coalesce(takes_messages, sa.false()).label("open"),
        members.c.read_seq, members.c.delivered_seq, members.c.marks_private, members.c.muted_until_ms,
    )
    .join(conversations, conversations.c.conversation_id == members.c.conversation_id)
    .outerjoin(relations, of_pair)
    .where(sees_something)
)  # fmt: skip
_SEATS = _ANYBODYS.where(members.c.user_id == sa.bindparam("who"))
_SEATS_AT = ByPairs(_ANYBODYS, members.c.conversation_id, members.c.user_id)
_SEAT = Prepared(_SEATS.where(members.c.conversation_id == sa.bindparam("of")))
_ALL = _SEATS.order_by(members.c.conversation_id)
_ACTIVE = sa.select(members.c.user_id).where(members.c.conversation_id == sa.bindparam("of"), _is_active)


def seat(tx: Transaction, conversation_id: str, user_id: str) -> Seat:
    """The person's seat. CONVERSATION_NOT_FOUND where they may see nothing of it: invited, asking, or a stranger."""
    rows = _SEAT.rows(tx, {"of": conversation_id, "who": user_id})
    if not rows:
        raise ConversationNotFound("there is no such conversation", conversation_id=conversation_id)
    return _seat(rows[0])


def seats_at(tx: Transaction, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], Seat]:
    """Seats by (conversation, person), of those who have one; one statement for all."""
    rows = _SEATS_AT.rows(tx, places)
    return {(row.conversation_id, row.user_id): _seat(row) for row in rows}


def seats(tx: Transaction, user_id: str) -> list[Seat]:
    """All seats of a person, those of conversations they left too."""
    return [_seat(row) for row in tx.execute(_ALL, {"who": user_id})]


def active(tx: Transaction, conversation_id: str) -> list[str]:
    """The ids of those who are in it."""
    return list(tx.execute(_ACTIVE, {"of": conversation_id}).scalars())


def _seat(row: Any) -> Seat:
    return Seat(
        row.conversation_id, row.kind, row.user_id, row.role, row.status, bool(row.silenced), row.visible_from_seq,
        row.visible_to_seq, row.head_seq, bytes(row.head_hash), bool(row.open), row.read_seq, row.delivered_seq,
        bool(row.marks_private), row.muted_until_ms,
    )  # fmt: skip
