"""Messaging's copy of what two people are to each other, as identity last told: one row a pair, the newest version."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import Transaction, insert_new
from core.messaging.tables import relations
from majlis.messaging.v1 import conversations_service_pb2 as pb


def pair(one: str, other: str) -> tuple[str, str]:
    """The two in the order tables keep them."""
    return (one, other) if one < other else (other, one)


def apply(tx: Transaction, told: pb.ApplyRelationRequest) -> None:
    """Keep it unless something newer is known; the same again changes nothing."""
    low, high = pair(told.user_id, told.other_user_id)
    in_order = low == told.user_id
    row = {
        "low_user_id": low, "high_user_id": high, "contacts": told.contacts,
        "low_blocks": told.blocks if in_order else told.blocked,
        "high_blocks": told.blocked if in_order else told.blocks, "version": told.version,
    }  # fmt: skip
    if not insert_new(tx, relations, row):
        tx.execute(
            relations.update()
            .where(relations.c.low_user_id == low, relations.c.high_user_id == high,
                   relations.c.version < told.version)
            .values(row)
        )  # fmt: skip


def may_write(tx: Transaction, one: str, other: str) -> bool:
    """Whether they are contacts and neither blocks the other."""
    low, high = pair(one, other)
    found = sa.select(relations.c.contacts, relations.c.low_blocks, relations.c.high_blocks)
    row = tx.execute(found.where(relations.c.low_user_id == low, relations.c.high_user_id == high)).one_or_none()
    return row is not None and row.contacts and not (row.low_blocks or row.high_blocks)
