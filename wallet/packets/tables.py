"""The tables of red packets. The CHECKs hold what the code promises: no share too many, no unit more than was given."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.kit.db import CodePointText
from wallet.tables import Bytes, Int32, Int64, metadata


def _column(name: str, kind: sa.types.TypeEngine[Any], *, primary_key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=primary_key, nullable=False, autoincrement=False)


packets = sa.Table(
    "wallet_red_packets", metadata,
    _column("packet_id", CodePointText, primary_key=True),
    _column("conversation_id", CodePointText),
    _column("sender_user_id", CodePointText),
    _column("sender_name", sa.Text()),
    _column("currency_code", CodePointText),
    _column("total_minor", Int64),
    _column("shares", Int32),
    _column("mode", CodePointText),
    _column("greeting", sa.Text()),
    _column("seed", Bytes),
    _column("commitment", Bytes),
    _column("created_at_ms", Int64),
    _column("expires_at_ms", Int64),
    _column("state", CodePointText),
    _column("claimed", Int32),
    _column("taken_minor", Int64),
    _column("refunded_minor", Int64),
    _column("due_at_ms", Int64),  # When it has to be ended or refunded; 0 once there is nothing more to do.
    _column("revision", Int64),
    sa.CheckConstraint("mode IN ('equal', 'random')", name="known_mode"),
    sa.CheckConstraint("shares BETWEEN 1 AND 500 AND total_minor >= shares", name="a_unit_for_each"),
    sa.CheckConstraint("state IN ('open', 'empty', 'expired')", name="known_state"),
    sa.CheckConstraint("claimed BETWEEN 0 AND shares", name="claimed_within_shares"),
    sa.CheckConstraint("(state = 'empty') = (claimed = shares)", name="empty_when_all_claimed"),
    sa.CheckConstraint(
        "taken_minor >= claimed AND total_minor - taken_minor >= shares - claimed", name="a_unit_left_for_each"
    ),
    sa.CheckConstraint("state <> 'empty' OR taken_minor = total_minor", name="all_taken_when_empty"),
    sa.CheckConstraint(
        "refunded_minor = 0 OR (state = 'expired' AND refunded_minor = total_minor - taken_minor)",
        name="refunded_when_expired",
    ),
    sqlite_strict=True,
)  # fmt: skip

sa.Index(
    "ix_wallet_red_packets_due", packets.c.due_at_ms, sqlite_where=packets.c.due_at_ms > 0,
    postgresql_where=packets.c.due_at_ms > 0,
)  # fmt: skip

claims = sa.Table(
    "wallet_red_packet_claims", metadata,
    _column("packet_id", CodePointText),
    _column("user_id", CodePointText),
    _column("rank", Int32),
    _column("name", sa.Text()),
    _column("amount_minor", Int64),
    _column("claimed_at_ms", Int64),
    sa.PrimaryKeyConstraint("packet_id", "user_id"),
    sa.UniqueConstraint("packet_id", "rank"),
    sa.CheckConstraint("rank >= 0 AND amount_minor >= 1", name="a_unit_or_more"),
    sqlite_strict=True,
)  # fmt: skip
