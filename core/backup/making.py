"""Make a backup of a host while it runs: one file, whole under its name or not there at all."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.backup import postgres_copy, sqlite_copy
from core.backup.archive import ArchiveWriter, DatabaseCopy, Manifest
from core.backup.errors import BackupRefused
from core.backup.host_database import HostDatabase
from core.kit import occupancy
from core.kit.clock import Clock
from core.kit.folders import sync_folder

_SCRATCH = (".majlis-backup-", ".unfinished")
_SQLITE_MAGIC = b"SQLite format 3\0"


def make_backup(
    to: Path, *, databases: Sequence[HostDatabase], data_dir: Path, caches: Sequence[Path], clock: Clock,
    of_people: Sequence[Path] = (),
) -> Path:  # fmt: skip
    """Write the backup to `to`, a folder or a file that is not there yet; its path. Order of `databases` matters.

    They are copied in that order, each at a later moment, so those that remember what others were asked to do come
    last: the host's own database before the ledger. A host older than its ledger asks again under the same request_id
    and is told what happened; a ledger older than its host would have forgotten money the host has seen move.
    `of_people`: folders of files people sent, which never change once they are there. They are copied before the
    databases and, those that came meanwhile, after them: whatever a row names is in, but for what was taken back while
    the backup was made.
    """
    if not data_dir.is_dir():
        raise BackupRefused(f"there is no host in {data_dir}; MAJLIS_DATA_DIR names another?")
    manifest = Manifest(made_at=clock.now().isoformat(timespec="seconds"))
    target = to / f"majlis-{clock.now():%Y%m%dT%H%M%SZ}.zip" if to.is_dir() else to
    _check(target, data_dir)
    try:
        with occupancy.share(data_dir), _scratch(target.parent) as scratch:
            draft = scratch / target.name
            with ArchiveWriter(draft, manifest) as archive:
                # Before the databases: a log kept beside them, as the ledger's checkpoints are, must not tell of more
                # than they hold. After them once more: a key made meanwhile, without which rows stay sealed.
                _add_files(data_dir, databases, caches, of_people, archive)
                for database in databases:
                    manifest.databases.append(_copied(database, archive, scratch))
                _add_files(data_dir, databases, caches, of_people, archive)
                archive.seal()
            draft.rename(target)
            sync_folder(target.parent)
    except (OSError, *sqlite_copy.ERRORS, *postgres_copy.ERRORS) as error:
        raise BackupRefused(f"no backup was made: {error}") from error
    return target


def _check(target: Path, data_dir: Path) -> None:
    if target.exists():
        raise BackupRefused(f"{target} is there already; a backup replaces nothing")
    if not target.parent.is_dir():
        raise BackupRefused(f"there is no folder {target.parent}")
    if target.resolve().is_relative_to(data_dir.resolve()):
        raise BackupRefused(f"{target} would be lost together with {data_dir}; name a place outside")


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder beside the target, gone at the end; what killed backups left there goes too."""
    prefix, suffix = _SCRATCH
    for left in folder.glob(f"{prefix}*{suffix}"):
        with _locked(left) as is_ours:
            if is_ours:
                shutil.rmtree(left)
    scratch = Path(tempfile.mkdtemp(suffix, prefix, folder))
    try:
        with _locked(scratch):
            yield scratch
    finally:
        shutil.rmtree(scratch)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """True while the lock is held here; False when a backup that is still alive holds it."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(fd)


def _copied(database: HostDatabase, archive: ArchiveWriter, scratch: Path) -> DatabaseCopy:
    if database.kind == "sqlite":
        revision, contents = sqlite_copy.copy(database.name, database.path, archive, scratch)
    else:
        revision, contents = postgres_copy.copy(database.name, database.url, archive)
    return DatabaseCopy(database.name, database.kind, revision, contents)


def _files(data_dir: Path, databases: Sequence[HostDatabase], caches: Sequence[Path]) -> list[Path]:
    """Every file that is no database, cache or lock: a key that code of tomorrow adds is in without a word here."""
    skipped = {path.resolve() for path in caches}
    for path in (database.path.resolve() for database in databases if database.kind == "sqlite"):
        skipped |= {path.with_name(path.name + beside) for beside in ("", "-wal", "-shm")}
    found = []
    for folder, inner, names in os.walk(data_dir):
        inner[:] = [name for name in inner if (Path(folder) / name).resolve() not in skipped]
        found += [path for name in names if (path := Path(folder) / name).resolve() not in skipped]
    return sorted(path for path in found if path.suffix != ".lock" and path.is_file())


def _add_files(
    data_dir: Path, databases: Sequence[HostDatabase], caches: Sequence[Path], of_people: Sequence[Path],
    archive: ArchiveWriter,
) -> None:  # fmt: skip
    for path in _files(data_dir, databases, caches):
        name = path.relative_to(data_dir).as_posix()
        if name not in archive.manifest.files:
            _add_file(path, name, archive, is_of_people=any(path.is_relative_to(folder) for folder in of_people))


def _add_file(path: Path, name: str, archive: ArchiveWriter, *, is_of_people: bool) -> None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:  # A key that was just replaced, or a draft of one.
        return
    if content.startswith(_SQLITE_MAGIC) and not is_of_people:  # Somebody may send a database as a file.
        # A copy of it now might be torn, and to leave it out might be to lose it.
        raise BackupRefused(f"{path} is a database this host does not know; move it out of the data directory")
    member = f"files/{name}"
    archive.add(member, [content])
    archive.manifest.files[name] = member
