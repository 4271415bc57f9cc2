"""The route of media: a bounded number of readers, each served as fast as they read and not held by those who stall."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

from sanic import HTTPResponse, Request, Sanic

from core.gateway.media import MediaFiles, Part
from core.gateway.origins import USERS
from core.kit.errors import DomainError, MethodUnknown, ResourceExhausted

READERS_MAX = 256  # Files being sent; one more is refused and may ask again.
STALLED_S = 60.0  # A reader who takes no piece for so long is hung up on.


def serve_media(app: Sanic[Any, Any], files: MediaFiles) -> None:
    """GET and HEAD /media/<token>, on the users' origin only."""
    readers = 0

    async def serve(request: Request, token: str) -> HTTPResponse | None:
        nonlocal readers
        if request.ctx.origin.audience is not USERS:
            raise MethodUnknown("no files here")
        if readers >= READERS_MAX:
            raise ResourceExhausted("too many files are being read", readers_max=READERS_MAX)
        readers += 1
        try:
            head_only = request.method == "HEAD"
            part = await files.open(token, request.headers, head_only=head_only)
            async with aclosing(part.pieces):
                if head_only or not part.length:
                    return HTTPResponse(b"", part.status, _headers(part), part.content_type)
                await _send(request, part)
        finally:
            readers -= 1
        return None

    app.add_route(serve, "/media/<token:str>", methods=["GET", "HEAD"], name="media")


async def _send(request: Request, part: Part) -> None:
    response = await request.respond(status=part.status, headers=_headers(part), content_type=part.content_type)
    try:
        async for piece in part.pieces:
            if piece:
                async with asyncio.timeout(STALLED_S):
                    await response.send(piece)
    except (DomainError, TimeoutError):
        # Recalled in the middle, or nobody reads: what was promised cannot be sent, so the line ends here.
        request.transport.abort()  # type: ignore[attr-defined]


def _headers(part: Part) -> dict[str, str]:
    return part.headers | {"content-length": str(part.length)}
