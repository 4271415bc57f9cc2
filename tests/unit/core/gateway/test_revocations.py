"""No device signed out anywhere is still let in here, whatever breaks in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, cast

from core.gateway.revocations import AGAIN_S, Revocations
from core.gateway.socket import Sockets
from core.kit.caller import Caller
from core.kit.clock import ManualClock
from core.kit.errors import ServiceUnavailable
from majlis.identity.v1 import identity_service_pb2 as pb
from tests.support.waiting import until


class Identity:
    """Two streams; between them a revocation is committed that began before the first one's last."""

    def __init__(self) -> None:
        self.committed = [("dev_phone", 2_000)]

    async def watch_revocations(
        self, request: pb.WatchRevocationsRequest, *, caller: Caller
    ) -> AsyncIterator[pb.WatchRevocationsResponse]:
        for device_id, at_ms in self.committed:
            if at_ms > request.after_ms:
                yield pb.WatchRevocationsResponse(device_id=device_id, revoked_at_ms=at_ms)
        self.committed.append(("dev_laptop", 1_000))
        raise ServiceUnavailable("identity starts again")


class Verifier:
    def __init__(self) -> None:
        self.revoked: set[str] = set()

    def revoke(self, device_id: str, revoked_at_ms: int) -> None:
        self.revoked.add(device_id)


async def test_a_revocation_that_was_committed_late_is_heard_after_an_interruption() -> None:
    """It carries an earlier moment than the last one heard: going on from there would skip it."""
    clock, verifier = ManualClock(), Verifier()
    following = asyncio.ensure_future(
        Revocations(
            identity=cast(Any, Identity()), verifier=cast(Any, verifier), sockets=Sockets(), clock=clock
        ).run()
    )  # fmt: skip
    await until(lambda: "dev_phone" in verifier.revoked)
    await until(lambda: AGAIN_S in clock.asleep)
    clock.advance(timedelta(seconds=2))
    try:
        await until(lambda: "dev_laptop" in verifier.revoked)
    finally:
        following.cancel()
