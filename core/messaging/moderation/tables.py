"""The tables of moderation: who reported what, the sealed copies of it, and what operators did."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import metadata

reports = sa.Table(
    "messaging_reports", metadata,
    sa.Column("report_id", sa.Text, primary_key=True),
    sa.Column("reporter_id", sa.Text, nullable=False),
    sa.Column("conversation_id", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("conversation_kind", sa.Integer, nullable=False),
    sa.Column("reason", sa.Integer, nullable=False),
    sa.Column("state", sa.Integer, nullable=False),
    sa.Column("verdict", sa.Integer, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.Column("closed_at_ms", sa.BigInteger, nullable=False),
    # One report of a message a person; also how the reports of one message are counted.
    sa.UniqueConstraint("conversation_id", "seq", "reporter_id"),
    sa.Index("ix_messaging_reports_queue", "state", "report_id"),
    sa.Index("ix_messaging_reports_reporter", "reporter_id", "created_at_ms"),
)  # fmt: skip

# What was reported, with what the reporter wrote beside it. The row is deleted when the report is closed, and with the
# key nobody can read what is left of it anywhere.
seals = sa.Table(
    "messaging_report_seals", metadata,
    sa.Column("report_id", sa.Text, primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)  # fmt: skip

actions = sa.Table(
    "messaging_report_actions", metadata,
    sa.Column("action_id", sa.Text, primary_key=True),
    sa.Column("report_id", sa.Text, nullable=False, index=True),
    sa.Column("operator_id", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),  # read, closed
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("acted_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip
