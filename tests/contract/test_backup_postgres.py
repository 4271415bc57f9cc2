"""What only PostgreSQL has: tables in any order of reference, counters, computed columns, tables of somebody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.backup.host_database import HostDatabase
from core.backup.making import make_backup
from core.backup.restoring import Restored, restore_backup
from core.kit.clock import ManualClock
from core.kit.migrate import upgrade

ENV = "import sqlalchemy as sa\nfrom core.kit.migrate import run_history\nrun_history(sa.MetaData())\n"
STEP = '''
from alembic import op
revision, down_revision = "0001", None

def upgrade():
    op.execute("CREATE TABLE zebras (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL)")
    op.execute("""CREATE TABLE apples (
        id bigserial PRIMARY KEY, "Order" integer REFERENCES zebras, parent bigint REFERENCES apples,
        twice integer GENERATED ALWAYS AS ("Order" * 2) STORED,
        weight double precision, at timestamptz, tags text[])""")
    op.execute("INSERT INTO zebras (name) VALUES ('the first')")
    op.execute("INSERT INTO apples (\\"Order\\") VALUES (1)")
'''


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A history as no slice has one yet."""
    folder = tmp_path / "history"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENV)
    (folder / "versions" / "0001_all.py").write_text(STEP)
    return folder


@pytest.fixture
def urls(postgres_schemas: Callable[[], str], history: Path) -> tuple[str, str]:
    """One that is lived in, one that is empty."""
    full, empty = postgres_schemas(), postgres_schemas()
    upgrade(full, history)
    run(full, "UPDATE zebras SET name = 'renamed'")
    run(full, "INSERT INTO zebras (name) VALUES ('second'), ('third')")
    run(
        full,
        """INSERT INTO apples ("Order", parent, weight, at, tags)
        VALUES (3, 1, 0.1::float8 + 0.2, '2026-01-01 00:00:00.123456+03', '{"a,b",NULL,"\\"ع"}'),
            (2, 2, 'NaN', NULL, '{}')""",
    )
    return full, empty


def run(url: str, statement: str) -> list[Any]:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        result = connection.exec_driver_sql(statement)
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def moved(urls: tuple[str, str], history: Path, tmp_path: Path) -> Restored:
    full, empty = (HostDatabase("core", url, history) for url in urls)
    (tmp_path / "data").mkdir()
    file = make_backup(tmp_path, databases=[full], data_dir=tmp_path / "data", caches=(), clock=ManualClock())
    return restore_backup(file, databases=[empty], data_dir=tmp_path / "new")


def test_references_counters_and_computed_columns_come_back(
    urls: tuple[str, str], history: Path, tmp_path: Path
) -> None:
    """Children restored before their parents would be refused; a counter left behind would give an id out twice."""
    moved(urls, history, tmp_path)
    for query in (
        "SELECT * FROM zebras ORDER BY id",
        "SELECT id, twice, weight::text, at, tags FROM apples ORDER BY id",
    ):
        assert run(urls[1], query) == run(urls[0], query)
    assert run(urls[1], "INSERT INTO zebras (name) VALUES ('next') RETURNING id") == [(4,)]
    assert run(urls[1], "INSERT INTO apples (parent) VALUES (3) RETURNING id") == [(4,)]


def test_tables_of_somebody_else_do_not_stand_in_the_way(urls: tuple[str, str], history: Path, tmp_path: Path) -> None:
    """An administrator's note among the tables must not cost the host its backup on the day it is needed."""
    run(urls[0], "CREATE TABLE admin_notes (id serial, note text)")
    run(urls[0], "INSERT INTO admin_notes (note) VALUES ('mine')")
    assert moved(urls, history, tmp_path).left_out == ["admin_notes"]
    assert len(run(urls[1], "SELECT * FROM zebras")) == 3
