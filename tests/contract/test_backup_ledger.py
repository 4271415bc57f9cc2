"""The ledger that comes back is one nobody can doubt either: the audit adds it up again and finds nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.databases import MIGRATIONS
from core.kit.db import connect
from core.kit.migrate import upgrade
from tests.support.backups import Place, place
from tests.support.killed import KilledRuns
from tests.support.ledger_sample import BANK, LAYLA, START, Sample, fill, move
from wallet.audit import audit, read_anchors
from wallet.checkpoint_relay import CheckpointRelay
from wallet.checkpoints import CheckpointLog
from wallet.running import CHECKPOINTS

PAID = 100
KEY = Ed25519PrivateKey.generate()


async def pay_until_backed_up(host: Place, file: Path) -> None:
    """PAID payments, then a backup while more are made, each with its checkpoint."""
    with closing(connect(host.ledger_url)) as ledger:
        sample = Sample(ledger, START + timedelta(hours=1))
        await sample.writer.start()
        await sample.move(*(move(number, BANK, LAYLA, 1) for number in range(1_000, 1_000 + PAID)))
        relay = CheckpointRelay(
            database=ledger, writer=sample.writer, key=KEY, checkpoints=CheckpointLog(host.data_dir / CHECKPOINTS),
            clock=sample.clock,
        )  # fmt: skip
        await relay.announce()
        backing, number = asyncio.create_task(asyncio.to_thread(host.back_up, file)), 2_000
        while not backing.done():
            await sample.move(move(number, BANK, LAYLA, 1))
            await relay.announce()
            number += 1
        await sample.writer.stop()
        await backing


async def test_after_a_killed_backup_the_next_one_brings_back_a_ledger_that_adds_up(
    tmp_path: Path, empty_database: Callable[[], str]
) -> None:
    """Killed halfway, made again while money moves, restored: no acknowledged payment is lost, and more are made."""
    host, elsewhere = place(tmp_path / "host", empty_database), place(tmp_path / "elsewhere", empty_database)
    host.data_dir.mkdir()
    upgrade(host.url, MIGRATIONS)
    with closing(connect(host.ledger_url)) as ledger:
        await fill(host.ledger_url, ledger)
    with closing(KilledRuns()) as runs:
        calls = runs.run_killed("backup", tmp_path / "whole.zip", host.data_dir, host.databases)
        assert runs.run_killed("backup", tmp_path / "half.zip", host.data_dir, host.databases, calls // 2) < 0
    before = len(host.rows()["wallet.wallet_transfers"])
    await pay_until_backed_up(host, tmp_path / "backup.zip")

    elsewhere.restore(tmp_path / "backup.zip")
    with closing(connect(elsewhere.ledger_url)) as ledger:
        anchors = list(read_anchors((), elsewhere.data_dir / CHECKPOINTS, KEY.public_key().public_bytes_raw()))
        assert anchors, "the checkpoints came back too, and none tells of more than the ledger"
        with ledger.engine.connect() as connection:
            assert audit(connection, anchors=anchors).first is None
        assert len(elsewhere.rows()["wallet.wallet_transfers"]) >= before + PAID
        sample = Sample(ledger, START + timedelta(hours=2))
        await sample.writer.start()
        await sample.move(move(9_000, LAYLA, BANK, 1))
        await sample.writer.stop()
        with ledger.engine.connect() as connection:
            assert audit(connection).first is None
