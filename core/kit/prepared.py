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
Sizes = tuple[tuple[str, int], ...]


def in_words(number: int) -> sa.ColumnElement[int]:
    """A number that is part of the statement and no parameter of it.

    Where a parameter is compared with a column that a partial index speaks of, SQLite plans the statement again at
    every run, for ten times its price, and never takes that index.
    """
    return sa.literal_column(str(int(number)), sa.Integer())


class Prepared:
    """One statement. Its parameters are those `sa.bindparam` names; for `expanding` ones a list is given."""

    def __init__(self, statement: sa.Executable) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, Sizes], _Compiled] = {}  # By dialect and by how much the lists hold.

    def rows(self, tx: Transaction, parameters: Parameters) -> list[Any]:
        """All rows it finds, as named tuples."""
        lists = {name: _padded(value) for name, value in parameters.items() if isinstance(value, list)}
        if lists:
            parameters = {**parameters, **lists}
        compiled = self._for(tx, parameters, tuple([(name, len(value)) for name, value in lists.items()]))
        filled = compiled.filled(parameters)
        with _cursor(tx, compiled.text, filled, many=False) as cursor:
            cursor.execute(compiled.text, filled)
            return list(map(compiled.row(cursor), cursor.fetchall()))

    def each(self, tx: Transaction, many: Sequence[Parameters]) -> None:
        """Run it once with each of these, no lists among them; it gives no rows."""
        compiled = self._for(tx, {}, ())
        filled = list(map(compiled.filled, many))
        with _cursor(tx, compiled.text, filled, many=True) as cursor:
            cursor.executemany(compiled.text, filled)

    def _for(self, tx: Transaction, example: Parameters, sizes: Sizes) -> _Compiled:
        compiled = self._compiled.get((tx.dialect.name, sizes))
        if compiled is None:
            compiled = _Compiled(self._statement, tx.dialect, example)
            self._compiled[tx.dialect.name, sizes] = compiled
        return compiled


def _padded(values: list[Any]) -> list[Any]:
    """Few lengths, so that drivers and databases know the statement again; NULL is in no list that is looked for."""
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values)) if values else [None]


class _Compiled:
    """The statement's text for a driver, its parameters as that driver wants them, and its rows."""

    def __init__(self, statement: sa.Executable, dialect: sa.Dialect, example: Parameters) -> None:
        compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        self.text = str(compiled)
        self._order: Sequence[str] | None = compiled.positiontup
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._lists: list[tuple[str, list[str]]] = []
        if compiled.post_compile_params:
            written_out = compiled.construct_expanded_state(example)
            self.text, self._order = written_out.statement, written_out.positiontup
            self._lists = [(name, list(each)) for name, each in written_out.parameter_expansion.items()]
            if any(name not in example for name, _ in self._lists):
                raise ValueError("a list that is part of a statement is made in_words")
        self._row: Any = None

    def filled(self, parameters: Parameters) -> Any:
        values = {**self._fixed, **parameters}
        for name, each in self._lists:
            values |= zip(each, values.pop(name), strict=True)
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
