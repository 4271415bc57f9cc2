"""Follows identity's revocations: a device signed out anywhere loses its tokens and its open pages here, at once."""

from __future__ import annotations

from core.gateway.socket import Sockets
from core.kit import log
from core.kit.caller import Caller
from core.kit.clock import Clock
from core.kit.errors import DomainError
from core.kit.tokens import AccessVerifier
from majlis.identity.v1 import identity_service_pb2 as pb
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient

AGAIN_S = 1.0
REASON = "SESSION_REVOKED"
_log = log.get("gateway")


class Revocations:
    """One per process; `run` follows for ever and begins again where the stream breaks."""

    def __init__(
        self, *, identity: IdentityServiceClient, verifier: AccessVerifier, sockets: Sockets, clock: Clock
    ) -> None:
        self._identity = identity
        self._verifier = verifier
        self._sockets = sockets
        self._clock = clock
        self.following = False

    async def run(self) -> None:
        while True:
            try:
                await self._follow()
            except DomainError as error:
                _log.warning("revocations interrupted", reason=error.reason)
            self.following = False
            await self._clock.sleep(AGAIN_S)

    async def _follow(self) -> None:
        # From the start each time: only what still matters comes, and a late commit may lie before the last.
        request = pb.WatchRevocationsRequest(after_ms=0)
        self.following = True
        async for revoked in self._identity.watch_revocations(request, caller=Caller.of_service("gateway")):
            self._verifier.revoke(revoked.device_id, revoked.revoked_at_ms)
            self._sockets.end_device(revoked.device_id, REASON)
