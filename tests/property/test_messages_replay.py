"""G7: whatever people do, replaying the log gives each of them the messages they are shown, and the hashes prove it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from core.kit.caller import Caller
from core.kit.db import Database
from core.kit.errors import DomainError
from core.messaging.errors import ConversationNotFound
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2 as pb
from tests.support.chat_desk import request_id
from tests.support.chat_replay import check_chain, expected, replay, shown
from tests.support.message_desk import MessageDesk

NAMES = ("layla", "omar", "salma", "noura")
VERBS = (
    "post", "post", "post", "answer", "edit", "edit", "recall", "react", "react", "unreact", "hide", "leave", "join",
    "forward", "wait",
)  # fmt: skip
SIGNS = ("👍", "❤️", "😀")
Step = tuple[str, int, int, int]  # What, who, which message counted from the newest, which words or sign.
steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 3), st.integers(0, 6), st.integers(0, 2)), min_size=5, max_size=30
)


class Story:
    """One group and what happens in it."""

    def __init__(self, desk: MessageDesk, people: list[Caller], group: str, link: str) -> None:
        self.desk = desk
        self.people = people
        self.group = group
        self.link = link
        self.head = 1
        self.hidden: dict[str, set[int]] = {each.user_id: set() for each in people}

    async def do(self, step: Step) -> None:
        verb, who, back, which = step
        desk, of, person, seq = self.desk, self.group, self.people[who], max(1, self.head - back)
        match verb:
            case "post":
                await desk.post(person, of, f"word {which}")
            case "answer":
                await desk.post(person, of, pb.Content(text="so", reply_to_seq=seq))
            case "edit":
                await desk.edit(person, of, seq, f"other word {which}")
            case "recall":
                await desk.recall(person, of, seq)
            case "react" | "unreact":
                await desk.react(person, of, seq, SIGNS[which], removed=verb == "unreact")
            case "hide":
                await desk.hide(person, of, seq)
                self.hidden[person.user_id].add(seq)
            case "forward":
                await desk.forward(person, of, seq, of)
            case "leave":
                leaving = conversations_pb.LeaveConversationRequest(request_id=request_id(), conversation_id=of)
                await desk.conversations.leave_conversation(leaving, caller=person)
            case "join":
                await desk.join(person, self.link)
            case "wait":
                desk.clock.advance(timedelta(seconds=50))

    async def check(self, person: Caller) -> None:
        """Pages of the log, replayed, are the pages of messages."""
        updates: list[pb.Update] = []
        after, hashed = 0, ""
        while True:
            try:
                page = await self.desk.listed(person, self.group, after_seq=after, page_size=7)
            except ConversationNotFound:
                return
            assert not hashed or page.before_hash == hashed
            assert [each.seq for each in page.updates] == list(range(page.from_seq, page.to_seq + 1))
            check_chain(page.updates, page.before_hash, page.to_hash)
            updates += page.updates
            after, hashed = page.to_seq, page.to_hash
            if page.to_seq >= page.head_seq:
                break
        messages: list[pb.Message] = []
        below = 0
        while True:
            some = await self.desk.page(person, self.group, before_seq=below, page_size=5)
            messages = [*some.messages, *messages]
            if not some.has_before:
                break
            below = some.messages[0].seq
        hidden = self.hidden[person.user_id]
        assert shown(messages) == expected(replay(updates), person.user_id, hidden)


def test_replaying_the_log_gives_what_is_shown(database: Database, tmp_path: Path) -> None:
    """Also to those who left in the middle or came late; each example has a group of its own."""
    with asyncio.Runner() as runner:
        desk = MessageDesk(database, tmp_path)
        people = runner.run(_people(desk))

        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
        @given(taken=steps, history=st.booleans())
        def holds(taken: list[Step], history: bool) -> None:
            runner.run(_tell(desk, people, taken, history))

        holds()
        desk.identity.close()


async def _people(desk: MessageDesk) -> list[Caller]:
    people = [await desk.person(name) for name in NAMES]
    await desk.befriend(*people)
    return people


async def _tell(desk: MessageDesk, people: list[Caller], taken: list[Step], history: bool) -> None:
    group = await desk.group(people[0], *people[1:3])
    rules = conversations_pb.UpdateConversationRequest(
        request_id=request_id(), conversation_id=group, history_for_joiners=history
    )
    await desk.conversations.update_conversation(rules, caller=people[0])
    story = Story(desk, people, group, await desk.link(people[0], group))
    for step in taken:
        with suppress(DomainError):
            await story.do(step)
        story.head = (await desk.updates(group))[-1].seq
    for person in people:
        await story.check(person)
