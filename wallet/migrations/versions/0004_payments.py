"""Payments between people, requests, bills."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def _index(name: str, table: str, columns: list[str], where: str = "") -> None:
    condition = sa.text(where) if where else None
    op.create_index(name, table, columns, unique=False, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    _payments()
    _money_requests()
    _splits()


def _payments() -> None:
    op.create_table(
        "wallet_payments",
        _column("id", TEXT),
        _column("seq", INT64),
        _column("payer_user_id", TEXT),
        _column("payee_user_id", TEXT),
        _column("payer_name", sa.Text()),
        _column("payee_name", sa.Text()),
        _column("amount_minor", INT64),
        _column("currency_code", TEXT),
        _column("note", sa.Text()),
        _column("to_contact", sa.Integer()),
        _column("money_request_id", TEXT),
        _column("decide_by_ms", INT64),
        _column("look_at_ms", INT64),
        _column("created_at_ms", INT64),
        _column("ended_by", TEXT),
        _column("version", INT64),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_wallet_payments_amount_above_zero")),
        sa.CheckConstraint("payer_user_id <> payee_user_id", name=op.f("ck_wallet_payments_people_different")),
        sa.CheckConstraint("to_contact IN (0, 1)", name=op.f("ck_wallet_payments_to_contact_or_not")),
        sa.CheckConstraint("ended_by IN ('', 'payer', 'payee', 'host')", name=op.f("ck_wallet_payments_known_end")),
        sa.CheckConstraint("version > 0", name=op.f("ck_wallet_payments_version_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallet_payments")),
        sa.UniqueConstraint("seq", name=op.f("uq_wallet_payments_seq")),
        sqlite_strict=True,
    )
    for side in ("payer", "payee"):
        _index(f"ix_wallet_payments_{side}", "wallet_payments", [f"{side}_user_id", "seq"])
        _index(f"ix_wallet_payments_{side}_waiting", "wallet_payments", [f"{side}_user_id", "seq"], "ended_by = ''")
    _index("ix_wallet_payments_due", "wallet_payments", ["look_at_ms"], "ended_by = ''")


def _money_requests() -> None:
    op.create_table(
        "wallet_money_requests",
        _column("id", TEXT),
        _column("seq", INT64),
        _column("payee_user_id", TEXT),
        _column("payer_user_id", TEXT),
        _column("payee_name", sa.Text()),
        _column("payer_name", sa.Text()),
        _column("amount_minor", INT64),
        _column("currency_code", TEXT),
        _column("note", sa.Text()),
        _column("split_id", TEXT),
        _column("created_at_ms", INT64),
        _column("expires_at_ms", INT64),
        _column("payment_id", TEXT),
        _column("closed_as", TEXT),
        _column("version", INT64),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_wallet_money_requests_amount_above_zero")),
        sa.CheckConstraint("payer_user_id <> payee_user_id", name=op.f("ck_wallet_money_requests_people_different")),
        sa.CheckConstraint(
            "closed_as IN ('', 'declined', 'cancelled', 'expired')", name=op.f("ck_wallet_money_requests_known_close")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_wallet_money_requests_version_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallet_money_requests")),
        sa.UniqueConstraint("seq", name=op.f("uq_wallet_money_requests_seq")),
        sqlite_strict=True,
    )
    table, is_open = "wallet_money_requests", "closed_as = '' AND payment_id = ''"
    for side in ("payee", "payer"):
        _index(f"ix_{table}_{side}", table, [f"{side}_user_id", "seq"])
        _index(f"ix_{table}_{side}_open", table, [f"{side}_user_id", "seq"], is_open)
    _index(f"ix_{table}_due", table, ["expires_at_ms"], is_open)
    _index(f"ix_{table}_split", table, ["split_id", "seq"], "split_id != ''")


def _splits() -> None:
    op.create_table(
        "wallet_splits",
        _column("id", TEXT),
        _column("conversation_id", TEXT),
        _column("owner_user_id", TEXT),
        _column("owner_name", sa.Text()),
        _column("title", sa.Text()),
        _column("total_minor", INT64),
        _column("currency_code", TEXT),
        _column("mode", TEXT),
        _column("own_minor", INT64),
        _column("items_json", sa.Text()),
        _column("created_at_ms", INT64),
        _column("closed", sa.Integer()),
        _column("version", INT64),
        sa.CheckConstraint(
            "total_minor > 0 AND own_minor >= 0 AND own_minor < total_minor",
            name=op.f("ck_wallet_splits_own_within_total"),
        ),
        sa.CheckConstraint("mode IN ('equal', 'by_person', 'by_item')", name=op.f("ck_wallet_splits_known_mode")),
        sa.CheckConstraint("closed IN (0, 1)", name=op.f("ck_wallet_splits_closed_or_not")),
        sa.CheckConstraint("version > 0", name=op.f("ck_wallet_splits_version_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallet_splits")),
        sqlite_strict=True,
    )
