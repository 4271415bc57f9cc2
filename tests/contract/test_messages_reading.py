"""Reading: pages of messages as they are now, the log with its proof, and never more than one's own range."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from core.kit.clock import to_ms
from core.kit.errors import InvalidArgument
from core.messaging.changes import Changes
from core.messaging.conversations import members
from core.messaging.errors import ConversationNotFound, MessageNotFound
from core.messaging.log import Draft
from core.messaging.messages import content, log_pages, snapshots
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2 as pb
from tests.support.chat_desk import request_id
from tests.support.chat_replay import check_chain, expected, replay, shown
from tests.support.message_desk import MessageDesk, text_of


async def texts(desk: MessageDesk, person: Any, of: str, **more: Any) -> tuple[list[str], bool, bool]:
    page = await desk.page(person, of, **more)
    said = [text_of(each) for each in page.messages if each.kind == pb.UPDATE_KIND_MESSAGE]
    return said, page.has_before, page.has_after


async def test_pages_go_up_down_and_to_a_moment(desk: MessageDesk) -> None:
    """Every message is on exactly one page whichever way one scrolls, and a date leads to its first message."""
    layla, omar, direct = await desk.pair()
    at = []
    for n in range(10):
        desk.clock.advance(timedelta(hours=1))
        at.append(to_ms(desk.clock.now()))
        await desk.post(layla, direct, str(n))
    first = (await desk.updates(direct))[0].seq + 1  # After the line that the conversation was made.
    assert await texts(desk, omar, direct, page_size=3) == (["7", "8", "9"], True, False)
    assert await texts(desk, omar, direct, before_seq=first + 7, page_size=3) == (["4", "5", "6"], True, True)
    assert await texts(desk, omar, direct, after_seq=first + 2, page_size=3) == (["3", "4", "5"], True, True)
    assert await texts(desk, omar, direct, after_seq=first + 6, page_size=3) == (["7", "8", "9"], True, False)
    assert await texts(desk, omar, direct, at_ms=at[4], page_size=4) == (["2", "3", "4", "5"], True, True)
    assert await texts(desk, omar, direct, at_ms=at[4] + 1, page_size=2) == (["4", "5"], True, True)
    assert await texts(desk, omar, direct, at_ms=at[9] + 1, page_size=2) == (["9"], True, False)
    assert (await texts(desk, omar, direct, at_ms=1, page_size=4))[0] == ["0"]
    assert (await desk.page(omar, direct)).head_seq == first + 9


async def test_a_page_costs_few_statements(desk: MessageDesk) -> None:
    """However many messages, edits and reactions are on it."""
    layla, omar, direct = await desk.pair()
    for n in range(12):
        sent = await desk.post(layla, direct, str(n))
        await desk.edit(layla, direct, sent.seq, f"{n}!")
        await desk.react(omar, direct, sent.seq, "👍")
    statements: list[str] = []

    def noted(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    def read(tx: Any) -> int:
        sa.event.listen(tx, "before_cursor_execute", noted)
        seat = members.seat(tx, direct, omar.user_id)
        return len(snapshots.page(tx, seat, size=50).messages)

    assert await desk.read(read) == 13
    assert len(statements) == 3


async def test_who_left_reads_what_was_there_and_nothing_after(desk: MessageDesk) -> None:
    """Not what was edited or reacted later: the word that was changed after they went is not for them."""
    layla, omar, salma, group = await desk.three()
    sent = await desk.post(layla, group, "as it was")
    await desk.react(omar, group, sent.seq, "👍")
    await desk.conversations.leave_conversation(
        conversations_pb.LeaveConversationRequest(conversation_id=group, request_id=request_id()), caller=salma
    )
    await desk.edit(layla, group, sent.seq, "changed since")
    await desk.react(omar, group, sent.seq, "👍", removed=True)
    await desk.react(layla, group, sent.seq, "❤️")
    later = await desk.post(layla, group, "later")
    page = await desk.page(salma, group)
    seen = next(each for each in page.messages if each.seq == sent.seq)
    assert (text_of(seen), [each.emoji for each in seen.reactions]) == ("as it was", ["👍"])
    assert page.messages[-1].seq == page.head_seq < later.seq
    listed = await desk.listed(salma, group, page_size=500)
    assert shown(page.messages) == expected(replay(listed.updates), salma.user_id, set())
    newest = await desk.read(lambda tx: snapshots.newest(tx, members.seats(tx, salma.user_id)))
    assert newest[group].seq == page.head_seq
    for attempt in (desk.one(salma, group, later.seq), desk.hide(salma, group, later.seq)):
        with pytest.raises(MessageNotFound):
            await attempt
    await desk.recall(layla, group, sent.seq)
    gone = await desk.one(salma, group, sent.seq)
    assert (gone.body_json, gone.recalled, gone.recalled_by, len(gone.reactions)) == ("", True, "", 0)


async def test_a_joiner_sees_nothing_from_before(desk: MessageDesk) -> None:
    """Where a group keeps its history to itself; the hash before their first number is all they need to go on."""
    layla, omar = await desk.person("layla"), await desk.person("omar")
    group = await desk.group(layla, omar)
    before = await desk.post(layla, group, "before")
    salma = await desk.person("salma")
    await desk.join(salma, await desk.link(layla, group))
    after = await desk.post(layla, group, "after")
    listed = await desk.listed(salma, group)
    assert listed.from_seq > before.seq
    assert listed.to_seq == after.seq == listed.head_seq
    check_chain(listed.updates, listed.before_hash, listed.to_hash)
    for attempt in (desk.one(salma, group, before.seq), desk.edit(salma, group, before.seq, "x")):
        with pytest.raises(MessageNotFound):
            await attempt
    with pytest.raises(MessageNotFound):
        await desk.post(salma, group, pb.Content(text="x", reply_to_seq=before.seq))


async def test_a_joiner_gets_no_new_words_of_what_was_before(desk: MessageDesk) -> None:
    """An edit repeats what a message said, which was not for them; the chain holds for them all the same."""
    layla, omar = await desk.person("layla"), await desk.person("omar")
    group = await desk.group(layla, omar)
    before = await desk.post(layla, group, "for us two")
    salma = await desk.person("salma")
    await desk.join(salma, await desk.link(layla, group))
    after = await desk.post(layla, group, "for all")
    old, new = (
        await desk.edit(layla, group, before.seq, "for us two!"),
        await desk.edit(layla, group, after.seq, "all!"),
    )
    listed = await desk.listed(salma, group)
    assert {each.seq: bool(each.body_json and each.salt) for each in listed.updates[-2:]} == {
        old.seq: False,
        new.seq: True,
    }
    check_chain(listed.updates, listed.before_hash, listed.to_hash)
    assert "for us two!" in (await desk.listed(omar, group)).updates[-2].body_json


async def test_the_log_comes_in_pages_that_prove_each_other(desk: MessageDesk) -> None:
    """G4: each page begins with the hash the last one ended with; beyond the newest there is nothing to ask for."""
    layla, omar, direct = await desk.pair()
    for n in range(5):
        await desk.post(layla, direct, str(n))
    after, hashed, seen = 0, "", []
    while True:
        page = await desk.listed(omar, direct, after_seq=after, page_size=2)
        check_chain(page.updates, page.before_hash, page.to_hash)
        assert (page.from_seq, page.before_hash) == (after + 1, hashed or page.before_hash)
        seen += [each.seq for each in page.updates]
        after, hashed = page.to_seq, page.to_hash
        if page.to_seq == page.head_seq:
            break
    assert seen == list(range(1, page.head_seq + 1))
    empty = await desk.listed(omar, direct, after_seq=after)
    assert (empty.from_seq, empty.to_seq, empty.before_hash) == (after + 1, after, empty.to_hash)
    with pytest.raises(InvalidArgument):
        await desk.listed(omar, direct, after_seq=after + 1)


async def test_a_stranger_is_answered_as_if_there_were_nothing(desk: MessageDesk) -> None:
    """With a member's ids in every rpc."""
    layla, _omar, direct = await desk.pair()
    mallory, sent = await desk.person("mallory"), await desk.post(layla, direct, "x")
    for of in (direct, "conv_none"):
        for attempt in (
            desk.page(mallory, of), desk.listed(mallory, of), desk.one(mallory, of, sent.seq),
            desk.edit(mallory, of, sent.seq, "y"), desk.recall(mallory, of, sent.seq), desk.hide(mallory, of, sent.seq),
            desk.react(mallory, of, sent.seq, "👍"), desk.forward(mallory, of, sent.seq, of),
        ):  # fmt: skip
            with pytest.raises(ConversationNotFound):
                await attempt


