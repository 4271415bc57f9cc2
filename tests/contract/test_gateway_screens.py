"""Taps keep their order, screens always fit the one before, and a slow reader costs bounded memory."""

from __future__ import annotations

import asyncio
import json
import weakref
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.gateway import frames, outbox, session_line
from core.kit.clock import ManualClock
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from tests.support.gateway import Gate, running_gate
from tests.support.waiting import until


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    async with running_gate(tmp_path) as made:
        yield made


def apply(nodes: dict[str, Any], ops: list[Any]) -> None:
    """The one operation the fake sandbox answers with: changed props."""
    for _, node_id, changed, _ in ops:
        nodes[node_id][1].update(changed)


# Opening, tapping, resuming.


async def test_opening_draws_the_first_screen(gate: Gate) -> None:
    async with gate.page() as page:
        screen = await page.open(seq=7)
        assert screen == {
            "k": "screen", "seq": 7, "session_id": "ses_1", "app_id": "org.a", "version": "ver_1", "revision": 1,
            "root": "s", "path": "/", "runtime": "runner",
            "nodes": {"s": ["Screen", {"title": "عدد 1", "pad": ""}, []]},
        }  # fmt: skip


async def test_an_app_that_is_not_there_says_so_under_the_same_seq(gate: Gate) -> None:
    async with gate.page() as page:
        await page.say(k="open", seq=3, app_id="org.none", path="/")
        frame = await page.hear()
        assert (frame["k"], frame["seq"], frame["error"]["reason"]) == ("error", 3, "APP_NOT_FOUND")
        assert frame["error"]["code"] == "not_found"


async def test_a_tap_is_answered_by_a_patch_with_its_effects(gate: Gate) -> None:
    async with gate.page() as page:
        await page.open()
        frame = {"request_id": "request-2", "session_id": "ses_1", "revision": 1, "id": "s.add", "on": "change"}
        await page.say(k="ev", seq=2, **frame, value={"n": "خمسة"}, fields={"q": 1})
        assert await page.hear() == {
            "k": "patch", "seq": 2, "session_id": "ses_1", "revision": 2, "base": 1, "path": "/",
            "runtime": "snapshot", "ops": [["p", "s", {"title": 2}, []]], "effects": [{"toast": {"text": "تم"}}],
        }  # fmt: skip
        [sent] = gate.sandbox.dispatched
        assert (sent.value_json, sent.fields_json) == ('{"n":"خمسة"}', '{"q":1}')


async def test_an_absent_value_is_not_null(gate: Gate) -> None:
    async with gate.page() as page:
        await page.open()
        frame = {"session_id": "ses_1", "revision": 1, "id": "s.add", "on": "press"}
        await page.say(k="ev", seq=2, request_id="request-2", **frame, value=None)
        await page.say(k="ev", seq=3, request_id="request-3", **frame)
        await page.hear("patch")
        await page.hear("patch")
        assert [each.value_json for each in gate.sandbox.dispatched] == ["null", ""]


async def test_a_refused_tap_keeps_its_facts_and_can_be_sent_again(gate: Gate) -> None:
    async with gate.page() as page:
        await page.open()
        for _ in range(2):
            await page.tap(2, "ses_1", node="s.consent")
            frame = await page.hear()
            assert (frame["k"], frame["seq"], frame["session_id"]) == ("error", 2, "ses_1")
            assert frame["error"]["reason"] == "CONSENT_REQUIRED"
            assert frame["error"]["metadata"] == {"scope": "profile.name", "app_id": "org.a"}


async def test_a_stale_screen_is_followed_by_the_newest(gate: Gate) -> None:
    async with gate.page() as page:
        await page.open()
        await page.tap(2, "ses_1")
        await page.hear("patch")
        await page.tap(3, "ses_1", node="s.stale")
        assert (await page.hear())["error"]["reason"] == "STALE_SCREEN"
        screen = await page.hear()
        assert (screen["k"], screen["revision"], screen["seq"]) == ("screen", 2, 0)


async def test_taps_of_a_session_go_one_at_a_time_and_sessions_side_by_side(gate: Gate) -> None:
    gate.sandbox.gates["s.slow"] = asyncio.Event()
    async with gate.page() as page:
        await page.open(1)
        await page.open(2)
        await page.tap(3, "ses_1", node="s.slow")
        for seq in (4, 5, 6):
            await page.tap(seq, "ses_1")
        await page.tap(7, "ses_2")
        answer = await page.hear("patch")
        assert (answer["seq"], answer["session_id"]) == (7, "ses_2")
        assert len(gate.sandbox.dispatched) == 2
        gate.sandbox.gates["s.slow"].set()
        assert [(await page.hear("patch"))["seq"] for _ in range(4)] == [3, 4, 5, 6]
    assert gate.sandbox.most_under_way["ses_1"] == 1


