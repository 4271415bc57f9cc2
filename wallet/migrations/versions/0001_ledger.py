"""The ledger's tables, and the triggers that keep its history as it was written."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# Only ever added to.
HISTORY = (
    "wallet_transfers", "wallet_blocks", "wallet_burnt_ids", "wallet_nodes", "wallet_marks", "wallet_account_actions",
    "wallet_requests",
)  # fmt: skip
# Rows of these change in some columns, under a condition (of a refusal); none may go.
CHANGING = {
    "wallet_accounts": """
        OLD.seq <> NEW.seq OR OLD.id <> NEW.id OR OLD.ledger <> NEW.ledger OR OLD.code <> NEW.code
        OR OLD.flags <> NEW.flags OR OLD.owner <> NEW.owner OR OLD.created_at_ms <> NEW.created_at_ms
        OR OLD.chain_check <> NEW.chain_check
    """,
    "wallet_holds": """
        OLD.state <> 'pending' OR NEW.state = 'pending' OR OLD.seq <> NEW.seq OR OLD.amount_minor <> NEW.amount_minor
        OR OLD.expires_at_ms <> NEW.expires_at_ms
    """,
    "wallet_refunds": """
        OLD.origin_seq <> NEW.origin_seq OR OLD.amount_minor <> NEW.amount_minor
        OR NEW.refunded_minor < OLD.refunded_minor
    """,
}


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    _account_actions()
    _accounts()
    _blocks()
    _burnt_ids()
    _holds()
    _marks()
    _nodes()
    _outbox()
    _refunds()
    _requests()
    _transfers()
    _writer()
    op.bulk_insert(
        sa.table("wallet_writer", sa.column("id", sa.Integer), sa.column("epoch", INT64)), [{"id": 1, "epoch": 0}]
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    raise NotImplementedError("a ledger is not undone")


def _account_actions() -> None:
    op.create_table(
        "wallet_account_actions",
        _column("seq", INT64),
        _column("account_seq", INT64),
        _column("action", TEXT),
        _column("operator_id", TEXT),
        _column("reason", sa.Text()),
        _column("created_at_ms", INT64),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_wallet_account_actions")),
        sqlite_strict=True,
    )


def _accounts() -> None:
    op.create_table(
        "wallet_accounts",
        _column("seq", INT64),
        _column("id", TEXT),
        _column("ledger", sa.Integer()),
        _column("code", sa.Integer()),
        _column("flags", sa.Integer()),
        _column("owner", TEXT),
        _column("created_at_ms", INT64),
        _column("chain_check", sa.LargeBinary()),
        _column("debits_pending_minor", INT64),
        _column("debits_posted_minor", INT64),
        _column("credits_pending_minor", INT64),
        _column("credits_posted_minor", INT64),
        _column("closed", sa.Integer()),
        _column("lines", INT64),
        _column("last_seq", INT64),
        sa.CheckConstraint(
            "(flags & 2) = 0 OR debits_pending_minor + debits_posted_minor <= credits_posted_minor",
            name=op.f("ck_wallet_accounts_debits_within_credits"),
        ),
        sa.CheckConstraint(
            "(flags & 4) = 0 OR credits_pending_minor + credits_posted_minor <= debits_posted_minor",
            name=op.f("ck_wallet_accounts_credits_within_debits"),
        ),
        sa.CheckConstraint("closed IN (0, 1)", name=op.f("ck_wallet_accounts_closed_or_not")),
        sa.CheckConstraint(
            "debits_pending_minor >= 0 AND debits_posted_minor >= 0"
            " AND credits_pending_minor >= 0 AND credits_posted_minor >= 0",
            name=op.f("ck_wallet_accounts_sums_not_negative"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_wallet_accounts")),
        sa.UniqueConstraint("id", name=op.f("uq_wallet_accounts_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_wallet_accounts_owner",
        "wallet_accounts",
        ["owner", "ledger", "code"],
        unique=True,
        sqlite_where=sa.text("owner != ''"),
        postgresql_where=sa.text("owner != ''"),
    )


def _blocks() -> None:
    op.create_table(
        "wallet_blocks",
        _column("number", INT64),
        _column("first_seq", INT64),
        _column("last_seq", INT64),
        _column("writer_epoch", INT64),
        _column("committed_at_ms", INT64),
        _column("head", sa.LargeBinary()),
        _column("root", sa.LargeBinary()),
        _column("hash", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wallet_blocks")),
        sa.UniqueConstraint("last_seq", name=op.f("uq_wallet_blocks_last_seq")),
        sqlite_strict=True,
    )


def _burnt_ids() -> None:
    op.create_table(
        "wallet_burnt_ids",
        _column("seq", INT64),
        _column("id", sa.LargeBinary()),
        _column("status", TEXT),
        _column("created_at_ms", INT64),
        _column("chain_check", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_wallet_burnt_ids")),
        sa.UniqueConstraint("id", name=op.f("uq_wallet_burnt_ids_id")),
        sqlite_strict=True,
    )


def _holds() -> None:
    op.create_table(
        "wallet_holds",
        _column("seq", INT64),
        _column("amount_minor", INT64),
        _column("expires_at_ms", INT64),
        _column("state", TEXT),
        _column("captured_minor", INT64),
        _column("ended_seq", INT64),
        sa.CheckConstraint("(state = 'pending') = (ended_seq = 0)", name=op.f("ck_wallet_holds_ended_or_pending")),
        sa.CheckConstraint("captured_minor = 0 OR state = 'posted'", name=op.f("ck_wallet_holds_captured_when_posted")),
        sa.CheckConstraint(
            "state IN ('pending', 'posted', 'voided', 'expired')", name=op.f("ck_wallet_holds_known_state")
        ),
        sa.CheckConstraint(
            "captured_minor BETWEEN 0 AND amount_minor", name=op.f("ck_wallet_holds_captured_within_amount")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_wallet_holds")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_wallet_holds_due",
        "wallet_holds",
        ["expires_at_ms"],
        unique=False,
        sqlite_where=sa.text("state = 'pending' AND expires_at_ms > 0"),
        postgresql_where=sa.text("state = 'pending' AND expires_at_ms > 0"),
    )


def _marks() -> None:
    op.create_table(
        "wallet_marks",
        _column("account_seq", INT64),
        _column("line", INT64),
        _column("seq", INT64),
        _column("created_at_ms", INT64),
        sa.PrimaryKeyConstraint("account_seq", "line", name=op.f("pk_wallet_marks")),
        sqlite_strict=True,
    )


def _nodes() -> None:
    op.create_table(
        "wallet_nodes",
        _column("level", sa.Integer()),
        _column("position", INT64),
        _column("hash", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_wallet_nodes")),
        sqlite_strict=True,
    )


def _outbox() -> None:
    op.create_table(
        "wallet_outbox",
        _column("block_number", INT64),
        sa.PrimaryKeyConstraint("block_number", name=op.f("pk_wallet_outbox")),
        sqlite_strict=True,
    )


def _refunds() -> None:
    op.create_table(
        "wallet_refunds",
        _column("origin_seq", INT64),
        _column("amount_minor", INT64),
        _column("refunded_minor", INT64),
        sa.CheckConstraint(
            "refunded_minor BETWEEN 0 AND amount_minor", name=op.f("ck_wallet_refunds_refunded_within_amount")
        ),
        sa.PrimaryKeyConstraint("origin_seq", name=op.f("pk_wallet_refunds")),
        sqlite_strict=True,
    )


def _requests() -> None:
    op.create_table(
        "wallet_requests",
        _column("caller", TEXT),
        _column("method", TEXT),
        _column("request_id", TEXT),
        _column("request_sha256", sa.LargeBinary()),
        _column("statuses", TEXT),
        _column("created_at_ms", INT64),
        sa.PrimaryKeyConstraint("request_id", "caller", "method", name=op.f("pk_wallet_requests")),
        sqlite_strict=True,
    )


def _transfers() -> None:
    op.create_table(
        "wallet_transfers",
        _column("seq", INT64),
        _column("id", sa.LargeBinary()),
        _column("debit_account_seq", INT64),
        _column("credit_account_seq", INT64),
        _column("amount_minor", INT64),
        _column("pending_seq", INT64),
        _column("user_data_128", sa.LargeBinary()),
        _column("user_data_64", INT64),
        _column("timeout_s", INT64),
        _column("ledger", sa.Integer()),
        _column("code", sa.Integer()),
        _column("flags", sa.Integer()),
        _column("refund_of_seq", INT64),
        _column("created_at_ms", INT64),
        _column("debit_previous_seq", INT64),
        _column("credit_previous_seq", INT64),
        _column("debit_balance_minor", INT64),
        _column("debit_held_minor", INT64),
        _column("credit_balance_minor", INT64),
        _column("credit_held_minor", INT64),
        _column("chain_check", sa.LargeBinary()),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_wallet_transfers_amount_not_negative")),
        sa.CheckConstraint(
            "debit_account_seq <> credit_account_seq", name=op.f("ck_wallet_transfers_accounts_different")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_wallet_transfers")),
        sa.UniqueConstraint("id", name=op.f("uq_wallet_transfers_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_wallet_transfers_pending_seq",
        "wallet_transfers",
        ["pending_seq"],
        unique=True,
        sqlite_where=sa.text("pending_seq > 0"),
        postgresql_where=sa.text("pending_seq > 0"),
    )


def _writer() -> None:
    op.create_table(
        "wallet_writer",
        _column("id", sa.Integer()),
        _column("epoch", INT64),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallet_writer")),
        sqlite_strict=True,
    )


def _guard_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, '{} keeps its history'); END"
    for table in HISTORY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {refuse.format(table)}")
    for table, condition in CHANGING.items():
        # Only the columns that never change: a batch's update of an account's sums does not even look at it.
        columns = (
            " OF seq, id, ledger, code, flags, owner, created_at_ms, chain_check" if table.endswith("accounts") else ""
        )
        op.execute(
            f"CREATE TRIGGER {table}_update BEFORE UPDATE{columns} ON {table} WHEN {condition} {refuse.format(table)}"
        )
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse.format(table)}")


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION wallet_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% keeps its history', TG_TABLE_NAME"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    refuse = "EXECUTE FUNCTION wallet_refuse()"
    for table in HISTORY:
        op.execute(
            f"CREATE TRIGGER {table}_history BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        )
        # Besides the trigger: not even the tables' owner has the right, until it gives it to itself.
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC, CURRENT_USER")
    for table, condition in CHANGING.items():
        op.execute(f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition}) {refuse}")
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT {refuse}")
