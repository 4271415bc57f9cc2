"""Bring a host back from a backup, in full or not at all, into a data directory and databases that are empty."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from core.backup import postgres_copy, sqlite_copy
from core.backup.archive import Archive, DatabaseCopy, Manifest
from core.backup.errors import RestoreFailed, RestoreRefused
from core.backup.host_database import HostDatabase
from core.backup.postgres_copy import StagedPostgres
from core.backup.sqlite_copy import STAGED, StagedSqlite
from core.kit import occupancy
from core.kit.folders import sync_folder
from core.kit.migrate import knows

_ERRORS = (OSError, *sqlite_copy.ERRORS, *postgres_copy.ERRORS)


class Staged(Protocol):
    """A part of the host that is there and not yet in its place; `discard` leaves no trace of it."""

    left_out: list[str]

    def commit(self) -> None: ...

    def discard(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the host of that moment, but for tables that no migration of its makes."""

    made_at: str
    left_out: list[str]


def restore_backup(file: Path, *, databases: Sequence[HostDatabase], data_dir: Path) -> Restored:
    """Put everything back as it was when the backup was made."""
    with Archive(file) as archive:
        copies = _matched(archive.manifest, databases)
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with occupancy.alone(data_dir) as unfinished:
            _check_empty(data_dir)
            unfinished.begin(f"the backup {file}")
            sync_folder(data_dir)
            staged = _staged(archive, copies, databases, data_dir, unfinished)
            try:
                for part in staged:
                    part.commit()
                for folder in {data_dir, *(each.path.parent for each in databases if each.kind == "sqlite")}:
                    sync_folder(folder)
            except _ERRORS as error:
                places = ", ".join([str(data_dir), *(each.shown for each in databases)])
                raise RestoreFailed(
                    f"only a part was restored: empty {places}, then restore again ({error})"
                ) from error
            unfinished.end()
        return Restored(archive.manifest.made_at, [table for part in staged for table in part.left_out])


def _matched(manifest: Manifest, databases: Sequence[HostDatabase]) -> dict[str, DatabaseCopy]:
    """The copies by database, each one that this host can take."""
    known = {database.name: database for database in databases}
    for copy in manifest.databases:
        if copy.name not in known:
            raise RestoreRefused(f"the backup is of a newer Majlis: this version has no {copy.name} database")
        if copy.kind != known[copy.name].kind:
            raise RestoreRefused(
                f"the {copy.name} database of the backup is {copy.kind}, by the settings it is {known[copy.name].kind}"
            )
        if not knows(known[copy.name].migrations, copy.revision):
            raise RestoreRefused(
                f"the backup is of a newer Majlis: this version does not know revision {copy.revision} "
                f"of the {copy.name} database"
            )
    return {copy.name: copy for copy in manifest.databases}


def _check_empty(data_dir: Path) -> None:
    for path in sorted(data_dir.iterdir()):
        if path.suffix == STAGED:  # Left by a restore that was killed before it put anything in its place.
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        elif path.suffix != ".lock":
            raise RestoreRefused(f"{data_dir} is not empty, there is {path.name}; restore goes only where nothing is")


def _staged(
    archive: Archive, copies: dict[str, DatabaseCopy], databases: Sequence[HostDatabase], data_dir: Path,
    unfinished: occupancy.Unfinished,
) -> list[Staged]:  # fmt: skip
    """Everything, beside its place: what can fail has happened before anything is seen."""
    staged: list[Staged] = []
    try:
        for database in databases:
            part = _part(database)  # Refuses one that is not empty, also where this backup has nothing for it.
            if database.name not in copies:
                part.discard()
                continue
            staged.append(part)
            part.load(copies[database.name], archive)
        staged.append(files := _StagedFiles(data_dir))
        files.load(archive)
    except BaseException as error:
        for each in staged:
            each.discard()
        unfinished.end()
        if isinstance(error, _ERRORS):
            raise RestoreFailed(f"nothing was restored: {error}") from error
        raise
    return staged


def _part(database: HostDatabase) -> StagedSqlite | StagedPostgres:
    if database.kind == "sqlite":
        return StagedSqlite(database.path)
    return StagedPostgres(database.url, database.migrations)


class _StagedFiles:
    """The files of the data directory, in a folder of it that is none of them."""

    def __init__(self, data_dir: Path) -> None:
        self.left_out: list[str] = []
        self._data_dir = data_dir
        self._draft = data_dir / f"files{STAGED}"
        self._names: list[PurePosixPath] = []

    def load(self, archive: Archive) -> None:
        self._draft.mkdir(mode=0o700)
        for text, member in archive.manifest.files.items():
            name = PurePosixPath(text)
            if name.is_absolute() or ".." in name.parts:
                raise RestoreRefused(f"{text} in the backup leaves the data directory")
            path = self._draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in archive.read(member):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            self._names.append(name)
        for folder, _, _ in os.walk(self._draft):
            Path(folder).chmod(0o700)
            sync_folder(Path(folder))

    def commit(self) -> None:
        for top in sorted({name.parts[0] for name in self._names}):
            (self._draft / top).rename(self._data_dir / top)
        self._draft.rmdir()

    def discard(self) -> None:
        shutil.rmtree(self._draft, ignore_errors=True)
