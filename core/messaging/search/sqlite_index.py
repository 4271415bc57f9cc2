"""The index on SQLite: an FTS5 table beside the documents, and how deleted words leave it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.kit.db import Database, Transaction
from core.kit.prepared import Prepared
from core.messaging.search.query import Query
from core.messaging.search.tables import FTS, documents

MERGE_PAGES = 64  # In one transaction of a purge: some 20 ms of the writer at most, as measured at 100,000 messages.
_NEXT = Prepared(sa.select((sa.func.coalesce(sa.func.max(documents.c.doc_id), 0) + 1).label("doc_id")))
_INSERT = Prepared(documents.insert())
_ADD = Prepared(sa.text(f"INSERT INTO {FTS} (rowid, words) VALUES (:doc_id, :words)"))
_FORGET = sa.text(f"INSERT INTO {FTS} ({FTS}, rowid, words) VALUES ('delete', :doc_id, :words)")
_MERGE = sa.text(f"INSERT INTO {FTS} ({FTS}, rank) VALUES ('merge', :pages)")
_CHANGES = sa.text("SELECT total_changes()")
_FOUND = f"messaging_search.doc_id IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH :asked)"
_OF = sa.select(documents.c.doc_id, documents.c.words).where(
    documents.c.conversation_id == sa.bindparam("of"), documents.c.seq.in_(sa.bindparam("seqs", expanding=True)),
    sa.not_(documents.c.gone),
)  # fmt: skip
_BLANK = (
    documents.update().where(documents.c.doc_id == sa.bindparam("row"))
    .values(words=sa.bindparam("blank"), gone=True)
)  # fmt: skip


def add(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Index new documents."""
    (first,) = _NEXT.rows(tx, {})  # There is one writer, so nobody else takes these numbers.
    numbered = [{**row, "doc_id": doc_id} for doc_id, row in enumerate(rows, first.doc_id)]
    _INSERT.each(tx, numbered)
    _ADD.each(tx, numbered)


def remove(tx: Transaction, conversation_id: str, seqs: Sequence[int]) -> None:
    """Take messages out of the index; the words are overwritten where they stand."""
    for row in tx.execute(_OF, {"of": conversation_id, "seqs": list(seqs)}).all():
        tx.execute(_FORGET, {"doc_id": row.doc_id, "words": row.words})
        tx.execute(_BLANK, {"row": row.doc_id, "blank": " " * len(row.words.encode())})


def matching(query: Query, *, conversations: Sequence[str], senders: Sequence[str]) -> sa.ColumnElement[bool]:
    """Which documents have what is asked; the two lists are place words, any of each, empty for all."""
    asked = [" OR ".join(map(_quoted, words)) for words in (conversations, senders) if words]
    asked = [f"({words})" for words in asked] + [_quoted(" ".join(phrase)) for phrase in query.phrases]
    if query.beginning:
        asked.append(f"{_quoted(query.beginning)} *")
    return sa.text(_FOUND).bindparams(asked=" AND ".join(asked))  # type: ignore[return-value]


def _quoted(words: str) -> str:
    return f'"{words}"'  # No word has a quote in it.


async def purge(db: Database) -> None:
    """Rewrite the index without what was deleted, a little at a time, so that writers hardly wait.

    FTS5 keeps deleted words until the segments they are in are merged. Not its option secure-delete: libraries before
    3.42 do not know it, and cannot read what it wrote.
    """
    pages = -MERGE_PAGES  # The first puts all segments there are on one level, so that they become one.
    while True:
        done = await db.write(lambda tx, pages=pages: _merge(tx, pages))  # type: ignore[misc]
        if done:
            return
        pages = MERGE_PAGES


def _merge(tx: Transaction, pages: int) -> bool:
    before = tx.execute(_CHANGES).scalar_one()
    tx.execute(_MERGE, {"pages": pages})
    return bool(tx.execute(_CHANGES).scalar_one() - before < 2)
