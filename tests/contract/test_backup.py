"""A backup brings the whole host back, whatever the host did meanwhile; a bad one brings back nothing."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.backup.errors import BackupDamaged, BackupRefused, RestoreFailed, RestoreRefused
from core.databases import MIGRATIONS
from core.kit import occupancy
from core.kit.config import Config
from core.kit.db import Transaction, connect
from core.kit.keyed import requests
from core.kit.migrate import upgrade
from core.kit.outbox import outbox
from core.main import Host
from tests.support.artifacts import ROOT
from tests.support.backups import KEYS, WORDS, Place, lived_in, place, reseal
from wallet.tables import outbox as payments


@pytest.fixture
def host(tmp_path: Path, empty_database: Callable[[], str]) -> Place:
    return lived_in(tmp_path / "host", empty_database)


@pytest.fixture
def elsewhere(tmp_path: Path, empty_database: Callable[[], str]) -> Place:
    """Where the host may come back: nothing is there."""
    return place(tmp_path / "elsewhere", empty_database)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """The folder of backups."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def test_everything_comes_back_as_it_was(host: Place, elsewhere: Place, shelf: Path) -> None:
    """Every table, row by row with its types, and every key; caches are not worth a backup's room."""
    before = host.rows()
    own = {table: rows for table, rows in before.items() if not table.startswith(f"core.{WORDS}")}
    assert all(len(rows) in (1, 3) for rows in own.values()), "every table has rows to lose"
    elsewhere.restore(host.back_up(shelf))
    assert elsewhere.rows() == before
    assert elsewhere.files() == KEYS
    assert host.rows() == before


