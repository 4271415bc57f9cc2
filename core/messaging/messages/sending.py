"""The hot path: messages of all who send at once go in by one transaction of a few statements, each refused alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.kit.db import Database, Transaction
from core.kit.errors import DomainError
from core.messaging.changes import Changes, Logged
from core.messaging.conversations import members
from core.messaging.conversations.members import Seat
from core.messaging.errors import ConversationNotFound, MessageNotFound
from core.messaging.log import Draft, Log, check_same
from core.messaging.media import store as media
from core.messaging.messages import content, rights, store
from majlis.messaging.v1 import messages_pb2 as pb

BATCH_MAX = 128  # Messages in one transaction: bounds how long the first waits for the last.
Place = tuple[str, str]  # (conversation_id, user_id)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message before it has its number. `content` is checked; `body_json` is its body, empty where a file of the
    sender's must still be claimed."""

    conversation_id: str
    sender_id: str
    request_id: str
    mac: bytes
    content: pb.Content
    body_json: str


@dataclass(slots=True)
class _Waiting:
    outgoing: Outgoing
    answer: asyncio.Future[Logged]


class Sender:
    """Sends: `await send(outgoing)` answers after the commit, or raises why this message alone was refused."""

    def __init__(self, *, db: Database, log: Log, tell: Callable[[Changes], None]) -> None:
        self._db = db
        self._log = log
        self._tell = tell
        self._waiting: list[_Waiting] = []
        self._running: asyncio.Task[None] | None = None

    async def send(self, outgoing: Outgoing) -> Logged:
        """The update of the message, new or as it was made under this request id before."""
        answer: asyncio.Future[Logged] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(outgoing, answer))
        # A task of its own: whoever sends may be cancelled, and the others of the batch must not be.
        if self._running is None:
            self._running = asyncio.get_running_loop().create_task(self._run(), name="send messages")
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._send(self._take())
        finally:
            self._running = None

    def _take(self) -> list[_Waiting]:
        """The next batch in the order they came; a repetition of one in it waits for the next."""
        batch: dict[tuple[str, str], _Waiting] = {}
        later: list[_Waiting] = []
        for each in self._waiting:
            key = each.outgoing.sender_id, each.outgoing.request_id
            if len(batch) < BATCH_MAX and key not in batch:
                batch[key] = each
            else:
                later.append(each)
        self._waiting = later
        return list(batch.values())

    async def _send(self, batch: list[_Waiting]) -> None:
        outgoings = [each.outgoing for each in batch]
        try:
            results, changes = await self._db.write(lambda tx: self._transaction(tx, outgoings))
        except BaseException as error:
            await self._sink(batch, error)
            return
        for each, result in zip(batch, results, strict=True):
            _settle(each.answer, result)
        if changes.updates:
            self._tell(changes)

    async def _sink(self, batch: list[_Waiting], error: BaseException) -> None:
        """The transaction failed as a whole: a fault of one message must not take its neighbours with it."""
        if len(batch) > 1 and isinstance(error, Exception) and not isinstance(error, DomainError):
            for each in batch:
                await self._send([each])
            return
        for each in batch:
            _settle(each.answer, error)
        if not isinstance(error, Exception):
            raise error

    def _transaction(self, tx: Transaction, outgoings: Sequence[Outgoing]) -> tuple[list[Logged | Exception], Changes]:
        changes = Changes()
        before = self._log.answered_many(tx, [(each.sender_id, each.request_id) for each in outgoings])
        new = [each for each in outgoings if (each.sender_id, each.request_id) not in before]
        placed = iter(place(tx, self._log, new, changes) if new else ())
        results: list[Logged | Exception] = []
        for each in outgoings:
            known = before.get((each.sender_id, each.request_id))
            results.append(_again(each, *known) if known else next(placed))
        return results, changes


def _again(outgoing: Outgoing, made: Logged, mac: bytes) -> Logged | DomainError:
    try:
        check_same(mac, outgoing.mac, outgoing.request_id)
    except DomainError as error:
        return error
    return made


