"""The tree's whole subtrees as the database has them: stored nodes above, rows hashed again below, 256 at a time."""

from __future__ import annotations

from collections import OrderedDict

from core.kit.db import Transaction
from wallet.chain import NODE_LEVEL_MIN, node_hash
from wallet.state import leaves
from wallet.tables import nodes

RANGES_MAX = 64  # Of 256 rows each, kept while proofs are made: about 3 MB.
NODES_MAX = 16_384  # Stored nodes kept so: about 3 MB too. Proofs of neighbours share nearly all of theirs.


class StoredTree:
    """`subtree` is what `wallet.proofs` asks for. One read transaction; only whole subtrees of rows that are there."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._nodes: dict[tuple[int, int], bytes] = {}
        self._ranges: OrderedDict[int, list[list[bytes]]] = OrderedDict()

    def subtree(self, level: int, position: int) -> bytes:
        """The root of the 2**level rows from position * 2**level on; KeyError where they are not all there."""
        if level >= NODE_LEVEL_MIN:
            return self._nodes.get((level, position)) or self._node(level, position)
        above = NODE_LEVEL_MIN - level
        levels = self._range(position >> above)
        try:
            return levels[level][position & (1 << above) - 1]
        except IndexError:
            raise KeyError((level, position)) from None

    def _node(self, level: int, position: int) -> bytes:
        at = nodes.select().where(nodes.c.level == level, nodes.c.position == position)
        row = self._tx.execute(at).one_or_none()
        if row is None:
            raise KeyError((level, position))
        if len(self._nodes) == NODES_MAX:
            self._nodes.clear()
        found = self._nodes[level, position] = bytes(row.hash)
        return found

    def _range(self, number: int) -> list[list[bytes]]:
        """All roots within 256 rows (fewer at the ledger's end), the leaves first."""
        if number in self._ranges:
            self._ranges.move_to_end(number)
            return self._ranges[number]
        first = (number << NODE_LEVEL_MIN) + 1
        levels = [leaves(self._tx, first, first + (1 << NODE_LEVEL_MIN) - 1)]
        while len(levels[-1]) > 1:
            below = levels[-1]
            levels.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])
        self._ranges[number] = levels
        if len(self._ranges) > RANGES_MAX:
            self._ranges.popitem(last=False)
        return levels
