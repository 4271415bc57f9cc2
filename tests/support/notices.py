"""`notices`: what decides and hands out notifications, over `chat`, and a sender that remembers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.rpc import Chain
from core.messaging.changes import Changes
from core.messaging.conversations import store
from core.messaging.conversations.bodies import body_json, member_json
from core.messaging.hub import Hub
from core.messaging.log import Draft
from core.messaging.names import Names
from core.messaging.notifications.courier import Courier, Letter
from core.messaging.notifications.desk import Desk
from core.messaging.notifications.service import NotificationsService
from core.messaging.sync.follower import Follower
from core.messaging.tables import members, updates
from core.messaging.trail import Trail
from majlis.messaging.v1 import messages_pb2 as chat_pb
from majlis.messaging.v1 import notifications_service_pb2 as pb
from majlis.messaging.v1.notifications_service_rpc import NotificationsServiceClient
from tests.support.chat_desk import ChatDesk, request_id

MEMBER = chat_pb.MEMBER_ROLE_MEMBER
SERVICE = "majlis.messaging.v1.NotificationsService"


class Remembering:
    """A sender that keeps what it was given."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    async def send(self, sent: Sequence[Letter]) -> None:
        self.letters += sent


class Notices:
    """`settle` lets the trail pass and hands out what is due; `told` is what a person got since."""

    def __init__(self, chat: ChatDesk) -> None:
        self.chat = chat
        self.hub = Hub(db=chat.database, bus=InProcessBus(), clock=chat.clock)
        self.sent = Remembering()
        self.woken = 0
        names = Names(channel=chat.chain, clock=chat.clock)
        self.courier = Courier(db=chat.database, clock=chat.clock, names=names, hub=self.hub, senders=[self.sent])
        self.desk = Desk(ids=chat.ids, clock=chat.clock, reading=self.hub.reading, wake=self._wake)
        self.trail = Trail(chat.database, [self.desk.step], clock=chat.clock)
        self.service = NotificationsService(db=chat.database, clock=chat.clock, desk=self.desk)
        chain = Chain(clock=chat.clock)
        chain.serve(SERVICE, self.service)
        self.client = NotificationsServiceClient(chain)

    def _wake(self) -> None:
        self.woken += 1

    async def settle(self) -> int:
        """How many were handed out."""
        await self.trail.catch_up()
        return await self.courier.hand_out()

    def told(self, person: Caller) -> list[tuple[str, int, int]]:
        """(kind, newest number, count) of what the person was sent; forgets all of it for everybody."""
        letters, self.sent.letters = self.sent.letters, []
        mine = [each.notification for each in letters if each.user_id == person.user_id]
        return [(each.kind, each.seq, each.count) for each in mine]

    def shown(self, person: Caller) -> list[tuple[str, str]]:
        """(title, text) of what the person was sent, likewise."""
        letters, self.sent.letters = self.sent.letters, []
        mine = [each.notification for each in letters if each.user_id == person.user_id]
        return [(each.title, each.text) for each in mine]

    async def group(self, owner: Caller, *others: Caller, title: str = "Family") -> str:
        """A group as rows, of any number of people whom nobody has to sign up; the owner brought the others."""
        of, now_ms = self.chat.ids.new("conv"), to_ms(self.chat.clock.now())
        joined = [member_json(each.user_id, chat_pb.MEMBER_EVENT_JOINED, MEMBER, "") for each in (owner, *others)]
        drafts = [Draft(of, chat_pb.UPDATE_KIND_MEMBER, owner.user_id, each) for each in joined]

        def make(tx: Transaction) -> None:
            settings = chat_pb.ConversationSettings(title=title)
            store.create(tx, of, chat_pb.CONVERSATION_KIND_GROUP, settings, now_ms=now_ms)
            for each in (owner, *others):
                store.put(tx, of, each.user_id, role=MEMBER, status=store.ACTIVE, visible_from_seq=1)
            self.chat.log.append(tx, drafts, Changes())

        await self.chat.write(make)
        return of

    async def write(self, person: Caller | None, of: str, text: str = "", **content: Any) -> int:
        """The number of a message; the host's own for nobody."""
        body = chat_pb.UpdateBody(message=chat_pb.Content(text=text, **content))
        return await self.append(person, of, chat_pb.UPDATE_KIND_MESSAGE, body)

    async def append(
        self, person: Caller | None, of: str, kind: int, body: chat_pb.UpdateBody | None, *, target: int = 0
    ) -> int:
        """The number of any update."""
        draft = Draft(
            of, kind, person.user_id if person else "", body_json(body) if body else "", target_seq=target,
            request_id=request_id(),
        )  # fmt: skip
        made = await self.chat.write(lambda tx: self.chat.log.append(tx, [draft], Changes()))
        return made[0].seq

    async def edit(self, person: Caller, of: str, target: int, text: str, **content: Any) -> int:
        """The number of the edit; the message points to it."""
        body = chat_pb.UpdateBody(edit=chat_pb.Content(text=text, **content))
        seq = await self.append(person, of, chat_pb.UPDATE_KIND_EDIT, body, target=target)
        await self._set(of, target, edited_seq=seq)
        return seq

    async def recall(self, person: Caller, of: str, target: int) -> None:
        """The message's words are gone."""
        seq = await self.append(person, of, chat_pb.UPDATE_KIND_RECALL, None, target=target)
        await self._set(of, target, recalled_seq=seq, body_json="", salt=b"")

    async def read(self, person: Caller, of: str, seq: int) -> None:
        """Their mark moves."""
        await self.member(person, of, read_seq=seq)

    async def member(self, person: Caller, of: str, **values: Any) -> None:
        """Their row of the conversation changes."""
        row = members.update().where(members.c.conversation_id == of, members.c.user_id == person.user_id)
        await self.chat.write(lambda tx: tx.execute(row.values(values)) and None)

    def open(self, person: Caller, *conversation_ids: str) -> Follower:
        """A device of theirs follows, with these on its screen."""
        follower = Follower(person.user_id, open=frozenset(conversation_ids))
        self.hub.join(follower)
        return follower

    async def rule(self, person: Caller, kind: int, setting: int, *, of: str = "", app: str = "") -> None:
        """One setting."""
        scope = pb.NOTIFICATION_SCOPE_CONVERSATION if of else pb.NOTIFICATION_SCOPE_APP if app else 1
        rule = pb.NotificationRule(kind=kind, scope=scope, scope_id=of or app, setting=setting)  # type: ignore[arg-type]
        await self.client.set_notification_rule(pb.SetNotificationRuleRequest(rule=rule), caller=person)

    async def prefs(self, person: Caller, **changed: Any) -> pb.NotificationPrefs:
        """Their settings after this change."""
        request = pb.UpdateNotificationPrefsRequest(**changed)
        return (await self.client.update_notification_prefs(request, caller=person)).prefs

    async def explain(self, person: Caller, of: str, seq: int) -> pb.ExplainNotificationResponse:
        """What the host says of one update."""
        request = pb.ExplainNotificationRequest(conversation_id=of, seq=seq)
        return await self.client.explain_notification(request, caller=person)

    async def _set(self, of: str, seq: int, **values: Any) -> None:
        row = updates.update().where(updates.c.conversation_id == of, updates.c.seq == seq)
        await self.chat.write(lambda tx: tx.execute(row.values(values)) and None)


@pytest.fixture
def notices(chat: ChatDesk) -> Notices:
    """Nothing was told anybody yet."""
    return Notices(chat)
