"""What a notification shows: made from the message as it is now, with its words only if the person wants previews."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.messages.content import wallet_words
from core.messaging.notifications.decide import Kind
from core.messaging.notifications.tables import prefs, told
from core.messaging.pairs import ByPairs
from core.messaging.tables import conversations, members, updates
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb

PREVIEW_CHARS_MAX = 160
_PIERCING = (Kind.MENTION, Kind.PAYMENT)
_LEADS = (pb.MEMBER_ROLE_OWNER, pb.MEMBER_ROLE_ADMIN)
_ISOLATED = "\u2068{}\u2069"  # So that no name turns the words beside it.

_asking = members.alias("asking")
_asked = sa.exists().where(
    _asking.c.conversation_id == told.c.conversation_id, members.c.role.in_(_LEADS),
    # Written out, as in the index's own condition: a bound value would hide that it is the same.
    sa.literal_column("asking.status") == sa.literal_column(str(pb.MEMBER_STATUS_REQUESTED)),
).correlate(told, members)  # fmt: skip
_ROWS = (
    sa.select(
        told, sa.case((told.c.seq == 0, _asked), else_=sa.false()).label("asked"), members.c.status,
        members.c.read_seq, members.c.muted_until_ms, prefs.c.previews,
        prefs.c.mentions_pierce, prefs.c.payments_pierce, conversations.c.kind.label("room_kind"),
        conversations.c.title,
    )
    # Whose invitation was withdrawn has no row any more; what is due is to be settled all the same.
    .outerjoin(
        members, sa.and_(members.c.conversation_id == told.c.conversation_id, members.c.user_id == told.c.user_id)
    )
    .join(conversations, conversations.c.conversation_id == told.c.conversation_id)
    .outerjoin(prefs, prefs.c.user_id == told.c.user_id)
)  # fmt: skip
_DUE = (
    _ROWS.where(told.c.due_at_ms.is_not(None), told.c.due_at_ms <= sa.bindparam("now"))
    .order_by(told.c.due_at_ms, told.c.notification_id).limit(sa.bindparam("most"))
)  # fmt: skip
_THESE = _ROWS.where(told.c.notification_id.in_(sa.bindparam("ids", expanding=True)))
_newest = updates.alias("newest")
_target = updates.alias("target")
_CONTENT = ByPairs(
    sa.select(
        updates.c.conversation_id, updates.c.seq, updates.c.kind, updates.c.sender_id, updates.c.body_json,
        updates.c.recalled_seq, _target.c.recalled_seq.label("target_recalled_seq"),
        _newest.c.body_json.label("newest_json"),
    )
    .outerjoin(_target, sa.and_(
        _target.c.conversation_id == updates.c.conversation_id, _target.c.seq == updates.c.target_seq))
    .outerjoin(_newest, sa.and_(
        _newest.c.conversation_id == updates.c.conversation_id,
        _newest.c.seq == sa.func.coalesce(sa.func.nullif(updates.c.edited_seq, 0), _target.c.edited_seq))),
    updates.c.conversation_id, updates.c.seq,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """All but the sender's name."""

    user_id: str
    sender_id: str
    room_kind: int
    notification: service_pb.Notification


def due(tx: Transaction, *, now_ms: int, most: int) -> Sequence[Any]:
    """The notifications to be handed out now, longest due first, each with what it needs."""
    return tx.execute(_DUE, {"now": now_ms, "most": most}).all()


def these(tx: Transaction, notification_ids: Sequence[str]) -> Sequence[Any]:
    """The same of these notifications."""
    return tx.execute(_THESE, {"ids": notification_ids}).all()


def still_wanted(row: Any, now_ms: int) -> bool:
    """Whether the person has not read, left or muted it since it was decided."""
    if row.seq == 0:  # In no log: an invitation, or somebody who asks to be let in.
        wanted = row.status == pb.MEMBER_STATUS_INVITED or (row.status == pb.MEMBER_STATUS_ACTIVE and row.asked)
    else:
        wanted = row.status == pb.MEMBER_STATUS_ACTIVE and row.seq > row.read_seq
    if not wanted:
        return False
    pierces = row.mentions_pierce if row.kind == Kind.MENTION else row.payments_pierce
    return bool(row.muted_until_ms <= now_ms or (row.kind in _PIERCING and pierces))


def draft(tx: Transaction, rows: Sequence[Any]) -> list[Draft]:
    """What they show; one that stands for a single message which was taken back is left out."""
    pairs = {(row.conversation_id, row.seq) for row in rows if row.seq}
    found = {(each.conversation_id, each.seq): each for each in _CONTENT.rows(tx, pairs)}
    drafts = []
    for row in rows:
        if row.seq == 0:
            drafts.append(Draft(row.user_id, "", row.room_kind, _notification(row, "")))
            continue
        content = found[row.conversation_id, row.seq]
        recalled = bool(content.recalled_seq or content.target_recalled_seq)
        if recalled and row.count == 1:
            continue
        previews = row.previews is not False and not recalled  # None: they never set it.
        said = content.newest_json if content.kind != pb.UPDATE_KIND_REACTION else None
        text = _preview(said or content.body_json) if previews else ""
        drafts.append(Draft(row.user_id, content.sender_id, row.room_kind, _notification(row, text)))
    return drafts


def _notification(row: Any, text: str) -> service_pb.Notification:
    return service_pb.Notification(
        notification_id=row.notification_id, kind=Kind(row.kind).name.lower(), conversation_id=row.conversation_id,
        seq=row.seq, count=row.count, title=row.title, text=text, silent=row.silent,
    )  # fmt: skip


def finished(made: Draft, sender_name: str) -> service_pb.Notification:
    """With the name: as the title between two people, before the words among many."""
    notification = made.notification
    if made.room_kind == pb.CONVERSATION_KIND_DIRECT:
        notification.title = sender_name
    elif made.room_kind == pb.CONVERSATION_KIND_GROUP and notification.text and sender_name:
        notification.text = f"{_ISOLATED.format(sender_name)}: {notification.text}"
    return notification


def _preview(body_json: str) -> str:
    """The beginning of the words, on one line; empty where there are none."""
    body = json.loads(body_json) if body_json else {}
    content = body.get("message") or body.get("edit") or {}
    wallet_card = content.get("wallet_card") or body.get("wallet_card")
    said = content.get("text") or (wallet_words(wallet_card) if wallet_card else content.get("fallback_text"))
    said = said or body.get("reaction", {}).get("emoji") or body.get("card", {}).get("title", "")
    words = " ".join(said.split())
    return words if len(words) <= PREVIEW_CHARS_MAX else words[: PREVIEW_CHARS_MAX - 1] + "…"
