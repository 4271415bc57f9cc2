"""The rows of bank: statements only."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from core.kit.db import Transaction, insert_new, upsert
from wallet.bank.records import BankTransfer, Difference
from wallet.bank.tables import days, differences, notices, transfers


def next_number(tx: Transaction) -> int:
    """Of the next transfer; within an act nobody else takes it."""
    return (tx.execute(sa.select(sa.func.max(transfers.c.number))).scalar() or 0) + 1


def add(tx: Transaction, row: BankTransfer) -> None:
    tx.execute(transfers.insert().values(row._asdict()))


def keep(tx: Transaction, row: BankTransfer) -> None:
    """The row as it is now."""
    tx.execute(transfers.update().where(transfers.c.number == row.number).values(row._asdict()))


def find(tx: Transaction, bank_transfer_id: str) -> BankTransfer | None:
    row = tx.execute(sa.select(transfers).where(transfers.c.id == bank_transfer_id)).one_or_none()
    return None if row is None else BankTransfer._make(row)


def of_user(tx: Transaction, user_id: str, *, from_number: int, limit: int) -> list[BankTransfer]:
    """Theirs, newest first, from that number down (0: from the newest)."""
    found = sa.select(transfers).where(transfers.c.user_id == user_id)
    if from_number:
        found = found.where(transfers.c.number <= from_number)
    return [BankTransfer._make(row) for row in tx.execute(found.order_by(transfers.c.number.desc()).limit(limit))]


def count_open(tx: Transaction, user_id: str) -> int:
    """How many of theirs wait for the bank."""
    mine = sa.and_(transfers.c.user_id == user_id, transfers.c.state == "pending")
    return tx.execute(sa.select(sa.func.count()).select_from(transfers).where(mine)).scalar_one()


def open_or_settled_since(tx: Transaction, since_ms: int) -> list[BankTransfer]:
    """Those that wait, and those that ended since then."""
    wanted = sa.or_(transfers.c.state == "pending", transfers.c.settled_at_ms >= since_ms)
    return [BankTransfer._make(row) for row in tx.execute(sa.select(transfers).where(wanted))]


def oldest_ms(tx: Transaction) -> int | None:
    """When the first of all was asked for."""
    return tx.execute(sa.select(sa.func.min(transfers.c.created_at_ms))).scalar()


def add_notice(tx: Transaction, notice_id: str, reference: str, body: bytes, verdict: str, now_ms: int) -> bool:
    """False where it came before."""
    row = {"id": notice_id, "reference": reference, "body": body, "verdict": verdict, "received_at_ms": now_ms}
    return insert_new(tx, notices, row)


def has_notice(tx: Transaction, notice_id: str) -> bool:
    return tx.execute(sa.select(notices.c.id).where(notices.c.id == notice_id)).first() is not None


def open_differences(tx: Transaction) -> list[Difference]:
    """Found before and not mended, oldest first."""
    found = sa.select(differences).order_by(differences.c.found_at_ms, differences.c.reference)
    return [Difference(*row) for row in tx.execute(found)]


def keep_difference(tx: Transaction, difference: Difference) -> None:
    """As it is seen now; it was found when it was seen first."""
    at = differences.c.reference == difference.reference
    first_ms = tx.execute(sa.select(differences.c.found_at_ms).where(at)).scalar()
    row = dict(zip(differences.c.keys(), difference, strict=False))
    upsert(tx, differences, row | ({} if first_ms is None else {"found_at_ms": first_ms}), key=["reference"])


def forget_differences(tx: Transaction, references: Collection[str]) -> None:
    """Those where the books agree now."""
    tx.execute(differences.delete().where(differences.c.reference.in_(references)))


def last_day(tx: Transaction) -> int | None:
    """The newest whole day that was compared."""
    return tx.execute(sa.select(sa.func.max(days.c.day))).scalar()


def keep_days(tx: Transaction, compared: Sequence[int], now_ms: int) -> None:
    """These days were compared after they had ended."""
    for day in compared:
        upsert(tx, days, {"day": day, "compared_at_ms": now_ms}, key=["day"])