async def test_ten_of_many_who_reacted_are_named(desk: MessageDesk) -> None:
    """The count is of all; the reader is told about themselves wherever they stand."""
    layla = await desk.person("layla")
    crowd = await desk.crowd(12)
    group = await desk.group(layla, *crowd)
    sent = await desk.post(layla, group, "x")
    for each in crowd:
        await desk.react(each, group, sent.seq, "👍")
    (last,) = (await desk.one(crowd[-1], group, sent.seq)).reactions
    assert (last.count, last.mine, list(last.user_ids)) == (12, True, [each.user_id for each in crowd[:10]])
    (none,) = (await desk.one(layla, group, sent.seq)).reactions
    assert not none.mine


async def test_the_newest_of_many_conversations_is_read_at_once(desk: MessageDesk) -> None:
    """For the list of conversations: hidden ones step aside, recalled ones are stubs."""
    layla, omar, direct = await desk.pair()
    group = await desk.group(layla, omar)
    await asyncio.gather(*(desk.post(layla, of, "older") for of in (direct, group)))
    hidden, recalled = await desk.post(layla, direct, "hidden"), await desk.post(layla, group, "recalled")
    await desk.hide(omar, direct, hidden.seq)
    await desk.recall(layla, group, recalled.seq)
    newest = await desk.read(lambda tx: snapshots.newest(tx, members.seats(tx, omar.user_id)))
    assert text_of(newest[direct]) == "older"
    assert (newest[group].seq, newest[group].recalled) == (recalled.seq, True)
    assert newest[group] == await desk.one(omar, group, recalled.seq)


async def test_a_page_of_the_log_is_never_larger_than_channels_carry(
    desk: MessageDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A conversation of very long messages must not be one that no client can read: its pages are shorter."""
    layla, omar, direct = await desk.pair()
    body = content.body_json(pb.Content(text="\u0001" * 1_000))
    drafts = [Draft(direct, pb.UPDATE_KIND_MESSAGE, layla.user_id, body) for _ in range(10)]
    first = (await desk.write(lambda tx: desk.log.append(tx, drafts, Changes())))[0].seq
    monkeypatch.setattr(log_pages, "PAGE_CHARS_MAX", 3 * len(body))
    seqs, after = [], first - 1
    while (page := await desk.listed(omar, direct, after_seq=after)).updates:
        assert len(page.updates) <= 3
        seqs += [update.seq for update in page.updates]
        after = page.to_seq
    assert seqs == list(range(first, first + 10))
    monkeypatch.setattr(log_pages, "PAGE_CHARS_MAX", 1)
    assert len((await desk.listed(omar, direct)).updates) == 1
