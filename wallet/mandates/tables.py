"""The tables of mandates: what may be taken, and what was."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.kit.db import CodePointText
from wallet.tables import Bytes, Int64, metadata


def _column(name: str, kind: sa.types.TypeEngine[Any], *, primary_key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=primary_key, nullable=False, autoincrement=False)


mandates = sa.Table(
    "wallet_mandates", metadata,
    _column("number", Int64, primary_key=True),
    sa.Column("mandate_id", CodePointText, unique=True, nullable=False),
    _column("app_id", CodePointText),
    _column("payer_user_id", CodePointText),
    _column("session_id", CodePointText),
    _column("title_ar", sa.Text()),
    _column("title_en", sa.Text()),
    _column("currency_code", CodePointText),
    _column("max_minor", Int64),
    _column("window_s", Int64),
    _column("lasts_s", Int64),
    _column("created_at_ms", Int64),
    _column("expires_at_ms", Int64),
    _column("state", CodePointText),
    _column("approved_at_ms", Int64),
    _column("ended_at_ms", Int64),
    _column("due_at_ms", Int64),
    _column("version", Int64),
    sa.CheckConstraint("max_minor > 0 AND window_s > 0 AND lasts_s > 0", name="terms_above_zero"),
    sa.CheckConstraint(
        "state IN ('proposed', 'active', 'declined', 'revoked', 'expired')", name="known_state"
    ),
    sa.CheckConstraint("state <> 'active' OR approved_at_ms > 0", name="approved_before_active"),
    sa.CheckConstraint("(ended_at_ms = 0) = (state IN ('proposed', 'active'))", name="ended_or_not"),
    sa.CheckConstraint("due_at_ms = CASE WHEN ended_at_ms = 0 THEN expires_at_ms ELSE 0 END", name="due_until_ended"),
    sqlite_strict=True,
)  # fmt: skip
sa.Index("ix_wallet_mandates_payer", mandates.c.payer_user_id, mandates.c.number)
_waits = mandates.c.due_at_ms > 0
sa.Index("ix_wallet_mandates_due", mandates.c.due_at_ms, sqlite_where=_waits, postgresql_where=_waits)

# Never changed. `leg_id` is the transfer that paid.
charges = sa.Table(
    "wallet_mandate_charges", metadata,
    _column("number", Int64, primary_key=True),
    _column("position", Int64, primary_key=True),
    sa.Column("charge_id", CodePointText, unique=True, nullable=False),
    _column("amount_minor", Int64),
    _column("fee_minor", Int64),
    _column("title_ar", sa.Text()),
    _column("title_en", sa.Text()),
    _column("charged_at_ms", Int64),
    _column("leg_id", Bytes),
    sa.CheckConstraint("amount_minor > 0 AND fee_minor BETWEEN 0 AND amount_minor", name="fee_within_amount"),
    sqlite_strict=True,
)  # fmt: skip
sa.Index("ix_wallet_mandate_charges_window", charges.c.number, charges.c.charged_at_ms)
