"""Hosts as backups see them: databases with rows of every kind, keys in a folder; and what is in them, to compare."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from core.backup import archive
from core.backup.host_database import HostDatabase
from core.backup.making import make_backup
from core.backup.restoring import restore_backup
from core.databases import MIGRATIONS, WALLET_MIGRATIONS
from core.kit.clock import ManualClock
from tests.support.ready_databases import migrated

KEYS = {"store.key": b"one", "identity_keys/sealing.key": bytes(range(256)), "identity_keys/access-0001.pem": b""}
# SQLite's word index is made of tables of its own, which are copied as pages; nobody else may write or scan them.
WORDS = "messaging_search_words"
TEXTS = ("سلام\n\\.\n\\N", "\t\r\v'\";{}\\x41 𝄞", "")
BYTES = (bytes(range(256)), b"\\x00\n\\.", b"")
BIG, SMALL = (2**63 - 1, -(2**63), 0), (2**31 - 1, -(2**31), 0)
# What the ledger's own rules ask of its rows.
RULED = {
    "state": "posted", "closed": 0, "flags": 0, "amount_minor": 2**63 - 1, "captured_minor": 2**62, "refunded_minor": 1,
    "ended_seq": 7, "debit_account_seq": 1, "credit_account_seq": 2,
    "debits_pending_minor": 0, "debits_posted_minor": 2**63 - 2, "credits_pending_minor": 5, "credits_posted_minor": 0,
}  # fmt: skip
# And what those of single tables do, instead.
RULED_IN: dict[str, dict[str, Any]] = {
    "messaging_wallet_cards": {"kind": 1, "seq": 1, "revision": 1},
    "wallet_bank_transfers": {"kind": "top_up", "state": "done", "settled_at_ms": 7},
    "wallet_limits": {"daily_max_minor": 2**62},
    "wallet_mandate_charges": {"fee_minor": 1},
    "wallet_mandates": {
        "state": "active",
        "approved_at_ms": 7,
        "ended_at_ms": 0,
        "due_at_ms": 9,
        "expires_at_ms": 9,
        "max_minor": 2**62,
        "window_s": 1,
        "lasts_s": 2,
    },
    "wallet_merchant_sums": {
        "refunds_minor": 1,
        "sales_minor": 2**62,
        "fees_minor": 2,
        "shared_minor": 3,
        "owed_minor": 0,
    },
    "wallet_money_requests": {
        "payer_user_id": "usr_a",
        "payee_user_id": "usr_b",
        "version": 1,
        "closed_as": "declined",
    },
    "wallet_payee_debts": {"owed_minor": 1},
    "wallet_order_parts": {"returned_minor": 1, "role": "split"},
    "wallet_order_splits": {"basis_points": 10_000},
    "wallet_orders": {
        "state": "paid",
        "total_minor": 2**62,
        "is_hold": 1,
        "may_tip": 1,
        "refunded_minor": 1,
        "paid_minor": 2**62,
        "due_at_ms": 0,
        "tip_minor": 1,
        "approved_at_ms": 7,
    },
    "wallet_payments": {
        "to_contact": 1,
        "payer_user_id": "usr_a",
        "payee_user_id": "usr_b",
        "ended_by": "payer",
        "version": 1,
    },
    "wallet_pins": {
        "tries": 5,
        "locked_until_ms": 2**62,
        "next_hash": "",
        "reset_at_ms": 0,
        "mark_emoji": "",
        "mark_phrase": "",
    },
    "wallet_red_packet_claims": {"amount_minor": 1, "rank": 7},
    "wallet_red_packets": {
        "claimed": 2,
        "shares": 3,
        "mode": "random",
        "taken_minor": 2**61,
        "total_minor": 2**62,
        "state": "open",
        "refunded_minor": 0,
    },
    "wallet_settlements": {
        "kind": "sale",
        "gross_minor": 2**62,
        "fee_minor": 0,
        "shared_minor": 0,
        "net_minor": 2**62,
        "debt_minor": 0,
    },
    "wallet_spent": {"spent_minor": 2**62},
    "wallet_splits": {"mode": "equal", "total_minor": 2**62, "own_minor": 1, "closed": 1, "version": 1},
}


@dataclass(frozen=True)
class Place:
    """Where a host is, or will be."""

    data_dir: Path
    databases: tuple[HostDatabase, HostDatabase]

    @property
    def url(self) -> str:
        return self.databases[0].url

    @property
    def ledger_url(self) -> str:
        return self.databases[1].url

    def back_up(self, to: Path) -> Path:
        return make_backup(
            to, databases=self.databases, data_dir=self.data_dir, caches=(self.data_dir / "artifacts",),
            clock=ManualClock(),
        )  # fmt: skip

    def restore(self, file: Path) -> None:
        restore_backup(file, databases=self.databases, data_dir=self.data_dir)

    def files(self) -> dict[str, bytes]:
        """Every file but locks and databases, by its path in the data directory."""
        paths = (path for path in self.data_dir.rglob("*") if path.is_file() and path.suffix != ".lock")
        return {path.relative_to(self.data_dir).as_posix(): path.read_bytes() for path in paths}

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table of both databases."""
        there = [each for each in self.databases if each.kind != "sqlite" or each.path.exists()]
        return {each.name + "." + table: rows for each in there for table, rows in _rows(each.url).items()}


