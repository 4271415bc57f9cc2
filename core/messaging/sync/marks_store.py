"""How far everybody is: marks that never move back, read marks only between people who both share them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.kit.errors import InvalidArgument
from core.kit.prepared import in_words
from core.messaging.changes import Changes
from core.messaging.conversations.members import Seat, takes_messages
from core.messaging.log import Log, know
from core.messaging.pairs import ByPairs
from core.messaging.sync.personal_store import MY_MARKS, VIEW
from core.messaging.tables import conversations, members, people, relations
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb

MEMBERS_MAX = 50  # In larger groups marks are asked for, not told.
LISTED_MAX = 500
_TOLD_KINDS = (pb.CONVERSATION_KIND_DIRECT, pb.CONVERSATION_KIND_GROUP)
_shares = sa.and_(sa.func.coalesce(people.c.read_marks, sa.true()), sa.not_(members.c.marks_private))
_is_active = members.c.status == in_words(pb.MEMBER_STATUS_ACTIVE)
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
    .where(_is_active, conversations.c.kind.in_([in_words(kind) for kind in _TOLD_KINDS]), _OPEN)
)  # fmt: skip
_OF_PAIRS = ByPairs(
    _MARKS.where(conversations.c.member_count <= MEMBERS_MAX), members.c.conversation_id, members.c.user_id
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
_MINE = sa.select(members.c.conversation_id).where(members.c.user_id == sa.bindparam("who"), _is_active)


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
    return [mark(row, shares) for row in tx.execute(_OF_ALL, asked)]


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


def of_pairs(tx: Transaction, pairs: Sequence[tuple[str, str]]) -> Sequence[Any]:
    """The marks of these (conversation, person) as rows for `mark`, where they are told at all."""
    return _OF_PAIRS.rows(tx, pairs)


def mark(row: Any, reader_shares: bool) -> pb.Mark:
    """A row's mark for a reader who shares their own read marks, or does not."""
    read_seq = row.read_seq if reader_shares and row.shares else 0
    return pb.Mark(user_id=row.user_id, delivered_seq=row.delivered_seq, read_seq=read_seq)
