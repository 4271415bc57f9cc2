"""identity_users, _roles, _totp, _devices, _refresh_tokens, _subjects."""

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
