"""What the chain costs around a handler, in process and over loopback gRPC."""

from __future__ import annotations

import time
from typing import Any

import grpc
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.kit.caller import Caller
from core.kit.clock import SystemClock
from core.kit.rpc import Call, Chain
from core.kit.rpc_grpc import GrpcChannel, GrpcServer
from core.kit.tokens import AccessVerifier, Authenticator, ServiceTokens
from tests.bench.measure import Row, async_in_turn, async_ms, row
from tests.support.access_tokens import TokenMaker
from tests.support.probe import SERVICE, Answer, Ask, Probe

IN_PROCESS_CALLS, IN_PROCESS_ROUNDS = 200, 60
UNARY_ROUNDS = 400
SANDBOX = Caller.of_service("sandbox")
PATH = f"{SERVICE}/Service"


async def measure() -> list[Row]:
    """One unary rpc as a service makes it, beside the bare handler and beside grpc.aio's own echo."""
    clock, probe = SystemClock(), Probe()
    chain = Chain(clock=clock)
    chain.serve(SERVICE, probe)
    return [*await _in_process(chain, probe), *await _over_grpc(chain)]


async def _in_process(chain: Chain, probe: Probe) -> list[Row]:
    asked, call = Ask(text="hello"), Call(SANDBOX, PATH)

    async def through_chain() -> float:
        return await _each_us(lambda: chain.unary(PATH, asked, Answer, caller=SANDBOX))

    async def bare() -> float:
        return await _each_us(lambda: probe.service(asked, call))

    ours, limit = await async_in_turn(IN_PROCESS_ROUNDS, through_chain, bare)
    note = f"mean of {IN_PROCESS_CALLS} calls a sample: access, rules, deadline, metric, log line below its level"
    return [row("rpc.in_process_us", ours, "µs", "limit: the handler alone", limit, note)]


async def _each_us(call: Any) -> float:
    started = time.perf_counter()
    for _ in range(IN_PROCESS_CALLS):
        await call()
    return (time.perf_counter() - started) / IN_PROCESS_CALLS * 1e6


async def _over_grpc(chain: Chain) -> list[Row]:
    clock = SystemClock()
    services = ServiceTokens(key=Ed25519PrivateKey.generate(), name="sandbox", clock=clock)
    verifier = AccessVerifier(jwks=TokenMaker(clock).jwks, clock=clock)
    server = GrpcServer(chain=chain, authenticator=Authenticator(services=services, people=verifier))
    port = await server.start("127.0.0.1:0")
    ours = GrpcChannel(f"127.0.0.1:{port}", authorize=lambda to, caller: f"Bearer {services.mint(to, caller)}")
    echo_server = grpc.aio.server()
    echo: Any = grpc.unary_unary_rpc_method_handler(_echo)
    echo_server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bench.Echo", {"Echo": echo}),))
    echo_port = echo_server.add_insecure_port("127.0.0.1:0")
    await echo_server.start()
    channel = grpc.aio.insecure_channel(f"127.0.0.1:{echo_port}")
    bare: Any = channel.unary_unary("/bench.Echo/Echo")
    asked = Ask(text="hello")
    body = asked.SerializeToString()
    try:
        mine, theirs = await async_in_turn(
            UNARY_ROUNDS,
            lambda: async_ms(lambda: ours.unary(PATH, asked, Answer, caller=SANDBOX)),
            lambda: async_ms(lambda: bare(body)),
            warm_up=20,
        )
    finally:
        await channel.close()
        await ours.close()
        await echo_server.stop(None)
        await server.stop()
    note = "client and server on one loop, loopback, with a signed service token a call"
    return [row("rpc.grpc_unary_ms_p50", mine, "ms", "peer: bare grpc.aio echo of bytes", theirs, note)]


async def _echo(request: bytes, _context: Any) -> bytes:
    return request