async def test_too_many_waiting_taps_are_refused_by_seq(gate: Gate) -> None:
    gate.sandbox.gates["s.slow"] = asyncio.Event()
    async with gate.page() as page:
        await page.open()
        await page.tap(2, "ses_1", node="s.slow")
        await until(lambda: len(gate.sandbox.dispatched) == 1)
        waiting = session_line.EVENTS_WAITING_MAX
        for seq in range(3, waiting + 4):
            await page.tap(seq, "ses_1")
        frame = await page.hear()
        assert (frame["seq"], frame["error"]["reason"]) == (waiting + 3, "RESOURCE_EXHAUSTED")
        gate.sandbox.gates["s.slow"].set()
        assert [(await page.hear("patch"))["seq"] for _ in range(waiting + 1)] == [*range(2, waiting + 3)]


async def test_a_page_holds_sixteen_sessions_and_not_one_more(gate: Gate) -> None:
    async with gate.page() as page:
        for seq in range(1, frames.SESSIONS_MAX + 1):
            await page.open(seq)
        await page.say(k="open", seq=99, app_id="org.a", path="/")
        assert (await page.hear("error"))["error"]["reason"] == "RESOURCE_EXHAUSTED"
        await page.say(k="close", session_id="ses_1")
        await page.open(100)


async def test_after_a_lost_connection_the_page_gets_what_it_missed_and_no_tap_counts_twice(gate: Gate) -> None:
    """The train leaves the tunnel: hello names the screen it has, and the unanswered tap comes again."""
    async with gate.page() as page:
        await page.open()
        await page.tap(2, "ses_1", request_id="the-same-tap")
        await until(lambda: gate.sandbox.revisions["ses_1"] == 2)
    async with gate.page({"session_id": "ses_1", "revision": 1}) as page:
        await page.tap(2, "ses_1", request_id="the-same-tap")
        screen = await page.hear()
        assert (screen["k"], screen["revision"], screen["version"]) == ("screen", 2, "ver_1")
        answer = await page.hear()
        assert (answer["k"], answer["seq"], answer["revision"]) == ("patch", 2, 2)
    assert gate.sandbox.revisions["ses_1"] == 2


async def test_a_page_that_missed_nothing_is_sent_nothing(gate: Gate) -> None:
    async with gate.page() as page:
        await page.open()
    async with gate.page({"session_id": "ses_1", "revision": 1}) as page:
        assert await page.silent()
        await until(lambda: bool(gate.sandbox.watches["ses_1"]))
        gate.sandbox.push("ses_1")
        assert (await page.hear())["k"] == "patch"


async def test_another_persons_session_looks_like_none(gate: Gate) -> None:
    async with gate.page() as page:
        await page.open()
    async with gate.page({"session_id": "ses_1", "revision": 0}, user="usr_mallory") as page:
        theirs = await page.hear()
    async with gate.page({"session_id": "ses_404", "revision": 0}, user="usr_mallory") as page:
        absent = await page.hear()
    assert json.dumps(theirs).replace("ses_1", "X") == json.dumps(absent).replace("ses_404", "X")
    assert theirs["error"]["reason"] == "SESSION_NOT_FOUND"


async def test_closing_a_session_ends_its_stream_and_leaving_ends_them_all(gate: Gate) -> None:
    async with gate.page() as page:
        for seq in (1, 2, 3):
            await page.open(seq)
        await until(lambda: sum(map(len, gate.sandbox.watches.values())) == 3)
        await page.say(k="close", session_id="ses_1")
        await until(lambda: gate.sandbox.closed == ["ses_1"] and gate.sandbox.watches_ended == 1)
    await until(lambda: gate.sandbox.watches_ended == 3)


# What comes unasked.


async def test_a_redrawn_screen_and_live_values_come_unasked(gate: Gate) -> None:
    async with gate.page() as page:
        await page.open()
        await until(lambda: bool(gate.sandbox.watches["ses_1"]))
        gate.sandbox.push("ses_1")
        patch = await page.hear()
        assert (patch["k"], patch["seq"], patch["base"], patch["revision"]) == ("patch", 0, 1, 2)
        value = pb.LiveValue(topic="seats", value_json='{"left":3}')
        gate.sandbox.tell("ses_1", pb.WatchSessionResponse(live=value))
        assert await page.hear() == {"k": "live", "session_id": "ses_1", "topic": "seats", "value": {"left": 3}}


async def test_a_lost_patch_is_answered_by_a_whole_screen(gate: Gate) -> None:
    async with gate.page() as page:
        await page.open()
        await until(lambda: bool(gate.sandbox.watches["ses_1"]))
        gate.sandbox.push("ses_1", skip=True)
        gate.sandbox.push("ses_1")
        screen = await page.hear()
        assert (screen["k"], screen["revision"]) == ("screen", 3)


