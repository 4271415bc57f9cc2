"""The worker behind the head: every update passes each step once, in its conversation's order, soon after its commit.

A step gets `(tx, updates)`: some updates of one conversation, in order, without a gap to those before. All steps and
the move of `trailed_seq` are one transaction, so what a step writes is there exactly once, whatever crashes and however
many processes do this on one database. A step may return a function to be called after that commit, at most once. An
update whose message was recalled in the meantime comes with an empty body.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from core.kit import log as kit_log
from core.kit.clock import Clock
from core.kit.db import Database, Transaction
from core.kit.prepared import Prepared
from core.messaging import log
from core.messaging.changes import Logged
from core.messaging.tables import conversations

UPDATES_MAX = 200  # Of one conversation in one transaction: bounds how long senders wait for it.
CONVERSATIONS_MAX = 32  # At once.
PAUSE_S = 0.1  # Between two rounds while there is work: what is written meanwhile is taken at once, with one commit.
SWEEP_S = 1.0  # A lost wake-up delays the steps by this much.
BACKOFF_MAX_S = 300.0
_log = kit_log.get("trail")

AfterCommit = Callable[[], None]
Step = Callable[[Transaction, Sequence[Logged]], AfterCommit | None]

_behind = conversations.c.trailed_seq < conversations.c.head_seq
_BEHIND = Prepared(
    sa.select(conversations.c.conversation_id)
    .where(_behind, conversations.c.conversation_id > sa.bindparam("after"))
    .order_by(conversations.c.conversation_id).limit(CONVERSATIONS_MAX)
)  # fmt: skip
_WHERE = Prepared(
    sa.select(conversations.c.trailed_seq, conversations.c.head_seq)
    .where(conversations.c.conversation_id == sa.bindparam("of"))
)  # fmt: skip
_MOVE = Prepared(
    conversations.update()
    .where(conversations.c.conversation_id == sa.bindparam("of"), conversations.c.trailed_seq == sa.bindparam("was"))
    .values(trailed_seq=sa.bindparam("now")).returning(conversations.c.trailed_seq)
)  # fmt: skip


class Trail:
    """Runs the steps; `wake` after a commit, or the next sweep finds it."""

    def __init__(self, db: Database, steps: Sequence[Step], *, clock: Clock) -> None:
        self._db = db
        self._steps = tuple(steps)
        self._clock = clock
        self._woken = asyncio.Event()
        self._after = ""  # Rounds go on from here, so that busy conversations let the others come.
        self._failed: dict[str, tuple[int, float]] = {}  # How often in a row, and when to try again.

    def wake(self) -> None:
        """Look now rather than at the next sweep."""
        self._woken.set()

    async def run(self) -> None:
        """Follow for ever; cancel to stop."""
        while True:
            if await self._swept():
                await asyncio.sleep(PAUSE_S)
                continue
            try:
                async with asyncio.timeout(SWEEP_S):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()

    async def catch_up(self) -> None:
        """Return once every update there is has passed, but those of conversations that wait after a failure."""
        while await self.round() or self._after:
            pass

    async def round(self) -> int:
        """One look at some of the conversations that are behind; how many updates passed."""
        rows = await self._db.read(lambda tx: _BEHIND.rows(tx, {"after": self._after}))
        found = [row.conversation_id for row in rows]
        self._after = found[-1] if len(found) == CONVERSATIONS_MAX else ""
        now_s = self._clock.monotonic_s()
        due = [each for each in found if self._failed.get(each, (0, now_s))[1] <= now_s]
        return sum(await asyncio.gather(*map(self._follow, due)))

    async def _swept(self) -> int:
        try:
            return await self.round()
        except Exception:  # The database is away; the sweep must live on.
            _log.exception("trail sweep failed")
            return 0

    async def _follow(self, conversation_id: str) -> int:
        """Take one conversation a batch further. A failure is logged and holds up nobody else."""
        try:
            passed, after = await self._db.write(lambda tx: self._step(tx, conversation_id))
        except Exception:
            times = self._failed.get(conversation_id, (0, 0.0))[0] + 1
            wait_s = min(BACKOFF_MAX_S, 2.0 ** min(times - 1, 16))
            self._failed[conversation_id] = times, self._clock.monotonic_s() + wait_s
            _log.exception("trail step failed", conversation=conversation_id, times=times, wait_s=wait_s)
            return 0
        self._failed.pop(conversation_id, None)
        for call in after:
            call()
        return passed

    def _step(self, tx: Transaction, conversation_id: str) -> tuple[int, list[AfterCommit]]:
        (row,) = _WHERE.rows(tx, {"of": conversation_id}) or (None,)
        if row is None or row.trailed_seq >= row.head_seq:
            return 0, []  # Another process was faster.
        updates = log.after(tx, conversation_id, row.trailed_seq, to_seq=row.head_seq, most=UPDATES_MAX)
        # First, so that on PostgreSQL two that do the same work meet here and not after it.
        (_,) = _MOVE.rows(tx, {"of": conversation_id, "was": row.trailed_seq, "now": updates[-1].seq})
        after = [step(tx, updates) for step in self._steps]
        return len(updates), [call for call in after if call is not None]
