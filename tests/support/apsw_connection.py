"""An APSW connection that behaves as one of the standard library's sqlite3, to stand behind SQLAlchemy's `creator`.

It begins no transaction by itself (as sqlite3 with isolation_level=None), fetches what a statement answers at once, and
raises sqlite3's own errors, which is what SQLAlchemy's SQLite dialect knows. Pragmas given to it hold whatever the code
behind the engine sets later: so can a test take the durability away from code that asks for it.
"""

from __future__ import annotations

import re
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import apsw

Parameters = Sequence[Any] | Mapping[str, Any]
_PRAGMA = re.compile(r"\s*PRAGMA\s+(\w+)\s*=", re.IGNORECASE)
_CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|WITH)\b", re.IGNORECASE)
_ERRORS: tuple[tuple[type[Exception], type[sqlite3.Error]], ...] = (
    (apsw.ConstraintError, sqlite3.IntegrityError),
    (apsw.CorruptError, sqlite3.DatabaseError),
    (apsw.NotADBError, sqlite3.DatabaseError),
    (apsw.BindingsError, sqlite3.ProgrammingError),
    (apsw.ConnectionClosedError, sqlite3.ProgrammingError),
    (apsw.CursorClosedError, sqlite3.ProgrammingError),
    (apsw.Error, sqlite3.OperationalError),
)


@contextmanager
def _as_sqlite3() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        kind = next(ours for theirs, ours in _ERRORS if isinstance(error, theirs))
        raised = kind(str(error))
        raised.sqlite_errorcode = getattr(error, "extendedresult", apsw.SQLITE_ERROR)
        raise raised from error


class ApswConnection:
    """DB-API connection; see the module's promise."""

    isolation_level = None  # Somebody may set it; it stays what it is.

    def __init__(self, path: str, *, vfs: str, pragmas: Mapping[str, object], timeout_s: float = 30) -> None:
        with _as_sqlite3():
            self._apsw = apsw.Connection(path, vfs=vfs)
            self._apsw.set_busy_timeout(int(timeout_s * 1000))
        self._held = {name.lower(): value for name, value in pragmas.items()}
        for name in pragmas:
            self.execute(f"PRAGMA {name}={pragmas[name]}")

    @property
    def in_transaction(self) -> bool:
        return self._apsw.in_transaction

    @property
    def total_changes(self) -> int:
        return self._apsw.total_changes()

    def cursor(self) -> ApswCursor:
        return ApswCursor(self._apsw, self._held)

    def execute(self, sql: str, parameters: Parameters = ()) -> ApswCursor:
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, rows: Iterable[Parameters]) -> ApswCursor:
        return self.cursor().executemany(sql, rows)

    def commit(self) -> None:
        if self._apsw.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self._apsw.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        with _as_sqlite3():
            self._apsw.close()

    def create_function(
        self, name: str, narg: int, func: Callable[..., Any] | None, *, deterministic: bool = False
    ) -> None:
        self._apsw.create_scalar_function(name, func, narg, deterministic=deterministic)


class ApswCursor:
    """DB-API cursor whose answer was read when the statement ran."""

    arraysize = 1

    def __init__(self, connection: apsw.Connection, held: Mapping[str, object]) -> None:
        self._connection, self._held = connection, held
        self._rows: deque[tuple[Any, ...]] = deque()
        self.description: tuple[tuple[Any, ...], ...] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, sql: str, parameters: Parameters = ()) -> ApswCursor:
        self._start()
        with _as_sqlite3():
            cursor = self._connection.cursor()
            cursor.exec_trace = self._described  # Afterwards APSW has forgotten the columns if no row came.
            self._rows.extend(cursor.execute(self._with_held(sql), parameters))
        if _CHANGES.match(sql):
            self.rowcount = self._connection.changes()
        self.lastrowid = self._connection.last_insert_rowid()
        return self

    def executemany(self, sql: str, rows: Iterable[Parameters]) -> ApswCursor:
        self._start()
        changed = 0
        with _as_sqlite3():
            cursor = self._connection.cursor()
            for row in rows:
                cursor.execute(sql, row).fetchall()
                changed += self._connection.changes()
        if _CHANGES.match(sql):
            self.rowcount = changed
        return self

    def _start(self) -> None:
        self._rows.clear()
        self.description, self.rowcount = None, -1

    def _described(self, cursor: apsw.Cursor, _sql: str, _parameters: object) -> bool:
        columns = cursor.get_description()
        self.description = tuple((name, *(None,) * 6) for name, *_ in columns) or None
        return True

    def _with_held(self, sql: str) -> str:
        """The statement, or if it sets a pragma that is held, one that sets what is held."""
        pragma = _PRAGMA.match(sql)
        if pragma and (name := pragma[1].lower()) in self._held:
            return f"PRAGMA {name}={self._held[name]}"
        return sql

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        return [self._rows.popleft() for _ in range(min(size or self.arraysize, len(self._rows)))]

    def fetchall(self) -> list[tuple[Any, ...]]:
        rows = list(self._rows)
        self._rows.clear()
        return rows

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        while self._rows:
            yield self._rows.popleft()

    def close(self) -> None:
        self._rows.clear()
