"""One Follow: what was missed, then what happens, each conversation's log without a gap until the caller leaves it.

It subscribes, then reads, then drops what it read. What comes out of order or with a hole (a lost hint, an overflow, a
membership that changed meanwhile) is read again from the database, which alone says who may see what.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping

from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.messaging import log
from core.messaging.hub import Hub
from core.messaging.names import Names
from core.messaging.sync import catch_up_store, personal_store, wire
from core.messaging.sync.catch_up_store import Asked, CaughtUp, Place, Render
from core.messaging.sync.follower import Follower, Item
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1.messages_service_pb2 import Behind, FollowResponse

MISSING_MAX = 1_000  # Where a client lacks more of a conversation it is told so, and asks when it is wanted.


class Reading:
    """What a Follow and a Sync need of the database; no state of its own."""

    def __init__(self, *, db: Database, clock: Clock, render: Render, names: Names) -> None:
        self._db = db
        self._clock = clock
        self._render = render
        self._names = names

    async def caught_up(self, asked: Asked) -> CaughtUp:
        """Everything after what a client has, as much as one answer holds."""
        now_ms = to_ms(self._clock.now())
        caught = await self._db.read(lambda tx: catch_up_store.read(tx, asked, self._render, now_ms))
        response = caught.response
        await self._names.fill([*response.conversations, *(_views(response.personal))])
        return caught

    async def places(self, user_id: str) -> list[Place]:
        return await self._db.read(lambda tx: catch_up_store.places(tx, user_id))

    async def personal(self, user_id: str, pos: int) -> tuple[list[FollowResponse], int, bool]:
        """Entries after a position, the position they reach, and whether there are more."""
        entries, last, more = await self._db.read(
            lambda tx: personal_store.after(tx, user_id, pos, render=self._render)
        )
        await self._names.fill(_views(entries))
        return [FollowResponse(personal=each) for each in entries], last, more

    async def missing(
        self, user_id: str, conversation_id: str, known: int | None
    ) -> tuple[Place | None, FollowResponse | None]:
        """Where somebody is in a conversation, and what follows what they know: a page of updates, or how far it is."""

        def read(tx: Transaction) -> tuple[Place | None, FollowResponse | None]:
            at = catch_up_store.place(tx, user_id, conversation_id)
            if at is None or at.top < at.first or at.top == known:
                return at, None
            if known is not None and at.top - max(known, at.first - 1) > catch_up_store.UPDATES_EACH:
                return at, FollowResponse(behind=Behind(conversation_id=conversation_id, head_seq=at.top))
            found, before = catch_up_store.page(tx, at, known, catch_up_store.UPDATES_EACH)
            if not found:
                return at, None
            updates = wire.batch(found, before, head_seq=at.top, reader_id=user_id)
            return at, FollowResponse(updates=updates)

        return await self._db.read(read)


class Following:
    """`responses` is the stream; everything it holds ends with it. `greet` gives what else a client learns at first."""

    def __init__(
        self, *, follower: Follower, hub: Hub, reading: Reading, known: Mapping[str, int],
        greet: Callable[[Follower], AsyncIterator[FollowResponse]],
    ) -> None:  # fmt: skip
        self._me = follower
        self._hub = hub
        self._reading = reading
        self._known = dict(known)  # How far the client is, in each conversation it was told anything of.
        self._greet = greet
        self._first: dict[str, int] = {}  # The first number they may see of each.
        self._until: dict[str, int] = {}  # Where the caller is out: the last number they may see.

    async def responses(self) -> AsyncIterator[FollowResponse]:
        self._hub.join(self._me)
        try:
            async for response in self._catch_up():
                yield response
            async for response in self._greet(self._me):
                yield response
            while True:
                await self._me.woken()
                async for response in self._pass_on():
                    yield response
        finally:
            self._hub.leave(self._me)

    async def _catch_up(self) -> AsyncIterator[FollowResponse]:
        """What was missed, in as many answers as it takes; the first comes even where nothing was."""
        for place in await self._reading.places(self._me.user_id):
            if place.active:
                self._hub.watch(self._me, place.conversation_id, large=place.large)
        more = True
        while more:
            asked = Asked(self._me.user_id, self._known, self._me.personal_pos, missing_max=MISSING_MAX)
            caught = await self._reading.caught_up(asked)
            response = caught.response
            self._known |= caught.reached | caught.behind
            self._me.personal_pos = response.personal_pos
            self._me.read_marks, self._me.presence = response.my_marks.read_marks, response.my_marks.presence
            more = response.more
            yield FollowResponse(synced=response)
            for conversation_id, head_seq in caught.behind.items():
                yield FollowResponse(behind=Behind(conversation_id=conversation_id, head_seq=head_seq))
        for place in caught.places:
            self._take_place(place)

    def _take_place(self, place: Place) -> None:
        """The client has all of this conversation up to the place's newest: go on from there, or not at all."""
        conversation_id = place.conversation_id
        self._known[conversation_id] = place.top
        self._first[conversation_id] = place.first
        if not place.active:
            self._until[conversation_id] = place.top
            self._hub.unwatch(self._me, conversation_id)
            return
        self._until.pop(conversation_id, None)
        if place.marks_private:
            self._me.marks_private.add(conversation_id)
        else:
            self._me.marks_private.discard(conversation_id)
        if conversation_id not in self._me.watched:  # It came while the others were read.
            self._hub.watch(self._me, conversation_id, large=place.large)
            self._me.look((conversation_id,))
        self._hub.seen(conversation_id, place.top, place.head_hash)

    async def _pass_on(self) -> AsyncIterator[FollowResponse]:
        """Everything that waits now. Own changes come first: a conversation is known before its updates."""
        if self._me.take_personal():
            async for response in self._personal():
                yield response
        for conversation_id in self._me.take_looks():
            async for response in self._look(conversation_id):
                yield response
        while (item := self._me.take_item()) is not None:
            if self._me.take_personal():  # While the item before was passed on; it may end what the caller sees.
                async for response in self._personal():
                    yield response
            if not item.seq:
                yield item.response
                continue
            async for response in self._update(item):
                yield response
        for conversation_id, seq in self._me.take_behind().items():
            if self._is_new(conversation_id, seq):
                self._known[conversation_id] = seq
                yield FollowResponse(behind=Behind(conversation_id=conversation_id, head_seq=seq))

    async def _update(self, item: Item) -> AsyncIterator[FollowResponse]:
        if not self._is_new(item.conversation_id, item.seq):
            return
        is_next = item.seq == self._known[item.conversation_id] + 1
        # What all others get has words of a message that is not for this one: then it is read, without them.
        if is_next and not log.says_again(item.response.updates.updates[0], self._first.get(item.conversation_id, 1)):
            self._known[item.conversation_id] = item.seq
            yield item.response
            return
        async for response in self._look(item.conversation_id):
            yield response

    def _is_new(self, conversation_id: str, seq: int) -> bool:
        """The client does not have it and may see it."""
        known, until = self._known.get(conversation_id), self._until.get(conversation_id, seq)
        return known is not None and known < seq <= until

    async def _look(self, conversation_id: str) -> AsyncIterator[FollowResponse]:
        """Read what the client lacks of a conversation; watch it from now on, if it may be watched."""
        while True:
            known = self._known.get(conversation_id)
            place, response = await self._reading.missing(self._me.user_id, conversation_id, known)
            if place is None:
                self._hub.unwatch(self._me, conversation_id)
                self._known.pop(conversation_id, None)
                return
            watched = conversation_id in self._me.watched
            self._take_place(place)
            if response is not None:
                yield response
            if watched or not place.active:
                return
            # It is watched only since then: what was committed in between was told to nobody.

    async def _personal(self) -> AsyncIterator[FollowResponse]:
        more = True
        while more:
            entries, self._me.personal_pos, more = await self._reading.personal(self._me.user_id, self._me.personal_pos)
            for entry in entries:
                yield entry
                async for response in self._learn(entry):
                    yield response

    async def _learn(self, entry: FollowResponse) -> AsyncIterator[FollowResponse]:
        """What the caller's own change means for this Follow."""
        personal = entry.personal
        if personal.HasField("my_marks"):
            self._me.read_marks, self._me.presence = personal.my_marks.read_marks, personal.my_marks.presence
        if not personal.HasField("conversation"):
            return
        view = personal.conversation
        if view.marks_private:
            self._me.marks_private.add(view.conversation_id)
        else:
            self._me.marks_private.discard(view.conversation_id)
        is_active = view.status == pb.MEMBER_STATUS_ACTIVE
        if is_active != (view.conversation_id in self._me.watched):
            async for response in self._look(view.conversation_id):
                yield response


def _views(entries: object) -> list[pb.Conversation]:
    return [each.conversation for each in entries if each.HasField("conversation")]  # type: ignore[attr-defined]
