"""The tables of guard."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.kit.db import CodePointText
from wallet.tables import Int32, Int64, metadata


def _column(name: str, kind: sa.types.TypeEngine[Any], *, primary_key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=primary_key, nullable=False, autoincrement=False)


# A person's PIN as argon2id of what wallet-pin.key makes of it, how it stands, and their mark (empty: none).
pins = sa.Table(
    "wallet_pins", metadata,
    _column("user_id", CodePointText, primary_key=True),
    _column("pin_hash", CodePointText),
    _column("tries", Int32),
    _column("locks", Int32),
    _column("locked_until_ms", Int64),
    _column("next_hash", CodePointText),
    _column("reset_at_ms", Int64),
    _column("mark_emoji", CodePointText),
    _column("mark_phrase", CodePointText),
    sa.CheckConstraint("tries BETWEEN 0 AND 5", name="tries_within_max"),
    sa.CheckConstraint("tries < 5 OR locked_until_ms > 0", name="locked_after_max"),
    sa.CheckConstraint("(next_hash = '') = (reset_at_ms = 0)", name="reset_or_not"),
    sa.CheckConstraint("(mark_emoji = '') = (mark_phrase = '')", name="mark_or_not"),
    sqlite_strict=True,
)  # fmt: skip

# What was approved by PIN alone, by the minute; kept as long as it counts.
pin_approvals = sa.Table(
    "wallet_pin_approvals", metadata,
    _column("user_id", CodePointText, primary_key=True),
    _column("currency_code", CodePointText, primary_key=True),
    _column("minute", Int64, primary_key=True),
    _column("amount_minor", Int64),
    sa.CheckConstraint("amount_minor > 0", name="amount_above_zero"),
    sqlite_strict=True,
)  # fmt: skip

# Where a person chose one; elsewhere it is as every account begins. app_id is empty for the one over everything.
limits = sa.Table(
    "wallet_limits", metadata,
    _column("user_id", CodePointText, primary_key=True),
    _column("app_id", CodePointText, primary_key=True),
    _column("currency_code", CodePointText, primary_key=True),
    _column("daily_max_minor", Int64),
    sa.CheckConstraint("daily_max_minor >= 0", name="max_not_negative"),
    sqlite_strict=True,
)  # fmt: skip

# What left in a day of UTC: everything under an empty app_id, and what went to an app under that app's, too.
spent = sa.Table(
    "wallet_spent", metadata,
    _column("user_id", CodePointText, primary_key=True),
    _column("app_id", CodePointText, primary_key=True),
    _column("currency_code", CodePointText, primary_key=True),
    _column("day", Int64, primary_key=True),
    _column("spent_minor", Int64),
    sa.CheckConstraint("spent_minor >= 0", name="spent_not_negative"),
    sqlite_strict=True,
)  # fmt: skip
