"""Places people keep, and positions they share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "places_saved",
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("icon", sa.Text(), nullable=False),
        sa.Column("lat_e7", sa.Integer(), nullable=False),
        sa.Column("lng_e7", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "name", name=op.f("pk_places_saved")),
    )
    op.create_table(
        "places_shares",
        sa.Column("share_id", TEXT, nullable=False),
        sa.Column("app_id", TEXT, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("share_id", name=op.f("pk_places_shares")),
        sa.UniqueConstraint("user_id", "app_id", "topic", name=op.f("uq_places_shares_user_id")),
    )
    op.create_index(op.f("ix_places_shares_until_ms"), "places_shares", ["until_ms"], unique=False)
