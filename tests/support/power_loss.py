"""A disk that loses power: every state it could be found in afterwards, of the databases that were written on it.

    disk = LosingDisk(folder, seed=1)
    engine = sa.create_engine("sqlite://", creator=lambda: disk.connect("wallet.db"), poolclass=sa.QueuePool)
    …                                       # The code under test writes; whenever it says that something is durable:
    acknowledged.append((disk.position, what))
    …
    for image in disk.images():             # A cut before and after every sync, each in several ways
        promised = [what for position, what in acknowledged if position <= image.position]
        …                                   # Open image.folder / "wallet.db" with any SQLite and look for it.

What was synced is on the disk for certain. Of what was written to a file since its last sync an arbitrary subset is,
in pieces of a sector: so writes get lost, torn and reordered, within a file and between files. A truncation is such a
piece too. A file is there, or gone, for certain only after its folder was synced. Bytes beside a write are never
harmed (SQLite calls that powersafe overwrite and expects it by default). The -shm file is memory: APSW's VFS leaves it
to SQLite's own, and no image has it.

All connections must come from `disk.connect`: APSW brings an SQLite of its own, and two copies of it in one process
release each other's file locks. `disk.connect("wallet.db", synchronous="OFF")` takes the durability away from code
that asks for it; any pragma can be held so, for instance `wal_autocheckpoint=20` to see many checkpoints.
"""

from __future__ import annotations

import random
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path

import apsw

from tests.support.apsw_connection import ApswConnection

SECTOR_BYTES = 512
_LOGGED = (
    apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL | apsw.SQLITE_OPEN_WAL
)  # fmt: skip
# SQLite's Unix VFS syncs the folder too when it first syncs one of these (os_unix.c: unixOpen, UNIXFILE_DIRSYNC).
_SYNCS_FOLDER = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL | apsw.SQLITE_OPEN_WAL
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Image:
    """What is found after power was lost at `position`. The folder is gone when the next image is asked for."""

    position: int
    way: int  # 0: nothing survived that was not synced; 1: all of it; from 2 on: a subset drawn from the seed.
    folder: Path


