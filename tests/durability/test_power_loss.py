"""The ledger's own writer on a disk that loses power: nothing that was answered is lost, nothing is there by halves.

Its images are SQLite files as they could be found after a cut; in each the chain is added up anew. The same writer with
synchronous=NORMAL and OFF must be caught.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import pytest
import sqlalchemy as sa
import structlog

from core.kit.clock import ManualClock
from core.kit.db import DatabaseUnavailable
from core.kit.migrate import upgrade
from tests.support.apsw_connection import ApswConnection
from tests.support.artifacts import ROOT
from tests.support.ledger_running import BANK, MIGRATIONS, SAR, RunningLedger, check_chain, move, paid_in, person
from tests.support.power_loss import Image, LosingDisk
from wallet import tables
from wallet.records import ALL, PENDING, POST_PENDING, NewAccount, NewTransfer, Status
from wallet.writer import DISK_FAILED, LedgerWriter

FILE = "wallet.db"
COMMITS = 40
EVERY_IMAGE = os.environ.get("CI") == "true"  # Else every fourth boundary, which is enough for each fault found so far.


def engine_on(connect: Any) -> sa.Engine:
    """As core.kit.db opens SQLite, on connections of another make."""
    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.QueuePool)

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@dataclass
class On:
    """What the writer needs of a database."""

    engine: sa.Engine


@dataclass
class Written:
    """What was answered, and where on the disk's time the answer came."""

    disk: LosingDisk
    answered: list[tuple[int, bytes]] = field(default_factory=list)
    batches: list[list[NewTransfer]] = field(default_factory=list)


async def write(folder: Path, **pragmas: object) -> Written:
    """Concurrent batches of payments and holds, on a disk that remembers every write and sync."""
    folder.mkdir()
    upgrade(f"sqlite:///{folder / FILE}", MIGRATIONS)
    disk = LosingDisk(folder, seed=7)
    engine = engine_on(lambda: disk.connect(FILE, wal_autocheckpoint=100, **pragmas))
    writer = LedgerWriter(database=On(engine), clock=ManualClock())  # type: ignore[arg-type]
    await writer.start()
    made = Written(disk)
    await writer.create_accounts([NewAccount(BANK, SAR, 1), person("ali"), person("sara")])
    await _ask(writer, made, paid_in(["ali", "sara"], 10**6))
    for number in range(COMMITS):
        await asyncio.gather(*(_ask(writer, made, batch(1000 * (number + 1) + 100 * part)) for part in range(3)))
    await writer.stop()
    engine.dispose()
    return made


def batch(first: int) -> list[NewTransfer]:
    paid = [move(first + n, "ali", "sara") if n % 2 else move(first + n, "sara", "ali") for n in range(6)]
    hold = move(first + 10, "ali", "sara", 5, flags=PENDING)
    return [
        *paid,
        hold,
        NewTransfer(move(first + 11, "", "").id, pending_id=hold.id, amount_minor=ALL, flags=POST_PENDING),
    ]


async def _ask(writer: LedgerWriter, made: Written, asked: list[NewTransfer]) -> None:
    made.batches.append(asked)
    outcome = await writer.create_transfers(asked)
    assert set(outcome.statuses) == {Status.CREATED}
    made.answered += [(made.disk.position, each.id) for each in asked]


