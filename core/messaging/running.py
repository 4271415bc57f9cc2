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
from core.messaging.log import Log
from core.messaging.media.service import MediaService
from majlis_devkit.build import load_key

MEDIA = "majlis.messaging.v1.MediaService"
KEY = "messaging.key"  # In the data directory: it makes request macs and media links.


class Messaging:
    """Made where the role is played; `services` are served by name, `standing_work` runs until it is cancelled."""

    def __init__(self, *, db: Database, clock: Clock, ids: IdMaker, bus: Bus, channel: Channel, data_dir: Path) -> None:
        key = load_key(data_dir / KEY)
        self._log = Log(clock=clock, key=key)
        self._media = MediaService(db=db, clock=clock, ids=ids, log=self._log, key=key, data_dir=data_dir)
        self.services: dict[str, object] = {MEDIA: self._media}

    def standing_work(self) -> Mapping[str, Coroutine[Any, Any, None]]:
        """What runs beside the rpcs, by name."""
        return {"sweep of media": self._media.sweep.run()}
