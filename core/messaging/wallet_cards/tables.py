"""The table of the wallet's cards: which message shows which thing. What it shows is in the log."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import metadata

# Kept for ever, after the message was taken back too: else the next delivery would write it again.
shown = sa.Table(
    "messaging_wallet_cards", metadata,
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Integer, primary_key=True),  # A WalletCardKind.
    sa.Column("ref_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),  # Of what the message shows.
    sa.UniqueConstraint("conversation_id", "seq"),
    sa.CheckConstraint("kind > 0 AND seq > 0 AND revision >= 0", name="positive"),
)  # fmt: skip
