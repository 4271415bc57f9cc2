"""The tables of media. A blob is bytes on disk, shared by its owner's media with the same content; media are named."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import metadata

uploads = sa.Table(
    "messaging_uploads", metadata,
    sa.Column("upload_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False),
    sa.Column("request_mac", sa.LargeBinary, nullable=False),
    sa.Column("kind", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),  # Wiped when it is finished: the media has it then.
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("received_bytes", sa.BigInteger, nullable=False),
    sa.Column("duration_ms", sa.Integer, nullable=False),
    sa.Column("waveform", sa.Text, nullable=False),
    sa.Column("expires_at_ms", sa.BigInteger, nullable=False, index=True),
    sa.Column("media_id", sa.Text, nullable=False),  # Empty until it is finished.
    # Why its finish was refused, as JSON, to say the same again; empty otherwise.
    sa.Column("refused", sa.Text, nullable=False),
    sa.UniqueConstraint("user_id", "request_id"),
)  # fmt: skip

# key is the path in the storage and never given twice: a doomed blob's file and that of the same bytes uploaded again
# never meet.
blobs = sa.Table(
    "messaging_blobs", metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("sha256", sa.LargeBinary, nullable=False),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("room_bytes", sa.BigInteger, nullable=False),  # What it counts for in the quota: whole disk blocks.
    sa.Column("doomed", sa.Boolean, nullable=False),
    sa.Index("ix_messaging_blobs_user_id", "user_id", "sha256", "room_bytes"),
    sa.Index("ix_messaging_blobs_doomed", "key", sqlite_where=sa.text("doomed = 1"),
             postgresql_where=sa.text("doomed")),
)  # fmt: skip

media = sa.Table(
    "messaging_media", metadata,
    sa.Column("media_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("kind", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("mime_type", sa.Text, nullable=False),
    sa.Column("blob_key", sa.Text, nullable=False, index=True),
    sa.Column("thumbnail_key", sa.Text, nullable=False, index=True),  # Empty where there is none.
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("width_px", sa.Integer, nullable=False),
    sa.Column("height_px", sa.Integer, nullable=False),
    sa.Column("thumb_data", sa.Text, nullable=False),
    sa.Column("duration_ms", sa.Integer, nullable=False),
    sa.Column("waveform", sa.Text, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.Column("sent", sa.Boolean, nullable=False),
    sa.Index("ix_messaging_media_unsent", "created_at_ms", sqlite_where=sa.text("sent = 0"),
             postgresql_where=sa.text("NOT sent")),
)  # fmt: skip

# Which messages show it. The media goes with its last use.
uses = sa.Table(
    "messaging_media_uses", metadata,
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("media_id", sa.Text, primary_key=True, index=True),
)  # fmt: skip
