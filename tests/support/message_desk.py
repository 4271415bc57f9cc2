"""`desk`: the rpcs of messages on both databases, and the calls tests make of them all the time."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from core.kit.caller import Caller
from core.kit.db import Database
from core.messaging.changes import Changes
from core.messaging.messages.service import Messages
from majlis.identity.v1.contacts_service_rpc import ContactsServiceClient
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.chat_desk import ChatDesk, request_id

SERVICE = "majlis.messaging.v1.MessagesService"


class _Nobody:
    """Stands for the rpcs of MessagesService that are not of messages: this desk has its own tellers."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def __getattr__(self, name: str) -> Any:
        return getattr(self._messages, name, None)


class MessageDesk(ChatDesk):
    """A chat desk whose messages service tells this desk: `told` has all changes, `scrubs` counts recalls' scrubs."""

    def __init__(self, database: Database, folder: Path) -> None:
        super().__init__(database, folder)
        self.told: list[Changes] = []
        self.scrubs = 0
        self.service = Messages(
            db=database, log=self.log, clock=self.clock, contacts=ContactsServiceClient(self.chain),
            tell=self.told.append, scrub=self._scrub,
        )  # fmt: skip
        self.chain.serve(SERVICE, _Nobody(self.service))
        self.messages = MessagesServiceClient(self.chain)

    async def _scrub(self) -> None:
        self.scrubs += 1

    async def post(self, person: Caller, conversation_id: str, content: pb.Content | str, id: str = "") -> pb.Update:
        """The update of what they send by rpc; a text stands for a content of only that."""
        held = pb.Content(text=content) if isinstance(content, str) else content
        request = service_pb.SendMessageRequest(
            request_id=id or request_id(), conversation_id=conversation_id, content=held
        )
        return (await self.messages.send_message(request, caller=person)).update

    async def edit(
        self, person: Caller, conversation_id: str, seq: int, content: pb.Content | str, id: str = ""
    ) -> pb.Update:
        held = pb.Content(text=content) if isinstance(content, str) else content
        request = service_pb.EditMessageRequest(
            request_id=id or request_id(), conversation_id=conversation_id, seq=seq, content=held
        )
        return (await self.messages.edit_message(request, caller=person)).update

    async def recall(self, person: Caller, conversation_id: str, seq: int, id: str = "") -> pb.Update:
        request = service_pb.RecallMessageRequest(
            request_id=id or request_id(), conversation_id=conversation_id, seq=seq
        )
        return (await self.messages.recall_message(request, caller=person)).update

    async def react(
        self, person: Caller, conversation_id: str, seq: int, emoji: str, *, removed: bool = False, id: str = ""
    ) -> service_pb.ReactResponse:
        request = service_pb.ReactRequest(
            request_id=id or request_id(), conversation_id=conversation_id, seq=seq, emoji=emoji, removed=removed
        )
        return await self.messages.react(request, caller=person)

    async def forward(self, person: Caller, conversation_id: str, seq: int, *to: str, id: str = "") -> list[pb.Update]:
        request = service_pb.ForwardMessageRequest(
            request_id=id or request_id(), conversation_id=conversation_id, seq=seq, to_conversation_ids=to
        )
        return list((await self.messages.forward_message(request, caller=person)).updates)

    async def hide(self, person: Caller, conversation_id: str, *seqs: int) -> None:
        request = service_pb.HideMessagesRequest(conversation_id=conversation_id, seqs=seqs)
        await self.messages.hide_messages(request, caller=person)

    async def page(self, person: Caller, conversation_id: str, **more: Any) -> service_pb.ListMessagesResponse:
        request = service_pb.ListMessagesRequest(conversation_id=conversation_id, **more)
        return await self.messages.list_messages(request, caller=person)

    async def one(self, person: Caller, conversation_id: str, seq: int) -> pb.Message:
        request = service_pb.GetMessageRequest(conversation_id=conversation_id, seq=seq)
        return (await self.messages.get_message(request, caller=person)).message

    async def listed(self, person: Caller, conversation_id: str, **more: Any) -> service_pb.ListUpdatesResponse:
        request = service_pb.ListUpdatesRequest(conversation_id=conversation_id, **more)
        return await self.messages.list_updates(request, caller=person)

    async def pair(self) -> tuple[Caller, Caller, str]:
        """Layla and Omar, who are contacts, and their conversation."""
        layla, omar = await self.person("layla"), await self.person("omar")
        await self.befriend(layla, omar)
        return layla, omar, await self.direct(layla, omar)

    async def three(self) -> tuple[Caller, Caller, Caller, str]:
        """Layla's group with Omar and Salma."""
        layla, omar, salma = [await self.person(name) for name in ("layla", "omar", "salma")]
        return layla, omar, salma, await self.group(layla, omar, salma)


def text_of(message: pb.Message | pb.Update) -> str:
    """What a message says now, or an update said."""
    body = json.loads(message.body_json)
    return str(next(iter(body.values())).get("text", ""))


@pytest_asyncio.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[MessageDesk]:
    """A desk of messages on each kind of database."""
    made = MessageDesk(database, tmp_path)
    yield made
    made.identity.close()
