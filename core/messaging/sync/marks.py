"""How far everybody is: marks that never move back, told at most twice a second, read marks only between sharers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.kit import log as kit_log
from core.kit.clock import Clock
from core.kit.db import Database, Transaction
from core.kit.errors import DomainError, InvalidArgument
from core.messaging.changes import Changes
from core.messaging.conversations.members import Seat, takes_messages
from core.messaging.hub import Hub
from core.messaging.log import Log, know
from core.messaging.sync.follower import Item
from core.messaging.sync.personal_log import MY_MARKS, VIEW
from core.messaging.tables import conversations, members, people, relations
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb

TELL_EVERY_S = 0.5
MEMBERS_MAX = 50  # In larger groups marks are asked for, not told.
LISTED_MAX = 500
_TOLD_KINDS = (pb.CONVERSATION_KIND_DIRECT, pb.CONVERSATION_KIND_GROUP)
_shares = sa.and_(sa.func.coalesce(people.c.read_marks, sa.true()), sa.not_(members.c.marks_private))
_OPEN = sa.func.coalesce(takes_messages, sa.false())
_MARKS = (
    sa.select(
        members.c.conversation_id, members.c.user_id, members.c.read_seq, members.c.delivered_seq,
        _shares.label("shares"),
    )
    .join(conversations, conversations.c.conversation_id == members.c.conversation_id)
    .outerjoin(people, people.c.user_id == members.c.user_id)
    .outerjoin(relations, sa.and_(relations.c.low_user_id == conversations.c.low_user_id,
                                  relations.c.high_user_id == conversations.c.high_user_id))
    .where(members.c.status == pb.MEMBER_STATUS_ACTIVE, conversations.c.kind.in_(_TOLD_KINDS), _OPEN)
)  # fmt: skip
_OF_PAIRS = _MARKS.where(
    sa.tuple_(members.c.conversation_id, members.c.user_id).in_(sa.bindparam("pairs", expanding=True)),
    conversations.c.member_count <= MEMBERS_MAX,
)
_OF_ALL = (
    _MARKS.where(members.c.conversation_id == sa.bindparam("of"), members.c.user_id != sa.bindparam("who"),
                 members.c.delivered_seq >= sa.bindparam("seq"))
    .order_by(members.c.user_id).limit(LISTED_MAX)
)  # fmt: skip
_I_SHARE = sa.select(people.c.read_marks).where(people.c.user_id == sa.bindparam("who"))
_MY_ROW = sa.and_(members.c.conversation_id == sa.bindparam("of"), members.c.user_id == sa.bindparam("who"))
_FLAG = sa.select(members.c.marked_unread).where(_MY_ROW)
_MOVE = (
    members.update().where(_MY_ROW)
    .values(read_seq=sa.bindparam("read"), delivered_seq=sa.bindparam("delivered"), marked_unread=sa.bindparam("flag"))
)  # fmt: skip
_MINE = sa.select(members.c.conversation_id).where(
    members.c.user_id == sa.bindparam("who"), members.c.status == pb.MEMBER_STATUS_ACTIVE
)
_log = kit_log.get("marks")


@dataclass(frozen=True, slots=True)
class Move:
    """Where a request takes somebody's marks."""

    read_seq: int
    delivered_seq: int
    marked_unread: bool
    shows: bool  # Their own view of the conversation is different.
    moves: bool  # Others see something new.


def plan(seat: Seat, marked_unread: bool, *, read_seq: int, delivered_seq: int) -> Move:
    """Marks only grow, and what was read has been delivered. INVALID_ARGUMENT beyond the newest update."""
    for field, seq in (("read_seq", read_seq), ("delivered_seq", delivered_seq)):
        if seq > seat.visible_to_seq:
            why = "is beyond the newest update"
            raise InvalidArgument(f"{field} {why}", field=field, why=why, head_seq=seat.visible_to_seq)
    read = max(seat.read_seq, read_seq)
    delivered = max(seat.delivered_seq, delivered_seq, read)
    flag = marked_unread and not read_seq
    shows = read > seat.read_seq or flag != marked_unread
    return Move(read, delivered, flag, shows, read > seat.read_seq or delivered > seat.delivered_seq)


def planned(tx: Transaction, seat: Seat, request: service_pb.MarkReadRequest) -> Move:
    """The same from a request, in a transaction."""
    flag: bool = tx.execute(_FLAG, {"of": seat.conversation_id, "who": seat.user_id}).scalar_one()
    return plan(seat, flag, read_seq=request.read_seq, delivered_seq=request.delivered_seq)


