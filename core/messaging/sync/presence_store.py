"""Between whom presence is shared: contacts with a direct conversation who both share it. And who was seen when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.log import know
from core.messaging.tables import conversations, people, relations
from majlis.messaging.v1 import messages_pb2 as pb

_mine, _theirs = people.alias("mine"), people.alias("theirs")


def _half(own: sa.Column[Any], other: sa.Column[Any]) -> sa.Select[Any]:
    """Pairs (person, contact) of direct conversations in which both share presence, with one side given."""
    return (
        sa.select(own.label("user_id"), other.label("peer_id"),
                  sa.func.coalesce(_theirs.c.last_seen_at_ms, 0).label("last_seen_at_ms"))
        .join(relations, sa.and_(relations.c.low_user_id == conversations.c.low_user_id,
                                 relations.c.high_user_id == conversations.c.high_user_id))
        .outerjoin(_mine, _mine.c.user_id == own).outerjoin(_theirs, _theirs.c.user_id == other)
        .where(conversations.c.kind == pb.CONVERSATION_KIND_DIRECT, own.in_(sa.bindparam("who", expanding=True)),
               relations.c.contacts, sa.not_(relations.c.low_blocks), sa.not_(relations.c.high_blocks),
               sa.func.coalesce(_mine.c.presence, sa.true()), sa.func.coalesce(_theirs.c.presence, sa.true()))
    )  # fmt: skip


_PAIRS = sa.union_all(
    _half(conversations.c.low_user_id, conversations.c.high_user_id),
    _half(conversations.c.high_user_id, conversations.c.low_user_id),
)


def shared_with(tx: Transaction, user_id: str) -> list[str]:
    """The people between whom and this one presence is shared now."""
    return [peer_id for _, peer_id, _ in pairs(tx, [user_id])]


def pairs(tx: Transaction, user_ids: Sequence[str]) -> list[tuple[str, str, int]]:
    """(person, contact, when the contact was last seen) for each of these people."""
    return [(row.user_id, row.peer_id, row.last_seen_at_ms) for row in tx.execute(_PAIRS, {"who": list(user_ids)})]


def shared_between(tx: Transaction, one: str, other: str) -> bool:
    """Whether these two see each other's presence now."""
    return other in shared_with(tx, one)


def seen(tx: Transaction, user_ids: Sequence[str], now_ms: int) -> None:
    """They were there until now."""
    for user_id in user_ids:
        know(tx, user_id)
        tx.execute(people.update().where(people.c.user_id == user_id).values(last_seen_at_ms=now_ms))
