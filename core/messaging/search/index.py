"""The index of messages' words: `add` behind the head, `remove` in a recall's own transaction, `find` for readers."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.changes import Logged
from core.messaging.conversations.members import ACTIVE, sees_something
from core.messaging.messages import content, store
from core.messaging.search import postgres_index, sqlite_index
from core.messaging.search.documents import document, parts, place_word
from core.messaging.search.query import Query
from core.messaging.search.tables import documents, scrubs
from core.messaging.tables import hidden, members, updates
from majlis.messaging.v1 import messages_pb2 as pb

MESSAGE, CHANGES = pb.UPDATE_KIND_MESSAGE, (pb.UPDATE_KIND_EDIT, pb.UPDATE_KIND_CARD)
# Somebody of more is asked for without naming them to the index; the rows tell.
CONVERSATIONS_NAMED_MAX = 256


class Place(NamedTuple):
    """Where a message stands among those found: newest first."""

    created_at_ms: int
    conversation_id: str
    seq: int


_MINE = sa.select(members.c.conversation_id).where(members.c.user_id == sa.bindparam("who"), sees_something)
_EDITED = sa.select(updates.c.edited_seq).where(
    updates.c.conversation_id == sa.bindparam("of"), updates.c.seq == sa.bindparam("at")
)
# As an expression: else SQLite goes through everything a person may see, and not through what has the words.
_where = documents.c.conversation_id.concat("")
_place = sa.tuple_(documents.c.created_at_ms, documents.c.conversation_id, documents.c.seq)
# Who is no longer in it sees what was there then, and neither later messages nor later words of older ones.
_in_sight = sa.and_(
    sees_something, documents.c.seq >= members.c.visible_from_seq,
    sa.or_(
        members.c.status == ACTIVE,
        sa.and_(documents.c.seq <= members.c.visible_to_seq, documents.c.content_seq <= members.c.visible_to_seq),
    ),
)  # fmt: skip
_hidden = sa.exists().where(
    hidden.c.user_id == members.c.user_id, hidden.c.conversation_id == documents.c.conversation_id,
    hidden.c.seq == documents.c.seq,
)  # fmt: skip
_FOUND = (
    sa.select(documents.c.created_at_ms, documents.c.conversation_id, documents.c.seq)
    .join(members, members.c.conversation_id == _where)
    .where(members.c.user_id == sa.bindparam("who"), sa.not_(documents.c.gone), _in_sight, sa.not_(_hidden))
    .order_by(documents.c.created_at_ms.desc(), documents.c.conversation_id.desc(), documents.c.seq.desc())
    .limit(sa.bindparam("most"))
)  # fmt: skip


def add(tx: Transaction, updates: Sequence[Logged]) -> None:
    """A step of the trail: index what these updates of one conversation say, in place of what they change."""
    rows = [
        row for each in updates if each.kind == MESSAGE and each.body_json
        if (row := _row(each.conversation_id, each.seq, each.seq, each.sender_id, each.created_at_ms, each.body_json))
    ]  # fmt: skip
    if rows:
        _of(tx).add(tx, rows)
    for seq in sorted({each.target_seq for each in updates if each.kind in CHANGES}):
        _again(tx, updates[0].conversation_id, seq)


def remove(tx: Transaction, conversation_id: str, seqs: Sequence[int]) -> None:
    """Let messages that are recalled in this transaction be found no more, and have the files scrubbed after it."""
    _of(tx).remove(tx, conversation_id, seqs)
    tx.execute(scrubs.insert(), [{}])


def find(
    tx: Transaction, user_id: str, query: Query, *, conversation_id: str = "", sender_id: str = "",
    before_ms: int = 0, after: Place | None = None, most: int,
) -> list[Place]:  # fmt: skip
    """The newest messages this person may see that have what is asked, after a place of the same list if one is given.

    Identical on every database: by time, conversation and number, all descending.
    """
    mine = [conversation_id] if conversation_id else list(tx.execute(_MINE, {"who": user_id}).scalars())
    if not query or not mine:
        return []
    named = list(map(place_word, mine)) if len(mine) <= CONVERSATIONS_NAMED_MAX else []
    matching = _of(tx).matching(query, conversations=named, senders=[place_word(sender_id)] if sender_id else [])
    found = _FOUND.where(matching)
    if conversation_id:
        found = found.where(_where == conversation_id)
    if sender_id:
        found = found.where(documents.c.sender_id == sender_id)
    if before_ms:
        found = found.where(documents.c.created_at_ms < before_ms)
    if after is not None:
        found = found.where(_place < sa.tuple_(*map(sa.literal, after)))
    return [Place(*row) for row in tx.execute(found, {"who": user_id, "most": most})]


def _again(tx: Transaction, conversation_id: str, seq: int) -> None:
    """Index a message by the content it has now."""
    _of(tx).remove(tx, conversation_id, [seq])
    message = store.written(tx, conversation_id, seq)
    if message is None or message.recalled_seq or not message.newest_body:
        return
    body_json = message.newest_body
    if message.newest_kind == pb.UPDATE_KIND_EDIT:
        body_json = content.as_message(body_json)
    elif message.newest_kind == pb.UPDATE_KIND_CARD:
        body_json = content.with_card(message.body_json, body_json)
    content_seq = tx.execute(_EDITED, {"of": conversation_id, "at": seq}).scalar_one() or seq
    row = _row(conversation_id, seq, content_seq, message.sender_id, message.created_at_ms, body_json)
    if row:
        _of(tx).add(tx, [row])


def _row(
    conversation_id: str, seq: int, content_seq: int, sender_id: str, created_at_ms: int, body_json: str
) -> dict[str, Any] | None:
    words = document(parts(body_json), conversation_id=conversation_id, sender_id=sender_id)
    row = {
        "conversation_id": conversation_id, "seq": seq, "content_seq": content_seq, "sender_id": sender_id,
        "created_at_ms": created_at_ms, "gone": False, "words": words,
    }  # fmt: skip
    return row if words else None


def _of(tx: Transaction) -> ModuleType:
    return postgres_index if tx.dialect.name == "postgresql" else sqlite_index
