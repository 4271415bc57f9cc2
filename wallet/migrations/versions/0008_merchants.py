"""Who is paid by which merchant, and what came in and went out."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
FIXED = {"wallet_settlements": ""}  # Table → the columns that are written once; empty for all of them.


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    _payees()
    _settlements()
    _merchant_sums()
    _keep_history()


def _payees() -> None:
    op.create_table(
        "wallet_payees",
        _column("app_id", TEXT),
        _column("user_id", TEXT),
        _column("enrolled_at_ms", INT64),
        sa.PrimaryKeyConstraint("app_id", "user_id", name=op.f("pk_wallet_payees")),
        sqlite_strict=True,
    )
    op.create_index("ix_wallet_payees_user", "wallet_payees", ["user_id"], unique=False)


def _settlements() -> None:
    op.create_table(
        "wallet_settlements",
        _column("number", INT64),
        _column("app_id", TEXT),
        _column("settlement_id", TEXT),
        _column("kind", TEXT),
        _column("currency_code", TEXT),
        _column("gross_minor", INT64),
        _column("fee_minor", INT64),
        _column("shared_minor", INT64),
        _column("net_minor", INT64),
        _column("name", sa.Text()),
        _column("created_at_ms", INT64),
        sa.CheckConstraint(
            "kind IN ('sale', 'refund', 'charge', 'withdrawal')",
            name=op.f("ck_wallet_settlements_known_kind"),
        ),
        sa.CheckConstraint(
            "gross_minor > 0 AND fee_minor >= 0 AND shared_minor >= 0",
            name=op.f("ck_wallet_settlements_amounts_not_negative"),
        ),
        sa.CheckConstraint(
            "gross_minor = fee_minor + shared_minor + abs(net_minor)",
            name=op.f("ck_wallet_settlements_adds_up"),
        ),
        sa.CheckConstraint(
            "(net_minor >= 0 AND kind IN ('sale', 'charge')) OR (net_minor <= 0 AND kind IN ('refund', 'withdrawal'))",
            name=op.f("ck_wallet_settlements_comes_or_goes"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wallet_settlements")),
        sa.UniqueConstraint("settlement_id", name=op.f("uq_wallet_settlements_settlement_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_wallet_settlements_app", "wallet_settlements", ["app_id", "number"], unique=False)


def _merchant_sums() -> None:
    op.create_table(
        "wallet_merchant_sums",
        _column("app_id", TEXT),
        _column("currency_code", TEXT),
        _column("sales_minor", INT64),
        _column("refunds_minor", INT64),
        _column("fees_minor", INT64),
        _column("shared_minor", INT64),
        sa.CheckConstraint(
            "refunds_minor BETWEEN 0 AND sales_minor AND fees_minor >= 0 AND shared_minor >= 0"
            " AND fees_minor + shared_minor <= sales_minor - refunds_minor",
            name=op.f("ck_wallet_merchant_sums_sums_make_sense"),
        ),
        sa.PrimaryKeyConstraint("app_id", "currency_code", name=op.f("pk_wallet_merchant_sums")),
        sqlite_strict=True,
    )


def _keep_history() -> None:
    """What was agreed is never changed, by whatever code."""
    for table, columns in FIXED.items():
        if op.get_bind().dialect.name == "postgresql":
            trigger = f"ON {table} FOR EACH ROW EXECUTE FUNCTION wallet_refuse()"
            op.execute(f"CREATE TRIGGER {table}_fixed BEFORE UPDATE{columns} {trigger}")
            op.execute(f"CREATE TRIGGER {table}_kept BEFORE DELETE {trigger}")
        else:
            refuse = f"BEGIN SELECT RAISE(ABORT, '{table} keeps its history'); END"
            op.execute(f"CREATE TRIGGER {table}_fixed BEFORE UPDATE{columns} ON {table} {refuse}")
            op.execute(f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refuse}")
