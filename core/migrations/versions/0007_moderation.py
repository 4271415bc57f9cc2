"""what people report."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messaging_report_actions",
        sa.Column("action_id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("acted_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_messaging_report_actions")),
    )
    op.create_index(
        op.f("ix_messaging_report_actions_report_id"), "messaging_report_actions", ["report_id"], unique=False
    )
    op.create_table(
        "messaging_report_seals",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_messaging_report_seals")),
    )
    op.create_table(
        "messaging_reports",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("conversation_kind", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Integer(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Integer(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_messaging_reports")),
        sa.UniqueConstraint(
            "conversation_id", "seq", "reporter_id", name=op.f("uq_messaging_reports_conversation_id_seq_reporter_id")
        ),
    )
    op.create_index("ix_messaging_reports_queue", "messaging_reports", ["state", "report_id"], unique=False)
    op.create_index(
        "ix_messaging_reports_reporter", "messaging_reports", ["reporter_id", "created_at_ms"], unique=False
    )
