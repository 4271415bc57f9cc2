"""Chat on a page's socket: calls and their answers, what is followed, and a reader that is slow."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st

from core.gateway import chat_line, frames
from core.gateway.chat_text import ChatTexts, response_json
from core.gateway.socket import FOLLOW_AGAIN_S
from core.kit.clock import ManualClock
from core.kit.errors import StatusCode
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from tests.support.gateway import Gate, refusal, running_gate
from tests.support.waiting import until

MARK_READ = "majlis.messaging.v1.MessagesService/MarkRead"
SEND = "majlis.messaging.v1.MessagesService/SendMessage"


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    async with running_gate(tmp_path) as made:
        yield made


def updates(seq: int) -> service_pb.FollowResponse:
    update = pb.Update(conversation_id="conv_1", seq=seq, kind=pb.UPDATE_KIND_MESSAGE, body_json='{"message":{}}')
    batch = service_pb.UpdateBatch(conversation_id="conv_1", updates=[update], from_seq=seq, to_seq=seq, head_seq=seq)
    return service_pb.FollowResponse(updates=batch)


async def test_a_call_is_answered_by_its_seq(gate: Gate) -> None:
    async with gate.page() as page:
        await page.say(k="call", seq=7, method=MARK_READ, request={"conversation_id": "conv_1", "read_seq": "5"})
        assert await page.hear() == {"k": "answer", "seq": 7, "response": {"read_seq": "5"}}
        assert gate.messages.marked[0].conversation_id == "conv_1"


async def test_the_longest_message_fits_in_its_worst_spelling(gate: Gate) -> None:
    """4,096 code points of the astral planes, each twelve characters of escapes, with a card's worth beside them."""
    content = {"text": "🕌" * 4_096, "fallback_text": "🕌" * 512}
    async with gate.page() as page:
        request = {"request_id": "r" * 64, "conversation_id": "conv_1", "content": content}
        assert len(json.dumps(request)) > 48 * 1024
        await page.say(k="call", seq=1, method=SEND, request=request)
        assert (await page.hear())["response"]["update"]["seq"] == "1"
        assert gate.messages.sent[0].content.text == content["text"]


@pytest.mark.parametrize(
    ("method", "request_", "reason"),
    [
        ("majlis.messaging.v1.MessagesService/Follow", {}, "METHOD_UNKNOWN"),
        ("majlis.messaging.v1.MessagesService/PostNote", {}, "METHOD_UNKNOWN"),
        ("majlis.identity.v1.IdentityService/LogIn", {}, "METHOD_UNKNOWN"),
        ("majlis.identity.v1.IdentityService/RefreshSession", {}, "METHOD_UNKNOWN"),
        ("majlis.identity.v1.IdentityService/LogOut", {}, "METHOD_UNKNOWN"),
        ("majlis.identity.v1.IdentityService/CreateOperator", {}, "METHOD_UNKNOWN"),
        ("../etc", {}, "METHOD_UNKNOWN"),
        (MARK_READ, {"conversation_id": "conv_1", "user_id": "usr_sami"}, "INVALID_ARGUMENT"),
        (MARK_READ, {"conversation_id": 5}, "INVALID_ARGUMENT"),
        (MARK_READ, {"conversation_id": "\ud800"}, "INVALID_ARGUMENT"),
        (MARK_READ, {}, "INVALID_ARGUMENT"),
    ],
)
async def test_a_call_that_may_not_be_is_refused_by_its_seq(
    gate: Gate, method: str, request_: Any, reason: str
) -> None:
    """Streams, other people's rpcs and what has to do with the cookie do not exist here; the socket lives on."""
    async with gate.page() as page:
        await page.say(k="call", seq=3, method=method, request=request_)
        error = await page.hear()
        assert (error["k"], error["seq"], error["error"]["reason"]) == ("error", 3, reason)
        await page.say(k="ping")
        await page.hear("pong")


async def test_32_calls_may_be_under_way_and_one_more_is_refused(gate: Gate) -> None:
    gate.messages.gate = asyncio.Event()
    async with gate.page() as page:
        for seq in range(1, chat_line.CALLS_MAX + 2):
            await page.say(k="call", seq=seq, method=MARK_READ, request={"conversation_id": "conv_1"})
        refused = await page.hear()
        assert (refused["seq"], refused["error"]["reason"]) == (chat_line.CALLS_MAX + 1, "RESOURCE_EXHAUSTED")
        gate.messages.gate.set()
        answered = {(await page.hear("answer"))["seq"] for _ in range(chat_line.CALLS_MAX)}
        assert answered == set(range(1, chat_line.CALLS_MAX + 1))


