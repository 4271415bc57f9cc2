"""Red packets, who claimed them, and when which card was shown."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BYTES = sa.LargeBinary()


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    _packets()
    _claims()
    _card_turns()


def _packets() -> None:
    op.create_table(
        "wallet_red_packets",
        _column("packet_id", TEXT),
        _column("conversation_id", TEXT),
        _column("sender_user_id", TEXT),
        _column("sender_name", sa.Text()),
        _column("currency_code", TEXT),
        _column("total_minor", INT64),
        _column("shares", sa.Integer()),
        _column("mode", TEXT),
        _column("greeting", sa.Text()),
        _column("seed", BYTES),
        _column("commitment", BYTES),
        _column("created_at_ms", INT64),
        _column("expires_at_ms", INT64),
        _column("state", TEXT),
        _column("claimed", sa.Integer()),
        _column("taken_minor", INT64),
        _column("refunded_minor", INT64),
        _column("due_at_ms", INT64),
        _column("revision", INT64),
        sa.CheckConstraint("mode IN ('equal', 'random')", name=op.f("ck_wallet_red_packets_known_mode")),
        sa.CheckConstraint(
            "shares BETWEEN 1 AND 500 AND total_minor >= shares", name=op.f("ck_wallet_red_packets_a_unit_for_each")
        ),
        sa.CheckConstraint("state IN ('open', 'empty', 'expired')", name=op.f("ck_wallet_red_packets_known_state")),
        sa.CheckConstraint("claimed BETWEEN 0 AND shares", name=op.f("ck_wallet_red_packets_claimed_within_shares")),
        sa.CheckConstraint(
            "(state = 'empty') = (claimed = shares)", name=op.f("ck_wallet_red_packets_empty_when_all_claimed")
        ),
        sa.CheckConstraint(
            "taken_minor >= claimed AND total_minor - taken_minor >= shares - claimed",
            name=op.f("ck_wallet_red_packets_a_unit_left_for_each"),
        ),
        sa.CheckConstraint(
            "state <> 'empty' OR taken_minor = total_minor", name=op.f("ck_wallet_red_packets_all_taken_when_empty")
        ),
        sa.CheckConstraint(
            "refunded_minor = 0 OR (state = 'expired' AND refunded_minor = total_minor - taken_minor)",
            name=op.f("ck_wallet_red_packets_refunded_when_expired"),
        ),
        sa.PrimaryKeyConstraint("packet_id", name=op.f("pk_wallet_red_packets")),
        sqlite_strict=True,
    )
    due = sa.text("due_at_ms > 0")
    op.create_index(
        "ix_wallet_red_packets_due", "wallet_red_packets", ["due_at_ms"], sqlite_where=due, postgresql_where=due
    )


def _claims() -> None:
    op.create_table(
        "wallet_red_packet_claims",
        _column("packet_id", TEXT),
        _column("user_id", TEXT),
        _column("rank", sa.Integer()),
        _column("name", sa.Text()),
        _column("amount_minor", INT64),
        _column("claimed_at_ms", INT64),
        sa.CheckConstraint("rank >= 0 AND amount_minor >= 1", name=op.f("ck_wallet_red_packet_claims_a_unit_or_more")),
        sa.PrimaryKeyConstraint("packet_id", "user_id", name=op.f("pk_wallet_red_packet_claims")),
        sa.UniqueConstraint("packet_id", "rank", name=op.f("uq_wallet_red_packet_claims_packet_id_rank")),
        sqlite_strict=True,
    )


def _card_turns() -> None:
    op.create_table(
        "wallet_card_turns",
        _column("kind", TEXT),
        _column("ref_id", TEXT),
        _column("due_at_ms", INT64),
        _column("shown_at_ms", INT64),
        sa.PrimaryKeyConstraint("kind", "ref_id", name=op.f("pk_wallet_card_turns")),
        sqlite_strict=True,
    )
