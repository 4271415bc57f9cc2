"""The rows of bills; their parts are requests (wallet.payments.request_store)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet.payments.bills import Bill, Item, Mode
from wallet.payments.tables import splits


def add(tx: Transaction, bill: Bill) -> None:
    row: dict[str, Any] = asdict(bill) | {"closed": int(bill.closed), "mode": bill.mode.value}
    items = [[item.title, item.amount_minor, list(item.user_ids)] for item in bill.items]
    del row["items"]
    tx.execute(splits.insert().values(row | {"items_json": json.dumps(items, ensure_ascii=False)}))


def find(tx: Transaction, split_id: str) -> Bill | None:
    row = tx.execute(sa.select(splits).where(splits.c.id == split_id)).mappings().one_or_none()
    if row is None:
        return None
    values = dict(row)
    items = tuple(Item(title, minor, tuple(who)) for title, minor, who in json.loads(values.pop("items_json")))
    return Bill(**values | {"items": items, "mode": Mode(row["mode"]), "closed": bool(row["closed"])})


def touch(tx: Transaction, split_id: str, **values: Any) -> None:
    """Something of it changed."""
    tx.execute(splits.update().where(splits.c.id == split_id).values(version=splits.c.version + 1, **values))
