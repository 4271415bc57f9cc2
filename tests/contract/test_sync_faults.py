"""What stands behind Follow lives on through faults: work that ended would stay ended until the next start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import OperationalError

from core.kit.db import Database, Transaction
from core.messaging.changes import Changes
from core.messaging.hub import SUBJECT
from tests.support.follow_desk import FollowDesk, Node
from tests.support.waiting import until


class Away:
    """A database whose reads fail while it is `gone`, as SQLite's do where the disk does: not by a DomainError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.gone = False
        self.failed = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    async def read(self, fn: Callable[[Transaction], Any]) -> Any:
        if self.gone:
            self.failed += 1
            raise OperationalError("SELECT", {}, Exception("disk I/O error"))
        return await self._database.read(fn)


async def test_standing_work_outlives_a_database_that_fails(follow_desk: FollowDesk) -> None:
    """One read that fails must not end the sweep, the marks and the presence of everybody who is connected here."""
    layla, omar = await follow_desk.chat.crowd(2)
    family = await follow_desk.chat.group(layla, omar)
    away = Away(follow_desk.chat.database)
    node = Node(follow_desk.chat, follow_desk.bus, away)  # type: ignore[arg-type]
    standing = asyncio.ensure_future(node.run())
    device = await follow_desk.following(omar, node=node)
    away.gone = True
    node.hub.tell(Changes(marks={(family, layla.user_id)}))
    await _while_time_passes(follow_desk, lambda: away.failed >= 3)  # The sweep, the marks, who is there.
    away.gone = False
    sent = await follow_desk.say(layla, family)
    await _while_time_passes(follow_desk, lambda: device.seqs(family)[-1] == sent.seq)
    assert not standing.done()
    await device.stop()
    standing.cancel()
    await asyncio.gather(standing, return_exceptions=True)


async def test_a_hint_that_is_not_understood_is_let_go(follow_desk: FollowDesk) -> None:
    """Processes of two versions share a bus while a host is renewed."""
    layla, omar = await follow_desk.chat.crowd(2)
    family = await follow_desk.chat.group(layla, omar)
    device = await follow_desk.following(omar)
    for hint in (b"\xff", b"{}", b'["node",{"grew":7}]', b'["node",{"here":{}}]'):
        follow_desk.bus.publish(SUBJECT, hint)
    other = follow_desk.another()
    sent = await follow_desk.say(layla, family, node=other)
    await until(lambda: device.seqs(family)[-1] == sent.seq)


async def _while_time_passes(follow_desk: FollowDesk, true: Callable[[], bool]) -> None:
    def later() -> bool:
        follow_desk.advance(11)
        return true()

    await until(later)
