"""Sessions, their event tables, and the records of committed events, in SQL."""

from __future__ import annotations

import dataclasses
from typing import Any

import sqlalchemy as sa

from core.appdata.errors import SessionNotFound
from core.appdata.sessions import EVENT_TABLES_MAX, EventRecord, ScreenActions, Session, check_base
from core.appdata.tables import event_tables, events, sessions
from core.kit.db import Transaction, insert_new

FORGET_MAX = 1_000  # In one transaction: writers wait for it.
_SESSION = tuple(sessions.c[field.name] for field in dataclasses.fields(Session))
_BY_ID = sa.select(*_SESSION).where(sessions.c.session_id == sa.bindparam("id"))
_ADVANCE = (
    sessions.update()
    .where(sessions.c.session_id == sa.bindparam("id"), sessions.c.revision == sa.bindparam("base"))
    .returning(sessions.c.app_id, sessions.c.user_id)
)
_ADD_TABLE, _ADD_EVENT = event_tables.insert(), events.insert()
_EVENT = sa.select(events).where(events.c.event_id == sa.bindparam("id"))
_MINE = event_tables.c.session_id == sa.bindparam("id")
# A client may hold a tap as long as its session is open, and what moves money answers a repetition for ever: the record
# stays while the screen that was tapped on is still understood, or the app would do the rest of the event twice.
_WHOSE = sessions.c.session_id == events.c.session_id
_OVER = sa.or_(
    sessions.c.closed_at_ms > 0, events.c.revision <= sessions.c.revision - EVENT_TABLES_MAX + 1
).label("over")  # fmt: skip
Place = tuple[int, str]  # When a record was committed, and its id.
FIRST: Place = (0, "")
_FORGET_TABLES = event_tables.delete().where(_MINE, event_tables.c.revision <= sa.bindparam("last"))


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
        self, tx: Transaction, session_id: str, base: int, *, state_json: str, path: str, query_json: str
    ) -> tuple[str, str]:
        """Bring the session to the revision after `base`; its app and user. SESSION_NOT_FOUND, REVISION_CONFLICT."""
        step = {"revision": base + 1, "state_json": state_json, "path": path, "query_json": query_json}
        # Reading and moving it on are one statement: a commit pays for each by the tenth of a millisecond.
        row = tx.execute(_ADVANCE, {"id": session_id, "base": base, **step}).one_or_none()
        if row is None:
            check_base(self.get(tx, session_id), base)
            raise AssertionError("the session was at its base and could not be moved")
        return row.app_id, row.user_id

    def close(self, tx: Transaction, session_id: str, *, now_ms: int) -> None:
        """End the session if it is open; its screens are gone with it."""
        is_open = (sessions.c.session_id == session_id, sessions.c.closed_at_ms == 0)
        tx.execute(sessions.update().where(*is_open).values(closed_at_ms=now_ms))
        tx.execute(event_tables.delete().where(event_tables.c.session_id == session_id))

    def add_actions(self, tx: Transaction, session_id: str, actions: ScreenActions) -> None:
        """Keep the event table of a new screen, and those of the last EVENT_TABLES_MAX revisions."""
        row = {
            "session_id": session_id, "revision": actions.revision, "table_json": actions.table_json,
            "path": actions.path, "query_json": actions.query_json,
        }  # fmt: skip
        tx.execute(_ADD_TABLE, row)
        tx.execute(_FORGET_TABLES, {"id": session_id, "last": actions.revision - EVENT_TABLES_MAX})

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
        row = {
            "event_id": record.event_id, "request_sha256": record.request_sha256, "revision": record.revision,
            "answer_json": record.answer_json, "session_id": session_id, "committed_at_ms": now_ms,
        }  # fmt: skip
        tx.execute(_ADD_EVENT, row)

    def forget(self, tx: Transaction, *, before_ms: int, after: Place = FIRST) -> tuple[int, Place | None]:
        """Look through up to FORGET_MAX older records after that one; remove those that can never be asked for again.

        How many those were, and where to go on; None at the end.
        """
        at = sa.tuple_(events.c.committed_at_ms, events.c.event_id)
        known = sa.select(events.c.committed_at_ms, events.c.event_id, _OVER).join(sessions, _WHOSE)
        older = known.where(events.c.committed_at_ms < before_ms, at > sa.tuple_(*after))
        rows = tx.execute(older.order_by(events.c.committed_at_ms, events.c.event_id).limit(FORGET_MAX)).all()
        gone = [row.event_id for row in rows if row.over]
        if gone:
            tx.execute(events.delete().where(events.c.event_id.in_(gone)))
        return len(gone), (rows[-1][0], rows[-1][1]) if len(rows) == FORGET_MAX else None


def _session(row: Any) -> Session:
    return Session(*row)
