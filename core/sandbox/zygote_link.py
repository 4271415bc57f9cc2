"""Our end of the zygote's control socket: start it, tell it, hear from it, notice its end."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from majlis_devkit.jail import package_path

RECORD_BYTES_MAX = 64 * 1024
EXIT_S_MAX = 5.0

Record = dict[str, Any]


class ZygoteLink:
    """A running zygote. `on_record(record, fd | None)` and `on_end()` are called from the event loop."""

    def __init__(self, on_record: Callable[[Record, int | None], None], on_end: Callable[[], None]) -> None:
        self._on_record, self._on_end = on_record, on_end
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.setblocking(False)
        # exec, never fork: this process has threads and grpc. A new session keeps the terminal's Ctrl-C away.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "majlis_devkit.zygote", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        theirs.close()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._control.fileno(), self._readable)

    @property
    def pid(self) -> int:
        return self._process.pid

    def tell(self, record: Record, fd: int | None = None) -> None:
        """Send an order, with a descriptor where it needs one; a zygote that is gone is noticed by its end, not here.

        One that takes no more orders (stopped, stuck) is ended: its queue is as long as the kernel lets it be.
        """
        try:
            socket.send_fds(self._control, [json.dumps(record).encode()], [] if fd is None else [fd])
        except BlockingIOError:
            self.kill()
        except OSError:
            self._loop.call_soon(self._ended)

    def kill(self) -> None:
        """SIGKILL; its end is noticed as any other."""
        self._process.kill()

    async def close(self) -> None:
        """Hang up and wait: the zygote leaves at end of file, its workers die with it."""
        self._detach()
        await asyncio.to_thread(self._wait)

    def _readable(self) -> None:
        try:
            record, fds, _, _ = socket.recv_fds(self._control, RECORD_BYTES_MAX, 1)
        except BlockingIOError:
            return
        except OSError:
            record, fds = b"", []
        if not record:
            self._ended()
            return
        self._on_record(json.loads(record), fds[0] if fds else None)

    def _ended(self) -> None:
        if self._detach():
            self._on_end()

    def _detach(self) -> bool:
        if self._control.fileno() < 0:
            return False
        self._loop.remove_reader(self._control.fileno())
        self._control.close()
        return True

    def _wait(self) -> None:
        try:
            self._process.wait(EXIT_S_MAX)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _environment() -> dict[str, str]:
    """Only where to find the devkit: no key, no database address reaches the zygote."""
    return {
        "PYTHONPATH": package_path("majlis_devkit", "miniapp", "seccompy", "wasmtime"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
    }
