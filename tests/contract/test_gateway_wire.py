"""What comes over a page's socket, however it is cut, crowded or broken off."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.gateway.sanic_wire import READ_AHEAD_CHARS, READ_AHEAD_MAX
from tests.support.gateway import Gate, running_gate
from tests.support.waiting import until

MARK_READ = "majlis.messaging.v1.MessagesService/MarkRead"


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    async with running_gate(tmp_path) as made:
        yield made


def mark(seq: int, conversation_id: str = "conv_1") -> str:
    request = {"conversation_id": conversation_id, "read_seq": str(seq)}
    return json.dumps({"k": "call", "seq": seq, "method": MARK_READ, "request": request}, ensure_ascii=False)


async def test_a_message_in_pieces_is_one_message(gate: Gate) -> None:
    """Cut inside a letter too, with a ping of the protocol between two pieces."""
    whole = mark(1, "مجلس").encode()
    cut = whole.index("ج".encode()) + 1
    async with gate.page() as page:
        protocol = page.socket.protocol
        protocol.send_text(whole[:cut], fin=False)
        protocol.send_ping(b"between")
        protocol.send_continuation(whole[cut : cut + 1], fin=False)
        protocol.send_continuation(whole[cut + 1 :], fin=True)
        page.socket.transport.write(b"".join(protocol.data_to_send()))
        assert (await page.hear("answer"))["seq"] == 1
        assert gate.messages.marked[0].conversation_id == "مجلس"


async def test_what_comes_together_is_taken_in_order_and_none_is_lost(gate: Gate) -> None:
    """Many times what is read ahead, in one write; each is answered, if only by a no."""
    many = 8 * READ_AHEAD_MAX
    async with gate.page() as page:
        protocol = page.socket.protocol
        for seq in range(1, many + 1):
            protocol.send_text(mark(seq).encode())
        page.socket.transport.write(b"".join(protocol.data_to_send()))
        told = [await page.hear() for _ in range(many)]
    assert sorted(frame["seq"] for frame in told) == list(range(1, many + 1))
    taken = [request.read_seq for request in gate.messages.marked]
    assert taken == sorted(taken)


async def test_large_messages_are_all_taken_in_their_turn(gate: Gate) -> None:
    """Each as large as is read ahead at all."""
    name = "م" * READ_AHEAD_CHARS
    async with gate.page() as page:
        for _ in range(6):
            await page.socket.send(mark(1, name))
        for _ in range(6):
            assert (await page.hear())["error"]["metadata"]["field"] == "conversation_id"
        await page.say(k="ping")
        await page.hear("pong")


async def test_text_that_is_none_is_refused_and_the_socket_lives(gate: Gate) -> None:
    async with gate.page() as page:
        page.socket.protocol.send_text(b'{"k":"\xff\xfe"}')
        page.socket.transport.write(b"".join(page.socket.protocol.data_to_send()))
        assert (await page.hear())["error"]["reason"] == "FRAME_INVALID"
        await page.say(k="ping")
        assert await page.hear() == {"k": "pong"}


async def test_a_page_that_is_gone_without_a_word_is_gone(gate: Gate) -> None:
    """In the middle of a message; its follow ends with it."""
    async with gate.page() as page:
        await page.say(k="follow", known=[], personal_pos=0, open=[])
        await until(lambda: len(gate.messages.queues) == 1)
        page.socket.protocol.send_text(b'{"k":', fin=False)
        page.socket.transport.write(b"".join(page.socket.protocol.data_to_send()))
        page.socket.transport.abort()
        await until(lambda: not gate.messages.queues)
