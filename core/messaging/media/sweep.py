"""The end of files: what no message shows is off the disk within two seconds, what was left behind within the hour.

A recall dooms bytes in its own transaction. Here they are removed first and forgotten second: a crash between the two
only makes it try again. Nothing else is removed but what no row names, and that only once it is old.
"""

from __future__ import annotations

import asyncio

from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.db import Database
from core.messaging.media import sweep_store
from core.messaging.media.limits import UNSENT_KEPT
from core.messaging.media.storage import Storage

EVERY_S = 1.0
OLD_EVERY = 60  # Rounds between looks for what expired.
LOST_EVERY = 3600  # Rounds between looks for what nobody knows.
LOST_AFTER_MS = 3_600_000  # What is just being written has no row yet.
_log = log.get("media")


class Sweep:
    """Removes what has to go; `run` for ever, `once` for tests and the start."""

    def __init__(self, *, db: Database, clock: Clock, storage: Storage) -> None:
        self._db = db
        self._clock = clock
        self._storage = storage

    async def run(self) -> None:
        """Every second what is doomed, every minute what expired, at the start and every hour what was lost."""
        rounds = 0
        while True:
            try:
                await self.once(old=rounds % OLD_EVERY == 0, lost=rounds % LOST_EVERY == 0)
            except Exception as error:  # A full disk or a database that is away must not end it for good.
                _log.error("the sweep of media failed", exc_info=error)
            rounds += 1
            await self._clock.sleep(EVERY_S)

    async def once(self, *, old: bool = True, lost: bool = True) -> None:
        """One round; after it, nothing that has to go now is left."""
        if old:
            await self._forget_expired()
            await self._doom_unsent()
        if lost:
            await self._remove_lost()
        while await self._remove_doomed():
            pass

    async def _forget_expired(self) -> None:
        now_ms = to_ms(self._clock.now())
        while gone := await self._db.write(lambda tx: sweep_store.forget_expired(tx, now_ms=now_ms)):
            await asyncio.to_thread(self._storage.remove, gone)

    async def _doom_unsent(self) -> None:
        before_ms = to_ms(self._clock.now() - UNSENT_KEPT)
        while await self._db.write(lambda tx: sweep_store.doom_unsent(tx, before_ms=before_ms)):
            pass

    async def _remove_doomed(self) -> bool:
        keys = await self._db.read(sweep_store.doomed)
        if not keys:
            return False
        await asyncio.to_thread(self._storage.remove, keys)
        await self._db.write(lambda tx: sweep_store.forget_blobs(tx, keys))
        return True

    async def _remove_lost(self) -> None:
        """Bytes without a row: a crash came between the two. And what a finished upload was made from."""
        found = await asyncio.to_thread(lambda: list(self._storage.keys()))
        old_ms = to_ms(self._clock.now()) - LOST_AFTER_MS
        needed, over = await self._db.read(sweep_store.known)
        gone = [key for key, changed_ms in found if key in over or (key not in needed and changed_ms < old_ms)]
        if gone:
            _log.warning("files nobody knew were removed", files=len(gone))
            await asyncio.to_thread(self._storage.remove, gone)
