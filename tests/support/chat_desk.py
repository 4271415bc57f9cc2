"""`chat`: identity and messaging behind one chain on a database of the test's own, and the calls tests make of them.

Everything is real: people sign up, contacts are contacts in identity, conversations are made by rpcs.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest_asyncio

from core.identity import store as identity_store
from core.identity.accounts import User
from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.clock import to_ms
from core.kit.db import Database, Transaction
from core.kit.ids import IdMaker
from core.messaging import log
from core.messaging.changes import Changes, Logged
from core.messaging.conversations.bodies import body_json
from core.messaging.log import Draft, Log
from core.messaging.running import Messaging
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.messaging.v1 import conversations_service_pb2 as service_pb
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1.conversations_service_rpc import ConversationsServiceClient
from tests.support.identity import IdentityWorld

T = TypeVar("T")


def request_id() -> str:
    """One nobody used."""
    return secrets.token_hex(8)


class ChatDesk:
    """`chain` serves identity and whatever messaging serves."""

    service = Caller.of_service("test")

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.identity = IdentityWorld(database, folder / "keys")
        self.clock = self.identity.clock
        self.chain = self.identity.chain
        self.ids = IdMaker(self.clock)
        self.messaging = Messaging(
            db=database, clock=self.clock, ids=self.ids, bus=InProcessBus(), channel=self.chain, data_dir=folder
        )
        for service, implementation in self.messaging.services.items():
            self.chain.serve(service, implementation)
        self.conversations = ConversationsServiceClient(self.chain)
        self.log = Log(clock=self.clock, key=secrets.token_bytes(32))

    async def person(self, username: str = "layla") -> Caller:
        """Somebody who signs up."""
        return Caller.user((await self.identity.sign_up(username)).user.user_id)

    async def crowd(self, count: int, prefix: str = "guest") -> list[Caller]:
        """Many people, as sign-ups leave them, without waiting for that many."""
        now_ms = to_ms(self.clock.now())
        names = [f"{prefix}{number}" for number in range(count)]
        users = [User(self.ids.new("usr"), name, name.title(), "ar", "", frozenset()) for name in names]

        def add(tx: Transaction) -> None:
            for user in users:
                identity_store.add_user(tx, user, now_ms=now_ms)

        await self.database.write(add)
        return [Caller.user(user.id) for user in users]

    async def befriend(self, a: Caller, *others: Caller) -> None:
        """The first and each of the others are contacts."""
        for other in others:
            await self.identity.befriend(a, other)

    async def direct(self, a: Caller, b: Caller) -> str:
        """The conversation of two contacts."""
        request = service_pb.OpenDirectRequest(user_id=b.user_id)
        return (await self.conversations.open_direct(request, caller=a)).conversation.conversation_id

    async def group(self, owner: Caller, *members: Caller, title: str = "Family") -> str:
        """A group of the owner with these in it, who become contacts of the owner where they were not."""
        known = await self._contacts_of(owner)
        await self.befriend(owner, *(each for each in members if each.user_id not in known))
        request = service_pb.CreateGroupRequest(
            request_id=request_id(), title=title, user_ids=[each.user_id for each in members]
        )
        made = await self.conversations.create_group(request, caller=owner)
        assert not made.invited_user_ids
        return made.conversation.conversation_id

    async def channel(self, owner: Caller, *readers: Caller, title: str = "News") -> str:
        """A channel of the owner's, with these as readers."""
        request = service_pb.CreateChannelRequest(request_id=request_id(), title=title)
        made = (await self.conversations.create_channel(request, caller=owner)).conversation.conversation_id
        link = await self.link(owner, made) if readers else ""
        for each in readers:
            await self.join(each, link)
        return made

    async def link(self, person: Caller, conversation_id: str, **more: Any) -> str:
        """The token of a new link."""
        request = service_pb.CreateInviteRequest(request_id=request_id(), conversation_id=conversation_id, **more)
        return (await self.conversations.create_invite(request, caller=person)).invite.token

    async def join(self, person: Caller, token: str) -> service_pb.JoinByInviteResponse:
        """They come by a link."""
        request = service_pb.JoinByInviteRequest(request_id=request_id(), token=token)
        return await self.conversations.join_by_invite(request, caller=person)

    async def view(self, person: Caller, conversation_id: str) -> pb.Conversation:
        """The conversation as they see it."""
        request = service_pb.GetConversationRequest(conversation_id=conversation_id)
        return (await self.conversations.get_conversation(request, caller=person)).conversation

    async def send(self, person: Caller, conversation_id: str, text: str) -> int:
        """The number of a message they send."""
        body = body_json(pb.UpdateBody(message=pb.Content(text=text)))
        draft = Draft(conversation_id, pb.UPDATE_KIND_MESSAGE, person.user_id, body, request_id=request_id())
        return (await self.write(lambda tx: self.log.append(tx, [draft], Changes())))[0].seq

    async def updates(self, conversation_id: str) -> list[Logged]:
        """The whole log of a conversation."""
        return await self.read(lambda tx: log.after(tx, conversation_id, 0, to_seq=1 << 53, most=10_000))

    async def read(self, fn: Callable[[Transaction], T]) -> T:
        return await self.database.read(fn)

    async def write(self, fn: Callable[[Transaction], T]) -> T:
        return await self.database.write(fn)

    async def _contacts_of(self, person: Caller) -> set[str]:
        request = contacts_pb.ListContactsRequest(page_size=500)
        return {each.user_id for each in (await self.identity.contacts.list_contacts(request, caller=person)).people}


@pytest_asyncio.fixture
async def chat(database: Database, tmp_path: Path) -> AsyncIterator[ChatDesk]:
    """A desk on each kind of database."""
    desk = ChatDesk(database, tmp_path)
    yield desk
    desk.identity.close()
