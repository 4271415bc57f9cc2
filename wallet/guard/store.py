"""The rows of guard."""

from __future__ import annotations

from dataclasses import asdict
from typing import NamedTuple

import sqlalchemy as sa

from core.kit.db import Transaction, upsert
from wallet.guard.limits import DAY_MS, MINUTE_MS, DayLimit, day_of, default_max_minor
from wallet.guard.pins import Pin
from wallet.guard.tables import limits, pin_approvals, pins, spent

_PIN = [pins.c[name] for name in Pin.__dataclass_fields__]


class MarkRow(NamedTuple):
    """What its owner chose; both are empty where they did not."""

    emoji: str
    phrase: str


def find_pin(tx: Transaction, user_id: str) -> Pin | None:
    """As it was written last; `pins.as_of` says how it stands."""
    row = tx.execute(sa.select(*_PIN).where(pins.c.user_id == user_id)).one_or_none()
    return None if row is None else Pin(*row)


def add_pin(tx: Transaction, user_id: str, pin: Pin) -> None:
    tx.execute(pins.insert().values(user_id=user_id, mark_emoji="", mark_phrase="", **asdict(pin)))


def change_pin(tx: Transaction, user_id: str, pin: Pin) -> None:
    tx.execute(pins.update().where(pins.c.user_id == user_id).values(**asdict(pin)))


def find_mark(tx: Transaction, user_id: str) -> MarkRow:
    asked = sa.select(pins.c.mark_emoji, pins.c.mark_phrase).where(pins.c.user_id == user_id)
    row = tx.execute(asked).one_or_none()
    return MarkRow("", "") if row is None else MarkRow(*row)


def change_mark(tx: Transaction, user_id: str, mark: MarkRow) -> None:
    changed = {"mark_emoji": mark.emoji, "mark_phrase": mark.phrase}
    tx.execute(pins.update().where(pins.c.user_id == user_id).values(**changed))


def approved_minor(tx: Transaction, user_id: str, currency_code: str, now_ms: int) -> int:
    """What the PIN alone let out in the 24 hours before; the minute at their beginning counts whole."""
    table = pin_approvals.c
    begun = table.minute >= _first_minute(now_ms)
    asked = sa.select(sa.func.sum(table.amount_minor)).where(
        table.user_id == user_id, table.currency_code == currency_code, begun
    )
    return int(tx.execute(asked).scalar() or 0)


def add_approved(tx: Transaction, user_id: str, currency_code: str, amount_minor: int, now_ms: int) -> None:
    """Count so much more, and forget what counts no longer."""
    table = pin_approvals.c
    tx.execute(pin_approvals.delete().where(table.user_id == user_id, table.minute < _first_minute(now_ms)))
    key = {"user_id": user_id, "currency_code": currency_code, "minute": now_ms // MINUTE_MS}
    at = sa.and_(*(table[name] == value for name, value in key.items()))
    found = tx.execute(pin_approvals.update().where(at).values(amount_minor=table.amount_minor + amount_minor))
    if not found.rowcount:
        tx.execute(pin_approvals.insert().values(**key, amount_minor=amount_minor))


def _first_minute(now_ms: int) -> int:
    return (now_ms - DAY_MS) // MINUTE_MS


def day_limit(tx: Transaction, user_id: str, app_id: str, currency_code: str, now_ms: int) -> DayLimit:
    """One limit as it stands that day."""
    own = sa.select(limits.c.daily_max_minor).where(
        limits.c.user_id == user_id, limits.c.app_id == app_id, limits.c.currency_code == currency_code
    )
    set_to = tx.execute(own).scalar()
    max_minor = default_max_minor(app_id, currency_code) if set_to is None else set_to
    left = tx.execute(sa.select(spent.c.spent_minor).where(_spent_at(user_id, app_id, currency_code, now_ms))).scalar()
    return DayLimit(app_id, currency_code, max_minor, left or 0)


def day_limits(tx: Transaction, user_id: str, currency_code: str, now_ms: int) -> list[DayLimit]:
    """The one over everything, then those of apps that have one of their own or were paid that day, by id."""
    of_limits = limits.c.user_id == user_id, limits.c.currency_code == currency_code
    of_spent = spent.c.user_id == user_id, spent.c.currency_code == currency_code, spent.c.day == day_of(now_ms)
    own = dict(map(tuple, tx.execute(sa.select(limits.c.app_id, limits.c.daily_max_minor).where(*of_limits))))
    paid = dict(map(tuple, tx.execute(sa.select(spent.c.app_id, spent.c.spent_minor).where(*of_spent))))
    return [
        DayLimit(
            app_id, currency_code, own.get(app_id, default_max_minor(app_id, currency_code)), paid.get(app_id, 0)
        )
        for app_id in sorted({"", *own, *(app_id for app_id, minor in paid.items() if minor)})
    ]  # fmt: skip


def count_own_limits(tx: Transaction, user_id: str) -> int:
    return int(tx.execute(sa.select(sa.func.count()).where(limits.c.user_id == user_id)).scalar() or 0)


def set_limit(tx: Transaction, user_id: str, app_id: str, currency_code: str, daily_max_minor: int) -> None:
    key = {"user_id": user_id, "app_id": app_id, "currency_code": currency_code}
    upsert(tx, limits, {**key, "daily_max_minor": daily_max_minor}, key=tuple(key))


def set_spent(
    tx: Transaction, user_id: str, app_id: str, currency_code: str, spent_minor: int, *, now_ms: int
) -> None:  # fmt: skip
    """What left that day is so much now."""
    key = {"user_id": user_id, "app_id": app_id, "currency_code": currency_code, "day": day_of(now_ms)}
    upsert(tx, spent, {**key, "spent_minor": spent_minor}, key=tuple(key))


def forget_spent(tx: Transaction, user_id: str, *, now_ms: int) -> None:
    """Days before that one: nothing of them is counted or given back any more."""
    tx.execute(spent.delete().where(spent.c.user_id == user_id, spent.c.day < day_of(now_ms)))


def _spent_at(user_id: str, app_id: str, currency_code: str, now_ms: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        spent.c.user_id == user_id, spent.c.app_id == app_id, spent.c.currency_code == currency_code,
        spent.c.day == day_of(now_ms),
    )  # fmt: skip
