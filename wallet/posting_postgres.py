"""The ledger's batches on PostgreSQL: one statement a table, its rows as arrays.

The one writer holds an advisory lock for as long as its session lives. Should it lose the session and not know, the
epoch decides: every commit holds the writer's row, and a newer epoch in it ends the older writer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from wallet import tables
from wallet.batch import Row
from wallet.posting import SharedPosting
from wallet.seat import LedgerTaken

LOCK = 0x6D616A6C  # "majl": the ledger's class of advisory locks; the schema is the second key.
LOCK_WAIT = "10s"  # A session that was just killed needs a moment.
# A server waits two hours for a client that the network swallowed; so long its session would keep the lock.
KEEPALIVES = {"tcp_keepalives_idle": 10, "tcp_keepalives_interval": 5, "tcp_keepalives_count": 3}
_LOCK_NOT_AVAILABLE = "55P03"
_ARRAYS = {"BIGINT": "int8[]", "INTEGER": "int4[]", "TEXT": "text[]", "BYTEA": "bytea[]"}


class PostgresPosting(SharedPosting):
    def claim(self, connection: Connection) -> int:
        _lock(connection)
        connection.exec_driver_sql("UPDATE wallet_writer SET epoch = epoch + 1 WHERE id = 1")
        return _epoch(connection)

    def resume(self, connection: Connection, epoch: int) -> bool:
        if _epoch(connection) != epoch:  # Asked before the lock, for which it would wait in vain.
            return False
        # With the lock the session before this one is over, and with it any commit of which no answer came.
        _lock(connection)
        return _epoch(connection) == epoch

    def is_mine(self, connection: Connection, epoch: int) -> bool:
        # FOR SHARE: who wants the next epoch waits for this commit, or this one for him and then sees his.
        found = connection.exec_driver_sql("SELECT epoch FROM wallet_writer WHERE id = 1 FOR SHARE").scalar_one()
        return bool(found == epoch)

    def _select(
        self, connection: Connection, columns: str, key: sa.Column[Any], values: Iterable[Any]
    ) -> Iterable[Sequence[Any]]:
        wanted = list(values)
        if not wanted:
            return ()
        statement = f"SELECT {columns} FROM {key.table} WHERE {key.name} = ANY(%s::{_array_of(key, connection)})"
        return connection.exec_driver_sql(statement, (wanted,)).all()

    def _insert(self, connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        if rows:
            arrays, values = _arrays(connection, list(table.columns), rows)
            connection.exec_driver_sql(f"INSERT INTO {table.name} SELECT * FROM unnest({arrays})", values)

    def _update(self, connection: Connection, table: sa.Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
        if rows:
            names = [*columns, "seq"]
            arrays, values = _arrays(connection, [table.c[name] for name in names], rows)
            changes = ", ".join(f"{name} = new.{name}" for name in columns)
            connection.exec_driver_sql(
                f"UPDATE {table.name} SET {changes} FROM unnest({arrays}) AS new({', '.join(names)})"
                f" WHERE {table.name}.seq = new.seq",
                values,
            )

    def _merge_refunds(self, connection: Connection, rows: Sequence[Row]) -> None:
        if rows:
            arrays, values = _arrays(connection, list(tables.refunds.columns), rows)
            connection.exec_driver_sql(
                f"INSERT INTO wallet_refunds SELECT * FROM unnest({arrays})"
                " ON CONFLICT (origin_seq) DO UPDATE SET refunded_minor = excluded.refunded_minor",
                values,
            )


def _lock(connection: Connection) -> None:
    # A server may be set to answer before a commit is on its disk.
    connection.exec_driver_sql(
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    )
    for name, value in KEEPALIVES.items():
        connection.exec_driver_sql(f"SET {name} = {value}")
    connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_WAIT}'")
    try:
        connection.exec_driver_sql("SELECT pg_advisory_lock(%s, hashtext(current_schema()))", (LOCK,))
    except sa.exc.OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        raise LedgerTaken("another process holds the ledger's lock: stop that one first") from error
    connection.exec_driver_sql("SET lock_timeout = 0")


def _epoch(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT epoch FROM wallet_writer WHERE id = 1").scalar_one())


def _array_of(column: sa.Column[Any], connection: Connection) -> str:
    return _ARRAYS[column.type.compile(connection.dialect).partition(" ")[0]]


def _arrays(
    connection: Connection, columns: Sequence[sa.Column[Any]], rows: Sequence[Row]
) -> tuple[str, tuple[Any, ...]]:
    """The rows as one array a column: the parameters' places in a statement, and their values."""
    kinds = [_array_of(column, connection) for column in columns]
    values = (_literal(kind, column) for kind, column in zip(kinds, zip(*rows, strict=True), strict=True))
    return ", ".join(f"%s::{kind}" for kind in kinds), tuple(values)


def _literal(kind: str, values: Sequence[Any]) -> str | list[str]:
    """An array as PostgreSQL writes it: the driver would turn a list into one item by item, for a third of a commit."""
    if kind == "text[]":
        return list(values)
    if kind == "bytea[]":
        return '{"\\\\x' + '","\\\\x'.join([value.hex() for value in values]) + '"}'
    return "{" + ",".join(map(str, values)) + "}"
