"""What grew lately, for the sweep after lost hints."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.tables import conversations, people

_GREW = sa.select(conversations.c.conversation_id, conversations.c.head_seq).where(
    conversations.c.grew_at_ms >= sa.bindparam("since")
)
_GREW_PEOPLE = sa.select(people.c.user_id, people.c.pos).where(people.c.grew_at_ms >= sa.bindparam("since"))


def since(tx: Transaction, since_ms: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """(conversation, newest number) and (person, newest position) of those that grew at or after that moment."""
    grown = [(row.conversation_id, row.head_seq) for row in tx.execute(_GREW, {"since": since_ms})]
    return grown, [(row.user_id, row.pos) for row in tx.execute(_GREW_PEOPLE, {"since": since_ms})]
