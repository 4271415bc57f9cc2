"""The rows of requests for money, with what became of the payments they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet.payments import payments as paying
from wallet.payments import requests
from wallet.payments.requests import MoneyRequest
from wallet.payments.store import ENDED, FATE, fate
from wallet.payments.tables import money_requests, payments
from wallet.tables import holds

_ROW = list(money_requests.c)
_STANDING = (
    money_requests.outerjoin(payments, payments.c.id == money_requests.c.payment_id)
    .outerjoin(holds, holds.c.seq == payments.c.seq)
    .outerjoin(ENDED, ENDED.c.seq == holds.c.ended_seq)
)
# Said with the words of the indexes' own condition.
_OPEN = sa.and_(
    money_requests.c.closed_as == sa.literal_column("''"), money_requests.c.payment_id == sa.literal_column("''")
)
Standing = tuple[MoneyRequest, requests.State]


def add(tx: Transaction, made: list[MoneyRequest]) -> None:
    tx.execute(money_requests.insert(), [asdict(one) for one in made])


def next_seq(tx: Transaction) -> int:
    """The number of the next one; the writer's thread alone asks."""
    newest: int = tx.execute(sa.select(sa.func.coalesce(sa.func.max(money_requests.c.seq), 0))).scalar_one()
    return newest + 1


def row(tx: Transaction, request_id: str) -> MoneyRequest | None:
    """Without what pays it."""
    found = tx.execute(sa.select(*_ROW).where(money_requests.c.id == request_id)).one_or_none()
    return None if found is None else MoneyRequest(*found)


def rows_of(tx: Transaction, split_id: str) -> list[MoneyRequest]:
    """The parts of a bill, in order."""
    found = sa.select(*_ROW).where(_of_split(split_id)).order_by(money_requests.c.seq)
    return [MoneyRequest(*one) for one in tx.execute(found)]


def find(tx: Transaction, request_id: str, now_ms: int) -> Standing | None:
    """As it is committed."""
    return next(_standing(tx, money_requests.c.id == request_id, now_ms), None)


def parts(tx: Transaction, split_id: str, now_ms: int) -> list[Standing]:
    """The parts of a bill as they are committed, in order."""
    return sorted(_standing(tx, _of_split(split_id), now_ms), key=lambda one: one[0].seq)


def page(tx: Transaction, user_id: str, from_seq: int, count: int, *, now_ms: int, open_only: bool) -> list[Standing]:
    """Those from and to the person, newest first, from that row on (0: the newest)."""
    found: list[Standing] = []
    for side in (money_requests.c.payee_user_id, money_requests.c.payer_user_id):  # Each by its own index.
        where = side == user_id
        if from_seq:
            where = sa.and_(where, money_requests.c.seq <= from_seq)
        if open_only:
            where = sa.and_(where, _OPEN, money_requests.c.expires_at_ms > now_ms)
        found.extend(_standing(tx, where, now_ms, most=count))
    return sorted(found, key=lambda one: -one[0].seq)[:count]


def open_to(tx: Transaction, payee_user_id: str, now_ms: int) -> dict[str, int]:
    """How many of theirs wait, by who is asked."""
    mine = sa.and_(money_requests.c.payee_user_id == payee_user_id, _OPEN, money_requests.c.expires_at_ms > now_ms)
    asked = money_requests.c.payer_user_id
    counted = sa.select(asked, sa.func.count()).where(mine).group_by(asked)
    return {user_id: int(count) for user_id, count in tx.execute(counted)}


def due(tx: Transaction, now_ms: int, most: int) -> list[str]:
    """Those that wait though their week is over."""
    late = sa.select(money_requests.c.id).where(_OPEN, money_requests.c.expires_at_ms <= now_ms)
    return [one.id for one in tx.execute(late.order_by(money_requests.c.expires_at_ms).limit(most))]


def pay(tx: Transaction, request_id: str, payment_id: str) -> None:
    """This pays it now."""
    _change(tx, money_requests.c.id == request_id, payment_id=payment_id)


def release(tx: Transaction, request_id: str, payment_id: str) -> bool:
    """That does not pay it after all; False where something else does by now."""
    return _change(
        tx, sa.and_(money_requests.c.id == request_id, money_requests.c.payment_id == payment_id), payment_id=""
    )


def close(tx: Transaction, request_id: str, closed_as: str) -> None:
    _change(tx, money_requests.c.id == request_id, closed_as=closed_as)


def cancel_parts(tx: Transaction, split_id: str, now_ms: int) -> None:
    """Those of a bill's parts that nothing pays, now or once a payment comes back, are cancelled; not those over."""
    waiting = sa.and_(money_requests.c.closed_as == sa.literal_column("''"), money_requests.c.expires_at_ms > now_ms)
    _change(tx, sa.and_(_of_split(split_id), waiting), closed_as="cancelled")


def rename_payee(tx: Transaction, request_id: str, name: str) -> None:
    """Who asks calls themselves so by now."""
    _change(tx, money_requests.c.id == request_id, payee_name=name)


def _of_split(split_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(money_requests.c.split_id == split_id, money_requests.c.split_id != sa.literal_column("''"))


def _change(tx: Transaction, where: sa.ColumnElement[bool], **values: Any) -> bool:
    values["version"] = money_requests.c.version + 1
    return tx.execute(money_requests.update().where(where).values(values)).rowcount > 0


def _standing(
    tx: Transaction, where: sa.ColumnElement[bool], now_ms: int, *, most: int | None = None
) -> Iterator[Standing]:
    rows = sa.select(*_ROW, payments.c.ended_by, *FATE).select_from(_STANDING).where(where)
    if most is not None:
        rows = rows.order_by(money_requests.c.seq.desc()).limit(most)
    for found in tx.execute(rows):
        one, (ended_by, *hold) = MoneyRequest(*found[: len(_ROW)]), found[len(_ROW) :]
        paid_by: paying.State | None = None if ended_by is None else fate(hold).became(ended_by, now_ms)
        yield one, one.state(paid_by, now_ms)