def verdict(image: Image, made: Written) -> str:
    """Whether the image is whole, has lost something answered, or is damaged."""
    promised = {row_id for position, row_id in made.answered if position <= image.position}
    engine = sa.create_engine(f"sqlite:///{image.folder / FILE}", poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            there = {bytes(row.id) for row in connection.execute(sa.select(tables.transfers.c.id))}
            check_chain(connection)
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            _check_sums(connection)
        for asked in made.batches:
            assert len({each.id for each in asked} & there) in (0, len(asked)), "half a batch"
    except Exception:  # In a damaged file there can be anything.
        return "damaged"
    finally:
        engine.dispose()
    return "lost" if promised - there else "whole"


def _check_sums(connection: sa.Connection) -> None:
    """Each account is what its newest row says."""
    newest = {row.seq: row for row in connection.execute(sa.select(tables.transfers)).mappings()}
    for account in connection.execute(sa.select(tables.accounts).where(tables.accounts.c.last_seq > 0)):
        row = newest[account.last_seq]
        side = "debit" if row["debit_account_seq"] == account.seq else "credit"
        balance = account.credits_posted_minor - account.debits_posted_minor
        assert (balance, account.debits_pending_minor) == (row[f"{side}_balance_minor"], row[f"{side}_held_minor"])


def verdicts(images: Iterable[Image], made: Written) -> Counter[str]:
    return Counter(verdict(image, made) for image in images)


async def test_no_answer_is_lost_at_any_sync(tmp_path: Path) -> None:
    """Before and after every sync, with nothing, all and arbitrary parts of what was not synced on the disk."""
    made = await write(tmp_path / "disk")
    boundaries = made.disk.boundaries()
    assert len(boundaries) > COMMITS
    found = verdicts(made.disk.images(boundaries if EVERY_IMAGE else boundaries[::4], subsets=2), made)
    assert set(found) == {"whole"}, found
    assert found["whole"] > COMMITS


async def test_no_answer_is_lost_between_syncs(tmp_path: Path) -> None:
    """Any write may be the last one."""
    made = await write(tmp_path / "disk")
    cuts = range(0, made.disk.position, 7 if EVERY_IMAGE else 61)
    found = verdicts(made.disk.images(cuts, subsets=1), made)
    assert set(found) == {"whole"}, found


@pytest.mark.parametrize(("synchronous", "fault"), [("NORMAL", "lost"), ("OFF", "damaged")])
async def test_less_than_full_is_caught(tmp_path: Path, synchronous: str, fault: str) -> None:
    """A test that catches nobody proves nothing."""
    made = await write(tmp_path / "disk", synchronous=synchronous)
    moments = sorted({position for position, _ in made.answered})
    found = verdicts(made.disk.images(moments[::2], subsets=1), made)
    assert found[fault] > 5, found


async def test_a_disk_that_cannot_sync_ends_the_process(tmp_path: Path) -> None:
    """After a failed fsync no later success could be believed; what was answered before it is there."""
    upgrade(f"sqlite:///{tmp_path / FILE}", MIGRATIONS)
    command = [sys.executable, "-m", "tests.durability.test_power_loss", str(tmp_path / FILE)]
    ran = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    answered = [json.loads(line) for line in ran.stdout.splitlines() if line.isdigit()]
    assert ran.returncode == DISK_FAILED, ran.stderr[-2000:]
    assert len(answered) == 5
    ledger = RunningLedger(f"sqlite:///{tmp_path / FILE}")
    assert all([await ledger.has(number) for number in answered])
    await ledger.check_chain()
    await ledger.start()
    await ledger.make(move(900, "bank", "ali"))
    await ledger.stop()


async def test_a_commit_that_was_not_synced_is_not_taken_for_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can be read again, from memory; even where the error does not tell what it was, nothing is answered by it."""
    upgrade(f"sqlite:///{tmp_path / FILE}", MIGRATIONS)
    monkeypatch.setattr(FailingVFS, "says", apsw.SQLITE_ERROR)
    vfs = FailingVFS()
    engine = engine_on(lambda: ApswConnection(str(tmp_path / FILE), vfs="failing", pragmas={}))
    writer = LedgerWriter(database=On(engine), clock=ManualClock())  # type: ignore[arg-type]
    await writer.start()
    await writer.create_accounts([NewAccount(BANK, SAR, 1), person("ali")])
    with structlog.testing.capture_logs():
        monkeypatch.setattr(FailingVFS, "fails", 1000)
        with pytest.raises(DatabaseUnavailable):
            await writer.create_transfers([move(1, BANK, "ali")])
        monkeypatch.setattr(FailingVFS, "fails", 0)
        again = await writer.create_transfers([move(1, BANK, "ali")])
    assert again.statuses[0] in (Status.CREATED, Status.EXISTS)
    await writer.stop()
    engine.dispose()
    vfs.unregister()


class FailingVFS(apsw.VFS):
    """SQLite's own, save that the next `fails` syncs do not work."""

    fails = 0
    says = apsw.SQLITE_IOERR_FSYNC

    def __init__(self) -> None:
        super().__init__("failing", "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 (APSW's name)
        return FailingFile("", name, flags)


class FailingFile(apsw.VFSFile):
    def xSync(self, flags: int) -> None:  # noqa: N802
        if FailingVFS.fails:
            FailingVFS.fails -= 1
            failed = apsw.IOError("the disk does not sync")
            failed.extendedresult = FailingVFS.says
            raise failed
        super().xSync(flags)


async def _serve(path: str) -> None:
    vfs = FailingVFS()
    writer = LedgerWriter(
        database=On(engine_on(lambda: ApswConnection(path, vfs="failing", pragmas={}))),  # type: ignore[arg-type]
        clock=ManualClock(),
    )
    await writer.start()
    await writer.create_accounts([NewAccount(BANK, SAR, 1), person("ali")])
    for number in range(1, 10):
        FailingVFS.fails = int(number == 6)  # Once: asked again, the system would say that all is well.
        await writer.create_transfers([move(number, BANK, "ali")])
        print(number, flush=True)
    vfs.unregister()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
