"""The rows of mandates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet.mandates.mandate import Mandate, State
from wallet.mandates.tables import charges, mandates
from wallet.store import IN_MAX

_CHANGES = ("expires_at_ms", "state", "approved_at_ms", "ended_at_ms", "due_at_ms", "version")


@dataclass(frozen=True, slots=True)
class Charge:
    """Something taken."""

    charge_id: str
    amount_minor: int
    fee_minor: int
    title_ar: str
    title_en: str
    charged_at_ms: int
    leg_id: bytes


def add(tx: Transaction, mandate: Mandate) -> None:
    """A new one, with the next number."""
    number = tx.execute(sa.select(sa.func.coalesce(sa.func.max(mandates.c.number), 0) + 1)).scalar_one()
    tx.execute(mandates.insert().values(_row(mandate) | {"number": number}))


def change(tx: Transaction, mandate: Mandate) -> None:
    """What became of it."""
    row = _row(mandate)
    at = mandates.c.mandate_id == mandate.mandate_id
    tx.execute(mandates.update().where(at).values({name: row[name] for name in _CHANGES}))


def _row(mandate: Mandate) -> dict[str, Any]:
    return asdict(mandate) | {"state": mandate.state.value, "due_at_ms": mandate.due_at_ms}


def find(tx: Transaction, mandate_id: str) -> Mandate | None:
    found = _mandates(tx, sa.select(mandates).where(mandates.c.mandate_id == mandate_id))
    return found[0] if found else None


def page(tx: Transaction, payer_user_id: str, from_number: int, count: int) -> list[Mandate]:
    """That payer's, the newest first, from that number back."""
    found = sa.select(mandates).where(mandates.c.payer_user_id == payer_user_id)
    if from_number:
        found = found.where(mandates.c.number <= from_number)
    return _mandates(tx, found.order_by(mandates.c.number.desc()).limit(count))


def active(tx: Transaction, payer_user_id: str, now_ms: int) -> list[Mandate]:
    """Those under which that payer's money may be taken."""
    mine = sa.and_(mandates.c.payer_user_id == payer_user_id, mandates.c.state == "active")
    return _mandates(tx, sa.select(mandates).where(mine, mandates.c.expires_at_ms > now_ms))


def due(tx: Transaction, now_ms: int, count: int) -> list[Mandate]:
    """Those whose time is over and of which nobody wrote that down, the longest over first."""
    late = sa.select(mandates).where(mandates.c.due_at_ms > 0, mandates.c.due_at_ms <= now_ms)
    return _mandates(tx, late.order_by(mandates.c.due_at_ms, mandates.c.number).limit(count))


def count_proposed(tx: Transaction, app_id: str, payer_user_id: str, now_ms: int) -> int:
    """How many of the app's wait for that payer."""
    waiting = sa.and_(
        mandates.c.payer_user_id == payer_user_id, mandates.c.app_id == app_id, mandates.c.state == "proposed",
        mandates.c.expires_at_ms > now_ms,
    )  # fmt: skip
    return int(tx.execute(sa.select(sa.func.count()).select_from(mandates).where(waiting)).scalar_one())


def _mandates(tx: Transaction, asked: sa.Select[Any]) -> list[Mandate]:
    rows = tx.execute(asked).mappings()
    return [
        Mandate(**{name: row[name] for name in Mandate.__slots__ if name != "state"}, state=State(row["state"]))
        for row in rows
    ]


# What was taken


def add_charge(tx: Transaction, mandate: Mandate, charge: Charge) -> None:
    before = sa.select(sa.func.coalesce(sa.func.max(charges.c.position), 0) + 1)
    position = tx.execute(before.where(charges.c.number == mandate.number)).scalar_one()
    tx.execute(charges.insert().values(number=mandate.number, position=position, **asdict(charge)))


def find_charge(tx: Transaction, charge_id: str) -> tuple[Mandate, Charge] | None:
    row = tx.execute(sa.select(charges).where(charges.c.charge_id == charge_id)).mappings().one_or_none()
    if row is None:
        return None
    (mandate,) = _mandates(tx, sa.select(mandates).where(mandates.c.number == row["number"]))
    kept = {name: row[name] for name in Charge.__slots__} | {"leg_id": bytes(row["leg_id"])}
    return mandate, Charge(**kept)


def spent(tx: Transaction, of: Collection[Mandate], now_ms: int) -> dict[int, int]:
    """By number, what was taken in the window that ends then; those of which nothing was are left out."""
    begun = charges.c.charged_at_ms + mandates.c.window_s * 1000 > now_ms
    joined = charges.join(mandates, mandates.c.number == charges.c.number)
    found: dict[int, int] = {}
    wanted = sorted(each.number for each in of)
    for start in range(0, len(wanted), IN_MAX):
        some = charges.c.number.in_(wanted[start : start + IN_MAX])
        sums = sa.select(charges.c.number, sa.func.sum(charges.c.amount_minor)).select_from(joined)
        for number, minor in tx.execute(sums.where(some, begun).group_by(charges.c.number)):
            found[number] = int(minor)
    return found


def taken(tx: Transaction, payer_user_id: str) -> dict[tuple[str, str], int]:
    """What each app took of that payer's in each currency, ever."""
    key = mandates.c.app_id, mandates.c.currency_code
    joined = charges.join(mandates, mandates.c.number == charges.c.number)
    sums = sa.select(*key, sa.func.sum(charges.c.amount_minor)).select_from(joined)
    rows = tx.execute(sums.where(mandates.c.payer_user_id == payer_user_id).group_by(*key))
    return {(app_id, currency_code): int(minor) for app_id, currency_code, minor in rows}
