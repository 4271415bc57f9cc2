"""GET and HEAD /media/<token> on the users' origin: the file behind a link, whole or one range of it.

What comes from people is never a page: its type is the host's finding, no sniffing, a sandbox without scripts, and
everything but pictures, sound and films is for saving only.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote

from core.kit.caller import Caller
from core.kit.errors import ResourceExhausted
from core.kit.rpc import Channel
from majlis.messaging.v1 import media_service_pb2 as pb
from majlis.messaging.v1.media_service_rpc import MediaServiceClient

Parts = AsyncGenerator[pb.ReadMediaResponse, None]
READERS_MAX = 256  # Files being sent; one more is refused and may ask again.
STALLED_S = 60.0  # A reader who takes no piece for so long is hung up on.
HEADERS = {
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    # Not even in the reader's own cache: after a recall it must be nowhere.
    "cache-control": "private, no-store",
    "accept-ranges": "bytes",
}
_INLINE = {pb.MEDIA_KIND_IMAGE, pb.MEDIA_KIND_VOICE, pb.MEDIA_KIND_VIDEO}
_RANGE = re.compile(r"bytes=(?:([0-9]{1,15})-([0-9]{0,15})|-([0-9]{1,15}))")
_GATEWAY = Caller.of_service("gateway")


@dataclass(frozen=True, slots=True)
class Part:
    """What to answer; `pieces` are `length` bytes together, none for HEAD."""

    status: int
    headers: dict[str, str]
    content_type: str
    length: int
    pieces: AsyncGenerator[bytes, None]


class MediaFiles:
    """Opens links through the channel."""

    def __init__(self, *, channel: Channel) -> None:
        self._media = MediaServiceClient(channel)
        self._readers = 0

    @contextmanager
    def reader(self) -> Iterator[None]:
        """Held while a file is sent. RESOURCE_EXHAUSTED where too many are."""
        if self._readers >= READERS_MAX:
            raise ResourceExhausted("too many files are being read", readers_max=READERS_MAX)
        self._readers += 1
        try:
            yield
        finally:
            self._readers -= 1

    async def open(self, token: str, headers: Mapping[str, str], *, head_only: bool) -> Part:
        """The answer to a request with these headers. MEDIA_NOT_FOUND for a link that opens nothing."""
        asked = _RANGE.fullmatch(headers.get("range", "").strip())
        # If-Range asks for a part of the very version it names; none has a name, so it gets the whole.
        if asked is None or "if-range" in headers:
            return await self._whole(token, head_only=head_only)
        first, last, suffix = asked.groups()
        if suffix is not None:
            size = (await self._head(token)).size_bytes
            start, length = max(0, size - int(suffix)), min(size, int(suffix))
        else:
            start, length = int(first), int(last) - int(first) + 1 if last else 0
            if last and length < 1:  # Not a range at all, says RFC 9110, section 14.1.1.
                return await self._whole(token, head_only=head_only)
        return await self._range(token, start, length, head_only=head_only)

    async def _whole(self, token: str, *, head_only: bool) -> Part:
        head, pieces = await self._opened(pb.ReadMediaRequest(token=token), head_only=head_only)
        return Part(200, HEADERS | _disposition(head), head.mime_type, head.size_bytes, pieces)

    async def _range(self, token: str, start: int, length: int, *, head_only: bool) -> Part:
        request = pb.ReadMediaRequest(token=token, offset_bytes=start, bytes_max=length)
        head, pieces = await self._opened(request, head_only=head_only)
        size = head.size_bytes
        if start >= size:
            await pieces.aclose()
            return Part(416, HEADERS | {"content-range": f"bytes */{size}"}, head.mime_type, 0, _none())
        end = min(size, start + length) if length else size
        ranged = {"content-range": f"bytes {start}-{end - 1}/{size}"}
        return Part(206, HEADERS | _disposition(head) | ranged, head.mime_type, end - start, pieces)

    async def _head(self, token: str) -> pb.ReadMediaResponse:
        head, _ = await self._opened(pb.ReadMediaRequest(token=token), head_only=True)
        return head

    async def _opened(
        self, request: pb.ReadMediaRequest, *, head_only: bool
    ) -> tuple[pb.ReadMediaResponse, AsyncGenerator[bytes, None]]:
        parts = cast(Parts, self._media.read_media(request, caller=_GATEWAY))
        head = await anext(parts)
        if head_only:
            await parts.aclose()
            return head, _none()
        return head, _pieces(parts)


async def _pieces(parts: Parts) -> AsyncGenerator[bytes, None]:
    async with aclosing(parts):
        async for part in parts:
            yield part.piece


async def _none() -> AsyncGenerator[bytes, None]:
    return
    yield  # Which makes it a generator.


def _disposition(head: pb.ReadMediaResponse) -> dict[str, str]:
    """How a browser should take it, and its name in RFC 8187's form: nothing in it can end the header or turn it."""
    how = "inline" if head.kind in _INLINE else "attachment"
    return {"content-disposition": f"{how}; filename*=UTF-8''{quote(head.name or 'file', safe='')}"}
