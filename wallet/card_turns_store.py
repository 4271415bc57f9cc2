"""The rows of cards that wait for their turn to be shown."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import Transaction, upsert
from core.kit.prepared import Prepared
from wallet.tables import card_turns

_KEY = ("kind", "ref_id")
_of = Prepared(
    sa.select(card_turns.c.due_at_ms, card_turns.c.shown_at_ms).where(
        *(card_turns.c[name] == sa.bindparam(f"the_{name}") for name in _KEY)
    )
)


def of(tx: Transaction, kind: str, ref_id: str) -> tuple[int, int]:
    """When the thing's card waits to be shown, 0 where it does not, and when it was shown last, 0 for never."""
    for row in _of.rows(tx, {"the_kind": kind, "the_ref_id": ref_id}):
        return row.due_at_ms, row.shown_at_ms
    return 0, 0


def put(tx: Transaction, kind: str, ref_id: str, *, due_at_ms: int, shown_at_ms: int) -> None:
    row = {"kind": kind, "ref_id": ref_id, "due_at_ms": due_at_ms, "shown_at_ms": shown_at_ms}
    upsert(tx, card_turns, row, key=_KEY)