async def test_an_answer_that_skips_a_patch_comes_as_a_whole_screen_with_its_effects(gate: Gate) -> None:
    """The patch before it was lost or is late: what the tap changed must still arrive, under its seq."""
    async with gate.page() as page:
        await page.open()
        gate.sandbox.push("ses_1", skip=True)
        await page.tap(2, "ses_1")
        screen = await page.hear()
        assert (screen["k"], screen["seq"], screen["revision"]) == ("screen", 2, 3)
        assert screen["effects"] == [{"toast": {"text": "تم"}}]


async def test_a_slow_reader_costs_bounded_memory_and_ends_with_the_newest_screen(gate: Gate) -> None:
    """A phone on a bad line: it misses steps, never the end, and every frame it does get fits the one before."""
    async with gate.stranger(max_queue=1) as page:
        await page.say(k="hello", token=gate.tokens.access("usr_layla"), sessions=[])
        screen = await page.open()
        nodes, revision = screen["nodes"], screen["revision"]
        await until(lambda: bool(gate.sandbox.watches["ses_1"]))
        pushes = 300
        for number in range(pushes):
            gate.sandbox.push("ses_1", padding="x" * 100_000)
            value = pb.LiveValue(topic="count", value_json=str(number))
            gate.sandbox.tell("ses_1", pb.WatchSessionResponse(live=value))
            if number % 10 == 0:
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.3)
        received, live, screens = 0, -1, 0
        while revision < pushes + 1 or live < pushes - 1:
            frame = await page.hear()
            received += 1
            if frame["k"] == "live":
                live = frame["value"]
            elif frame["k"] == "screen":
                nodes, revision, screens = frame["nodes"], frame["revision"], screens + 1
            else:
                assert frame["base"] == revision, "a patch that does not fit"
                apply(nodes, frame["ops"])
                revision = frame["revision"]
        assert screens >= 1
        assert received < 2 * pushes
        assert str(pushes + 1) in str(nodes["s"][1]["title"])
        await page.tap(2, "ses_1", revision=revision)
        assert (await page.hear("patch"))["seq"] == 2


async def test_a_reader_that_takes_nothing_for_half_a_minute_is_let_go() -> None:
    """Unsent frames and sessions of a phone in a drawer must not stay for ever."""
    from core.gateway.socket import Socket, Sockets

    clock, sockets = ManualClock(), Sockets()

    class Drawer:
        closed_with = 0

        async def receive(self) -> str | None:
            if not hasattr(self, "said"):
                self.said = True
                return json.dumps({"k": "hello", "token": "t", "sessions": []})
            if not hasattr(self, "pinged"):
                self.pinged = True
                return '{"k":"ping"}'
            await asyncio.sleep(30)
            return None

        async def send(self, frames: Sequence[str]) -> None:
            await asyncio.sleep(30)

        async def close(self, code: int) -> None:
            self.closed_with = code

    class Anybody:
        async def verify_until(self, token: str, audience: str) -> tuple[Any, int]:
            from core.kit.caller import Caller

            return Caller.user("usr_layla", device_id="dev_1"), 2**50

    wire = Drawer()
    slow = Socket(wire=wire, verifier=Anybody(), channel=None, sockets=sockets, clock=clock)  # type: ignore[arg-type]
    serving = asyncio.create_task(slow.serve())
    await until(lambda: len(sockets) == 1 and slow._outbox._sending_since_s is not None)
    for _ in range(8):
        clock.advance(timedelta(seconds=5))
        await asyncio.sleep(0.01)
    await asyncio.wait_for(serving, 20)
    assert (wire.closed_with, len(sockets)) == (1001, 0)


async def test_the_outbox_refuses_what_it_has_no_room_for_and_keeps_order() -> None:
    gate, sent = asyncio.Event(), []

    async def send(frames: Sequence[str]) -> None:
        await gate.wait()
        sent.extend(frames)

    box = outbox.Outbox(send=send, clock=ManualClock())
    running = asyncio.create_task(box.run())
    taken = [await box.offer(str(number)) for number in range(outbox.FRAMES_MAX + 10)]
    assert taken == [True] * outbox.FRAMES_MAX + [False] * 10
    waiting = asyncio.create_task(box.put("last"))
    gate.set()
    await waiting
    await box.drained()
    assert sent == [*map(str, range(outbox.FRAMES_MAX)), "last"]
    running.cancel()


async def test_a_quiet_outbox_holds_nothing_of_what_it_sent() -> None:
    """Ten thousand pages that only listen would each keep the greeting they got."""

    class Text(str):
        """One that can be watched."""

    async def send(frames: Sequence[str]) -> None:
        pass

    box = outbox.Outbox(send=send, clock=ManualClock())
    running = asyncio.create_task(box.run())
    greeting = Text("welcome")
    watched = weakref.ref(greeting)
    await box.put(greeting)
    await box.drained()
    del greeting
    assert watched() is None
    running.cancel()
