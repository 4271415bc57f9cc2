"""Who watches learns of every revoked device: at once over the bus, within two seconds without it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable

from core.identity.session_store import revoked_after
from core.identity.tokens import ACCESS_TTL_S
from core.kit.bus import Bus
from core.kit.clock import Clock, to_ms
from core.kit.db import Database
from core.kit.tokens import LEEWAY_S
from majlis.identity.v1 import identity_service_pb2 as pb

BUS_SUBJECT = "identity.revoked"
SWEEP_S = 2.0
# A token made before the revocation is dead after this, by its own expiry on the slowest clock we allow.
TOKENS_LIVE_MS = (ACCESS_TTL_S + 2 * LEEWAY_S) * 1000


class Revocations:
    """Announces revocations and lets others watch them."""

    def __init__(self, *, db: Database, bus: Bus, clock: Clock) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock

    def announce(self, device_ids: Iterable[str]) -> None:
        """Wake the watchers; call after the transaction that revoked."""
        for device_id in device_ids:
            self._bus.publish(BUS_SUBJECT, device_id.encode())

    async def watch(self, after_ms: int) -> AsyncIterator[pb.WatchRevocationsResponse]:
        """Every device revoked after that whose tokens could still be valid, once each, for ever."""
        told: set[str] = set()
        async with self._bus.subscribe(BUS_SUBJECT) as hints:
            woken = asyncio.Event()
            following = asyncio.create_task(_follow(hints, woken))
            try:
                while True:
                    woken.clear()
                    # The whole window each time: a revocation may be committed after one of a later moment.
                    since_ms = max(after_ms, to_ms(self._clock.now()) - TOKENS_LIVE_MS)
                    revoked = await self._db.read(lambda tx, since_ms=since_ms: revoked_after(tx, since_ms))  # type: ignore[misc]
                    for device_id, revoked_at_ms in revoked:
                        if device_id not in told:
                            yield pb.WatchRevocationsResponse(device_id=device_id, revoked_at_ms=revoked_at_ms)
                    told = {device_id for device_id, _ in revoked}
                    await self._woken_or_swept(woken)
            finally:
                following.cancel()

    async def _woken_or_swept(self, woken: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(woken.wait()), asyncio.ensure_future(self._clock.sleep(SWEEP_S))]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


async def _follow(hints: AsyncIterator[bytes], woken: asyncio.Event) -> None:
    async for _ in hints:
        woken.set()
