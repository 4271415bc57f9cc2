"""Links that let people in: rows and whether they still work."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.conversations.errors import InviteExpired, InviteNotFound
from core.messaging.tables import invites
from majlis.messaging.v1 import conversations_service_pb2 as pb

LISTED_MAX = 100


@dataclass(frozen=True, slots=True)
class Invite:
    """A link as stored."""

    token: str
    conversation_id: str
    created_by: str
    created_at_ms: int
    expires_at_ms: int  # 0: never.
    uses_max: int  # 0: any number.
    uses: int
    needs_approval: bool
    revoked: bool

    def check(self, now_ms: int) -> None:
        """INVITE_EXPIRED unless somebody may come by it now."""
        over = self.expires_at_ms and now_ms >= self.expires_at_ms
        if self.revoked or over or (self.uses_max and self.uses >= self.uses_max):
            raise InviteExpired("this link lets nobody in any more")

    def to_proto(self) -> pb.Invite:
        return pb.Invite(
            token=self.token, expires_at_ms=self.expires_at_ms, uses_max=self.uses_max, uses=self.uses,
            needs_approval=self.needs_approval, created_by=self.created_by, created_at_ms=self.created_at_ms,
        )  # fmt: skip


_INVITE = sa.select(*(invites.c[name] for name in Invite.__dataclass_fields__))


def add(tx: Transaction, invite: Invite) -> None:
    tx.execute(invites.insert(), {name: getattr(invite, name) for name in Invite.__dataclass_fields__})


def get(tx: Transaction, token: str) -> Invite:
    """The link of that token. INVITE_NOT_FOUND."""
    row = tx.execute(_INVITE.where(invites.c.token == token)).one_or_none()
    if row is None:
        raise InviteNotFound("there is no such link")
    return Invite(*row)


def working(tx: Transaction, conversation_id: str, now_ms: int) -> list[Invite]:
    """The links of a conversation that still let somebody in, newest first."""
    query = _INVITE.where(
        invites.c.conversation_id == conversation_id, sa.not_(invites.c.revoked),
        sa.or_(invites.c.expires_at_ms == 0, invites.c.expires_at_ms > now_ms),
        sa.or_(invites.c.uses_max == 0, invites.c.uses < invites.c.uses_max),
    )  # fmt: skip
    rows = tx.execute(query.order_by(invites.c.created_at_ms.desc(), invites.c.token).limit(LISTED_MAX))
    return [Invite(*row) for row in rows]


def use(tx: Transaction, token: str) -> None:
    """Count one who came by it; `Invite.check` was asked in this transaction."""
    tx.execute(invites.update().where(invites.c.token == token).values(uses=invites.c.uses + 1))


def revoke(tx: Transaction, conversation_id: str, token: str) -> None:
    """End a link. INVITE_NOT_FOUND where the conversation has none of that token; ended twice is ended."""
    where = invites.c.conversation_id == conversation_id, invites.c.token == token
    if tx.execute(invites.update().where(*where).values(revoked=True)).rowcount == 0:
        raise InviteNotFound("there is no such link")


def revoke_all(tx: Transaction, conversation_id: str) -> None:
    """End every link of a conversation nobody is in any more."""
    tx.execute(invites.update().where(invites.c.conversation_id == conversation_id).values(revoked=True))
