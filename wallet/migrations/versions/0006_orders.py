"""Orders, what was taken and given back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# Of wallet_orders.
CHECKS = {
    "total_above_zero": "total_minor > 0",
    "known_state": "state IN ('open', 'held', 'paid', 'declined', 'expired', 'voided')",
    "flags_are_bits": "is_hold IN (0, 1) AND may_tip IN (0, 1)",
    "held_where_asked": "state <> 'held' OR is_hold = 1",
    "tip_allowed": "tip_minor = 0 OR (may_tip = 1 AND tip_minor > 0 AND approved_at_ms > 0)",
    "paid_within_asked": "paid_minor BETWEEN 0 AND total_minor + tip_minor",
    "paid_where_paid": "(paid_minor > 0) = (state = 'paid')",
    "refunded_within_paid": "refunded_minor BETWEEN 0 AND paid_minor",
    "approved_before_money": "state NOT IN ('held', 'paid') OR approved_at_ms > 0",
    "due_while_it_waits": "(due_at_ms > 0) = (state IN ('open', 'held'))",
}
# Table → the columns that are written once; empty for all of them.
_ORDER = (
    " OF number, order_id, app_id, payer_user_id, session_id, name, title_ar, title_en, lines_json,"
    " currency_code, total_minor, is_hold, may_tip, hold_for_s, created_at_ms, expires_at_ms"
)
FIXED = {
    "wallet_orders": _ORDER, "wallet_order_splits": "", "wallet_order_refunds": "",
    "wallet_order_parts": " OF number, position, role, owner, amount_minor, leg_id",
}  # fmt: skip


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    _orders()
    _orders_indexes()
    _order_splits()
    _order_parts()
    _order_refunds()
    _keep_history()


def _orders() -> None:
    op.create_table(
        "wallet_orders",
        _column("number", INT64),
        _column("order_id", TEXT),
        _column("app_id", TEXT),
        _column("payer_user_id", TEXT),
        _column("session_id", TEXT),
        _column("name", sa.Text()),
        _column("title_ar", sa.Text()),
        _column("title_en", sa.Text()),
        _column("lines_json", sa.Text()),
        _column("currency_code", TEXT),
        _column("total_minor", INT64),
        _column("is_hold", sa.Integer()),
        _column("may_tip", sa.Integer()),
        _column("hold_for_s", INT64),
        _column("created_at_ms", INT64),
        _column("expires_at_ms", INT64),
        _column("state", TEXT),
        _column("tip_minor", INT64),
        _column("paid_minor", INT64),
        _column("refunded_minor", INT64),
        _column("approved_at_ms", INT64),
        _column("hold_expires_at_ms", INT64),
        _column("settled_at_ms", INT64),
        _column("due_at_ms", INT64),
        _column("payment_id", sa.LargeBinary()),
        _column("version", INT64),
        *(sa.CheckConstraint(sql, name=op.f(f"ck_wallet_orders_{name}")) for name, sql in CHECKS.items()),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wallet_orders")),
        sa.UniqueConstraint("order_id", name=op.f("uq_wallet_orders_order_id")),
        sqlite_strict=True,
    )


def _orders_indexes() -> None:
    op.create_index("ix_wallet_orders_app", "wallet_orders", ["app_id", "payer_user_id", "number"], unique=False)
    op.create_index(
        "ix_wallet_orders_due",
        "wallet_orders",
        ["due_at_ms"],
        unique=False,
        sqlite_where=sa.text("due_at_ms > 0"),
        postgresql_where=sa.text("due_at_ms > 0"),
    )
    op.create_index(
        "ix_wallet_orders_held",
        "wallet_orders",
        ["app_id"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index(
        "ix_wallet_orders_open",
        "wallet_orders",
        ["app_id", "payer_user_id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_wallet_orders_payer", "wallet_orders", ["payer_user_id", "number"], unique=False)


def _order_splits() -> None:
    op.create_table(
        "wallet_order_splits",
        _column("number", INT64),
        _column("position", sa.Integer()),
        _column("payee_user_id", TEXT),
        _column("basis_points", sa.Integer()),
        sa.CheckConstraint(
            "basis_points BETWEEN 1 AND 10000",
            name=op.f("ck_wallet_order_splits_basis_points_of_a_whole"),
        ),
        sa.PrimaryKeyConstraint("number", "position", name=op.f("pk_wallet_order_splits")),
        sqlite_strict=True,
    )


def _order_parts() -> None:
    op.create_table(
        "wallet_order_parts",
        _column("number", INT64),
        _column("position", sa.Integer()),
        _column("role", TEXT),
        _column("owner", TEXT),
        _column("amount_minor", INT64),
        _column("returned_minor", INT64),
        _column("leg_id", sa.LargeBinary()),
        sa.CheckConstraint(
            "amount_minor > 0",
            name=op.f("ck_wallet_order_parts_amount_above_zero"),
        ),
        sa.CheckConstraint(
            "role IN ('app', 'fee', 'split', 'tip')",
            name=op.f("ck_wallet_order_parts_known_role"),
        ),
        sa.CheckConstraint(
            "returned_minor BETWEEN 0 AND amount_minor",
            name=op.f("ck_wallet_order_parts_returned_within_amount"),
        ),
        sa.PrimaryKeyConstraint("number", "position", name=op.f("pk_wallet_order_parts")),
        sqlite_strict=True,
    )


def _order_refunds() -> None:
    op.create_table(
        "wallet_order_refunds",
        _column("number", INT64),
        _column("position", sa.Integer()),
        _column("refund_id", TEXT),
        _column("amount_minor", INT64),
        _column("created_at_ms", INT64),
        sa.CheckConstraint(
            "amount_minor > 0",
            name=op.f("ck_wallet_order_refunds_amount_above_zero"),
        ),
        sa.PrimaryKeyConstraint("number", "position", name=op.f("pk_wallet_order_refunds")),
        sa.UniqueConstraint("refund_id", name=op.f("uq_wallet_order_refunds_refund_id")),
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
