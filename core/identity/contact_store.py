"""SQL of contacts: sides of pairs, how people are reached, and whom a name or code means. Never commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

import sqlalchemy as sa

from core.identity.contacts import STRANGER, Pair, Reach, Room, Side, State
from core.identity.tables import contacts, reach, roles, users
from core.kit.db import Transaction, upsert
from majlis.identity.v1 import identity_service_pb2 as pb

_SIDE = tuple(contacts.c[each.name] for each in fields(Side))
# Operators sign in elsewhere and are nobody's contacts.
_IS_OPERATOR = sa.exists().where(roles.c.user_id == users.c.id, roles.c.role == pb.ROLE_OPERATOR)
_ABSENT = Reach()
_FOUND = (
    sa.select(
        users.c.id, users.c.username, users.c.display_name,
        sa.func.coalesce(reach.c.found_by_username, sa.true()).label("found_by_username"),
        sa.func.coalesce(reach.c.found_by_code, sa.true()).label("found_by_code"),
    )
    .outerjoin(reach, reach.c.user_id == users.c.id)
    .where(~_IS_OPERATOR)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of a list: who they are, and the owner's side."""

    user_id: str
    username: str
    display_name: str
    side: Side


def pair(tx: Transaction, my_id: str, their_id: str) -> tuple[Pair, int]:
    """Both sides, and the pair's version."""
    return pairs(tx, my_id, (their_id,))[their_id]


def pairs(tx: Transaction, my_id: str, others: Collection[str]) -> dict[str, tuple[Pair, int]]:
    """By the other's id: the same for many."""
    found, made = _sides(tx, my_id, others), {}
    for other in others:
        mine, my_version = found.get((my_id, other), (STRANGER, 0))
        theirs, their_version = found.get((other, my_id), (STRANGER, 0))
        made[other] = Pair(mine, theirs), max(my_version, their_version)
    return made


def _sides(tx: Transaction, my_id: str, others: Collection[str]) -> dict[tuple[str, str], tuple[Side, int]]:
    of_pairs = sa.or_(
        sa.and_(contacts.c.owner_id == my_id, contacts.c.other_id.in_(others)),
        sa.and_(contacts.c.owner_id.in_(others), contacts.c.other_id == my_id),
    )
    rows = tx.execute(sa.select(contacts.c.owner_id, contacts.c.other_id, contacts.c.version, *_SIDE).where(of_pairs))
    return {(row.owner_id, row.other_id): (_side(row), row.version) for row in rows}


def put(tx: Transaction, my_id: str, their_id: str, before: Pair, after: Pair, version: int) -> None:
    """Write the sides that changed, under this version."""
    for owner_id, other_id, was, now in (
        (my_id, their_id, before.mine, after.mine), (their_id, my_id, before.theirs, after.theirs),
    ):  # fmt: skip
        if was != now:
            row = {
                "owner_id": owner_id,
                "other_id": other_id,
                **asdict(now),
                "state": now.state.value,
                "version": version,
            }
            upsert(tx, contacts, row, key=("owner_id", "other_id"))


def room(tx: Transaction, owner_id: str, now_ms: int) -> Room:
    """How much the owner has of what is limited."""
    counted = sa.select(contacts.c.state, sa.func.count()).where(
        contacts.c.owner_id == owner_id, contacts.c.state.in_([State.ASKED.value, State.CONTACT.value])
    )
    of = {row[0]: row[1] for row in tx.execute(counted.group_by(contacts.c.state))}
    asked_today = reach_of(tx, owner_id).asked_on(now_ms)
    return Room(contacts=of.get(State.CONTACT, 0), asked=of.get(State.ASKED, 0), asked_today=asked_today)


def blocked_count(tx: Transaction, owner_id: str) -> int:
    blocking = sa.select(sa.func.count()).where(contacts.c.owner_id == owner_id, contacts.c.blocked_at_ms > 0)
    return int(tx.execute(blocking).scalar_one())


def named(tx: Transaction, user_ids: Iterable[str]) -> dict[str, Any]:
    """Rows of the people among these, with id, username and display_name; operators are none of them."""
    return {row.id: row for row in tx.execute(_FOUND.where(users.c.id.in_(list(user_ids))))}


def with_username(tx: Transaction, username: str) -> Any:
    """The person's row with what they allow, or None."""
    return tx.execute(_FOUND.where(users.c.username == username)).one_or_none()


def with_code(tx: Transaction, code: str) -> Any:
    """The same by their code."""
    return tx.execute(_FOUND.where(reach.c.code == code)).one_or_none()


def reach_of(tx: Transaction, user_id: str) -> Reach:
    """How somebody is reached; as everybody is at first where they changed nothing."""
    return reaches(tx, (user_id,)).get(user_id, _ABSENT)


def reaches(tx: Transaction, user_ids: Collection[str]) -> dict[str, Reach]:
    """The same for many; who changed nothing is left out."""
    rows = tx.execute(sa.select(reach).where(reach.c.user_id.in_(user_ids)))
    return {
        row.user_id: Reach(
            row.code or "", row.found_by_username, row.found_by_code, row.added_to_groups, row.asked_day,
            row.asked_count,
        )
        for row in rows
    }  # fmt: skip


def put_reach(tx: Transaction, user_id: str, changed: Reach) -> None:
    row = {**asdict(changed), "code": changed.code or None}  # No two codes are equal, but no code is no code.
    upsert(tx, reach, {"user_id": user_id, **row}, key=("user_id",))


def contacts_of(tx: Transaction, owner_id: str) -> list[Known]:
    """All contacts of the owner, in no order."""
    return _known(tx, contacts.c.owner_id == owner_id, contacts.c.state == State.CONTACT.value)


def known(tx: Transaction, owner_id: str, other_id: str) -> Known | None:
    """Somebody who is or was on a list of the owner's."""
    return next(iter(_known(tx, contacts.c.owner_id == owner_id, contacts.c.other_id == other_id)), None)


def requests_of(
    tx: Transaction, owner_id: str, state: State, *, behind: tuple[int, str] | None, most: int
) -> list[Known]:
    """Those who ask or were asked, newest first, from behind the one with this time and id."""
    where = [contacts.c.owner_id == owner_id, contacts.c.state == state.value]
    if behind is not None:
        since_ms, other_id = behind
        earlier = sa.and_(contacts.c.since_ms == since_ms, contacts.c.other_id < other_id)
        where.append(sa.or_(contacts.c.since_ms < since_ms, earlier))
    newest = (contacts.c.since_ms.desc(), contacts.c.other_id.desc())
    return _known(tx, *where, order=newest, most=most)


def blocked_by(tx: Transaction, owner_id: str, *, most: int) -> list[Known]:
    """Whom the owner blocks, newest first."""
    newest = (contacts.c.blocked_at_ms.desc(), contacts.c.other_id.desc())
    return _known(tx, contacts.c.owner_id == owner_id, contacts.c.blocked_at_ms > 0, order=newest, most=most)


def _known(tx: Transaction, *where: sa.ColumnElement[bool], order: Any = (), most: int | None = None) -> list[Known]:
    query = sa.select(users.c.id, users.c.username, users.c.display_name, *_SIDE)
    listed = query.join_from(contacts, users, users.c.id == contacts.c.other_id).where(*where).order_by(*order)
    return [Known(row.id, row.username, row.display_name, _side(row)) for row in tx.execute(listed.limit(most))]


def _side(row: Any) -> Side:
    return Side(
        State(row.state), row.since_ms, row.note, row.alias, row.knows_username, row.blocked_at_ms,
        row.declined_at_ms,
    )  # fmt: skip
