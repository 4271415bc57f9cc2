"""Where the bytes are: a file is whole under its key and on disk, or not there; what was written survives a power cut.

Every call blocks: it runs in a thread, never on the loop. Keys are made by the host, of its own ids and digests only.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from core.kit.folders import sync_folder

MEDIA = "media"  # The folder in the data directory; in every backup but for
UPLOADS = "uploads"  # what is not finished, in it: a backup's moment is not theirs, and a client begins again.
_DRAFT = ".part"


class NotStored(Exception):
    """There is nothing under this key (any more)."""


class Storage(Protocol):
    """What media asks of a store; see the module's promise. `write_at` is for uploads, which nobody else reads."""

    def write_at(self, key: str, offset: int, piece: bytes) -> None: ...

    def put(self, key: str, content: bytes) -> None: ...

    def read(self, key: str, offset: int, bytes_max: int) -> bytes: ...

    def remove(self, keys: Iterable[str]) -> None: ...

    def keys(self) -> Iterator[tuple[str, int]]: ...


class FolderStorage:
    """A folder of the data directory; keys are paths in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync_folder(folder.parent)

    def write_at(self, key: str, offset: int, piece: bytes) -> None:
        """Write the piece there; the file begins with the first."""
        path = self._place(key)
        is_new = not path.exists()
        opened = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            left = memoryview(piece)
            while left:
                written = os.pwrite(opened, left, offset)
                offset, left = offset + written, left[written:]
            os.fsync(opened)
        finally:
            os.close(opened)
        if is_new:
            sync_folder(path.parent)

    def put(self, key: str, content: bytes) -> None:
        """Store a whole file; one that is there is replaced."""
        path = self._place(key)
        draft = path.with_name(path.name + _DRAFT)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        sync_folder(path.parent)

    def read(self, key: str, offset: int, bytes_max: int) -> bytes:
        """Up to so many bytes from there. NotStored."""
        # Opened anew each time: a slow reader keeps nothing on the disk that was removed.
        try:
            opened = os.open(self._folder / key, os.O_RDONLY)
        except FileNotFoundError:
            raise NotStored(key) from None
        try:
            return os.pread(opened, bytes_max, offset)
        finally:
            os.close(opened)

    def remove(self, keys: Iterable[str]) -> None:
        """Remove these for good; one that is not there is removed already."""
        folders = set()
        for key in keys:
            path = self._folder / key
            path.unlink(missing_ok=True)
            folders.add(path.parent)
        for folder in folders:
            if folder.exists():
                sync_folder(folder)

    def keys(self) -> Iterator[tuple[str, int]]:
        """Everything there is, drafts too, each with when it was last written, in Unix milliseconds."""
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = Path(folder) / name
                try:
                    changed_ms = path.stat().st_mtime_ns // 1_000_000
                except FileNotFoundError:  # Gone meanwhile.
                    continue
                yield path.relative_to(self._folder).as_posix(), changed_ms

    def _place(self, key: str) -> Path:
        """The path, with its folders there and their names on disk."""
        path = self._folder / key
        for folder in reversed(path.relative_to(self._folder).parents[:-1]):
            whole = self._folder / folder
            if not whole.exists():
                whole.mkdir(exist_ok=True, mode=0o700)
                sync_folder(whole.parent)
        return path
