"""A person's own changes, kept by reference and rendered when they are read: the newest state, never an old one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import sqlalchemy as sa
from google.protobuf import json_format

from core.kit.db import Transaction
from core.messaging.cards import store as cards
from core.messaging.tables import hidden, people, personal
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb

ENTRIES_MAX = 50  # As many views may be among them: see catch_up_store.CONVERSATIONS_MAX.
VIEW, HIDDEN, GONE, MY_MARKS, PEOPLE, OFFER = "view", "hidden", "gone", "my_marks", "people", "offer"
_ENTRIES = (
    sa.select(personal.c.pos, personal.c.kind, personal.c.ref)
    .where(personal.c.user_id == sa.bindparam("who"), personal.c.pos > sa.bindparam("after"))
    .order_by(personal.c.pos).limit(ENTRIES_MAX + 1)
)  # fmt: skip
_HIDDEN = (
    sa.select(hidden.c.conversation_id, hidden.c.seq)
    .where(hidden.c.user_id == sa.bindparam("who"), hidden.c.conversation_id.in_(sa.bindparam("of", expanding=True)))
    .order_by(hidden.c.conversation_id, hidden.c.seq)
)
_MY_MARKS = sa.select(people.c.read_marks, people.c.presence).where(people.c.user_id == sa.bindparam("who"))
Render = Callable[[Transaction, str, Sequence[str]], list[pb.Conversation]]


def after(
    tx: Transaction, user_id: str, pos: int, *, render: Render, without_views: Collection[str] = ()
) -> tuple[list[service_pb.PersonalUpdate], int, bool]:
    """The entries after a position, the position they reach, and whether there are more.

    `without_views`: conversations the caller has rendered in this transaction; their views say nothing new.
    """
    rows = tx.execute(_ENTRIES, {"who": user_id, "after": pos}).all()
    taken = rows[:ENTRIES_MAX]
    viewed = [row.ref for row in taken if row.kind == VIEW and row.ref not in without_views]
    views = {each.conversation_id: each for each in (render(tx, user_id, viewed) if viewed else ())}
    unseen = _hidden(tx, user_id, [row.ref for row in taken if row.kind == HIDDEN])
    entries = []
    for row in taken:
        entry = service_pb.PersonalUpdate(pos=row.pos)
        if row.kind == VIEW:
            if row.ref in without_views:
                continue
            if row.ref in views:
                entry.conversation.CopyFrom(views[row.ref])
            else:
                entry.gone_conversation_id = row.ref
        elif row.kind == HIDDEN:
            entry.hidden.CopyFrom(service_pb.Hidden(conversation_id=row.ref, seqs=unseen.get(row.ref, ())))
        elif row.kind == GONE:
            entry.gone_conversation_id = row.ref
        elif row.kind == MY_MARKS:
            shares = tx.execute(_MY_MARKS, {"who": user_id}).one()
            entry.my_marks.CopyFrom(service_pb.MyMarks(read_marks=shares.read_marks, presence=shares.presence))
        elif row.kind == PEOPLE:
            entry.people.CopyFrom(service_pb.PeopleChange(user_id=row.ref))
        elif row.kind == OFFER:
            offered = cards.offer_to(tx, user_id, row.ref)
            if offered is None:  # It was shared, or is old.
                continue
            card = json_format.Parse(offered.card_json, pb.Card())
            offer = service_pb.CardOffer(offer_id=offered.offer_id, card=card, created_at_ms=offered.created_at_ms)
            entry.card_offer.CopyFrom(offer)
        entries.append(entry)
    return entries, taken[-1].pos if taken else pos, len(rows) > len(taken)


def _hidden(tx: Transaction, user_id: str, conversation_ids: Sequence[str]) -> dict[str, list[int]]:
    if not conversation_ids:
        return {}
    found: dict[str, list[int]] = {}
    for row in tx.execute(_HIDDEN, {"who": user_id, "of": list(conversation_ids)}):
        found.setdefault(row.conversation_id, []).append(row.seq)
    return found
