"""Rows of the wallet's cards. Everything takes the caller's transaction; nothing decides who may."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.wallet_cards.tables import shown


@dataclass(frozen=True, slots=True)
class Shown:
    """The message that shows a thing in a conversation, and the revision it shows."""

    conversation_id: str
    kind: int
    ref_id: str
    seq: int
    revision: int


_this = sa.and_(
    shown.c.conversation_id == sa.bindparam("of"), shown.c.kind == sa.bindparam("what"),
    shown.c.ref_id == sa.bindparam("ref"),
)  # fmt: skip
_SHOWN = sa.select(*(shown.c[name] for name in Shown.__dataclass_fields__)).where(_this)
_SET_REVISION = shown.update().where(_this).values(revision=sa.bindparam("now"))


def find(tx: Transaction, conversation_id: str, kind: int, ref_id: str) -> Shown | None:
    """Where the conversation shows the thing, if it does or did."""
    row = tx.execute(_SHOWN, {"of": conversation_id, "what": kind, "ref": ref_id}).one_or_none()
    return None if row is None else Shown(*row)


def add(tx: Transaction, card: Shown) -> None:
    """A message shows the thing from now on."""
    tx.execute(shown.insert(), {name: getattr(card, name) for name in Shown.__dataclass_fields__})


def set_revision(tx: Transaction, card: Shown, revision: int) -> None:
    """It shows this revision now."""
    tx.execute(_SET_REVISION, {"of": card.conversation_id, "what": card.kind, "ref": card.ref_id, "now": revision})
