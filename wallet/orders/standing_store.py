"""How a payer and the apps they pay stand, as the rows of orders tell it."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet.orders.tables import orders


class Standing(NamedTuple):
    """With one app, in one currency."""

    app_id: str
    currency_code: str
    held_minor: int
    paid_minor: int
    refunded_minor: int
    open_orders: int


def standings(tx: Transaction, payer_user_id: str, now_ms: int) -> list[Standing]:
    """Of every app that ever asked this payer."""
    of = orders.c
    holds = sa.and_(of.state == "held", of.hold_expires_at_ms > now_ms)
    waits = sa.and_(of.state == "open", of.expires_at_ms > now_ms)
    sums = (
        sa.case((holds, of.total_minor + of.tip_minor), else_=0), of.paid_minor, of.refunded_minor,
        sa.case((waits, 1), else_=0),
    )  # fmt: skip
    asked = sa.select(of.app_id, of.currency_code, *map(sa.func.sum, sums)).where(of.payer_user_id == payer_user_id)
    rows = tx.execute(asked.group_by(of.app_id, of.currency_code))
    return [Standing(app_id, code, *map(int, minors)) for app_id, code, *minors in rows]
