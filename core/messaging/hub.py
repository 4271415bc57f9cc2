"""Whoever follows is told what was committed: each update once, in its conversation's order, or that there is more.

In memory, one per process, on its loop. What other processes commit comes as hints over the bus and, when those are
lost, by a sweep over what grew lately: a dead bus delays by the sweep, it loses nothing. The hub promises little by
itself (a Follow proves its own numbers dense and reads what is missing), so that no race here can hide an update.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from core.kit import log as kit_log
from core.kit.bus import Bus
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import DomainError, StatusCode
from core.messaging import log
from core.messaging.changes import Changes, Logged
from core.messaging.sync import grown_store, wire
from core.messaging.sync.follower import Follower, Item
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb

SUBJECT = "messaging.grew"
SWEEP_S = 1.5
OVERLAP_MS = 15_000  # Commits may be this late behind the moment they carry, clocks of machines this far apart.
LARGE_EVERY_S = 2.0  # A large conversation that nobody has open says that it grew this often.
PULL_MAX = 200
FOLLOWS_MAX = 32  # Of one person in one process: tabs and devices. Each reads all of their conversations.
_GONE = frozenset({pb.MEMBER_EVENT_LEFT, pb.MEMBER_EVENT_REMOVED, pb.MEMBER_EVENT_BANNED})
_log = kit_log.get("hub")
_dumps = json.JSONEncoder(separators=(",", ":")).encode


class TooManyFollows(DomainError):
    """The person follows `limit` times in this process already."""

    reason, code = "TOO_MANY_FOLLOWS", StatusCode.RESOURCE_EXHAUSTED


@dataclass(eq=False, slots=True)
class _Line:
    """A conversation somebody here follows. `seq` is the last number told; −1 until the first reader knows it."""

    conversation_id: str
    large: bool
    seq: int = -1
    hash: bytes = b""
    followers: set[Follower] = field(default_factory=set)
    wanted: int = 0
    pulling: bool = False
    owed: bool = False
    told_at_s: float = float("-inf")


class Hub:
    """`tell` after every commit; `run` is standing work. `wakes` are called after every telling."""

    def __init__(self, *, db: Database, bus: Bus, clock: Clock) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._node = secrets.token_hex(8)
        self._lines: dict[str, _Line] = {}
        self._people: dict[str, set[Follower]] = {}
        self._pulls: set[asyncio.Task[None]] = set()
        self._swept_ms = to_ms(clock.now())
        self.wakes: list[Callable[[], None]] = []
        # By the first letter of a hint: what else of this process listens to others. See `say`.
        self.hears: dict[str, Callable[[Any], None]] = {}
        self.on_marks: Callable[[Iterable[tuple[str, str]]], None] = lambda marks: None
        self.on_update: Callable[[Logged], None] = lambda update: None

    # Followers

    def join(self, follower: Follower) -> None:
        """From now on the follower is told of its own things. TOO_MANY_FOLLOWS."""
        if len(self._people.get(follower.user_id, ())) >= FOLLOWS_MAX:
            raise TooManyFollows("this person follows often enough", limit=FOLLOWS_MAX)
        self._people.setdefault(follower.user_id, set()).add(follower)

    def leave(self, follower: Follower) -> None:
        """Nothing more for it; what it watched alone is forgotten."""
        for conversation_id in list(follower.watched):
            self.unwatch(follower, conversation_id)
        mine = self._people.get(follower.user_id, set())
        mine.discard(follower)
        if not mine:
            self._people.pop(follower.user_id, None)

    def watch(self, follower: Follower, conversation_id: str, *, large: bool) -> None:
        """Tell it of this conversation; it reads afterwards what was there before."""
        line = self._lines.setdefault(conversation_id, _Line(conversation_id, large))
        line.followers.add(follower)
        follower.watched.add(conversation_id)

    def unwatch(self, follower: Follower, conversation_id: str) -> None:
        follower.watched.discard(conversation_id)
        line = self._lines.get(conversation_id)
        if line is not None:
            line.followers.discard(follower)
            if not line.followers:
                del self._lines[conversation_id]

    def seen(self, conversation_id: str, seq: int, hash: bytes) -> None:
        """A reader found the conversation there; a line that knew nothing goes on from it."""
        line = self._lines.get(conversation_id)
        if line is not None and line.seq < 0:
            line.seq, line.hash = seq, hash

    def following(self, user_id: str) -> Iterable[Follower]:
        """The Follows of a person here."""
        return self._people.get(user_id, ())

    def watching(self, conversation_id: str) -> Iterable[Follower]:
        """Those who are told of a conversation here."""
        line = self._lines.get(conversation_id)
        return line.followers if line is not None else ()

    @property
    def here(self) -> Iterable[str]:
        """Everybody with a Follow in this process."""
        return self._people.keys()

    def reading(self, user_id: str, conversation_id: str) -> bool:
        """True where the person has it on a screen that follows here; asked from other threads, too."""
        # tuple copies the set in one step, which a loop over it is not.
        return any(conversation_id in each.open for each in tuple(self.following(user_id)))

    def set_open(self, user_id: str, follow_id: str, conversation_ids: Iterable[str]) -> None:
        """What is on the screen of one of the person's Follows; what was opened is read up to its newest."""
        wanted = frozenset(conversation_ids)
        for follower in self.following(user_id):
            if follower.follow_id == follow_id:
                follower.look(wanted - follower.open & follower.watched)
                follower.open = wanted

    def show(self, user_id: str, notification: service_pb.Notification) -> None:
        """Show a notification on the person's screens here."""
        response = service_pb.FollowResponse(notification=notification)
        for follower in self.following(user_id):
            follower.put(Item("", 0, response))

    # What was committed

    def tell(self, changes: Changes) -> None:
        """What a transaction did, once it is committed."""
        for user_id in changes.people:
            self._person_grew(user_id)
        for update in changes.updates:
            self._told(update)
        if changes.marks:
            self.on_marks(changes.marks)
        self._hint(changes)
        for wake in self.wakes:
            wake()

    def _told(self, update: Logged) -> None:
        line = self._lines.get(update.conversation_id)
        if line is None or update.seq <= line.seq:
            return
        if line.seq >= 0 and update.seq == line.seq + 1:
            self._fan_out(line, update)
        else:  # Two commits told in the other order, or another process's are between: the database has them.
            self._grew(line, update.seq)

    def _fan_out(self, line: _Line, update: Logged) -> None:
        own, others = wire.live(update, line.hash)
        line.seq, line.hash = update.seq, update.hash
        for_sender, for_others = (Item(update.conversation_id, update.seq, each) for each in (own, others))
        for follower in line.followers:
            if line.large and line.conversation_id not in follower.open:
                continue
            follower.put(for_sender if follower.user_id == update.sender_id else for_others)
        if line.large:
            line.owed = True
            self._settle_large(line)
        if update.kind == pb.UPDATE_KIND_MEMBER:
            self._end_if_gone(line, update)
        self.on_update(update)

    def _end_if_gone(self, line: _Line, update: Logged) -> None:
        """Who is out gets the update that says so and nothing after it."""
        member = json.loads(update.body_json or "{}").get("member", {})
        event = member.get("event")
        if (pb.MemberEvent.Value(event) if isinstance(event, str) else event) not in _GONE:
            return
        for follower in [each for each in line.followers if each.user_id == member.get("user_id")]:
            follower.put_behind(line.conversation_id, update.seq) if line.large else None
            self.unwatch(follower, line.conversation_id)

    def _settle_large(self, line: _Line) -> None:
        now_s = self._clock.monotonic_s()
        if not line.owed or now_s - line.told_at_s < LARGE_EVERY_S:
            return
        line.owed, line.told_at_s = False, now_s
        for follower in line.followers:
            if line.conversation_id not in follower.open:
                follower.put_behind(line.conversation_id, line.seq)

    def _grew(self, line: _Line, seq: int) -> None:
        """The conversation is at least there: have the missing read, once for all."""
        if seq <= line.seq:
            return
        if line.seq < 0:  # Its first reader is on its way; each looks for itself.
            for follower in line.followers:
                follower.look((line.conversation_id,))
            return
        line.wanted = max(line.wanted, seq)
        if not line.pulling:
            line.pulling = True
            task = asyncio.get_running_loop().create_task(self._pull(line))
            self._pulls.add(task)
            task.add_done_callback(self._pulls.discard)

    async def _pull(self, line: _Line) -> None:
        try:
            while line.seq < line.wanted and line.followers:
                missing = await self._db.read(lambda tx: _missing(tx, line))
                for update in missing:
                    if update.seq == line.seq + 1:
                        self._fan_out(line, update)
                if not missing:
                    return
        except Exception:  # The sweep asks again.
            _log.exception("conversation not read", conversation=line.conversation_id)
        finally:
            line.pulling = False

    def _person_grew(self, user_id: str, pos: int | None = None) -> None:
        for follower in self._people.get(user_id, ()):
            follower.grew(pos)

    # Other processes

    def say(self, kind: str, what: object) -> None:
        """Have `hears[kind]` of every other process called with it, if the bus lives."""
        self._bus.publish(SUBJECT, _dumps([self._node, {kind: what}]).encode())

    def _hint(self, changes: Changes) -> None:
        hint: dict[str, object] = {}
        if changes.updates:
            hint["grew"] = {update.conversation_id: update.seq for update in changes.updates}
        if changes.people:
            hint["people"] = list(changes.people)
        if changes.marks:
            hint["marks"] = list(changes.marks)
        if hint:
            self._bus.publish(SUBJECT, _dumps([self._node, hint]).encode())

    def _heard(self, message: bytes) -> None:
        node, hint = json.loads(message)
        if node == self._node:
            return
        for conversation_id, seq in hint.get("grew", {}).items():
            if (line := self._lines.get(conversation_id)) is not None:
                self._grew(line, seq)
        for user_id in hint.get("people", ()):
            self._person_grew(user_id)
        if "marks" in hint:
            self.on_marks((conversation_id, user_id) for conversation_id, user_id in hint["marks"])
        for kind, hear in self.hears.items():
            if kind in hint:
                hear(hint[kind])

    # Standing work

    async def run(self) -> None:
        """Hear other processes and sweep after lost hints, until cancelled."""
        async with self._bus.subscribe(SUBJECT) as hints, asyncio.TaskGroup() as tasks:
            tasks.create_task(self._hear(hints))
            while True:
                await self._clock.sleep(SWEEP_S)
                await self.sweep()
                for line in list(self._lines.values()):
                    if line.owed:
                        self._settle_large(line)

    async def _hear(self, hints: AsyncIterator[bytes]) -> None:
        async for message in hints:
            try:
                self._heard(message)
            except Exception:  # Of another version, or nobody's of ours: the sweep finds what it spoke of.
                _log.exception("hint not understood")

    async def sweep(self) -> None:
        """Look at what grew lately, wherever that was."""
        if not self._people:
            return
        now_ms = to_ms(self._clock.now())
        since_ms = min(self._swept_ms, now_ms) - OVERLAP_MS
        try:
            grown, moved = await self._db.read(lambda tx: grown_store.since(tx, since_ms))
        except Exception:  # The database is away; the sweep must live on.
            _log.exception("nothing swept")
            return
        self._swept_ms = now_ms
        for conversation_id, head_seq in grown:
            if (line := self._lines.get(conversation_id)) is not None:
                self._grew(line, head_seq)
        for user_id, pos in moved:
            self._person_grew(user_id, pos)


def _missing(tx: Transaction, line: _Line) -> list[Logged]:
    return log.after(tx, line.conversation_id, line.seq, to_seq=line.wanted, most=PULL_MAX)
