"""Which of an app's cards was made later: an id in the order of commits, whatever any machine's clock says."""

from __future__ import annotations

import sqlalchemy as sa

from core.appdata.tables import counters
from core.kit.db import Transaction, insert_new
from core.kit.ids import base32

_STEPS_BITS = 12  # So many changes of an app's cards in one millisecond before its numbers run ahead of the clock.
_ID_BITS, _TIME_BITS = 128, 48
_later = sa.case((counters.c.value >= sa.bindparam("now"), counters.c.value + 1), else_=sa.bindparam("now"))
_STEP = (
    counters.update().where(counters.c.name == sa.bindparam("of")).values(value=_later).returning(counters.c.value)
)  # fmt: skip


def next_made_id(tx: Transaction, app_id: str, *, now_ms: int) -> str:
    """Greater than the app's last; the counter row is the lock.

    It begins with the time as other ids do, so that what was made before there was a counter is older.
    """
    name = f"cards/{app_id}"
    insert_new(tx, counters, {"name": name, "value": 0})
    value: int = tx.execute(_STEP, {"of": name, "now": now_ms << _STEPS_BITS}).scalar_one()
    return f"made_{base32(value << _ID_BITS - _TIME_BITS - _STEPS_BITS)}"
