"""The rows of merchants. `settle` is called within the act that moves the money."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet.merchants.settlement import Kind, Settlement, Sums
from wallet.merchants.tables import merchant_sums, payee_debts, payees, settlements


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


def owed(tx: Transaction, app_id: str, currency_code: str) -> dict[str, int]:
    """What each of the app's payees owes it, because it gave back for them what they had not got; those who do."""
    of = sa.and_(payee_debts.c.app_id == app_id, payee_debts.c.currency_code == currency_code)
    found = sa.select(payee_debts.c.user_id, payee_debts.c.owed_minor).where(of, payee_debts.c.owed_minor > 0)
    return {row.user_id: int(row.owed_minor) for row in tx.execute(found)}


def debts(tx: Transaction, user_id: str) -> dict[str, list[tuple[str, int]]]:
    """What this person owes, by app, as (currency, minor units)."""
    of = sa.select(payee_debts).where(payee_debts.c.user_id == user_id, payee_debts.c.owed_minor > 0)
    found: dict[str, list[tuple[str, int]]] = {}
    for row in tx.execute(of.order_by(payee_debts.c.app_id, payee_debts.c.currency_code)):
        found.setdefault(row.app_id, []).append((row.currency_code, int(row.owed_minor)))
    return found


def owe(tx: Transaction, app_id: str, currency_code: str, more: Sequence[tuple[str, int]]) -> None:
    """Each of these payees owes the app so much more, or less; the database knows no debt below zero."""
    for user_id, minor in more:
        row = {"app_id": app_id, "user_id": user_id, "currency_code": currency_code}
        mine = sa.and_(*(payee_debts.c[name] == value for name, value in row.items()))
        changed = payee_debts.update().where(mine).values(owed_minor=payee_debts.c.owed_minor + minor)
        if not tx.execute(changed).rowcount:
            tx.execute(payee_debts.insert().values(**row, owed_minor=minor))


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
                row.shared_minor, row.name, row.created_at_ms, row.debt_minor,
            ),
        )
        for row in rows
    ]  # fmt: skip
