"""What a client lacks, read in one transaction: a page of each conversation that grew, and its own changes.

The statements are few and always the same; numbers are dense, so a page is a range and needs no counting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging import chain, log
from core.messaging.changes import Logged
from core.messaging.sync import personal_store, wire
from core.messaging.tables import conversations, members, people, updates
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb

UPDATES_EACH = 50
UPDATES_MAX = 1_000  # In one answer, and
CHARS_MAX = 500_000  # of their bodies together; the first conversation always fits.
CONVERSATIONS_MAX = 50  # As a view may hold 50 kB of what people wrote: an answer fits any channel.
ACTIVE = pb.MEMBER_STATUS_ACTIVE
Render = Callable[[Transaction, str, Sequence[str]], list[pb.Conversation]]
_PLACES = (
    sa.select(
        members.c.conversation_id, conversations.c.kind, members.c.status, members.c.visible_from_seq,
        sa.case((members.c.status == ACTIVE, conversations.c.head_seq), else_=members.c.visible_to_seq).label("top"),
        conversations.c.head_hash, conversations.c.grew_at_ms, members.c.marks_private,
    )
    .join(conversations, conversations.c.conversation_id == members.c.conversation_id)
    .where(members.c.user_id == sa.bindparam("who"))
    .order_by(conversations.c.grew_at_ms.desc(), members.c.conversation_id)
)  # fmt: skip
_PLACE = _PLACES.where(members.c.conversation_id == sa.bindparam("of"))
_SHARES = sa.select(people.c.pos, people.c.read_marks, people.c.presence).where(people.c.user_id == sa.bindparam("who"))
_COLUMNS = tuple(updates.c[name] for name in Logged.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a conversation; `top` is the newest they may see, 0 for nothing at all."""

    conversation_id: str
    active: bool
    large: bool
    first: int
    top: int
    marks_private: bool
    head_hash: bytes

    def after(self, known: int | None, most: int) -> tuple[int, int]:
        """The range of a page: what follows `known`, or the last page for None. Empty where `from` is greater."""
        if known is None:
            return max(self.first, self.top - most + 1), self.top
        start = max(self.first, known + 1)
        return start, min(self.top, start + most - 1)


@dataclass(slots=True)
class CaughtUp:
    """An answer to Sync and what a Follow must remember of it."""

    response: service_pb.SyncResponse
    places: list[Place] = field(default_factory=list)
    # How far the client is now in each conversation of the answer.
    reached: dict[str, int] = field(default_factory=dict)
    # Where too much is missing to be sent unasked: the newest number.
    behind: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client has."""

    user_id: str
    known: Mapping[str, int]
    personal_pos: int
    updates_each: int = UPDATES_EACH
    missing_max: int = 2**53  # Where more than this is missing, nothing of it is sent.

    def range_in(self, at: Place) -> tuple[int, int]:
        """What an answer gives of a conversation; empty where the first number is the greater."""
        known = self.known.get(at.conversation_id)
        if known is not None and at.top - max(known, at.first - 1) > self.missing_max:
            return at.top + 1, at.top
        return at.after(known, self.updates_each)


def places(tx: Transaction, user_id: str) -> list[Place]:
    """All conversations of a person, those that they left or are asked into too; what grew last comes first."""
    return [_place(row) for row in tx.execute(_PLACES, {"who": user_id})]


def place(tx: Transaction, user_id: str, conversation_id: str) -> Place | None:
    """One of them."""
    row = tx.execute(_PLACE, {"who": user_id, "of": conversation_id}).one_or_none()
    return _place(row) if row is not None else None


def read(tx: Transaction, asked: Asked, render: Render, now_ms: int) -> CaughtUp:
    """Everything after what the client has, as much as one answer holds; names of people are still missing."""
    pos, shares = my_marks(tx, asked.user_id)
    caught = CaughtUp(service_pb.SyncResponse(my_marks=shares, now_ms=now_ms), places(tx, asked.user_id))
    response = caught.response
    wanted, response.more = _choose(caught.places, asked)
    pages = _pages(tx, {each.conversation_id: asked.range_in(each) for each in wanted})
    told = _fill(caught, asked, wanted, pages)
    response.conversations.extend(_in_order(render(tx, asked.user_id, told), told))
    known_pos = asked.personal_pos if asked.personal_pos <= pos else 0  # Ahead of us: from before a restore.
    entries, last, more = personal_store.after(tx, asked.user_id, known_pos, render=render, without_views=set(told))
    response.personal.extend(entries)
    response.personal_pos = last if more else pos
    response.more |= more
    return caught


def my_marks(tx: Transaction, user_id: str) -> tuple[int, service_pb.MyMarks]:
    """The newest position of a person's log, and what they share."""
    row = tx.execute(_SHARES, {"who": user_id}).one_or_none()
    if row is None:
        return 0, service_pb.MyMarks(read_marks=True, presence=True)
    return row.pos, service_pb.MyMarks(read_marks=row.read_marks, presence=row.presence)


