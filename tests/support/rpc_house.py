"""A probe behind a chain, reached in process or over gRPC, with the keys of the house."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.kit.call_limits import CallLimits
from core.kit.caller import ANYBODY, DEVELOPER, Caller
from core.kit.clock import ManualClock
from core.kit.rpc import Chain, Channel
from core.kit.rpc_grpc import GrpcChannel, GrpcServer
from core.kit.tokens import AccessVerifier, Authenticator, ServiceTokens
from tests.support.access_tokens import TokenMaker
from tests.support.probe import SERVICE, Answer, Ask, Probe, Subjects
from tests.support.waiting import until

LAYLA = Caller.user("usr_layla", device_id="dev_1")
CALLERS = {
    "nobody": ANYBODY,
    "user": LAYLA,
    "developer": Caller.user("usr_dana", roles=frozenset({DEVELOPER})),
    "operator": Caller.operator("usr_omar"),
    "admin": Caller.operator("usr_amal", admin=True),
    "app": Caller.app("org.polls", user_id="usr_layla"),
    "app with scope": Caller.app("org.polls", user_id="usr_layla", scopes=frozenset({"probe.ask"})),
    "service": Caller.of_service("sandbox"),
}


@dataclass
class House:
    """A probe behind a chain, the channel under test to it, and the keys of the house."""

    probe: Probe
    channel: Channel
    clock: ManualClock
    people: TokenMaker
    services: ServiceTokens
    address: str = ""
    verifier: AccessVerifier | None = None  # Only over gRPC.

    async def ask(
        self, method: str, request: Any = None, *, caller: Caller = LAYLA, timeout_s: float | None = None
    ) -> Any:
        asked = Ask() if request is None else request
        return await self.channel.unary(f"{SERVICE}/{method}", asked, Answer, caller=caller, timeout_s=timeout_s)

    def watch(self, text: str = "", count: int = 0, caller: Caller = LAYLA, person: str = "") -> AsyncIterator[Any]:
        asked = Ask(text=text, count=count, person=person)
        return self.channel.stream(f"{SERVICE}/Watch", asked, Answer, caller=caller)

    async def ended(self, watchers: int = 1) -> None:
        """Wait until that many streams have run their finally."""
        await until(lambda: self.probe.watchers_ended >= watchers)


@contextlib.asynccontextmanager
async def house(kind: str) -> AsyncIterator[House]:
    clock, probe = ManualClock(), Probe()
    chain = Chain(clock=clock, subjects=Subjects(), limits=CallLimits(clock=clock))
    chain.serve(SERVICE, probe)
    services = ServiceTokens(key=Ed25519PrivateKey.generate(), name="gateway", clock=clock)
    people = TokenMaker(clock)
    if kind == "in process":
        yield House(probe, chain, clock, people, services)
        return
    verifier = AccessVerifier(jwks=people.jwks, clock=clock)
    server = GrpcServer(chain=chain, authenticator=Authenticator(services=services, people=verifier))
    port = await server.start("127.0.0.1:0")
    channel = GrpcChannel(f"127.0.0.1:{port}", authorize=lambda to, caller: f"Bearer {services.mint(to, caller)}")
    try:
        yield House(probe, channel, clock, people, services, f"127.0.0.1:{port}", verifier)
    finally:
        await channel.close()
        await server.stop()
