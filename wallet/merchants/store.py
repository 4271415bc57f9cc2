"""The rows of merchants. `settle` is called within the act that moves the money."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet.merchants.settlement import Kind, Settlement, Sums
from wallet.merchants.tables import merchant_sums, payees, settlements


def enroll(tx: Transaction, app_id: str, user_id: str, now_ms: int) -> None:
    """They may be paid by this app from now on; nothing new where they might before."""
    if not enrolled(tx, app_id, [user_id]):
        tx.execute(payees.insert().values(app_id=app_id, user_id=user_id, enrolled_at_ms=now_ms))


def leave(tx: Transaction, app_id: str, user_id: str) -> None:
    """They may be paid by this app no more."""
    tx.execute(payees.delete().where(payees.c.app_id == app_id, payees.c.user_id == user_id))


def enrolled(tx: Transaction, app_id: str, user_ids: Collection[str]) -> set[str]:
    """Those of them who are."""
    found = sa.select(payees.c.user_id).where(payees.c.app_id == app_id, payees.c.user_id.in_(sorted(user_ids)))
    return set(tx.execute(found).scalars())


def enrollments(tx: Transaction, user_id: str) -> list[tuple[str, int]]:
    """The apps that pay this person, and since when."""
    found = sa.select(payees.c.app_id, payees.c.enrolled_at_ms).where(payees.c.user_id == user_id)
    return [(row.app_id, row.enrolled_at_ms) for row in tx.execute(found.order_by(payees.c.app_id))]


def count_payees(tx: Transaction, app_id: str) -> int:
    counted = sa.select(sa.func.count()).select_from(payees).where(payees.c.app_id == app_id)
    return int(tx.execute(counted).scalar_one())


def settle(tx: Transaction, line: Settlement) -> None:
    """Write a line into the merchant's books."""
    number = tx.execute(sa.select(sa.func.coalesce(sa.func.max(settlements.c.number), 0) + 1)).scalar_one()
    row = asdict(line) | {"kind": line.kind.value, "number": number, "net_minor": line.net_minor}
    tx.execute(settlements.insert().values(row))
    now = sums(tx, line.app_id)
    after = asdict(now.get(line.currency_code, Sums()).after(line))
    at = sa.and_(merchant_sums.c.app_id == line.app_id, merchant_sums.c.currency_code == line.currency_code)
    if line.currency_code in now:
        tx.execute(merchant_sums.update().where(at).values(after))
    else:
        tx.execute(merchant_sums.insert().values(app_id=line.app_id, currency_code=line.currency_code, **after))


def sums(tx: Transaction, app_id: str) -> dict[str, Sums]:
    """By currency."""
    found = sa.select(merchant_sums).where(merchant_sums.c.app_id == app_id)
    return {row.currency_code: Sums(*row[2:]) for row in tx.execute(found.order_by(merchant_sums.c.currency_code))}


def page(tx: Transaction, app_id: str, from_number: int, count: int) -> list[tuple[int, Settlement]]:
    """The newest first, from that number back, each with its number."""
    found = sa.select(settlements).where(settlements.c.app_id == app_id)
    if from_number:
        found = found.where(settlements.c.number <= from_number)
    rows = tx.execute(found.order_by(settlements.c.number.desc()).limit(count))
    return [
        (
            row.number,
            Settlement(
                row.app_id, row.settlement_id, Kind(row.kind), row.currency_code, row.gross_minor, row.fee_minor,
                row.shared_minor, row.name, row.created_at_ms,
            ),
        )
        for row in rows
    ]  # fmt: skip
