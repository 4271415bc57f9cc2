"""The rows of the test bank: statements only."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.testbank.tables import notices, transfers

PAGE = 200


def find(tx: Transaction, reference: str) -> Any | None:
    return tx.execute(sa.select(transfers).where(transfers.c.reference == reference)).one_or_none()


def add(tx: Transaction, **values: Any) -> None:
    tx.execute(transfers.insert().values(values))


def change(tx: Transaction, reference: str, **values: Any) -> None:
    tx.execute(transfers.update().where(transfers.c.reference == reference).values(values))


def forget(tx: Transaction, reference: str) -> None:
    """As if it, or (empty) anything, had never been asked for."""
    for table in (transfers, notices):
        tx.execute(table.delete().where(table.c.reference == reference) if reference else table.delete())


def due(tx: Transaction, now_ms: int) -> list[Any]:
    """Transfers to decide now."""
    return list(tx.execute(sa.select(transfers).where(transfers.c.due_at_ms <= now_ms).order_by(transfers.c.number)))


def changed_between(tx: Transaction, from_ms: int, to_ms: int, after: str) -> list[Any]:
    """One more than a page of them, by reference."""
    moment = transfers.c.changed_at_ms
    wanted = sa.select(transfers).where(moment >= from_ms, moment < to_ms, transfers.c.reference > after)
    return list(tx.execute(wanted.order_by(transfers.c.reference).limit(PAGE + 1)))


def add_notice(tx: Transaction, reference: str, body: str, *, seal: str, due_at_ms: int | None) -> None:
    row = {"reference": reference, "body": body, "seal": seal, "attempts": 0, "due_at_ms": due_at_ms}
    tx.execute(notices.insert().values(row))


def due_notices(tx: Transaction, now_ms: int) -> list[Any]:
    """Those to send now, oldest first."""
    wanted = sa.select(notices).where(notices.c.due_at_ms <= now_ms)
    return list(tx.execute(wanted.order_by(notices.c.due_at_ms, notices.c.number).limit(PAGE)))


def keep_notice(tx: Transaction, number: int, *, attempts: int, due_at_ms: int) -> None:
    tx.execute(notices.update().where(notices.c.number == number).values(attempts=attempts, due_at_ms=due_at_ms))


def drop_notice(tx: Transaction, number: int) -> None:
    tx.execute(notices.delete().where(notices.c.number == number))


def release(tx: Transaction, reference: str, now_ms: int) -> None:
    """Let go of what is held back of one transfer, or of all (empty)."""
    held = notices.update().where(notices.c.due_at_ms.is_(None))
    tx.execute((held.where(notices.c.reference == reference) if reference else held).values(due_at_ms=now_ms))


def next_due_ms(tx: Transaction) -> int | None:
    """When there is something to do next."""
    moments = [tx.execute(sa.select(sa.func.min(table.c.due_at_ms))).scalar() for table in (transfers, notices)]
    return min((moment for moment in moments if moment is not None), default=None)
