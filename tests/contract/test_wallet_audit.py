"""The audit finds a whole ledger whole, also while money moves, and lies that were hashed as carefully as truths."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.kit.db import connect
from core.kit.migrate import upgrade
from tests.support.ledger_sample import LAYLA, MIGRATIONS, OMAR, Sample, fill, fill_lines, move
from tests.support.ledger_tampering import Change, loosened, rows_of, tamper, undone
from wallet import tables
from wallet.audit import ReceiptUnreadable, audit, read_anchors, read_receipts
from wallet.audit import store as audit_store
from wallet.audit import walk as audit_walk
from wallet.audit.forms import read_entry, table_of
from wallet.chain import NO_BLOCK, Block, Chain, block_hash
from wallet.checkpoint_relay import CheckpointRelay
from wallet.checkpoints import CheckpointLog
from wallet.running import CHECKPOINTS


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    path = tmp_path_factory.mktemp("ledger") / "wallet.db"
    database = connect(f"sqlite:///{path}")
    asyncio.run(fill(f"sqlite:///{path}", database))
    database.close()
    engine = loosened(path)
    yield engine
    engine.dispose()


async def test_a_ledger_with_every_kind_of_row_is_whole(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the writer may write, the audit must understand; page by page as in one go."""
    database = connect(database_url)
    await fill(database_url, database)
    sample = Sample(database)
    sample.clock.advance(timedelta(hours=1))
    await sample.writer.start()
    await fill_lines(sample, first_id=1_000, blocks=3, transfers=190)
    await sample.writer.stop()
    for rows in (4_096, 7, 1):
        monkeypatch.setattr(audit_store, "PAGE_ROWS", rows)
        monkeypatch.setattr(audit_walk, "STRETCH_ROWS_MAX", rows)
        report = await database.read(audit)
        assert (report.first, report.blocks, report.newest_block.last_seq) == (None, 21, report.rows)
        assert "whole" in str(report)
    database.close()


async def test_an_empty_ledger_is_whole(database_url: str) -> None:
    """A host on its first day."""
    database = connect(database_url)
    upgrade(database_url, MIGRATIONS)
    report = await database.read(audit)
    assert (report.first, report.rows) == (None, 0)
    database.close()


async def test_an_audit_while_money_moves_sees_one_moment(database_url: str, tmp_path: Path) -> None:
    """Neither half a commit nor a checkpoint of a block it does not see yet may look like damage."""
    database = connect(database_url)
    await fill(database_url, database)
    sample = Sample(database)
    sample.clock.advance(timedelta(hours=1))
    key, log = Ed25519PrivateKey.generate(), CheckpointLog(tmp_path / "checkpoints.jsonl")
    relay = CheckpointRelay(
        database=database, writer=sample.writer, key=key, checkpoints=log, clock=sample.clock
    )  # fmt: skip
    await sample.writer.start()
    await relay.announce()
    moving = True

    async def pay() -> None:
        number = 5_000
        while moving:
            number += 2
            await sample.move(move(number, LAYLA, OMAR, 2), move(number + 1, OMAR, LAYLA, 2))
            await relay.announce()

    paying = asyncio.create_task(pay())
    seen = set()
    for _ in range(8):
        anchors = read_anchors([], log.path, key.public_key().public_bytes_raw())
        report = await database.read(lambda tx, anchors=anchors: audit(tx, anchors=anchors))
        assert report.first is None, report
        assert report.anchors > 0
        seen.add(report.rows)
    moving = False
    await paying
    await sample.writer.stop()
    database.close()
    assert len(seen) > 1


LIES = (
    "debit_account_seq", "credit_account_seq", "amount_minor", "pending_seq", "ledger", "refund_of_seq",
    "debit_previous_seq", "credit_previous_seq", "debit_balance_minor", "debit_held_minor", "credit_balance_minor",
    "credit_held_minor",
)  # fmt: skip


@pytest.mark.parametrize("column", LIES)
def test_a_lie_hashed_as_carefully_as_a_truth_does_not_add_up(ledger: sa.Engine, column: str) -> None:
    """A faulty writer, or a thief with our own code: chain, blocks and tree are right, the books are not."""
    with undone(ledger) as connection:
        rows = rows_of(connection, tables.transfers)
    place = list(tables.transfers.c.keys()).index(column)
    for row in rows:
        for becomes in (row[place] + 1, row[place] + 3):
            with undone(ledger) as connection:
                tamper(connection, Change(tables.transfers, row[:1], column, row[place], becomes))
                _chain_anew(connection)
                first = audit(connection).first
                assert first is not None, (row, becomes)
                assert "chained" not in first.problem
                assert first.table != "wallet_blocks"


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (tables.accounts, {"credits_posted_minor": 10**6}), (tables.accounts, {"closed": 1}),
        (tables.accounts, {"lines": 5_000}), (tables.accounts, {"last_seq": 2}),
        (tables.holds, {"state": "voided"}), (tables.holds, {"expires_at_ms": 5}), (tables.holds, {"ended_seq": 9}),
        (tables.refunds, {"refunded_minor": 0}), (tables.account_actions, {"reason": "no reason"}),
        (tables.writer, {"epoch": -1}),
    ],
)  # fmt: skip
def test_what_is_not_in_the_chain_is_held_against_it(
    ledger: sa.Engine, table: sa.Table, values: dict[str, Any]
) -> None:
    """Sums, holds and refunds change in place; each is what the rows make it."""
    with undone(ledger) as connection:
        connection.execute(table.update().values(values))
        report = audit(connection)
    assert report.first is not None
    assert {finding.table for finding in report.findings} <= {table.name}


