"""Both channels keep one contract: in process and over gRPC a call is admitted, checked, refused and ended alike."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.kit import errors
from core.kit.caller import Caller
from core.kit.rpc import RoutedChannel, ScopeNotGranted
from tests.support.probe import SERVICE, Answer, Ask, Filled, Part, TooMuch
from tests.support.rpc_house import CALLERS, LAYLA, House, house
from tests.support.waiting import until

MAY = {
    "Forgotten": set(),
    "Public": set(CALLERS),
    "User": {"user", "developer"},
    "Scoped": {"app with scope"},
    "Own": {"app", "app with scope"},
    "Developer": {"developer"},
    "Operator": {"operator", "admin"},
    "Admin": {"admin"},
    "Service": {"service"},
}


@pytest.fixture(params=["in process", "grpc"])
async def host(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    async with house(request.param) as made:
        yield made


@pytest.mark.parametrize("method", MAY)
async def test_each_method_answers_its_own_callers_and_nobody_else(host: House, method: str) -> None:
    """A method without a rule is refused to everybody: forgetting the option opens nothing."""
    allowed = set()
    for name, caller in CALLERS.items():
        try:
            await host.ask(method, caller=caller)
            allowed.add(name)
        except errors.PermissionDenied:
            pass
    assert allowed == MAY[method]
    assert len(host.probe.seen) == len(allowed)


async def test_an_app_without_the_scope_is_told_which_one(host: House) -> None:
    with pytest.raises(ScopeNotGranted) as caught:
        await host.ask("Scoped", caller=CALLERS["app"])
    assert caught.value.metadata() == {"scope": "probe.ask", "app_id": "org.polls"}


@pytest.mark.parametrize("name", CALLERS)
async def test_the_handler_sees_the_whole_caller(host: House, name: str) -> None:
    await host.ask("Public", caller=CALLERS[name])
    assert host.probe.seen[-1].caller == CALLERS[name]


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": ""}, "name"),
        ({"name": "a"}, "name"),
        ({"name": "12345"}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"free": "a\x00b"}, "free"),
        ({"part": Part()}, "part.word"),
        ({"part": Part(word="toolong")}, "part.word"),
        ({"parts": [Part(word="ok"), Part(word="a\x00")]}, "parts[1].word"),
        ({"parts": [Part(word="ok")] * 4}, "parts"),
        ({"tags": ["a", "b", "c"]}, "tags"),
        ({"tags": ["a", "long"]}, "tags[1]"),
        ({"colour": 7}, "colour"),
        ({"blob": b"12345"}, "blob"),
        ({"count": -1}, "count"),
        ({"count": 11}, "count"),
        ({"word": "Upper"}, "word"),
        ({"word": "ok\n"}, "word"),
        ({"version": 0}, "version"),
        ({"left": Part()}, "left.word"),
        ({"right": "abc"}, "right"),
        ({"labels": {"a": "1", "b": "2"}}, "labels"),
        ({"labels": {"long": "1"}}, "labels[long]"),
        ({"labels": {"a": "long"}}, "labels[a]"),
        ({"labels": {"a": "\x00"}}, "labels[a]"),
        ({"named_parts": {"x": Part()}}, "named_parts[x].word"),
        ({"price": {"currency_code": "riyal"}}, "price.currency_code"),
    ],
)
async def test_a_field_that_breaks_its_rule_is_named_by_path(host: House, fields: dict[str, Any], path: str) -> None:
    with pytest.raises(errors.InvalidArgument) as caught:
        await host.ask("Check", Filled(**{"name": "ok", **fields}))
    assert caught.value.metadata()["field"] == path
    assert caught.value.metadata()["why"]
    assert host.probe.seen == []


async def test_a_request_at_its_limits_passes(host: House) -> None:
    full = Filled(
        name="نعيم", part=Part(word="12345"), parts=[Part(word="a")] * 3, tags=["abc", "abc"], colour=1, blob=b"1234",
        count=10, word="abcdefghi", version=1, right="ab", labels={"abc": "abc"}, free="x" * 100_000,
    )  # fmt: skip
    await host.ask("Check", full)
    assert host.probe.asked == [full]


async def test_a_refusal_keeps_class_reason_code_and_facts(host: House) -> None:
    with pytest.raises(TooMuch) as caught:
        await host.ask("User", Ask(text="refuse", count=5))
    assert caught.value.metadata() == {"left": "3", "wanted": "5"}
    assert caught.value.message == "only three are left"
    assert caught.value.code is errors.StatusCode.FAILED_PRECONDITION


async def test_long_facts_in_arabic_arrive_whole(host: House) -> None:
    """A crash report of 5,000 characters must not be lost to a header limit of the transport."""
    with pytest.raises(TooMuch) as caught:
        await host.ask("User", Ask(text="refuse with text"))
    facts = caught.value.metadata()
    assert facts == {"why": "ليس عندنا", "traceback": "line\n" * 1000, "message": "said twice"}
    assert caught.value.message == "كثير — too much"


@pytest.mark.parametrize("text", ["break", "time out inside"])
async def test_a_fault_of_ours_tells_an_id_and_nothing_of_its_inside(host: House, text: str) -> None:
    with pytest.raises(errors.InternalError) as caught:
        await host.ask("User", Ask(text=text), timeout_s=5)
    assert len(caught.value.metadata()["error_id"]) == 12
    assert "hunter2" not in caught.value.message + str(caught.value.metadata())


async def test_a_deadline_ends_the_work(host: House) -> None:
    with pytest.raises(errors.DeadlineExceeded):
        await host.ask("User", Ask(text="wait"), timeout_s=0.05)


async def test_a_cancelled_caller_cancels_the_handler(host: House) -> None:
    async def slow() -> None:
        await host.ask("User", Ask(text="wait"))

    task = asyncio.create_task(slow())
    await until(lambda: bool(host.probe.seen))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_method_nobody_serves_is_unknown(host: House) -> None:
    with pytest.raises(errors.MethodUnknown):
        await host.ask("Nowhere")


async def test_a_stream_gives_everything_in_order_and_ends(host: House) -> None:
    assert [answer.text async for answer in host.watch(count=50)] == [str(number) for number in range(50)]
    await host.ended()


async def test_a_stream_refuses_with_the_same_error(host: House) -> None:
    with pytest.raises(TooMuch) as caught:
        _ = [answer async for answer in host.watch("refuse")]
    assert caught.value.metadata() == {"left": "3"}


async def test_a_stream_that_breaks_tells_nothing_of_its_inside(host: House) -> None:
    with pytest.raises(errors.InternalError) as caught:
        _ = [answer async for answer in host.watch("break", count=1)]
    assert "hunter2" not in str(caught.value.metadata()) + caught.value.message


@pytest.mark.parametrize("text", ["wait", "flood"])
async def test_a_reader_that_is_cancelled_ends_the_writer(host: House, text: str) -> None:
    """A closed phone must not leave a watcher running; `finally` is where watchers give back what they hold."""
    reading = asyncio.Event()

    async def read() -> None:
        async for _ in host.watch(text, count=0 if text == "flood" else 1):
            reading.set()
            await asyncio.sleep(30 if text == "flood" else 0)

    task = asyncio.create_task(read())
    await reading.wait()
    await asyncio.sleep(0.05)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await host.ended()


async def test_a_reader_that_closes_the_stream_ends_the_writer(host: House) -> None:
    stream = host.watch()
    assert (await anext(stream)).text == "0"
    await stream.aclose()  # type: ignore[attr-defined]
    await host.ended()


async def _drained(stream: AsyncIterator[Any]) -> None:
    async for _ in stream:
        pass


@pytest.mark.parametrize("text", ["wait", "flood"])
async def test_signing_a_device_out_ends_its_streams_at_once(text: str) -> None:
    """A stream is let in once; without this a stolen phone that follows would go on reading for ever."""
    async with house("grpc") as made:
        assert made.verifier is not None
        other = made.watch("wait", caller=Caller.user("usr_layla", device_id="dev_2"))
        stream = made.watch(text, count=0 if text == "flood" else 1)
        await anext(stream)
        await anext(other)
        made.verifier.revoke("dev_1", 1)
        with pytest.raises(errors.DomainError) as caught:
            await asyncio.wait_for(_drained(stream), 5)
        assert caught.value.reason == "UNAUTHENTICATED"
        await made.ended()
        assert made.probe.watchers_ended == 1
        await other.aclose()  # type: ignore[attr-defined]


async def test_a_reader_that_stops_reading_holds_the_writer_back(host: House) -> None:
    """Ten thousand slow phones must not fill our memory: what is not read is not made."""
    stream = host.watch("flood")
    await anext(stream)
    await asyncio.sleep(0.3)
    assert host.probe.sent < 200
    await stream.aclose()  # type: ignore[attr-defined]


async def test_an_app_sees_subjects_and_never_a_user_id(host: House) -> None:
    answer = await host.ask("Own", Ask(text="echo people", person="sub_org.polls_sami"), caller=CALLERS["app"])
    assert host.probe.asked[-1].person == "usr_sami"
    assert answer == Answer(person="sub_org.polls_sami", people=["sub_org.polls_sami"])


async def test_an_app_sees_subjects_in_streams_too(host: House) -> None:
    answers = [each async for each in host.watch(count=2, caller=CALLERS["app"], person="sub_org.polls_sami")]
    assert [each.person for each in answers] == ["sub_org.polls_sami"] * 2


async def test_a_subject_of_another_app_is_nobody(host: House) -> None:
    with pytest.raises(errors.InvalidArgument):
        await host.ask("Own", Ask(person="sub_org.taxi_sami"), caller=CALLERS["app"])


async def test_calls_go_to_the_channel_of_their_slice(host: House) -> None:
    routed = RoutedChannel({"probe": host.channel})
    await routed.unary(f"{SERVICE}/User", Ask(), Answer, caller=LAYLA)
    with pytest.raises(errors.MethodUnknown):
        await routed.unary("majlis.elsewhere.v1.ElsewhereService/Get", Ask(), Answer, caller=LAYLA)
