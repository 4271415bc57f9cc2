"""A stranger's bytes given to a child of the host, which gives up its powers before it looks at them.

The child has no environment and no standard error, is killed with its group at a deadline, and is read no further than
an honest one would talk. What it says is as hostile as what it was given.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys


class ChildLate(Exception):
    """It was not done at its deadline."""


class ChildLoud(Exception):
    """It said more than it may."""


class ChildEnded(Exception):
    """It ended badly; the argument is its status, as `subprocess` has it."""


async def ask_apart(module: str, asked: bytes, *, within_s: float, answer_bytes_max: int) -> bytes:
    """What `python -I -m module` says to these bytes. Raises ChildLate, ChildLoud or ChildEnded."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-m", module, env={}, start_new_session=True,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    feeding = asyncio.create_task(_feed(child, asked))
    try:
        async with asyncio.timeout(within_s):
            answer = await _read(child, answer_bytes_max)
            await child.wait()
    except TimeoutError:
        raise ChildLate from None
    finally:
        _kill_group(child.pid)
        await child.wait()
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
    if child.returncode != 0:
        raise ChildEnded(child.returncode)
    return answer


async def _feed(child: asyncio.subprocess.Process, asked: bytes) -> None:
    assert child.stdin is not None
    try:
        child.stdin.write(asked)
        await child.stdin.drain()
    except ConnectionError:  # It ended before it had read everything; its status says why.
        pass
    child.stdin.close()


async def _read(child: asyncio.subprocess.Process, bytes_max: int) -> bytes:
    assert child.stdout is not None
    answer = bytearray()
    while piece := await child.stdout.read(1 << 18):
        answer += piece
        if len(answer) > bytes_max:
            raise ChildLoud
    return bytes(answer)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass
