"""Whatever is changed in a stored ledger is found: each byte of each value, rows gone, added or swapped, a cut tail.

On SQLite all of it, on tables without any rule of their own; on PostgreSQL a change of every column of the real ones.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.kit.db import connect
from tests.support.ledger_sample import LAYLA, OMAR, START, Sample, fill, fill_lines, move
from tests.support.ledger_tampering import (
    CONTENT,
    DERIVED,
    Change,
    add_row,
    flips,
    key_of,
    loosened,
    remove_row,
    retypings,
    rows_of,
    tamper,
    undone,
)
from wallet import tables
from wallet.audit import Report, audit, read_anchors, read_receipts
from wallet.chain import Block
from wallet.checkpoints import CheckpointLog, sign

pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True)
class Filled:
    """A ledger with every kind of row; the same before its last commit; a long one with marks and nodes."""

    whole: Path
    earlier: Path
    long: Path
    newest: Block


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder = tmp_path_factory.mktemp("ledgers")
    whole, earlier, long = folder / "whole.db", folder / "earlier.db", folder / "long.db"

    async def make() -> Block:
        database = connect(f"sqlite:///{whole}")
        await fill(f"sqlite:///{whole}", database)
        _copy(whole, earlier)
        sample = Sample(database)
        sample.clock.advance(timedelta(hours=1))
        await sample.writer.start()
        outcome = await sample.move(move(60, LAYLA, OMAR, 1_000), move(61, OMAR, LAYLA, 1))
        await sample.writer.stop()
        database.close()
        _copy(whole, long)
        database = connect(f"sqlite:///{long}")
        sample = Sample(database)
        sample.clock.advance(timedelta(hours=2))
        await sample.writer.start()
        await fill_lines(sample, first_id=1_000, blocks=2, transfers=120)
        await sample.writer.stop()
        database.close()
        assert outcome.block is not None
        return outcome.block

    return Filled(whole, earlier, long, asyncio.run(make()))


def _copy(from_: Path, to: Path) -> None:
    with closing(sqlite3.connect(from_)) as original, closing(sqlite3.connect(to)) as copy:
        original.backup(copy)


@pytest.fixture(scope="module")
def ledger(filled: Filled) -> Iterator[sa.Engine]:
    engine = loosened(filled.whole)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def long_ledger(filled: Filled) -> Iterator[sa.Engine]:
    engine = loosened(filled.long)
    yield engine
    engine.dispose()


def missed(engine: sa.Engine, changes: list[Change]) -> list[str]:
    """The changes after which the audit found nothing."""
    found_nothing = []
    for change in changes:
        with undone(engine) as connection:
            tamper(connection, change)
            if audit(connection).first is None:
                found_nothing.append(str(change))
    return found_nothing


def changes_of(engine: sa.Engine, kind: Any, *chosen: sa.Table) -> list[Change]:
    with undone(engine) as connection:
        assert audit(connection).first is None
        return list(kind(connection, *chosen))


def report_after(engine: sa.Engine, change: Any) -> Report:
    with undone(engine) as connection:
        change(connection)
        return audit(connection)


@pytest.mark.parametrize("table", CONTENT, ids=str)
def test_every_flipped_byte_of_every_value_is_found(ledger: sa.Engine, table: sa.Table) -> None:
    """One bit of one amount is somebody's money; one of a time or an id is somebody's proof."""
    changes = changes_of(ledger, flips, table)
    assert len(changes) > 40
    assert missed(ledger, changes) == []


@pytest.mark.parametrize("table", DERIVED, ids=str)
def test_every_flipped_byte_of_marks_and_nodes_is_found(long_ledger: sa.Engine, table: sa.Table) -> None:
    """A wrong mark hides lines from a statement, a wrong node breaks proofs."""
    changes = changes_of(long_ledger, flips, table)
    assert len(changes) > 40
    assert missed(long_ledger, changes) == []


def test_every_value_of_another_type_is_found(ledger: sa.Engine) -> None:
    """'5' is not 5: what only looks alike would add up in one database and not in the other."""
    changes = changes_of(ledger, retypings, *CONTENT)
    assert len(changes) > 700
    assert missed(ledger, changes) == []


def test_the_row_that_was_changed_is_the_first_one_named(ledger: sa.Engine) -> None:
    """An operator looks where the audit points. Numbers of rows are left out: a row that changed its own is missing."""
    strays = []
    for change in changes_of(ledger, flips, *CONTENT)[::7]:
        numbers = ("number", "first_seq", "last_seq") if change.table is tables.blocks else ("seq", "origin_seq")
        if change.column in numbers:
            continue
        with undone(ledger) as connection:
            tamper(connection, change)
            first = audit(connection).first
            assert first is not None
            if (first.table, first.key) != (change.table.name, change.key[0]):
                strays.append(f"{change} was taken for {first}")
    assert strays == []


def test_every_row_that_is_gone_is_found(ledger: sa.Engine, long_ledger: sa.Engine) -> None:
    """Rows of all tables, one at a time."""
    for engine, chosen in ((ledger, CONTENT), (long_ledger, DERIVED)):
        with undone(engine) as connection:
            rows = [(table, key_of(table, row)) for table in chosen for row in rows_of(connection, table)]
        kept = [f"{table} {key}" for table, key in rows if not _is_missed(engine, table, key)]
        assert kept == []


def _is_missed(engine: sa.Engine, table: sa.Table, key: tuple[Any, ...]) -> bool:
    return report_after(engine, lambda connection: remove_row(connection, table, key)).first is not None


def test_every_row_that_was_added_is_found(ledger: sa.Engine, long_ledger: sa.Engine) -> None:
    """A copy of each row under the same key, and under one nobody has: before the first row, and after the last."""
    for engine, chosen in ((ledger, CONTENT), (long_ledger, DERIVED)):
        for table in chosen:
            with undone(engine) as connection:
                rows = rows_of(connection, table)
            for row in rows:
                for copy in (row, (0, *row[1:]), (-5, *row[1:]), (max(each[0] for each in rows) + 1, *row[1:])):
                    report = report_after(engine, lambda c, table=table, copy=copy: add_row(c, table, copy))
                    assert report.first is not None, (table, copy)


def test_two_rows_that_changed_places_are_found(ledger: sa.Engine) -> None:
    """Each row and the next of its table, everything swapped but their numbers."""
    for table in CONTENT:
        with undone(ledger) as connection:
            rows = rows_of(connection, table)
        for one, other in pairwise(rows):
            with undone(ledger) as connection:
                for row in (one, other):
                    remove_row(connection, table, row[:1])
                add_row(connection, table, (one[0], *other[1:]))
                add_row(connection, table, (other[0], *one[1:]))
                assert audit(connection).first is not None, (table, one, other)


def test_more_damage_is_counted_and_the_first_named(ledger: sa.Engine) -> None:
    """Two rows far apart: a repair must not stop at the first."""
    with undone(ledger) as connection:
        early, late = rows_of(connection, tables.transfers)[2], rows_of(connection, tables.transfers)[-1]
        for row in (early, late):
            tamper(connection, Change(tables.transfers, row[:1], "user_data_64", row[7], row[7] + 1))
        report = audit(connection)
    named = [finding.key for finding in report.findings if finding.table == "wallet_transfers"]
    assert report.first is not None
    assert (report.first.table, report.first.key) == ("wallet_transfers", early[0])
    assert named == [early[0], late[0]]
    assert "NOT WHOLE" in str(report)


# The tail


def test_a_tail_cut_off_cleanly_is_found_by_one_receipt(filled: Filled, tmp_path: Path) -> None:
    """The ledger as it was before its last commit is whole in itself; only what somebody kept outside knows better."""
    receipts = tmp_path / "receipts.jsonl"
    newest = filled.newest
    receipts.write_text(json.dumps({"seq": 1, "block_number": str(newest.number), "block_hash": newest.hash.hex()}))
    engine = loosened(filled.earlier)
    with undone(engine) as connection:
        assert audit(connection).first is None
        report = audit(connection, anchors=read_anchors(read_receipts(receipts), None, None))
        assert report.first is not None
        assert report.first[:2] == ("wallet_blocks", newest.number)
    engine.dispose()


def test_a_tail_cut_off_cleanly_is_found_by_a_checkpoint(filled: Filled, tmp_path: Path) -> None:
    """The host's own file is enough, and needs to be given by nobody."""
    key = Ed25519PrivateKey.generate()
    log = CheckpointLog(tmp_path / "checkpoints.jsonl")
    log.append(sign(filled.newest, key))
    whole, cut = loosened(filled.whole), loosened(filled.earlier)
    for engine, number in ((whole, None), (cut, filled.newest.number)):
        with undone(engine) as connection:
            first = audit(connection, anchors=read_anchors([], log.path, key.public_key().public_bytes_raw())).first
            assert (None if first is None else first.key) == number
        engine.dispose()


