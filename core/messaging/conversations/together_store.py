"""Whether two people see each other among the members of something."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.conversations.rules import ADMIN, CHANNEL, GROUP, OWNER
from core.messaging.conversations.store import ACTIVE
from core.messaging.tables import conversations, members

_mine, _theirs = members.alias("mine"), members.alias("theirs")
_listed = sa.or_(
    conversations.c.kind == GROUP,
    # Nobody learns who reads a channel.
    sa.and_(
        conversations.c.kind == CHANNEL,
        _mine.c.role.in_((OWNER, ADMIN)),
        _theirs.c.role.in_((OWNER, ADMIN)),
    ),
)
_SHARED = (
    sa.select(sa.literal(1))
    .select_from(_mine)
    .join(_theirs, _theirs.c.conversation_id == _mine.c.conversation_id)
    .join(conversations, conversations.c.conversation_id == _mine.c.conversation_id)
    .where(
        _mine.c.user_id == sa.bindparam("one"), _theirs.c.user_id == sa.bindparam("other"),
        _mine.c.status == ACTIVE, _theirs.c.status == ACTIVE, _listed,
    )
    .limit(1)
)  # fmt: skip


def share(tx: Transaction, one: str, other: str) -> bool:
    """They are in a group together now, or lead a channel together."""
    return tx.execute(_SHARED, {"one": one, "other": other}).first() is not None
