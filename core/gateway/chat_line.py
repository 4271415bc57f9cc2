"""One page's chat on its socket: calls up, what happens down, in the same process without a request in between.

Nothing is queued here: a page that reads too slowly holds back its own Follow, whose bounded queue then keeps only how
far each conversation is.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import aclosing
from functools import cache
from typing import Any

from core.gateway import chat_text, codec, cookies, frames
from core.gateway.chat_text import ChatTexts
from core.gateway.connect import SERVICES, TIMEOUT_S
from core.gateway.outbox import Outbox
from core.kit.caller import USER, Caller
from core.kit.errors import DomainError, MethodUnknown, ResourceExhausted, StatusCode
from core.kit.rpc import Channel, Method, fault, methods_of
from majlis.messaging.v1 import messages_service_pb2 as pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient

CALLS_MAX = 32  # Of one socket, not answered yet.
_REFUSED = (StatusCode.UNIMPLEMENTED, StatusCode.INVALID_ARGUMENT, StatusCode.PERMISSION_DENIED)
_LATER = "TOO_MANY_FOLLOWS"  # Sent away for it, a page would come back at once and meet it again.


class FollowBroken(Exception):
    """What is followed stopped: the page has to say again what it knows."""


@cache
def callable_methods() -> dict[str, Method]:
    """What a signed-in person may call over a socket: no streams, and nothing that has to do with the cookie."""
    methods = (method for service in SERVICES for method in methods_of(service))
    return {
        each.path: each for each in methods if USER in each.access and not each.streams and not cookies.touches(each)
    }


class ChatLine:
    """Made for each socket; `follow` runs until it is cancelled, and raises FollowBroken where it cannot go on."""

    def __init__(self, *, channel: Channel, caller: Callable[[], Caller], outbox: Outbox, texts: ChatTexts) -> None:
        self._channel = channel
        self._messages = MessagesServiceClient(channel)
        self._caller = caller
        self._outbox = outbox
        self._texts = texts
        self._under_way = 0
        self._follow_id = ""

    def admit(self) -> None:
        """RESOURCE_EXHAUSTED when too many calls are under way; else one more is."""
        if self._under_way >= CALLS_MAX:
            raise ResourceExhausted("too many calls wait on this socket", calls_max=CALLS_MAX)
        self._under_way += 1

    async def call(self, frame: frames.Call) -> None:
        """Answer an admitted call, or say why not; it is under way until there was room for the answer."""
        try:
            await self._outbox.put(await self._said(frame))
        finally:
            self._under_way -= 1

    async def _said(self, frame: frames.Call) -> str:
        try:
            return frames.answer(frame.seq, await self._answer(frame.method, frame.request))
        except DomainError as refused:
            return frames.error(refused, seq=frame.seq)
        except Exception as error:  # A fault of ours must not take the page's socket with it.
            return frames.error(fault(error, frame.method), seq=frame.seq)

    async def _answer(self, path: str, value: dict[str, Any]) -> str:
        method = callable_methods().get(path)
        if method is None:
            raise MethodUnknown("no such method is called here", method=path)
        request = codec.from_json(value, method.request_type)
        response = await self._channel.unary(
            method.path, request, method.response_type, caller=self._caller(), timeout_s=TIMEOUT_S
        )
        return chat_text.response_json(response)

    async def follow(self, frame: frames.Follow) -> None:
        """Send what happens in the chat, beginning with what the page does not know."""
        self._follow_id = secrets.token_hex(8)
        request = pb.FollowRequest(
            known=[pb.Known(conversation_id=of, seq=seq) for of, seq in frame.known],
            personal_pos=frame.personal_pos, open_conversation_ids=frame.open, follow_id=self._follow_id,
        )  # fmt: skip
        responses: Any = self._messages.follow(request, caller=self._caller())
        try:
            async with aclosing(responses):
                async for response in responses:
                    await self._outbox.put(self._texts.frame(response))
        except DomainError as refused:
            if refused.code not in _REFUSED and refused.reason != _LATER:
                raise FollowBroken from refused
            await self._outbox.put(frames.error(refused))

    async def opened(self, frame: frames.Opened) -> None:
        """Say what is on the screen now."""
        request = pb.SetOpenConversationsRequest(follow_id=self._follow_id, open_conversation_ids=frame.conversations)
        try:
            await self._messages.set_open_conversations(request, caller=self._caller(), timeout_s=TIMEOUT_S)
        except DomainError as refused:
            await self._outbox.put(frames.error(refused))
