"""SearchMessages: what a person's own conversations say, newest first, with the words marked where they stand."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence

from core.kit import folding
from core.kit.caller import Caller
from core.kit.db import Database, Transaction
from core.kit.rpc import Call
from core.messaging import paging
from core.messaging.conversations import members
from core.messaging.messages import snapshots
from core.messaging.search import index
from core.messaging.search.documents import parts
from core.messaging.search.index import Place
from core.messaging.search.query import Query, found_in, parse
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb

PAGE_SIZE = 50


class Search:
    """Serves SearchMessages, one rpc of MessagesService."""

    def __init__(self, *, db: Database) -> None:
        self._db = db

    async def search_messages(
        self, request: service_pb.SearchMessagesRequest, call: Call
    ) -> service_pb.SearchMessagesResponse:
        caller = call.caller
        query, size, listed = parse(request.query), request.page_size or PAGE_SIZE, _list_name(request, caller)
        place = paging.place(listed, request.page_token, int, str, int)

        def look(tx: Transaction) -> tuple[list[Place], list[pb.Message]]:
            if request.conversation_id:
                members.seat(tx, request.conversation_id, caller.user_id)  # Or CONVERSATION_NOT_FOUND.
            found = index.find(
                tx, caller.user_id, query, conversation_id=request.conversation_id, sender_id=request.from_user_id,
                before_ms=request.before_ms, after=Place(*place) if place else None, most=size + 1,
            )  # fmt: skip
            return found, _messages(tx, caller.user_id, found[:size])

        found, messages = await self._db.read(look)
        token = paging.token(listed, *found[size - 1]) if len(found) > size else ""
        # In a thread: a page of long messages takes seconds, which nobody else's chat may wait for.
        hits = await asyncio.to_thread(lambda: [_hit(message, query) for message in messages])
        return service_pb.SearchMessagesResponse(hits=hits, next_page_token=token)


def _messages(tx: Transaction, user_id: str, places: Sequence[Place]) -> list[pb.Message]:
    """The messages of the places, in their order."""
    by_conversation: dict[str, list[int]] = {}
    for place in places:
        by_conversation.setdefault(place.conversation_id, []).append(place.seq)
    seats = members.seats_at(tx, [(conversation_id, user_id) for conversation_id in by_conversation])
    shown = {
        (conversation_id, message.seq): message
        for conversation_id, seqs in by_conversation.items()
        for message in snapshots.several(tx, seats[conversation_id, user_id], seqs)
    }
    return [shown[place.conversation_id, place.seq] for place in places]


def _hit(message: pb.Message, query: Query) -> service_pb.Hit:
    """With the first of its texts that has one of the words; its own, where none has."""
    texts = parts(message.body_json) or [""]
    marked = [(text, found_in(query, folding.words(text))) for text in texts]
    text, places = next((each for each in marked if each[1]), marked[0])
    highlights = [service_pb.Highlight(start=start, end=end) for start, end in places]
    return service_pb.Hit(message=message, text=text, highlights=highlights)


def _list_name(request: service_pb.SearchMessagesRequest, caller: Caller) -> str:
    """Of this person's list for this question, so that a token of another list is refused."""
    asked = service_pb.SearchMessagesRequest(
        query=request.query, conversation_id=request.conversation_id, from_user_id=request.from_user_id,
        before_ms=request.before_ms,
    ).SerializeToString(deterministic=True)  # fmt: skip
    return "found " + hashlib.sha256(caller.user_id.encode() + b"\0" + asked).hexdigest()[:24]
