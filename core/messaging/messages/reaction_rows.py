"""The reactions of messages, counted for a reader: the first given first, ten names each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.messages.store import ZERO
from core.messaging.pairs import ByPairs
from core.messaging.tables import reactions, updates
from majlis.messaging.v1 import messages_pb2 as pb

NAMED_MAX = 10  # People named of each emoji.
Pair = tuple[str, int]  # (conversation_id, seq)
_of_emoji = (reactions.c.conversation_id, reactions.c.seq, reactions.c.emoji)
_counted = sa.select(
    *_of_emoji, reactions.c.user_id, reactions.c.update_seq,
    sa.func.count().over(partition_by=_of_emoji).label("people"),
    sa.func.row_number().over(partition_by=_of_emoji, order_by=reactions.c.update_seq).label("place"),
)  # fmt: skip


def _shown(counted: sa.Select[Any]) -> sa.Select[Any]:
    rows = counted.subquery()
    named = sa.or_(rows.c.place <= NAMED_MAX, rows.c.user_id == sa.bindparam("who"))
    return sa.select(rows).where(named).order_by(rows.c.update_seq)


_NOW = ByPairs(_counted, reactions.c.conversation_id, reactions.c.seq, then=_shown)
_THEN = ByPairs(
    sa.select(updates.c.seq, updates.c.target_seq, updates.c.sender_id, updates.c.body_json).where(
        updates.c.target_seq > ZERO, updates.c.seq <= sa.bindparam("to"), updates.c.kind == pb.UPDATE_KIND_REACTION
    ),
    updates.c.conversation_id, updates.c.target_seq,
)  # fmt: skip


def now(tx: Transaction, pairs: Sequence[Pair], *, reader: str) -> dict[Pair, list[pb.Reaction]]:
    """Of these messages, those that have any; one statement however many there are."""
    found: dict[Pair, dict[str, pb.Reaction]] = {}
    for row in _NOW.rows(tx, pairs, who=reader):
        of = found.setdefault((row.conversation_id, row.seq), {})
        reaction = of.setdefault(row.emoji, pb.Reaction(emoji=row.emoji, count=row.people))
        if row.place <= NAMED_MAX:
            reaction.user_ids.append(row.user_id)
        if row.user_id == reader:
            reaction.mine = True
    return {pair: list(of.values()) for pair, of in found.items()}


def then(
    tx: Transaction, conversation_id: str, seqs: Sequence[int], to_seq: int, *, reader: str
) -> dict[Pair, list[pb.Reaction]]:
    """The same as it was at a number, from the log itself."""
    rows = _THEN.rows(tx, [(conversation_id, seq) for seq in seqs], to=to_seq)
    given: dict[int, dict[tuple[str, str], None]] = {}  # In the order they were given.
    for row in sorted(rows, key=lambda row: row.seq):
        said = json.loads(row.body_json)["reaction"]
        of = given.setdefault(row.target_seq, {})
        if said.get("removed"):
            of.pop((said["emoji"], row.sender_id), None)
        else:
            of[said["emoji"], row.sender_id] = None
    return {(conversation_id, seq): _counts(of, reader) for seq, of in given.items() if of}


def _counts(given: Iterable[tuple[str, str]], reader: str) -> list[pb.Reaction]:
    found: dict[str, Any] = {}
    for emoji, user_id in given:
        reaction = found.setdefault(emoji, pb.Reaction(emoji=emoji))
        reaction.count += 1
        if reaction.count <= NAMED_MAX:
            reaction.user_ids.append(user_id)
        reaction.mine = reaction.mine or user_id == reader
    return list(found.values())
