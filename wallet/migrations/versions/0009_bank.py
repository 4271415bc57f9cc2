"""Top-ups, payouts, and what the bank said of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    _transfers()
    _notices()
    _differences()
    _days()


def _transfers() -> None:
    table = "wallet_bank_transfers"
    op.create_table(
        table,
        _column("number", INT64),
        _column("id", TEXT),
        _column("user_id", TEXT),
        _column("kind", TEXT),
        _column("currency_code", TEXT),
        _column("amount_minor", INT64),
        _column("state", TEXT),
        _column("why", sa.Text()),
        _column("created_at_ms", INT64),
        _column("settled_at_ms", INT64),
        _column("version", INT64),
        _column("bank_reference", TEXT),
        _column("said_state", TEXT),
        _column("said_minor", INT64),
        sa.CheckConstraint("kind IN ('top_up', 'pay_out')", name=op.f(f"ck_{table}_known_kind")),
        sa.CheckConstraint("state IN ('pending', 'done', 'failed', 'returned')", name=op.f(f"ck_{table}_known_state")),
        sa.CheckConstraint("(state = 'pending') = (settled_at_ms = 0)", name=op.f(f"ck_{table}_settled_or_pending")),
        sa.CheckConstraint("amount_minor > 0", name=op.f(f"ck_{table}_amount_positive")),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
        sqlite_strict=True,
    )
    op.create_index(f"ix_{table}_user", table, ["user_id", "number"], unique=False)
    pending = sa.text("state = 'pending'")
    op.create_index(f"ix_{table}_open", table, ["number"], unique=False, sqlite_where=pending, postgresql_where=pending)
    op.create_index(f"ix_{table}_settled", table, ["settled_at_ms"], unique=False)


def _notices() -> None:
    op.create_table(
        "wallet_bank_notices",
        _column("id", TEXT),
        _column("reference", TEXT),
        _column("body", sa.LargeBinary()),
        _column("verdict", TEXT),
        _column("received_at_ms", INT64),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallet_bank_notices")),
        sqlite_strict=True,
    )


def _differences() -> None:
    op.create_table(
        "wallet_bank_differences",
        _column("reference", TEXT),
        _column("kind", TEXT),
        _column("bank_transfer_id", TEXT),
        _column("bank_reference", TEXT),
        _column("ours_minor", INT64),
        _column("theirs_minor", INT64),
        _column("currency_code", TEXT),
        _column("explanation", sa.Text()),
        _column("found_at_ms", INT64),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_wallet_bank_differences")),
        sqlite_strict=True,
    )


def _days() -> None:
    op.create_table(
        "wallet_bank_days",
        _column("day", INT64),
        _column("compared_at_ms", INT64),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_wallet_bank_days")),
        sqlite_strict=True,
    )
