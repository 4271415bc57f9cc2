"""A group's life on the real services, with a model beside it: each step is done to both, and `check` compares them.

Phones lose answers, ask again, go away and come back; the services are made anew on the same database at any moment.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar

from core.kit.caller import Caller
from core.kit.clock import to_ms
from core.kit.errors import DomainError
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from tests.support.chat_desk import request_id
from tests.support.chat_model import MESSAGE, Asked, ChatModel, Shown
from tests.support.chat_processes import Phone, Servers
from tests.support.chat_replay import check_chain
from tests.support.follow_desk import hashed
from tests.support.waiting import until

T = TypeVar("T")
SWEPT = timedelta(seconds=2)
PAGE = 5  # Small, so that everything read comes in several.


class ChatLife:
    """Four people, two phones for each of the first three; the last is outside at first."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.chat = servers.chat
        self.words = 0

    async def begin(self) -> None:
        self.people = await self.chat.crowd(4, prefix=f"p{request_id()}")
        owner, omar, salma, _ = self.people
        self.of = await self.chat.group(owner, omar)
        self.model = ChatModel(owner.user_id)
        self.phones = [Phone(each, self.servers) for each in (*self.people[:3], *self.people[:3])]
        self.link = await self.chat.link(owner, self.of)
        await self.look()
        await self.join(salma)

    async def end(self) -> None:
        for phone in self.phones:
            await phone.stop()

    # Asking

    def new(self, who: Caller, verb: str, *, back: int = 0, calls: Caller | None = None, sign: str = "") -> Asked:
        """A request about the message so far back; a send answers it where that is not 0."""
        self.words += 1
        target = self.message(back)
        return self.remember(
            Asked(
                request_id(), who.user_id, verb,
                target=0 if verb == "send" and not back else target,
                text=sign or f"word{self.words}x{request_id()}",
                calls=calls.user_id if calls is not None and self._is_in(calls) else "",
            )
        )  # fmt: skip

    def message(self, back: int) -> int:
        """The number of a message so far back; of a line about the group where there are not so many."""
        sent = [line.seq for line in self.model.lines if line.kind == MESSAGE]
        return sent[-1 - back] if back < len(sent) else max(1, self.model.head - back)

    def author(self, back: int) -> int:
        """Who of the people wrote that."""
        sender = self.model.lines[self.message(back) - 1].sender
        return [each.user_id for each in self.people].index(sender)

    def remember(self, asked: Asked) -> Asked:
        self.model.asked[asked.who, asked.request_id] = asked
        return asked

    def _is_in(self, who: Caller) -> bool:
        return who.user_id in self.model.places and self.model.places[who.user_id].last is None

    async def call(self, asked: Asked, *, text: str = "") -> pb.Update | None:
        """Make the request, as often as wished; another text makes it another request under the same id."""
        caller = Caller.user(asked.who)
        at: dict[str, Any] = {"request_id": asked.request_id, "conversation_id": self.of}
        content = pb.Content(text=text or asked.text, mention_user_ids=[asked.calls] if asked.calls else [])
        response: Any
        match asked.verb:
            case "send":
                content.reply_to_seq = asked.target
                sending = service_pb.SendMessageRequest(**at, content=content)
                response = await self.servers.client.send_message(sending, caller=caller)
            case "edit":
                editing = service_pb.EditMessageRequest(**at, seq=asked.target, content=content)
                response = await self.servers.client.edit_message(editing, caller=caller)
            case "recall":
                recalling = service_pb.RecallMessageRequest(**at, seq=asked.target)
                response = await self.servers.client.recall_message(recalling, caller=caller)
            case _:
                reacting = service_pb.ReactRequest(
                    **at, seq=asked.target, emoji=asked.text, removed=asked.verb == "unreact"
                )  # fmt: skip
                response = await self.servers.client.react(reacting, caller=caller)
        return response.update if response.HasField("update") else None

    async def once(self, asked: Asked) -> None:
        """A new request whose answer arrives: it is what the model says."""
        expected, is_same = self.model.refusal(asked, self._now_ms()), self.model.changes_nothing(asked)
        before = self.model.head
        update, reason = await _tried(self.call(asked))
        assert reason == expected, f"{asked} was refused for {reason or 'nothing'}, not for {expected or 'nothing'}"
        if reason:
            del self.model.asked[asked.who, asked.request_id]
            return
        asked.answer = _answer(update)
        await self.look()
        assert self.model.head == before + (0 if is_same else 1)
        self._check_answer(asked, update)

    async def lose(self, asked: Asked, turns: int) -> None:
        """A request whose phone goes away some turns of the loop after it began: nobody knows whether it was done."""
        task = asyncio.ensure_future(self.call(asked))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await self.servers.settled()
        self.jump(SWEPT)  # Who was cancelled tells nobody what it did: the sweeps find it.

    async def again(self, asked: Asked) -> None:
        """The same once more: what was answered is answered so for ever, and nothing happens twice."""
        await self.look()
        before, was_done = self.model.head, bool(asked.seq) or asked.answer is not None
        update, reason = await _tried(self.call(asked))
        if reason:
            assert not was_done, f"{asked} was done, and is refused for {reason} when it is repeated"
            return
        await self.look()
        if was_done:
            assert self.model.head == before, f"{asked} was done again"
        if asked.answer is not None:
            assert _answer(update) == asked.answer
        asked.answer = _answer(update)
        self._check_answer(asked, update)

    async def reuse(self, asked: Asked) -> None:
        """Another text under an id that made something is refused, whatever became of the first."""
        await self.look()
        if asked.seq and asked.verb in ("send", "edit"):
            _, reason = await _tried(self.call(asked, text="something else"))
            assert reason == "REQUEST_ID_REUSED", f"{asked} was answered with another text"

    async def at_once(self, all_asked: list[Asked]) -> None:
        """Everybody at the same moment, the first request twice; who sends several gets their numbers in order."""
        answers = await asyncio.gather(*map(self.call, [*all_asked, all_asked[0]]), return_exceptions=True)
        await self.look()
        for asked, answer in zip([*all_asked, all_asked[0]], answers, strict=True):
            if isinstance(answer, BaseException):
                assert isinstance(answer, DomainError), answer
                assert answer.reason == self.model.refusal(asked, self._now_ms())
                continue
            asked.answer = _answer(answer)
            self._check_answer(asked, answer)
        for who in {each.who for each in all_asked}:
            numbers = [each.seq for each in all_asked if each.who == who]
            assert numbers == sorted(numbers), f"{who} sent them in another order"

    def _check_answer(self, asked: Asked, update: pb.Update | None) -> None:
        if update is None:
            assert not asked.seq
            return
        line = self.model.lines[asked.seq - 1]
        assert (update.seq, update.kind, update.created_at_ms) == (asked.seq, line.kind, line.at_ms)
        assert update.request_id == asked.request_id

    # Membership and marks

    async def join(self, who: Caller) -> None:
        joining = conversations_pb.JoinByInviteRequest(request_id=request_id(), token=self.link)
        self.remember(Asked(joining.request_id, who.user_id, "join"))
        await self.chat.conversations.join_by_invite(joining, caller=who)

    async def leave(self, who: Caller) -> None:
        leaving = conversations_pb.LeaveConversationRequest(request_id=request_id(), conversation_id=self.of)
        self.remember(Asked(leaving.request_id, who.user_id, "leave"))
        with suppress(DomainError):  # The owner may not while others are there, and strangers find nothing.
            await self.chat.conversations.leave_conversation(leaving, caller=who)

    async def remove(self, who: Caller) -> None:
        removing = conversations_pb.RemoveMemberRequest(
            request_id=request_id(), conversation_id=self.of, user_id=who.user_id
        )  # fmt: skip
        self.remember(Asked(removing.request_id, self.model.owner, "remove"))
        with suppress(DomainError):
            await self.chat.conversations.remove_member(removing, caller=self.people[0])

    async def set_history(self, history: bool) -> None:
        changing = conversations_pb.UpdateConversationRequest(
            request_id=request_id(), conversation_id=self.of, history_for_joiners=history
        )  # fmt: skip
        self.remember(Asked(changing.request_id, self.model.owner, "change"))
        await self.chat.conversations.update_conversation(changing, caller=self.people[0])

    async def hide(self, who: Caller, back: int) -> None:
        seq = max(1, self.model.head - back)
        if seq in self.model.range_of(who.user_id):
            hiding = service_pb.HideMessagesRequest(conversation_id=self.of, seqs=[seq])
            await self.servers.client.hide_messages(hiding, caller=who)
            self.model.hidden.setdefault(who.user_id, set()).add(seq)

    async def read(self, who: Caller, back: int) -> None:
        """A mark anywhere: it never goes back."""
        seq = max(1, self.model.head - back)
        if seq in self.model.range_of(who.user_id):
            marking = service_pb.MarkReadRequest(conversation_id=self.of, read_seq=seq)
            answer = await self.servers.client.mark_read(marking, caller=who)
            place = self.model.places[who.user_id]
            place.read = max(place.read, seq)
            assert answer.read_seq == place.read

    def jump(self, by: timedelta) -> None:
        self.chat.clock.advance(by)

    async def restart(self) -> None:
        """The services end in the middle of everything, and others begin on what is in the database."""
        for phone in self.phones:
            await phone.stop()
        await self.servers.stop()
        await self.servers.start()

    # Looking

    async def look(self) -> None:
        """Show the model how the log grew."""
        for update in (await self.chat.updates(self.of))[self.model.head :]:
            self.model.grow(update)

    async def check(self) -> None:
        """Everything everybody is shown is what it must be, to the last phone that follows."""
        await self.look()
        said: list[str] = []
        for who in self.people:
            said += await self._check_person(who)
        for phone in self.phones:
            if phone._task is not None:
                await self._check_live(phone)
        for word in self.model.recalled_words():
            assert not any(word in each for each in said), f"{word} was taken back and is still shown"

    async def _check_person(self, who: Caller) -> list[str]:
        """The log, the messages, the view: each as the model has it. What was said, to be searched."""
        seen = self.model.range_of(who.user_id)
        view, reason = await _tried(self.chat.view(who, self.of))
        assert reason == ("" if seen else "CONVERSATION_NOT_FOUND")
        if view is None:
            return []
        updates = await self._updates(who)
        assert [each.seq for each in updates] == list(seen)
        assert [each.kind for each in updates] == [self.model.lines[seq - 1].kind for seq in seen]
        messages, hidden = await self._messages(who), self.model.hidden.get(who.user_id, set())
        expected = {seq: each for seq, each in self.model.shown(who.user_id).items() if seq not in hidden}
        assert list(messages) == sorted(expected)
        for seq, message in messages.items():
            _check_message(message, expected[seq], who.user_id)
        assert view.head_seq == seen[-1]
        assert (view.unread_count, view.mention_count) == self.model.unread(who.user_id), f"of {who.user_id}"
        return [*(each.body_json for each in updates), *(each.body_json for each in messages.values()), str(view)]

    async def _updates(self, who: Caller) -> list[pb.Update]:
        """All of the log, page by page, each proven and continuing the one before."""
        updates: list[pb.Update] = []
        after, hashed_so_far = 0, ""
        while True:
            asked = service_pb.ListUpdatesRequest(conversation_id=self.of, after_seq=after, page_size=PAGE)
            page = await self.servers.client.list_updates(asked, caller=who)
            assert not hashed_so_far or page.before_hash == hashed_so_far
            check_chain(page.updates, page.before_hash, page.to_hash)
            updates += page.updates
            after, hashed_so_far = page.to_seq, page.to_hash
            if page.to_seq >= page.head_seq:
                return updates

    async def _messages(self, who: Caller) -> dict[int, pb.Message]:
        messages: list[pb.Message] = []
        more = True
        while more:
            asked = service_pb.ListMessagesRequest(
                conversation_id=self.of, before_seq=messages[0].seq if messages else 0, page_size=PAGE
            )  # fmt: skip
            page = await self.servers.client.list_messages(asked, caller=who)
            messages, more = [*page.messages, *messages], page.has_before and bool(page.messages)
        return {each.seq: each for each in messages}

    async def _check_live(self, phone: Phone) -> None:
        top = self.model.range_of(phone.person.user_id)[-1:]
        if top:
            await until(lambda: phone.seqs(self.of)[-1:] == list(top))
            await self._check_held(phone)

    async def catch_up(self, phone: Phone) -> None:
        """Whatever it missed: now it has exactly the log, and so has a phone that knows nothing yet."""
        await self.look()
        fresh = Phone(phone.person, self.servers)
        for each in (phone, fresh):
            each.asked.add(self.of)
            await each.sync(updates_max=PAGE if each is phone else 200)
            await self._check_held(each)
        assert fresh.seqs(self.of) == list(self.model.range_of(phone.person.user_id))

    async def _check_held(self, phone: Phone) -> None:
        seen, seqs = self.model.range_of(phone.person.user_id), phone.seqs(self.of)
        if not seen:
            assert not seqs
            return
        assert seqs == list(range(seqs[0], seen[-1] + 1))
        log = {each.seq: each for each in await self.chat.updates(self.of)}
        for update in phone.held[self.of]:
            assert base64.b64decode(update.commitment) == log[update.seq].commitment
        assert base64.b64decode(phone.hashes[self.of]) == log[seqs[-1]].hash
        assert hashed(service_pb.UpdateBatch(updates=phone.held[self.of], before_hash=_before(log, seqs[0])))

    def _now_ms(self) -> int:
        return to_ms(self.chat.clock.now())


