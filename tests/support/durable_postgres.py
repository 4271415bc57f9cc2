"""A PostgreSQL of a test's own that keeps what it acknowledged, to be killed and started again.

Its keeper is a process of its own (this file as a program): where tests run as root the server runs as another user,
and to start it so is a real fork, which a process that uses gRPC does not survive.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.support.postgres_server import DURABLE, START_S, binaries, make_cluster, make_place, run_server

ROOT = Path(__file__).parents[2]


class DurablePostgres:
    """It runs after it was made; `url` is the same before and after every kill."""

    def __init__(self) -> None:
        binaries()  # PostgresMissing is raised here.
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._place = self._ask("make")
        self.start()

    def start(self) -> None:
        """Returns once it answers; after a kill it recovers first."""
        self._ask("start")

    def kill_postmaster(self) -> None:
        """SIGKILL to the server; its backends end by themselves when they notice."""
        self._ask("kill")

    def kill_writer(self) -> bool:
        """SIGKILL to the backend of a ledger's writer: the server ends all others and recovers. False: none there."""
        with contextlib.suppress(psycopg.OperationalError), self._admin() as admin:
            found = admin.execute("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted").fetchone()
            if found is not None:
                os.kill(int(str(found[0])), signal.SIGKILL)
                return True
        return False

    def make_database(self, name: str) -> str:
        """The URL of a new, empty one."""
        with self._admin() as admin:
            admin.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://postgres@/{name}?host={self._place}"

    def close(self) -> None:
        self._keeper.communicate()

    def _admin(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(host=self._place, user="postgres", dbname="postgres", autocommit=True)

    def _ask(self, command: str) -> str:
        assert self._keeper.stdin is not None
        assert self._keeper.stdout is not None
        self._keeper.stdin.write(f"{command}\n")
        self._keeper.stdin.flush()
        answer = self._keeper.stdout.readline().strip()
        assert answer, "the keeper of PostgreSQL ended"
        return answer


@contextlib.contextmanager
def durable_postgres() -> Iterator[DurablePostgres]:
    server = DurablePostgres()
    try:
        yield server
    finally:
        server.close()


def _keep() -> None:
    place, server = make_place(), None
    try:
        programs = make_cluster(binaries(), place)
        for command in map(str.strip, sys.stdin):
            if command == "start":
                server = _start(programs, place)
            elif command == "kill" and server is not None:
                server.kill()
                server.wait()
            print(place, flush=True)
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGQUIT)
            server.wait()
        shutil.rmtree(place, ignore_errors=True)


def _start(programs: Path, place: Path) -> subprocess.Popen[bytes]:
    until = time.monotonic() + START_S
    while True:
        try:
            with (place / "server.log").open("ab") as log:
                os.dup2(log.fileno(), 2)
            return run_server(programs, place, DURABLE)
        except RuntimeError:  # Backends of the server before have not noticed yet that it is gone.
            if time.monotonic() > until:
                raise


if __name__ == "__main__":
    _keep()
