"""The tables of bank: transfers and what the bank said of each last, notices as they came, open differences."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.kit.db import CodePointText
from wallet.tables import metadata

Int64 = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _column(name: str, kind: sa.types.TypeEngine[Any], *, primary_key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=primary_key, nullable=False, autoincrement=False)


transfers = sa.Table(
    "wallet_bank_transfers", metadata,
    _column("number", Int64, primary_key=True),
    sa.Column("id", CodePointText, nullable=False, unique=True),
    _column("user_id", CodePointText),
    _column("kind", CodePointText),
    _column("currency_code", CodePointText),
    _column("amount_minor", Int64),
    _column("state", CodePointText),
    _column("why", sa.Text()),
    _column("created_at_ms", Int64),
    _column("settled_at_ms", Int64),
    _column("version", Int64),
    _column("bank_reference", CodePointText),
    _column("said_state", CodePointText),
    _column("said_minor", Int64),
    sa.CheckConstraint("kind IN ('top_up', 'pay_out')", name="known_kind"),
    sa.CheckConstraint("state IN ('pending', 'done', 'failed', 'returned')", name="known_state"),
    sa.CheckConstraint("(state = 'pending') = (settled_at_ms = 0)", name="settled_or_pending"),
    sa.CheckConstraint("amount_minor > 0", name="amount_positive"),
    sqlite_strict=True,
)  # fmt: skip

sa.Index("ix_wallet_bank_transfers_user", transfers.c.user_id, transfers.c.number)
# What a comparison looks at beside the bank's own list.
_open = transfers.c.state == "pending"
sa.Index("ix_wallet_bank_transfers_open", transfers.c.number, sqlite_where=_open, postgresql_where=_open)
sa.Index("ix_wallet_bank_transfers_settled", transfers.c.settled_at_ms)

# By the bank's id of each: one that comes twice is one. The bytes as they came, for whoever has to argue with a bank.
notices = sa.Table(
    "wallet_bank_notices", metadata,
    _column("id", CodePointText, primary_key=True),
    _column("reference", CodePointText),
    _column("body", sa.LargeBinary()),
    _column("verdict", CodePointText),
    _column("received_at_ms", Int64),
    sqlite_strict=True,
)  # fmt: skip

# What the last comparison found and nobody has mended: gone once the books agree.
differences = sa.Table(
    "wallet_bank_differences", metadata,
    _column("reference", CodePointText, primary_key=True),
    _column("kind", CodePointText),
    _column("bank_transfer_id", CodePointText),
    _column("bank_reference", CodePointText),
    _column("ours_minor", Int64),
    _column("theirs_minor", Int64),
    _column("currency_code", CodePointText),
    _column("explanation", sa.Text()),
    _column("found_at_ms", Int64),
    sqlite_strict=True,
)  # fmt: skip

# Days of the bank's, counted from 1970, whose statement was compared when the day was over.
days = sa.Table(
    "wallet_bank_days", metadata,
    _column("day", Int64, primary_key=True),
    _column("compared_at_ms", Int64),
    sqlite_strict=True,
)  # fmt: skip
