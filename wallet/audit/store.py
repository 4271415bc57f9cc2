"""The ledger's rows as an audit reads them: as stored, in order, a page at a time, all from one moment.

Plain statements on the driver's cursor, the same text on both databases: nothing converts a value on its way, and a
row costs microseconds. The transaction is the caller's, and must show one moment throughout (`Database.read` does).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet import tables

Row = tuple[Any, ...]
PAGE_ROWS = 4_096
KEYS_MAX = 256  # Of one look-up.


class Rows:
    """Reads; `as_stored` must be around all of it."""

    def __init__(self, tx: Transaction) -> None:
        self._cursor = tx.connection.cursor()

    def entries(self) -> Iterator[Row]:
        """Openings, transfers and burnt ids, merged by seq; their lengths tell them apart."""
        return heapq.merge(
            *(self.all(table) for table in (tables.transfers, tables.accounts, tables.burnt_ids)), key=itemgetter(0)
        )

    def all(self, table: sa.Table) -> Iterator[Row]:
        """Every row, in the order of its primary key."""
        key = ", ".join(column.name for column in table.primary_key)
        width = len(table.primary_key)
        places = [list(table.c).index(column) for column in table.primary_key]
        after = ""
        while True:
            page = self._fetch(f"SELECT {_columns(table)} FROM {table} {after} ORDER BY {key} LIMIT {PAGE_ROWS}")
            yield from page
            if len(page) < PAGE_ROWS:
                return
            last = ", ".join(_number(page[-1][place]) for place in places)
            after = f"WHERE ({key}) > ({last})" if width > 1 else f"WHERE {key} > {last}"

    def with_keys(self, table: sa.Table, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Row]:
        """Those rows of a table with two columns as its key, by it."""
        names = ", ".join(column.name for column in table.primary_key)
        wanted, found = list(keys), {}
        for start in range(0, len(wanted), KEYS_MAX):
            values = ", ".join(f"({a}, {b})" for a, b in wanted[start : start + KEYS_MAX])
            select = f"SELECT {_columns(table)} FROM {table} WHERE ({names}) IN (VALUES {values})"
            found.update({(row[0], row[1]): row for row in self._fetch(select)})
        return found

    def count(self, table: sa.Table) -> int:
        return int(self._fetch(f"SELECT count(*) FROM {table}")[0][0])

    def writer_epoch(self) -> int | None:
        """The newest writer's; None where there is not exactly one."""
        rows = self._fetch("SELECT epoch FROM wallet_writer")
        return rows[0][0] if len(rows) == 1 else None

    def doubled_ids(self) -> list[tuple[str, int]]:
        """Rows whose id another row has too, as (table, seq of the later one)."""
        doubled: list[tuple[str, int]] = []
        for table in ("wallet_transfers", "wallet_burnt_ids"):
            again = f"SELECT max(seq) FROM {table} GROUP BY id HAVING count(*) > 1"
            doubled += [(table, row[0]) for row in self._fetch(again)]
        both = "SELECT b.seq FROM wallet_burnt_ids b JOIN wallet_transfers t ON t.id = b.id"
        return doubled + [("wallet_burnt_ids", row[0]) for row in self._fetch(both)]

    def _fetch(self, select: str) -> list[Row]:
        self._cursor.execute(select)
        return list(self._cursor.fetchall())


@contextmanager
def as_stored(tx: Transaction) -> Iterator[Rows]:
    """Texts that are no UTF-8 come through as lone surrogates instead of ending the audit without a row's name."""
    connection: Any = tx.connection.driver_connection
    usual = getattr(connection, "text_factory", None)
    if usual is not None:  # SQLite; PostgreSQL stores no such text.
        connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    try:
        yield Rows(tx)
    finally:
        if usual is not None:
            connection.text_factory = usual


def _columns(table: sa.Table) -> str:
    return ", ".join(column.name for column in table.c)


def _number(value: Any) -> str:
    if type(value) is not int:
        raise TypeError(f"a key is stored as {type(value).__name__}")
    return str(value)