def test_only_the_owner_can_read_what_is_restored_and_the_backup_itself(
    host: Place, elsewhere: Place, shelf: Path
) -> None:
    """Both hold every secret of the host."""
    file = host.back_up(shelf)
    elsewhere.restore(file)
    made = [file, elsewhere.data_dir, *elsewhere.data_dir.rglob("*")]
    assert [str(path) for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_restored_database_is_migrated_and_guarded_as_the_first_was(
    host: Place, elsewhere: Place, shelf: Path
) -> None:
    """It goes on as a host: its revision is known, and the ledger's triggers still refuse to forget."""
    elsewhere.restore(host.back_up(shelf))
    assert not upgrade(elsewhere.url, MIGRATIONS), "it is at the revision it was saved at"
    for forgetting in ("UPDATE wallet_transfers SET amount_minor = 1", "DELETE FROM wallet_accounts"):
        engine = sa.create_engine(elsewhere.ledger_url)
        with pytest.raises(sa.exc.DBAPIError), engine.begin() as connection:
            connection.exec_driver_sql(forgetting)
        engine.dispose()


async def backed_up_under_writes(host: Place, shelf: Path) -> Path:
    """A backup made while four writers pay in the ledger first, and then note it in two tables of the host."""
    core, ledger = connect(host.url), connect(host.ledger_url)
    numbers, is_busy, is_made = itertools.count(1), asyncio.Event(), asyncio.Event()

    async def write_on() -> None:
        while not is_made.is_set():
            number = next(numbers)
            await ledger.write(partial(pay, number=number))
            await core.write(partial(note_in_both, number=number))
            if number > 20:
                is_busy.set()

    try:
        for number in range(20):  # So much that the copy takes many steps.
            await core.write(partial(note, id=f"big {number}", answer=secrets.token_bytes(1 << 20)))
        writers = [asyncio.create_task(write_on()) for _ in range(4)]
        await is_busy.wait()
        file = await asyncio.to_thread(host.back_up, shelf)
        is_made.set()
        await asyncio.gather(*writers)
    finally:
        core.close()
        ledger.close()
    return file


def pay(tx: Transaction, number: int) -> None:
    tx.execute(payments.insert().values(block_number=-number))


def note_in_both(tx: Transaction, number: int) -> None:
    note(tx, f"n{number}")
    tx.execute(
        outbox.insert().values(id=f"n{number}", topic="", body_json="", attempts=0, due_at_ms=0, created_at_ms=0)
    )


def note(tx: Transaction, id: str, answer: bytes = b"") -> None:
    row = {"caller": "", "method": "", "request_id": id, "request_sha256": b"", "answer": answer, "created_at_ms": 0}
    tx.execute(requests.insert().values(row))


CRASH = """
import asyncio, os, signal, sys
from core.kit.db import connect
insert = "INSERT INTO kit_outbox VALUES ('acknowledged', '', '', 0, 0, 0)"
asyncio.run(connect(sys.argv[1]).write(lambda tx: tx.exec_driver_sql(insert) and None))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_host_that_crashed_is_backed_up_with_all_it_acknowledged(host: Place, elsewhere: Place, shelf: Path) -> None:
    """What SQLite has not yet moved out of its log is in the backup too."""
    ended = subprocess.run([sys.executable, "-c", CRASH, host.url], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    elsewhere.restore(host.back_up(shelf))
    assert "acknowledged" in {row[0] for row in elsewhere.rows()["core.kit_outbox"]}


async def test_a_backup_made_under_writes_is_one_moment_of_each_database_the_ledgers_last(
    host: Place, elsewhere: Place, shelf: Path
) -> None:
    """Two rows of one transaction are both in it or neither; what the host has seen paid is paid in its ledger."""
    elsewhere.restore(await backed_up_under_writes(host, shelf))
    rows = elsewhere.rows()
    noted = {row[2] for row in rows["core.kit_requests"] if row[2].startswith("n")}
    assert len(noted) >= 20
    assert noted == {row[0] for row in rows["core.kit_outbox"] if row[0].startswith("n")}
    paid = {f"n{-row[0]}" for row in rows["wallet.wallet_outbox"]}
    assert noted <= paid


def test_every_flipped_byte_is_found_before_anything_is_written(host: Place, elsewhere: Place, shelf: Path) -> None:
    """A backup that is not what was written brings back nothing, rather than something nobody can vouch for."""
    file = host.back_up(shelf)
    whole = file.read_bytes()
    ends = [*range(40), *range(len(whole) - 200, len(whole))]
    for position in [*ends, *range(40, len(whole) - 200, len(whole) // 200)]:
        file.write_bytes(whole[:position] + bytes([whole[position] ^ 0x20]) + whole[position + 1 :])
        with pytest.raises(BackupDamaged):
            elsewhere.restore(file)
    assert not elsewhere.data_dir.exists()


def test_a_damaged_member_is_named(host: Place, elsewhere: Place, shelf: Path) -> None:
    """Somebody whose only backup is damaged wants to know what is lost."""
    file = host.back_up(shelf)
    with zipfile.ZipFile(file) as archive:
        member = archive.getinfo("files/identity_keys/sealing.key")
    content = bytearray(file.read_bytes())
    content[member.header_offset + len(member.filename) + 60] ^= 1
    file.write_bytes(content)
    with pytest.raises(BackupDamaged, match=r"sealing\.key"):
        elsewhere.restore(file)


def test_a_backup_cut_off_anywhere_is_refused(host: Place, elsewhere: Place, shelf: Path) -> None:
    """A copy to another machine that broke off must not look like a backup."""
    file = host.back_up(shelf)
    whole = file.read_bytes()
    for length in [0, 1, 64, 65, *range(100, len(whole), len(whole) // 50), len(whole) - 1]:
        file.write_bytes(whole[:length])
        with pytest.raises(BackupDamaged):
            elsewhere.restore(file)


def test_restore_goes_only_where_nothing_is(host: Place, elsewhere: Place, shelf: Path) -> None:
    """A slip of the keyboard must not replace a host; what is in the way is named."""
    file = host.back_up(shelf)
    elsewhere.data_dir.mkdir()
    (elsewhere.data_dir / "store.key").write_text("another host's")
    with pytest.raises(RestoreRefused, match=r"store\.key"):
        elsewhere.restore(file)
    (elsewhere.data_dir / "store.key").unlink()
    upgrade(elsewhere.ledger_url, elsewhere.databases[1].migrations)
    with pytest.raises(RestoreRefused, match=r"database already|has tables already"):
        elsewhere.restore(file)
    assert not elsewhere.files(), "nothing was left by the refused ones"
    assert sum(map(len, elsewhere.rows().values())) == 2, "the ledger's first row and its revision"


def test_a_part_that_cannot_be_read_back_leaves_nothing(host: Place, elsewhere: Place, shelf: Path) -> None:
    """A restore that failed in the middle left no host to start on, and the next one finds the place empty."""
    good = host.back_up(shelf)
    bad = shelf / "bad.zip"
    shutil.copy(good, bad)
    with zipfile.ZipFile(bad) as archive:
        last = [name for name in archive.namelist() if name.startswith("databases/wallet")][-1]
    reseal(bad, last, lambda content: content + b"no row\n")
    with pytest.raises((BackupDamaged, RestoreFailed), match=r"wallet|nothing was restored"):
        elsewhere.restore(bad)
    assert elsewhere.files() == {}
    elsewhere.restore(good)
    assert elsewhere.rows() == host.rows()


def test_a_backup_of_newer_code_is_refused(host: Place, elsewhere: Place, shelf: Path) -> None:
    """Old code on new rows could lose what it does not know."""
    engine = sa.create_engine(host.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(RestoreRefused, match="9999"):
        elsewhere.restore(host.back_up(shelf))


def test_a_host_at_work_keeps_a_restore_out_and_a_restore_keeps_hosts_out(
    host: Place, elsewhere: Place, shelf: Path
) -> None:
    """A host that started on an empty place a moment ago is not restored over, nor does one start in between."""
    file = host.back_up(shelf)
    elsewhere.data_dir.mkdir()
    with occupancy.share(elsewhere.data_dir), pytest.raises(occupancy.DirectoryInUse):
        elsewhere.restore(file)
    with occupancy.alone(elsewhere.data_dir), pytest.raises(occupancy.DirectoryInUse):
        occupancy.share(elsewhere.data_dir)
    elsewhere.restore(file)


async def test_no_host_starts_where_a_restore_was_cut_off(tmp_path: Path) -> None:
    """It would serve with half the rows, and make new keys for those it misses."""
    with occupancy.alone(tmp_path) as unfinished:
        unfinished.begin("last night's backup")
    with pytest.raises(occupancy.RestoreUnfinished, match="last night's backup"):
        await Host(Config(data_dir=tmp_path), roles=()).start()
    assert [path.name for path in tmp_path.iterdir()] == [occupancy.LOCK]


def test_what_a_backup_cannot_hold_soundly_stops_it(host: Place, shelf: Path) -> None:
    """Better no backup tonight, and word of it, than one without the database that was forgotten in the settings."""
    forgotten = host.data_dir / "forgotten.db"
    with closing(sqlite3.connect(forgotten)) as database:
        database.execute("CREATE TABLE money (amount_minor integer)")
    with pytest.raises(BackupRefused, match=r"forgotten\.db"):
        host.back_up(shelf)
    forgotten.unlink()
    with pytest.raises(BackupRefused, match="outside"):
        host.back_up(host.data_dir)
    file = host.back_up(shelf)
    with pytest.raises(BackupRefused, match="there already"):
        host.back_up(file)
    assert list(shelf.iterdir()) == [file]


def test_a_host_that_was_never_set_up_has_no_backup(elsewhere: Place, shelf: Path) -> None:
    """A wrong setting must not make a backup of nothing, night after night."""
    with pytest.raises(BackupRefused, match="no host"):
        elsewhere.back_up(shelf)
    elsewhere.data_dir.mkdir()
    with pytest.raises(BackupRefused, match="migrate"):
        elsewhere.back_up(shelf)
    assert list(shelf.iterdir()) == []
