"""`cards`: chat, appdata and apps behind one chain on both databases, and a released app that sends cards.

Nothing stands in for anything: events are committed, leave by appdata's outbox and arrive as rpcs of messaging.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from core.appdata.card_effects import CardCourier
from core.appdata.service import AppdataService
from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.db import Database
from core.messaging.cards.service import Cards
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceClient
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support import packages
from tests.support.apps_desk import APP_ID, Desk, signed
from tests.support.chat_desk import ChatDesk, request_id

SCOPE = "messages.send"
SANDBOX, APPDATA = Caller.of_service("sandbox"), Caller.of_service("appdata")
_SENDING = packages.APP.replace("profile", "messages").replace("messages.name()", "str(messages.send_card)")


def package(code: int = 1) -> bytes:
    """The small good app, which sends cards and asks for nothing else."""
    return signed(
        {"app.py": _SENDING}, code=code, req_permissions=[{"name": SCOPE}],
        majlis_reasons={SCOPE: {"ar": "لنخبرك حين تصل", "en": "To tell you when it arrives"}},
    )  # fmt: skip


class CardsDesk(ChatDesk):
    """`event` commits what an event of a person wrote; `deliver` carries the outbox out."""

    def __init__(self, database: Database, folder: Path, apps: Desk) -> None:
        super().__init__(database, folder)
        self.apps = apps
        self.chain.serve("majlis.apps.v1.AppsService", apps.service)
        self.courier = CardCourier(db=database, clock=self.clock, channel=self.chain)
        appdata = AppdataService(
            db=database, clock=self.clock, ids=self.ids, bus=InProcessBus(), page_token_key=b"k" * 32
        )
        self.chain.serve("majlis.appdata.v1.AppdataService", appdata)
        self.appdata = AppdataServiceClient(self.chain)
        self.messages = MessagesServiceClient(self.chain)
        self.service: Cards = self.messaging._cards
        self._numbers = itertools.count(1)

    async def allow(self, *people: Caller, app_id: str = APP_ID) -> None:
        for each in people:
            await self.apps.grant(SCOPE, app_id=app_id, caller=each)

    async def forbid(self, person: Caller) -> None:
        await self.apps.revoke(SCOPE, caller=person)

    async def event(self, person: Caller | None, *writes: data_pb.Write, request: str = "") -> str:
        """Commit an event of the person (None: of the app itself) and answer its id."""
        asked = data_pb.CreateSessionRequest(app_id=APP_ID, version_id="ver_1", path="/")
        asked.user_id = person.user_id if person else ""
        session = (await self.appdata.create_session(asked, caller=SANDBOX)).session
        event_id = f"{session.session_id}/{request or f'tap-{next(self._numbers)}'}"
        commit = data_pb.CommitRequest(
            session_id=session.session_id, event_id=event_id, base_revision=session.revision, writes=writes
        )
        await self.appdata.commit(commit, caller=SANDBOX)
        return event_id

    async def deliver(self) -> None:
        """Carry out what is due, and what waits for its second."""
        while await self.courier.relay.deliver_due():
            pass

    async def pass_second(self) -> None:
        self.clock.advance(timedelta(seconds=1))
        await self.service.show_due()

    async def send(self, person: Caller, key: str = "order-17", **card: Any) -> None:  # type: ignore[override]
        """An event of the person sends them a card, and it arrives."""
        await self.event(person, send_write(key, **card))
        await self.deliver()

    async def cards(self, person: Caller) -> list[pb.Card]:
        """The cards in the person's conversation with the app, as they see them; none where there is no such."""
        return [card_of(each) for each in await self.shown(person)]

    async def shown(self, person: Caller) -> list[pb.Message]:
        sync = await self.messages.sync(service_pb.SyncRequest(), caller=person)
        own = [each for each in sync.conversations if each.app_id == APP_ID]
        if not own:
            return []
        request = service_pb.ListMessagesRequest(conversation_id=own[0].conversation_id)
        page = await self.messages.list_messages(request, caller=person)
        return [each for each in page.messages if each.kind == pb.UPDATE_KIND_MESSAGE]

    async def offers(self, person: Caller) -> list[service_pb.CardOffer]:
        sync = await self.messages.sync(service_pb.SyncRequest(), caller=person)
        return [each.card_offer for each in sync.personal if each.HasField("card_offer")]

    async def share(self, person: Caller, offer_id: str, conversation_id: str, id: str = "") -> pb.Update:
        request = service_pb.ShareCardRequest(
            request_id=id or request_id(), offer_id=offer_id, conversation_id=conversation_id
        )
        return (await self.messages.share_card(request, caller=person)).update

    async def message(self, person: Caller, conversation_id: str, seq: int) -> pb.Message:
        request = service_pb.GetMessageRequest(conversation_id=conversation_id, seq=seq)
        return (await self.messages.get_message(request, caller=person)).message


def _fields(key: str, **card: Any) -> dict[str, Any]:
    return {"card_key": key, "title": "Your car is near", "text": "", "path": "/order?id=17", **card}


def send_write(key: str = "order-17", **card: Any) -> data_pb.Write:
    return data_pb.Write(send_card=service_pb.SendCardRequest(**_fields(key, **card)))


def update_write(key: str = "order-17", **card: Any) -> data_pb.Write:
    return data_pb.Write(update_card=service_pb.UpdateCardRequest(**_fields(key, **card)))


def offer_write(key: str = "order-17", **card: Any) -> data_pb.Write:
    return data_pb.Write(offer_card=service_pb.OfferCardRequest(**_fields(key, **card)))


def card_of(message: pb.Message) -> pb.Card:
    held = json.loads(message.body_json)["message"]["card"]
    return pb.Card(**{**held, "revision": int(held["revision"])})


@pytest_asyncio.fixture
async def cards(database: Database, tmp_path: Path) -> AsyncIterator[CardsDesk]:
    """A desk of cards on each kind of database, the app released."""
    apps = await Desk.open(database)
    await apps.release(package())
    made = CardsDesk(database, tmp_path, apps)
    yield made
    made.identity.close()
