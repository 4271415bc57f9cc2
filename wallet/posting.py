"""How a batch is read for and stored, the part both databases share: the statements, from the tables.

A database differs in how it takes many values at once; posting_sqlite and posting_postgres say that and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from wallet import tables
from wallet.batch import Batch, RequestKey, Row, account_of, hold_of
from wallet.records import Account, Hold, Refund, Transfer

SUMS = (
    "debits_pending_minor", "debits_posted_minor", "credits_pending_minor", "credits_posted_minor", "closed", "lines",
    "last_seq",
)  # fmt: skip
ENDED = ("state", "captured_minor", "ended_seq")
_ACCOUNT = ", ".join(column.name for column in tables.accounts.c if column.name != "chain_check")
_TRANSFER = ", ".join(column.name for column in tables.transfers.c if column.name != "chain_check")


class SharedPosting:
    """Reads and writes by `_select` and `_insert`, `_update`, `_merge_refunds`, which the databases bring."""

    def transfers(self, connection: Connection, ids: Iterable[bytes]) -> list[Transfer]:
        return [Transfer._make(row) for row in self._select(connection, _TRANSFER, tables.transfers.c.id, ids)]

    def burnt(self, connection: Connection, ids: Iterable[bytes]) -> list[bytes]:
        return [row[0] for row in self._select(connection, "id", tables.burnt_ids.c.id, ids)]

    def accounts_by_id(self, connection: Connection, ids: Iterable[str]) -> list[Account]:
        return [account_of(row) for row in self._select(connection, _ACCOUNT, tables.accounts.c.id, ids)]

    def accounts_by_seq(self, connection: Connection, seqs: Iterable[int]) -> list[Account]:
        return [account_of(row) for row in self._select(connection, _ACCOUNT, tables.accounts.c.seq, seqs)]

    def holds(self, connection: Connection, seqs: Iterable[int]) -> list[Hold]:
        return [hold_of(row) for row in self._select(connection, "*", tables.holds.c.seq, seqs)]

    def refunds(self, connection: Connection, origin_seqs: Iterable[int]) -> list[Refund]:
        return [Refund(*row) for row in self._select(connection, "*", tables.refunds.c.origin_seq, origin_seqs)]

    def answers(self, connection: Connection, keys: Iterable[RequestKey]) -> dict[RequestKey, str]:
        asked = {key[:3] for key in keys}
        wanted = {request_id for _, _, request_id in asked}
        rows = self._select(connection, "*", tables.requests.c.request_id, wanted)
        return {
            RequestKey(caller, method, request_id, digest): statuses
            for caller, method, request_id, digest, statuses, _ in rows
            if (caller, method, request_id) in asked
        }

    def write(self, connection: Connection, batch: Batch) -> None:
        self._insert(connection, tables.accounts, batch.accounts)
        self._insert(connection, tables.transfers, batch.transfers)
        self._insert(connection, tables.burnt_ids, batch.burnt_ids)
        self._insert(connection, tables.holds, batch.holds)
        self._update(connection, tables.holds, ENDED, batch.ended_holds)
        self._update(connection, tables.accounts, SUMS, batch.account_sums)
        self._merge_refunds(connection, batch.refunds)
        self._insert(connection, tables.marks, batch.marks)
        self._insert(connection, tables.nodes, batch.nodes)
        self._insert(connection, tables.requests, batch.requests)
        if batch.block is not None:
            self._insert(connection, tables.blocks, [batch.block])
            self._insert(connection, tables.outbox, [(batch.block.number,)])

    def _select(
        self, connection: Connection, columns: str, key: sa.Column[Any], values: Iterable[Any]
    ) -> Iterable[Sequence[Any]]:
        """Those columns of the rows whose key is one of the values."""
        raise NotImplementedError

    def _insert(self, connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        raise NotImplementedError

    def _update(self, connection: Connection, table: sa.Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Set those columns; each row ends with its table's seq."""
        raise NotImplementedError

    def _merge_refunds(self, connection: Connection, rows: Sequence[Row]) -> None:
        raise NotImplementedError
