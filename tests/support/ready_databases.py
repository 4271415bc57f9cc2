"""`ready`: an empty database gets its tables without making them each time, which costs more than most tests do.

SQLite: the file is made once in a process and copied. PostgreSQL: a schema is wiped when its test is done and lent to
the next one; a schema that was altered, analysed or has grown is dropped instead, so every test finds a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.sql import SQL, Composable, Identifier

from core.kit.db import connect, metadata
from core.kit.migrate import upgrade

Admin = psycopg.Connection[Any]
GROWTH_BYTES_MAX = 4 << 20
# Every row of the catalogue that says what a schema holds. Where one was written anew, the schema is another.
CONTENTS = """
SELECT md5(string_agg(entry, ',' ORDER BY entry)) FROM (
    SELECT 'class ' || oid || ' ' || xmin || ' ' || reltuples AS entry FROM pg_class WHERE relnamespace = %(schema)s
    UNION ALL SELECT 'column ' || attrelid || ' ' || attnum || ' ' || a.xmin
        FROM pg_attribute a JOIN pg_class c ON attrelid = c.oid WHERE relnamespace = %(schema)s AND attnum > 0
    UNION ALL SELECT 'default ' || d.oid || ' ' || d.xmin
        FROM pg_attrdef d JOIN pg_class c ON adrelid = c.oid WHERE relnamespace = %(schema)s
    UNION ALL SELECT 'trigger ' || t.oid || ' ' || t.xmin
        FROM pg_trigger t JOIN pg_class c ON tgrelid = c.oid WHERE relnamespace = %(schema)s
    UNION ALL SELECT 'rule ' || r.oid || ' ' || r.xmin
        FROM pg_rewrite r JOIN pg_class c ON ev_class = c.oid WHERE relnamespace = %(schema)s
    UNION ALL SELECT 'constraint ' || oid || ' ' || xmin FROM pg_constraint WHERE connamespace = %(schema)s
    UNION ALL SELECT 'function ' || oid || ' ' || xmin FROM pg_proc WHERE pronamespace = %(schema)s
    UNION ALL SELECT 'type ' || oid || ' ' || xmin FROM pg_type WHERE typnamespace = %(schema)s
) AS entries
"""
SIZE = "SELECT coalesce(sum(pg_relation_size(oid)), 0)::bigint FROM pg_class WHERE relnamespace = %(schema)s"
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = %(schema)s AND relkind = 'r' ORDER BY relname"
REWIND = """
SELECT setval(seqrelid::regclass, seqstart, false)
FROM pg_sequence JOIN pg_class ON seqrelid = oid WHERE relnamespace = %(schema)s
"""


@dataclass(frozen=True)
class _Made:
    """A schema as it was when its tables had just been made."""

    kind: Hashable
    contents: str
    size_bytes: int
    tables: tuple[str, ...]
    rows: dict[str, bytes]  # What the tables hold from the start, as COPY says it.


_files: dict[Hashable, bytes] = {}
_admins: dict[str, Admin] = {}  # Of the schemas that belong to a test now.
_lent: dict[str, _Made] = {}
_free: dict[Hashable, list[tuple[str, _Made]]] = {}


def with_tables(url: str) -> None:
    """Every table known to this process; several tests of a file may import more of them."""
    ready(url, ("tables", *metadata.tables), _make_tables)


def migrated(url: str, scripts: Path) -> None:
    """What the migrations in that folder make of an empty database."""
    ready(url, ("migrated", scripts), lambda empty: upgrade(empty, scripts))


def ready(url: str, kind: Hashable, make: Callable[[str], object]) -> None:
    """The empty database at `url` as `make(url)` leaves it, which runs for the first of a kind only."""
    place = sa.make_url(url)
    if place.get_backend_name() == "sqlite":
        _ready_file(url, Path(place.database or ""), kind, make)
        return
    name = str(place.query.get("options")).rpartition("=")[2]
    if name not in _admins or name in _lent:  # Another server, or no longer empty.
        make(url)
        return
    admin, free = _admins[name], _free.setdefault(kind, [])
    if free:
        before, made = free.pop()
        admin.execute(SQL("DROP SCHEMA {}").format(Identifier(name)))
        admin.execute(SQL("ALTER SCHEMA {} RENAME TO {}").format(Identifier(before), Identifier(name)))
    else:
        make(url)
        made = _look(admin, name, kind)
    _lent[name] = made


def begin(name: str, admin: Admin) -> None:
    """A test begins with a schema of that name; `admin` is outside of what it tests."""
    admin.execute(SQL("CREATE SCHEMA {}").format(Identifier(name)))
    _admins[name] = admin


def end(name: str, admin: Admin) -> None:
    """The test is done with it."""
    del _admins[name]
    made = _lent.pop(name, None)
    admin.execute("SET lock_timeout = '10s'")  # A test that left a transaction open fails, it does not hang.
    if made is not None and _is_as_made(admin, name, made):
        _wipe(admin, name, made)
        _free[made.kind].append((name, made))
    else:
        admin.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(name)))


def _make_tables(url: str) -> None:
    database = connect(url)
    with database.engine.begin() as connection:
        metadata.create_all(connection, checkfirst=False)
    database.close()


def _ready_file(url: str, path: Path, kind: Hashable, make: Callable[[str], object]) -> None:
    known = _files.get(kind)
    if known is not None and not path.exists():
        path.write_bytes(known)
        return
    fresh = not path.exists()
    make(url)
    if fresh and not path.with_name(path.name + "-wal").exists():  # The file alone is all of it.
        _files[kind] = path.read_bytes()


def _schema(admin: Admin, name: str) -> dict[str, Any]:
    return {"schema": admin.execute("SELECT oid FROM pg_namespace WHERE nspname = %s", [name]).fetchone()[0]}  # type: ignore[index]


def _look(admin: Admin, name: str, kind: Hashable) -> _Made:
    schema = _schema(admin, name)
    tables = tuple(row[0] for row in admin.execute(TABLES, schema))
    rows = {}
    for table in _filled(admin, name, tables):
        with admin.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(name, table))) as copied:
            rows[table] = b"".join(bytes(block) for block in copied)
    return _Made(kind, _said(admin, CONTENTS, schema), _said(admin, SIZE, schema), tables, rows)


def _is_as_made(admin: Admin, name: str, made: _Made) -> bool:
    schema = _schema(admin, name)
    grown = _said(admin, SIZE, schema) - made.size_bytes
    return grown <= GROWTH_BYTES_MAX and bool(_said(admin, CONTENTS, schema) == made.contents)


def _wipe(admin: Admin, name: str, made: _Made) -> None:
    """Only the rows the tables had from the start; whoever still works in it is waited for."""
    with admin.transaction():
        all_tables = SQL(", ").join(Identifier(name, table) for table in made.tables)
        admin.execute(SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(all_tables))
        admin.execute("SET LOCAL session_replication_role = replica")  # Past the rules that no row is deleted.
        for table in _filled(admin, name, made.tables):
            admin.execute(SQL("DELETE FROM {}").format(Identifier(name, table)))
        for table, held in made.rows.items():
            with admin.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(name, table))) as copied:
                copied.write(held)
        admin.execute(REWIND, _schema(admin, name))


def _filled(admin: Admin, name: str, tables: tuple[str, ...]) -> list[str]:
    """Those of the tables that hold a row."""
    asked: list[Composable] = [
        SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(table, Identifier(name, table)) for table in tables
    ]
    return [row[0] for row in admin.execute(SQL(" UNION ALL ").join(asked))]


def _said(admin: Admin, query: str, schema: dict[str, Any]) -> Any:
    return admin.execute(query, schema).fetchone()[0]  # type: ignore[index]
