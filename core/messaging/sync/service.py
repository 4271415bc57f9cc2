"""The rpcs of sync: what was missed, what happens, how far everybody is. Part of MessagesService."""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine, Mapping
from typing import Any

from core.kit.clock import Clock
from core.kit.db import Database, Transaction
from core.kit.rpc import Call
from core.messaging.changes import Changes
from core.messaging.conversations import members
from core.messaging.conversations.members import Seat
from core.messaging.hub import Hub
from core.messaging.log import Log
from core.messaging.names import Names
from core.messaging.sync import catch_up_store, marks, marks_store, presence, presence_store, typists
from core.messaging.sync.catch_up_store import Asked, Render
from core.messaging.sync.follower import Follower
from core.messaging.sync.following import Following, Reading
from core.messaging.tables import conversations
from majlis.messaging.v1 import messages_pb2
from majlis.messaging.v1 import messages_service_pb2 as pb

_QUIET_KINDS = frozenset({messages_pb2.CONVERSATION_KIND_CHANNEL, messages_pb2.CONVERSATION_KIND_APP})


class SyncRpcs:
    """Sync, Follow, SetOpenConversations, MarkRead, ListMarks, SetTyping and UpdateMyMarks.

    `standing_work` of it must run. `render` gives conversations as one person sees them, in the caller's transaction.
    """

    def __init__(
        self, *, db: Database, clock: Clock, log: Log, hub: Hub, names: Names, render: Render,
    ) -> None:  # fmt: skip
        self._db = db
        self._log = log
        self._hub = hub
        self._reading = Reading(db=db, clock=clock, render=render, names=names)
        self.marks = marks.MarksTeller(db=db, hub=hub, clock=clock)
        self.typists = typists.Typists(hub=hub, clock=clock)
        self.presence = presence.Presence(db=db, hub=hub, clock=clock)

    def standing_work(self) -> Mapping[str, Coroutine[Any, Any, None]]:
        """What runs beside the rpcs, by name."""
        return {
            "marks of messaging": self.marks.run(), "typists of messaging": self.typists.run(),
            "presence of messaging": self.presence.run(),
        }  # fmt: skip

    async def sync(self, request: pb.SyncRequest, call: Call) -> pb.SyncResponse:
        asked = Asked(
            call.caller.user_id, _known(request.known), request.personal_pos,
            updates_each=request.updates_max or catch_up_store.UPDATES_EACH,
        )  # fmt: skip
        return (await self._reading.caught_up(asked)).response

    def follow(self, request: pb.FollowRequest, call: Call) -> AsyncIterator[pb.FollowResponse]:
        follower = Follower(
            call.caller.user_id, call.caller.device_id, request.follow_id, frozenset(request.open_conversation_ids),
            personal_pos=request.personal_pos,
        )  # fmt: skip
        following = Following(
            follower=follower, hub=self._hub, reading=self._reading, known=_known(request.known),
            greet=self.presence.greet,
        )  # fmt: skip
        return following.responses()

    async def set_open_conversations(
        self, request: pb.SetOpenConversationsRequest, call: Call
    ) -> pb.SetOpenConversationsResponse:
        self._hub.set_open(call.caller.user_id, request.follow_id, request.open_conversation_ids)
        return pb.SetOpenConversationsResponse()

    async def mark_read(self, request: pb.MarkReadRequest, call: Call) -> pb.MarkReadResponse:
        # Most marks move nothing: clients repeat them. A read finds out without a turn at the writer.
        to = await self._db.read(
            lambda tx: marks_store.planned(tx, self._seat(tx, request.conversation_id, call), request)
        )
        if to.shows or to.moves:
            to = await self._move(request, call)
        return pb.MarkReadResponse(delivered_seq=to.delivered_seq, read_seq=to.read_seq)

    async def _move(self, request: pb.MarkReadRequest, call: Call) -> marks_store.Move:
        def write(tx: Transaction) -> tuple[marks_store.Move, Changes]:
            seat = self._seat(tx, request.conversation_id, call)
            to = marks_store.planned(tx, seat, request)
            return to, marks_store.move(tx, self._log, seat, to)

        to, changes = await self._db.write(write)
        self._hub.tell(changes)
        return to

    async def list_marks(self, request: pb.ListMarksRequest, call: Call) -> pb.ListMarksResponse:
        def read(tx: Transaction) -> list[messages_pb2.Mark]:
            return marks_store.listed(tx, self._seat(tx, request.conversation_id, call), request.seq)

        return pb.ListMarksResponse(marks=await self._db.read(read))

    async def set_typing(self, request: pb.SetTypingRequest, call: Call) -> pb.SetTypingResponse:
        conversation_id, user_id = request.conversation_id, call.caller.user_id
        if request.typing and self.typists.too_soon(conversation_id, user_id):
            return pb.SetTypingResponse()

        def is_told(tx: Transaction) -> bool:
            return _typing_is_told(tx, self._seat(tx, conversation_id, call))

        if await self._db.read(is_told):
            self.typists.set(conversation_id, user_id, request.typing)
        return pb.SetTypingResponse()

    async def update_my_marks(self, request: pb.UpdateMyMarksRequest, call: Call) -> pb.UpdateMyMarksResponse:
        user_id = call.caller.user_id

        def write(tx: Transaction) -> tuple[pb.MyMarks, list[str], Changes]:
            before = presence_store.shared_with(tx, user_id)
            changes = marks_store.share(tx, self._log, user_id, request)
            peers = sorted({*before, *presence_store.shared_with(tx, user_id)})
            return catch_up_store.my_marks(tx, user_id)[1], peers, changes

        mine, peers, changes = await self._db.write(write)
        self._hub.tell(changes)
        if request.HasField("presence"):
            self.presence.switched(user_id, peers, mine.presence)
        return pb.UpdateMyMarksResponse(my_marks=mine)

    def _seat(self, tx: Transaction, conversation_id: str, call: Call) -> Seat:
        return members.seat(tx, conversation_id, call.caller.user_id)


def _known(given: object) -> dict[str, int]:
    return {each.conversation_id: each.seq for each in given}  # type: ignore[attr-defined]


def _typing_is_told(tx: Transaction, seat: Seat) -> bool:
    """Only where a message would be taken, and not in crowds; who may not write is not told so by this."""
    if seat.status != members.ACTIVE or seat.silenced or not seat.open or seat.kind in _QUIET_KINDS:
        return False
    count = conversations.select().with_only_columns(conversations.c.member_count)
    return bool(
        tx.execute(count.where(conversations.c.conversation_id == seat.conversation_id)).scalar_one()
        <= typists.MEMBERS_MAX
    )
