"""files of messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messaging_blobs",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("room_bytes", sa.BigInteger(), nullable=False),
        sa.Column("doomed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_messaging_blobs")),
    )
    op.create_index(
        "ix_messaging_blobs_doomed",
        "messaging_blobs",
        ["key"],
        unique=False,
        sqlite_where=sa.text("doomed = 1"),
        postgresql_where=sa.text("doomed"),
    )
    op.create_index("ix_messaging_blobs_user_id", "messaging_blobs", ["user_id", "sha256", "room_bytes"], unique=False)
    op.create_table(
        "messaging_media",
        sa.Column("media_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime_type", sa.Text(), nullable=False),
        sa.Column("blob_key", sa.Text(), nullable=False),
        sa.Column("thumbnail_key", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("thumb_data", sa.Text(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("waveform", sa.Text(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("media_id", name=op.f("pk_messaging_media")),
    )
    op.create_index(op.f("ix_messaging_media_blob_key"), "messaging_media", ["blob_key"], unique=False)
    op.create_index(op.f("ix_messaging_media_thumbnail_key"), "messaging_media", ["thumbnail_key"], unique=False)
    op.create_index(
        "ix_messaging_media_unsent",
        "messaging_media",
        ["created_at_ms"],
        unique=False,
        sqlite_where=sa.text("sent = 0"),
        postgresql_where=sa.text("NOT sent"),
    )
    op.create_table(
        "messaging_media_uses",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("media_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq", "media_id", name=op.f("pk_messaging_media_uses")),
    )
    op.create_index(op.f("ix_messaging_media_uses_media_id"), "messaging_media_uses", ["media_id"], unique=False)
    op.create_table(
        "messaging_uploads",
        sa.Column("upload_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("request_mac", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("received_bytes", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("waveform", sa.Text(), nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("media_id", sa.Text(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_messaging_uploads")),
        sa.UniqueConstraint("user_id", "request_id", name=op.f("uq_messaging_uploads_user_id_request_id")),
    )
    op.create_index(op.f("ix_messaging_uploads_expires_at_ms"), "messaging_uploads", ["expires_at_ms"], unique=False)
