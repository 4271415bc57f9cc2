"""what people are told about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messaging_notification_prefs",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("quiet_enabled", sa.Boolean(), nullable=False),
        sa.Column("quiet_from_minute", sa.Integer(), nullable=False),
        sa.Column("quiet_to_minute", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("mentions_pierce", sa.Boolean(), nullable=False),
        sa.Column("payments_pierce", sa.Boolean(), nullable=False),
        sa.Column("previews", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_messaging_notification_prefs")),
    )
    op.create_table(
        "messaging_notification_rules",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("setting", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "scope", "scope_id", "kind", name=op.f("pk_messaging_notification_rules")),
    )
    op.create_index(
        "ix_messaging_notification_rules_scope",
        "messaging_notification_rules",
        ["scope_id", "scope", "user_id"],
        unique=False,
    )
    op.create_table(
        "messaging_notifications",
        sa.Column("notification_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("told_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("notification_id", name=op.f("pk_messaging_notifications")),
    )
    op.create_index(
        op.f("ix_messaging_notifications_created_at_ms"), "messaging_notifications", ["created_at_ms"], unique=False
    )
    op.create_index(
        "ix_messaging_notifications_due",
        "messaging_notifications",
        ["due_at_ms"],
        unique=False,
        sqlite_where=sa.text("due_at_ms IS NOT NULL"),
        postgresql_where=sa.text("due_at_ms IS NOT NULL"),
    )
    op.create_index(
        "ix_messaging_notifications_open",
        "messaging_notifications",
        ["conversation_id", "user_id", "kind"],
        unique=True,
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_messaging_notifications_user",
        "messaging_notifications",
        ["user_id", "told_at_ms", "notification_id"],
        unique=False,
    )
