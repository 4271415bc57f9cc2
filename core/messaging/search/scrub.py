"""After a recall the words leave the files too: asked for in the recall's transaction, done soon, again until done.

Every recall adds a row to messaging_scrubs; a scrub covers all there are when it begins and then removes them, so a
restart or a failure in between only means once more. Of one host's time a scrub takes a share at most: on large
databases recalls wait for each other, and writers for none of them.
"""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from core.kit import log as kit_log
from core.kit.clock import Clock
from core.kit.db import Database
from core.messaging.search import sqlite_index
from core.messaging.search.tables import WORDS_INDEX, scrubs

SWEEP_S = 1.0
SHARE = 20  # A scrub that took a second is not begun again for this many.
# Whatever holds words of a message that its recall, or the end of a report of it, deletes or wipes.
TABLES = (
    "messaging_updates", "messaging_search", "messaging_mentions", "messaging_reactions", "messaging_report_seals",
    "messaging_card_copies", "messaging_card_offers",
    # And what was so before it was sent, or is told of it elsewhere: drafts, names of files.
    "messaging_members", "messaging_uploads", "messaging_media",
)  # fmt: skip
_log = kit_log.get("scrub")
_ASKED = sa.select(scrubs.c.scrub_id)
_FORGET = scrubs.delete().where(scrubs.c.scrub_id == sa.bindparam("asked"))


class Scrubber:
    """Runs scrubs; `begin` after a recall, or the next sweep finds it."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._woken = asyncio.Event()
        self._not_before_s = clock.monotonic_s()

    async def begin(self) -> None:
        """Look now rather than at the next sweep."""
        self._woken.set()

    async def run(self) -> None:
        """Scrub whenever it was asked for; cancel to stop."""
        while True:
            try:
                async with asyncio.timeout(SWEEP_S):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()
            if self._clock.monotonic_s() < self._not_before_s:
                continue
            try:
                await self.scrub()
            except Exception:
                _log.exception("scrub failed")

    async def scrub(self) -> bool:
        """Do what was asked for so far. False where somebody still reads from the files: it is not done yet."""
        asked = await self._db.read(lambda tx: tx.execute(_ASKED).scalars().all())
        if not asked:
            return True
        began_s = self._clock.monotonic_s()
        if self._db.engine.dialect.name == "sqlite":
            await sqlite_index.purge(self._db)
        done = await self._db.scrub(TABLES, indexes=(WORDS_INDEX,))
        ended_s = self._clock.monotonic_s()
        self._not_before_s = ended_s + SHARE * (ended_s - began_s)
        if done:
            # These and no others: on PostgreSQL a lower number may be committed after a higher one.
            rows = [{"asked": scrub_id} for scrub_id in asked]
            await self._db.write(lambda tx: tx.execute(_FORGET, rows))
        return done
