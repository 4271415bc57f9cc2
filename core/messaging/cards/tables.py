"""The tables of cards: where each is shown, what was offered, and which deliveries were carried out."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import metadata

# A message that shows a card. What it shows is in the log; here stands only what is still to be shown.
copies = sa.Table(
    "messaging_card_copies", metadata,
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("app_id", sa.Text, nullable=False),
    sa.Column("card_key", sa.Text, nullable=False),
    # Whose grant it stands on: who got it, or who shared it.
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("made_id", sa.Text, nullable=False),  # Of the newest change that is shown or waits.
    sa.Column("waiting_json", sa.Text, nullable=False),  # A Card; empty for none.
    sa.Column("due_at_ms", sa.BigInteger, nullable=False),  # 0 where none waits.
    sa.Column("changed_at_ms", sa.BigInteger, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.Index("ix_messaging_card_copies_card", "app_id", "card_key", "created_at_ms"),
    sa.Index("ix_messaging_card_copies_person", "app_id", "user_id", "created_at_ms"),
    sa.Index("ix_messaging_card_copies_due", "due_at_ms", sqlite_where=sa.text("due_at_ms > 0"),
             postgresql_where=sa.text("due_at_ms > 0")),
)  # fmt: skip

offers = sa.Table(
    "messaging_card_offers", metadata,
    sa.Column("offer_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("app_id", sa.Text, nullable=False),
    sa.Column("card_json", sa.Text, nullable=False),
    sa.Column("made_id", sa.Text, nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("user_id", "app_id"),
)  # fmt: skip

# Kept for ever: a delivery that comes again, however late, does nothing.
deliveries = sa.Table(
    "messaging_card_deliveries", metadata,
    sa.Column("delivery_id", sa.Text, primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),  # Empty where it was carried out.
    sa.Column("delivered_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip
