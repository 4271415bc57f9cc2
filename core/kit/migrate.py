"""Brings a database to the schema this code knows; refuses one that newer code has already moved on."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command, context
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory


class DatabaseNewer(RuntimeError):
    """The database was migrated by newer code; running this one on it could lose what it does not know."""


def _settings(script_dir: Path, url: str) -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(script_dir))
    settings.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return settings


def current(url: str) -> str | None:
    """The revision a database is at; None for an empty one."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def upgrade(url: str, script_dir: Path) -> bool:
    """Apply what is missing; True when something was. DatabaseNewer when the database knows more than this code."""
    known = ScriptDirectory.from_config(_settings(script_dir, url))
    before = current(url)
    if before is not None and before not in {revision.revision for revision in known.walk_revisions()}:
        raise DatabaseNewer(f"the database is at revision {before}, which this version of Majlis does not know")
    if before == known.get_current_head():
        return False
    command.upgrade(_settings(script_dir, url), "head")
    return True


def knows(script_dir: Path, revision: str) -> bool:
    """True when this code's history has the revision."""
    return revision in {
        each.revision for each in ScriptDirectory.from_config(_settings(script_dir, "")).walk_revisions()
    }


def upgrade_on(connection: sa.Connection, script_dir: Path, revision: str) -> None:
    """Bring an empty database to that revision inside the transaction its owner began, and may undo."""
    settings = _settings(script_dir, "")
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)


def run_history(metadata: sa.MetaData) -> None:
    """What every env.py does: apply the steps Alembic asked for, in a transaction of its own or its caller's."""
    given: sa.Connection | None = context.config.attributes.get("connection")
    if given is not None:  # Its owner commits: upgrade_on.
        _apply(given, metadata)
        return
    engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url") or "")
    with engine.connect() as connection:
        _apply(connection, metadata)
        connection.commit()
    engine.dispose()


def _apply(connection: sa.Connection, metadata: sa.MetaData) -> None:
    # Batch mode: SQLite cannot alter a table in place.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


def make_revision(url: str, script_dir: Path, message: str) -> None:
    """Write the migration from the database at `url` (at head) to the tables the code declares."""
    command.revision(_settings(script_dir, url), message=message, autogenerate=True)
