"""The tables of payments. A payment's and a bill's state stand in no column: the hold and the requests say them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.kit.db import CodePointText
from wallet.tables import Int32, Int64, metadata


def _column(
    name: str, kind: sa.types.TypeEngine[Any], *, primary_key: bool = False, unique: bool | None = None
) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=primary_key, unique=unique, nullable=False, autoincrement=False)


def _index(name: str, *columns: sa.Column[Any], where: sa.ColumnElement[bool] | None = None) -> None:
    sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


# `seq` is the hold's row in the ledger; `ended_by` is empty until an end was noted: payer, payee or host.
payments = sa.Table(
    "wallet_payments", metadata,
    _column("id", CodePointText, primary_key=True),
    _column("seq", Int64, unique=True),
    _column("payer_user_id", CodePointText),
    _column("payee_user_id", CodePointText),
    _column("payer_name", sa.Text()),
    _column("payee_name", sa.Text()),
    _column("amount_minor", Int64),
    _column("currency_code", CodePointText),
    _column("note", sa.Text()),
    _column("to_contact", Int32),
    _column("money_request_id", CodePointText),
    _column("decide_by_ms", Int64),
    _column("look_at_ms", Int64),
    _column("created_at_ms", Int64),
    _column("ended_by", CodePointText),
    _column("version", Int64),
    sa.CheckConstraint("amount_minor > 0", name="amount_above_zero"),
    sa.CheckConstraint("payer_user_id <> payee_user_id", name="people_different"),
    sa.CheckConstraint("to_contact IN (0, 1)", name="to_contact_or_not"),
    sa.CheckConstraint("ended_by IN ('', 'payer', 'payee', 'host')", name="known_end"),
    sa.CheckConstraint("version > 0", name="version_counts"),
    sqlite_strict=True,
)  # fmt: skip
_waits = payments.c.ended_by == ""
_index("ix_wallet_payments_payer", payments.c.payer_user_id, payments.c.seq)
_index("ix_wallet_payments_payee", payments.c.payee_user_id, payments.c.seq)
_index("ix_wallet_payments_payer_waiting", payments.c.payer_user_id, payments.c.seq, where=_waits)
_index("ix_wallet_payments_payee_waiting", payments.c.payee_user_id, payments.c.seq, where=_waits)
_index("ix_wallet_payments_due", payments.c.look_at_ms, where=_waits)

# `payment_id` is what pays it now, if anything; `closed_as` how it ended without being paid.
money_requests = sa.Table(
    "wallet_money_requests", metadata,
    _column("id", CodePointText, primary_key=True),
    _column("seq", Int64, unique=True),
    _column("payee_user_id", CodePointText),
    _column("payer_user_id", CodePointText),
    _column("payee_name", sa.Text()),
    _column("payer_name", sa.Text()),
    _column("amount_minor", Int64),
    _column("currency_code", CodePointText),
    _column("note", sa.Text()),
    _column("split_id", CodePointText),
    _column("created_at_ms", Int64),
    _column("expires_at_ms", Int64),
    _column("payment_id", CodePointText),
    _column("closed_as", CodePointText),
    _column("version", Int64),
    sa.CheckConstraint("amount_minor > 0", name="amount_above_zero"),
    sa.CheckConstraint("payer_user_id <> payee_user_id", name="people_different"),
    sa.CheckConstraint("closed_as IN ('', 'declined', 'cancelled', 'expired')", name="known_close"),
    sa.CheckConstraint("version > 0", name="version_counts"),
    sqlite_strict=True,
)  # fmt: skip
_open = sa.and_(money_requests.c.closed_as == "", money_requests.c.payment_id == "")
_index("ix_wallet_money_requests_payee", money_requests.c.payee_user_id, money_requests.c.seq)
_index("ix_wallet_money_requests_payer", money_requests.c.payer_user_id, money_requests.c.seq)
_index("ix_wallet_money_requests_payee_open", money_requests.c.payee_user_id, money_requests.c.seq, where=_open)
_index("ix_wallet_money_requests_payer_open", money_requests.c.payer_user_id, money_requests.c.seq, where=_open)
_index("ix_wallet_money_requests_due", money_requests.c.expires_at_ms, where=_open)
_index(
    "ix_wallet_money_requests_split", money_requests.c.split_id, money_requests.c.seq,
    where=money_requests.c.split_id != "",
)  # fmt: skip

# `own_minor` is the owner's own part, 0 for none; the others' parts are the requests with its id.
splits = sa.Table(
    "wallet_splits", metadata,
    _column("id", CodePointText, primary_key=True),
    _column("conversation_id", CodePointText),
    _column("owner_user_id", CodePointText),
    _column("owner_name", sa.Text()),
    _column("title", sa.Text()),
    _column("total_minor", Int64),
    _column("currency_code", CodePointText),
    _column("mode", CodePointText),
    _column("own_minor", Int64),
    _column("items_json", sa.Text()),
    _column("created_at_ms", Int64),
    _column("closed", Int32),
    _column("version", Int64),
    sa.CheckConstraint("total_minor > 0 AND own_minor >= 0 AND own_minor < total_minor", name="own_within_total"),
    sa.CheckConstraint("mode IN ('equal', 'by_person', 'by_item')", name="known_mode"),
    sa.CheckConstraint("closed IN (0, 1)", name="closed_or_not"),
    sa.CheckConstraint("version > 0", name="version_counts"),
    sqlite_strict=True,
)  # fmt: skip
