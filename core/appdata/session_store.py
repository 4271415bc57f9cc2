"""Sessions, their event tables, and the records of committed events, in SQL."""

from __future__ import annotations

import dataclasses
from typing import Any

import sqlalchemy as sa

from core.appdata.errors import SessionNotFound
from core.appdata.sessions import EVENT_TABLES_MAX, EventRecord, ScreenActions, Session
from core.appdata.tables import event_tables, events, sessions
from core.kit.db import Transaction, insert_new

FORGET_MAX = 1_000  # In one transaction: writers wait for it.
_SESSION = tuple(sessions.c[field.name] for field in dataclasses.fields(Session))
_BY_ID = sa.select(*_SESSION).where(sessions.c.session_id == sa.bindparam("id"))
_ADVANCE = sessions.update().where(sessions.c.session_id == sa.bindparam("id"))
_EVENT = sa.select(events).where(events.c.event_id == sa.bindparam("id"))
_MINE = event_tables.c.session_id == sa.bindparam("id")
_OLDEST_KEPT = sa.select(event_tables.c.revision).where(_MINE).order_by(event_tables.c.revision.desc())
_FORGET_TABLES = event_tables.delete().where(
    _MINE, event_tables.c.revision < _OLDEST_KEPT.limit(1).offset(EVENT_TABLES_MAX - 1).scalar_subquery()
)


class SessionStore:
    """Makes, reads and moves sessions on within a transaction."""

    def create(self, tx: Transaction, session: Session, *, now_ms: int) -> Session:
        """Store a new session; an app's own is made once, then brought to the version asked for and opened again."""
        own_of_app_id = None if session.user_id else session.app_id
        row = {**dataclasses.asdict(session), "created_at_ms": now_ms, "own_of_app_id": own_of_app_id}
        if insert_new(tx, sessions, row):
            return session
        mine = sessions.c.own_of_app_id == session.app_id
        tx.execute(sessions.update().where(mine).values(version_id=session.version_id, closed_at_ms=0))
        return _session(tx.execute(sa.select(*_SESSION).where(mine)).one())

    def get(self, tx: Transaction, session_id: str) -> Session:
        """The session. SESSION_NOT_FOUND."""
        row = tx.execute(_BY_ID, {"id": session_id}).one_or_none()
        if row is None:
            raise SessionNotFound("there is no such session", session_id=session_id)
        return _session(row)

    def advance(
        self, tx: Transaction, session_id: str, *, revision: int, state_json: str, path: str, query_json: str
    ) -> None:
        """Bring the session to its next revision."""
        step = {"revision": revision, "state_json": state_json, "path": path, "query_json": query_json}
        tx.execute(_ADVANCE, {"id": session_id, **step})

    def close(self, tx: Transaction, session_id: str, *, now_ms: int) -> None:
        """End the session if it is open; its screens are gone with it."""
        is_open = (sessions.c.session_id == session_id, sessions.c.closed_at_ms == 0)
        tx.execute(sessions.update().where(*is_open).values(closed_at_ms=now_ms))
        tx.execute(event_tables.delete().where(event_tables.c.session_id == session_id))

    def add_actions(self, tx: Transaction, session_id: str, actions: ScreenActions) -> None:
        """Keep the event table of a new screen, and of the session's screens the last EVENT_TABLES_MAX."""
        tx.execute(event_tables.insert(), {"session_id": session_id, **dataclasses.asdict(actions)})
        tx.execute(_FORGET_TABLES, {"id": session_id})

    def actions(self, tx: Transaction, session_id: str) -> list[ScreenActions]:
        """The event tables of the last screens, newest last."""
        columns = (event_tables.c.revision, event_tables.c.table_json, event_tables.c.path, event_tables.c.query_json)
        query = sa.select(*columns).where(event_tables.c.session_id == session_id).order_by(event_tables.c.revision)
        return [ScreenActions(*row) for row in tx.execute(query)]


class EventStore:
    """The records of committed events, within a transaction."""

    def find(self, tx: Transaction, event_id: str) -> EventRecord | None:
        """The record, if the event was committed."""
        row = tx.execute(_EVENT, {"id": event_id}).one_or_none()
        if row is None:
            return None
        return EventRecord(row.event_id, bytes(row.request_sha256), row.revision, row.answer_json)

    def add(self, tx: Transaction, session_id: str, record: EventRecord, *, now_ms: int) -> None:
        """Keep the record of an event committed now."""
        row = {**dataclasses.asdict(record), "session_id": session_id, "committed_at_ms": now_ms}
        tx.execute(events.insert(), row)

    def forget(self, tx: Transaction, *, before_ms: int) -> int:
        """Remove up to FORGET_MAX older records; returns how many."""
        gone = sa.select(events.c.event_id).where(events.c.committed_at_ms < before_ms).limit(FORGET_MAX)
        return tx.execute(events.delete().where(events.c.event_id.in_(gone))).rowcount


def _session(row: Any) -> Session:
    return Session(*row)
