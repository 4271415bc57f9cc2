"""The tables of orders: what was asked, who gets which part, what each was given and gave back.

What an order asks, of whom, and whose its parts are is written once: triggers in the migration refuse any change of it.
Amounts and states keep their promises by CHECK, whatever the code does.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.kit.db import CodePointText
from wallet.tables import Bytes, Int32, Int64, metadata


def _column(name: str, kind: sa.types.TypeEngine[Any], *, primary_key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=primary_key, nullable=False, autoincrement=False)


orders = sa.Table(
    "wallet_orders", metadata,
    _column("number", Int64, primary_key=True),
    sa.Column("order_id", CodePointText, unique=True, nullable=False),
    _column("app_id", CodePointText),
    _column("payer_user_id", CodePointText),
    _column("session_id", CodePointText),
    _column("name", sa.Text()),
    _column("title_ar", sa.Text()),
    _column("title_en", sa.Text()),
    _column("lines_json", sa.Text()),
    _column("currency_code", CodePointText),
    _column("total_minor", Int64),
    _column("is_hold", Int32),
    _column("may_tip", Int32),
    _column("hold_for_s", Int64),
    _column("created_at_ms", Int64),
    _column("expires_at_ms", Int64),
    _column("state", CodePointText),
    _column("tip_minor", Int64),
    _column("paid_minor", Int64),
    _column("refunded_minor", Int64),
    _column("approved_at_ms", Int64),
    _column("hold_expires_at_ms", Int64),
    _column("settled_at_ms", Int64),
    _column("due_at_ms", Int64),
    _column("payment_id", Bytes),
    _column("version", Int64),
    sa.CheckConstraint("total_minor > 0", name="total_above_zero"),
    sa.CheckConstraint(
        "state IN ('open', 'held', 'paid', 'declined', 'expired', 'voided')", name="known_state"
    ),
    sa.CheckConstraint("is_hold IN (0, 1) AND may_tip IN (0, 1)", name="flags_are_bits"),
    sa.CheckConstraint("state <> 'held' OR is_hold = 1", name="held_where_asked"),
    sa.CheckConstraint("tip_minor = 0 OR (may_tip = 1 AND tip_minor > 0 AND approved_at_ms > 0)", name="tip_allowed"),
    sa.CheckConstraint("paid_minor BETWEEN 0 AND total_minor + tip_minor", name="paid_within_asked"),
    sa.CheckConstraint("(paid_minor > 0) = (state = 'paid')", name="paid_where_paid"),
    sa.CheckConstraint("refunded_minor BETWEEN 0 AND paid_minor", name="refunded_within_paid"),
    sa.CheckConstraint("state NOT IN ('held', 'paid') OR approved_at_ms > 0", name="approved_before_money"),
    sa.CheckConstraint("(due_at_ms > 0) = (state IN ('open', 'held'))", name="due_while_it_waits"),
    sqlite_strict=True,
)  # fmt: skip
sa.Index("ix_wallet_orders_payer", orders.c.payer_user_id, orders.c.number)
sa.Index("ix_wallet_orders_app", orders.c.app_id, orders.c.payer_user_id, orders.c.number)
_waits = orders.c.due_at_ms > 0
sa.Index("ix_wallet_orders_due", orders.c.due_at_ms, sqlite_where=_waits, postgresql_where=_waits)
_open, _held = (orders.c.state == sa.literal_column(f"'{state}'") for state in ("open", "held"))
sa.Index(
    "ix_wallet_orders_open", orders.c.app_id, orders.c.payer_user_id, sqlite_where=_open, postgresql_where=_open
)  # fmt: skip
sa.Index("ix_wallet_orders_held", orders.c.app_id, sqlite_where=_held, postgresql_where=_held)

order_splits = sa.Table(
    "wallet_order_splits", metadata,
    _column("number", Int64, primary_key=True),
    _column("position", Int32, primary_key=True),
    _column("payee_user_id", CodePointText),
    _column("basis_points", Int32),
    sa.CheckConstraint("basis_points BETWEEN 1 AND 10000", name="basis_points_of_a_whole"),
    sqlite_strict=True,
)  # fmt: skip

# What each of those who were paid got and gave back; `leg_id` is the transfer that paid them.
order_parts = sa.Table(
    "wallet_order_parts", metadata,
    _column("number", Int64, primary_key=True),
    _column("position", Int32, primary_key=True),
    _column("role", CodePointText),
    _column("owner", CodePointText),
    _column("amount_minor", Int64),
    _column("returned_minor", Int64),
    _column("leg_id", Bytes),
    sa.CheckConstraint("amount_minor > 0", name="amount_above_zero"),
    sa.CheckConstraint("role IN ('app', 'fee', 'split', 'tip')", name="known_role"),
    sa.CheckConstraint("returned_minor BETWEEN 0 AND amount_minor", name="returned_within_amount"),
    sqlite_strict=True,
)  # fmt: skip

order_refunds = sa.Table(
    "wallet_order_refunds", metadata,
    _column("number", Int64, primary_key=True),
    _column("position", Int32, primary_key=True),
    sa.Column("refund_id", CodePointText, unique=True, nullable=False),
    _column("amount_minor", Int64),
    _column("created_at_ms", Int64),
    sa.CheckConstraint("amount_minor > 0", name="amount_above_zero"),
    sqlite_strict=True,
)  # fmt: skip
