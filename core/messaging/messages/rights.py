"""Who may write and change what, and for how long. The server's clock decides."""

from __future__ import annotations

from datetime import timedelta

from core.messaging.conversations.members import Seat
from core.messaging.errors import MessageRecalled, NotContacts, RoleMissing, Silenced
from core.messaging.messages.errors import EditWindowExpired, RecallWindowExpired
from core.messaging.messages.store import Written
from majlis.messaging.v1 import messages_pb2 as pb

EDIT_WINDOW = timedelta(hours=48)
RECALL_WINDOW = timedelta(minutes=2)
RECALL_WINDOW_FILE = timedelta(hours=3)
_ADMINS = (pb.MEMBER_ROLE_OWNER, pb.MEMBER_ROLE_ADMIN)
_MANY = (pb.CONVERSATION_KIND_GROUP, pb.CONVERSATION_KIND_CHANNEL)


def check_writes(seat: Seat) -> None:
    """Raise unless they may write there now. NOT_CONTACTS, ROLE_MISSING, SILENCED."""
    _check_active(seat)
    if not seat.open:
        raise NotContacts("this conversation takes no messages now", conversation_id=seat.conversation_id)
    if not _writes(seat):
        raise RoleMissing("this role does not write here", conversation_id=seat.conversation_id)
    if seat.silenced:
        raise Silenced("an admin has silenced the caller here", conversation_id=seat.conversation_id)


def may_write(seat: Seat) -> bool:
    """Whether check_writes would let them."""
    return seat.status == pb.MEMBER_STATUS_ACTIVE and seat.open and _writes(seat) and not seat.silenced


def _writes(seat: Seat) -> bool:
    if seat.kind == pb.CONVERSATION_KIND_CHANNEL:
        return seat.role in _ADMINS
    return seat.kind != pb.CONVERSATION_KIND_APP and seat.role != pb.MEMBER_ROLE_READER


def check_calls_all(seat: Seat) -> None:
    """ROLE_MISSING unless they are owner or admin of a group or channel."""
    if not is_admin(seat):
        raise RoleMissing("only owners and admins call everybody", conversation_id=seat.conversation_id)


def is_admin(seat: Seat) -> bool:
    """Owner or admin of a conversation of many."""
    return seat.kind in _MANY and seat.role in _ADMINS


def check_edit(seat: Seat, message: Written, now_ms: int) -> None:
    """Raise unless they may change it. ROLE_MISSING, MESSAGE_RECALLED, EDIT_WINDOW_EXPIRED."""
    if message.sender_id != seat.user_id:
        raise RoleMissing("only its author edits a message", conversation_id=seat.conversation_id, seq=message.seq)
    check_stands(message)
    if now_ms - message.created_at_ms > EDIT_WINDOW // timedelta(milliseconds=1):
        seconds = EDIT_WINDOW // timedelta(seconds=1)
        raise EditWindowExpired("the time to edit is over", limit_seconds=seconds, seq=message.seq)


def check_recall(seat: Seat, message: Written, *, is_file: bool, now_ms: int) -> None:
    """Raise unless they may take it back: even where they may not write any more, but not after they left."""
    _check_active(seat)
    if message.sender_id and is_admin(seat):
        return
    if message.sender_id != seat.user_id:
        raise RoleMissing("this role takes back its own messages only", conversation_id=seat.conversation_id)
    window = RECALL_WINDOW_FILE if is_file else RECALL_WINDOW
    if now_ms - message.created_at_ms > window // timedelta(milliseconds=1):
        seconds = window // timedelta(seconds=1)
        raise RecallWindowExpired("the time to take it back is over", limit_seconds=seconds, seq=message.seq)


def check_stands(message: Written) -> None:
    """MESSAGE_RECALLED where it was taken back."""
    if message.recalled_seq:
        raise MessageRecalled("the message was taken back", conversation_id=message.conversation_id, seq=message.seq)


def _check_active(seat: Seat) -> None:
    if seat.status != pb.MEMBER_STATUS_ACTIVE:
        raise RoleMissing("the caller is no longer in this conversation", conversation_id=seat.conversation_id)