def page(tx: Transaction, at: Place, known: int | None, most: int) -> tuple[list[Logged], bytes]:
    """One conversation's page and the hash before it."""
    start, end = at.after(known, most)
    if start > end:
        return [], b""
    found = log.after(tx, at.conversation_id, start - 1, to_seq=end, most=most)
    return log.seen_from(found, at.first), log.hash_at(tx, at.conversation_id, start - 1)


def _choose(all_places: Sequence[Place], asked: Asked) -> tuple[list[Place], bool]:
    """Those the answer is about, and whether some must wait."""
    wanted: list[Place] = []
    room = UPDATES_MAX
    for each in all_places:
        if asked.known.get(each.conversation_id) == each.top:
            continue
        start, end = asked.range_in(each)
        if wanted and (end - start + 1 > room or len(wanted) == CONVERSATIONS_MAX):
            return wanted, True
        wanted.append(each)
        room -= max(0, end - start + 1)
    return wanted, False


def _fill(caught: CaughtUp, asked: Asked, wanted: Sequence[Place], pages: Mapping[str, list[Logged]]) -> list[str]:
    """Put the pages into the answer as long as they fit; the conversations that are in it."""
    told: list[str] = []
    chars = 0
    for each in wanted:
        known = asked.known.get(each.conversation_id)
        start, end = asked.range_in(each)
        found = pages.get(each.conversation_id, [])
        chars += sum(len(update.body_json) for update in found)
        if told and chars > CHARS_MAX:
            caught.response.more = True
            break
        told.append(each.conversation_id)
        before = found[0].hash if found and found[0].seq == start - 1 else chain.FIRST_HASH
        found = log.seen_from((update for update in found if update.seq >= start), each.first)
        if not found:
            if known is not None and known < each.top and each.first <= each.top:
                caught.behind[each.conversation_id] = each.top
            else:  # Nothing to see, or the client has more than there is: told once, or it would come for ever.
                caught.reached[each.conversation_id] = each.top
            continue
        caught.reached[each.conversation_id] = found[-1].seq
        caught.response.updates.append(wire.batch(found, before, head_seq=each.top, reader_id=asked.user_id))
        if known is not None and end < each.top:
            caught.response.more = True
    return told


def _pages(tx: Transaction, ranges: Mapping[str, tuple[int, int]]) -> dict[str, list[Logged]]:
    """The updates of each range and the one before it, whose hash the page begins with: one statement for all."""
    asked = [(of, start - 1, end) for of, (start, end) in ranges.items() if start <= end]
    if not asked:
        return {}
    columns = sa.column("of", sa.Text), sa.column("start", sa.BigInteger), sa.column("last", sa.BigInteger)
    wanted = sa.values(*columns, name="wanted").data(asked).cte("wanted")
    query = (
        sa.select(*_COLUMNS)
        .join(wanted, (updates.c.conversation_id == wanted.c.of) & updates.c.seq.between(wanted.c.start, wanted.c.last))
        .order_by(updates.c.conversation_id, updates.c.seq)
    )
    found: dict[str, list[Logged]] = {}
    for row in tx.execute(query):
        found.setdefault(row.conversation_id, []).append(log.logged(row))
    return found


def _in_order(rendered: Sequence[pb.Conversation], wanted: Sequence[str]) -> list[pb.Conversation]:
    by_id = {each.conversation_id: each for each in rendered}
    return [by_id[each] for each in wanted if each in by_id]


def _place(row: Any) -> Place:
    return Place(
        row.conversation_id, row.status == ACTIVE, row.kind == pb.CONVERSATION_KIND_CHANNEL,
        max(1, row.visible_from_seq), row.top, row.marks_private, bytes(row.head_hash),
    )  # fmt: skip
