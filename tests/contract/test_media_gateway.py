"""GET /media/<token>: what comes from people is shown or saved, and is never a page of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from core.gateway import media as gateway_media
from core.gateway.app import build_gateway
from core.kit.caller import Caller
from core.kit.config import Config
from core.kit.tokens import AccessVerifier
from majlis.messaging.v1 import media_service_pb2 as pb
from tests.support.access_tokens import TokenMaker
from tests.support.chat_desk import ChatDesk
from tests.support.gateway import served
from tests.support.media_desk import FILE, IMAGE, VIDEO, MediaDesk, film, picture

CONTENT = bytes(range(256)) * 3000  # Three pieces.


@dataclass
class Shown:
    """A person, their group, and a browser at the gateway."""

    desk: MediaDesk
    layla: Caller
    conversation_id: str
    port: int
    http: httpx.AsyncClient

    async def path(self, content: bytes, *, kind: pb.MediaKind.ValueType = FILE, name: str = "notes.bin") -> str:
        """Where the browser finds a file that was just sent."""
        seq = await self.desk.show(
            self.layla, self.conversation_id, await self.desk.upload(self.layla, content, kind=kind, name=name)
        )
        return "/media/" + await self.desk.link(self.layla, self.conversation_id, seq)

    async def ask(self, path: str, method: str = "GET", host: str = "localhost", **headers: str) -> httpx.Response:
        return await self.http.request(method, path, headers={"host": f"{host}:{self.port}", **headers})


@pytest.fixture
async def shown(chat: ChatDesk, tmp_path: Path) -> AsyncIterator[Shown]:
    desk = MediaDesk(chat, tmp_path)
    verifier = AccessVerifier(jwks=TokenMaker(chat.clock).jwks, clock=chat.clock)
    app = build_gateway(
        config=Config(http_port=0),
        channel=chat.chain,
        verifier=verifier,
        clock=chat.clock,
        web_dist=tmp_path,
        probes={},
    )
    layla = await chat.person()
    async with served(app) as (port, http):
        yield Shown(desk, layla, await chat.group(layla), port, http)


async def test_a_file_is_saved_and_never_shown_as_a_page(shown: Shown) -> None:
    """A page sent as a file would otherwise run as ours, with the reader's session."""
    page = b"<!doctype html><script>alert(document.cookie)</script>"
    answer = await shown.ask(await shown.path(page, name="a\u202e\"'\r\nx: y;.html"))
    assert (answer.status_code, answer.content) == (200, page)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''a%22%27x%3A%20y%3B.html"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-length"] == str(len(page))


async def test_a_picture_is_shown(shown: Shown) -> None:
    answer = await shown.ask(await shown.path(picture(), kind=IMAGE, name="كثبان.jpg"))
    assert answer.headers["content-type"] == "image/jpeg"
    name = "%D9%83%D8%AB%D8%A8%D8%A7%D9%86.jpg"
    assert answer.headers["content-disposition"] == f"inline; filename*=UTF-8''{name}"
    assert answer.content[:2] == b"\xff\xd8"


async def test_ranges_are_exact(shown: Shown) -> None:
    """A film is played from the middle, and its end read first."""
    path, size = await shown.path(CONTENT), len(CONTENT)
    for asked, start, end in (
        ("bytes=0-0", 0, 1), ("bytes=5-300000", 5, 300_001), (f"bytes={size - 1}-", size - 1, size),
        (f"bytes=10-{size * 9}", 10, size), ("bytes=-7", size - 7, size), (f"bytes=-{size * 9}", 0, size),
    ):  # fmt: skip
        answer = await shown.ask(path, range=asked)
        assert (answer.status_code, answer.content) == (206, CONTENT[start:end]), asked
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
        assert answer.headers["content-length"] == str(end - start)
    for asked in (f"bytes={size}-", f"bytes={size}-{size + 5}", "bytes=-0"):
        answer = await shown.ask(path, range=asked)
        assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{size}"), asked
    for asked in ("bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=", "bytes=-"):
        assert (await shown.ask(path, range=asked)).content == CONTENT, asked
    assert (await shown.ask(path, range="bytes=0-1", **{"if-range": '"v"'})).status_code == 200


async def test_head_tells_the_same_without_the_file(shown: Shown) -> None:
    path = await shown.path(film(), kind=VIDEO, name="eid.mp4")
    head, got = await shown.ask(path, "HEAD"), await shown.ask(path)
    assert head.content == b""
    kept = ("content-length", "content-type", "content-disposition", "accept-ranges", "cache-control")
    assert [head.headers[name] for name in kept] == [got.headers[name] for name in kept]
    assert head.headers["content-type"] == "video/mp4"
    ranged = await shown.ask(path, "HEAD", range="bytes=0-9")
    assert (ranged.status_code, ranged.headers["content-length"], ranged.content) == (206, "10", b"")


async def test_a_link_that_opens_nothing_is_not_found(shown: Shown) -> None:
    """Forged, on the operators' origin, or of a message that was recalled a moment ago."""
    path = await shown.path(CONTENT)
    assert (await shown.ask("/media/AAAA")).status_code == 404
    assert (await shown.ask(path, host="operator.localhost")).status_code == 404
    assert (await shown.ask(path + "x" * 600)).status_code == 400
    await shown.desk.release(shown.conversation_id, *range(1, 10))
    answer = await shown.ask(path)
    assert (answer.status_code, answer.json()["details"][0]["debug"]["reason"]) == (404, "MEDIA_NOT_FOUND")
    assert "default-src 'self'" in answer.headers["content-security-policy"]


async def test_a_file_recalled_while_it_is_read_ends_there(shown: Shown) -> None:
    """A slow reader does not keep what was taken back."""
    path = await shown.path(bytes(8 * 1024 * 1024))
    request = shown.http.build_request("GET", path, headers={"host": f"localhost:{shown.port}"})
    answer = await shown.http.send(request, stream=True)
    await shown.desk.release(shown.conversation_id, *range(1, 10))
    await shown.desk.sweep.once()
    assert shown.desk.files() == []
    with pytest.raises(httpx.RemoteProtocolError):
        await answer.aread()


async def test_readers_are_bounded(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await shown.path(CONTENT)
    monkeypatch.setattr(gateway_media, "READERS_MAX", 1)
    assert (await shown.ask(path)).status_code == 200
    assert (await shown.ask(path)).status_code == 200
    monkeypatch.setattr(gateway_media, "READERS_MAX", 0)
    assert (await shown.ask(path)).status_code == 429
