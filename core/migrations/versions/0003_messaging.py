"""conversations and their log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messaging_conversations",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("history_for_joiners", sa.Boolean(), nullable=False),
        sa.Column("members_may_add", sa.Boolean(), nullable=False),
        sa.Column("invites_need_approval", sa.Boolean(), nullable=False),
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("head_seq", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.LargeBinary(), nullable=False),
        sa.Column("member_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("trailed_seq", sa.BigInteger(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("grew_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("low_user_id", sa.Text(), nullable=True),
        sa.Column("high_user_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_messaging_conversations")),
        sa.UniqueConstraint(
            "low_user_id", "high_user_id", name=op.f("uq_messaging_conversations_low_user_id_high_user_id")
        ),
    )
    op.create_index(
        op.f("ix_messaging_conversations_grew_at_ms"), "messaging_conversations", ["grew_at_ms"], unique=False
    )
    op.create_index(
        "ix_messaging_conversations_untrailed",
        "messaging_conversations",
        ["conversation_id"],
        unique=False,
        sqlite_where=sa.text("trailed_seq < head_seq"),
        postgresql_where=sa.text("trailed_seq < head_seq"),
    )
    op.create_table(
        "messaging_hidden",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "conversation_id", "seq", name=op.f("pk_messaging_hidden")),
    )
    op.create_table(
        "messaging_invites",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("uses_max", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_messaging_invites")),
    )
    op.create_index(
        op.f("ix_messaging_invites_conversation_id"), "messaging_invites", ["conversation_id"], unique=False
    )
    op.create_table(
        "messaging_members",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("silenced", sa.Boolean(), nullable=False),
        sa.Column("joined_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("visible_from_seq", sa.BigInteger(), nullable=False),
        sa.Column("visible_to_seq", sa.BigInteger(), nullable=False),
        sa.Column("read_seq", sa.BigInteger(), nullable=False),
        sa.Column("delivered_seq", sa.BigInteger(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("marked_unread", sa.Boolean(), nullable=False),
        sa.Column("marks_private", sa.Boolean(), nullable=False),
        sa.Column("muted_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "user_id", name=op.f("pk_messaging_members")),
    )
    op.create_index(op.f("ix_messaging_members_user_id"), "messaging_members", ["user_id"], unique=False)
    op.create_index(
        "ix_messaging_members_requested",
        "messaging_members",
        ["conversation_id"],
        unique=False,
        sqlite_where=sa.text("status = 3"),
        postgresql_where=sa.text("status = 3"),
    )
    op.create_table(
        "messaging_mentions",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "user_id", "seq", name=op.f("pk_messaging_mentions")),
    )
    op.create_table(
        "messaging_people",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.Column("read_marks", sa.Boolean(), nullable=False),
        sa.Column("presence", sa.Boolean(), nullable=False),
        sa.Column("last_seen_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("grew_at_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_messaging_people")),
    )
    op.create_index(op.f("ix_messaging_people_grew_at_ms"), "messaging_people", ["grew_at_ms"], unique=False)
    op.create_table(
        "messaging_personal",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "pos", name=op.f("pk_messaging_personal")),
        sa.UniqueConstraint("user_id", "kind", "ref", name=op.f("uq_messaging_personal_user_id_kind_ref")),
    )
    op.create_table(
        "messaging_reactions",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("update_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq", "emoji", "user_id", name=op.f("pk_messaging_reactions")),
    )
    op.create_table(
        "messaging_relations",
        sa.Column("low_user_id", sa.Text(), nullable=False),
        sa.Column("high_user_id", sa.Text(), nullable=False),
        sa.Column("contacts", sa.Boolean(), nullable=False),
        sa.Column("low_blocks", sa.Boolean(), nullable=False),
        sa.Column("high_blocks", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("low_user_id", "high_user_id", name=op.f("pk_messaging_relations")),
    )
    op.create_index(op.f("ix_messaging_relations_high_user_id"), "messaging_relations", ["high_user_id"], unique=False)
    op.create_table(
        "messaging_updates",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("request_mac", sa.LargeBinary(), nullable=True),
        sa.Column("target_seq", sa.BigInteger(), nullable=False),
        sa.Column("body_json", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("edited_seq", sa.BigInteger(), nullable=False),
        sa.Column("recalled_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_messaging_updates")),
        sa.UniqueConstraint("sender_id", "request_id", name=op.f("uq_messaging_updates_sender_id_request_id")),
    )
    op.create_index(
        "ix_messaging_updates_target",
        "messaging_updates",
        ["conversation_id", "target_seq", "seq"],
        unique=False,
        sqlite_where=sa.text("target_seq > 0"),
        postgresql_where=sa.text("target_seq > 0"),
    )
    op.create_index(
        "ix_messaging_updates_settings",
        "messaging_updates",
        ["conversation_id", "seq"],
        unique=False,
        sqlite_where=sa.text("kind = 6"),
        postgresql_where=sa.text("kind = 6"),
    )
    # ### end Alembic commands ###
