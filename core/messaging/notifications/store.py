"""What was told and is to be told, in tables: the rows that count up, when they are due, and their end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.kit.ids import IdMaker
from core.kit.prepared import Prepared
from core.messaging.notifications.decide import Kind
from core.messaging.notifications.tables import told

PAUSE_MS = 30_000  # Between two notifications of one conversation that is still unread.
FORGOTTEN_AT_ONCE = 5_000  # Rows of one transaction: bounds how long senders wait for it.
_OPEN = Prepared(
    sa.select(told.c.notification_id, told.c.user_id, told.c.kind, told.c.seq, told.c.told_at_ms, told.c.due_at_ms)
    .where(told.c.open, told.c.conversation_id == sa.bindparam("of"),
           told.c.user_id.in_(sa.bindparam("who", expanding=True)))
)  # fmt: skip
_waits = told.c.due_at_ms.is_not(None)
_COUNT = Prepared(
    told.update().where(told.c.notification_id == sa.bindparam("which"))
    .values(
        seq=sa.bindparam("newest"), count=told.c.count + sa.bindparam("more"),
        # A row that already waits keeps its time, and makes a sound if anything in it does.
        due_at_ms=sa.case((told.c.due_at_ms <= sa.bindparam("soon"), told.c.due_at_ms), else_=sa.bindparam("due")),
        silent=sa.and_(sa.bindparam("silently", type_=sa.Boolean), sa.or_(sa.not_(_waits), told.c.silent)),
    )
)  # fmt: skip
_ADD = Prepared(told.insert())

# Of what is in no log: its seq is 0, and it is never the open row that updates count up.
_APART = sa.select(told.c.notification_id, told.c.user_id, told.c.told_at_ms, told.c.due_at_ms).where(
    told.c.user_id.in_(sa.bindparam("who", expanding=True)), told.c.conversation_id == sa.bindparam("of"),
    told.c.seq == 0,
)  # fmt: skip


@dataclass(slots=True)
class News:
    """What one person is told of one kind by one batch of updates."""

    seq: int
    count: int
    silent: bool


def count_up(
    tx: Transaction, conversation_id: str, news: Mapping[tuple[str, Kind], News], *, read: Mapping[str, int],
    ids: IdMaker, now_ms: int,
) -> None:  # fmt: skip
    """Add news to the open rows and open new ones; `read` has each person's mark, behind which a row is over."""
    people = sorted({user_id for user_id, _ in news})
    unread: dict[tuple[str, int], Any] = {}
    over: list[str] = []
    last_ms: dict[str, int] = {}
    for row in _OPEN.rows(tx, {"of": conversation_id, "who": people}):
        if row.seq <= read[row.user_id]:
            over.append(row.notification_id)
            continue
        unread[row.user_id, row.kind] = row
        last_ms[row.user_id] = max(last_ms.get(row.user_id, 0), row.told_at_ms)
    if over:
        tx.execute(told.update().where(told.c.notification_id.in_(over)).values(open=False, due_at_ms=None))
    counted: list[dict[str, object]] = []
    fresh: list[dict[str, object]] = []
    for (user_id, kind), new in news.items():
        due_ms = _after_pause(last_ms.get(user_id, 0), now_ms)
        if (user_id, kind) in unread:
            counted.append({
                "which": unread[user_id, kind].notification_id, "newest": new.seq, "more": new.count,
                "soon": now_ms + PAUSE_MS, "due": due_ms, "silently": new.silent,
            })  # fmt: skip
            continue
        fresh.append({
            "notification_id": ids.new("ntf"), "user_id": user_id, "conversation_id": conversation_id, "kind": kind,
            "seq": new.seq, "count": new.count, "silent": new.silent, "open": True, "created_at_ms": now_ms,
            "told_at_ms": 0, "due_at_ms": due_ms,
        })  # fmt: skip
    if counted:
        _COUNT.each(tx, counted)
    if fresh:
        _ADD.each(tx, fresh)


def count_apart(
    tx: Transaction, conversation_id: str, people: Mapping[str, bool], *, ids: IdMaker, now_ms: int
) -> None:  # fmt: skip
    """One more thing that is in no log, for these people (and whether silently): counted where one still waits."""
    waiting: dict[str, str] = {}
    last_ms: dict[str, int] = {}
    for row in tx.execute(_APART, {"who": sorted(people), "of": conversation_id}):
        last_ms[row.user_id] = max(last_ms.get(row.user_id, 0), row.told_at_ms)
        if row.due_at_ms is not None:
            waiting[row.user_id] = row.notification_id
    for user_id, silent in people.items():
        if (waits := waiting.get(user_id)) is not None:
            more = {"count": told.c.count + 1, **({} if silent else {"silent": False})}
            tx.execute(told.update().where(told.c.notification_id == waits).values(more))
            continue
        new = {
            "notification_id": ids.new("ntf"), "user_id": user_id, "conversation_id": conversation_id,
            "kind": Kind.SYSTEM, "seq": 0, "count": 1, "silent": silent, "open": False, "created_at_ms": now_ms,
            "told_at_ms": 0, "due_at_ms": _after_pause(last_ms.get(user_id, 0), now_ms),
        }  # fmt: skip
        tx.execute(told.insert(), new)


def _after_pause(last_ms: int, now_ms: int) -> int:
    # The last time may lie ahead of a clock that was set back: nobody waits longer than the pause for that.
    return max(now_ms, min(last_ms, now_ms) + PAUSE_MS) if last_ms else now_ms


def next_due_ms(tx: Transaction) -> int | None:
    """When somebody is to be told something next."""
    due_ms: int | None = tx.execute(
        sa.select(sa.func.min(told.c.due_at_ms)).where(told.c.due_at_ms.is_not(None))
    ).scalar_one()
    return due_ms


def settle(tx: Transaction, notification_ids: Collection[str], *, told_at_ms: int | None) -> None:
    """They are no longer due: handed out at this moment, or not at all where it is None."""
    values: dict[str, Any] = {"due_at_ms": None}
    if told_at_ms is not None:
        values["told_at_ms"] = told_at_ms
    tx.execute(told.update().where(told.c.notification_id.in_(notification_ids)).values(values))


def page(tx: Transaction, user_id: str, *, before: tuple[int, str] | None, size: int) -> Sequence[Any]:
    """What the person was told, newest first, behind a place in that order."""
    query = sa.select(told).where(told.c.user_id == user_id, told.c.told_at_ms > 0)
    if before is not None:
        query = query.where(sa.tuple_(told.c.told_at_ms, told.c.notification_id) < sa.tuple_(*before))
    return tx.execute(query.order_by(told.c.told_at_ms.desc(), told.c.notification_id.desc()).limit(size)).all()


def forget(tx: Transaction, *, before_ms: int) -> int:
    """Remove some rows made before; how many."""
    old = sa.select(told.c.notification_id).where(told.c.created_at_ms < before_ms).limit(FORGOTTEN_AT_ONCE)
    return tx.execute(told.delete().where(told.c.notification_id.in_(old))).rowcount
