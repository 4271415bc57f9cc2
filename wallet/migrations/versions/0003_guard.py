"""PINs, limits, what left today."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    _pins()
    _pin_approvals()
    _limits()
    _spent()


def _pins() -> None:
    op.create_table(
        "wallet_pins",
        _column("user_id", TEXT),
        _column("pin_hash", TEXT),
        _column("tries", sa.Integer()),
        _column("locks", sa.Integer()),
        _column("locked_until_ms", INT64),
        _column("next_hash", TEXT),
        _column("reset_at_ms", INT64),
        _column("mark_emoji", TEXT),
        _column("mark_phrase", TEXT),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_wallet_pins_tries_within_max")),
        sa.CheckConstraint("tries < 5 OR locked_until_ms > 0", name=op.f("ck_wallet_pins_locked_after_max")),
        sa.CheckConstraint("(next_hash = '') = (reset_at_ms = 0)", name=op.f("ck_wallet_pins_reset_or_not")),
        sa.CheckConstraint("(mark_emoji = '') = (mark_phrase = '')", name=op.f("ck_wallet_pins_mark_or_not")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_wallet_pins")),
        sqlite_strict=True,
    )


def _pin_approvals() -> None:
    op.create_table(
        "wallet_pin_approvals",
        _column("user_id", TEXT),
        _column("currency_code", TEXT),
        _column("minute", INT64),
        _column("amount_minor", INT64),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_wallet_pin_approvals_amount_above_zero")),
        sa.PrimaryKeyConstraint("user_id", "currency_code", "minute", name=op.f("pk_wallet_pin_approvals")),
        sqlite_strict=True,
    )


def _limits() -> None:
    op.create_table(
        "wallet_limits",
        _column("user_id", TEXT),
        _column("app_id", TEXT),
        _column("currency_code", TEXT),
        _column("daily_max_minor", INT64),
        sa.CheckConstraint("daily_max_minor >= 0", name=op.f("ck_wallet_limits_max_not_negative")),
        sa.PrimaryKeyConstraint("user_id", "app_id", "currency_code", name=op.f("pk_wallet_limits")),
        sqlite_strict=True,
    )


def _spent() -> None:
    op.create_table(
        "wallet_spent",
        _column("user_id", TEXT),
        _column("app_id", TEXT),
        _column("currency_code", TEXT),
        _column("day", INT64),
        _column("spent_minor", INT64),
        sa.CheckConstraint("spent_minor >= 0", name=op.f("ck_wallet_spent_spent_not_negative")),
        sa.PrimaryKeyConstraint("user_id", "app_id", "currency_code", "day", name=op.f("pk_wallet_spent")),
        sqlite_strict=True,
    )
