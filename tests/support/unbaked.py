"""`majlisd` whose mini-apps stay on the runner, half a minute of a core saved for each; and that tidies up when asked.

SIGUSR1 has it give back what it does not use, so that what it holds then is what it would hold for ever; its data
directory says so in a file named after its process.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
from functools import partial
from pathlib import Path
from typing import Any

from core import cli
from core.main import Host
from tests.support.hosts import no_build
from tests.support.waiting import until


async def tidied(data_dir: Path, *pids: int) -> None:
    """Have these processes do it, and wait until they have."""
    said = [data_dir / f"tidied.{pid}" for pid in pids]
    for path, pid in zip(said, pids, strict=True):
        path.unlink(missing_ok=True)
        os.kill(pid, signal.SIGUSR1)
    await until(lambda: all(path.exists() for path in said))


def _tidy(*_: Any) -> None:
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path(os.environ["MAJLIS_DATA_DIR"], f"tidied.{os.getpid()}").touch()


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, _tidy)
    vars(cli)["Host"] = partial(Host, build=no_build)
    cli.main()
