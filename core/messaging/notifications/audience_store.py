"""Whom some updates may concern, and what must be known to say so: a statement each, for any number of people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.kit.prepared import Prepared, in_words
from core.messaging.notifications.classify import Happening, Room, Target
from core.messaging.notifications.decide import Scope, Setting
from core.messaging.notifications.tables import prefs, rules
from core.messaging.tables import conversations, members, relations, updates
from majlis.messaging.v1 import messages_pb2 as pb

_ROOM = Prepared(
    sa.select(conversations.c.kind, conversations.c.app_id)
    .where(conversations.c.conversation_id == sa.bindparam("of"))
)  # fmt: skip
_TARGETS = Prepared(
    sa.select(updates.c.seq, updates.c.kind, updates.c.target_seq, updates.c.sender_id, updates.c.body_json,
              updates.c.recalled_seq)
    .where(
        updates.c.conversation_id == sa.bindparam("of"),
        sa.or_(
            updates.c.seq.in_(sa.bindparam("targets", expanding=True)),
            sa.and_(updates.c.target_seq.in_(sa.bindparam("targets", expanding=True)),
                    updates.c.kind == in_words(pb.UPDATE_KIND_EDIT)),
        ),
    ).order_by(updates.c.seq)
)  # fmt: skip
_PEOPLE = (
    sa.select(
        members.c.user_id, members.c.status, members.c.read_seq, members.c.muted_until_ms, members.c.visible_from_seq,
        prefs.c.quiet_enabled, prefs.c.quiet_from_minute, prefs.c.quiet_to_minute, prefs.c.time_zone,
        prefs.c.mentions_pierce, prefs.c.payments_pierce,
    )
    .outerjoin(prefs, prefs.c.user_id == members.c.user_id)
    .where(members.c.conversation_id == sa.bindparam("of"))
)  # fmt: skip
_ACTIVE = Prepared(_PEOPLE.where(members.c.status == in_words(pb.MEMBER_STATUS_ACTIVE)).order_by(members.c.user_id))
_THESE = Prepared(_PEOPLE.where(members.c.user_id.in_(sa.bindparam("who", expanding=True))))
# A channel has any number of readers: only those who asked to be told of it are looked at, and those it is about.
_ASKED = Prepared(
    sa.select(rules.c.user_id).where(
        rules.c.scope_id == sa.bindparam("of"), rules.c.scope == in_words(Scope.CONVERSATION),
        rules.c.setting != in_words(Setting.OFF),
    )
)  # fmt: skip
_senders: sa.BindParameter[list[str]] = sa.bindparam("senders", expanding=True)
_who: sa.BindParameter[list[str]] = sa.bindparam("who", expanding=True)
_BLOCKED = Prepared(
    sa.union_all(
        sa.select(relations.c.high_user_id.label("by"), relations.c.low_user_id.label("whom")).where(
            relations.c.low_user_id.in_(_senders), relations.c.high_user_id.in_(_who), relations.c.high_blocks
        ),
        sa.select(relations.c.low_user_id, relations.c.high_user_id).where(
            relations.c.high_user_id.in_(_senders), relations.c.low_user_id.in_(_who), relations.c.low_blocks
        ),
    )
)


def room(tx: Transaction, conversation_id: str) -> Room:
    """The conversation."""
    (row,) = _ROOM.rows(tx, {"of": conversation_id})
    return Room(conversation_id, row.kind, row.app_id)


def person(tx: Transaction, conversation_id: str, user_id: str) -> Any:
    """One member's row, whatever their status."""
    (row,) = these(tx, conversation_id, [user_id])
    return row


def these(tx: Transaction, conversation_id: str, user_ids: Sequence[str]) -> Sequence[Any]:
    """The rows of these people, whatever their status."""
    return _THESE.rows(tx, {"of": conversation_id, "who": list(user_ids)})


def blocked(tx: Transaction, senders: Sequence[str], user_ids: Sequence[str]) -> set[tuple[str, str]]:
    """(who blocks, whom) among these people and senders."""
    found = _BLOCKED.rows(tx, {"senders": list(senders), "who": list(user_ids)}) if senders else ()
    return {(row.by, row.whom) for row in found}


def targets(tx: Transaction, conversation_id: str, seqs: Sequence[int]) -> dict[int, Target]:
    """The messages of these numbers, with all they said."""
    if not seqs:
        return {}
    rows = _TARGETS.rows(tx, {"of": conversation_id, "targets": list(seqs)})
    bodies: dict[int, list[tuple[int, str]]] = {}
    for row in rows:
        bodies.setdefault(row.target_seq or row.seq, []).append((row.seq, row.body_json))
    return {
        row.seq: Target(row.sender_id, row.recalled_seq > 0, bodies[row.seq])
        for row in rows if row.kind == pb.UPDATE_KIND_MESSAGE
    }  # fmt: skip


def people(tx: Transaction, room: Room, alike: Collection[Happening]) -> Sequence[Any]:
    """Those in the conversation whom any of it may concern."""
    of = {"of": room.conversation_id}
    named = {user_id for each in alike for user_id in (each.only_for, *each.named) if user_id}
    if not all(each.only_for or (each.edited and not each.calls_everybody) for each in alike):
        if room.kind != pb.CONVERSATION_KIND_CHANNEL:
            return _ACTIVE.rows(tx, of)
        named.update(row.user_id for row in _ASKED.rows(tx, of))
    found = these(tx, room.conversation_id, sorted(named))
    return [row for row in found if row.status == pb.MEMBER_STATUS_ACTIVE]
