"""`database`: every test that takes it runs on SQLite and on PostgreSQL, each time on a database of its own.

`database_url` is the same before anybody connected; `sqlite_url` and `postgres_url` are for tests of one kind only.
Without a PostgreSQL those tests are skipped with the reason; with CI=true they fail.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from core.kit.db import Database, connect, metadata
from tests.support import ready_databases
from tests.support.postgres_server import PostgresMissing, join

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The socket folder of the one PostgreSQL all processes of this run share."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # Each worker has a folder of its own inside the run's.
        folder = folder.parent
    try:
        socket_folder, using = join(folder)
    except PostgresMissing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs PostgreSQL: {missing}")
        pytest.skip(f"no PostgreSQL: {missing}")
    with using:
        yield socket_folder


@pytest.fixture
def postgres_url(postgres_socket: str) -> Iterator[str]:
    """A schema of the test's own, first on the search path of every connection."""
    with own_schema(postgres_socket) as url:
        yield url


@contextmanager
def own_schema(postgres_socket: str) -> Iterator[str]:
    schema = f"test_{secrets.token_hex(8)}"
    with psycopg.connect(host=postgres_socket, user="postgres", dbname="postgres", autocommit=True) as admin:
        ready_databases.begin(schema, admin)
        yield f"postgresql+psycopg://postgres@/postgres?host={postgres_socket}&options=-csearch_path%3D{schema}"
        ready_databases.end(schema, admin)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The SQLAlchemy URL of an empty database."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def postgres_schemas(postgres_socket: str) -> Iterator[Callable[[], str]]:
    """Every call gives the URL of one more schema."""
    with ExitStack() as made:
        yield lambda: made.enter_context(own_schema(postgres_socket))


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """For tests that need several: every call gives the URL of one more empty database, all of one kind."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path / secrets.token_hex(8)}.db"
    schemas: Callable[[], str] = request.getfixturevalue("postgres_schemas")
    return schemas


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with every table known to this process; several tests of a file may import more of them."""
    ready_databases.with_tables(database_url)
    made = connect(database_url)
    yield made
    made.close()


def create_tables(database: Database, *tables: sa.Table) -> None:
    """Make the named tables, or all there are, in an empty database."""
    with database.engine.begin() as connection:
        metadata.create_all(connection, tables=list(tables) or None, checkfirst=False)
