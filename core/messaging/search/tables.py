"""The tables of search. What finds words in them is the dialect's own: an FTS5 table beside, or an index on `words`."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from core.kit.db import CodePointText, metadata

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # SQLite counts by itself only in an INTEGER.

# One row a message. On SQLite a row is never deleted and never changes its size: what is to go is written over in its
# place. Moving rows between pages leaves copies of them that no secure_delete overwrites (seen, one recall in 200).
documents = sa.Table(
    "messaging_search", metadata,
    sa.Column("doc_id", Number, primary_key=True),
    sa.Column("conversation_id", CodePointText, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("content_seq", sa.BigInteger, nullable=False),  # Of the update these words are from.
    sa.Column("sender_id", sa.Text, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.Column("gone", sa.Boolean, nullable=False),
    sa.Column("words", sa.Text().with_variant(postgresql.TSVECTOR, "postgresql"), nullable=False),
    sa.Index("ix_messaging_search_message", "conversation_id", "seq"),
)  # fmt: skip

# Recalls whose words may still be in the files. The rows say nothing but that.
scrubs = sa.Table("messaging_scrubs", metadata, sa.Column("scrub_id", Number, primary_key=True))

WORDS_INDEX = "ix_messaging_search_words"
FTS = "messaging_search_words"
# `ascii` takes ASCII letters and digits and everything beyond as part of a word: our spaces alone separate. Nothing is
# ranked, so sizes are not kept; and the words themselves are in the table above.
MAKE_FTS = f"CREATE VIRTUAL TABLE {FTS} USING fts5(words, content='', columnsize=0, tokenize='ascii')"
# Without a pending list: what is removed must not wait in one.
MAKE_GIN = f"CREATE INDEX {WORDS_INDEX} ON messaging_search USING gin (words) WITH (fastupdate = off)"


@sa.event.listens_for(documents, "after_create")
def _make_index(_: sa.Table, connection: sa.Connection, **__: object) -> None:
    """As the migration does, for tests that make the tables by themselves."""
    connection.exec_driver_sql(MAKE_GIN if connection.dialect.name == "postgresql" else MAKE_FTS)
