"""However a device comes and goes, and whatever its host is told late, twice, wrongly ordered or never: it ends up
holding exactly the server's log, dense, with the server's hash.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.kit.caller import Caller
from core.kit.db import Database, connect
from core.messaging.changes import Changes
from core.messaging.log import Draft
from majlis.messaging.v1 import messages_pb2 as pb
from tests.support.chat_desk import ChatDesk
from tests.support.databases import create_tables
from tests.support.follow_desk import Device, FollowDesk
from tests.support.waiting import until

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(1, 4)),
        st.tuples(st.sampled_from(["burst", "stop", "follow", "pause", "resume", "sync"]), st.just(0)),
        # Commits whose hub is told of them in another order, twice, or only in part.
        st.tuples(st.just("tell"), st.lists(st.integers(0, 3), max_size=6)),
    ),
    max_size=14,
)


class Schedule:
    """One device through one list of steps, in a conversation of its own."""

    def __init__(self, desk: FollowDesk, writer: Caller, reader: Caller, chat: str) -> None:
        self._desk, self._writer, self._chat = desk, writer, chat
        self._device = Device(reader, desk.node)

    async def run(self, steps: list[tuple[str, Any]]) -> None:
        await self._device.sync()  # While there are few: it has everything from the first on.
        for name, with_what in steps:
            await getattr(self, f"_{name}")(with_what)
        await self._end()

    async def _say(self, count: int) -> None:
        for _ in range(count):
            await self._desk.say(self._writer, self._chat)

    async def _burst(self, _: int) -> None:
        body = Draft(self._chat, pb.UPDATE_KIND_MESSAGE, self._writer.user_id, "{}")
        await self._desk.append(*[body] * 300)

    async def _tell(self, order: list[int]) -> None:
        committed = [await self._desk.chat.write(self._silently) for _ in range(4)]
        for index in order:
            self._desk.node.hub.tell(committed[index])

    def _silently(self, tx: Any) -> Changes:
        changes = Changes()
        draft = Draft(self._chat, pb.UPDATE_KIND_MESSAGE, self._writer.user_id, "{}")
        self._desk.chat.log.append(tx, [draft], changes)
        return changes

    async def _stop(self, _: int) -> None:
        await self._device.stop()
        self._device.reads.set()

    async def _follow(self, _: int) -> None:
        await self._stop(0)
        self._device.behind.clear()
        await self._device.follow()

    async def _pause(self, _: int) -> None:
        self._device.reads.clear()

    async def _resume(self, _: int) -> None:
        self._device.reads.set()

    async def _sync(self, _: int) -> None:
        self._device.asked.add(self._chat)
        await self._device.sync()

    async def _end(self) -> None:
        """A last message; then the device has everything, without anybody's help but its own asking."""
        self._device.reads.set()
        if self._device._task is None:
            await self._device.follow()
        await self._say(1)
        log = await self._desk.chat.updates(self._chat)
        told = [update.seq for update in log]
        await until(lambda: self._device.seqs(self._chat)[-1:] == told[-1:] or self._chat in self._device.asked)
        await self._sync(0)
        assert self._device.seqs(self._chat) == told
        assert self._device.hashes[self._chat] == base64.b64encode(log[-1].hash).decode()
        assert [update.body_json for update in self._device.held[self._chat]] == [update.body_json for update in log]
        await self._device.stop()


@pytest.fixture
def run_example(tmp_path: Path) -> Any:
    """Runs each example on one loop and one database, in a new conversation."""
    database: Database = connect(f"sqlite:///{tmp_path / 'test.db'}")
    create_tables(database)
    with asyncio.Runner() as runner:

        async def begin() -> tuple[FollowDesk, list[Caller], asyncio.Future[None]]:
            desk = FollowDesk(ChatDesk(database, tmp_path))
            return desk, await desk.chat.crowd(2), asyncio.ensure_future(desk.node.run())

        desk, (writer, reader), standing = runner.run(begin())

        async def example(steps: list[tuple[str, Any]]) -> None:
            chat = await desk.chat.group(writer, reader)
            await Schedule(desk, writer, reader, chat).run(steps)

        def run(steps: list[tuple[str, Any]]) -> None:
            runner.run(example(steps))

        yield run
        standing.cancel()
        runner.run(_ended(standing))
    database.close()


async def _ended(task: asyncio.Future[None]) -> None:
    await asyncio.gather(task, return_exceptions=True)


def test_a_device_holds_the_servers_log_whatever_happened(
    run_example: Callable[[Any], Coroutine[Any, Any, None]],
) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def schedule(steps: list[tuple[str, Any]]) -> None:
        run_example(steps)

    schedule()
