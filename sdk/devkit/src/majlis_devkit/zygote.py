"""The process workers are forked from: it maps artifacts, forks on demand, reaps, and runs no guest code.

Started as `python -m majlis_devkit.zygote CONTROL_FD`, never forked from the host: no grpc, no threads, no keys. The
control socket is AF_UNIX SEQPACKET: one JSON record each way, and a worker's socket rides with its record.

in:  {"do":"load","artifact_id":…} + fd       out: {"is":"loaded","artifact_id":…,"refused":null|why}
in:  {"do":"drop","artifact_id":…}
in:  {"do":"fork","worker":n,"generation":n}   out: {"is":"forked","worker":n,"generation":n,"pid":…} + fd
                                               out: {"is":"ended","pid":…,"status":…}
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from majlis_devkit import seal
from majlis_devkit.engine import ArtifactRefused, Engine
from majlis_devkit.worker import become_worker

RECORD_BYTES_MAX = 64 * 1024


class Zygote:
    """One control socket, one engine, the workers forked from it."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._engine = Engine()
        self._pid = os.getpid()

    def serve(self) -> None:
        """Obey until the host hangs up; the workers die with us by their death signal."""
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_write, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        while True:
            ready, _, _ = select.select([self._control.fileno(), wake_read], [], [])
            if wake_read in ready:
                os.read(wake_read, 512)
                self._reap()
            if self._control.fileno() in ready:
                record, fds, _, _ = socket.recv_fds(self._control, RECORD_BYTES_MAX, 1)
                if not record:
                    return
                self._obey(json.loads(record), fds)

    def _obey(self, order: dict[str, Any], fds: list[int]) -> None:
        if order["do"] == "load":
            refused = None
            try:
                self._engine.load(order["artifact_id"], Path(f"/proc/self/fd/{fds[0]}"))  # opened anew, and kept
            except ArtifactRefused as error:
                refused = str(error)
            finally:
                os.close(fds[0])
            gc.freeze()  # what is shared with the workers stays shared
            self._tell({"is": "loaded", "artifact_id": order["artifact_id"], "refused": refused})
        elif order["do"] == "drop":
            self._engine.drop(order["artifact_id"])
        elif order["do"] == "fork":
            self._fork(order)

    def _fork(self, order: dict[str, Any]) -> None:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            become_worker(self._engine, theirs, self._pid)
        theirs.close()
        record = json.dumps({**order, "is": "forked", "pid": pid}).encode()
        with ours:  # keep neither end, or a sibling would hide an end of file
            socket.send_fds(self._control, [record], [ours.fileno()])

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._tell({"is": "ended", "pid": pid, "status": os.waitstatus_to_exitcode(status)})

    def _tell(self, record: dict[str, Any]) -> None:
        self._control.send(json.dumps(record).encode())


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(control.fileno(), False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the host decides when we end
    seal.die_with_parent(os.getppid())
    seal.prepare()
    try:
        Zygote(control).serve()
    except ConnectionError:
        pass  # the host is gone


if __name__ == "__main__":
    main()
