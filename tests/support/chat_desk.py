"""`chat`: identity and messaging behind one chain on a database of the test's own, and the calls tests make of them.

Everything is real: people sign up, contacts are contacts in identity, conversations are made by rpcs.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

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
from core.messaging.conversations import store
from core.messaging.conversations.bodies import body_json, member_json, settings_json
from core.messaging.log import Draft, Log
from core.messaging.running import Messaging
from core.messaging.tables import relations
from majlis.messaging.v1 import messages_pb2 as pb
from tests.support.identity import IdentityWorld

T = TypeVar("T")


def request_id() -> str:
    """One nobody used."""
    return secrets.token_hex(8)


class ChatDesk:
    """`chain` serves identity and whatever messaging serves."""

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

    async def befriend(self, a: Caller, b: Caller) -> None:
        """They are contacts."""
        low, high = sorted((a.user_id, b.user_id))
        row = {
            "low_user_id": low, "high_user_id": high, "contacts": True, "low_blocks": False, "high_blocks": False,
            "version": 1,
        }  # fmt: skip
        await self.database.write(lambda tx: tx.execute(relations.insert(), row) and None)

    async def direct(self, a: Caller, b: Caller) -> str:
        """The conversation of two contacts."""
        low, high = sorted((a.user_id, b.user_id))
        settings = pb.ConversationSettings(history_for_joiners=True)
        roles = {a.user_id: pb.MEMBER_ROLE_MEMBER, b.user_id: pb.MEMBER_ROLE_MEMBER}
        return await self._made(a, pb.CONVERSATION_KIND_DIRECT, settings, roles, pair=(low, high))

    async def group(self, owner: Caller, *members: Caller, title: str = "Family") -> str:
        """A group of the owner with these in it."""
        roles = {each.user_id: pb.MEMBER_ROLE_MEMBER for each in members}
        roles[owner.user_id] = pb.MEMBER_ROLE_OWNER
        return await self._made(owner, pb.CONVERSATION_KIND_GROUP, pb.ConversationSettings(title=title), roles)

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

    async def _made(
        self, maker: Caller, kind: int, settings: pb.ConversationSettings, roles: dict[str, pb.MemberRole.ValueType],
        *, pair: tuple[str, str] | None = None,
    ) -> str:  # fmt: skip
        conversation_id, now_ms = self.ids.new("conv"), to_ms(self.clock.now())
        drafts = [Draft(conversation_id, pb.UPDATE_KIND_CONVERSATION, maker.user_id, settings_json(settings))]
        if kind == pb.CONVERSATION_KIND_GROUP:
            drafts += [
                Draft(conversation_id, pb.UPDATE_KIND_MEMBER, maker.user_id,
                      member_json(each, pb.MEMBER_EVENT_JOINED, role, "")) for each, role in roles.items()
            ]  # fmt: skip

        def make(tx: Transaction) -> None:
            store.create(tx, conversation_id, kind, settings, now_ms=now_ms, pair=pair)
            for user_id, role in roles.items():
                store.put(tx, conversation_id, user_id, role=role, status=store.ACTIVE, joined_at_ms=now_ms,
                          visible_from_seq=1)  # fmt: skip
            store.count(tx, conversation_id, len(roles), most=500)
            self.log.append(tx, drafts, Changes())

        await self.write(make)
        return conversation_id


@pytest_asyncio.fixture
async def chat(database: Database, tmp_path: Path) -> AsyncIterator[ChatDesk]:
    """A desk on each kind of database."""
    desk = ChatDesk(database, tmp_path)
    yield desk
    desk.identity.close()
