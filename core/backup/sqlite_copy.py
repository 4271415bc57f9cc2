"""A SQLite file at one moment, copied while the host writes on; and put back where none is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from core.backup.archive import CHUNK_BYTES, SYNC_BYTES, Archive, ArchiveWriter, DatabaseCopy
from core.backup.errors import BackupRefused, RestoreRefused

# Beside the database until all of a restore is there.
STAGED = ".restoring"
ERRORS = (sqlite3.Error,)


def copy(name: str, path: Path, archive: ArchiveWriter, scratch: Path) -> tuple[str, dict[str, Any]]:
    """Add the database; the schema's revision and what the manifest says of it."""
    if not path.is_file():
        raise BackupRefused(f"there is no database {path}: run `majlisd migrate` first, or correct the settings")
    draft = scratch / f"{name}.sqlite"
    _snapshot(path, draft)
    revision = _checked_revision(path, draft)
    member = f"databases/{draft.name}"
    archive.add(member, _pieces(draft))
    draft.unlink()
    return revision, {"member": member}


def _snapshot(path: Path, draft: Path) -> None:
    """The database at one moment.

    The backup interface reads inside one transaction, which in WAL mode holds up no writer; left to begin its own for
    each step, it would start over after every commit of the host and never end. Against one step for all, small ones
    let each piece go to disk by itself. VACUUM INTO does the same, but builds every index anew and cannot be paced.
    """
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as source,
        closing(sqlite3.connect(draft, isolation_level=None)) as target,
        draft.open("rb") as written,
    ):
        source.execute("BEGIN")
        (page_bytes,) = source.execute("PRAGMA page_size").fetchone()
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # The moment: a transaction begins by reading.
        target.execute("PRAGMA journal_mode=OFF")  # A draft that was cut off is thrown away.
        target.execute("PRAGMA synchronous=OFF")
        source.backup(target, pages=SYNC_BYTES // page_bytes, progress=lambda *_: os.fsync(written.fileno()))


def _checked_revision(path: Path, draft: Path) -> str:
    """The schema's revision; a database that SQLite finds broken is refused while an earlier backup is still kept."""
    with closing(sqlite3.connect(f"{draft.absolute().as_uri()}?immutable=1", uri=True)) as database:
        try:
            (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise BackupRefused(f"{path} is damaged: {found}")
            (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
        except sqlite3.DatabaseError as error:
            raise BackupRefused(f"{path} is not a database of a host: {error}") from error
    if not revision:
        raise BackupRefused(f"{path} is empty: run `majlisd migrate` first")
    return str(revision)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            yield piece


class StagedSqlite:
    """A database beside its place; `commit` puts it there."""

    def __init__(self, path: Path) -> None:
        for beside in ("", "-wal", "-shm", "-journal"):
            if (taken := path.with_name(path.name + beside)).exists():
                raise RestoreRefused(f"there is a database already: {taken}; restore goes only where none is")
        self._path = path
        self.left_out: list[str] = []  # A copy of a file leaves nothing out.
        self._draft = path.with_name(path.name + STAGED)

    def load(self, copy: DatabaseCopy, archive: Archive) -> None:
        with os.fdopen(os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in archive.read(copy.contents["member"]):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    def commit(self) -> None:
        self._draft.rename(self._path)

    def discard(self) -> None:
        self._draft.unlink(missing_ok=True)
