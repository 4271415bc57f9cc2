"""Backups and restores killed (SIGKILL) at any of their own calls, so that a test may look at what is left.

A process of its own forks a child for each run: it imports no gRPC and has no threads, so that forking is sound.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from core.backup.host_database import HostDatabase
from core.backup.making import make_backup
from core.backup.restoring import restore_backup
from core.kit.clock import ManualClock

ROOT = Path(__file__).parents[2]
# Between any two of these nothing changes on a disk or in a database.
LASTING = {
    "open", "write", "close", "flush", "fsync", "rename", "mkdir", "rmdir", "unlink", "truncate", "chmod", "backup",
    "execute", "flock", "commit", "send_query", "get_result", "put_copy_data",
}  # fmt: skip


class KilledRuns:
    """Runs one command after another in children that die where the test says."""

    def __init__(self) -> None:
        self._line = subprocess.Popen(
            [sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run_killed(
        self, command: str, file: Path, data_dir: Path, databases: tuple[HostDatabase, ...], at: int = 0
    ) -> int:
        """Run it, killed at that lasting call (0: not at all); how many it got to, negative when it was killed."""
        assert self._line.stdin is not None
        assert self._line.stdout is not None
        places = [(each.name, each.url, str(each.migrations)) for each in databases]
        asked = {"command": command, "file": str(file), "data_dir": str(data_dir), "databases": places, "at": at}
        self._line.stdin.write(json.dumps(asked) + "\n")
        self._line.stdin.flush()
        return int(self._line.stdout.readline())

    def close(self) -> None:
        self._line.communicate()


def _serve() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _run(asked, writing)
        os.close(writing)
        _, status = os.waitpid(child, 0)
        with os.fdopen(reading) as said:
            count = said.read()
        print(-asked["at"] if os.WIFSIGNALED(status) else count or "failed", flush=True)


def _run(asked: dict[str, Any], writing: int) -> None:
    databases = [HostDatabase(name, url, Path(folder)) for name, url, folder in asked["databases"]]
    count = 0

    def watch(frame: FrameType, event: str, called: Any) -> None:
        nonlocal count
        if event == "c_call" and called.__name__ in LASTING:
            count += 1
            if count == asked["at"]:
                os.kill(os.getpid(), signal.SIGKILL)

    data_dir, file = Path(asked["data_dir"]), Path(asked["file"])
    sys.setprofile(watch)
    try:
        if asked["command"] == "backup":
            caches = (data_dir / "artifacts",)
            make_backup(file, databases=databases, data_dir=data_dir, caches=caches, clock=ManualClock())
        else:
            restore_backup(file, databases=databases, data_dir=data_dir)
        sys.setprofile(None)
        os.write(writing, str(count).encode())
    finally:
        os._exit(0)


if __name__ == "__main__":
    _serve()
