"""The tables of appdata. An empty user_id means the app itself."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import CodePointText, metadata

documents = sa.Table(
    "appdata_documents", metadata,
    sa.Column("app_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("key", CodePointText, primary_key=True),
    sa.Column("value_json", sa.Text, nullable=False),
    sa.Column("room_bytes", sa.BigInteger, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("updated_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip

# The sum of room_bytes by owner, kept in the same transaction.
usage = sa.Table(
    "appdata_usage", metadata,
    sa.Column("app_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("used_bytes", sa.BigInteger, nullable=False),
)  # fmt: skip

# due_at_ms is when somebody may take it next: its time to fire, then the end of each lease.
timers = sa.Table(
    "appdata_timers", metadata,
    sa.Column("app_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("fire_at_ms", sa.BigInteger, nullable=False),
    sa.Column("due_at_ms", sa.BigInteger, nullable=False, index=True),
    sa.Column("payload_json", sa.Text, nullable=False),
    sa.Column("lease_id", sa.Text, nullable=False),
)  # fmt: skip

# The counter row is the lock: numbers follow the order of commits, so a reader never skips one.
counters = sa.Table(
    "appdata_counters", metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)  # fmt: skip

topic_changes = sa.Table(
    "appdata_topic_changes", metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("app_id", sa.Text, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("refresh", sa.Boolean, nullable=False),
    sa.Column("value_json", sa.Text, nullable=False),
    sa.Column("changed_at_ms", sa.BigInteger, nullable=False, index=True),
    sa.Index("ix_appdata_topic_changes_topic", "app_id", "topic", "refresh", "number"),
)  # fmt: skip

sessions = sa.Table(
    "appdata_sessions", metadata,
    sa.Column("session_id", sa.Text, primary_key=True),
    sa.Column("app_id", sa.Text, nullable=False),
    sa.Column("version_id", sa.Text, nullable=False),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("state_json", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("query_json", sa.Text, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.Column("closed_at_ms", sa.BigInteger, nullable=False),
    # The app's own session is made once; in all other rows this is null, and nulls are never equal.
    sa.Column("own_of_app_id", sa.Text, nullable=True, unique=True),
)  # fmt: skip

event_tables = sa.Table(
    "appdata_event_tables", metadata,
    sa.Column("session_id", sa.Text, sa.ForeignKey("appdata_sessions.session_id"), primary_key=True),
    sa.Column("revision", sa.BigInteger, primary_key=True),
    sa.Column("table_json", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("query_json", sa.Text, nullable=False),
)  # fmt: skip

events = sa.Table(
    "appdata_events", metadata,
    sa.Column("event_id", sa.Text, primary_key=True),
    sa.Column("session_id", sa.Text, sa.ForeignKey("appdata_sessions.session_id"), nullable=False),
    sa.Column("request_sha256", sa.LargeBinary, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("answer_json", sa.Text, nullable=False),
    sa.Column("committed_at_ms", sa.BigInteger, nullable=False, index=True),
)  # fmt: skip
