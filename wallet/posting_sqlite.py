"""The ledger's batches on SQLite: executemany on the driver, within the one immediate transaction of a commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from wallet.batch import Row
from wallet.posting import SharedPosting

VALUES = 256  # In one IN list: long enough that the call's own cost is lost in it, short enough to stay prepared.
# Rows of one statement: many share SQLite's cost of a statement and the driver's of letting other threads run; and the
# sizes are few enough that all stay prepared.
GROUPS = (64, 16, 1)
# Of the writer's own connection. A checkpoint copies the pages of many commits at once, and the index of ids and the
# accounts' pages stay in memory. With recursive triggers INSERT OR REPLACE meets the trigger that refuses deletions.
PRAGMAS = ("wal_autocheckpoint = 8000", "cache_size = -65536", "recursive_triggers = ON")


class SqlitePosting(SharedPosting):
    """One writer by BEGIN IMMEDIATE; a second process that starts takes the epoch, and this one's next commit fails."""

    def claim(self, connection: Connection) -> int:
        _set_up(connection)
        connection.exec_driver_sql("UPDATE wallet_writer SET epoch = epoch + 1 WHERE id = 1")
        return int(connection.exec_driver_sql("SELECT epoch FROM wallet_writer WHERE id = 1").scalar_one())

    def resume(self, connection: Connection, epoch: int) -> bool:
        _set_up(connection)
        # Something is written, so that committing this syncs the log, and with it a commit whose own sync failed: what
        # can be read may still be in memory only.
        connection.exec_driver_sql("INSERT INTO wallet_outbox VALUES (-1)")
        connection.exec_driver_sql("DELETE FROM wallet_outbox WHERE block_number = -1")
        return self.is_mine(connection, epoch)

    def is_mine(self, connection: Connection, epoch: int) -> bool:
        return bool(connection.exec_driver_sql("SELECT epoch FROM wallet_writer WHERE id = 1").scalar_one() == epoch)

    def _select(
        self, connection: Connection, columns: str, key: sa.Column[Any], values: Iterable[Any]
    ) -> Iterator[Sequence[Any]]:
        wanted = list(values)
        for start in range(0, len(wanted), VALUES):
            some = wanted[start : start + VALUES]
            # Always the same few statements, so that the driver finds them prepared: the last value fills up.
            room = VALUES if len(some) > 16 else 16 if len(some) > 1 else 1
            some += [some[-1]] * (room - len(some))
            statement = f"SELECT {columns} FROM {key.table} WHERE {key.name} IN ({','.join('?' * room)})"
            yield from connection.exec_driver_sql(statement, tuple(some)).all()

    def _insert(self, connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        _write(connection, lambda size: _insert(table, size), rows)

    def _update(self, connection: Connection, table: sa.Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
        _write(connection, lambda size: _update(table, tuple(columns), size), rows)

    def _merge_refunds(self, connection: Connection, rows: Sequence[Row]) -> None:
        if rows:
            connection.exec_driver_sql(
                "INSERT INTO wallet_refunds VALUES (?, ?, ?)"
                " ON CONFLICT (origin_seq) DO UPDATE SET refunded_minor = excluded.refunded_minor",
                list(rows),
            )


def _write(connection: Connection, statement: Callable[[int], str], rows: Sequence[Row]) -> None:
    """The rows by as few statements as GROUPS allow; `statement` makes the one for so many of them."""
    if not rows:
        return
    width, start = len(rows[0]), 0
    flat = list(chain.from_iterable(rows))
    for place, value in enumerate(rows[0]):
        if type(value) is bytes:  # The driver looks for adapters of each bytes object, which costs as much as its row.
            flat[place::width] = map(bytearray, flat[place::width])
    for size in GROUPS:
        end = start + (len(flat) - start) // (size * width) * size * width
        if start < end:
            groups = [tuple(flat[at : at + size * width]) for at in range(start, end, size * width)]
            connection.exec_driver_sql(statement(size), groups)
            start = end


@cache
def _insert(table: sa.Table, size: int) -> str:
    return f"INSERT INTO {table.name} VALUES {_values(len(table.columns), size)}"


@cache
def _update(table: sa.Table, columns: tuple[str, ...], size: int) -> str:
    key, changes = f"column{len(columns) + 1}", [f"{name} = new.column{place}" for place, name in enumerate(columns, 1)]
    values = _values(len(columns) + 1, size)
    return f"UPDATE {table.name} SET {', '.join(changes)} FROM (VALUES {values}) AS new WHERE seq = new.{key}"


def _values(width: int, size: int) -> str:
    return ", ".join([f"({', '.join('?' * width)})"] * size)


def _set_up(connection: Connection) -> None:
    for pragma in PRAGMAS:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
