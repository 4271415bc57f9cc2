"""Positions on their way from devices to open screens: over the bus, never over a database, never through an app."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from typing import Protocol

from core.kit.bus import Bus
from core.kit.clock import Clock, to_ms
from core.kit.db import Database
from core.places import store
from core.places.errors import ShareNotFound
from core.places.geometry import Point
from core.places.store import Share

SUBJECT = "places.positions"
KNOWN_S = 10.0  # An end on another process is heard of this late, and a yes that was taken back.
KNOWN_MAX = 10_000


class Allows(Protocol):
    """Says whether a person lets an app know where they are."""

    async def allows(self, app_id: str, user_id: str) -> bool: ...


class Positions:
    """One per process. A share is looked up once and believed for ten seconds; an end here counts at once."""

    def __init__(self, *, db: Database, bus: Bus, grants: Allows, clock: Clock) -> None:
        self._db = db
        self._bus = bus
        self._grants = grants
        self._clock = clock
        self._known: dict[str, tuple[float, Share | None]] = {}

    async def report(self, user_id: str, share_id: str, point: Point, heading_deg: int) -> None:
        """Tell whoever follows the topic. SHARE_NOT_FOUND where the person shares nothing under this id now."""
        share = await self._share(share_id, user_id)
        now_ms = to_ms(self._clock.now())
        if share is None or share.until_ms <= now_ms:
            raise ShareNotFound("no position is shared under this id", share_id=share_id)
        value = {"lat_e7": point.lat_e7, "lng_e7": point.lng_e7, "heading_deg": heading_deg, "at_ms": now_ms}
        message = {"app_id": share.app_id, "topic": share.topic, "value": value}
        self._bus.publish(SUBJECT, json.dumps(message, separators=(",", ":")).encode())

    async def watch(self) -> AsyncIterator[tuple[str, str, str]]:
        """App, topic and value of every position from now on."""
        async with self._bus.subscribe(SUBJECT) as messages:
            async for raw in messages:
                message = json.loads(raw)
                yield message["app_id"], message["topic"], json.dumps(message["value"], separators=(",", ":"))

    def forget(self, share_ids: Iterable[str]) -> None:
        """These ended here: believe nothing of them that was looked up."""
        for share_id in share_ids:
            self._known.pop(share_id, None)

    async def _share(self, share_id: str, user_id: str) -> Share | None:
        """That share, if it is theirs. What strangers guess changes nothing, not even what is known of it."""
        now_s = self._clock.monotonic_s()
        known = self._known.get(share_id)
        if known is not None and now_s - known[0] < KNOWN_S:
            return known[1] if known[1] is not None and known[1].user_id == user_id else None
        found = await self._db.read(lambda tx: store.share(tx, share_id))
        if found is not None and found.user_id != user_id:
            return None
        if found is not None and not await self._grants.allows(found.app_id, user_id):
            found = None  # They took their yes back: it has ended, in their list too.
            await self._db.write(lambda tx: store.end_share(tx, user_id, share_id))
        if len(self._known) >= KNOWN_MAX:
            self._known.clear()
        self._known[share_id] = now_s, found
        return found
