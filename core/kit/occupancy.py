"""Who uses a data directory: hosts share it, a restore has it alone, and one half restored lets no host in.

The lock is the kernel's (flock): it ends with the one who holds it, however that ends, so nothing stale is ever left.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LOCK = "use.lock"


class DirectoryInUse(RuntimeError):
    """Somebody else is at work in the data directory."""


class RestoreUnfinished(RuntimeError):
    """A restore into this data directory was cut off; what is there is not a host."""


def share(data_dir: Path) -> IO[str]:
    """Use the directory beside other hosts until the answer is closed."""
    lock = _locked(data_dir, fcntl.LOCK_SH, f"a restore into {data_dir} is under way")
    if said := lock.read():
        lock.close()
        raise RestoreUnfinished(
            f"{said.strip()} was not restored to its end: run `majlisd restore` again, "
            f"or empty {data_dir} to start without it"
        )
    return lock


@contextmanager
def alone(data_dir: Path) -> Iterator[Unfinished]:
    """Use the directory with no host in it and none that can start."""
    busy = f"a host runs on {data_dir}, or another restore: stop it first"
    with _locked(data_dir, fcntl.LOCK_EX, busy) as lock:
        yield Unfinished(lock)


class Unfinished:
    """The note in the lock's file that keeps hosts out, also after this process was killed."""

    def __init__(self, lock: IO[str]) -> None:
        self._lock = lock

    def begin(self, what: str) -> None:
        self._write(what)

    def end(self) -> None:
        self._write("")

    def _write(self, text: str) -> None:
        self._lock.seek(0)
        self._lock.truncate()
        self._lock.write(text)
        self._lock.flush()
        os.fsync(self._lock.fileno())


def _locked(data_dir: Path, how: int, refusal: str) -> IO[str]:
    lock = os.fdopen(os.open(data_dir / LOCK, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise DirectoryInUse(refusal) from None
    return lock
