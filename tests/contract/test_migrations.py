"""The migrated schema is the one the code declares, on both databases; newer databases are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import core.appdata.tables
import core.apps.tables
import core.identity.tables
import core.kit.keyed
import core.kit.outbox
import core.messaging.media.tables
import core.messaging.moderation.tables
import core.messaging.notifications.tables
import core.messaging.search.tables
import core.messaging.tables  # noqa: F401  (each import declares tables)
from core.kit.db import metadata
from core.kit.migrate import DatabaseNewer, upgrade
from wallet import schema as wallet_schema

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "core" / "migrations"


def test_migrations_lead_to_the_declared_tables(database_url: str) -> None:
    """A table changed without its migration would work in tests and fail on every real host."""
    assert upgrade(database_url, SCRIPTS)
    assert not upgrade(database_url, SCRIPTS), "a second time there is nothing to do"
    engine = sa.create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_the_hosts})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert not differences


def test_the_wallets_migrations_lead_to_its_declared_tables(database_url: str) -> None:
    """Its own history, in its own database."""
    assert upgrade(database_url, ROOT / "wallet" / "migrations")
    engine = sa.create_engine(database_url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), wallet_schema.metadata)
        checks = {name: _checks(connection, name) for name in wallet_schema.metadata.tables}
    engine.dispose()
    assert not differences
    for name, table in wallet_schema.metadata.tables.items():
        declared = {each.name for each in table.constraints if isinstance(each, sa.CheckConstraint)}
        assert checks[name] == declared, name


def _checks(connection: sa.Connection, table: str) -> set[str | None]:
    return {each["name"] for each in sa.inspect(connection).get_check_constraints(table)}


def test_a_database_moved_on_by_newer_code_is_refused(sqlite_url: str) -> None:
    """Old code on a new database could lose what it does not know."""
    upgrade(sqlite_url, SCRIPTS)
    engine = sa.create_engine(sqlite_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(DatabaseNewer):
        upgrade(sqlite_url, SCRIPTS)


def _is_the_hosts(_: object, name: str | None, kind: str, *rest: object) -> bool:
    """Other tests declare tables of their own in the same metadata."""
    if str(name).removeprefix("ix_").startswith("messaging_search_words"):
        return False  # What finds words is each database's own and no table of the metadata.
    return kind != "table" or str(name).partition("_")[0] in ("identity", "apps", "appdata", "kit", "messaging")