async def test_what_is_followed_comes_as_it_happens(gate: Gate) -> None:
    async with gate.page() as page, gate.page() as other:
        for each in (page, other):
            await each.say(k="follow", known=[["conv_1", 4]], personal_pos=9, open=["conv_1"])
            assert await each.hear() == {"k": "chat", "synced": {"now_ms": "1"}}
        request = gate.messages.follows[0]
        assert (request.known[0].seq, request.personal_pos, list(request.open_conversation_ids)) == (4, 9, ["conv_1"])
        await page.say(k="opened", conversations=[])
        await until(lambda: bool(gate.messages.opened))
        assert gate.messages.opened[0].follow_id == request.follow_id
        gate.messages.tell(updates(5))
        assert await page.hear() == await other.hear() != {}


async def test_following_again_ends_the_follow_before(gate: Gate) -> None:
    async with gate.page() as page:
        for _ in range(2):
            await page.say(k="follow", known=[], personal_pos=0, open=[])
            await page.hear("chat")
        await until(lambda: len(gate.messages.queues) == 1)
    await until(lambda: not gate.messages.queues)


async def test_a_follow_that_breaks_sends_the_page_away_to_say_what_it_has(tmp_path: Path) -> None:
    """Only the page knows what it got; it comes back and says so."""
    clock = ManualClock()
    async with running_gate(tmp_path, clock) as gate, gate.page() as page:
        gate.messages.broken = refusal("SERVICE_UNAVAILABLE", StatusCode.UNAVAILABLE)
        await page.say(k="follow", known=[], personal_pos=0, open=[])
        await page.hear("chat")
        await until(lambda: FOLLOW_AGAIN_S in clock.asleep)
        clock.advance(timedelta(seconds=1.1))
        assert await page.closed() == 1001


async def test_a_follow_that_is_refused_is_told_and_the_socket_lives(gate: Gate) -> None:
    async with gate.page() as page:
        gate.messages.broken = refusal("METHOD_UNKNOWN", StatusCode.UNIMPLEMENTED)
        await page.say(k="follow", known=[], personal_pos=0, open=[])
        assert (await page.hear("error"))["error"]["reason"] == "METHOD_UNKNOWN"
        await page.say(k="ping")
        await page.hear("pong")


async def test_a_follow_too_many_is_told_and_the_socket_lives(gate: Gate) -> None:
    """Sent away, the page would come back at once and be refused again, for ever; told, it asks again later."""
    async with gate.page() as page:
        gate.messages.broken = refusal("TOO_MANY_FOLLOWS", StatusCode.RESOURCE_EXHAUSTED, limit=32)
        await page.say(k="follow", known=[], personal_pos=0, open=[])
        error = await page.hear("error")
        assert (error["error"]["reason"], error["error"]["metadata"]) == ("TOO_MANY_FOLLOWS", {"limit": "32"})
        assert "seq" not in error
        gate.messages.broken = None
        await page.say(k="follow", known=[], personal_pos=0, open=[])
        await page.hear("chat")


async def test_a_page_that_follows_again_has_one_follow_at_any_time(gate: Gate) -> None:
    """The new one begins when the old one has ended, or a page at the limit would be refused for its own last."""
    async with gate.page() as page:
        for pos in range(4):  # Those that come with the next one behind them need not begin at all.
            await page.say(k="follow", known=[], personal_pos=pos, open=[])
            if pos < 2:
                await until(lambda pos=pos: gate.messages.follows and gate.messages.follows[-1].personal_pos == pos)
        await until(lambda: gate.messages.follows[-1].personal_pos == 3)
        await page.say(k="ping")
        await page.hear("pong")
        await until(lambda: len(gate.messages.queues) == 1)
    assert gate.messages.most_followed == 1


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        ({"k": "call", "seq": 1, "method": MARK_READ}, "request"),
        ({"k": "call", "seq": 1, "method": MARK_READ, "request": []}, "request"),
        ({"k": "call", "seq": 1, "method": "", "request": {}}, "method"),
        ({"k": "call", "seq": 1, "method": "x" * 201, "request": {}}, "method"),
        ({"k": "call", "seq": 0, "method": MARK_READ, "request": {}}, "seq"),
        ({"k": "call", "seq": 1, "method": MARK_READ, "request": {}, "token": "x"}, "token"),
        ({"k": "follow", "known": {}, "personal_pos": 0, "open": []}, "known"),
        ({"k": "follow", "known": [["conv_1"]], "personal_pos": 0, "open": []}, "known"),
        ({"k": "follow", "known": [["conv_1", -1]], "personal_pos": 0, "open": []}, "known"),
        ({"k": "follow", "known": [["conv_1", True]], "personal_pos": 0, "open": []}, "known"),
        ({"k": "follow", "known": [["c" * 65, 1]], "personal_pos": 0, "open": []}, "known"),
        ({"k": "follow", "known": [["\ud800", 1]], "personal_pos": 0, "open": []}, "known"),
        ({"k": "follow", "known": [["c", 1]] * 5_001, "personal_pos": 0, "open": []}, "known"),
        ({"k": "follow", "known": [], "personal_pos": -1, "open": []}, "personal_pos"),
        ({"k": "follow", "known": [], "personal_pos": 0, "open": ["conv_1"] * 21}, "open"),
        ({"k": "follow", "known": [], "personal_pos": 0}, "open"),
        ({"k": "opened", "conversations": [[]]}, "conversations"),
        ({"k": "opened", "conversations": [""]}, "conversations"),
    ],
)  # fmt: skip
async def test_a_chat_frame_that_is_not_ours_is_named_and_the_socket_lives(gate: Gate, frame: Any, field: str) -> None:
    async with gate.page() as page:
        await page.socket.send(json.dumps(frame))
        error = await page.hear()
        assert (error["error"]["reason"], error["error"]["metadata"]["field"]) == ("FRAME_INVALID", field)
        await page.say(k="ping")
        await page.hear("pong")


