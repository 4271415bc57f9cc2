"""The apps slice's tables. Steps are facts: written once, never updated, never removed."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import metadata

apps = sa.Table(
    "apps_apps", metadata,
    sa.Column("app_id", sa.Text, primary_key=True),
    sa.Column("folded_id", sa.Text, nullable=False, unique=True),  # Org.Majlis.Polls is nobody else's org.majlis.polls.
    sa.Column("owner_id", sa.Text, nullable=False),
    sa.Column("developer_name", sa.Text, nullable=False),
    sa.Column("released_version_id", sa.Text),
    sa.Column("declared_since_json", sa.Text, nullable=False),  # Released scope -> version code (grants.py).
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip

versions = sa.Table(
    "apps_versions", metadata,
    sa.Column("version_id", sa.Text, primary_key=True),
    sa.Column("app_id", sa.Text, sa.ForeignKey("apps_apps.app_id"), nullable=False),
    sa.Column("code", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("snapshot_state", sa.Text, nullable=False),
    sa.Column("artifact_id", sa.Text, nullable=False),
    sa.Column("submitted_by", sa.Text, nullable=False, index=True),
    sa.Column("submitted_at_ms", sa.BigInteger, nullable=False),
    sa.Column("reviewed_at_ms", sa.BigInteger, nullable=False),  # 0 until a verdict.
    sa.Column("verdict_reason", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("name_ar", sa.Text, nullable=False),
    sa.Column("name_en", sa.Text, nullable=False),
    sa.Column("list_key", sa.LargeBinary, nullable=False),  # Bytes sort alike in every database and locale.
    sa.Column("description_ar", sa.Text, nullable=False),
    sa.Column("description_en", sa.Text, nullable=False),
    sa.Column("icon_svg", sa.Text, nullable=False),
    sa.Column("scopes_json", sa.Text, nullable=False),
    sa.Column("texts_json", sa.Text, nullable=False),  # Language -> Fluent source, cut out once for GetTexts.
    sa.Column("package", sa.LargeBinary, nullable=False),  # As sent; with the store's signature once approved.
    sa.Column("package_sha256", sa.Text, nullable=False),
    sa.UniqueConstraint("app_id", "code"),
)  # fmt: skip

version_steps = sa.Table(
    "apps_version_steps", metadata,
    sa.Column("version_id", sa.Text, sa.ForeignKey("apps_versions.version_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),  # "" for the host itself.
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)  # fmt: skip

suspensions = sa.Table(
    "apps_suspensions", metadata,
    sa.Column("version_id", sa.Text, sa.ForeignKey("apps_versions.version_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),  # Of the step that suspended it.
    sa.Column("traps_json", sa.Text, nullable=False),
)  # fmt: skip

findings = sa.Table(
    "apps_findings", metadata,
    sa.Column("version_id", sa.Text, sa.ForeignKey("apps_versions.version_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("is_error", sa.Boolean, nullable=False),
    sa.Column("text_en", sa.Text, nullable=False),
    sa.Column("text_ar", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("fix", sa.Text, nullable=False),
)  # fmt: skip

developer_keys = sa.Table(
    "apps_developer_keys", metadata,
    sa.Column("key_id", sa.Text, primary_key=True),
    sa.Column("public_key", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("owner_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip

grants = sa.Table(
    "apps_grants", metadata,
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("app_id", sa.Text, sa.ForeignKey("apps_apps.app_id"), primary_key=True),
    sa.Column("scope", sa.Text, primary_key=True),
    sa.Column("consent", sa.Text, nullable=False),
    sa.Column("version_code", sa.BigInteger, nullable=False),
    sa.Column("decided_at_ms", sa.BigInteger, nullable=False),
)  # fmt: skip
