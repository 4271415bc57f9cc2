"""The tables of notifications: settings, and what was told; nothing of what was written."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import metadata

rules = sa.Table(
    "messaging_notification_rules", metadata,
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("scope", sa.Integer, primary_key=True),
    sa.Column("scope_id", sa.Text, primary_key=True),  # Empty for everywhere.
    sa.Column("kind", sa.Integer, primary_key=True),
    sa.Column("setting", sa.Integer, nullable=False),
    # Who asked to be told of a channel is found from the channel.
    sa.Index("ix_messaging_notification_rules_scope", "scope_id", "scope", "user_id"),
)  # fmt: skip

# Whoever has no row has the host's defaults.
prefs = sa.Table(
    "messaging_notification_prefs", metadata,
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("quiet_enabled", sa.Boolean, nullable=False),
    sa.Column("quiet_from_minute", sa.Integer, nullable=False),
    sa.Column("quiet_to_minute", sa.Integer, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("mentions_pierce", sa.Boolean, nullable=False),
    sa.Column("payments_pierce", sa.Boolean, nullable=False),
    sa.Column("previews", sa.Boolean, nullable=False),
)  # fmt: skip

# A row counts up while its conversation is unread: the open one of (user, conversation, kind).
told = sa.Table(
    "messaging_notifications", metadata,
    sa.Column("notification_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("conversation_id", sa.Text, nullable=False),
    sa.Column("kind", sa.Integer, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),  # Of the newest update it stands for.
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("silent", sa.Boolean, nullable=False),
    sa.Column("open", sa.Boolean, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False, index=True),
    sa.Column("told_at_ms", sa.BigInteger, nullable=False),  # 0 until it was handed out.
    sa.Column("due_at_ms", sa.BigInteger, nullable=True),  # When it is to be handed out (again); NULL for not now.
    sa.Index("ix_messaging_notifications_user", "user_id", "told_at_ms", "notification_id"),
    sa.Index("ix_messaging_notifications_open", "conversation_id", "user_id", "kind", unique=True,
             sqlite_where=sa.text("open"), postgresql_where=sa.text("open")),
    sa.Index("ix_messaging_notifications_due", "due_at_ms", sqlite_where=sa.text("due_at_ms IS NOT NULL"),
             postgresql_where=sa.text("due_at_ms IS NOT NULL")),
)  # fmt: skip
