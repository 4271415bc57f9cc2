"""What one member changes of a conversation for themselves: no update, only a note to their own devices."""

from __future__ import annotations

from core.messaging.conversations import store
from core.messaging.conversations.act import Act
from core.messaging.conversations.members import seat
from majlis.messaging.v1 import conversations_service_pb2 as pb

FIELDS = ("pinned", "muted_until_ms", "marked_unread", "marks_private", "draft")


def change_own_view(act: Act, request: pb.UpdateMyViewRequest) -> None:
    """The fields that are given. CONVERSATION_NOT_FOUND."""
    before = seat(act.tx, request.conversation_id, act.user_id)
    changed = {name: getattr(request, name) for name in FIELDS if request.HasField(name)}  # type: ignore[arg-type]
    if not changed:
        return
    store.change(act.tx, request.conversation_id, act.user_id, **changed)
    act.note_view(request.conversation_id, act.user_id)
    if changed.get("marks_private", before.marks_private) != before.marks_private:
        act.changes.marks.add((request.conversation_id, act.user_id))  # Others see more or less of them now.
