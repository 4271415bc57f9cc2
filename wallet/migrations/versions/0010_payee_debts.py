"""What payees owe apps that gave back for them what they had not got."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SUMS = "wallet_merchant_sums"
KEPT = "app_id, currency_code, sales_minor, refunds_minor, fees_minor, shared_minor"
DEBT_OF_ORDERS = "debt_minor = 0 OR (debt_minor > 0 AND kind IN ('sale', 'refund'))"


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    _payee_debts()
    _settlements()
    _merchant_sums()


def _payee_debts() -> None:
    op.create_table(
        "wallet_payee_debts",
        _column("app_id", TEXT),
        _column("user_id", TEXT),
        _column("currency_code", TEXT),
        _column("owed_minor", INT64),
        sa.CheckConstraint("owed_minor >= 0", name=op.f("ck_wallet_payee_debts_nothing_below_zero")),
        sa.PrimaryKeyConstraint("app_id", "user_id", "currency_code", name=op.f("pk_wallet_payee_debts")),
        sqlite_strict=True,
    )
    op.create_index("ix_wallet_payee_debts_user", "wallet_payee_debts", ["user_id"], unique=False)


def _settlements() -> None:
    """In place: the table's triggers stay, and no row of it is changed."""
    kind = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    check = f"CONSTRAINT ck_wallet_settlements_debt_of_orders CHECK ({DEBT_OF_ORDERS})"
    op.execute(f"ALTER TABLE wallet_settlements ADD COLUMN debt_minor {kind} DEFAULT 0 NOT NULL {check}")


def _merchant_sums() -> None:
    """Made anew, for its constraint is another now."""
    op.rename_table(SUMS, f"{SUMS}_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {SUMS}_before RENAME CONSTRAINT pk_{SUMS} TO pk_{SUMS}_before")
    op.create_table(
        SUMS,
        _column("app_id", TEXT),
        _column("currency_code", TEXT),
        _column("sales_minor", INT64),
        _column("refunds_minor", INT64),
        _column("fees_minor", INT64),
        _column("shared_minor", INT64),
        _column("owed_minor", INT64),
        sa.CheckConstraint(
            "refunds_minor BETWEEN 0 AND sales_minor AND fees_minor >= 0 AND shared_minor >= 0 AND owed_minor >= 0"
            " AND fees_minor + shared_minor <= sales_minor - refunds_minor + owed_minor",
            name=op.f(f"ck_{SUMS}_sums_make_sense"),
        ),
        sa.PrimaryKeyConstraint("app_id", "currency_code", name=op.f(f"pk_{SUMS}")),
        sqlite_strict=True,
    )
    op.execute(f"INSERT INTO {SUMS} ({KEPT}, owed_minor) SELECT {KEPT}, 0 FROM {SUMS}_before")
    op.drop_table(f"{SUMS}_before")
