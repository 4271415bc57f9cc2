"""The messaging of a process that ends and begins again in a test, and phones that talk to whichever there is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.db import Database, Transaction
from core.messaging.running import Messaging
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.chat_desk import ChatDesk
from tests.support.follow_desk import Device
from tests.support.waiting import until

T = TypeVar("T")


class WatchedDatabase:
    """A database that knows which writes are under way, also those whose caller was cancelled."""

    def __init__(self, database: Database) -> None:
        self.engine = database.engine
        self.read = database.read
        self.scrub = database.scrub
        self.close = database.close
        self.under_way: set[asyncio.Future[Any]] = set()
        self._write = database.write

    async def write(self, fn: Callable[[Transaction], T]) -> T:
        writing = asyncio.ensure_future(self._write(fn))
        self.under_way.add(writing)
        writing.add_done_callback(self.under_way.discard)
        return await asyncio.shield(writing)


class Servers:
    """The messaging of one process, to be ended and made anew on the same database and data directory."""

    def __init__(self, chat: ChatDesk, folder: Path) -> None:
        self.chat = chat
        self.client = MessagesServiceClient(chat.chain)
        self._database = WatchedDatabase(chat.database)
        self._folder = folder
        self._standing: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        messaging = Messaging(
            db=self._database, clock=self.chat.clock, ids=self.chat.ids, bus=InProcessBus(),
            channel=self.chat.chain, data_dir=self._folder,
        )  # fmt: skip
        for service, implementation in messaging.services.items():
            self.chat.chain.serve(service, implementation)
        self._standing = [asyncio.ensure_future(each) for each in messaging.standing_work().values()]

    async def stop(self) -> None:
        for task in self._standing:
            task.cancel()
        await asyncio.gather(*self._standing, return_exceptions=True)

    async def settled(self) -> None:
        """Return when nothing that was asked for is still being done."""
        await until(lambda: not self._database.under_way and not any(map(_sends, asyncio.all_tasks())))


def _sends(task: asyncio.Task[Any]) -> bool:
    return task.get_name() == "send messages"


class Phone(Device):
    """A device that drops what it holds where it may see nothing of it any more."""

    def __init__(self, person: Caller, servers: Servers) -> None:
        super().__init__(person, servers)  # type: ignore[arg-type]  # A process, as far as a phone sees one.

    def _take_batch(self, batch: service_pb.UpdateBatch) -> None:
        held, view = self.held.get(batch.conversation_id), self.conversations.get(batch.conversation_id)
        # Out and in again: from then on it has what is shown from there on.
        if held and view is not None and batch.from_seq == view.visible_from_seq > held[-1].seq + 1:
            del self.held[batch.conversation_id]
        super()._take_batch(batch)
