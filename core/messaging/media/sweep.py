"""The end of files: what no message shows is off the disk within two seconds, what was left behind within the hour.

A recall dooms bytes in its own transaction. Here they are removed first and forgotten second: a crash between the two
only makes it try again. Nothing else is removed but what no row names, and that only once it is old.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import sqlalchemy as sa

from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.messaging.media import store, upload_store
from core.messaging.media.limits import UNSENT_KEPT
from core.messaging.media.storage import Storage
from core.messaging.media.tables import blobs, media, uploads

EVERY_S = 1.0
OLD_EVERY = 60  # Rounds between looks for what expired.
LOST_EVERY = 3600  # Rounds between looks for what nobody knows.
LOST_AFTER_MS = 3_600_000  # What is just being written has no row yet.
BATCH = 200
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
            await self._until_done(self._expire_uploads)
            await self._until_done(self._doom_unsent)
        if lost:
            await self._remove_lost()
        while await self._remove_doomed():
            pass

    async def _until_done(self, work: Callable[[Transaction], list[str]]) -> None:
        while gone := await self._db.write(work):
            await asyncio.to_thread(self._storage.remove, gone)

    def _expire_uploads(self, tx: Transaction) -> list[str]:
        now_ms = to_ms(self._clock.now())
        query = sa.select(uploads.c.upload_id).where(uploads.c.expires_at_ms <= now_ms).limit(BATCH)
        ids = list(tx.execute(query).scalars())
        upload_store.forget(tx, ids)
        return [f"uploads/{upload_id}" for upload_id in ids]

    def _doom_unsent(self, tx: Transaction) -> list[str]:
        before_ms = to_ms(self._clock.now() - UNSENT_KEPT)
        old = sa.select(media.c.media_id).where(sa.not_(media.c.sent), media.c.created_at_ms <= before_ms)
        for media_id in tx.execute(old.limit(BATCH)).scalars().all():
            store.remove(tx, media_id)
        return []

    async def _remove_doomed(self) -> bool:
        doomed = sa.select(blobs.c.key).where(blobs.c.doomed).limit(BATCH)
        keys = await self._db.read(lambda tx: list(tx.execute(doomed).scalars()))
        if not keys:
            return False
        await asyncio.to_thread(self._storage.remove, keys)
        await self._db.write(lambda tx: tx.execute(blobs.delete().where(blobs.c.key.in_(keys))))
        return True

    async def _remove_lost(self) -> None:
        """Bytes without a row: a crash came between the two. And what a finished upload was made from."""
        found = await asyncio.to_thread(lambda: list(self._storage.keys()))
        old_ms = to_ms(self._clock.now()) - LOST_AFTER_MS

        def known(tx: Transaction) -> tuple[set[str], set[str]]:
            rows = tx.execute(sa.select(uploads.c.upload_id, uploads.c.media_id, uploads.c.refused)).all()
            alive = {f"uploads/{row.upload_id}" for row in rows if not row.media_id and not row.refused}
            over = {f"uploads/{row.upload_id}" for row in rows} - alive
            return alive | set(tx.execute(sa.select(blobs.c.key)).scalars()), over

        alive, over = await self._db.read(known)
        gone = [key for key, changed_ms in found if key in over or (key not in alive and changed_ms < old_ms)]
        if gone:
            _log.warning("files nobody knew were removed", files=len(gone))
            await asyncio.to_thread(self._storage.remove, gone)
