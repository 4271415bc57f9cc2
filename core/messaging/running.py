"""The messaging of one process, as a whole: its rpcs by service, and its standing work."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

from core.kit.bus import Bus
from core.kit.clock import Clock
from core.kit.db import Database
from core.kit.ids import IdMaker
from core.kit.rpc import Channel
from core.messaging.conversations.service import ConversationsService
from core.messaging.hub import Hub
from core.messaging.log import Log
from core.messaging.media.service import MediaService
from core.messaging.names import Names
from majlis_devkit.build import load_key

CONVERSATIONS = "majlis.messaging.v1.ConversationsService"
MEDIA = "majlis.messaging.v1.MediaService"
KEY = "messaging.key"  # In the data directory: it makes request macs and media links.


class Messaging:
    """Made where the role is played; `services` are served by name, `standing_work` runs until it is cancelled."""

    def __init__(self, *, db: Database, clock: Clock, ids: IdMaker, bus: Bus, channel: Channel, data_dir: Path) -> None:
        key = load_key(data_dir / KEY)
        self._log = Log(clock=clock, key=key)
        self._hub = Hub(db=db, bus=bus, clock=clock)
        self._names = Names(channel=channel, clock=clock)
        self._conversations = ConversationsService(
            db=db, clock=clock, ids=ids, log=self._log, channel=channel, names=self._names, tell=self._hub.tell
        )
        self.media = MediaService(db=db, clock=clock, ids=ids, log=self._log, key=key, data_dir=data_dir)
        self.services: dict[str, object] = {CONVERSATIONS: self._conversations, MEDIA: self.media}

    def standing_work(self) -> Mapping[str, Coroutine[Any, Any, None]]:
        """What runs beside the rpcs, by name."""
        return {"hub of messaging": self._hub.run(), "sweep of media": self.media.sweep.run()}
