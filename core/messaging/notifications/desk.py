"""Decides behind the head of a log who is told what: a step of the trail, a few statements for any number of people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction
from core.kit.ids import IdMaker
from core.messaging.changes import Logged
from core.messaging.notifications import prefs_store, store
from core.messaging.notifications.classify import Happening, Room, Target, classify, targets_of
from core.messaging.notifications.decide import Decision, Kind, Prefs, Presence, Scope, Setting, decide
from core.messaging.notifications.store import News
from core.messaging.notifications.tables import prefs, rules
from core.messaging.tables import conversations, members, relations, updates
from majlis.messaging.v1 import messages_pb2 as pb

PEOPLE_AT_ONCE = 500  # Of one conversation in one set of statements.
# (user, conversation) → whether a device of theirs shows it at this moment; called in the database's threads.
Reading = Callable[[str, str], bool]

_ROOM = sa.select(conversations.c.kind, conversations.c.app_id).where(
    conversations.c.conversation_id == sa.bindparam("of")
)
_TARGETS = (
    sa.select(updates.c.seq, updates.c.kind, updates.c.target_seq, updates.c.sender_id, updates.c.body_json,
              updates.c.recalled_seq)
    .where(
        updates.c.conversation_id == sa.bindparam("of"),
        sa.or_(
            updates.c.seq.in_(sa.bindparam("targets", expanding=True)),
            sa.and_(updates.c.target_seq.in_(sa.bindparam("targets", expanding=True)),
                    updates.c.kind == pb.UPDATE_KIND_EDIT),
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
_ACTIVE = _PEOPLE.where(members.c.status == pb.MEMBER_STATUS_ACTIVE).order_by(members.c.user_id)
_THESE = _PEOPLE.where(members.c.user_id.in_(sa.bindparam("who", expanding=True)))
# A channel has any number of readers: only those who asked to be told of it are looked at, and those it is about.
_ASKED = sa.select(rules.c.user_id).where(
    rules.c.scope_id == sa.bindparam("of"), rules.c.scope == Scope.CONVERSATION, rules.c.setting != Setting.OFF
)
_senders: sa.BindParameter[list[str]] = sa.bindparam("senders", expanding=True)
_who: sa.BindParameter[list[str]] = sa.bindparam("who", expanding=True)
_BLOCKED = sa.union_all(
    sa.select(relations.c.high_user_id.label("by"), relations.c.low_user_id.label("whom")).where(
        relations.c.low_user_id.in_(_senders), relations.c.high_user_id.in_(_who), relations.c.high_blocks
    ),
    sa.select(relations.c.low_user_id, relations.c.high_user_id).where(
        relations.c.high_user_id.in_(_senders), relations.c.low_user_id.in_(_who), relations.c.low_blocks
    ),
)


class Desk:
    """`step` goes into the trail; `explain` answers for one person and one update by the same rules."""

    def __init__(self, *, ids: IdMaker, clock: Clock, reading: Reading, wake: Callable[[], None]) -> None:
        self._ids = ids
        self._clock = clock
        self._reading = reading
        self._wake = wake  # Those who hand out, after the commit.

    def step(self, tx: Transaction, batch: Sequence[Logged]) -> Callable[[], None] | None:
        """Decide for everybody whom some of these updates of one conversation may concern, and store what is told."""
        conversation_id = batch[0].conversation_id
        room, alike = _happenings(tx, conversation_id, batch)
        if not alike:
            return None
        told = False
        people = _people(tx, room, alike)
        for start in range(0, len(people), PEOPLE_AT_ONCE):
            told |= self._tell(tx, room, alike, people[start : start + PEOPLE_AT_ONCE])
        return self._wake if told else None

    def explain(self, tx: Transaction, update: Logged, user_id: str, *, member: bool) -> tuple[Decision, Kind]:
        """What the rules say now about an update for one person, who once could see it; and what it counts as."""
        room, alike = _happenings(tx, update.conversation_id, [update], silent_ones=True)
        happening = next(iter(alike))
        row = tx.execute(_THESE, {"of": update.conversation_id, "who": [user_id]}).one()
        weighing = _Weighing(tx, room, [happening], [row])
        event = happening.event_for(user_id, member=member, blocked=weighing.blocks(user_id, happening))
        settings = weighing.prefs(row, happening)
        presence = Presence(self._clock.now())
        decision = decide(event, settings, presence)
        if decision.told:  # Settings speak first: whoever asks is often looking at the conversation while they do.
            reading = self._reading(user_id, update.conversation_id)
            decision = decide(event, settings, replace(presence, reading=reading))
        return decision, event.kind

    def _tell(
        self, tx: Transaction, room: Room, alike: Mapping[Happening, list[int]], people: Sequence[Any]
    ) -> bool:  # fmt: skip
        """Store what these people are told; whether it is anything."""
        now = self._clock.now()
        weighing = _Weighing(tx, room, alike, people)
        news: dict[tuple[str, Kind], News] = {}
        for row in people:
            reading = self._reading(row.user_id, room.conversation_id)
            for happening, seqs in alike.items():
                seen = [seq for seq in seqs if seq >= row.visible_from_seq]
                unread = [seq for seq in seen if seq > row.read_seq]
                event = happening.event_for(
                    row.user_id, member=bool(seen), blocked=weighing.blocks(row.user_id, happening)
                )
                presence = Presence(now, reading=reading, read=not unread)
                decision = decide(event, weighing.prefs(row, happening), presence)
                if decision.told:
                    new = news.setdefault((row.user_id, event.kind), News(0, 0, True))
                    new.seq, new.count = max(new.seq, unread[-1]), new.count + len(unread)
                    new.silent = new.silent and decision.silent
        if news:
            read = {row.user_id: row.read_seq for row in people}
            store.count_up(tx, room.conversation_id, news, read=read, ids=self._ids, now_ms=to_ms(now))
        return bool(news)


class _Weighing:
    """Settings and blocks of some people, read with one statement each."""

    def __init__(self, tx: Transaction, room: Room, happenings: Collection[Happening], people: Sequence[Any]) -> None:
        app_ids = {happening.app_id for happening in happenings if happening.app_id}
        user_ids = [row.user_id for row in people]
        self._settings = prefs_store.settings_of(
            tx, user_ids, conversation_id=room.conversation_id, app_ids=sorted(app_ids)
        )
        senders = sorted({happening.sender_id for happening in happenings if happening.sender_id})
        found = tx.execute(_BLOCKED, {"senders": senders, "who": user_ids}) if senders else ()
        self._blocks = {(row.by, row.whom) for row in found}

    def blocks(self, user_id: str, happening: Happening) -> bool:
        return (user_id, happening.sender_id) in self._blocks

    def prefs(self, row: Any, happening: Happening) -> Prefs:
        settings = self._settings.get(row.user_id, {}).get(happening.app_id, {})
        return prefs_store.as_prefs(row, settings, muted_until_ms=row.muted_until_ms)


def _happenings(
    tx: Transaction, conversation_id: str, batch: Sequence[Logged], *, silent_ones: bool = False
) -> tuple[Room, dict[Happening, list[int]]]:
    """The facts of a batch, each with the numbers of the updates that have them; none that tells nobody."""
    row = tx.execute(_ROOM, {"of": conversation_id}).one()
    room = Room(conversation_id, row.kind, row.app_id)
    targets = _targets(tx, conversation_id, targets_of(batch))
    alike: dict[Happening, list[int]] = {}
    for update in batch:
        happening = classify(update, room, targets)
        if silent_ones or (happening.kind != Kind.NONE and not happening.recalled and not _reaches_nobody(happening)):
            alike.setdefault(happening, []).append(update.seq)
    return room, alike


def _reaches_nobody(happening: Happening) -> bool:
    return happening.edited and not happening.named and not happening.calls_everybody


def _targets(tx: Transaction, conversation_id: str, seqs: Sequence[int]) -> dict[int, Target]:
    if not seqs:
        return {}
    rows = tx.execute(_TARGETS, {"of": conversation_id, "targets": seqs}).all()
    bodies: dict[int, list[tuple[int, str]]] = {}
    for row in rows:
        bodies.setdefault(row.target_seq or row.seq, []).append((row.seq, row.body_json))
    return {
        row.seq: Target(row.sender_id, row.recalled_seq > 0, bodies[row.seq])
        for row in rows if row.kind == pb.UPDATE_KIND_MESSAGE
    }  # fmt: skip


def _people(tx: Transaction, room: Room, alike: Collection[Happening]) -> Sequence[Any]:
    """Those in the conversation whom any of it may concern."""
    of = {"of": room.conversation_id}
    named = {user_id for each in alike for user_id in (each.only_for, *each.named) if user_id}
    if not all(each.only_for or (each.edited and not each.calls_everybody) for each in alike):
        if room.kind != pb.CONVERSATION_KIND_CHANNEL:
            return tx.execute(_ACTIVE, of).all()
        named.update(tx.execute(_ASKED, of).scalars())
    found = tx.execute(_THESE, {**of, "who": sorted(named)}).all()
    return [row for row in found if row.status == pb.MEMBER_STATUS_ACTIVE]
