"""Statements that run many times a second: compiled once for each kind of database, then only handed to the driver.

Around a statement SQLite answers in 12 µs, SQLAlchemy spends 70 µs on finding its compiled form and describing its
result again. Values come as the driver gives them: on SQLite what is true is 1.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from core.kit.db import Transaction

Parameters = Mapping[str, Any]


def in_words(number: int) -> sa.ColumnElement[int]:
    """A number that is part of the statement and no parameter of it.

    Where a parameter is compared with a column that a partial index speaks of, SQLite plans the statement again at
    every run, for ten times its price, and never takes that index.
    """
    return sa.literal_column(str(int(number)), sa.Integer())


class Prepared:
    """One statement. Its parameters are those `sa.bindparam` names; lists (`expanding`) are not among them."""

    def __init__(self, statement: sa.Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}  # By dialect.

    def rows(self, tx: Transaction, parameters: Parameters) -> list[Any]:
        """All rows it finds, as named tuples."""
        compiled = self._for(tx)
        filled = compiled.filled(parameters)
        with _cursor(tx, compiled.text, filled, many=False) as cursor:
            cursor.execute(compiled.text, filled)
            return list(map(compiled.row(cursor), cursor.fetchall()))

    def each(self, tx: Transaction, many: Sequence[Parameters]) -> None:
        """Run it once with each of these; it gives no rows."""
        compiled = self._for(tx)
        filled = list(map(compiled.filled, many))
        with _cursor(tx, compiled.text, filled, many=True) as cursor:
            cursor.executemany(compiled.text, filled)

    def _for(self, tx: Transaction) -> _Compiled:
        compiled = self._compiled.get(tx.dialect.name)
        if compiled is None:
            compiled = self._compiled[tx.dialect.name] = _Compiled(self._statement, tx.dialect)
        return compiled


class _Compiled:
    """The statement's text for a driver, its parameters as that driver wants them, and its rows."""

    def __init__(self, statement: sa.Executable, dialect: sa.Dialect) -> None:
        compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        if compiled.post_compile_params:
            raise ValueError("a list of parameters is filled in at each run: write it in_words")
        self.text = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._order = compiled.positiontup
        self._row: Any = None

    def filled(self, parameters: Parameters) -> Any:
        values = {**self._fixed, **parameters} if self._fixed else parameters
        return values if self._order is None else tuple([values[name] for name in self._order])

    def row(self, cursor: Any) -> Any:
        """What makes a row of values, one after the other as the first cursor described them."""
        if self._row is None:
            made: Any = namedtuple("Row", [column[0] for column in cursor.description])  # type: ignore[misc]
            self._row = made._make
        return self._row


@contextmanager
def _cursor(tx: Transaction, text: str, filled: Any, *, many: bool) -> Iterator[Any]:
    """A cursor of the transaction's connection, for which SQLAlchemy's listeners hear and its errors are raised."""
    driver = tx.dialect.loaded_dbapi
    cursor = tx.connection.cursor()
    try:
        for told in tx.dispatch.before_cursor_execute:
            told(tx, cursor, text, filled, None, many)
        yield cursor
    except driver.Error as error:
        raise DBAPIError.instance(text, None, error, driver.Error, hide_parameters=True, dialect=tx.dialect) from error
    finally:
        cursor.close()
