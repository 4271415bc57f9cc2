"""The rows of labels."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.kit.prepared import Prepared
from wallet.store import IN_MAX
from wallet.tables import labels

_add = Prepared(labels.insert().values({column.name: sa.bindparam(column.name) for column in labels.c}))


def add(tx: Transaction, row: dict[str, Any]) -> None:
    _add.each(tx, [row])


def of(tx: Transaction, seqs: Collection[int]) -> Iterator[Any]:
    """Whole rows, by seq."""
    wanted = sorted(seqs)
    for start in range(0, len(wanted), IN_MAX):
        yield from tx.execute(sa.select(labels).where(labels.c.seq.in_(wanted[start : start + IN_MAX])))
