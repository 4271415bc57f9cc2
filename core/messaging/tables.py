"""The tables of conversations and their log; search, media, notifications and moderation keep their own."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import metadata

conversations = sa.Table(
    "messaging_conversations", metadata,
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("history_for_joiners", sa.Boolean, nullable=False),
    sa.Column("members_may_add", sa.Boolean, nullable=False),
    sa.Column("invites_need_approval", sa.Boolean, nullable=False),
    sa.Column("app_id", sa.Text, nullable=False),
    # The counter row is the lock: numbers follow the order of commits, so a reader never skips one.
    sa.Column("head_seq", sa.BigInteger, nullable=False),
    sa.Column("head_hash", sa.LargeBinary, nullable=False),
    # ACTIVE rows, counted here: so the limit holds in a race, and a list of conversations is drawn fast.
    sa.Column("member_count", sa.Integer, nullable=False, server_default="0"),
    # Everything up to it is indexed and notified of; see `trail`.
    sa.Column("trailed_seq", sa.BigInteger, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    # When it last grew, for the sweep that finds what a lost hint left untold.
    sa.Column("grew_at_ms", sa.BigInteger, nullable=False, index=True),
    # Of a direct conversation, in order; NULL for the others, and NULLs are not equal.
    sa.Column("low_user_id", sa.Text, nullable=True),
    sa.Column("high_user_id", sa.Text, nullable=True),
    sa.UniqueConstraint("low_user_id", "high_user_id"),
    sa.Index("ix_messaging_conversations_untrailed", "conversation_id", sqlite_where=sa.text("trailed_seq < head_seq"),
             postgresql_where=sa.text("trailed_seq < head_seq")),
)  # fmt: skip

members = sa.Table(
    "messaging_members", metadata,
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True, index=True),
    sa.Column("role", sa.Integer, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("silenced", sa.Boolean, nullable=False),
    sa.Column("joined_at_ms", sa.BigInteger, nullable=False),
    # What they may see: from and to these numbers, both included; to 0 means to the newest.
    sa.Column("visible_from_seq", sa.BigInteger, nullable=False),
    sa.Column("visible_to_seq", sa.BigInteger, nullable=False),
    sa.Column("read_seq", sa.BigInteger, nullable=False),
    sa.Column("delivered_seq", sa.BigInteger, nullable=False),
    # Their own view of it.
    sa.Column("pinned", sa.Boolean, nullable=False),
    sa.Column("marked_unread", sa.Boolean, nullable=False),
    sa.Column("marks_private", sa.Boolean, nullable=False),
    sa.Column("muted_until_ms", sa.BigInteger, nullable=False),
    sa.Column("draft", sa.Text, nullable=False),
    # Who asks to be let in, MEMBER_STATUS_REQUESTED.
    sa.Index("ix_messaging_members_requested", "conversation_id", sqlite_where=sa.text("status = 3"),
             postgresql_where=sa.text("status = 3")),
)  # fmt: skip

# One row an update, never one a member. body_json and salt are wiped by a recall; nothing else ever changes but the
# two notes on a message about what came after it.
updates = sa.Table(
    "messaging_updates", metadata,
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("kind", sa.Integer, nullable=False),
    sa.Column("sender_id", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text, nullable=True),  # NULL where the update is one of several of its request.
    sa.Column("request_mac", sa.LargeBinary, nullable=True),
    sa.Column("target_seq", sa.BigInteger, nullable=False),
    sa.Column("body_json", sa.Text, nullable=False),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("commitment", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    # Of a message: where its newest content is (0: here), and which update took it back (0: none).
    sa.Column("edited_seq", sa.BigInteger, nullable=False),
    sa.Column("recalled_seq", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("sender_id", "request_id"),
    # With seq, or SQLite takes target_seq for a range and reads every update that has a target.
    sa.Index("ix_messaging_updates_target", "conversation_id", "target_seq", "seq",
             sqlite_where=sa.text("target_seq > 0"), postgresql_where=sa.text("target_seq > 0")),
    # What it was called when somebody left: UPDATE_KIND_CONVERSATION.
    sa.Index("ix_messaging_updates_settings", "conversation_id", "seq", sqlite_where=sa.text("kind = 6"),
             postgresql_where=sa.text("kind = 6")),
)  # fmt: skip

reactions = sa.Table(
    "messaging_reactions", metadata,
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),  # The message's.
    sa.Column("emoji", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("update_seq", sa.BigInteger, nullable=False),
)  # fmt: skip

# Who a message calls by name; an empty user_id stands for everybody. seq is the update that calls them: the message's
# own, or the edit's that added them, for they may have read the message before.
mentions = sa.Table(
    "messaging_mentions", metadata,
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
)  # fmt: skip

# Messages somebody no longer wants to see.
hidden = sa.Table(
    "messaging_hidden", metadata,
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("conversation_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
)  # fmt: skip

# What changed for one person, by reference: the newest entry about a thing replaces the one before.
personal = sa.Table(
    "messaging_personal", metadata,
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("pos", sa.BigInteger, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),  # view, hidden, gone, my_marks, people
    sa.Column("ref", sa.Text, nullable=False),
    sa.UniqueConstraint("user_id", "kind", "ref"),
)  # fmt: skip

people = sa.Table(
    "messaging_people", metadata,
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("pos", sa.BigInteger, nullable=False),  # Of their newest entry above.
    sa.Column("read_marks", sa.Boolean, nullable=False),
    sa.Column("presence", sa.Boolean, nullable=False),
    sa.Column("last_seen_at_ms", sa.BigInteger, nullable=False),
    # When pos last grew, for the sweep that finds what a lost hint left untold.
    sa.Column("grew_at_ms", sa.BigInteger, server_default="0", nullable=False, index=True),
)  # fmt: skip

# What two people are to each other, as identity last told; low_user_id < high_user_id.
relations = sa.Table(
    "messaging_relations", metadata,
    sa.Column("low_user_id", sa.Text, primary_key=True),
    sa.Column("high_user_id", sa.Text, primary_key=True, index=True),
    sa.Column("contacts", sa.Boolean, nullable=False),
    sa.Column("low_blocks", sa.Boolean, nullable=False),
    sa.Column("high_blocks", sa.Boolean, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
)  # fmt: skip

invites = sa.Table(
    "messaging_invites", metadata,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("conversation_id", sa.Text, nullable=False, index=True),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.Column("expires_at_ms", sa.BigInteger, nullable=False),
    sa.Column("uses_max", sa.Integer, nullable=False),
    sa.Column("uses", sa.Integer, nullable=False),
    sa.Column("needs_approval", sa.Boolean, nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False),
)  # fmt: skip
