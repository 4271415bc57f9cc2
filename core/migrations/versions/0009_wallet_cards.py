"""cards of the wallet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messaging_wallet_cards",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("ref_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind > 0 AND seq > 0 AND revision >= 0", name=op.f("ck_messaging_wallet_cards_positive")),
        sa.PrimaryKeyConstraint("conversation_id", "kind", "ref_id", name=op.f("pk_messaging_wallet_cards")),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_messaging_wallet_cards_conversation_id_seq")),
    )
