"""Messages as they are now, for whoever may see them: what replaying the log up to there gives, in two statements.

Who is no longer in a conversation gets them as they were then: what was edited or reacted later is not for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.conversations.members import Seat
from core.messaging.errors import MessageNotFound
from core.messaging.messages import content, reaction_rows
from core.messaging.messages.store import CARD, EDIT, MESSAGE, ZERO
from core.messaging.tables import hidden, members, updates
from majlis.messaging.v1 import messages_pb2 as pb

PAGE_SIZE = 50
LINES = (MESSAGE, pb.UPDATE_KIND_MEMBER, pb.UPDATE_KIND_CONVERSATION)  # What has a place in the conversation.
_last = updates.alias("last")
_later = updates.alias("later")
EVERYTHING = 1 << 53  # No number comes near it.
_of: sa.BindParameter[str] = sa.bindparam("of")
_to: sa.BindParameter[int] = sa.bindparam("to")
_not_hidden = ~sa.exists().where(
    hidden.c.user_id == sa.bindparam("who"), hidden.c.conversation_id == updates.c.conversation_id,
    hidden.c.seq == updates.c.seq,
)  # fmt: skip
_COLUMNS = (
    updates.c.conversation_id, updates.c.seq, updates.c.sender_id, updates.c.created_at_ms, updates.c.kind,
    updates.c.body_json, updates.c.recalled_seq, _last.c.seq.label("last_seq"), _last.c.kind.label("last_kind"),
    _last.c.sender_id.label("last_sender"), _last.c.created_at_ms.label("last_at_ms"),
    _last.c.body_json.label("last_body"),
)  # fmt: skip
# The update that gave the message its newest content, or took it back.
_last_now = sa.case((updates.c.recalled_seq > 0, updates.c.recalled_seq), else_=updates.c.edited_seq)


def _last_up_to(seq: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """The same as of a number in the past."""
    about = (
        _later.c.conversation_id == updates.c.conversation_id, _later.c.target_seq == updates.c.seq,
        _later.c.target_seq > ZERO, _later.c.seq <= seq, _later.c.kind.in_([EDIT, CARD, pb.UPDATE_KIND_RECALL]),
    )  # fmt: skip
    return sa.select(sa.func.max(_later.c.seq)).where(*about).correlate(updates, members).scalar_subquery()


def _is_last(last_seq: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(_last.c.conversation_id == updates.c.conversation_id, _last.c.seq == last_seq)


def _rows(last_seq: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return sa.select(*_COLUMNS).select_from(updates.outerjoin(_last, _is_last(last_seq)))


_in_range = sa.and_(
    updates.c.conversation_id == _of, updates.c.seq >= sa.bindparam("from"), updates.c.seq <= sa.bindparam("until"),
    updates.c.kind.in_(LINES), _not_hidden,
)  # fmt: skip
_NOW, _THEN = (_rows(last).where(_in_range).limit(sa.bindparam("most")) for last in (_last_now, _last_up_to(_to)))
_THESE = {
    now: _rows(last).where(_in_range, updates.c.seq.in_(sa.bindparam("seqs", expanding=True)))
    for now, last in ((True, _last_now), (False, _last_up_to(_to)))
}  # fmt: skip
# By whether it is as of now, and whether it goes up.
_STRETCHES = {
    (now, upwards): rows.order_by(updates.c.seq if upwards else updates.c.seq.desc())
    for now, rows in ((True, _NOW), (False, _THEN)) for upwards in (True, False)
}  # fmt: skip
_ANY = sa.select(sa.literal(1)).select_from(updates).where(_in_range).limit(1)
_TIME = sa.select(updates.c.created_at_ms).where(updates.c.conversation_id == _of, updates.c.seq == sa.bindparam("at"))
_sees_to = sa.case((members.c.status == pb.MEMBER_STATUS_ACTIVE, EVERYTHING), else_=members.c.visible_to_seq)
_top = (
    sa.select(_later.c.seq)
    .where(
        _later.c.conversation_id == members.c.conversation_id, _later.c.seq >= members.c.visible_from_seq,
        _later.c.seq <= _sees_to, _later.c.kind.in_(LINES),
        ~sa.exists()
        .where(
            hidden.c.user_id == members.c.user_id, hidden.c.conversation_id == members.c.conversation_id,
            hidden.c.seq == _later.c.seq,
        ).correlate(members, _later),
    ).order_by(_later.c.seq.desc()).limit(1).correlate(members).scalar_subquery()
)  # fmt: skip
_NEWEST = (
    sa.select(*_COLUMNS, members.c.status, members.c.visible_to_seq)
    .select_from(
        members.join(updates, sa.and_(updates.c.conversation_id == members.c.conversation_id, updates.c.seq == _top))
        .outerjoin(_last, _is_last(_last_up_to(_sees_to)))
    )
    .where(members.c.user_id == sa.bindparam("who"),
           members.c.conversation_id.in_(sa.bindparam("conversations", expanding=True)))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """Messages by number, ascending, and whether there are others on either side."""

    messages: list[pb.Message]
    has_before: bool
    has_after: bool


def page(
    tx: Transaction, seat: Seat, *, before_seq: int = 0, after_seq: int = 0, at_ms: int = 0, size: int = PAGE_SIZE
) -> Page:
    """The newest messages; or those below before_seq; or above after_seq; or around the first at or after a moment."""
    first, last = seat.visible_from_seq, seat.visible_to_seq
    if at_ms:
        return _around(tx, seat, _first_at(tx, seat, at_ms), size)
    if after_seq:
        low, high = max(first, after_seq + 1), min(last, before_seq - 1) if before_seq else last
        rows = _stretch(tx, seat, low, high, size + 1, upwards=True)
        has_after = len(rows) > size or (before_seq > 0 and _any(tx, seat, max(first, before_seq), last))
        return Page(_messages(tx, seat, rows[:size]), _any(tx, seat, first, min(after_seq, last)), has_after)
    high = min(last, before_seq - 1) if before_seq else last
    rows = _stretch(tx, seat, first, high, size + 1, upwards=False)
    has_after = before_seq > 0 and _any(tx, seat, max(first, before_seq), last)
    return Page(_messages(tx, seat, rows[:size][::-1]), len(rows) > size, has_after)


def one(tx: Transaction, seat: Seat, seq: int) -> pb.Message:
    """The message of that number. MESSAGE_NOT_FOUND for what is none, hidden, or not for this reader."""
    return several(tx, seat, [seq])[0]


def several(tx: Transaction, seat: Seat, seqs: Iterable[int]) -> list[pb.Message]:
    """These messages in this order. MESSAGE_NOT_FOUND as for one."""
    wanted = list(seqs)
    whole = _bounds(seat, seat.visible_from_seq, seat.visible_to_seq)
    found = {row.seq: row for row in tx.execute(_THESE[_is_now(seat)], {**whole, "seqs": wanted})}
    for seq in wanted:
        if seq not in found:
            raise MessageNotFound("there is no such message", conversation_id=seat.conversation_id, seq=seq)
    return _messages(tx, seat, [found[seq] for seq in wanted])


def newest(tx: Transaction, seats: Sequence[Seat]) -> dict[str, pb.Message]:
    """By conversation, for seats of one person: the newest message each may show, where there is one."""
    if not seats:
        return {}
    user_id = seats[0].user_id
    named = {"who": user_id, "conversations": [seat.conversation_id for seat in seats]}
    rows = tx.execute(_NEWEST, named).all()
    there = [(row.conversation_id, row.seq) for row in rows if row.status == pb.MEMBER_STATUS_ACTIVE]
    given = reaction_rows.now(tx, there, reader=user_id)
    for row in rows:
        if row.status != pb.MEMBER_STATUS_ACTIVE and row.kind == MESSAGE and not row.recalled_seq:
            given |= reaction_rows.then(tx, row.conversation_id, [row.seq], row.visible_to_seq, reader=user_id)
    return {row.conversation_id: _message(row, given.get((row.conversation_id, row.seq), ())) for row in rows}


def _is_now(seat: Seat) -> bool:
    return seat.status == pb.MEMBER_STATUS_ACTIVE


def _stretch(tx: Transaction, seat: Seat, low: int, high: int, most: int, *, upwards: bool) -> list[Any]:
    found = tx.execute(_STRETCHES[_is_now(seat), upwards], {**_bounds(seat, low, high), "most": most})
    return list(found)


def _any(tx: Transaction, seat: Seat, low: int, high: int) -> bool:
    return low <= high and tx.execute(_ANY, _bounds(seat, low, high)).first() is not None


def _bounds(seat: Seat, low: int, high: int) -> dict[str, Any]:
    return {
        "of": seat.conversation_id, "from": low, "until": high, "to": seat.visible_to_seq, "who": seat.user_id
    }  # fmt: skip


def _first_at(tx: Transaction, seat: Seat, at_ms: int) -> int:
    """The number of the first update at or after a moment, or one more than the last: log2(n) looks at one row each.

    Numbers follow commits and so the clock; where that was set back, it is one of the moments that fit.
    """
    low, high = max(1, seat.visible_from_seq), seat.visible_to_seq + 1
    while low < high:
        middle = (low + high) // 2
        if tx.execute(_TIME, {"of": seat.conversation_id, "at": middle}).scalar_one() < at_ms:
            low = middle + 1
        else:
            high = middle
    return low


def _around(tx: Transaction, seat: Seat, seq: int, size: int) -> Page:
    below = _stretch(tx, seat, seat.visible_from_seq, seq - 1, size // 2 + 1, upwards=False)
    above = _stretch(tx, seat, seq, seat.visible_to_seq, size - size // 2 + 1, upwards=True)
    shown = [*below[: size // 2][::-1], *above[: size - size // 2]]
    return Page(_messages(tx, seat, shown), len(below) > size // 2, len(above) > size - size // 2)


def _messages(tx: Transaction, seat: Seat, rows: Sequence[Any]) -> list[pb.Message]:
    standing = [row.seq for row in rows if row.kind == MESSAGE and not row.recalled_seq]
    if _is_now(seat):
        given = reaction_rows.now(tx, [(seat.conversation_id, seq) for seq in standing], reader=seat.user_id)
    else:
        given = reaction_rows.then(tx, seat.conversation_id, standing, seat.visible_to_seq, reader=seat.user_id)
    return [_message(row, given.get((seat.conversation_id, row.seq), ())) for row in rows]


def _message(row: Any, reactions: Iterable[pb.Reaction]) -> pb.Message:
    message = pb.Message(
        conversation_id=row.conversation_id, seq=row.seq, sender_id=row.sender_id, created_at_ms=row.created_at_ms,
        kind=row.kind, body_json=row.body_json, recalled=row.recalled_seq > 0, reactions=reactions,
    )  # fmt: skip
    if message.recalled:
        # Who left before that knows that it is gone, not who did it.
        message.recalled_by = row.last_sender if row.last_kind == pb.UPDATE_KIND_RECALL else ""
    elif row.last_kind == EDIT:
        message.body_json = content.as_message(row.last_body)
        message.edited_at_ms = row.last_at_ms
    elif row.last_kind == CARD:
        message.body_json = content.with_card(row.body_json, row.last_body)
    return message
