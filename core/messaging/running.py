"""The messaging of one process, as a whole: its rpcs by service, and its standing work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from core.kit import log as kit_log
from core.kit.bus import Bus
from core.kit.clock import Clock
from core.kit.db import Database
from core.kit.ids import IdMaker
from core.kit.rpc import Channel
from core.messaging.cards.service import Cards
from core.messaging.conversations import views
from core.messaging.conversations.service import ConversationsService
from core.messaging.hub import Hub
from core.messaging.log import Log
from core.messaging.media.service import MediaService
from core.messaging.messages.all_rpcs import AllRpcs
from core.messaging.messages.changing import take_back_as_host
from core.messaging.messages.service import Messages
from core.messaging.moderation.service import ModerationService
from core.messaging.moderation.warning import Warnings
from core.messaging.names import Names
from core.messaging.notifications.courier import Courier
from core.messaging.notifications.desk import Desk
from core.messaging.notifications.service import NotificationsService
from core.messaging.search import index
from core.messaging.search.scrub import Scrubber
from core.messaging.search.service import Search
from core.messaging.sync.service import SyncRpcs
from core.messaging.trail import Trail
from core.messaging.wallet_cards.service import WalletCards
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.identity.v1.contacts_service_rpc import ContactsServiceClient
from majlis_devkit.build import load_key

CONVERSATIONS = "majlis.messaging.v1.ConversationsService"
MESSAGES = "majlis.messaging.v1.MessagesService"
MEDIA = "majlis.messaging.v1.MediaService"
MODERATION = "majlis.messaging.v1.ModerationService"
NOTIFICATIONS = "majlis.messaging.v1.NotificationsService"
KEY = "messaging.key"  # In the data directory: it makes request macs and media links.
_log = kit_log.get("messaging")


class Messaging:
    """Made where the role is played; `services` are served by name, `standing_work` runs until it is cancelled."""

    def __init__(self, *, db: Database, clock: Clock, ids: IdMaker, bus: Bus, channel: Channel, data_dir: Path) -> None:
        key = load_key(data_dir / KEY)
        self._clock = clock
        self._log = Log(clock=clock, key=key)
        self._hub = Hub(db=db, bus=bus, clock=clock)
        self._names = Names(channel=channel, clock=clock)
        self.media = MediaService(db=db, clock=clock, ids=ids, log=self._log, key=key, data_dir=data_dir)
        self._courier = Courier(db=db, clock=clock, names=self._names, hub=self._hub)
        desk = Desk(ids=ids, clock=clock, reading=self._hub.reading, wake=self._courier.wake)
        self._sync = SyncRpcs(db=db, clock=clock, log=self._log, hub=self._hub, names=self._names, render=views.render)
        self._conversations = ConversationsService(
            db=db, clock=clock, ids=ids, log=self._log, channel=channel, names=self._names, tell=self._hub.tell,
            summon=desk.summon, related=self._sync.presence.related,
        )  # fmt: skip
        self._trail = Trail(db, [index.add, desk.step], clock=clock)
        self._hub.wakes.append(self._trail.wake)
        self._notifications = NotificationsService(db=db, clock=clock, desk=desk)
        self._scrubber = Scrubber(db=db, clock=clock)
        messages = Messages(
            db=db, log=self._log, clock=clock, contacts=ContactsServiceClient(channel), tell=self._hub.tell,
            scrub=self._scrubber.begin,
        )  # fmt: skip
        moderation = ModerationService(
            db=db, clock=clock, ids=ids, names=self._names, warnings=Warnings(log=self._log, clock=clock),
            take_back=partial(take_back_as_host, self._log), tell=self._hub.tell, scrub=self._scrubber.begin,
        )  # fmt: skip
        self._cards = Cards(
            db=db, log=self._log, clock=clock, ids=ids, apps=AppsServiceClient(channel), tell=self._hub.tell
        )
        wallet_cards = WalletCards(
            db=db, log=self._log, clock=clock, ids=ids, apps=AppsServiceClient(channel), tell=self._hub.tell
        )
        self.services: dict[str, object] = {
            CONVERSATIONS: self._conversations, MEDIA: self.media, NOTIFICATIONS: self._notifications,
            MODERATION: moderation,
            MESSAGES: AllRpcs(MESSAGES, messages, self._sync, Search(db=db), self._cards, wallet_cards),
        }  # fmt: skip

    def standing_work(self) -> Mapping[str, Coroutine[Any, Any, None]]:
        """What runs beside the rpcs, by name."""
        return {
            "hub of messaging": self._hub.run(),
            **self._sync.standing_work(),
            "trail of messaging": self._trail.run(),
            "scrub after recalls": self._scrubber.run(),
            "courier of notifications": self._courier.run(),
            "forget old notifications": self._daily(self._notifications.forget_old),
            "sweep of media": self.media.sweep.run(),
            "changes of cards": self._cards.run(),
            "forget old offers": self._daily(self._cards.forget_old),
        }

    async def _daily(self, work: Callable[[], Awaitable[int]]) -> None:
        """Once a day, and again at once while there was something to do; an hour later where it failed."""
        while True:
            try:
                wait_s = 0 if await work() else 24 * 3600
            except Exception:  # The database is away; the work must live on.
                _log.exception("not done")
                wait_s = 3600
            await self._clock.sleep(wait_s)
