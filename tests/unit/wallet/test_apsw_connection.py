"""The adapter behaves as sqlite3 does: the same answers, counts and errors for the same statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.power_loss import LosingDisk


@pytest.fixture(params=["sqlite3", "apsw"])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    if request.param == "sqlite3":
        made: Any = sqlite3.connect(tmp_path / "one.db", isolation_level=None)
    else:
        made = LosingDisk(tmp_path).connect("one.db")
    made.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INT, CONSTRAINT n_low CHECK (n < 10))")
    yield made
    made.close()


def test_counts_columns_and_rows_are_the_same(connection: Any) -> None:
    cursor = connection.cursor()
    cursor.executemany("INSERT INTO t (name, n) VALUES (?, ?)", [("a", 1), ("b", 2), ("c", 3)])
    assert (cursor.rowcount, cursor.description) == (3, None)
    cursor.execute("INSERT INTO t (name, n) VALUES (:name, :n)", {"name": "d", "n": 4})
    assert (cursor.rowcount, cursor.lastrowid) == (1, 4)
    cursor.executemany("UPDATE t SET n = ? WHERE name = ?", [(5, "a"), (6, "nobody")])
    assert cursor.rowcount == 1
    cursor.execute("UPDATE t SET n = 1 WHERE name = 'nobody'")
    assert cursor.rowcount == 0
    cursor.execute("SELECT id, name AS called FROM t WHERE n > ?", (100,))
    assert [name for name, *_ in cursor.description] == ["id", "called"]
    assert (cursor.fetchone(), cursor.fetchall(), cursor.rowcount) == (None, [], -1)
    cursor.execute("SELECT n FROM t ORDER BY id")
    assert (cursor.fetchone(), cursor.fetchmany(2), list(cursor)) == ((5,), [(2,), (3,)], [(4,)])
    cursor.execute("DELETE FROM t WHERE n = 4 RETURNING name, x'00ff'")
    assert cursor.fetchall() == [("d", b"\x00\xff")]


def test_nothing_begins_by_itself(connection: Any) -> None:
    connection.execute("INSERT INTO t (name) VALUES ('kept')")
    assert not connection.in_transaction
    connection.rollback()
    connection.execute("BEGIN IMMEDIATE")
    assert connection.in_transaction
    connection.execute("INSERT INTO t (name) VALUES ('dropped')")
    connection.rollback()
    connection.execute("BEGIN")
    connection.execute("INSERT INTO t (name) VALUES ('kept too')")
    connection.commit()
    connection.commit()
    assert connection.execute("SELECT name FROM t ORDER BY id").fetchall() == [("kept",), ("kept too",)]


@pytest.mark.parametrize(
    ("sql", "error", "says"),
    [
        ("INSERT INTO t (name) VALUES ('a'), ('a')", sqlite3.IntegrityError, "UNIQUE constraint failed: t.name"),
        ("INSERT INTO t (n) VALUES (10)", sqlite3.IntegrityError, "CHECK constraint failed: n_low"),
        ("SELECT missing FROM t", sqlite3.OperationalError, "no such column: missing"),
        ("SELECT ?", sqlite3.ProgrammingError, ""),
    ],
)  # fmt: skip
def test_errors_are_sqlite3s(connection: Any, sql: str, error: type[sqlite3.Error], says: str) -> None:
    """SQLAlchemy, and the code that reads which constraint refused, knows no others."""
    with pytest.raises(error) as raised:
        connection.execute(sql)
    assert says in str(raised.value)


def test_a_refused_row_tells_its_code(connection: Any) -> None:
    with pytest.raises(sqlite3.IntegrityError) as raised:
        connection.execute("INSERT INTO t (n) VALUES (10)")
    assert raised.value.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_CHECK


def test_a_held_pragma_stays(tmp_path: Path) -> None:
    """Negative controls take the durability away from code that sets it itself."""
    connection = LosingDisk(tmp_path).connect("one.db", synchronous="OFF")
    connection.execute("PRAGMA synchronous=FULL")
    assert connection.execute("PRAGMA synchronous").fetchone() == (0,)
    connection.close()


def test_sqlalchemy_takes_it_for_sqlite3(tmp_path: Path) -> None:
    disk = LosingDisk(tmp_path)
    engine = sa.create_engine("sqlite://", creator=lambda: disk.connect("one.db"), poolclass=sa.QueuePool)
    table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    table.metadata.create_all(engine)
    with engine.begin() as tx:
        assert tx.execute(table.insert().values(name="salam").returning(table.c.id)).scalar_one() == 1
        assert tx.exec_driver_sql("INSERT INTO t (id) VALUES (?)", [(2,), (3,)]).rowcount == 2
        assert tx.execute(table.select().where(table.c.id > 9)).mappings().all() == []
        assert tx.execute(sa.select(sa.func.floor(2.5), table.c.name.regexp_match("^s"))).first() == (2, 1)
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as tx:
        tx.execute(table.insert().values(id=1))
    assert sa.inspect(engine).get_table_names() == ["t"]
    engine.dispose()