@dataclass(frozen=True, slots=True)
class _Write:
    inode: int
    offset: int
    piece: bytes

    def onto(self, content: bytearray) -> None:
        content.extend(bytes(max(0, self.offset - len(content))))
        content[self.offset : self.offset + len(self.piece)] = self.piece

    def torn(self) -> Iterator[_Write]:
        """The same in pieces that end where sectors do."""
        end = self.offset + len(self.piece)
        cuts = [self.offset, *range((self.offset // SECTOR_BYTES + 1) * SECTOR_BYTES, end, SECTOR_BYTES), end]
        for start, stop in pairwise(cuts):
            yield _Write(self.inode, start, self.piece[start - self.offset : stop - self.offset])


@dataclass(frozen=True, slots=True)
class _Truncate:
    inode: int
    size: int

    def onto(self, content: bytearray) -> None:
        del content[self.size :]
        content.extend(bytes(self.size - len(content)))

    def torn(self) -> Iterator[_Truncate]:
        yield self


@dataclass(frozen=True, slots=True)
class _Sync:
    inode: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """The folder names this inode so from now on, or with None nothing."""

    name: str
    inode: int | None


@dataclass(frozen=True, slots=True)
class _SyncFolder:
    pass


_Event = _Write | _Truncate | _Sync | _Entry | _SyncFolder


class LosingDisk:
    """A folder whose every write, truncation, sync, creation and deletion by SQLite is remembered in order."""

    def __init__(self, folder: Path, seed: int = 0) -> None:
        self._folder, self._seed = folder.resolve(), seed
        self.lock = threading.RLock()
        self._events: list[_Event] = []
        self._inodes: dict[str, int] = {}
        self._before = _Surface()  # What lay in the folder before anybody wrote: on disk for certain.
        self._new_inode = count(1)
        self._vfs = _LoggingVFS(f"losing-disk-{next(_numbers)}", self)

    def connect(self, name: str, **pragmas: object) -> ApswConnection:
        """A connection for SQLAlchemy's `creator`; these pragmas hold whatever the code sets later."""
        return ApswConnection(str(self._folder / name), vfs=self._vfs.name, pragmas=pragmas)

    @property
    def position(self) -> int:
        """How much has happened: what is acknowledged now must be in every image of this position and later."""
        with self.lock:
            return len(self._events)

    def boundaries(self) -> list[int]:
        """The positions right before and right after every sync."""
        with self.lock:
            syncs = [index for index, event in enumerate(self._events) if isinstance(event, _Sync)]
        return sorted({position for index in syncs for position in (index, index + 1)})

    def images(self, at: Iterable[int] | None = None, *, subsets: int = 4) -> Iterator[Image]:
        """What may be found after a cut at each of these positions (else: at every sync boundary), in order.

        Each is given with nothing, with all, and with `subsets` subsets of what was not synced. Where all was synced
        there is one way only. An image depends on seed, position and way alone, so a failing one can be made again.
        """
        with self.lock:
            events = list(self._events)
        surface, done = self._before.copy(), 0
        for position in sorted(set(self.boundaries() if at is None else at)):
            for event in events[done:position]:
                surface.take(event)
            done = position
            for way in range(2 + subsets if surface.unsure else 1):
                folder = self._folder.with_name(f"{self._folder.name}-found-{position}-{way}")
                folder.mkdir()
                try:
                    for name, content in surface.found(way, random.Random(f"{self._seed}/{position}/{way}")):
                        (folder / name).write_bytes(content)
                    yield Image(position, way, folder)
                finally:
                    shutil.rmtree(folder)

    # What the VFS tells.

    def opened(self, path: Path, *, was_there: bool) -> int:
        """The inode of a file that SQLite has just opened or made."""
        with self.lock:
            if path.name not in self._inodes:
                inode = self._inodes[path.name] = next(self._new_inode)
                if was_there:
                    # Closing a file gives up this process's locks on it; SQLite has only just opened it and has none.
                    self._before.hold(path.name, inode, path.read_bytes())
                else:
                    self._events.append(_Entry(path.name, inode))
            return self._inodes[path.name]

    def deleted(self, path: Path, *, folder_synced: bool) -> None:
        with self.lock:
            if self._inodes.pop(path.name, None) is not None:
                self._events.append(_Entry(path.name, None))
            if folder_synced:
                self._events.append(_SyncFolder())

    def wrote(self, inode: int, piece: bytes, offset: int) -> None:
        with self.lock:
            self._events.append(_Write(inode, offset, piece))

    def truncated(self, inode: int, size: int) -> None:
        with self.lock:
            self._events.append(_Truncate(inode, size))

    def synced(self, inode: int, *, folder_too: bool) -> None:
        with self.lock:
            self._events.append(_Sync(inode))
            if folder_too:
                self._events.append(_SyncFolder())


class _Surface:
    """What is on the disk for certain, and what may be."""

    def __init__(self) -> None:
        self._content: dict[int, bytearray] = defaultdict(bytearray)
        self._names: dict[str, int] = {}
        self._unsynced: dict[int, list[_Write | _Truncate]] = {}
        self._entries: list[_Entry] = []

    def copy(self) -> _Surface:
        """Of a surface on which all is certain."""
        other = _Surface()
        for name, inode in self._names.items():
            other.hold(name, inode, bytes(self._content[inode]))
        return other

    def hold(self, name: str, inode: int, content: bytes) -> None:
        self._names[name], self._content[inode] = inode, bytearray(content)

    @property
    def unsure(self) -> bool:
        return bool(self._unsynced or self._entries)

    def take(self, event: _Event) -> None:
        if isinstance(event, _Sync):
            for change in self._unsynced.pop(event.inode, ()):
                change.onto(self._content[event.inode])
        elif isinstance(event, _SyncFolder):
            for entry in self._entries:
                _enter(self._names, entry)
            self._entries.clear()
        elif isinstance(event, _Entry):
            self._entries.append(event)
        else:
            self._unsynced.setdefault(event.inode, []).append(event)

    def found(self, way: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
        """Names and contents after the cut."""
        names = dict(self._names)
        for entry in self._entries:
            if _survives(way, chance, 0.5):
                _enter(names, entry)
        for name, inode in names.items():
            content = bytearray(self._content.get(inode, b""))
            # One rate for each file: the drive may have got far with one and not begun with another.
            rate = chance.choice((0.02, 0.2, 0.5, 0.8, 0.98))
            for change in self._unsynced.get(inode, ()):
                for piece in change.torn():
                    if _survives(way, chance, rate):
                        piece.onto(content)
            yield name, bytes(content)


def _survives(way: int, chance: random.Random, rate: float) -> bool:
    return way == 1 or (way > 1 and chance.random() < rate)


def _enter(names: dict[str, int], entry: _Entry) -> None:
    if entry.inode is None:
        names.pop(entry.name, None)
    else:
        names[entry.name] = entry.inode


class _LoggingVFS(apsw.VFS):
    """SQLite's own VFS, telling the disk what is done to databases, journals and WALs, but not to temporary files."""

    def __init__(self, name: str, disk: LosingDisk) -> None:
        self.name, self._disk = name, disk
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 (APSW's name)
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None or not flags[0] & _LOGGED:
            return apsw.VFSFile("", name, flags)
        return _LoggingFile(self._disk, Path(path), name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, False)
        self._disk.deleted(Path(filename), folder_synced=syncdir)


class _LoggingFile(apsw.VFSFile):
    """A file on the disk. It inherits the shared memory that WAL needs."""

    def __init__(self, disk: LosingDisk, path: Path, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._disk = disk
        self._syncs_folder = bool(flags[0] & _SYNCS_FOLDER and flags[0] & apsw.SQLITE_OPEN_CREATE)
        with disk.lock:  # Else of two that make a file at once, one could find it there.
            was_there = path.exists()
            super().__init__("", name, flags)
            self._inode = disk.opened(path, was_there=was_there)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._disk.wrote(self._inode, bytes(data), offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self._disk.truncated(self._inode, newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        # The real disk need not sync: what counts as synced is in the log.
        self._disk.synced(self._inode, folder_too=self._syncs_folder)
        self._syncs_folder = False

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE  # And no more, whatever the real disk offers: no atomic writes.