def move(tx: Transaction, log: Log, seat: Seat, to: Move) -> Changes:
    """Store it; the person's other devices and those who see their marks are told by the changes."""
    changes = Changes()
    where = {"of": seat.conversation_id, "who": seat.user_id}
    tx.execute(_MOVE, {**where, "read": to.read_seq, "delivered": to.delivered_seq, "flag": to.marked_unread})
    if to.shows:
        log.note(tx, [seat.user_id], VIEW, seat.conversation_id, changes)
    if to.moves:
        changes.marks.add((seat.conversation_id, seat.user_id))
    return changes


def listed(tx: Transaction, seat: Seat, seq: int) -> list[pb.Mark]:
    """The others' marks from a number on, as this person may see them; none for who is out of the conversation."""
    if seat.status != pb.MEMBER_STATUS_ACTIVE:
        return []
    asked = {"of": seat.conversation_id, "who": seat.user_id, "seq": seq}
    mine = tx.execute(_I_SHARE, {"who": seat.user_id}).scalar_one_or_none()
    shares = mine is not False and not seat.marks_private
    return [_mark(row, shares) for row in tx.execute(_OF_ALL, asked)]


def share(tx: Transaction, log: Log, user_id: str, request: service_pb.UpdateMyMarksRequest) -> Changes:
    """Store what somebody shares from now on; where they hide it, the others see it go."""
    changes = Changes()
    know(tx, user_id)
    given = {name: getattr(request, name) for name in ("read_marks", "presence") if request.HasField(name)}
    if not given:
        return changes
    tx.execute(people.update().where(people.c.user_id == user_id).values(**given))
    log.note(tx, [user_id], MY_MARKS, "", changes)
    if "read_marks" in given:
        changes.marks |= {(each, user_id) for each in tx.execute(_MINE, {"who": user_id}).scalars()}
    return changes


class MarksTeller:
    """Tells followers how far others are: what moved since it last did, as each side shares."""

    def __init__(self, *, db: Database, hub: Hub, clock: Clock) -> None:
        self._db = db
        self._hub = hub
        self._clock = clock
        self._moved: set[tuple[str, str]] = set()
        hub.on_marks = self.moved

    def moved(self, marks: Iterable[tuple[str, str]]) -> None:
        """These (conversation, person) are somewhere else; kept only where somebody here would be told."""
        self._moved |= {(of, who) for of, who in marks if any(each.user_id != who for each in self._hub.watching(of))}

    async def run(self) -> None:
        while True:
            await self._clock.sleep(TELL_EVERY_S)
            await self.tell()

    async def tell(self) -> None:
        """Tell now what waits."""
        if not self._moved:
            return
        moved, self._moved = sorted(self._moved), set()
        try:
            rows = await self._db.read(lambda tx: tx.execute(_OF_PAIRS, {"pairs": moved}).all())
        except DomainError as error:
            _log.warning("marks not told", reason=error.reason)
            return
        by_conversation: dict[str, list[Any]] = {}
        for row in rows:
            by_conversation.setdefault(row.conversation_id, []).append(row)
        for conversation_id, marks in by_conversation.items():
            self._tell(conversation_id, marks)

    def _tell(self, conversation_id: str, rows: Sequence[Any]) -> None:
        shown, hidden = (Item(conversation_id, 0, each) for each in _forms(conversation_id, rows))
        movers = {row.user_id for row in rows}
        for follower in self._hub.watching(conversation_id):
            if movers == {follower.user_id}:
                continue  # Their own marks come with their own changes.
            shares = follower.read_marks and conversation_id not in follower.marks_private
            follower.put(shown if shares else hidden)


def _forms(conversation_id: str, rows: Sequence[Any]) -> Iterator[service_pb.FollowResponse]:
    """For those who share their own read marks, and for those who do not."""
    for shares in (True, False):
        marks = [_mark(row, shares) for row in rows]
        yield service_pb.FollowResponse(marks=service_pb.MarksChange(conversation_id=conversation_id, marks=marks))


def _mark(row: Any, reader_shares: bool) -> pb.Mark:
    read_seq = row.read_seq if reader_shares and row.shares else 0
    return pb.Mark(user_id=row.user_id, delivered_seq=row.delivered_seq, read_seq=read_seq)