async def test_5_000_known_conversations_of_the_longest_ids_fit(gate: Gate) -> None:
    known = [[f"conv_{number:021}", 2**40] for number in range(frames.KNOWN_MAX)]
    async with gate.page() as page:
        await page.say(k="follow", known=known, personal_pos=0, open=["conv_1"] * frames.OPEN_MAX)
        await page.hear("chat")
        assert len(gate.messages.follows[0].known) == frames.KNOWN_MAX


def test_a_member_given_twice_is_no_frame() -> None:
    """Which of the two counts would be anybody's guess."""
    with pytest.raises(frames.FrameInvalid):
        frames.read('{"k":"call","seq":1,"seq":2,"method":"m","request":{}}')
    with pytest.raises(frames.FrameInvalid):
        frames.read('{"k":"call","seq":1,"method":"m","request":{"a":1,"a":2}}')


def test_a_text_is_made_once_for_all_sockets() -> None:
    texts, response = ChatTexts(), updates(1)
    assert texts.frame(response) is texts.frame(response)
    assert texts.frame(updates(2)) != texts.frame(response)


def test_a_page_read_for_one_follower_is_not_remembered() -> None:
    """A page is up to two megabytes, and what is remembered is counted, not weighed."""
    texts, page = ChatTexts(), updates(1)
    page.updates.updates.append(page.updates.updates[0])
    assert texts.frame(page) == texts.frame(page)
    assert texts.frame(page) is not texts.frame(page)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LONG = st.integers(0, 2**53)
UPDATES = st.builds(
    pb.Update, conversation_id=TEXT, seq=LONG, kind=st.sampled_from([*pb.UpdateKind.values(), 99]), sender_id=TEXT,
    target_seq=LONG, created_at_ms=LONG, body_json=TEXT, salt=TEXT, commitment=TEXT, request_id=TEXT,
)  # fmt: skip
BATCHES = st.builds(
    service_pb.UpdateBatch, conversation_id=TEXT, updates=st.lists(UPDATES, max_size=2), from_seq=LONG, to_seq=LONG,
    before_hash=TEXT, to_hash=TEXT, head_seq=LONG,
)  # fmt: skip
SYNCED = st.builds(
    service_pb.SyncResponse, updates=st.lists(BATCHES, max_size=2), personal_pos=LONG, more=st.booleans(), now_ms=LONG,
    conversations=st.lists(st.builds(pb.Conversation, conversation_id=TEXT, head_seq=LONG), max_size=2),
    personal=st.lists(st.builds(service_pb.PersonalUpdate, pos=LONG, gone_conversation_id=TEXT), max_size=2),
    my_marks=st.none() | st.builds(service_pb.MyMarks, read_marks=st.booleans()),
)  # fmt: skip
RESPONSES = st.one_of(
    st.builds(service_pb.FollowResponse),
    st.builds(service_pb.FollowResponse, updates=BATCHES),
    st.builds(service_pb.FollowResponse, synced=SYNCED),
    st.builds(service_pb.FollowResponse, typing=st.builds(service_pb.Typing, conversation_id=TEXT)),
)


@given(RESPONSES)
def test_what_is_written_by_hand_is_protobuf_json(response: service_pb.FollowResponse) -> None:
    """Clients read frames with their protobuf libraries; ours must say what every other would."""
    said = json.loads(ChatTexts().frame(response))
    assert said.pop("k") == "chat"
    assert said == json_format.MessageToDict(response, preserving_proto_field_name=True)


@given(UPDATES)
def test_the_answer_to_a_send_is_protobuf_json(update: pb.Update) -> None:
    response = service_pb.SendMessageResponse(update=update)
    assert json.loads(response_json(response)) == json_format.MessageToDict(response, preserving_proto_field_name=True)
