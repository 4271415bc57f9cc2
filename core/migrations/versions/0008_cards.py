"""cards of mini-apps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messaging_card_copies",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("card_key", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_id", sa.Text(), nullable=False),
        sa.Column("waiting_json", sa.Text(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_messaging_card_copies")),
    )
    op.create_index(
        "ix_messaging_card_copies_card", "messaging_card_copies", ["app_id", "card_key", "created_at_ms"], unique=False
    )
    op.create_index(
        "ix_messaging_card_copies_due", "messaging_card_copies", ["due_at_ms"], unique=False,
        sqlite_where=sa.text("due_at_ms > 0"), postgresql_where=sa.text("due_at_ms > 0"),
    )  # fmt: skip
    op.create_index(
        "ix_messaging_card_copies_person", "messaging_card_copies", ["app_id", "user_id", "created_at_ms"], unique=False
    )
    op.create_table(
        "messaging_card_deliveries",
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("delivered_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_messaging_card_deliveries")),
    )
    op.create_table(
        "messaging_card_offers",
        sa.Column("offer_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("card_json", sa.Text(), nullable=False),
        sa.Column("made_id", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_messaging_card_offers")),
        sa.UniqueConstraint("user_id", "app_id", name=op.f("uq_messaging_card_offers_user_id_app_id")),
    )
