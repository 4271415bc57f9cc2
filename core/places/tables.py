"""Places people keep, and what they share of their position; positions themselves are nowhere."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import CodePointText, metadata

saved = sa.Table(
    "places_saved", metadata,
    sa.Column("user_id", CodePointText, primary_key=True),
    sa.Column("name", CodePointText, primary_key=True),
    sa.Column("icon", sa.Text, nullable=False),
    sa.Column("lat_e7", sa.Integer, nullable=False),
    sa.Column("lng_e7", sa.Integer, nullable=False),
)  # fmt: skip

# One for each person and topic: the newest replaces the one before.
shares = sa.Table(
    "places_shares", metadata,
    sa.Column("share_id", CodePointText, primary_key=True),
    sa.Column("app_id", CodePointText, nullable=False),
    sa.Column("user_id", CodePointText, nullable=False),
    sa.Column("topic", CodePointText, nullable=False),
    sa.Column("until_ms", sa.BigInteger, nullable=False, index=True),
    sa.UniqueConstraint("user_id", "app_id", "topic"),
)  # fmt: skip
