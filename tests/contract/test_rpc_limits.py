"""Who calls too often is refused on both channels alike, is told when to come again, and then gets what was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from core.gateway.connect import Asked, Connect
from core.gateway.origins import Origins
from core.kit import errors
from core.kit.call_limits import APP_FACTOR, CALLS_BURST, CallLimits
from core.kit.caller import Caller
from core.kit.config import Config
from core.kit.rpc import Chain
from core.kit.tokens import AccessVerifier
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.chat_desk import ChatDesk, request_id
from tests.support.probe import SERVICE, Answer, Ask
from tests.support.rpc_house import CALLERS, LAYLA, House, house

MESSAGES = "majlis.messaging.v1.MessagesService"
SAMI = Caller.user("usr_sami", device_id="dev_2")


@pytest.fixture(params=["in process", "grpc"])
async def host(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    async with house(request.param) as made:
        yield made


async def passed(host: House, method: str, calls: int, caller: Caller = LAYLA) -> int:
    """How many of so many calls at once were answered; the others were refused for coming too often."""
    asked = (host.ask(method, caller=caller) for _ in range(calls))
    answers: list[Any] = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(each) for each in answers} <= {Answer, errors.RateLimited}, answers
    return sum(isinstance(each, Answer) for each in answers)


async def test_after_a_burst_a_call_is_refused_before_its_handler_and_then_succeeds(host: House) -> None:
    assert await passed(host, "User", CALLS_BURST) == CALLS_BURST
    with pytest.raises(errors.RateLimited) as refused:
        await host.ask("User")
    assert refused.value.code is errors.StatusCode.RESOURCE_EXHAUSTED
    assert refused.value.metadata() == {"method": f"{SERVICE}/User", "retry_after_ms": "50"}
    assert refused.value.retry_after_ms == 50
    assert len(host.probe.seen) == CALLS_BURST
    host.clock.advance(timedelta(milliseconds=50))
    await host.ask("User")


async def test_a_method_may_say_its_own_limit(host: House) -> None:
    assert await passed(host, "Rare", 5) == 3
    host.clock.advance(timedelta(seconds=1))
    assert await passed(host, "Rare", 5) == 2


async def test_one_who_floods_slows_nobody_else(host: House) -> None:
    await passed(host, "Rare", 5)
    assert await passed(host, "Rare", 3, SAMI) == 3
    assert await passed(host, "User", 3) == 3


async def test_streams_are_counted_when_they_begin(host: House) -> None:
    """However much then comes through one of them."""
    for _ in range(CALLS_BURST):
        assert [answer.text async for answer in host.watch(count=2)] == ["0", "1"]
    with pytest.raises(errors.RateLimited):
        _ = [answer async for answer in host.watch(count=1)]


async def test_calls_that_are_refused_for_another_reason_count_too(host: House) -> None:
    """Guessing what one may call costs the host as much as calling."""
    for _ in range(CALLS_BURST):
        with pytest.raises(errors.PermissionDenied):
            await host.ask("Operator")
    with pytest.raises(errors.RateLimited):
        await host.ask("Operator")


async def test_services_are_never_slowed(host: House) -> None:
    assert await passed(host, "Service", 2 * CALLS_BURST, CALLERS["service"]) == 2 * CALLS_BURST


async def test_an_app_has_room_for_the_calls_of_its_events_and_no_more() -> None:
    async with house("in process") as host:
        burst = CALLS_BURST * APP_FACTOR
        assert await passed(host, "Own", burst + 10, CALLERS["app"]) == burst


async def test_any_grpc_client_reads_when_to_come_again() -> None:
    """google.rpc.RetryInfo is what clients know who know nothing of us."""
    async with house("grpc") as host, grpc.aio.insecure_channel(host.address) as channel:
        call: Any = channel.unary_unary(
            f"/{SERVICE}/Rare", request_serializer=Ask.SerializeToString, response_deserializer=Answer.FromString
        )
        proof = (("authorization", f"Bearer {host.people.access('usr_layla')}"),)
        for _ in range(3):
            await call(Ask(), metadata=proof)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await call(Ask(), metadata=proof)
        assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        status = rpc_status.from_call(refused.value)
        told = error_details_pb2.RetryInfo()
        assert any(detail.Unpack(told) for detail in status.details)
        assert told.retry_delay.ToMilliseconds() == 500


async def test_on_the_web_it_is_429_and_says_how_many_seconds() -> None:
    async with house("in process") as host:
        verifier = AccessVerifier(jwks=host.people.jwks, clock=host.clock)
        connect = Connect(channel=host.channel, verifier=verifier, services=[SERVICE])
        headers = {"content-type": "application/json", "authorization": f"Bearer {host.people.access('usr_layla')}"}
        asked = Asked(path=f"{SERVICE}/Rare", headers=headers, body=b"{}", cookie="", pages=())
        origin = Origins(Config()).find(["localhost:8000"])
        answers = [await connect.answer(asked, origin) for _ in range(4)]
        assert [each.status for each in answers] == [200, 200, 200, 429]
        assert answers[-1].headers["retry-after"] == "1"
        refused = json.loads(answers[-1].body)
        assert refused["code"] == "resource_exhausted"
        assert refused["details"][0]["debug"]["reason"] == "RATE_LIMITED"
        host.clock.advance(timedelta(seconds=1))
        assert (await connect.answer(asked, origin)).status == 200


async def test_what_is_repeated_under_its_id_is_done_once_refused_or_not(chat: ChatDesk) -> None:
    """A refusal for haste is no answer: it is not kept, and the first answer still is given afterwards."""
    sara, omar = await chat.person("sara"), await chat.person("omar")
    await chat.befriend(sara, omar)
    conversation = await chat.direct(sara, omar)
    hurried = Chain(clock=chat.clock, limits=CallLimits(clock=chat.clock, calls_per_s=1))  # Five at once.
    hurried.serve(MESSAGES, chat.messaging.services[MESSAGES])
    messages = MessagesServiceClient(hurried)
    content = pb.Content(text="on my way")
    once = service_pb.SendMessageRequest(request_id=request_id(), conversation_id=conversation, content=content)
    numbers = [(await messages.send_message(once, caller=sara)).update.seq for _ in range(5)]
    late = service_pb.SendMessageRequest(request_id=request_id(), conversation_id=conversation, content=content)
    for asked in (once, late):
        with pytest.raises(errors.RateLimited):
            await messages.send_message(asked, caller=sara)
    chat.clock.advance(timedelta(seconds=2))
    numbers.append((await messages.send_message(once, caller=sara)).update.seq)
    assert set(numbers) == {numbers[0]}
    assert (await messages.send_message(late, caller=sara)).update.seq == numbers[0] + 1
