"""The test bank of one process: its file, its secrets, its door; and the same as the child of a host."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from core.kit.config import is_loopback
from core.kit.db import Database, connect
from core.kit.secret_files import load_or_make_secret
from core.testbank.app import build_app
from core.testbank.books import Books
from core.testbank.courier import Courier
from core.testbank.own_clock import OwnClock
from core.testbank.tables import metadata

FOLDER = "testbank"  # In the data directory; left out of backups, as the books of any other bank are.
SAYS = "The test bank listens on"
STOP_S = 10
_SAYS = re.compile(rf"{SAYS} (http://\S+)")


class TestBankRefused(RuntimeError):
    """The test bank does not start like this; the message says why."""

    __test__ = False  # Not a class of tests.


async def serve(*, data_dir: Path, host: str, port: int, notify: str, with_parent: bool) -> None:
    """Until it is asked to stop, or, `with_parent`, until the process that started it is gone."""
    if not is_loopback(host):
        raise TestBankRefused("the test bank only listens on this machine")
    async with _opened(data_dir, host, port, notify) as address:
        sys.stdout.write(f"{SAYS} {address}\n")
        sys.stdout.flush()
        if with_parent:  # Its end of the pipe closes with it, however it ends.
            await asyncio.to_thread(sys.stdin.buffer.read)
            return
        asked_to_stop = asyncio.Event()
        for asked in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(asked, asked_to_stop.set)
        await asked_to_stop.wait()


@contextmanager
def child(*, data_dir: Path, notify: str) -> Iterator[str]:
    """A test bank that lives as long as this process; its address."""
    command = ["--data-dir", str(data_dir), "--notify", notify, "--with-parent"]
    started = subprocess.Popen(
        [sys.executable, "-m", "core.testbank", *command],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        start_new_session=True,  # A Ctrl-C is for the host, which ends it.
    )  # fmt: skip
    assert started.stdin is not None
    assert started.stdout is not None
    try:
        said = _SAYS.match(started.stdout.readline())
        if said is None:
            raise TestBankRefused("the test bank did not start")
        yield said[1]
    finally:
        started.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(STOP_S)
        started.kill()
        started.wait()
        started.stdout.close()


@asynccontextmanager
async def _opened(data_dir: Path, host: str, port: int, notify: str) -> AsyncIterator[str]:
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    db, clock = _database(folder), OwnClock()
    books = Books(db=db, clock=clock)
    key = load_or_make_secret(data_dir / "bank" / "notices.key").encode()
    courier = Courier(db=db, books=books, clock=clock, key=key, notify=notify)
    api_key = load_or_make_secret(data_dir / "bank" / "api.key")
    listening = socket.create_server((host, port))
    app = build_app(books=books, courier=courier, clock=clock, api_key=api_key)
    server: Any = await app.create_server(sock=listening, return_asyncio_server=True)
    await server.startup()
    await server.after_start()
    await server.start_serving()
    working = asyncio.create_task(courier.run())
    try:
        yield f"http://{host}:{listening.getsockname()[1]}"
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        server.close()
        await asyncio.to_thread(db.close)


def _database(folder: Path) -> Database:
    db = connect(f"sqlite:///{(folder / 'testbank.db').absolute()}")
    metadata.create_all(db.engine)
    return db
