"""Mandates and what was taken under them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# Table → the columns that are written once; empty for all of them.
FIXED = {
    "wallet_mandates": (
        " OF number, mandate_id, app_id, payer_user_id, session_id, title_ar, title_en, currency_code, max_minor,"
        " window_s, lasts_s, created_at_ms"
    ),
    "wallet_mandate_charges": "",
}


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    _mandates()
    _charges()
    _keep_history()


def _mandates() -> None:
    op.create_table(
        "wallet_mandates",
        _column("number", INT64),
        _column("mandate_id", TEXT),
        _column("app_id", TEXT),
        _column("payer_user_id", TEXT),
        _column("session_id", TEXT),
        _column("title_ar", sa.Text()),
        _column("title_en", sa.Text()),
        _column("currency_code", TEXT),
        _column("max_minor", INT64),
        _column("window_s", INT64),
        _column("lasts_s", INT64),
        _column("created_at_ms", INT64),
        _column("expires_at_ms", INT64),
        _column("state", TEXT),
        _column("approved_at_ms", INT64),
        _column("ended_at_ms", INT64),
        _column("due_at_ms", INT64),
        _column("version", INT64),
        sa.CheckConstraint(
            "max_minor > 0 AND window_s > 0 AND lasts_s > 0", name=op.f("ck_wallet_mandates_terms_above_zero")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'active', 'declined', 'revoked', 'expired')",
            name=op.f("ck_wallet_mandates_known_state"),
        ),
        sa.CheckConstraint(
            "state <> 'active' OR approved_at_ms > 0", name=op.f("ck_wallet_mandates_approved_before_active")
        ),
        sa.CheckConstraint(
            "(ended_at_ms = 0) = (state IN ('proposed', 'active'))", name=op.f("ck_wallet_mandates_ended_or_not")
        ),
        sa.CheckConstraint(
            "due_at_ms = CASE WHEN ended_at_ms = 0 THEN expires_at_ms ELSE 0 END",
            name=op.f("ck_wallet_mandates_due_until_ended"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wallet_mandates")),
        sa.UniqueConstraint("mandate_id", name=op.f("uq_wallet_mandates_mandate_id")),
        sqlite_strict=True,
    )
    where = sa.text("due_at_ms > 0")
    op.create_index(
        "ix_wallet_mandates_due", "wallet_mandates", ["due_at_ms"], sqlite_where=where, postgresql_where=where
    )
    op.create_index("ix_wallet_mandates_payer", "wallet_mandates", ["payer_user_id", "number"], unique=False)


def _charges() -> None:
    op.create_table(
        "wallet_mandate_charges",
        _column("number", INT64),
        _column("position", INT64),
        _column("charge_id", TEXT),
        _column("amount_minor", INT64),
        _column("fee_minor", INT64),
        _column("title_ar", sa.Text()),
        _column("title_en", sa.Text()),
        _column("charged_at_ms", INT64),
        _column("leg_id", sa.LargeBinary()),
        sa.CheckConstraint(
            "amount_minor > 0 AND fee_minor BETWEEN 0 AND amount_minor",
            name=op.f("ck_wallet_mandate_charges_fee_within_amount"),
        ),
        sa.PrimaryKeyConstraint("number", "position", name=op.f("pk_wallet_mandate_charges")),
        sa.UniqueConstraint("charge_id", name=op.f("uq_wallet_mandate_charges_charge_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_wallet_mandate_charges_window", "wallet_mandate_charges", ["number", "charged_at_ms"], unique=False
    )


def _keep_history() -> None:
    """What was agreed and what was taken is never changed, by whatever code."""
    for table, columns in FIXED.items():
        if op.get_bind().dialect.name == "postgresql":
            trigger = f"ON {table} FOR EACH ROW EXECUTE FUNCTION wallet_refuse()"
            op.execute(f"CREATE TRIGGER {table}_fixed BEFORE UPDATE{columns} {trigger}")
            op.execute(f"CREATE TRIGGER {table}_kept BEFORE DELETE {trigger}")
        else:
            refuse = f"BEGIN SELECT RAISE(ABORT, '{table} keeps its history'); END"
            op.execute(f"CREATE TRIGGER {table}_fixed BEFORE UPDATE{columns} ON {table} {refuse}")
            op.execute(f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refuse}")