def place(folder: Path, empty_database: Callable[[], str]) -> Place:
    """Nothing yet."""
    databases = (
        HostDatabase("core", empty_database(), MIGRATIONS), HostDatabase("wallet", empty_database(), WALLET_MIGRATIONS)
    )  # fmt: skip
    return Place(folder, databases)


def lived_in(folder: Path, empty_database: Callable[[], str]) -> Place:
    """A host with three rows in every table, made of the values copies most often spoil."""
    made = place(folder, empty_database)
    for database in made.databases:
        migrated(database.url, database.migrations)
        _fill(database.url)
    for name, content in KEYS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "artifacts").mkdir()
    (folder / "artifacts" / "built").write_bytes(b"built anew when missing")
    return made


def reseal(file: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    """Another content under the same sums, and a seal that fits: what a disk that fails while reading looks like."""
    with zipfile.ZipFile(file) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members[member] = change(members[member])
    manifest = archive.Manifest.parse(members.pop(archive.MANIFEST))
    sums = dict(manifest.members)
    file.unlink()
    with archive.ArchiveWriter(file, manifest) as again:
        for name, content in members.items():
            again.add(name, [content])
        manifest.members = sums
        again.seal()


def _fill(url: str) -> None:
    engine = sa.create_engine(url)
    metadata = sa.MetaData()
    metadata.reflect(engine)
    made: dict[str, list[dict[str, Any]]] = {}
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name == "alembic_version" or table.name.startswith(WORDS):
                continue
            if table.name == "wallet_writer":  # The one row its migration makes, and what a host has made of it.
                connection.execute(table.update().values(epoch=41))
                continue
            made[table.name] = [{c.name: _value(c, made, number) for c in table.columns} for number in range(3)]
            connection.execute(table.insert(), made[table.name])
    engine.dispose()


def _value(column: sa.Column[Any], made: dict[str, list[dict[str, Any]]], number: int) -> Any:
    for reference in column.foreign_keys:
        return made[reference.column.table.name][number][reference.column.name]
    if column.name in (ruled := RULED_IN.get(column.table.name, {})):
        return ruled[column.name]
    if column.name in RULED and column.table.name.startswith("wallet_"):
        return RULED[column.name]
    if column.nullable and number == 1:
        return None
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return number == 0
    if isinstance(kind, sa.Integer):
        return (BIG if isinstance(kind, sa.BigInteger) else SMALL)[number]
    if isinstance(kind, postgresql.TSVECTOR):
        return ("'قهوة':1 'it''s':2,3", "'\\\\':1", "")[number]
    return (BYTES if isinstance(kind, sa.LargeBinary) else TEXTS)[number]


def _rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    engine = sa.create_engine(url)
    metadata = sa.MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        tables = [table for table in metadata.tables.values() if table.name != WORDS]
        rows = {table.name: sorted(map(tuple, connection.execute(table.select())), key=repr) for table in tables}
    engine.dispose()
    return rows
