"""One process at a time writes a ledger on SQLite: a kernel lock beside the database's file, from start to end.

PostgreSQL has its advisory lock. Without this one a second host started by mistake would take the next epoch, and the
first, which people use, would stop. The epoch still decides where a lock cannot, as on a file system that has none.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import sqlalchemy as sa

from core.kit.clock import Clock

WAIT_S = 10.0  # A predecessor that was just told to stop needs a moment.
_TRY_EVERY_S = 0.1


class LedgerTaken(RuntimeError):
    """Another process writes this ledger; it must end first."""


class Seat:
    """Take it before the writer starts, leave it after it ended; it is left by the kernel if the process dies."""

    def __init__(self, database_url: str) -> None:
        url = sa.make_url(database_url)
        is_file = url.get_backend_name() == "sqlite" and url.database is not None
        self._path = Path(f"{url.database}.lock") if is_file else None
        self._file = -1

    async def take(self, clock: Clock, *, wait_s: float = WAIT_S) -> None:
        """Raise LedgerTaken when another process still has it after that many seconds."""
        if self._path is None:
            return
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        until_s = clock.monotonic_s() + wait_s
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._file = file
                return
            except BlockingIOError:
                if clock.monotonic_s() >= until_s:
                    os.close(file)
                    ledger = self._path.with_suffix("")
                    raise LedgerTaken(f"another process writes the ledger {ledger}: stop that one first") from None
            await clock.sleep(_TRY_EVERY_S)

    def leave(self) -> None:
        """Let the next one in."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
