"""Conversations as rows, for tests of what stands below the services: `begin`, `say`, `edit`, `recall`."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from google.protobuf import json_format

from core.kit.clock import Clock, ManualClock, to_ms
from core.kit.db import Transaction
from core.messaging import chain
from core.messaging.changes import Changes, Logged
from core.messaging.log import Draft, Log
from core.messaging.tables import conversations, members, updates
from majlis.messaging.v1 import messages_pb2 as pb


def body_json(**what: pb.Content | pb.ReactionChange | pb.Card) -> str:
    """The body of an update: message=…, edit=…, reaction=… or card=…"""
    body = pb.UpdateBody(**what)  # type: ignore[arg-type]
    return json_format.MessageToJson(body, indent=None, preserving_proto_field_name=True, ensure_ascii=False)


class ChatLog:
    """Writes a conversation's log without the services."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or ManualClock()
        self.log = Log(clock=self.clock, key=b"k" * 32)

    def begin(self, tx: Transaction, conversation_id: str, *user_ids: str, visible_from_seq: int = 1) -> None:
        """A group with these active members and nothing said."""
        now_ms = to_ms(self.clock.now())
        tx.execute(
            conversations.insert(),
            {
                "conversation_id": conversation_id, "kind": pb.CONVERSATION_KIND_GROUP, "title": "", "description": "",
                "history_for_joiners": True, "members_may_add": False, "invites_need_approval": False, "app_id": "",
                "head_seq": 0, "head_hash": chain.FIRST_HASH, "trailed_seq": 0, "created_at_ms": now_ms,
                "grew_at_ms": now_ms,
            },
        )  # fmt: skip
        for user_id in user_ids:
            self.join(tx, conversation_id, user_id, visible_from_seq=visible_from_seq)

    def join(
        self, tx: Transaction, conversation_id: str, user_id: str, *, visible_from_seq: int = 1,
        visible_to_seq: int = 0, status: int = pb.MEMBER_STATUS_ACTIVE,
    ) -> None:  # fmt: skip
        row = {
            "conversation_id": conversation_id, "user_id": user_id, "role": pb.MEMBER_ROLE_MEMBER, "status": status,
            "silenced": False, "joined_at_ms": 0, "visible_from_seq": visible_from_seq,
            "visible_to_seq": visible_to_seq, "read_seq": 0, "delivered_seq": 0, "pinned": False,
            "marked_unread": False, "marks_private": False, "muted_until_ms": 0, "draft": "",
        }  # fmt: skip
        tx.execute(members.insert(), row)

    def append(self, tx: Transaction, drafts: Sequence[Draft]) -> list[Logged]:
        return self.log.append(tx, drafts, Changes())

    def say(self, tx: Transaction, conversation_id: str, sender_id: str, *texts: str) -> list[Logged]:
        """One message a text."""
        return self.send(tx, conversation_id, sender_id, *(pb.Content(text=text) for text in texts))

    def send(self, tx: Transaction, conversation_id: str, sender_id: str, *contents: pb.Content) -> list[Logged]:
        kind = pb.UPDATE_KIND_MESSAGE
        drafts = [Draft(conversation_id, kind, sender_id, body_json(message=content)) for content in contents]
        return self.append(tx, drafts)

    def edit(self, tx: Transaction, conversation_id: str, seq: int, sender_id: str, text: str) -> Logged:
        """New content of a message, as the log has it afterwards."""
        draft = Draft(conversation_id, pb.UPDATE_KIND_EDIT, sender_id, body_json(edit=pb.Content(text=text)), seq)
        (edited,) = self.append(tx, [draft])
        self._note(tx, conversation_id, seq, edited_seq=edited.seq)
        return edited

    def recall(self, tx: Transaction, conversation_id: str, seq: int, sender_id: str) -> Logged:
        """The message and its edits wiped; the index is the caller's."""
        (recalled,) = self.append(tx, [Draft(conversation_id, pb.UPDATE_KIND_RECALL, sender_id, "", seq)])
        self._note(tx, conversation_id, seq, recalled_seq=recalled.seq)
        edits = (updates.c.target_seq == seq) & updates.c.kind.in_([pb.UPDATE_KIND_EDIT, pb.UPDATE_KIND_CARD])
        theirs = updates.c.conversation_id == conversation_id
        tx.execute(updates.update().where(theirs, (updates.c.seq == seq) | edits).values(body_json="", salt=b""))
        return recalled

    def _note(self, tx: Transaction, conversation_id: str, seq: int, **values: int) -> None:
        row: sa.ColumnElement[bool] = (updates.c.conversation_id == conversation_id) & (updates.c.seq == seq)
        tx.execute(updates.update().where(row).values(values))