async def _tried(asking: Coroutine[Any, Any, T]) -> tuple[T | None, str]:
    """What was answered, or the reason it was refused for."""
    try:
        return await asking, ""
    except DomainError as error:
        return None, error.reason


def _before(log: dict[int, Any], seq: int) -> str:
    return base64.b64encode(log[seq - 1].hash if seq > 1 else bytes(32)).decode()


def _answer(update: pb.Update | None) -> bytes:
    """What never changes of an answer: a recall takes the words out of it, and nothing else."""
    if update is None:
        return b""
    kept = pb.Update()
    kept.CopyFrom(update)
    kept.ClearField("body_json")
    kept.ClearField("salt")
    return kept.SerializeToString(deterministic=True)


def _check_message(message: pb.Message, expected: Shown, reader: str) -> None:
    body = json.loads(message.body_json).get("message", {}) if message.body_json else {}
    assert (message.kind, message.sender_id, message.created_at_ms) == (
        expected.kind, expected.sender, expected.at_ms,
    )  # fmt: skip
    assert message.recalled == (expected.recalled_by is not None)
    assert message.recalled_by == (expected.recalled_by or "")
    if message.kind == MESSAGE:
        assert (body.get("text", ""), message.edited_at_ms) == (expected.text, expected.edited_at_ms)
    given = {each.emoji: (each.count, each.mine, list(each.user_ids)) for each in message.reactions}
    wanted = {sign: (len(whom), reader in whom, whom) for sign, whom in expected.reactions.items() if whom}
    assert given == wanted
