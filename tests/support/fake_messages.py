"""Messaging as a gateway under test needs it: a chat that says what the test has it say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from core.kit.errors import DomainError
from core.kit.rpc import Call
from majlis.messaging.v1 import messages_pb2 as messages_shapes_pb
from majlis.messaging.v1 import messages_service_pb2 as messages_pb


async def _absent(request: Any, call: Call) -> Any:
    raise AssertionError(f"{call.method} is not played here")


class FakeMessages:
    """A chat of one conversation that tells what `tell` is given; `broken` makes the next Follow end with it."""

    def __init__(self) -> None:
        self.follows: list[messages_pb.FollowRequest] = []
        self.opened: list[messages_pb.SetOpenConversationsRequest] = []
        self.marked: list[messages_pb.MarkReadRequest] = []
        self.sent: list[messages_pb.SendMessageRequest] = []
        self.queues: list[asyncio.Queue[messages_pb.FollowResponse]] = []
        self.most_followed = 0  # At one time.
        self.broken: DomainError | None = None
        self.gate: asyncio.Event | None = None

    async def follow(self, request: messages_pb.FollowRequest, call: Call) -> AsyncIterator[messages_pb.FollowResponse]:
        self.follows.append(request)
        queue: asyncio.Queue[messages_pb.FollowResponse] = asyncio.Queue()
        self.queues.append(queue)
        self.most_followed = max(self.most_followed, len(self.queues))
        try:
            yield messages_pb.FollowResponse(synced=messages_pb.SyncResponse(now_ms=1))
            if self.broken is not None:
                raise self.broken
            while True:
                yield await queue.get()
        finally:
            await asyncio.sleep(0)  # As one that has things to give back.
            self.queues.remove(queue)

    def tell(self, response: messages_pb.FollowResponse) -> None:
        for queue in self.queues:
            queue.put_nowait(response)

    async def set_open_conversations(
        self, request: messages_pb.SetOpenConversationsRequest, call: Call
    ) -> messages_pb.SetOpenConversationsResponse:
        self.opened.append(request)
        return messages_pb.SetOpenConversationsResponse()

    async def mark_read(self, request: messages_pb.MarkReadRequest, call: Call) -> messages_pb.MarkReadResponse:
        if self.gate is not None:
            await self.gate.wait()
        self.marked.append(request)
        return messages_pb.MarkReadResponse(read_seq=request.read_seq)

    async def send_message(
        self, request: messages_pb.SendMessageRequest, call: Call
    ) -> messages_pb.SendMessageResponse:
        self.sent.append(request)
        update = messages_shapes_pb.Update(conversation_id=request.conversation_id, seq=len(self.sent), kind=1)
        return messages_pb.SendMessageResponse(update=update)

    def __getattr__(self, name: str) -> Any:
        return _absent
