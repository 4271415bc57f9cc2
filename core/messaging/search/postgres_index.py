"""The index on PostgreSQL: a tsvector a document under a GIN index, built from our own words past its parsers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from core.kit.db import Transaction
from core.messaging.search.documents import MARK
from core.messaging.search.query import Query
from core.messaging.search.tables import documents

_REMOVE = documents.delete().where(
    documents.c.conversation_id == sa.bindparam("of"), documents.c.seq.in_(sa.bindparam("seqs", expanding=True))
)


def add(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Index new documents."""
    tx.execute(documents.insert(), [{**row, "words": _vector(row["words"])} for row in rows])


def remove(tx: Transaction, conversation_id: str, seqs: Sequence[int]) -> None:
    """Take messages out of the index."""
    tx.execute(_REMOVE, {"of": conversation_id, "seqs": list(seqs)})


def matching(query: Query, *, conversations: Sequence[str], senders: Sequence[str]) -> sa.ColumnElement[bool]:
    """Which documents have what is asked; the two lists are place words, any of each, empty for all."""
    asked = ["(" + " | ".join(map(_quoted, words)) + ")" for words in (conversations, senders) if words]
    asked += ["(" + " <-> ".join(map(_quoted, phrase)) + ")" for phrase in query.phrases]
    if query.beginning:
        asked.append(f"{_quoted(query.beginning)}:*")
    return documents.c.words.op("@@")(sa.cast(sa.literal(" & ".join(asked)), postgresql.TSQUERY))


def _vector(words: str) -> str:
    """The literal of a document: 'word':place …"""
    return " ".join(f"{_quoted(word)}:{place}" for place, word in enumerate(words.split(" "), 1) if word != MARK)


def _quoted(word: str) -> str:
    return f"'{word}'"  # No word has a quote or a backslash in it.
