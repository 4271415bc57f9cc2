"""From a clone on a machine with Python and make to a host where a tap works, and the second start."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import httpx

from tests.bench.measure import Row, row
from tests.support.artifacts import ROOT

READY_S_MAX = 1_200
LOOK_EVERY_S = 0.05
# What would let a clone borrow from this checkout, or sit on its ports.
_NOT_PASSED = ("VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS", "MFLAGS", "MAKELEVEL")


async def measure() -> list[Row]:
    """`make run` in a new clone of what is committed here, then again in the same clone."""
    return await asyncio.to_thread(_measure)


def _measure() -> list[Row]:
    if shutil.which("git") is None or shutil.which("make") is None:
        why = "git or make is not on this machine"
        return [Row(f"run.{name}_s", 0.0, "s", "limit", None, 0, why) for name in ("fresh", "second")]
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "majlis"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
        began = time.time()
        fresh = _until_ready(clone)
        dependencies = (clone / ".cache/stamps/python").stat().st_mtime - began
        second = _until_ready(clone)
    note = "make run in a clone until /readyz answers 200; the package index's caches as they were"
    return [
        row("run.fresh_s", fresh, "s", "limit: its venv and dependencies alone", dependencies, note),
        row("run.second_s", second, "s", "peer: the first start", fresh, note),
    ]


def _until_ready(clone: Path) -> float:
    with socket.create_server(("127.0.0.1", 0)) as web, socket.create_server(("127.0.0.1", 0)) as grpc:
        ports = web.getsockname()[1], grpc.getsockname()[1]
    kept = {
        name: value for name, value in os.environ.items() if name not in _NOT_PASSED and not name.startswith("MAJLIS_")
    }
    settings = {"MAJLIS_HTTP_PORT": str(ports[0]), "MAJLIS_GRPC_PORT": str(ports[1])}
    started = time.perf_counter()
    with (clone / "run.log").open("a") as log:
        process = subprocess.Popen(
            ["make", "run"], cwd=clone, env=kept | settings, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _ready(f"http://127.0.0.1:{ports[0]}/readyz", process, clone)
        return time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _ready(address: str, process: subprocess.Popen[bytes], clone: Path) -> None:
    give_up = time.monotonic() + READY_S_MAX
    with httpx.Client() as client:
        while time.monotonic() < give_up:
            if process.poll() is not None:
                raise RuntimeError(f"make run ended: {(clone / 'run.log').read_text()[-2000:]}")
            try:
                if client.get(address).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(LOOK_EVERY_S)
    raise TimeoutError(f"not ready after {READY_S_MAX} s: {(clone / 'run.log').read_text()[-2000:]}")
