"""People, relations and privacy as rpcs show them."""

from __future__ import annotations

from core.identity import contact_store
from core.identity.contact_finding import Found
from core.identity.contact_store import Known
from core.identity.contacts import Pair, Reach, Side, State
from core.kit.db import Transaction
from majlis.identity.v1 import contacts_service_pb2 as pb


def person_now(tx: Transaction, me: str, found: Found) -> pb.Person:
    """Somebody who was found, as the caller sees them now."""
    row = contact_store.named(tx, [found.user_id])[found.user_id]
    known = Known(row.id, row.username, row.display_name, contact_store.pair(tx, me, row.id)[0].mine)
    shown = person(known)
    if found.by_username or row.id == me:
        shown.username = row.username
    shown.me = row.id == me
    return shown


def person(known: Known) -> pb.Person:
    """Somebody of one of the caller's lists."""
    side = known.side
    return pb.Person(
        user_id=known.user_id, username=known.username if side.knows_username else "",
        display_name=known.display_name, state=pb.ContactState.ValueType(side.state.value), alias=side.alias,
        blocked=side.blocks, since_ms=_since(side), note=side.note,
    )  # fmt: skip


def _since(side: Side) -> int:
    if side.blocks:
        return side.blocked_at_ms
    return side.since_ms if side.state != State.NONE else 0


def privacy(reach: Reach) -> pb.Privacy:
    return pb.Privacy(
        found_by_username=reach.found_by_username, found_by_code=reach.found_by_code,
        added_to_groups=reach.added_to_groups,
    )  # fmt: skip


def relation(other_id: str, display_name: str, pair: Pair, version: int, reach: Reach) -> pb.Relation:
    """What the one is to the other, for services."""
    contacts, blocks, blocked = pair.relation
    return pb.Relation(
        user_id=other_id, contacts=contacts, listed=pair.mine.state == State.CONTACT, blocks=blocks, blocked=blocked,
        may_add=contacts and reach.added_to_groups, display_name=display_name, version=version,
    )  # fmt: skip
