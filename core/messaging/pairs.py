"""Rows by many pairs of values in one statement that uses an index on both databases.

Not `(a, b) IN (VALUES …)`, which SQLite answers by reading the whole table, and not `a IN (…) AND b IN (…)`, which
looks for every a with every b.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.kit.prepared import Prepared

PAIRS_MAX = 256  # In one statement.


class ByPairs:
    """A select over the rows where two columns are one of the pairs; `then` makes of that what is asked."""

    def __init__(
        self, select: sa.Select[Any], first: sa.ColumnElement[Any], second: sa.ColumnElement[Any],
        *, then: Callable[[sa.Select[Any]], sa.Select[Any]] = lambda found: found,
    ) -> None:  # fmt: skip
        self._select = select
        self._then = then
        self._columns = first, second
        self._built: dict[int, Prepared] = {}  # By size: few, so that databases know them again.

    def rows(self, tx: Transaction, pairs: Collection[tuple[Any, Any]], **more: Any) -> list[Any]:
        """The rows as the driver gives them, in no order; `more` are the select's own parameters."""
        wanted = sorted(pairs)
        found: list[Any] = []
        for start in range(0, len(wanted), PAIRS_MAX):
            some = wanted[start : start + PAIRS_MAX]
            size = 1 << (len(some) - 1).bit_length()
            some += some[-1:] * (size - len(some))
            named = {
                f"{letter}{index}": value
                for index, pair in enumerate(some)
                for letter, value in zip("ab", pair, strict=True)
            }
            found += self._sized(size).rows(tx, {**named, **more})
        return found

    def _sized(self, size: int) -> Prepared:
        if size not in self._built:
            first, second = self._columns
            each = [
                sa.and_(first == sa.bindparam(f"a{index}"), second == sa.bindparam(f"b{index}"))
                for index in range(size)
            ]  # fmt: skip
            self._built[size] = Prepared(self._then(self._select.where(sa.or_(*each))))
        return self._built[size]
