"""The rows of payments, and their holds beside them; within an act the ledger's books say how a hold stands."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet.payments.payments import Fate, Payment
from wallet.payments.tables import payments
from wallet.records import HoldState
from wallet.tables import holds, transfers

_ROW = list(payments.c)
ENDED = transfers.alias("ended")
FATE = (holds.c.state, holds.c.expires_at_ms, ENDED.c.created_at_ms, ENDED.c.id)
_STANDING = payments.join(holds, holds.c.seq == payments.c.seq).outerjoin(ENDED, ENDED.c.seq == holds.c.ended_seq)


def add(tx: Transaction, payment: Payment) -> None:
    tx.execute(payments.insert().values(asdict(payment) | {"to_contact": int(payment.to_contact)}))


def row(tx: Transaction, payment_id: str) -> Payment | None:
    """Without its hold."""
    found = tx.execute(sa.select(*_ROW).where(payments.c.id == payment_id)).one_or_none()
    return None if found is None else _payment(found)


def find(tx: Transaction, payment_id: str) -> tuple[Payment, Fate] | None:
    """As it is committed."""
    found = sa.select(*_ROW, *FATE).select_from(_STANDING).where(payments.c.id == payment_id)
    one = tx.execute(found).one_or_none()
    return None if one is None else _standing(one)


def page(
    tx: Transaction, user_id: str, from_seq: int, count: int, *, waiting_at_ms: int | None
) -> list[tuple[Payment, Fate]]:
    """Those from and to the person, newest first, from that row on (0: the newest); or only those that wait then."""
    rows = sa.select(*_ROW, *FATE).select_from(_STANDING).order_by(payments.c.seq.desc()).limit(count)
    if from_seq:
        rows = rows.where(payments.c.seq <= from_seq)
    if waiting_at_ms is not None:
        lasts = sa.or_(holds.c.expires_at_ms == 0, holds.c.expires_at_ms > waiting_at_ms)
        rows = rows.where(payments.c.ended_by == sa.literal_column("''"), holds.c.state == "pending", lasts)
    found: list[Any] = []
    for side in (payments.c.payer_user_id, payments.c.payee_user_id):  # Each by its own index.
        found.extend(tx.execute(rows.where(side == user_id)))
    return [_standing(one) for one in sorted(found, key=lambda one: -int(one.seq))[:count]]


def due(tx: Transaction, now_ms: int, most: int) -> list[str]:
    """The payments the host has to look at, those that wait longest first."""
    waiting = payments.c.ended_by == sa.literal_column("''")
    late = sa.select(payments.c.id).where(waiting, payments.c.look_at_ms <= now_ms)
    return [one.id for one in tx.execute(late.order_by(payments.c.look_at_ms, payments.c.seq).limit(most))]


def end(tx: Transaction, payment_id: str, ended_by: str) -> None:
    """Note who ended it."""
    _change(tx, payment_id, ended_by=ended_by, version=payments.c.version + 1)


def look_again(tx: Transaction, payment_id: str, at_ms: int) -> None:
    _change(tx, payment_id, look_at_ms=at_ms)


def _change(tx: Transaction, payment_id: str, **values: Any) -> None:
    tx.execute(payments.update().where(payments.c.id == payment_id).values(values))


def _payment(found: Any) -> Payment:
    values = dict(zip(payments.c.keys(), found, strict=False))
    return Payment(**values | {"to_contact": bool(values["to_contact"])})


def _standing(found: Any) -> tuple[Payment, Fate]:
    return _payment(found), fate(found[len(_ROW) :])


def fate(found: Any) -> Fate:
    """From the columns of FATE."""
    state, expires_at_ms, ended_at_ms, ended_id = found
    return Fate(HoldState(state), expires_at_ms, ended_at_ms or 0, bytes(ended_id or b""))
