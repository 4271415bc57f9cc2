"""Reports in tables, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.moderation.errors import ReportNotFound
from core.messaging.moderation.sealed import Evidence, seal, unseal
from core.messaging.moderation.tables import actions, reports, seals
from core.messaging.search.tables import scrubs
from majlis.messaging.v1 import moderation_service_pb2 as pb

_alike = reports.alias("alike")
_SAME = (
    sa.select(sa.func.count()).where(_alike.c.conversation_id == reports.c.conversation_id,
                                     _alike.c.seq == reports.c.seq)
    .scalar_subquery().label("same_message_count")
)  # fmt: skip
_WAITING = (pb.REPORT_STATE_OPEN, pb.REPORT_STATE_TAKEN)


def add(tx: Transaction, row: dict[str, Any], evidence: Evidence) -> None:
    """A new report with its sealed copy."""
    key, sealed = seal(evidence, row["report_id"])
    tx.execute(reports.insert(), row)
    tx.execute(seals.insert(), {"report_id": row["report_id"], "key": key, "sealed": sealed})


def own(tx: Transaction, user_id: str, conversation_id: str, seq: int) -> Any | None:
    """The person's report of a message, if there is one."""
    query = sa.select(reports).where(
        reports.c.conversation_id == conversation_id, reports.c.seq == seq, reports.c.reporter_id == user_id
    )
    return tx.execute(query).one_or_none()


def count_since(tx: Transaction, user_id: str, since_ms: int) -> int:
    """How many reports the person made after a moment."""
    query = sa.select(sa.func.count()).where(reports.c.reporter_id == user_id, reports.c.created_at_ms > since_ms)
    return int(tx.execute(query).scalar_one())


def of_person(tx: Transaction, user_id: str, *, before: tuple[int, str] | None, size: int) -> Sequence[Any]:
    """Their own reports, newest first, behind a place in that order."""
    query = sa.select(reports).where(reports.c.reporter_id == user_id)
    if before is not None:
        query = query.where(sa.tuple_(reports.c.created_at_ms, reports.c.report_id) < sa.tuple_(*before))
    return tx.execute(query.order_by(reports.c.created_at_ms.desc(), reports.c.report_id.desc()).limit(size)).all()


def queue(tx: Transaction, state: int, *, after: tuple[int, str] | None, size: int) -> Sequence[Any]:
    """Reports of a state, or all that wait: untouched ones first, oldest first."""
    query = sa.select(reports, _SAME).where(reports.c.state.in_((state,) if state else _WAITING))
    if after is not None:
        query = query.where(sa.tuple_(reports.c.state, reports.c.report_id) > sa.tuple_(*after))
    return tx.execute(query.order_by(reports.c.state, reports.c.report_id).limit(size)).all()


def get(tx: Transaction, report_id: str) -> Any:
    """The report's row. REPORT_NOT_FOUND."""
    row = tx.execute(sa.select(reports, _SAME).where(reports.c.report_id == report_id)).one_or_none()
    if row is None:
        raise ReportNotFound("there is no such report", report_id=report_id)
    return row


def evidence(tx: Transaction, report_id: str) -> Evidence | None:
    """What was reported; None once the report is closed."""
    row = tx.execute(sa.select(seals).where(seals.c.report_id == report_id)).one_or_none()
    return None if row is None else unseal(bytes(row.key), bytes(row.sealed), report_id)


def take(tx: Transaction, report_id: str) -> None:
    """An operator looks at it."""
    untouched = sa.and_(reports.c.report_id == report_id, reports.c.state == pb.REPORT_STATE_OPEN)
    tx.execute(reports.update().where(untouched).values(state=pb.REPORT_STATE_TAKEN))


def close(tx: Transaction, report_id: str, verdict: int, *, now_ms: int) -> None:
    """It is decided: key and copy are gone, and what is left of them in the files is to be scrubbed."""
    closed = {"state": pb.REPORT_STATE_CLOSED, "verdict": verdict, "closed_at_ms": now_ms}
    tx.execute(reports.update().where(reports.c.report_id == report_id).values(closed))
    tx.execute(seals.delete().where(seals.c.report_id == report_id))
    tx.execute(scrubs.insert(), [{}])


def write_down(tx: Transaction, row: dict[str, Any]) -> None:
    """What an operator did."""
    tx.execute(actions.insert(), row)


def actions_of(tx: Transaction, report_id: str) -> Sequence[Any]:
    """What operators did with it, oldest first."""
    return tx.execute(
        sa.select(actions).where(actions.c.report_id == report_id).order_by(actions.c.acted_at_ms, actions.c.action_id)
    ).all()
