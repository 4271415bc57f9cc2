"""The tables of merchants: who may be paid a part, and every line of what came in and went out."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import CodePointText
from wallet.tables import Int64, metadata

payees = sa.Table(
    "wallet_payees", metadata,
    sa.Column("app_id", CodePointText, primary_key=True),
    sa.Column("user_id", CodePointText, primary_key=True),
    sa.Column("enrolled_at_ms", Int64, nullable=False),
    sqlite_strict=True,
)  # fmt: skip
sa.Index("ix_wallet_payees_user", payees.c.user_id)

# What a payee owes an app that gave back for them what they had not got.
payee_debts = sa.Table(
    "wallet_payee_debts", metadata,
    sa.Column("app_id", CodePointText, primary_key=True),
    sa.Column("user_id", CodePointText, primary_key=True),
    sa.Column("currency_code", CodePointText, primary_key=True),
    sa.Column("owed_minor", Int64, nullable=False),
    sa.CheckConstraint("owed_minor >= 0", name="nothing_below_zero"),
    sqlite_strict=True,
)  # fmt: skip
sa.Index("ix_wallet_payee_debts_user", payee_debts.c.user_id)

# Never changed; a merchant's sums are kept beside them.
settlements = sa.Table(
    "wallet_settlements", metadata,
    sa.Column("number", Int64, primary_key=True, autoincrement=False),
    sa.Column("app_id", CodePointText, nullable=False),
    sa.Column("settlement_id", CodePointText, unique=True, nullable=False),
    sa.Column("kind", CodePointText, nullable=False),
    sa.Column("currency_code", CodePointText, nullable=False),
    sa.Column("gross_minor", Int64, nullable=False),
    sa.Column("fee_minor", Int64, nullable=False),
    sa.Column("shared_minor", Int64, nullable=False),
    sa.Column("net_minor", Int64, nullable=False),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("created_at_ms", Int64, nullable=False),
    sa.Column("debt_minor", Int64, nullable=False, server_default="0"),
    sa.CheckConstraint("kind IN ('sale', 'refund', 'charge', 'withdrawal')", name="known_kind"),
    sa.CheckConstraint("gross_minor > 0 AND fee_minor >= 0 AND shared_minor >= 0", name="amounts_not_negative"),
    sa.CheckConstraint("gross_minor = fee_minor + shared_minor + abs(net_minor)", name="adds_up"),
    sa.CheckConstraint("(net_minor >= 0 AND kind IN ('sale', 'charge'))"
                       " OR (net_minor <= 0 AND kind IN ('refund', 'withdrawal'))", name="comes_or_goes"),
    sa.CheckConstraint("debt_minor = 0 OR (debt_minor > 0 AND kind IN ('sale', 'refund'))", name="debt_of_orders"),
    sqlite_strict=True,
)  # fmt: skip
sa.Index("ix_wallet_settlements_app", settlements.c.app_id, settlements.c.number)

merchant_sums = sa.Table(
    "wallet_merchant_sums", metadata,
    sa.Column("app_id", CodePointText, primary_key=True),
    sa.Column("currency_code", CodePointText, primary_key=True),
    sa.Column("sales_minor", Int64, nullable=False),
    sa.Column("refunds_minor", Int64, nullable=False),
    sa.Column("fees_minor", Int64, nullable=False),
    sa.Column("shared_minor", Int64, nullable=False),
    sa.Column("owed_minor", Int64, nullable=False),
    sa.CheckConstraint(
        "refunds_minor BETWEEN 0 AND sales_minor AND fees_minor >= 0 AND shared_minor >= 0 AND owed_minor >= 0"
        " AND fees_minor + shared_minor <= sales_minor - refunds_minor + owed_minor", name="sums_make_sense",
    ),
    sqlite_strict=True,
)  # fmt: skip
