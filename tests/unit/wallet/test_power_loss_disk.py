"""The disk that loses power finds out who answered too early, and nobody else.

A toy writer commits numbered rows one by one. With WAL and synchronous=FULL every image must hold what was
acknowledged before its cut. The same writer with synchronous=NORMAL and OFF must be caught: a harness that catches
nobody proves nothing.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support.power_loss import Image, LosingDisk

ROWS = 40
LINES = 3  # Rows of a commit beside its number: several pages a transaction, so half of one can be on the disk.


@pytest.fixture
def disk(tmp_path: Path) -> LosingDisk:
    (tmp_path / "disk").mkdir()
    return LosingDisk(tmp_path / "disk", seed=1)


def _engine(disk: LosingDisk, **pragmas: object) -> sa.Engine:
    """As the host opens SQLite; each pragma given here is forced upon it."""
    engine = sa.create_engine("sqlite://", creator=lambda: disk.connect("toy.db", **pragmas), poolclass=sa.QueuePool)

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _write(disk: LosingDisk, **pragmas: object) -> list[tuple[int, int]]:
    """Commit ROWS transactions from a thread of their own; (position, number) of each when it was acknowledged."""
    engine = _engine(disk, wal_autocheckpoint=16, **pragmas)
    acknowledged = []

    def write() -> None:
        with engine.begin() as tx:
            tx.exec_driver_sql("CREATE TABLE numbers (number INTEGER PRIMARY KEY)")
            tx.exec_driver_sql("CREATE TABLE lines (number INTEGER REFERENCES numbers, line INTEGER, text TEXT)")
        for number in range(ROWS):
            with engine.begin() as tx:
                tx.exec_driver_sql("INSERT INTO numbers VALUES (?)", (number,))
                lines = [(number, line, f"{number}-{line} " * 90) for line in range(LINES)]
                tx.exec_driver_sql("INSERT INTO lines VALUES (?, ?, ?)", lines)
            acknowledged.append((disk.position, number))

    with ThreadPoolExecutor(1) as thread:
        thread.submit(write).result()
    engine.dispose()
    return acknowledged


def _numbers(image: Image) -> set[int]:
    """The whole transactions of an image; an error if it is damaged or holds half of one."""
    connection = sqlite3.connect(image.folder / "toy.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'lines'").fetchone():
            return set()
        lines = Counter(number for (number,) in connection.execute("SELECT number FROM lines"))
        assert set(lines.values()) <= {LINES}
        assert lines.keys() == {number for (number,) in connection.execute("SELECT number FROM numbers")}
        return set(lines)
    finally:
        connection.close()


def _verdicts(images: Iterable[Image], acknowledged: list[tuple[int, int]]) -> Counter[str]:
    """How many images are whole, have lost an acknowledged row, or are damaged."""
    counted: Counter[str] = Counter()
    for image in images:
        promised = {number for position, number in acknowledged if position <= image.position}
        try:
            counted["lost" if promised - _numbers(image) else "whole"] += 1
        except (sqlite3.DatabaseError, AssertionError):
            counted["damaged"] += 1
    return counted


def test_full_sync_loses_nothing_at_any_sync_boundary(disk: LosingDisk) -> None:
    acknowledged = _write(disk)
    assert len(acknowledged) == ROWS
    assert len(disk.boundaries()) > 2 * ROWS, "one sync for each commit at least"
    found = _verdicts(disk.images(), acknowledged)
    assert set(found) == {"whole"}, found
    assert found["whole"] > 300


def test_full_sync_loses_nothing_between_two_syncs(disk: LosingDisk) -> None:
    """Power does not wait for a boundary: every single write may be the last."""
    acknowledged = _write(disk)
    found = _verdicts(disk.images(range(disk.position + 1), subsets=1), acknowledged)
    assert set(found) == {"whole"}, found


def test_normal_sync_is_caught_losing_what_it_acknowledged(disk: LosingDisk) -> None:
    """In WAL mode it syncs at checkpoints only: nothing is damaged, but the last commits are gone."""
    acknowledged = _write(disk, synchronous="NORMAL")
    found = _verdicts(disk.images(position for position, _ in acknowledged), acknowledged)
    assert found["lost"] > sum(found.values()) / 2, found
    assert not found["damaged"], found


def test_no_sync_is_caught_damaging_the_database(disk: LosingDisk) -> None:
    acknowledged = _write(disk, synchronous="OFF")
    assert disk.boundaries() == []
    found = _verdicts(disk.images(position for position, _ in acknowledged), acknowledged)
    assert found["damaged"] > 0, found
    assert found["lost"] > 0, found


def test_a_journal_whose_deletion_was_not_synced_is_caught(disk: LosingDisk) -> None:
    """Deleting the journal is the commit, and FULL does not sync the folder after it: the journal comes back."""
    acknowledged = _write(disk, journal_mode="DELETE")
    found = _verdicts(disk.images(position for position, _ in acknowledged), acknowledged)
    assert found["lost"] > 0, found
    assert not found["damaged"], found


def test_a_journal_whose_deletion_was_synced_loses_nothing(disk: LosingDisk) -> None:
    """What synchronous=EXTRA is there for."""
    acknowledged = _write(disk, journal_mode="DELETE", synchronous="EXTRA")
    found = _verdicts(disk.images(), acknowledged)
    assert set(found) == {"whole"}, found


def test_an_answer_before_the_commit_is_caught(disk: LosingDisk) -> None:
    """The fault the harness is for: the durability is right, the order of answer and commit is not."""
    acknowledged = _write(disk)
    early = [(position, number + 1) for position, number in acknowledged[:-1]]
    assert _verdicts(disk.images(), early)["lost"] > 0


def test_an_image_can_be_made_again(disk: LosingDisk) -> None:
    """A failing image is a bug report only if the same seed shows it twice."""
    _write(disk)

    def contents(disk: LosingDisk) -> dict[tuple[int, int], dict[str, bytes]]:
        return {
            (image.position, image.way): {path.name: path.read_bytes() for path in image.folder.iterdir()}
            for image in disk.images(disk.boundaries()[20:40])
        }

    first = contents(disk)
    assert contents(disk) == first
    ways = [content for (position, _), content in first.items() if (position, 1) in first]
    assert len({tuple(sorted(content.items())) for content in ways}) > len(ways) / 2, "and the ways differ"


def test_what_lay_there_before_is_not_lost(tmp_path: Path) -> None:
    """A database made by anybody before the disk was watched counts as synced."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with sqlite3.connect(folder / "toy.db") as connection:
        connection.execute("CREATE TABLE old (number INTEGER)")
        connection.execute("INSERT INTO old VALUES (7)")
    connection.close()
    disk = LosingDisk(folder)
    acknowledged = _write(disk, synchronous="FULL")
    for image in disk.images(disk.boundaries()[::5]):
        assert _numbers(image) >= {number for position, number in acknowledged if position <= image.position}
        reader = sqlite3.connect(image.folder / "toy.db")
        assert reader.execute("SELECT number FROM old").fetchall() == [(7,)]
        reader.close()


def test_two_connections_see_each_other(disk: LosingDisk) -> None:
    """WAL's shared memory works on this disk: readers beside the writer, as in the host."""
    writer, reader = disk.connect("toy.db"), disk.connect("toy.db")
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE numbers (number INTEGER)")
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM numbers").fetchone() == (0,)
    writer.execute("INSERT INTO numbers VALUES (1)")
    assert reader.execute("SELECT count(*) FROM numbers").fetchone() == (0,), "a snapshot stays"
    reader.rollback()
    assert reader.execute("SELECT count(*) FROM numbers").fetchone() == (1,)
    writer.close()
    reader.close()
