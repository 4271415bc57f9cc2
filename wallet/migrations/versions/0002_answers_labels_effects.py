"""What requests were answered, what lines were for, and what other slices have yet to be told."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    _answers()
    _labels()
    _effects()


def _answers() -> None:
    op.create_table(
        "wallet_answers",
        _column("request_id", TEXT),
        _column("caller", TEXT),
        _column("method", TEXT),
        _column("request_sha256", sa.LargeBinary()),
        _column("answer", sa.LargeBinary()),
        _column("reason", TEXT),
        _column("message", sa.Text()),
        _column("facts_json", sa.Text()),
        _column("created_at_ms", INT64),
        sa.PrimaryKeyConstraint("request_id", "caller", "method", name=op.f("pk_wallet_answers")),
        sqlite_strict=True,
    )


def _labels() -> None:
    op.create_table(
        "wallet_labels",
        _column("seq", INT64),
        _column("kind", TEXT),
        _column("ref_id", TEXT),
        _column("note", sa.Text()),
        _column("title_ar", sa.Text()),
        _column("title_en", sa.Text()),
        _column("app_id", TEXT),
        _column("from_user_id", TEXT),
        _column("from_name", sa.Text()),
        _column("to_user_id", TEXT),
        _column("to_name", sa.Text()),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_wallet_labels")),
        sqlite_strict=True,
    )


def _effects() -> None:
    op.create_table(
        "kit_outbox",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("body_json", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_outbox")),
    )
    op.create_index(op.f("ix_kit_outbox_due_at_ms"), "kit_outbox", ["due_at_ms"], unique=False)
