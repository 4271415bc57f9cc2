"""Documents and the bytes they use, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.appdata.documents import Document, Owner, Quotas, check_version, plan_usage, prefix_end, room_bytes
from core.appdata.tables import documents, usage
from core.kit.db import Transaction, upsert

_COLUMNS = (documents.c.key, documents.c.value_json, documents.c.version, documents.c.updated_at_ms)
_OWNED = (documents.c.app_id == sa.bindparam("app"), documents.c.user_id == sa.bindparam("user"))
_STORED = sa.select(documents.c.version, documents.c.room_bytes).where(*_OWNED, documents.c.key == sa.bindparam("k"))
_USED = sa.select(usage.c.used_bytes).where(
    usage.c.app_id == sa.bindparam("app"), usage.c.user_id == sa.bindparam("user")
)
_MINE = sa.select(*_COLUMNS).where(*_OWNED)
_ONE = _MINE.where(documents.c.key == sa.bindparam("k"))
_SOME = _MINE.where(documents.c.key.in_(sa.bindparam("keys", expanding=True)))
_KEY = ("app_id", "user_id", "key")


class DocumentStore:
    """Reads and writes documents within a transaction."""

    def __init__(self, *, quotas: Quotas) -> None:
        self._quotas = quotas

    def find(self, tx: Transaction, owner: Owner, keys: Sequence[str]) -> dict[str, Document]:
        """Those of the keys that have a document."""
        whose = {"app": owner.app_id, "user": owner.user_id}
        if len(keys) == 1:  # By far the most frequent, and half the price of a list of one.
            rows = tx.execute(_ONE, {**whose, "k": keys[0]})
        else:
            rows = tx.execute(_SOME, {**whose, "keys": list(keys)})
        return {row.key: _document(row) for row in rows}

    def page(self, tx: Transaction, owner: Owner, prefix: str, *, after: str, size: int) -> list[Document]:
        """Up to `size` documents whose key starts with `prefix` and comes after `after`, in code point order."""
        query = sa.select(*_COLUMNS).where(*_of(owner), documents.c.key >= prefix, documents.c.key > after)
        end = prefix_end(prefix)
        if end is not None:
            query = query.where(documents.c.key < end)
        return [_document(row) for row in tx.execute(query.order_by(documents.c.key).limit(size))]

    def put(
        self, tx: Transaction, owner: Owner, key: str, value_json: str, *, if_version: int | None, now_ms: int
    ) -> int:
        """Write the document and return its version. DOCUMENT_CONFLICT, DATA_QUOTA_EXCEEDED."""
        version, room_before = self._stored(tx, owner, key)
        check_version(key, stored=version, if_version=if_version)
        room = room_bytes(key, value_json)
        self._use(tx, owner, key, room - room_before)
        row = {
            "app_id": owner.app_id, "user_id": owner.user_id, "key": key, "value_json": value_json,
            "room_bytes": room, "version": version + 1, "updated_at_ms": now_ms,
        }  # fmt: skip
        upsert(tx, documents, row, key=_KEY)
        return version + 1

    def delete(self, tx: Transaction, owner: Owner, key: str, *, if_version: int | None) -> None:
        """Remove the document if there is one. DOCUMENT_CONFLICT."""
        version, room_before = self._stored(tx, owner, key)
        check_version(key, stored=version, if_version=if_version)
        if version:
            self._use(tx, owner, key, -room_before)
            tx.execute(documents.delete().where(*_of(owner), documents.c.key == key))

    def used_bytes(self, tx: Transaction, owner: Owner) -> int:
        """What the owner's documents take."""
        return tx.execute(_USED, {"app": owner.app_id, "user": owner.user_id}).scalar_one_or_none() or 0

    def _stored(self, tx: Transaction, owner: Owner, key: str) -> tuple[int, int]:
        row = tx.execute(_STORED, {"app": owner.app_id, "user": owner.user_id, "k": key}).one_or_none()
        return (row.version, row.room_bytes) if row else (0, 0)

    def _use(self, tx: Transaction, owner: Owner, key: str, growth_bytes: int) -> None:
        if not growth_bytes:
            return
        used_bytes = plan_usage(
            owner, key, used_bytes=self.used_bytes(tx, owner), growth_bytes=growth_bytes, quotas=self._quotas
        )
        row = {"app_id": owner.app_id, "user_id": owner.user_id, "used_bytes": used_bytes}
        upsert(tx, usage, row, key=("app_id", "user_id"))


def _of(owner: Owner) -> tuple[sa.ColumnElement[bool], ...]:
    return documents.c.app_id == owner.app_id, documents.c.user_id == owner.user_id


def _document(row: sa.Row[Any, Any, Any, Any]) -> Document:
    return Document(row.key, row.value_json, row.version, row.updated_at_ms)
