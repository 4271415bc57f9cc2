"""The members of a conversation, page by page: owner, admins, then the others by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.kit.db import Transaction
from core.kit.errors import InvalidArgument
from core.messaging import paging
from core.messaging.conversations import rules, store
from core.messaging.conversations.members import seat
from core.messaging.conversations.rules import Verb
from core.messaging.conversations.store import ACTIVE, BANNED, Member
from core.messaging.conversations.verbs import allowed
from core.messaging.errors import RoleMissing
from majlis.messaging.v1 import messages_pb2 as pb

LIST = "members"
REQUESTS_MAX = 200


def rows(tx: Transaction, conversation_id: str, user_id: str, status: int) -> list[Member]:
    """Those the caller may see: who is in it, for those who are; who is kept out, for owner and admins."""
    if status == BANNED:
        allowed(tx, conversation_id, user_id, Verb.BAN)
        return store.with_status(tx, conversation_id, BANNED)
    if status not in (pb.MEMBER_STATUS_UNSPECIFIED, ACTIVE):
        raise InvalidArgument("status: must be ACTIVE or BANNED", field="status", why="must be ACTIVE or BANNED")
    at = seat(tx, conversation_id, user_id)
    if at.status != ACTIVE:  # Who is in it now is not of the past they keep.
        raise RoleMissing("this takes being in it", conversation_id=conversation_id)
    if at.kind == rules.CHANNEL:
        return store.with_roles(tx, conversation_id, rules.OWNER, rules.ADMIN)
    return store.with_status(tx, conversation_id, ACTIVE)


def page(
    found: Sequence[Member], names: Mapping[str, str], *, page_token: str, size: int
) -> tuple[list[pb.Member], str]:
    """A page of them and the token of the next."""
    ordered = sorted(
        found, key=lambda each: (min(each.role, rules.MEMBER), names[each.user_id].casefold(), each.user_id)
    )
    start = 0
    if place := paging.place(LIST, page_token, int, str):
        number, after = place
        # After whom the page before ended, or the same place where they went meanwhile.
        start = next((at for at, each in enumerate(ordered, 1) if each.user_id == after), number)
    shown = ordered[start : start + size]
    end = start + len(shown)
    token = paging.token(LIST, end, shown[-1].user_id) if end < len(ordered) and shown else ""
    return [to_proto(each, names) for each in shown], token


def to_proto(member: Member, names: Mapping[str, str]) -> pb.Member:
    """A row as others see it."""
    return pb.Member(
        user_id=member.user_id, display_name=names.get(member.user_id, ""),
        role=pb.MemberRole.ValueType(member.role), status=pb.MemberStatus.ValueType(member.status),
        silenced=member.silenced, joined_at_ms=member.joined_at_ms,
    )  # fmt: skip