async def test_a_history_written_anew_is_found_by_an_old_receipt(filled: Filled, tmp_path: Path) -> None:
    """Who owns the machine can make another ledger with the same code, whole in itself; not with the same hashes."""
    url = f"sqlite:///{tmp_path / 'anew.db'}"
    database = connect(url)
    await fill(url, database, start=START + timedelta(milliseconds=1))
    with undone(loosened(filled.earlier)) as connection:
        blocks = [Block._make(row) for row in rows_of(connection, tables.blocks)]
    for block in (blocks[0], blocks[-1]):
        receipt = tmp_path / "receipt.jsonl"
        receipt.write_text(json.dumps({"block_number": block.number, "block_hash": block.hash.hex()}))
        report = await database.read(lambda tx: audit(tx))
        assert report.first is None
        anchors = read_anchors(read_receipts(receipt), None, None)
        report = await database.read(lambda tx, anchors=anchors: audit(tx, anchors=anchors))
        assert report.first is not None
        assert report.first[:2] == ("wallet_blocks", block.number)
    database.close()


# PostgreSQL


async def test_on_postgresql_a_change_of_every_column_is_found(postgres_url: str) -> None:
    """The same audit on the same rows; here the real tables, triggers off, and what a CHECK or a key refuses counts."""
    database = connect(postgres_url)
    await fill(postgres_url, database)
    engine = database.engine
    missing, refused, tried = [], 0, 0
    with undone(engine) as connection:
        assert audit(connection).first is None
        rows = [(table, rows_of(connection, table)) for table in CONTENT]
    for table, stored in rows:
        row = stored[len(stored) // 2]
        for column, value in zip(table.c.keys(), row, strict=True):
            tried += 1
            try:
                with undone(engine) as connection:
                    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
                    changed = table.update().where(*(c == v for c, v in zip(table.primary_key, row, strict=False)))
                    connection.execute(changed.values({column: _other(value)}))
                    if audit(connection).first is None:
                        missing.append(f"{table}.{column}")
            except sa.exc.IntegrityError:
                refused += 1
    database.close()
    assert missing == []
    assert tried > 60
    assert refused < 20


def _other(value: Any) -> Any:
    if isinstance(value, int):
        return value ^ 1
    if isinstance(value, str):
        return value[:-1] + "~"
    return value[:-1] + bytes([value[-1] ^ 1]) if value else b"\x01"
