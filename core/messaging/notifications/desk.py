"""Decides behind the head of a log who is told what: a step of the trail, a few statements for any number of people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction
from core.kit.ids import IdMaker
from core.messaging.changes import Logged
from core.messaging.notifications import audience_store, prefs_store, store
from core.messaging.notifications.classify import Happening, Room, classify, targets_of
from core.messaging.notifications.decide import Decision, Kind, Prefs, Presence, decide
from core.messaging.notifications.store import News

PEOPLE_AT_ONCE = 500  # Of one conversation in one set of statements.
# (user, conversation) → whether a device of theirs shows it at this moment; called in the database's threads.
Reading = Callable[[str, str], bool]


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
        newest = max(seqs[-1] for seqs in alike.values())
        about = {update.seq: _about(update) for update in batch}
        # Whoever is reading now, or has read it all, is told nothing whatever their settings say.
        people = [
            row for row in audience_store.people(tx, room, alike)
            if row.read_seq < newest and not self._reading(row.user_id, conversation_id)
        ]  # fmt: skip
        for start in range(0, len(people), PEOPLE_AT_ONCE):
            told |= self._tell(tx, room, alike, about, people[start : start + PEOPLE_AT_ONCE])
        return self._wake if told else None

    def summon(self, tx: Transaction, conversation_id: str, by_user_id: str, user_ids: Sequence[str]) -> None:
        """Tell people what is in no log: that they are invited, or that somebody asks them to be let in."""
        room, people = audience_store.room(tx, conversation_id), audience_store.these(tx, conversation_id, user_ids)
        happening, now = Happening(by_user_id, Kind.SYSTEM), self._clock.now()
        weighing = _Weighing(tx, room, [happening], people)
        told: dict[str, bool] = {}
        for row in people:
            event = happening.event_for(row.user_id, member=True, blocked=weighing.blocks(row.user_id, happening))
            presence = Presence(now, reading=self._reading(row.user_id, conversation_id))
            decision = decide(event, weighing.prefs(row, happening), presence)
            if decision.told:
                told[row.user_id] = decision.silent
        store.count_apart(tx, conversation_id, told, ids=self._ids, now_ms=to_ms(now))

    def explain(self, tx: Transaction, update: Logged, user_id: str, *, member: bool) -> tuple[Decision, Kind]:
        """What the rules say now about an update for one person, who once could see it; and what it counts as."""
        room, alike = _happenings(tx, update.conversation_id, [update], silent_ones=True)
        happening = next(iter(alike))
        row = audience_store.person(tx, update.conversation_id, user_id)
        weighing = _Weighing(tx, room, [happening], [row])
        sees = member and _about(update) >= row.visible_from_seq
        event = happening.event_for(user_id, member=sees, blocked=weighing.blocks(user_id, happening))
        settings = weighing.prefs(row, happening)
        presence = Presence(self._clock.now())
        decision = decide(event, settings, presence)
        if decision.told:  # Settings speak first: whoever asks is often looking at the conversation while they do.
            reading = self._reading(user_id, update.conversation_id)
            decision = decide(event, settings, replace(presence, reading=reading))
        return decision, event.kind

    def _tell(
        self, tx: Transaction, room: Room, alike: Mapping[Happening, list[int]], about: Mapping[int, int],
        people: Sequence[Any],
    ) -> bool:  # fmt: skip
        """Store what these people are told; whether it is anything. `about`: the message of each update."""
        now = self._clock.now()
        weighing = _Weighing(tx, room, alike, people)
        news: dict[tuple[str, Kind], News] = {}
        for row in people:
            for happening, seqs in alike.items():
                seen = [seq for seq in seqs if about[seq] >= row.visible_from_seq]
                unread = [seq for seq in seen if seq > row.read_seq]
                event = happening.event_for(
                    row.user_id, member=bool(seen), blocked=weighing.blocks(row.user_id, happening)
                )
                presence = Presence(now, read=not unread)
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
        self._blocks = audience_store.blocked(tx, senders, user_ids)

    def blocks(self, user_id: str, happening: Happening) -> bool:
        return (user_id, happening.sender_id) in self._blocks

    def prefs(self, row: Any, happening: Happening) -> Prefs:
        settings = self._settings.get(row.user_id, {}).get(happening.app_id, {})
        return prefs_store.as_prefs(row, settings, muted_until_ms=row.muted_until_ms)


def _happenings(
    tx: Transaction, conversation_id: str, batch: Sequence[Logged], *, silent_ones: bool = False
) -> tuple[Room, dict[Happening, list[int]]]:
    """The facts of a batch, each with the numbers of the updates that have them; none that tells nobody."""
    room = audience_store.room(tx, conversation_id)
    targets = audience_store.targets(tx, conversation_id, targets_of(batch))
    alike: dict[Happening, list[int]] = {}
    for update in batch:
        happening = classify(update, room, targets)
        if silent_ones or (happening.kind != Kind.NONE and not happening.recalled and not _reaches_nobody(happening)):
            alike.setdefault(happening, []).append(update.seq)
    return room, alike


def _about(update: Logged) -> int:
    """The number that must be in sight: who does not see a message is not told what becomes of it."""
    return update.target_seq or update.seq


def _reaches_nobody(happening: Happening) -> bool:
    return happening.edited and not happening.named and not happening.calls_everybody
