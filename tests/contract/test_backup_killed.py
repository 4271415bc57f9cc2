"""A backup or a restore that is killed at any moment leaves nothing that passes for more than it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.backup.archive import Archive
from core.backup.errors import BackupDamaged, RestoreRefused
from core.kit import occupancy
from tests.support.backups import KEYS, Place, lived_in, place
from tests.support.killed import KilledRuns

BACKUPS, RESTORES = 40, 12


@pytest.fixture
def host(tmp_path: Path, empty_database: Callable[[], str]) -> Place:
    return lived_in(tmp_path / "host", empty_database)


@pytest.fixture
def killed_runs() -> Iterator[KilledRuns]:
    runs = KilledRuns()
    yield runs
    runs.close()


def moments(calls: int, count: int) -> list[int]:
    """From the first lasting call to the last, and each of the last ones, where things come into their places."""
    last = calls - count // 2
    return sorted({*range(1, last, max(1, last // (count // 2))), *range(last, calls + 1)})


@pytest.mark.timeout(240)
def test_a_killed_backup_leaves_no_file_and_the_one_before(
    host: Place, tmp_path: Path, killed_runs: KilledRuns
) -> None:
    """The machine dies in the middle of the night's backup: yesterday's is there, and no half of today's is."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    before = host.back_up(shelf / "before.zip")
    kept, members = before.read_bytes(), members_of(before)
    calls = killed_runs.run_killed("backup", shelf / "whole.zip", host.data_dir, host.databases)
    for at in moments(calls, BACKUPS):
        file = shelf / f"{at}.zip"
        assert killed_runs.run_killed("backup", file, host.data_dir, host.databases, at) == -at
        assert before.read_bytes() == kept
        for left in shelf.rglob("*.zip"):
            assert left.parent != shelf or members_of(left) == members, "under its name a backup is whole"
            try:
                assert members_of(left) == members, "what restore would take is whole, wherever it lies"
            except BackupDamaged:
                pass
    host.back_up(shelf / "after.zip")
    assert [path.name for path in shelf.iterdir() if path.is_dir()] == [], "the dead backups' remains are gone"


def members_of(file: Path) -> set[str]:
    """Read to its end, so every byte is what was written."""
    with Archive(file) as archive:
        for name in archive.manifest.members:
            for _ in archive.read(name):
                pass
        return set(archive.manifest.members)


@pytest.mark.timeout(240)
def test_a_killed_restore_leaves_no_host_that_would_start_on_half_of_it(
    host: Place, tmp_path: Path, killed_runs: KilledRuns, empty_database: Callable[[], str]
) -> None:
    """Nothing yet, or everything, or a note that keeps hosts out until the restore was done again."""
    file, rows = host.back_up(tmp_path / "backup.zip"), host.rows()
    trial = place(tmp_path / "trial", empty_database)
    calls = killed_runs.run_killed("restore", file, trial.data_dir, trial.databases)
    seen = set()
    for at in moments(calls, RESTORES):
        there = place(tmp_path / f"killed at {at}", empty_database)
        assert killed_runs.run_killed("restore", file, there.data_dir, there.databases, at) == -at
        state = state_of(there)
        seen.add(state)
        if state == "restored":
            assert (there.rows(), there.files() | KEYS) == (rows, there.files())
            continue
        if state == "unfinished" and is_in_place(there):
            with pytest.raises(RestoreRefused):  # It names what is there, for the operator to take away.
                there.restore(file)
            continue
        there.restore(file)
        assert there.rows() == rows
    assert seen == {"nothing", "unfinished", "restored"}


def state_of(there: Place) -> str:
    """What `majlisd serve` would make of it."""
    if not there.data_dir.is_dir():
        return "nothing"
    try:
        occupancy.share(there.data_dir).close()
    except occupancy.RestoreUnfinished:
        return "unfinished"
    return "restored" if (there.data_dir / "store.key").exists() else "nothing"


def is_in_place(there: Place) -> bool:
    """True when the restore had begun to put things where a host looks for them."""
    return bool(any(there.rows().values()) or there.files().keys() & KEYS.keys())
