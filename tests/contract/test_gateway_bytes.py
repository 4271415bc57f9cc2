"""What only an attacker sends: bytes that are no text, and frames that race each other. Refused, never our fault."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from core.gateway.frames import SESSIONS_MAX
from tests.support.gateway import Gate, running_gate


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    async with running_gate(tmp_path) as made:
        yield made


async def spoken(gate: Gate, method: str, headers: dict[bytes, bytes]) -> bytes:
    """The answer to a POST whose headers no HTTP library would send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
    given = {b"Host": b"localhost:%d" % gate.port, b"Content-Type": b"application/json", b"Content-Length": b"2"}
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in (given | headers).items())
    path = f"/majlis.identity.v1.IdentityService/{method}".encode()
    writer.write(b"POST " + path + b" HTTP/1.1\r\nConnection: close\r\n" + lines + b"\r\n{}")
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


BYTES = [b"\xff\xfe", b"\xed\xa0\x80", b"a\xc3", "ليلى".encode("cp1256")]


@pytest.mark.parametrize("noise", BYTES, ids=ascii)
async def test_a_header_that_is_no_text_is_refused(gate: Gate, noise: bytes) -> None:
    """A stranger's noise must not look like our fault in the log: it would hide one."""
    origin = b"http://localhost:%d" % gate.port
    asked = [
        ("GetMe", {b"Authorization": b"Bearer " + noise}, b"401"),
        ("GetMe", {b"Authorization": b"Bearer a." + noise + b".c"}, b"401"),
        ("RefreshSession", {b"Cookie": b"majlis_refresh=" + noise, b"Origin": origin}, b"401"),
        ("RefreshSession", {b"Cookie": b"majlis_refresh=x", b"Origin": b"http://" + noise}, b"403"),
        ("GetMe", {b"Host": noise}, b"421"),
        ("GetMe", {b"Content-Type": noise}, b"415"),
    ]
    with capture_logs() as lines:
        for method, headers, status in asked:
            answer = await spoken(gate, method, headers)
            assert answer.startswith(b"HTTP/1.1 " + status), (method, headers, answer[:300])
            answer.decode()
    assert [line for line in lines if line["event"] == "fault"] == []


async def test_a_page_that_fills_its_places_while_one_opens_keeps_its_socket(gate: Gate) -> None:
    """Naming sessions of nobody counts too: the one that opens late has no place, and says so."""
    gate.sandbox.gates["org.slow"] = asyncio.Event()
    async with gate.page() as page:
        await page.say(k="open", seq=1, app_id="org.slow", path="/")
        for n in range(SESSIONS_MAX):
            await page.tap(n + 2, f"ses_of_nobody_{n}")
        for _ in range(SESSIONS_MAX):
            assert (await page.hear("error"))["error"]["reason"] == "SESSION_NOT_FOUND"
        gate.sandbox.gates["org.slow"].set()
        assert (await page.hear("screen"))["seq"] == 1
        while (refused := await page.hear("error"))["seq"] != 1:
            assert refused["error"]["reason"] == "SESSION_NOT_FOUND"
        assert refused["error"]["reason"] == "RESOURCE_EXHAUSTED"
        await page.say(k="ping")
        await page.hear("pong")
