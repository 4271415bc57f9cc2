"""Rows of conversations and their members. Everything takes the caller's transaction; nothing decides who may."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction, insert_new
from core.messaging import chain
from core.messaging.errors import ConversationNotFound
from core.messaging.tables import conversations, members
from majlis.messaging.v1 import messages_pb2 as pb

ACTIVE, INVITED, REQUESTED = pb.MEMBER_STATUS_ACTIVE, pb.MEMBER_STATUS_INVITED, pb.MEMBER_STATUS_REQUESTED
LEFT, REMOVED, BANNED = pb.MEMBER_STATUS_LEFT, pb.MEMBER_STATUS_REMOVED, pb.MEMBER_STATUS_BANNED
_FRESH = {
    "silenced": False, "joined_at_ms": 0, "visible_from_seq": 0, "visible_to_seq": 0, "read_seq": 0, "delivered_seq": 0,
    "pinned": False, "marked_unread": False, "marks_private": False, "muted_until_ms": 0, "draft": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conversation:
    """What all its members share."""

    conversation_id: str
    kind: int
    title: str
    description: str
    history_for_joiners: bool
    members_may_add: bool
    invites_need_approval: bool
    app_id: str
    member_count: int
    head_seq: int
    low_user_id: str | None
    high_user_id: str | None

    @property
    def settings(self) -> pb.ConversationSettings:
        return pb.ConversationSettings(
            title=self.title, description=self.description, history_for_joiners=self.history_for_joiners,
            members_may_add=self.members_may_add, invites_need_approval=self.invites_need_approval,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's row, whatever their status."""

    conversation_id: str
    user_id: str
    role: int
    status: int
    silenced: bool
    joined_at_ms: int
    visible_from_seq: int
    visible_to_seq: int


_CONVERSATION = sa.select(*(conversations.c[name] for name in Conversation.__dataclass_fields__))
_MEMBER = sa.select(*(members.c[name] for name in Member.__dataclass_fields__))


def create(
    tx: Transaction, conversation_id: str, kind: int, settings: pb.ConversationSettings, *, now_ms: int,
    pair: tuple[str, str] | None = None, app_id: str = "",
) -> bool:  # fmt: skip
    """A conversation without members or updates; False where the pair has one."""
    low, high = pair or (None, None)
    row = {
        "conversation_id": conversation_id, "kind": kind, "title": settings.title, "description": settings.description,
        "history_for_joiners": settings.history_for_joiners, "members_may_add": settings.members_may_add,
        "invites_need_approval": settings.invites_need_approval, "app_id": app_id, "head_seq": 0,
        "head_hash": chain.FIRST_HASH, "member_count": 0, "trailed_seq": 0, "created_at_ms": now_ms,
        "grew_at_ms": now_ms, "low_user_id": low, "high_user_id": high,
    }  # fmt: skip
    return insert_new(tx, conversations, row)


def conversation(tx: Transaction, conversation_id: str) -> Conversation:
    """The conversation. CONVERSATION_NOT_FOUND."""
    row = tx.execute(_CONVERSATION.where(conversations.c.conversation_id == conversation_id)).one_or_none()
    if row is None:
        raise ConversationNotFound("there is no such conversation", conversation_id=conversation_id)
    return Conversation(*row)


def of_pair(tx: Transaction, low: str, high: str) -> str | None:
    """The direct conversation of two people, if they have one."""
    found = sa.select(conversations.c.conversation_id)
    return tx.execute(
        found.where(conversations.c.low_user_id == low, conversations.c.high_user_id == high)
    ).scalar_one_or_none()


def set_settings(tx: Transaction, conversation_id: str, settings: pb.ConversationSettings) -> None:
    """Give the conversation these settings."""
    tx.execute(
        conversations.update().where(conversations.c.conversation_id == conversation_id)
        .values({name: getattr(settings, name) for name in settings.DESCRIPTOR.fields_by_name})
    )  # fmt: skip


def count(tx: Transaction, conversation_id: str, more: int, *, most: int) -> bool:
    """Change the number of members; False, with nothing changed, where it would be more than `most`."""
    changed = tx.execute(
        conversations.update()
        .where(conversations.c.conversation_id == conversation_id, conversations.c.member_count + more <= most)
        .values(member_count=conversations.c.member_count + more)
    )
    return changed.rowcount == 1


def member(tx: Transaction, conversation_id: str, user_id: str) -> Member | None:
    """The person's row, if there is one."""
    found = _MEMBER.where(members.c.conversation_id == conversation_id, members.c.user_id == user_id)
    row = tx.execute(found).one_or_none()
    return None if row is None else Member(*row)


def members_of(tx: Transaction, conversation_id: str, user_ids: Collection[str]) -> dict[str, Member]:
    """Of these people, the rows there are."""
    found = _MEMBER.where(members.c.conversation_id == conversation_id, members.c.user_id.in_(user_ids))
    return {row.user_id: Member(*row) for row in tx.execute(found)}


def with_status(tx: Transaction, conversation_id: str, *statuses: int, most: int | None = None) -> list[Member]:
    """The rows of these statuses, the oldest first; all, unless it says how many at most."""
    found = _MEMBER.where(members.c.conversation_id == conversation_id, members.c.status.in_(statuses))
    return [Member(*row) for row in tx.execute(found.order_by(members.c.joined_at_ms, members.c.user_id).limit(most))]


def with_roles(tx: Transaction, conversation_id: str, *roles: int) -> list[Member]:
    """The ACTIVE rows of these roles."""
    found = _MEMBER.where(
        members.c.conversation_id == conversation_id, members.c.status == ACTIVE, members.c.role.in_(roles)
    )
    return [Member(*row) for row in tx.execute(found.order_by(members.c.role, members.c.user_id))]


def put(tx: Transaction, conversation_id: str, user_id: str, **values: Any) -> None:
    """Give the person's row these values; a new row has nothing of its own view yet."""
    row: Mapping[str, Any] = {"conversation_id": conversation_id, "user_id": user_id, **_FRESH, **values}
    if not insert_new(tx, members, dict(row)):
        change(tx, conversation_id, user_id, **values)


def change(tx: Transaction, conversation_id: str, user_id: str, **values: Any) -> None:
    """Change the row of somebody who has one."""
    where = members.c.conversation_id == conversation_id, members.c.user_id == user_id
    tx.execute(members.update().where(*where).values(values))


def forget(tx: Transaction, conversation_id: str, user_id: str) -> None:
    """Take the row away of somebody who never was in it."""
    tx.execute(members.delete().where(members.c.conversation_id == conversation_id, members.c.user_id == user_id))
