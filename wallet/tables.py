"""The wallet's tables, in a database of its own. Only accounts' sums, holds and refunds change; the rest is added to.

The rules in the tables (CHECK here, triggers in the migration) hold the ledger's promises against its own code: sums
never negative, limits kept with holds counted, one end for each hold, captures and refunds capped, history unchanged.
Rows name each other by `seq`. There are no foreign keys: the single writer has the rows they would look up in memory,
they cost PostgreSQL a lock and a lookup for every transfer, and nothing they point to can be deleted.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.kit.db import CodePointText
from core.kit.db import metadata as core_metadata
from core.kit.outbox import outbox as effects_outbox

metadata = sa.MetaData(naming_convention=core_metadata.naming_convention)
# SQLite calls every integer INTEGER in a STRICT table, and only that makes a primary key the row's own number.
Int64 = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Int32 = sa.Integer()
Bytes = sa.LargeBinary()


def _column(
    name: str, kind: sa.types.TypeEngine[Any], *, primary_key: bool = False, unique: bool | None = None
) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=primary_key, unique=unique, nullable=False, autoincrement=False)


accounts = sa.Table(
    "wallet_accounts", metadata,
    _column("seq", Int64, primary_key=True),
    _column("id", CodePointText, unique=True),
    _column("ledger", Int32),
    _column("code", Int32),
    _column("flags", Int32),
    _column("owner", CodePointText),
    _column("created_at_ms", Int64),
    _column("chain_check", Bytes),
    _column("debits_pending_minor", Int64),
    _column("debits_posted_minor", Int64),
    _column("credits_pending_minor", Int64),
    _column("credits_posted_minor", Int64),
    _column("closed", Int32),
    _column("lines", Int64),
    _column("last_seq", Int64),
    sa.CheckConstraint(
        "debits_pending_minor >= 0 AND debits_posted_minor >= 0"
        " AND credits_pending_minor >= 0 AND credits_posted_minor >= 0",
        name="sums_not_negative",
    ),
    sa.CheckConstraint(
        "(flags & 2) = 0 OR debits_pending_minor + debits_posted_minor <= credits_posted_minor",
        name="debits_within_credits",
    ),
    sa.CheckConstraint(
        "(flags & 4) = 0 OR credits_pending_minor + credits_posted_minor <= debits_posted_minor",
        name="credits_within_debits",
    ),
    sa.CheckConstraint("closed IN (0, 1)", name="closed_or_not"),
    sqlite_strict=True,
)  # fmt: skip

# One account for each owner, currency and use; the ledger's own tests open some that nobody owns.
sa.Index(
    "uq_wallet_accounts_owner", accounts.c.owner, accounts.c.ledger, accounts.c.code, unique=True,
    sqlite_where=accounts.c.owner != "", postgresql_where=accounts.c.owner != "",
)  # fmt: skip

transfers = sa.Table(
    "wallet_transfers", metadata,
    _column("seq", Int64, primary_key=True),
    _column("id", Bytes, unique=True),
    _column("debit_account_seq", Int64),
    _column("credit_account_seq", Int64),
    _column("amount_minor", Int64),
    _column("pending_seq", Int64),
    _column("user_data_128", Bytes),
    _column("user_data_64", Int64),
    _column("timeout_s", Int64),
    _column("ledger", Int32),
    _column("code", Int32),
    _column("flags", Int32),
    _column("refund_of_seq", Int64),
    _column("created_at_ms", Int64),
    _column("debit_previous_seq", Int64),
    _column("credit_previous_seq", Int64),
    _column("debit_balance_minor", Int64),
    _column("debit_held_minor", Int64),
    _column("credit_balance_minor", Int64),
    _column("credit_held_minor", Int64),
    _column("chain_check", Bytes),
    sa.CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
    sa.CheckConstraint("debit_account_seq <> credit_account_seq", name="accounts_different"),
    sqlite_strict=True,
)  # fmt: skip

# One end for each hold, whoever writes it.
sa.Index(
    "uq_wallet_transfers_pending_seq", transfers.c.pending_seq, unique=True,
    sqlite_where=transfers.c.pending_seq > 0, postgresql_where=transfers.c.pending_seq > 0,
)  # fmt: skip

burnt_ids = sa.Table(
    "wallet_burnt_ids", metadata,
    _column("seq", Int64, primary_key=True),
    _column("id", Bytes, unique=True),
    _column("status", CodePointText),
    _column("created_at_ms", Int64),
    _column("chain_check", Bytes),
    sqlite_strict=True,
)  # fmt: skip

holds = sa.Table(
    "wallet_holds", metadata,
    _column("seq", Int64, primary_key=True),
    _column("amount_minor", Int64),
    _column("expires_at_ms", Int64),
    _column("state", CodePointText),
    _column("captured_minor", Int64),
    _column("ended_seq", Int64),
    sa.CheckConstraint("state IN ('pending', 'posted', 'voided', 'expired')", name="known_state"),
    sa.CheckConstraint("(state = 'pending') = (ended_seq = 0)", name="ended_or_pending"),
    sa.CheckConstraint("captured_minor BETWEEN 0 AND amount_minor", name="captured_within_amount"),
    sa.CheckConstraint("captured_minor = 0 OR state = 'posted'", name="captured_when_posted"),
    sqlite_strict=True,
)  # fmt: skip

_due = sa.and_(holds.c.state == "pending", holds.c.expires_at_ms > 0)
sa.Index("ix_wallet_holds_due", holds.c.expires_at_ms, sqlite_where=_due, postgresql_where=_due)

refunds = sa.Table(
    "wallet_refunds", metadata,
    _column("origin_seq", Int64, primary_key=True),
    _column("amount_minor", Int64),
    _column("refunded_minor", Int64),
    sa.CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name="refunded_within_amount"),
    sqlite_strict=True,
)  # fmt: skip

# Every 64th line of an account: from here a statement or a past balance is found without walking all its lines.
marks = sa.Table(
    "wallet_marks", metadata,
    _column("account_seq", Int64, primary_key=True),
    _column("line", Int64, primary_key=True),
    _column("seq", Int64),
    _column("created_at_ms", Int64),
    sqlite_strict=True,
)  # fmt: skip

blocks = sa.Table(
    "wallet_blocks", metadata,
    _column("number", Int64, primary_key=True),
    _column("first_seq", Int64),
    _column("last_seq", Int64, unique=True),
    _column("writer_epoch", Int64),
    _column("committed_at_ms", Int64),
    _column("head", Bytes),
    _column("root", Bytes),
    _column("hash", Bytes),
    sqlite_strict=True,
)  # fmt: skip

nodes = sa.Table(
    "wallet_nodes", metadata,
    _column("level", Int32, primary_key=True),
    _column("position", Int64, primary_key=True),
    _column("hash", Bytes),
    sqlite_strict=True,
)  # fmt: skip

# Why an operator froze or reopened an account; `seq` is the transfer that did it, which carries this row's digest.
account_actions = sa.Table(
    "wallet_account_actions", metadata,
    _column("seq", Int64, primary_key=True),
    _column("account_seq", Int64),
    _column("action", CodePointText),
    _column("operator_id", CodePointText),
    _column("reason", sa.Text()),
    _column("created_at_ms", Int64),
    sqlite_strict=True,
)  # fmt: skip

# Who writes: each new writer takes the next epoch, and a commit under an older one finds no row to agree with.
writer = sa.Table(
    "wallet_writer", metadata,
    _column("id", Int32, primary_key=True),
    _column("epoch", Int64),
    sqlite_strict=True,
)  # fmt: skip

# What each keyed request was answered; kept for ever, as its transfers are. A commit looks for many request_ids at
# once, so the key begins with them.
requests = sa.Table(
    "wallet_requests", metadata,
    _column("caller", CodePointText),
    _column("method", CodePointText),
    _column("request_id", CodePointText),
    _column("request_sha256", Bytes),
    _column("statuses", CodePointText),
    _column("created_at_ms", Int64),
    sa.PrimaryKeyConstraint("request_id", "caller", "method"),
    sqlite_strict=True,
)  # fmt: skip

# Commits that others have yet to hear of: the block's number, removed once its checkpoint is signed and told.
outbox = sa.Table(
    "wallet_outbox", metadata,
    _column("block_number", Int64, primary_key=True),
    sqlite_strict=True,
)  # fmt: skip

# What people's and apps' requests were answered, kept for ever.
answers = sa.Table(
    "wallet_answers", metadata,
    _column("request_id", CodePointText),
    _column("caller", CodePointText),
    _column("method", CodePointText),
    _column("request_sha256", Bytes),
    _column("answer", Bytes),
    _column("reason", CodePointText),
    _column("message", sa.Text()),
    _column("facts_json", sa.Text()),
    _column("created_at_ms", Int64),
    sa.PrimaryKeyConstraint("request_id", "caller", "method"),
    sqlite_strict=True,
)  # fmt: skip

# What lines of statements were for; `seq` is the transfer's.
labels = sa.Table(
    "wallet_labels", metadata,
    _column("seq", Int64, primary_key=True),
    _column("kind", CodePointText),
    _column("ref_id", CodePointText),
    _column("note", sa.Text()),
    _column("title_ar", sa.Text()),
    _column("title_en", sa.Text()),
    _column("app_id", CodePointText),
    _column("from_user_id", CodePointText),
    _column("from_name", sa.Text()),
    _column("to_user_id", CodePointText),
    _column("to_name", sa.Text()),
    sqlite_strict=True,
)  # fmt: skip

# What other slices have yet to be told (core.kit.outbox).
effects = effects_outbox.to_metadata(metadata)

# Cards that changed: when the newest change waits to be shown (0: none waits), and when one was shown last.
card_turns = sa.Table(
    "wallet_card_turns", metadata,
    _column("kind", CodePointText),
    _column("ref_id", CodePointText),
    _column("due_at_ms", Int64),
    _column("shown_at_ms", Int64),
    sa.PrimaryKeyConstraint("kind", "ref_id"),
    sqlite_strict=True,
)  # fmt: skip
