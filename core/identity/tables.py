"""identity_users, _roles, _totp, _devices, _refresh_tokens, _subjects, _contacts, _reach."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import metadata

users = sa.Table(
    "identity_users", metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("username", sa.Text, nullable=False, unique=True),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("lang", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip

# ROLE_USER is everybody's and not stored.
roles = sa.Table(
    "identity_roles", metadata,
    sa.Column("user_id", sa.Text, sa.ForeignKey(users.c.id), primary_key=True),
    sa.Column("role", sa.Integer, primary_key=True),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip

totp = sa.Table(
    "identity_totp", metadata,
    sa.Column("user_id", sa.Text, sa.ForeignKey(users.c.id), primary_key=True),
    sa.Column("secret_sealed", sa.LargeBinary, nullable=False),
    sa.Column("last_step", sa.BigInteger, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip

devices = sa.Table(
    "identity_devices", metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, sa.ForeignKey(users.c.id), nullable=False, index=True),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.Column("last_seen_at_ms", sa.BigInteger, nullable=False),
    sa.Column("expires_at_ms", sa.BigInteger, nullable=False, index=True),
    sa.Column("revoked_at_ms", sa.BigInteger, index=True),
)  # fmt: skip

refresh_tokens = sa.Table(
    "identity_refresh_tokens", metadata,
    sa.Column("sha256", sa.LargeBinary, primary_key=True),
    sa.Column("device_id", sa.Text, sa.ForeignKey(devices.c.id), nullable=False, index=True),
    sa.Column("expires_at_ms", sa.BigInteger, nullable=False, index=True),
    sa.Column("used_at_ms", sa.BigInteger),
    sa.Column("successor_sha256", sa.LargeBinary),
    sa.Column("successor_sealed", sa.LargeBinary),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip

subjects = sa.Table(
    "identity_subjects", metadata,
    sa.Column("app_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, sa.ForeignKey(users.c.id), primary_key=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("key_version", sa.Integer, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("app_id", "subject"),
)  # fmt: skip

# What the owner sees of the other: a row a direction, so that what one does need not show in what the other sees.
# A row is there once there was something to see.
contacts = sa.Table(
    "identity_contacts", metadata,
    sa.Column("owner_id", sa.Text, sa.ForeignKey(users.c.id), primary_key=True),
    sa.Column("other_id", sa.Text, sa.ForeignKey(users.c.id), primary_key=True),
    sa.Column("state", sa.Integer, nullable=False),
    sa.Column("since_ms", sa.BigInteger, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("alias", sa.Text, nullable=False),
    sa.Column("knows_username", sa.Boolean, nullable=False),
    sa.Column("blocked_at_ms", sa.BigInteger, nullable=False),  # 0 where the owner does not block the other.
    sa.Column("declined_at_ms", sa.BigInteger, nullable=False),
    # The pair's is the greater one of its two rows.
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Index("ix_identity_contacts_listed", "owner_id", "state", "since_ms"),
    sa.Index("ix_identity_contacts_blocked", "owner_id", "blocked_at_ms"),
)  # fmt: skip

# How somebody can be reached. Who never changed anything has no row.
reach = sa.Table(
    "identity_reach", metadata,
    sa.Column("user_id", sa.Text, sa.ForeignKey(users.c.id), primary_key=True),
    sa.Column("code", sa.Text, nullable=True, unique=True),
    sa.Column("found_by_username", sa.Boolean, nullable=False),
    sa.Column("found_by_code", sa.Boolean, nullable=False),
    sa.Column("added_to_groups", sa.Boolean, nullable=False),
    # Whom they asked: how many on the day (since 1970) when they last did.
    sa.Column("asked_day", sa.Integer, nullable=False),
    sa.Column("asked_count", sa.Integer, nullable=False),
)  # fmt: skip
