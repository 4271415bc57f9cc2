"""A PostgreSQL database at one moment, streamed table by table; and put back where no table is, in one transaction.

COPY and not pg_dump: the server may be elsewhere and its tools absent. The schema is not in the file: the migrations
make it again, up to the revision the rows were written under.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, cast

import psycopg
import sqlalchemy as sa
from psycopg import sql

from core.backup.archive import Archive, ArchiveWriter, DatabaseCopy
from core.backup.errors import BackupRefused, RestoreRefused
from core.kit.db import url_without_password
from core.kit.migrate import upgrade_on

# Values as text must read back as what they were, whatever the server's settings; and a copy takes its time.
_SETTINGS = {
    "client_encoding": "UTF8", "datestyle": "ISO, YMD", "intervalstyle": "postgres", "extra_float_digits": "3",
    "statement_timeout": "0", "lock_timeout": "0", "idle_in_transaction_session_timeout": "0",
}  # fmt: skip
ERRORS = (psycopg.Error, sa.exc.DBAPIError)
_VERSION_TABLE = "alembic_version"
_TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    GROUP BY c.relname ORDER BY c.relname"""
_REFERENCES = """
    SELECT c.relname, p.relname
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
    WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace AND c.oid <> p.oid"""
_SEQUENCE_NAMES = "SELECT sequencename::text FROM pg_sequences WHERE schemaname = current_schema()"
_SEQUENCES = "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = current_schema()"


def copy(name: str, url: str, archive: ArchiveWriter) -> tuple[str, dict[str, Any]]:
    """Add the database; the schema's revision and what the manifest says of it."""
    with _engine(url).connect() as connection:
        driver = _driver(connection)
        _settle(driver)
        tables = _tables(driver, url)
        driver.rollback()
        # As pg_dump does. It may see an order of commits that SERIALIZABLE readers would not; for getting back what was
        # committed that is no loss, and waiting for a safe moment might last for ever under load.
        driver.isolation_level, driver.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        # Before the first reading, which is the moment: a migration that rewrites a table must wait or be over.
        every = sql.SQL(", ").join(map(sql.Identifier, tables))
        driver.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(every))
        if _tables(driver, url) != tables:
            raise BackupRefused(f"{url_without_password(url)} was just migrated: try again")
        revision = _revision(driver, url)
        members = {table: f"databases/{name}/{table}.copy" for table in _parents_first(driver, tables)}
        for table, member in members.items():
            archive.add(member, _rows(driver, table, tables[table]))
        contents = {
            "tables": [{"table": table, "columns": tables[table], "member": members[table]} for table in members],
            # Sequences stand outside of transactions: read after the rows, they are never behind them.
            "sequences": {name: last for name, last in driver.execute(_SEQUENCES) if last is not None},
        }
        driver.rollback()
    return revision, contents


def _rows(driver: psycopg.Connection[Any], table: str, columns: list[str]) -> Iterator[bytes | bytearray | memoryview]:
    with driver.cursor() as cursor, cursor.copy(_copy_statement("TO STDOUT", table, columns)) as rows:
        yield from rows


def _tables(driver: psycopg.Connection[Any], url: str) -> dict[str, list[str]]:
    """Every table with its columns, those the database computes by itself left out."""
    tables = {table: list(columns) for table, columns in driver.execute(_TABLES)}
    if _VERSION_TABLE not in tables:
        raise BackupRefused(f"{url_without_password(url)} is empty: run `majlisd migrate` first")
    return tables


def _revision(driver: psycopg.Connection[Any], url: str) -> str:
    row = driver.execute(f"SELECT version_num FROM {_VERSION_TABLE}").fetchone()
    if row is None:
        raise BackupRefused(f"{url_without_password(url)} is empty: run `majlisd migrate` first")
    return str(row[0])


def _parents_first(driver: psycopg.Connection[Any], tables: dict[str, list[str]]) -> list[str]:
    order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(tables, ()))
    for table, parent in driver.execute(_REFERENCES):
        order.add(table, parent)
    return list(order.static_order())


class StagedPostgres:
    """A database in a transaction that nobody else sees; `commit` makes it so."""

    def __init__(self, url: str, migrations: Path) -> None:
        self._migrations = migrations
        self.left_out: list[str] = []
        self._engine = _engine(url)
        self._connection = self._engine.connect()
        _settle(_driver(self._connection))
        self._connection.begin()
        found = _driver(self._connection).execute(_TABLES).fetchone()
        if found is not None:
            self.discard()
            raise RestoreRefused(
                f"{url_without_password(url)} has tables already ({found[0]}); restore goes only into an empty database"
            )

    def load(self, copy: DatabaseCopy, archive: Archive) -> None:
        upgrade_on(self._connection, self._migrations, copy.revision)
        driver = _driver(self._connection)
        made = {table for table, _ in driver.execute(_TABLES)}
        tables = [each for each in copy.contents["tables"] if each["table"] in made]
        # Somebody else's tables among the host's: no reason to be without a host. Their rows are still in the file.
        self.left_out = [each["table"] for each in copy.contents["tables"] if each["table"] not in made]
        for each in reversed(tables):
            _clear(driver, each["table"])
        for each in tables:
            statement = _copy_statement("FROM STDIN", each["table"], each["columns"])
            with driver.cursor() as cursor, cursor.copy(statement) as rows:
                for piece in archive.read(each["member"]):
                    rows.write(piece)
        for (sequence,) in driver.execute(_SEQUENCE_NAMES).fetchall():
            if sequence in copy.contents["sequences"]:
                last = copy.contents["sequences"][sequence]
                driver.execute("SELECT setval(quote_ident(%s)::regclass, %s)", (sequence, last))

    def commit(self) -> None:
        self._connection.commit()
        self.discard()

    def discard(self) -> None:
        self._connection.close()
        self._engine.dispose()


def _settle(driver: psycopg.Connection[Any]) -> None:
    for name, value in _SETTINGS.items():
        driver.execute("SELECT set_config(%s, %s, false)", (name, value))
    driver.commit()


def _clear(driver: psycopg.Connection[Any], table: str) -> None:
    """Take out what a migration put in: the backup has those rows too, as they were last."""
    name = sql.Identifier(table)
    if driver.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(name)).fetchone() is None:
        return
    # Triggers that refuse to forget are meant for a database in use; nobody but this transaction has seen this one.
    for statement in ("ALTER TABLE {} DISABLE TRIGGER USER", "DELETE FROM {}", "ALTER TABLE {} ENABLE TRIGGER USER"):
        driver.execute(sql.SQL(statement).format(name))


def _copy_statement(direction: str, table: str, columns: list[str]) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) " + direction).format(sql.Identifier(table), names)


def _engine(url: str) -> sa.Engine:
    return sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)


def _driver(connection: sa.Connection) -> psycopg.Connection[Any]:
    """psycopg's own connection, for COPY; both speak in the same transaction."""
    return cast("psycopg.Connection[Any]", connection.connection.driver_connection)
