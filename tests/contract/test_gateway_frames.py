"""Frames that are not ours: named where they can be, survived always."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from core.gateway import frames, socket
from tests.support.gateway import Gate, Page, running_gate


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    async with running_gate(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        ({"k": "open", "seq": 1, "app_id": "a" * 129, "path": "/"}, "app_id"),
        ({"k": "open", "seq": 1, "app_id": "org.a", "path": "x" * 513}, "path"),
        ({"k": "open", "seq": 0, "app_id": "org.a"}, "seq"),
        ({"k": "open", "seq": 1.5, "app_id": "org.a"}, "seq"),
        ({"k": "open", "seq": True, "app_id": "org.a"}, "seq"),
        ({"k": "open", "seq": 2**60, "app_id": "org.a"}, "seq"),
        ({"k": "open", "seq": 1, "app_id": "org.a", "user_id": "usr_sami"}, "user_id"),
        ({"k": "open", "seq": 1, "app_id": "\ud800"}, "app_id"),
        ({"k": "ev", "seq": 1, "session_id": "s", "revision": 1, "id": "s", "on": "press"}, "request_id"),
        ({"k": "close", "session_id": 5}, "session_id"),
        ({"k": "ping", "seq": 1}, "seq"),
        ({"k": "unknown"}, "k"), ({"k": ["ping"]}, "k"), ({}, "k"), (5, "k"),
        ({"k": "hello", "token": "x", "sessions": []}, "k"),
    ],
)  # fmt: skip
async def test_a_frame_that_is_not_ours_is_named_and_the_socket_lives(gate: Gate, frame: Any, field: str) -> None:
    async with gate.page() as page:
        await page.socket.send(json.dumps(frame))
        error = await page.hear()
        assert (error["k"], error["error"]["reason"]) == ("error", "FRAME_INVALID")
        assert error["error"]["metadata"]["field"] == field
        await page.say(k="ping")
        await page.hear("pong")


@pytest.mark.parametrize("value", [["x" * 4_095], {"a": "\ud800"}, "x" * 5_000])
async def test_a_value_too_large_or_broken_is_refused_by_seq(gate: Gate, value: Any) -> None:
    async with gate.page() as page:
        frame = {"k": "ev", "seq": 9, "request_id": "request-9", "session_id": "s", "revision": 1, "id": "s", "on": "x"}
        await page.socket.send(json.dumps({**frame, "value": value}))
        error = await page.hear()
        assert (error["seq"], error["error"]["metadata"]["field"]) == (9, "value")


async def test_a_frame_over_256_kibibytes_closes_the_socket_and_one_at_it_does_not(gate: Gate) -> None:
    async with gate.page() as page:
        await page.socket.send("x" * frames.FRAME_BYTES_MAX)
        assert (await page.hear())["error"]["reason"] == "FRAME_INVALID"
        await page.socket.send("x" * (frames.FRAME_BYTES_MAX + 1))
        assert await page.closed() == 1009
    async with gate.page() as page:
        await page.open()


async def refusals(page: Page) -> AsyncIterator[str | bytes]:
    with contextlib.suppress(ConnectionClosed):
        while True:
            yield await page.socket.recv()


async def test_somebody_who_only_sends_nonsense_is_sent_away(gate: Gate) -> None:
    async with gate.page() as page:
        for _ in range(30):
            await page.socket.send("nonsense")
        told = [json.loads(text)["error"]["reason"] async for text in refusals(page)]
        assert set(told) == {"FRAME_INVALID"}
        assert len(told) <= socket.INVALID_FRAMES_MAX + 1
        assert await page.closed() == 1008


async def test_a_flood_is_read_slowly_and_nobody_else_waits(gate: Gate) -> None:
    async with gate.page() as flood, gate.page() as other:
        started_s = asyncio.get_running_loop().time()
        for _ in range(socket.FRAMES_BURST + 40):
            await flood.say(k="ping")
        await other.open()
        await other.tap(2, "ses_1")
        assert (await other.hear("patch"))["seq"] == 2
        for _ in range(socket.FRAMES_BURST + 40):
            await flood.hear("pong")
        assert asyncio.get_running_loop().time() - started_s > 0.8 * 40 / socket.FRAMES_PER_S


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
NAMES = ["k", "seq", "request_id", "session_id", "revision", "id", "on", "value", "fields", "app_id", "path", "token"]
NAMES += ["method", "request", "known", "personal_pos", "conversations"]
KINDS = st.sampled_from(["hello", "token", "open", "ev", "close", "call", "follow", "opened", "ping"])
FRAMES = st.one_of(
    st.text(max_size=60), st.binary(max_size=60), JSON_VALUES.map(json.dumps),
    st.builds(
        lambda kind, rest: json.dumps({**rest, "k": kind}),
        KINDS, st.dictionaries(st.sampled_from([*NAMES, "sessions"]), JSON_VALUES, max_size=6),
    ),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(text=FRAMES)
def test_any_message_is_a_frame_or_is_refused(text: str | bytes) -> None:
    try:
        frame = frames.read(text)
    except frames.FrameInvalid as error:
        frames.error(error, seq=frames.seq_of(text)).encode()
    else:
        assert isinstance(frame, frames.Frame)


async def test_fuzzed_frames_never_break_the_host(gate: Gate) -> None:
    """Whatever a page sends, the host answers or sends it away, and serves the next page as before."""
    examples: list[str | bytes] = []

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(text=FRAMES)
    def collect(text: str | bytes) -> None:
        examples.append(text)

    collect()
    for start in range(0, len(examples), 15):
        async with gate.page() as page:
            try:
                for text in examples[start : start + 15]:
                    await page.socket.send(text)
                await page.say(k="ping")
                await page.hear("pong")
            except ConnectionClosed:
                assert page.socket.close_code in (1007, 1008)
    async with gate.page() as page:
        assert (await page.open())["k"] == "screen"
