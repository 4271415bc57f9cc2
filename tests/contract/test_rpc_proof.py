"""Over gRPC a peer is who its token proves; what it says of itself counts for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import grpc
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from core.kit import errors
from core.kit.caller import ADMIN, ANYBODY, Caller
from core.kit.clock import ManualClock, to_ms
from core.kit.rpc import Chain
from core.kit.rpc_grpc import AddressTaken, GrpcChannel, GrpcServer
from core.kit.tokens import AccessVerifier, Authenticator, ServiceTokens
from tests.support.probe import SERVICE, Answer, Ask
from tests.support.rpc_house import CALLERS, LAYLA, House, house
from tests.support.waiting import until


@pytest.fixture
async def remote() -> AsyncIterator[House]:
    async with house("grpc") as made:
        yield made


async def raw(remote: House, method: str, **metadata: str) -> Any:
    """A call by a stranger with a plain gRPC channel."""
    async with grpc.aio.insecure_channel(remote.address) as channel:
        call = channel.unary_unary(
            f"/{SERVICE}/{method}", request_serializer=Ask.SerializeToString, response_deserializer=Answer.FromString
        )
        return await call(Ask(), metadata=tuple(metadata.items()))


async def refused(remote: House, method: str, code: grpc.StatusCode, **metadata: str) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await raw(remote, method, **metadata)
    assert caught.value.code() == code, caught.value


async def test_metadata_that_claims_a_caller_is_ignored(remote: House) -> None:
    claims = {"caller": '{"service":"sandbox"}', "x-majlis-caller": "usr_layla", "service": "sandbox"}
    await refused(remote, "Service", grpc.StatusCode.PERMISSION_DENIED, **claims)
    await refused(remote, "User", grpc.StatusCode.PERMISSION_DENIED, **claims)
    await raw(remote, "Public", **claims)
    assert remote.probe.seen[-1].caller == ANYBODY


async def test_a_service_token_lives_a_minute_and_is_for_one_slice(remote: House) -> None:
    token = remote.services.mint("probe", CALLERS["service"])
    await raw(remote, "Service", authorization=f"Bearer {token}")
    elsewhere = remote.services.mint("wallet", CALLERS["service"])
    await refused(remote, "Service", grpc.StatusCode.UNAUTHENTICATED, authorization=f"Bearer {elsewhere}")
    remote.clock.advance(timedelta(seconds=61))
    await refused(remote, "Service", grpc.StatusCode.UNAUTHENTICATED, authorization=f"Bearer {token}")


async def test_a_service_token_of_a_foreign_key_is_refused(remote: House) -> None:
    stranger = ServiceTokens(key=Ed25519PrivateKey.generate(), name="gateway", clock=remote.clock)
    proof = f"Bearer {stranger.mint('probe', CALLERS['service'])}"
    await refused(remote, "Service", grpc.StatusCode.UNAUTHENTICATED, authorization=proof)
    await refused(remote, "Public", grpc.StatusCode.UNAUTHENTICATED, authorization=proof)


async def test_a_service_token_that_names_nobody_is_refused() -> None:
    """Signed by us and still not usable: refused by name, not a fault."""
    clock, key = ManualClock(), Ed25519PrivateKey.generate()
    now_s = to_ms(clock.now()) // 1000
    claims = {"iss": "majlis-services", "aud": "probe", "sub": "x", "iat": now_s, "exp": now_s + 60}
    for caller in ({}, {"caller": "usr_layla"}, {"caller": {"access": 3}}):
        token = jwt.encode({**claims, **caller}, key, "EdDSA", headers={"typ": "svc+jwt"})
        with pytest.raises(errors.Unauthenticated):
            ServiceTokens(key=key, name="x", clock=clock).verify(token, "probe")


async def test_a_person_may_call_what_people_may(remote: House) -> None:
    token = remote.people.access("usr_layla", device_id="dev_7")
    assert (await raw(remote, "User", authorization=f"Bearer {token}")).text == "usr_layla||"
    assert remote.probe.seen[-1].caller == Caller.user("usr_layla", device_id="dev_7")
    await refused(remote, "Operator", grpc.StatusCode.PERMISSION_DENIED, authorization=f"Bearer {token}")
    await refused(remote, "Service", grpc.StatusCode.PERMISSION_DENIED, authorization=f"Bearer {token}")


async def test_an_operators_token_is_for_its_own_origin_only(remote: House) -> None:
    token = remote.people.access("usr_omar", audience="majlis-operator", roles=[ADMIN])
    await refused(remote, "User", grpc.StatusCode.UNAUTHENTICATED, authorization=f"Bearer {token}")


@pytest.mark.parametrize("proof", ["Basic abc", "Bearer", "Bearer ", "Bearer x.y.z", "Bearer " + "a" * 5000, "token"])
async def test_an_authorization_that_is_no_token_is_refused(remote: House, proof: str) -> None:
    await refused(remote, "Public", grpc.StatusCode.UNAUTHENTICATED, authorization=proof)


async def test_a_fault_while_checking_a_token_tells_nothing_of_its_inside(remote: House) -> None:
    """Not only handlers can break; the border itself must keep its mouth shut."""
    remote.people.broken = True
    token = remote.people.access("usr_layla")
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await raw(remote, "User", authorization=f"Bearer {token}")
    assert caught.value.code() == grpc.StatusCode.INTERNAL
    assert "hunter2" not in str(caught.value.details())


async def test_a_server_that_is_not_there_is_unavailable(remote: House) -> None:
    gone = GrpcChannel("127.0.0.1:1", authorize=lambda to, caller: "")
    with pytest.raises(errors.ServiceUnavailable):
        await gone.unary(f"{SERVICE}/User", Ask(), Answer, caller=LAYLA, timeout_s=5)
    await gone.close()


async def test_calls_under_way_when_their_channel_closes_are_told_so(remote: House) -> None:
    """gRPC cancels them; to the task that waits that would look as if somebody had cancelled it."""

    async def watch() -> None:
        async for _ in remote.watch("wait", count=1):
            pass

    asked, watched = asyncio.create_task(remote.ask("User", Ask(text="wait"))), asyncio.create_task(watch())
    await until(lambda: len(remote.probe.seen) == 2)
    await remote.channel.close()  # type: ignore[attr-defined]
    for task in (asked, watched):
        with pytest.raises(errors.ServiceUnavailable):
            await task


async def test_health_says_serving_for_every_service(remote: House) -> None:
    async with grpc.aio.insecure_channel(remote.address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        for name in ("", SERVICE):
            answer = await stub.Check(health_pb2.HealthCheckRequest(service=name))
            assert answer.status == health_pb2.HealthCheckResponse.SERVING


async def test_reflection_lists_the_services(remote: House) -> None:
    async with grpc.aio.insecure_channel(remote.address) as channel:
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        asked = iter([reflection_pb2.ServerReflectionRequest(list_services="")])
        [answer] = [each async for each in stub.ServerReflectionInfo(asked)]
    assert SERVICE in {service.name for service in answer.list_services_response.service}


async def test_a_second_server_on_the_same_port_is_refused(remote: House) -> None:
    chain = Chain(clock=remote.clock)
    people = AccessVerifier(jwks=remote.people.jwks, clock=remote.clock)
    second = GrpcServer(chain=chain, authenticator=Authenticator(services=remote.services, people=people))
    with pytest.raises(AddressTaken, match="MAJLIS_GRPC_PORT"):
        await second.start(remote.address)
