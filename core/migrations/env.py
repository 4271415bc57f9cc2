"""Alembic's entry: one history for the host's own database, from the tables every slice declares."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

import core.appdata.tables
import core.apps.tables
import core.identity.tables
import core.kit.keyed
import core.kit.outbox  # noqa: F401  (each import declares tables)
from core.kit.db import metadata

engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    # Batch mode: SQLite cannot alter a table in place.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
