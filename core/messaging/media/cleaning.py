"""Strangers' pictures, voice notes and videos cleaned in a child that can do nothing else; the host never decodes one.

The child reads the file on its standard input, gives every other power away and only then looks at it. It is killed
with its group at a deadline, by its CPU limit in an endless loop, and fails alone when it eats memory.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass

from core.kit import log
from core.kit.errors import DomainError
from core.messaging.media.errors import MediaTooLarge, MediaUnreadable
from core.messaging.media.limits import MEDIA_BYTES_MAX

DEADLINE_S = 30.0  # Beyond the child's own CPU limit, for a machine that is busy elsewhere.
AT_ONCE = 2  # Children: each may take the child's whole memory limit.
ANSWER_BYTES_MAX = MEDIA_BYTES_MAX + 512 * 1024  # The file, its thumbnail, a line about them.
_log = log.get("media")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What may be kept of a file."""

    content: bytes
    thumbnail: bytes = b""
    width_px: int = 0
    height_px: int = 0
    thumb_data: str = ""


class Cleaner:
    """Cleans files, a few at once."""

    def __init__(self, *, deadline_s: float = DEADLINE_S) -> None:
        self._deadline_s = deadline_s
        self._room = asyncio.Semaphore(AT_ONCE)

    async def clean(self, mime_type: str, content: bytes) -> Cleaned:
        """The file without metadata. MEDIA_UNREADABLE with why, MEDIA_TOO_LARGE for one that grew too much by it."""
        async with self._room:
            answer = await self._ask(json.dumps({"mime_type": mime_type}).encode() + b"\n" + content)
        line, _, rest = answer.partition(b"\n")
        said = json.loads(line)
        if "why" in said:
            raise MediaUnreadable("the file cannot be read", why=said["why"])
        size = int(said["content_bytes"])
        if size > MEDIA_BYTES_MAX:
            raise MediaTooLarge("the cleaned file is too large", bytes_max=MEDIA_BYTES_MAX)
        return Cleaned(rest[:size], rest[size:], said["width_px"], said["height_px"], said["thumb_data"])

    async def _ask(self, asked: bytes) -> bytes:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-m", "core.messaging.media.cleaning_child", env={}, start_new_session=True,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        feeding = asyncio.create_task(_feed(child, asked))
        try:
            async with asyncio.timeout(self._deadline_s):
                answer = await _read(child)
                await child.wait()
        except TimeoutError:
            raise MediaUnreadable("the file took too long", why="too_much_work") from None
        finally:
            _kill_group(child.pid)
            await child.wait()
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)
        if child.returncode != 0 or b"\n" not in answer:
            raise _ended(child.returncode)
        return answer


def _ended(status: int | None) -> DomainError:
    _log.warning("a cleaning child ended", status=status)
    return MediaUnreadable("the file cannot be read", why="too_much_work" if status == -signal.SIGXCPU else "damaged")


async def _feed(child: asyncio.subprocess.Process, asked: bytes) -> None:
    assert child.stdin is not None
    try:
        child.stdin.write(asked)
        await child.stdin.drain()
    except ConnectionError:  # It ended before it had read everything; its status says why.
        pass
    child.stdin.close()


async def _read(child: asyncio.subprocess.Process) -> bytes:
    """All it says, up to what an honest child may: a captured one could go on for ever."""
    assert child.stdout is not None
    answer = bytearray()
    while piece := await child.stdout.read(1 << 18):
        answer += piece
        if len(answer) > ANSWER_BYTES_MAX:
            raise MediaTooLarge("the cleaned file is too large", bytes_max=MEDIA_BYTES_MAX)
    return bytes(answer)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass
