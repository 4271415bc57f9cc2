"""Following over a `chat` desk: people send, devices follow, and each device keeps what it got as a client would."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest_asyncio

from core.kit.bus import Bus, InProcessBus
from core.kit.caller import Caller
from core.kit.clock import Clock
from core.kit.db import Database
from core.kit.rpc import Chain
from core.messaging import chain as hashes
from core.messaging.changes import Changes, Logged
from core.messaging.conversations import views
from core.messaging.conversations.bodies import body_json
from core.messaging.hub import Hub
from core.messaging.log import Draft
from core.messaging.names import Names
from core.messaging.sync.service import SyncRpcs
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.chat_desk import ChatDesk, request_id
from tests.support.waiting import until

MESSAGES = "majlis.messaging.v1.MessagesService"


class Node:
    """One process of messaging: a hub and the rpcs of sync on a database that others may share."""

    def __init__(self, chat: ChatDesk, bus: Bus, database: Database | None = None) -> None:
        db, self.clock = database or chat.database, chat.clock
        self.hub = Hub(db=db, bus=bus, clock=self.clock)
        names = Names(channel=chat.chain, clock=self.clock)
        self.rpcs = SyncRpcs(db=db, clock=self.clock, log=chat.log, hub=self.hub, names=names, render=views.render)
        self.chain = Chain(clock=self.clock)
        self.chain.serve(MESSAGES, _Alone(self.rpcs))
        self.client = MessagesServiceClient(self.chain)

    async def run(self) -> None:
        """Everything that stands, until cancelled."""
        await asyncio.gather(self.hub.run(), *self.rpcs.standing_work().values())


class _Alone:
    """Sync's part of the service; nothing else of it is called here."""

    def __init__(self, rpcs: SyncRpcs) -> None:
        self._rpcs = rpcs

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rpcs, name, None)


class FollowDesk:
    """`node` is the process under test; `another` makes a second on the same database."""

    def __init__(self, chat: ChatDesk) -> None:
        self.chat = chat
        self.bus = InProcessBus()
        self.node = Node(chat, self.bus)
        self.devices: list[Device] = []

    @property
    def clock(self) -> Clock:
        return self.chat.clock

    def advance(self, seconds: float) -> None:
        self.chat.clock.advance(timedelta(seconds=seconds))

    def another(self, bus: Bus | None = None) -> Node:
        return Node(self.chat, bus or self.bus)

    async def say(self, person: Caller, conversation_id: str, text: str = "hi", *, node: Node | None = None) -> Logged:
        """A message, committed and told as a service does."""
        body = body_json(pb.UpdateBody(message=pb.Content(text=text)))
        draft = Draft(conversation_id, pb.UPDATE_KIND_MESSAGE, person.user_id, body, request_id=request_id())
        return (await self.append(draft, node=node))[0]

    async def append(self, *drafts: Draft, node: Node | None = None) -> list[Logged]:
        """Updates of one conversation in one commit."""

        def write(tx: Any) -> Changes:
            changes = Changes()
            self.chat.log.append(tx, drafts, changes)
            return changes

        changes = await self.chat.write(write)
        (node or self.node).hub.tell(changes)
        return changes.updates

    def device(self, person: Caller, *, node: Node | None = None, open: tuple[str, ...] = ()) -> Device:
        """A device that knows nothing yet."""
        made = Device(person, node or self.node, open)
        self.devices.append(made)
        return made

    async def following(self, person: Caller, **how: Any) -> Device:
        """A device that has caught up and follows."""
        device = self.device(person, **how)
        await device.follow()
        return device


class Device:
    """A client: what it holds of each conversation, proven by the hashes that came with it."""

    def __init__(self, person: Caller, node: Node, open: tuple[str, ...] = ()) -> None:
        self.person = person
        self.node = node
        self.open = open
        self.held: dict[str, list[pb.Update]] = {}
        self.hashes: dict[str, str] = {}
        self.conversations: dict[str, pb.Conversation] = {}
        self.personal_pos = 0
        self.behind: dict[str, int] = {}
        self.asked: set[str] = set()  # Where it has had to ask beside its Follow, and so may get things twice.
        self.other: list[service_pb.FollowResponse] = []
        self.seen: list[service_pb.FollowResponse] = []
        self._task: asyncio.Task[None] | None = None
        self.reads = asyncio.Event()
        self.reads.set()

    def known(self) -> list[service_pb.Known]:
        return [service_pb.Known(conversation_id=of, seq=has[-1].seq) for of, has in self.held.items()]

    def seqs(self, conversation_id: str) -> list[int]:
        return [update.seq for update in self.held.get(conversation_id, [])]

    def texts(self, kind: str) -> list[Any]:
        """What came of one kind, in order."""
        return [getattr(each, kind) for each in self.seen if each.WhichOneof("what") == kind]

    async def follow(self) -> None:
        """Follow, and return when what was missed is there."""
        request = service_pb.FollowRequest(
            known=self.known(), personal_pos=self.personal_pos, open_conversation_ids=self.open, follow_id="tab-1"
        )
        at = len(self.seen)
        self._task = asyncio.ensure_future(self._read(self.node.client.follow(request, caller=self.person)))
        await until(lambda: self._over() or self._is_live(at))

    def _is_live(self, at: int) -> bool:
        synced = [each for each in self.seen[at:] if each.HasField("synced")]
        return bool(synced) and not synced[-1].synced.more

    def _over(self) -> bool:
        if self._task is not None and self._task.done():
            self._task.result()
            return True
        return False

    async def _read(self, responses: AsyncIterator[service_pb.FollowResponse]) -> None:
        async for response in responses:
            await self.reads.wait()
            self.take(response)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def sync(self, updates_max: int = 0) -> int:
        """Ask until nothing is left; how often it took."""
        for asked in range(1, 1_000):
            request = service_pb.SyncRequest(
                known=self.known(), personal_pos=self.personal_pos, updates_max=updates_max
            )
            answer = await self.node.client.sync(request, caller=self.person)
            self.take(service_pb.FollowResponse(synced=answer))
            if not answer.more:
                return asked
        raise AssertionError("it never ends")

    def take(self, response: service_pb.FollowResponse) -> None:
        """What a client does with each answer; a hole or a repetition is a failure of the host."""
        self.seen.append(response)
        if response.HasField("synced"):
            self.conversations |= {each.conversation_id: each for each in response.synced.conversations}
            for batch in response.synced.updates:
                self._take_batch(batch)
            self.personal_pos = response.synced.personal_pos
        elif response.HasField("updates"):
            self._take_batch(response.updates)
        elif response.HasField("behind"):
            self.behind[response.behind.conversation_id] = response.behind.head_seq
            self.asked.add(response.behind.conversation_id)
        elif response.HasField("personal"):
            assert response.personal.pos > self.personal_pos
            self.personal_pos = response.personal.pos
            if response.personal.HasField("conversation"):
                view = response.personal.conversation
                self.conversations[view.conversation_id] = view

    def _take_batch(self, batch: service_pb.UpdateBatch) -> None:
        of, held = batch.conversation_id, self.held.setdefault(batch.conversation_id, [])
        if of in self.asked and held:
            if batch.to_seq <= held[-1].seq or batch.from_seq > held[-1].seq + 1:
                return  # It has them, or lacks some before and is about to ask.
            batch = _without(batch, held[-1].seq)
        if of in self.behind and batch.to_seq >= self.behind[of]:
            del self.behind[of]
        assert [update.seq for update in batch.updates] == list(range(batch.from_seq, batch.to_seq + 1))
        if held and batch.from_seq == held[-1].seq + 1:
            assert batch.before_hash == self.hashes[of]
        elif held:
            raise AssertionError(f"{of}: {batch.from_seq} came after {held[-1].seq}")
        assert hashed(batch) == batch.to_hash
        held.extend(batch.updates)
        self.hashes[of] = batch.to_hash


def _without(batch: service_pb.UpdateBatch, seq: int) -> service_pb.UpdateBatch:
    """What of a batch comes after a number."""
    rest = service_pb.UpdateBatch()
    rest.CopyFrom(batch)
    skipped = service_pb.UpdateBatch(before_hash=batch.before_hash)
    while rest.updates and rest.updates[0].seq <= seq:
        skipped.updates.append(rest.updates.pop(0))
    rest.from_seq, rest.before_hash = max(batch.from_seq, seq + 1), hashed(skipped)
    return rest


def hashed(batch: service_pb.UpdateBatch) -> str:
    """The hash at the end of a batch, from its beginning and what is in it."""
    rolling = base64.b64decode(batch.before_hash)
    for update in batch.updates:
        committed = base64.b64decode(update.commitment)
        if update.body_json:
            assert committed == hashes.commitment(base64.b64decode(update.salt), update.body_json)
        rolling = hashes.next_hash(
            rolling, conversation_id=update.conversation_id, seq=update.seq, kind=update.kind,
            sender_id=update.sender_id, target_seq=update.target_seq, created_at_ms=update.created_at_ms,
            committed=committed,
        )  # fmt: skip
    return base64.b64encode(rolling).decode()


def marks_of(change: service_pb.MarksChange) -> Mapping[str, tuple[int, int]]:
    """(delivered, read) by person."""
    return {mark.user_id: (mark.delivered_seq, mark.read_seq) for mark in change.marks}


@pytest_asyncio.fixture
async def follow_desk(chat: ChatDesk) -> AsyncIterator[FollowDesk]:
    """A desk on each kind of database; what follows is stopped with it."""
    made = FollowDesk(chat)
    standing = asyncio.ensure_future(made.node.run())
    yield made
    for device in made.devices:
        await device.stop()
    standing.cancel()
    await asyncio.gather(standing, return_exceptions=True)
