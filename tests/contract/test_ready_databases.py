"""Databases that are used again: a test finds in its own nothing of the tests before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support.databases import own_schema
from tests.support.ready_databases import ready

Visit = Callable[..., list[tuple[int, str]]]
MAKE = (
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    "CREATE TABLE marks (note_id INTEGER NOT NULL REFERENCES notes (id))",
    "INSERT INTO notes VALUES (1, 'from the start')",
)


def run(url: str, *statements: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def visits(postgres_socket: str) -> Iterator[Visit]:
    """Each visit is a test's: it takes a ready schema, sees what is in it, and does something there."""
    kind = object()  # Nobody else's.

    def visit(*does: str) -> list[tuple[int, str]]:
        with own_schema(postgres_socket) as url:
            ready(url, kind, lambda empty: run(empty, *MAKE))
            engine = sa.create_engine(url)
            with engine.connect() as connection:
                seen = [(row[0], row[1]) for row in connection.exec_driver_sql("SELECT * FROM notes ORDER BY id")]
            engine.dispose()
            run(url, *does)
            return seen

    yield visit
    visit("CREATE TABLE last (id INTEGER)")  # So that the schema is dropped.


@pytest.mark.parametrize(
    "does",
    [
        "INSERT INTO notes VALUES (2, 'mine')",
        "INSERT INTO marks VALUES (1)",
        "UPDATE notes SET text = 'mine'",
        "DELETE FROM notes",
        "DROP TABLE marks",
        "ALTER TABLE notes ADD COLUMN more INTEGER",
        "ALTER TABLE notes ALTER COLUMN text SET DEFAULT 'mine'",
        "CREATE TABLE mine AS SELECT * FROM notes",
        "CREATE RULE keep AS ON DELETE TO notes DO INSTEAD NOTHING",
        "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE SEQUENCE mine",
        "REVOKE SELECT ON notes FROM PUBLIC; GRANT SELECT ON notes TO PUBLIC",
        "INSERT INTO notes SELECT n, repeat(md5(n::text), 9) FROM generate_series(2, 30000) n",
    ],
)
def test_a_schema_is_as_it_was_made_whatever_the_test_before_did(visits: Visit, does: str) -> None:
    """Else a test would fail or pass for what another one left."""
    first = visits(does, "INSERT INTO notes VALUES (99999, 'and this')")
    assert visits("INSERT INTO marks VALUES (1)", "INSERT INTO notes VALUES (2, 'again')") == first
    assert visits() == first == [(1, "from the start")]


def test_a_schema_is_used_again_only_while_it_is_what_was_made(postgres_socket: str) -> None:
    """Making the tables is what takes the time; a changed table is nobody else's."""
    kind, made = object(), []

    def make(url: str) -> None:
        made.append(url)
        run(url, *MAKE)

    for does in ("INSERT INTO notes VALUES (2, 'mine')", "DROP TABLE marks", "CREATE TABLE last (id INTEGER)"):
        with own_schema(postgres_socket) as url:
            ready(url, kind, make)
            run(url, does)
    assert len(made) == 2


def test_a_copied_file_holds_what_was_made_and_nothing_of_its_sisters(tmp_path: Path) -> None:
    kind, made = object(), []

    def make(url: str) -> None:
        made.append(url)
        run(url, *MAKE)

    seen = []
    for number in range(3):
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        ready(url, kind, make)
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            seen.append(connection.exec_driver_sql("SELECT id FROM notes").scalars().all())
        engine.dispose()
        run(url, "INSERT INTO notes VALUES (2, 'mine')")
    assert seen == [[1], [1], [1]]
    assert len(made) == 1
