"""Who may do what to whom, and how many may be in: values in, values out."""

from __future__ import annotations

from enum import StrEnum

from majlis.messaging.v1 import messages_pb2 as pb

GROUP_MEMBERS_MAX = 500
CHANNEL_MEMBERS_MAX = 100_000
INVITES_MAX = 100  # Working links of one conversation.
MARKS_MEMBERS_MAX = 50  # Up to here everybody sees how far everybody read.

OWNER, ADMIN, MEMBER, READER = (
    pb.MEMBER_ROLE_OWNER, pb.MEMBER_ROLE_ADMIN, pb.MEMBER_ROLE_MEMBER, pb.MEMBER_ROLE_READER,
)  # fmt: skip
DIRECT, GROUP, CHANNEL = (
    pb.CONVERSATION_KIND_DIRECT, pb.CONVERSATION_KIND_GROUP, pb.CONVERSATION_KIND_CHANNEL,
)  # fmt: skip


class Verb(StrEnum):
    """What is done to a conversation or to somebody in it."""

    CHANGE = "change its settings"
    ADD = "add people"
    LINKS = "make and end links, and answer who asks to come in"
    REMOVE = "remove somebody"
    BAN = "keep somebody out, see who is kept out, and let them again"
    SILENCE = "let somebody write no longer, or again"
    SET_ROLE = "give somebody another role"
    TRANSFER = "make somebody the owner"


_LEAD, _OWNER = frozenset({OWNER, ADMIN}), frozenset({OWNER})
_NOBODY: frozenset[int] = frozenset()
# Verb → who may, in a group and in a channel. In any other kind of conversation nobody may.
_MAY: dict[Verb, dict[int, frozenset[int]]] = {
    Verb.CHANGE: {GROUP: _LEAD, CHANNEL: _LEAD},
    Verb.ADD: {GROUP: _LEAD, CHANNEL: _LEAD},
    Verb.LINKS: {GROUP: _LEAD, CHANNEL: _LEAD},
    Verb.REMOVE: {GROUP: _LEAD, CHANNEL: _LEAD},
    Verb.BAN: {GROUP: _LEAD, CHANNEL: _LEAD},
    Verb.SILENCE: {GROUP: _LEAD},  # Who may not write in a channel is its reader.
    Verb.SET_ROLE: {GROUP: _OWNER, CHANNEL: _OWNER},
    Verb.TRANSFER: {GROUP: _OWNER, CHANNEL: _OWNER},
}
# Whose role is not below one's own is out of reach: admins do not remove admins, and nobody the owner.
_RANK: dict[int, int] = {OWNER: 3, ADMIN: 2, MEMBER: 1, READER: 1}


def may(verb: Verb, *, kind: int, role: int, active: bool, members_may_add: bool = False) -> bool:
    """Whether somebody with this role may do it at all."""
    if not active:
        return False
    if verb is Verb.ADD and kind == GROUP and role == MEMBER and members_may_add:
        return True
    return role in _MAY[verb].get(kind, _NOBODY)


def may_to(verb: Verb, *, kind: int, role: int, active: bool, target_role: int) -> bool:
    """Whether they may do it to somebody else of this role."""
    return may(verb, kind=kind, role=role, active=active) and _RANK[role] > _RANK[target_role]


def members_max(kind: int) -> int:
    """How many may be in such a conversation."""
    return CHANNEL_MEMBERS_MAX if kind == CHANNEL else GROUP_MEMBERS_MAX


def base_role(kind: int) -> pb.MemberRole.ValueType:
    """The role one comes in with."""
    return READER if kind == CHANNEL else MEMBER


def roles_to_give(kind: int) -> frozenset[int]:
    """The roles an owner may give."""
    return frozenset({ADMIN, base_role(kind)})