def _settle(answer: asyncio.Future[Logged], result: Logged | BaseException) -> None:
    if answer.done():  # Whoever sent it was cancelled; what was committed stays committed.
        return
    if isinstance(result, BaseException):
        answer.set_exception(result)
    else:
        answer.set_result(result)


def place(tx: Transaction, log: Log, outgoings: Sequence[Outgoing], changes: Changes) -> list[Logged | DomainError]:
    """Give each message its place in its conversation, or say why not; none of them was sent before."""
    seats = members.seats_at(tx, {(each.conversation_id, each.sender_id) for each in outgoings})
    links = _Links(tx, outgoings)
    results: list[Logged | DomainError] = []
    accepted: list[int] = []
    drafts: list[Draft] = []
    for index, each in enumerate(outgoings):
        try:
            drafts.append(_draft(tx, each, seats.get((each.conversation_id, each.sender_id)), links))
        except DomainError as error:
            results.append(error)
            continue
        accepted.append(index)
        results.append(_TO_COME)
    if not accepted:
        return results
    heads = {seat.conversation_id: (seat.head_seq, seat.head_hash) for seat in seats.values()}
    called: list[tuple[str, str, int]] = []
    for index, made in zip(accepted, log.append_at(tx, heads, drafts, changes), strict=True):
        results[index] = made
        held = outgoings[index].content
        called += [(made.conversation_id, user_id, made.seq) for user_id in calls(held)]
        if (file := content.media_of(held)) is not None:
            media.use(tx, file[0], made.conversation_id, made.seq)
    store.add_mentions(tx, called)
    return results


_TO_COME = DomainError("the number of this message is still to come")


def calls(held: pb.Content) -> list[str]:
    """Whom a content calls, as the rows of mentions say it: an empty id for everybody."""
    if not held.mention_user_ids and not held.mentions_all:
        return []
    return [*held.mention_user_ids, *([""] if held.mentions_all else [])]


class _Links:
    """Which of the messages answered and people called in a batch are there: two statements, where there are any."""

    def __init__(self, tx: Transaction, outgoings: Sequence[Outgoing]) -> None:
        answered = {
            (each.conversation_id, each.content.reply_to_seq) for each in outgoings if each.content.reply_to_seq
        }
        called: set[Place] = {
            (each.conversation_id, user_id) for each in outgoings for user_id in each.content.mention_user_ids
        }
        self._messages = store.messages_among(tx, answered)
        self._people = store.active_among(tx, called)

    def check(self, seat: Seat, held: pb.Content) -> None:
        """MESSAGE_NOT_FOUND for what is answered, INVALID_ARGUMENT naming the first called who is not in it."""
        answered = held.reply_to_seq
        if answered and not (
            seat.visible_from_seq <= answered <= seat.visible_to_seq
            and (seat.conversation_id, answered) in self._messages
        ):
            raise MessageNotFound("there is no such message to answer", seq=answered)
        if held.mentions_all:
            rights.check_calls_all(seat)
        check_called(
            held, {user_id for conversation_id, user_id in self._people if conversation_id == seat.conversation_id}
        )


def check_called(held: pb.Content, active: set[str]) -> None:
    """INVALID_ARGUMENT naming the first of those called who is not in the conversation."""
    for index, user_id in enumerate(held.mention_user_ids):
        if user_id not in active:
            raise content.refuse(f"content.mention_user_ids[{index}]", "is not in this conversation")


def _draft(tx: Transaction, outgoing: Outgoing, seat: Seat | None, links: _Links) -> Draft:
    if seat is None:
        raise ConversationNotFound("there is no such conversation", conversation_id=outgoing.conversation_id)
    rights.check_writes(seat)
    links.check(seat, outgoing.content)
    body = outgoing.body_json
    if not body:
        media_id, kind = content.media_of(outgoing.content) or ("", 0)
        body = content.body_json(
            content.with_media(outgoing.content, media.claim(tx, outgoing.sender_id, media_id, kind))
        )
    return Draft(
        conversation_id=outgoing.conversation_id, kind=store.MESSAGE, sender_id=outgoing.sender_id, body_json=body,
        request_id=outgoing.request_id, request_mac=outgoing.mac,
    )  # fmt: skip
