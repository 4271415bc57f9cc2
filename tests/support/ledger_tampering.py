"""A ledger in memory whose tables hold no rules any more, and every way to change one stored value of it.

What is left is what somebody has who owns the machine: bytes. No trigger, CHECK, UNIQUE, NOT NULL or type stands in the
way, so whatever is found, the audit found it. Each change is undone by rolling back; nothing is ever committed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from wallet import tables

CONTENT = (
    tables.accounts, tables.transfers, tables.burnt_ids, tables.holds, tables.refunds, tables.blocks,
    tables.account_actions,
)  # fmt: skip
DERIVED = (tables.marks, tables.nodes)


class Change(NamedTuple):
    """One value of one row, as it was and as it shall be."""

    table: sa.Table
    key: tuple[Any, ...]
    column: str
    was: Any
    becomes: Any

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.column} {self.was!r} -> {self.becomes!r}"


def loosened(path: Path) -> sa.Engine:
    """A copy in memory of the ledger in that file; one connection, which every transaction shares."""
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with sqlite3.connect(path) as original:
        original.backup(copy)
    original.close()
    names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in names:
        columns = ", ".join(row[1] for row in copy.execute(f"PRAGMA table_info({name})"))
        copy.execute(f"CREATE TABLE loose ({columns})")  # Without types: what is written stays what it is.
        copy.execute(f"INSERT INTO loose SELECT * FROM {name}")
        copy.execute(f"DROP TABLE {name}")
        copy.execute(f"ALTER TABLE loose RENAME TO {name}")
    engine = sa.create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


@contextmanager
def undone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that leaves nothing."""
    with engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


def rows_of(connection: sa.Connection, table: sa.Table) -> list[tuple[Any, ...]]:
    """Every row as stored, in the order of the key."""
    key = ", ".join(column.name for column in table.primary_key)
    found = connection.exec_driver_sql(f"SELECT {', '.join(table.c.keys())} FROM {table} ORDER BY {key}")
    return [tuple(row) for row in found]


def key_of(table: sa.Table, row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(row[list(table.c).index(column)] for column in table.primary_key)


def flips(connection: sa.Connection, *chosen: sa.Table) -> Iterator[Change]:
    """Every byte of every value, one at a time; numbers are eight bytes, as they are in memory."""
    for table, row, column, value in _values(connection, chosen):
        for becomes in _flipped(value):
            yield Change(table, key_of(table, row), column, value, becomes)


def retypings(connection: sa.Connection, *chosen: sa.Table) -> Iterator[Change]:
    """Every value that is no key as one of another type, or as none: each in its turn."""
    for turn, (table, row, column, value) in enumerate(_values(connection, chosen)):
        if column in {each.name for each in table.primary_key}:
            continue
        text = value.hex() if isinstance(value, bytes) else str(value)
        others = [other for other in (None, text, text.encode(), 0.5) if type(other) is not type(value)]
        yield Change(table, key_of(table, row), column, value, others[turn % len(others)])


def tamper(connection: sa.Connection, change: Change) -> None:
    """Do it; a text that is no UTF-8 is written as the bytes it is."""
    where = " AND ".join(f"{column.name} = ?" for column in change.table.primary_key)
    is_raw_text = isinstance(change.was, str) and isinstance(change.becomes, bytearray)
    value = f"{change.column} = " + ("CAST(? AS TEXT)" if is_raw_text else "?")
    becomes = bytes(change.becomes) if is_raw_text else change.becomes
    done = connection.exec_driver_sql(f"UPDATE {change.table} SET {value} WHERE {where}", (becomes, *change.key))
    assert done.rowcount == 1


def add_row(connection: sa.Connection, table: sa.Table, row: tuple[Any, ...]) -> None:
    marks = ", ".join("?" * len(row))
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(table.c.keys())}) VALUES ({marks})", row)


def remove_row(connection: sa.Connection, table: sa.Table, key: tuple[Any, ...]) -> None:
    where = " AND ".join(f"{column.name} = ?" for column in table.primary_key)
    assert connection.exec_driver_sql(f"DELETE FROM {table} WHERE {where}", key).rowcount == 1


def _values(
    connection: sa.Connection, chosen: tuple[sa.Table, ...]
) -> Iterator[tuple[sa.Table, tuple[Any, ...], str, Any]]:
    for table in chosen:
        for row in rows_of(connection, table):
            for column, value in zip(table.c.keys(), row, strict=True):
                yield table, row, column, value


def _flipped(value: Any) -> Iterator[Any]:
    """The lowest bit of the last byte, the highest of the one before, and so on: small changes, signs, broken UTF-8."""
    stored = value.to_bytes(8, "big", signed=True) if isinstance(value, int) else value
    stored = bytearray(stored.encode() if isinstance(stored, str) else stored)
    for place in range(len(stored)):
        changed = bytearray(stored)
        changed[place] ^= 0x80 if (len(stored) - place) % 2 == 0 else 0x01
        if isinstance(value, int):
            yield int.from_bytes(changed, "big", signed=True)
        else:
            yield changed if isinstance(value, str) else bytes(changed)
