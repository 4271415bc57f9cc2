"""A page's socket: who may hold one, whose it stays, and how it ends."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from core.gateway.socket import HELLO_WITHIN_S, SOCKETS_MAX
from core.kit.clock import ManualClock
from tests.support.gateway import Gate, Page, running_gate
from tests.support.waiting import until


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    async with running_gate(tmp_path) as made:
        yield made


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", "https://localhost", ""])
async def test_a_foreign_page_gets_no_socket(gate: Gate, origin: str) -> None:
    """Browsers let any page open a socket anywhere; only the Origin header tells them apart."""
    with pytest.raises(InvalidStatus) as caught:
        async with gate.stranger(origin):
            pass
    assert caught.value.response.status_code == 403


async def test_operators_have_no_socket_and_foreign_hosts_none_either(gate: Gate) -> None:
    for host, status in (("operator.localhost", 404), ("evil.example", 421)):
        with pytest.raises(InvalidStatus) as caught:
            async with gate.stranger(f"http://{host}:{gate.port}", host=host):
                pass
        assert caught.value.response.status_code == status


async def test_silence_instead_of_hello_is_closed_after_five_seconds(tmp_path: Path) -> None:
    clock = ManualClock()
    async with running_gate(tmp_path, clock) as gate, gate.stranger() as page:
        await until(lambda: HELLO_WITHIN_S in clock.asleep)
        clock.advance(timedelta(seconds=4.9))
        assert await page.silent()
        clock.advance(timedelta(seconds=0.2))
        assert await page.closed() == 1008


@pytest.mark.parametrize(
    "first", ['{"k":"ping"}', '{"k":"open","seq":1,"app_id":"org.a"}', "x", '{"k":"hello"}', b"\x00", "[]", ""]
)
async def test_a_first_frame_that_is_no_hello_ends_the_socket(gate: Gate, first: Any) -> None:
    async with gate.stranger() as page:
        await page.socket.send(first)
        assert (await page.hear("error"))["error"]["reason"] == "FRAME_INVALID"
        assert await page.closed() == 1008


@pytest.mark.parametrize("token", ["x.y.z", "expired", "operator", "foreign"])
async def test_a_token_that_does_not_hold_ends_the_socket(gate: Gate, token: str) -> None:
    made = {
        "expired": gate.tokens.access("usr_layla", ttl_s=-1),
        "operator": gate.tokens.access("usr_omar", audience="majlis-operator"),
        "foreign": type(gate.tokens)(gate.clock, "key_1").access("usr_layla"),
    }
    async with gate.stranger() as page:
        await page.say(k="hello", token=made.get(token, token), sessions=[])
        error = (await page.hear("error"))["error"]
        assert (error["code"], error["reason"]) == ("unauthenticated", "UNAUTHENTICATED")
        assert await page.closed() == 1008


async def test_a_socket_ends_with_its_token_unless_it_is_renewed(tmp_path: Path) -> None:
    clock = ManualClock()
    async with running_gate(tmp_path, clock) as gate, gate.page(ttl_s=60) as left, gate.page(ttl_s=60) as renewed:
        for page in (left, renewed):
            await page.say(k="ping")
            await page.hear("pong")
        await renewed.say(k="token", token=gate.tokens.access("usr_layla", ttl_s=600))
        await renewed.say(k="ping")
        await renewed.hear("pong")
        clock.advance(timedelta(seconds=61))
        error = (await left.hear("error"))["error"]
        assert (error["code"], error["metadata"]) == ("unauthenticated", {"expired": "True"})
        assert await left.closed() == 1008
        await renewed.say(k="ping")
        await renewed.hear("pong")


@pytest.mark.parametrize("claims", [{"user_id": "usr_sami"}, {"user_id": "usr_layla", "device_id": "dev_2"}])
async def test_a_socket_never_changes_hands(gate: Gate, claims: dict[str, str]) -> None:
    async with gate.page() as page:
        await page.say(k="token", token=gate.tokens.access(**claims))
        assert (await page.hear("error"))["error"]["reason"] == "UNAUTHENTICATED"
        assert await page.closed() == 1008


async def test_signing_a_device_out_closes_its_pages_and_no_others(gate: Gate) -> None:
    async with gate.page() as here, gate.page(device_id="dev_2") as there:
        for page in (here, there):
            await page.say(k="ping")
            await page.hear("pong")
        await until(lambda: bool(gate.identity.watchers))
        token = gate.tokens.access("usr_layla")
        gate.identity.revoke("dev_1")
        assert await here.hear() == {"k": "bye", "reason": "SESSION_REVOKED"}
        assert await here.closed() == 1008
        await there.say(k="ping")
        await there.hear("pong")
        async with gate.stranger() as again:
            await again.say(k="hello", token=token, sessions=[])
            assert (await again.hear("error"))["error"]["reason"] == "UNAUTHENTICATED"


async def test_one_person_holds_so_many_sockets_and_the_oldest_makes_room(gate: Gate) -> None:
    """The tab just opened is the one that is looked at; the one that rests longest is told so, and not to come back."""
    async with contextlib.AsyncExitStack() as open_pages:
        pages = []
        for number in range(SOCKETS_MAX):
            pages.append(await open_pages.enter_async_context(gate.page(device_id=f"dev_{number % 3}")))
            await pages[-1].say(k="ping")
            await pages[-1].hear("pong")
        sami = await open_pages.enter_async_context(gate.page(user="usr_sami"))
        assert await pages[0].silent()
        newest = await open_pages.enter_async_context(gate.page(device_id="dev_9"))
        assert await pages[0].hear() == {"k": "bye", "reason": "TOO_MANY_SOCKETS"}
        assert await pages[0].closed() == 1008
        for page in (*pages[1:], newest, sami):
            await page.say(k="ping")
            assert await page.hear() == {"k": "pong"}


async def test_a_socket_that_was_closed_makes_room(gate: Gate) -> None:
    """People open and close tabs all day."""
    async with gate.page() as first:
        for _ in range(SOCKETS_MAX + 2):
            async with gate.page() as page:
                await page.say(k="ping")
                await page.hear("pong")
        await first.say(k="ping")
        assert await first.hear() == {"k": "pong"}


async def test_revocations_are_followed_again_after_the_stream_breaks(gate: Gate) -> None:
    await until(lambda: bool(gate.identity.watchers))
    gate.identity.watchers[0].put_nowait(("", 0))
    await until(lambda: not gate.identity.watchers)
    await until(lambda: bool(gate.identity.watchers))
    async with gate.page() as page:
        await page.say(k="ping")
        await page.hear("pong")
        gate.identity.revoke("dev_1")
        assert (await page.hear())["k"] == "bye"


async def test_stopping_the_host_sends_pages_away_to_come_back(tmp_path: Path) -> None:
    async with running_gate(tmp_path) as gate:
        connected = gate.page()
        page: Page = await connected.__aenter__()
        await page.open()
        await until(lambda: bool(gate.sandbox.watches["ses_1"]))
    assert await page.closed() == 1001
    assert gate.sandbox.watches_ended == 1
    await connected.__aexit__(None, None, None)
