"""What one mini-app, or the host about it, writes to one person: a conversation made with its first card."""

from __future__ import annotations

import hashlib

from core.kit.db import Transaction
from core.messaging.changes import Changes
from core.messaging.conversations import store
from core.messaging.log import Log
from majlis.messaging.v1 import messages_pb2 as pb

TITLE_CHARS_MAX = 64
HOST, HOST_TITLE = "_majlis", "مجلس · Majlis"  # What the host writes for itself; no app can be called so.
VIEW = "view"  # The personal entry that makes devices look at a conversation.


def open_with_app(
    tx: Transaction, log: Log, app_id: str, user_id: str, title: str, *, now_ms: int, changes: Changes
) -> str:
    """The id of the person's conversation with the app; titled so if it is made now."""
    at = id_of(app_id, user_id)
    settings = pb.ConversationSettings(title=title[:TITLE_CHARS_MAX])
    if store.create(tx, at, pb.CONVERSATION_KIND_APP, settings, now_ms=now_ms, app_id=app_id):
        reader = {"role": pb.MEMBER_ROLE_READER, "status": store.ACTIVE, "joined_at_ms": now_ms}
        store.put(tx, at, user_id, **reader, visible_from_seq=1)
        store.count(tx, at, 1, most=1)
        log.note(tx, [user_id], VIEW, at, changes)
    return at


def id_of(app_id: str, user_id: str) -> str:
    """The same id for the same two, so that it is made once; theirs alone, and no app ever gets it."""
    return f"conv_{hashlib.sha256(app_id.encode()).hexdigest()[:20]}_{user_id.removeprefix('usr_')}"
