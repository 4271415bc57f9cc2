"""The test bank's tables, in a file of its own that is nobody's truth but a developer's."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

transfers = sa.Table(
    "testbank_transfers", metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("asked_minor", sa.Integer, nullable=False),
    sa.Column("amount_minor", sa.Integer, nullable=False),
    sa.Column("currency_code", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("changed_at_ms", sa.Integer, nullable=False),
    # When it is decided next; NULL where nothing is left to decide.
    sa.Column("due_at_ms", sa.Integer, nullable=True, index=True),
    sa.Column("conduct_json", sa.Text, nullable=False),
)  # fmt: skip

notices = sa.Table(
    "testbank_notices", metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("seal", sa.Text, nullable=False),  # true, forged or stale
    sa.Column("attempts", sa.Integer, nullable=False),
    # NULL for one that is held back, gone once it was taken or given up.
    sa.Column("due_at_ms", sa.Integer, nullable=True, index=True),
)  # fmt: skip
