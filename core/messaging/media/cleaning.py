"""Strangers' pictures, voice notes and videos cleaned in a child that can do nothing else; the host never decodes one.

The child reads the file on its standard input, gives every other power away and only then looks at it. It is killed at
a deadline (`core.kit.apart`), by its CPU limit in an endless loop, and fails alone when it eats memory.
"""

from __future__ import annotations

import asyncio
import json
import signal
from dataclasses import dataclass

from core.kit import log
from core.kit.apart import ChildEnded, ChildLate, ChildLoud, ask_apart
from core.kit.errors import DomainError
from core.messaging.media.errors import MediaTooLarge, MediaUnreadable
from core.messaging.media.limits import MEDIA_BYTES_MAX

CHILD = "core.messaging.media.cleaning_child"
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
        try:
            answer = await ask_apart(CHILD, asked, within_s=self._deadline_s, answer_bytes_max=ANSWER_BYTES_MAX)
        except ChildLate:
            raise MediaUnreadable("the file took too long", why="too_much_work") from None
        except ChildLoud:
            raise MediaTooLarge("the cleaned file is too large", bytes_max=MEDIA_BYTES_MAX) from None
        except ChildEnded as ended:
            raise _unreadable(ended.args[0]) from None
        if b"\n" not in answer:
            raise _unreadable(0)
        return answer


def _unreadable(status: int) -> DomainError:
    _log.warning("a cleaning child ended", status=status)
    return MediaUnreadable("the file cannot be read", why="too_much_work" if status == -signal.SIGXCPU else "damaged")
