"""Updates as clients get them: built once, in at most two forms, for whoever gets them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from core.messaging.changes import Logged
from majlis.messaging.v1 import messages_pb2, messages_service_pb2


def update(logged: Logged, reader_id: str) -> messages_pb2.Update:
    """An update for one reader: its request_id is for its sender only."""
    return messages_pb2.Update(
        conversation_id=logged.conversation_id, seq=logged.seq, kind=logged.kind,  # type: ignore[arg-type]
        sender_id=logged.sender_id, target_seq=logged.target_seq, created_at_ms=logged.created_at_ms,
        body_json=logged.body_json, salt=text(logged.salt), commitment=text(logged.commitment),
        request_id=logged.request_id if reader_id and logged.sender_id == reader_id else "",
    )  # fmt: skip


def batch(
    updates: Sequence[Logged], before: bytes, *, head_seq: int, reader_id: str
) -> messages_service_pb2.UpdateBatch:
    """Some updates of one conversation, in order; `before` is the hash just before the first."""
    first, last = updates[0], updates[-1]
    return messages_service_pb2.UpdateBatch(
        conversation_id=first.conversation_id, updates=[update(each, reader_id) for each in updates],
        from_seq=first.seq, to_seq=last.seq, before_hash=text(before), to_hash=text(last.hash), head_seq=head_seq,
    )  # fmt: skip


def live(
    logged: Logged, before: bytes
) -> tuple[messages_service_pb2.FollowResponse, messages_service_pb2.FollowResponse]:
    """The new update for its sender's devices and for everybody else: two objects, however many follow."""

    updates = batch([logged], before, head_seq=logged.seq, reader_id="")
    others = messages_service_pb2.FollowResponse(updates=updates)
    if not logged.request_id:
        return others, others
    own = messages_service_pb2.FollowResponse()
    own.CopyFrom(others)
    own.updates.updates[0].request_id = logged.request_id
    return own, others


def text(raw: bytes) -> str:
    """Bytes as Base64."""
    return b64encode(raw).decode()
