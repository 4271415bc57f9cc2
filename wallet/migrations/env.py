"""Alembic's entry: the wallet's own history, for the database that only the wallet has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from wallet.tables import metadata

engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    # Batch mode: SQLite cannot alter a table in place.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
