"""Timers and their leases, in SQL."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from core.appdata.errors import TimerLeaseLost
from core.appdata.tables import timers
from core.appdata.timers import DueTimer, check_room
from core.kit.db import Transaction, upsert
from core.kit.ids import IdMaker


class TimerStore:
    """Sets, takes and settles timers within a transaction."""

    def __init__(self, *, ids: IdMaker) -> None:
        self._ids = ids

    def set(self, tx: Transaction, app_id: str, name: str, *, fire_at_ms: int, payload_json: str) -> None:
        """Set or replace the timer; whoever had leased the replaced one loses the lease. TIMER_LIMIT_EXCEEDED."""
        if tx.execute(sa.select(timers.c.name).where(*_named(app_id, name))).one_or_none() is None:
            of_app = sa.select(sa.func.count()).select_from(timers).where(timers.c.app_id == app_id)
            check_room(tx.execute(of_app).scalar_one())
        row = {
            "app_id": app_id, "name": name, "fire_at_ms": fire_at_ms, "due_at_ms": fire_at_ms,
            "payload_json": payload_json, "lease_id": "",
        }  # fmt: skip
        upsert(tx, timers, row, key=("app_id", "name"))

    def cancel(self, tx: Transaction, app_id: str, name: str) -> None:
        """Remove the timer if there is one."""
        tx.execute(timers.delete().where(*_named(app_id, name)))

    def lease(
        self, tx: Transaction, *, now_ms: int, until_ms: int, most: int, except_app_ids: Collection[str] = ()
    ) -> list[DueTimer]:
        """Take up to `most` due timers until `until_ms`, the longest due first; the answer is by time to fire."""
        due = sa.select(timers).where(timers.c.due_at_ms <= now_ms, timers.c.app_id.not_in(except_app_ids))
        rows = tx.execute(due.order_by(timers.c.due_at_ms, timers.c.app_id, timers.c.name).limit(most)).all()
        taken = []
        for row in rows:
            lease_id = self._ids.new("lease")
            leased = timers.update().where(*_named(row.app_id, row.name))
            tx.execute(leased.values(lease_id=lease_id, due_at_ms=until_ms))
            taken.append(DueTimer(row.app_id, row.name, row.fire_at_ms, row.payload_json, lease_id))
        return sorted(taken, key=lambda timer: timer.fire_at_ms)

    def next_due_at_ms(self, tx: Transaction) -> int:
        """When to look again; 0 where no timer waits."""
        return tx.execute(sa.select(sa.func.min(timers.c.due_at_ms))).scalar_one() or 0

    def settle(self, tx: Transaction, app_id: str, name: str, lease_id: str) -> None:
        """Remove the fired timer. TIMER_LEASE_LOST unless it is still held under this lease."""
        mine = timers.delete().where(*_named(app_id, name), timers.c.lease_id == lease_id)
        if tx.execute(mine).rowcount != 1:
            raise TimerLeaseLost("the fired timer is no longer held", name=name)


def _named(app_id: str, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return timers.c.app_id == app_id, timers.c.name == name