def test_an_older_writers_block_after_a_newer_ones_is_found(ledger: sa.Engine) -> None:
    """A fenced writer that committed all the same, however well it hashed."""
    with undone(ledger) as connection:
        connection.exec_driver_sql("UPDATE wallet_blocks SET writer_epoch = 0 WHERE number = 7")
        _chain_anew(connection)
        first = audit(connection).first
    assert first is not None
    assert (first.table, first.key, first.problem) == ("wallet_blocks", 7, "an older writer's epoch")


def test_receipts_are_read_as_people_have_them(tmp_path: Path) -> None:
    """From a program in hex, from the protos' JSON in base64 with numbers as texts; anything else is named."""
    file = tmp_path / "receipts.jsonl"
    file.write_text(
        json.dumps({"block_number": 3, "block_hash": "ab" * 32}) + "\n"
        + json.dumps({"seq": "9", "block_number": "1", "block_hash": "q" * 43 + "="})
    )  # fmt: skip
    assert [(receipt.number, len(receipt.hash)) for receipt in read_receipts(file)] == [(3, 32), (1, 32)]
    assert [anchor.number for anchor in read_anchors(read_receipts(file), None, None)] == [1, 3]
    for wrong in ("{}", "[]", "x", '{"block_number": 1, "block_hash": "00"}'):
        file.write_text(wrong)
        with pytest.raises(ReceiptUnreadable, match=":1:"):
            read_receipts(file)


def majlisd(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAJLIS_")}
    environment |= {"MAJLIS_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "core.cli", "wallet", "audit", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


async def test_the_command_audits_the_hosts_ledger_and_sees_its_tail_cut(tmp_path: Path) -> None:
    """Told nothing but the data directory; exit code and first line are what a cron job and an operator look at."""
    said = majlisd(tmp_path)
    assert (said.returncode, "there is no ledger" in said.stderr) == (1, True)
    url = f"sqlite:///{tmp_path / 'wallet.db'}"
    database = connect(url)
    await fill(url, database)
    said = majlisd(tmp_path)
    assert (said.returncode, "No receipt or checkpoint" in said.stdout) == (0, True), said
    sample = Sample(database)
    await sample.writer.start()
    log = CheckpointLog(tmp_path / CHECKPOINTS)
    key = Ed25519PrivateKey.generate()
    relay = CheckpointRelay(database=database, writer=sample.writer, key=key, checkpoints=log, clock=sample.clock)
    kept = await relay.announce()
    await sample.writer.stop()
    assert kept is not None
    said = majlisd(tmp_path)
    assert (said.returncode, said.stdout.startswith("The ledger is whole")) == (0, True), said
    with database.engine.begin() as tx:
        tx.exec_driver_sql("DROP TRIGGER wallet_blocks_no_delete")
        tx.exec_driver_sql(f"DELETE FROM wallet_blocks WHERE number = {kept.number}")
    database.close()
    said = majlisd(tmp_path, "--receipts", str(_receipt(tmp_path, kept.number)))
    assert said.returncode == 1
    assert said.stdout.startswith("THE LEDGER IS NOT WHOLE")
    assert f"wallet_blocks {kept.number}: missing" in said.stdout


def _receipt(tmp_path: Path, number: int) -> Path:
    file = tmp_path / "receipts.jsonl"
    file.write_text(json.dumps({"block_number": number, "block_hash": "00" * 32}))
    return file


def _chain_anew(connection: sa.Connection) -> None:
    """Give every row and block the hashes that fit its content, as their writer would have."""
    rows = sorted(
        row for table in (tables.accounts, tables.transfers, tables.burnt_ids) for row in rows_of(connection, table)
    )
    chain, before = Chain(), NO_BLOCK
    blocks = iter([Block._make(row) for row in rows_of(connection, tables.blocks)])
    block = next(blocks)
    for row in rows:
        entry, problem = read_entry(row)
        assert entry is not None, problem
        checks, _ = chain.extend([entry])
        connection.exec_driver_sql(f"UPDATE {table_of(row)} SET chain_check = ? WHERE seq = ?", (checks[0], row[0]))
        if row[0] == block.last_seq:
            made = block._replace(head=chain.head, root=chain.root())
            made = made._replace(hash=block_hash(before.hash, made))
            update = "UPDATE wallet_blocks SET head = ?, root = ?, hash = ? WHERE number = ?"
            connection.exec_driver_sql(update, (made.head, made.root, made.hash, made.number))
            before, block = made, next(blocks, block)
