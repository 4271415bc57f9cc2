"""The backup's file: a ZIP any tool can list, sealed with the SHA-256 of all its bytes.

The manifest is its last member and holds the hash and size of every other. The seal is the ZIP's comment, written after
everything else is on disk: a file that was cut off anywhere has none.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from core.backup.errors import BackupDamaged, RestoreRefused

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK_BYTES = 1 << 20
# What waits in the page cache is written out in small pieces: one large fsync at the end would hold up the fsync of
# the host's own commits (measured on 200 MB: 160 ms instead of 40).
SYNC_BYTES = 8 << 20
_SEAL_CHARS = 64
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error,
               LookupError, TypeError, OSError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """What a member held when it was written."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class DatabaseCopy:
    """One database in the file; `contents` is for the module of its kind."""

    name: str
    kind: str
    revision: str
    contents: dict[str, Any]


@dataclass(slots=True)
class Manifest:
    """What is in the file."""

    made_at: str
    format: int = FORMAT
    databases: list[DatabaseCopy] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # Path in the data directory → member.
    members: dict[str, Member] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """Raises RestoreRefused for one of a newer form."""
        said = json.loads(text)
        if said["format"] > FORMAT:
            raise RestoreRefused(f"the backup has form {said['format']}; this version of Majlis reads up to {FORMAT}")
        said["databases"] = [DatabaseCopy(**each) for each in said["databases"]]
        said["members"] = {name: Member(**each) for name, each in said["members"].items()}
        return cls(**said)


class ArchiveWriter:
    """Writes a new file, member by member; without `seal` nobody takes it for a backup."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self._file: IO[bytes] = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._unsynced = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # Of a file that was given up, on a disk that is full.
            self._zip.close()
            self._file.close()

    def add(self, name: str, chunks: Iterable[bytes | bytearray | memoryview]) -> None:
        """One more member, streamed."""
        digest, size = hashlib.sha256(), 0
        # Zip64 from the start: how much will come is not known.
        with self._zip.open(name, "w", force_zip64=True) as member:
            for chunk in _gathered(chunks):
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
                self._write_out(len(chunk))
        self.manifest.members[name] = Member(digest.hexdigest(), size)

    def seal(self) -> None:
        """Close the file: every byte on disk, the seal last."""
        self._zip.writestr(MANIFEST, json.dumps(asdict(self.manifest), indent=1, ensure_ascii=False))
        self._zip.comment = b"-" * _SEAL_CHARS
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        digest = _digest_before_seal(self._file)
        self._file.seek(-_SEAL_CHARS, os.SEEK_END)
        self._file.write(digest.encode())
        self._file.flush()
        os.fsync(self._file.fileno())

    def _write_out(self, size: int) -> None:
        self._unsynced += size
        if self._unsynced >= SYNC_BYTES:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._unsynced = 0


class Archive:
    """A file every byte of which was checked when it was opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise RestoreRefused(f"{path} cannot be read: {error.strerror}") from error
        try:
            self._check_seal()
            self._zip = zipfile.ZipFile(self._file)
            self.manifest = Manifest.parse(self._zip.read(MANIFEST))
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, name: str) -> Iterator[bytes]:
        """The member's bytes; BackupDamaged at their end when they are not what was written (a disk that fails now)."""
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(CHUNK_BYTES):
                    digest.update(chunk)
                    size += len(chunk)
                    yield chunk
        except _UNREADABLE as error:
            raise self._damaged(f"is damaged in {name}") from error
        if self.manifest.members.get(name) != Member(digest.hexdigest(), size):
            raise self._damaged(f"is damaged in {name}")

    def _check_seal(self) -> None:
        self._file.seek(0, os.SEEK_END)
        if self._file.tell() <= _SEAL_CHARS:
            raise self._damaged("is not a backup, or was cut off")
        digest = _digest_before_seal(self._file)
        self._file.seek(-_SEAL_CHARS, os.SEEK_END)
        if self._file.read() != digest.encode():
            raise self._damaged(self._where())

    def _where(self) -> str:
        """Which member of a damaged file is not what it was, as far as can still be told."""
        place = "is not a backup, or was cut off"
        try:
            self._zip = zipfile.ZipFile(self._file)
            place = f"is damaged in {MANIFEST}"
            self.manifest = Manifest.parse(self._zip.read(MANIFEST))
            for name in self.manifest.members:
                place = f"is damaged in {name}"
                for _ in self.read(name):
                    pass
        except _UNREADABLE:  # BackupDamaged among them.
            return place
        return "is damaged between its members"

    def _damaged(self, where: str) -> BackupDamaged:
        return BackupDamaged(f"{self.path} {where}; nothing of it can be trusted, take another")


def _digest_before_seal(file: IO[bytes]) -> str:
    left = file.seek(-_SEAL_CHARS, os.SEEK_END)
    digest = hashlib.sha256()
    file.seek(0)
    while left and (chunk := file.read(min(left, CHUNK_BYTES))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()


def _gathered(chunks: Iterable[bytes | bytearray | memoryview]) -> Iterator[bytes]:
    """The same bytes in large pieces: PostgreSQL sends one a row."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= CHUNK_BYTES:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
