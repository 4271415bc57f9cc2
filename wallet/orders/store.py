"""The rows of orders."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet.orders.order import Line, Order, Refund, Split, State
from wallet.orders.parts import Part, Role
from wallet.orders.tables import order_parts, order_refunds, order_splits, orders
from wallet.store import IN_MAX

_TWICE = {"lines", "splits"}  # Kept in another form.


def add(tx: Transaction, order: Order) -> None:
    """A new order, with the next number."""
    number = tx.execute(sa.select(sa.func.coalesce(sa.func.max(orders.c.number), 0) + 1)).scalar_one()
    row = {name: value for name, value in _row(order).items() if name not in _TWICE}
    lines_json = json.dumps([asdict(line) for line in order.lines], ensure_ascii=False, separators=(",", ":"))
    tx.execute(orders.insert().values(row | {"number": number, "lines_json": lines_json}))
    for at, split in enumerate(order.splits):
        tx.execute(order_splits.insert().values(number=number, position=at, **asdict(split)))


def _row(order: Order) -> dict[str, Any]:
    flags = {"is_hold": int(order.is_hold), "may_tip": int(order.may_tip), "state": order.state.value}
    return {name: getattr(order, name) for name in Order.__slots__} | flags | {"due_at_ms": order.due_at_ms}


_CHANGES = (
    "state", "tip_minor", "paid_minor", "refunded_minor", "approved_at_ms", "hold_expires_at_ms", "settled_at_ms",
    "payment_id", "version", "due_at_ms",
)  # fmt: skip


def change(tx: Transaction, order: Order) -> None:
    """What became of it."""
    row = _row(order)
    changed = {name: row[name] for name in _CHANGES}
    tx.execute(orders.update().where(orders.c.order_id == order.order_id).values(changed))


def find(tx: Transaction, order_id: str) -> Order | None:
    found = _orders(tx, sa.select(orders).where(orders.c.order_id == order_id))
    return found[0] if found else None


def page(
    tx: Transaction, *, payer_user_id: str, app_id: str, from_number: int, count: int
) -> list[Order]:  # fmt: skip
    """Of that payer, and of that app if one is named, the newest first, from that number back."""
    found = sa.select(orders).where(orders.c.payer_user_id == payer_user_id)
    if app_id:
        found = found.where(orders.c.app_id == app_id)
    if from_number:
        found = found.where(orders.c.number <= from_number)
    return _orders(tx, found.order_by(orders.c.number.desc()).limit(count))


def due(tx: Transaction, now_ms: int, count: int) -> list[Order]:
    """Those whose time is over and of which nobody wrote that down, the longest over first."""
    late = sa.select(orders).where(orders.c.due_at_ms > sa.literal_column("0"), orders.c.due_at_ms <= now_ms)
    return _orders(tx, late.order_by(orders.c.due_at_ms, orders.c.number).limit(count))


def count_open(tx: Transaction, app_id: str, payer_user_id: str, now_ms: int) -> int:
    """How many of the app's wait for that payer."""
    mine = sa.and_(orders.c.app_id == app_id, orders.c.payer_user_id == payer_user_id)
    waiting = sa.and_(mine, _is(State.OPEN), orders.c.expires_at_ms > now_ms)
    return int(tx.execute(sa.select(sa.func.count()).select_from(orders).where(waiting)).scalar_one())


def held_by_currency(tx: Transaction, app_id: str, now_ms: int) -> dict[str, int]:
    """What payers put aside for the app, by currency."""
    asked = sa.func.sum(orders.c.total_minor + orders.c.tip_minor)
    held = sa.and_(orders.c.app_id == app_id, _is(State.HELD), orders.c.hold_expires_at_ms > now_ms)
    rows = tx.execute(sa.select(orders.c.currency_code, asked).where(held).group_by(orders.c.currency_code))
    return {code: int(total) for code, total in rows}


def _is(state: State) -> sa.ColumnElement[bool]:
    """Written out, for SQLite does not look for a parameter in an index of some rows only."""
    return orders.c.state == sa.literal_column(f"'{state.value}'")


def _orders(tx: Transaction, asked: sa.Select[Any]) -> list[Order]:
    rows = tx.execute(asked).mappings().all()
    splits: dict[int, list[Split]] = {}
    numbers = [row["number"] for row in rows]
    for start in range(0, len(numbers), IN_MAX):
        some = order_splits.c.number.in_(numbers[start : start + IN_MAX])
        of = sa.select(order_splits).where(some).order_by(order_splits.c.number, order_splits.c.position)
        for each in tx.execute(of):
            splits.setdefault(each.number, []).append(Split(each.payee_user_id, each.basis_points))
    return [_order(row, splits.get(row["number"], [])) for row in rows]


def _order(row: sa.RowMapping, splits: Sequence[Split]) -> Order:
    kept = {name: row[name] for name in Order.__slots__ if name not in _TWICE}
    kept |= {
        "lines": tuple(Line(**line) for line in json.loads(row["lines_json"])), "splits": tuple(splits),
        "is_hold": bool(row["is_hold"]), "may_tip": bool(row["may_tip"]), "state": State(row["state"]),
        "payment_id": bytes(row["payment_id"]),
    }  # fmt: skip
    return Order(**kept)


# Who was paid, and what was given back


def add_parts(tx: Transaction, order: Order, parts: Sequence[Part]) -> None:
    for at, part in enumerate(parts):
        tx.execute(order_parts.insert().values(number=order.number, position=at, **asdict(part)))


def parts(tx: Transaction, order: Order) -> list[Part]:
    """In their order."""
    of = sa.select(order_parts).where(order_parts.c.number == order.number).order_by(order_parts.c.position)
    return [
        Part(Role(row.role), row.owner, row.amount_minor, row.returned_minor, bytes(row.leg_id))
        for row in tx.execute(of)
    ]  # fmt: skip


def give_back(tx: Transaction, order: Order, backs: Sequence[int]) -> None:
    """Each of the parts gave back so much more."""
    for at, back in enumerate(backs):
        if back:
            here = sa.and_(order_parts.c.number == order.number, order_parts.c.position == at)
            more = order_parts.c.returned_minor + back
            tx.execute(order_parts.update().where(here).values(returned_minor=more))


def add_refund(tx: Transaction, order: Order, position: int, refund: Refund) -> None:
    tx.execute(order_refunds.insert().values(number=order.number, position=position, **asdict(refund)))


def refunds(tx: Transaction, numbers: Collection[int]) -> dict[int, list[Refund]]:
    """By order's number, in their order."""
    found: dict[int, list[Refund]] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), IN_MAX):
        some = order_refunds.c.number.in_(wanted[start : start + IN_MAX])
        of = sa.select(order_refunds).where(some).order_by(order_refunds.c.number, order_refunds.c.position)
        for row in tx.execute(of):
            found.setdefault(row.number, []).append(Refund(row.refund_id, row.amount_minor, row.created_at_ms))
    return found
