"""who knows whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_contacts",
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("knows_username", sa.Boolean(), nullable=False),
        sa.Column("blocked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("declined_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["identity_users.id"], name=op.f("fk_identity_contacts_other_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["identity_users.id"], name=op.f("fk_identity_contacts_owner_id")),
        sa.PrimaryKeyConstraint("owner_id", "other_id", name=op.f("pk_identity_contacts")),
    )
    op.create_index("ix_identity_contacts_blocked", "identity_contacts", ["owner_id", "blocked_at_ms"], unique=False)
    op.create_index("ix_identity_contacts_listed", "identity_contacts", ["owner_id", "state", "since_ms"], unique=False)
    op.create_table(
        "identity_reach",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("found_by_username", sa.Boolean(), nullable=False),
        sa.Column("found_by_code", sa.Boolean(), nullable=False),
        sa.Column("added_to_groups", sa.Boolean(), nullable=False),
        sa.Column("asked_day", sa.Integer(), nullable=False),
        sa.Column("asked_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["identity_users.id"], name=op.f("fk_identity_reach_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_identity_reach")),
        sa.UniqueConstraint("code", name=op.f("uq_identity_reach_code")),
    )
