"""A word of the host to one person, in a conversation only they have: whoever else was there learns nothing."""

from __future__ import annotations

import json

from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction
from core.messaging.changes import Changes
from core.messaging.conversations import store
from core.messaging.log import Draft, Log
from majlis.messaging.v1 import messages_pb2 as chat_pb

HOST = "majlis"  # As an app's id, which no package can have: those have a dot.
TITLE = "مجلس · Majlis"
WARNED = "warned"  # note-warned of the texts.


class Warnings:
    """Writes them, making the conversation where there is none yet."""

    def __init__(self, *, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def warn(self, tx: Transaction, user_id: str, why: str, changes: Changes) -> None:
        """Tell the person that something they wrote broke the rules: which rule, not what or where or by whom told."""
        of = f"conv_{HOST}_{user_id}"  # Theirs alone; that they know their own id tells nobody anything.
        now_ms = to_ms(self._clock.now())
        settings = chat_pb.ConversationSettings(title=TITLE)
        if store.create(tx, of, chat_pb.CONVERSATION_KIND_APP, settings, now_ms=now_ms, app_id=HOST):
            reader = {"role": chat_pb.MEMBER_ROLE_READER, "status": store.ACTIVE, "joined_at_ms": now_ms}
            store.put(tx, of, user_id, **reader, visible_from_seq=1)
            store.count(tx, of, 1, most=1)
            self._log.note(tx, [user_id], "view", of, changes)
        note = {"note": {"key": WARNED, "facts": {"reason": why}}, "fallback_text": "⚠"}
        body = json.dumps({"message": note}, ensure_ascii=False, separators=(",", ":"))
        self._log.append(tx, [Draft(of, chat_pb.UPDATE_KIND_MESSAGE, "", body)], changes)
