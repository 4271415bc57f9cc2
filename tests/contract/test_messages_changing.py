"""What becomes of a message: edits, recalls, reactions, copies, and what one person no longer wants to see."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.kit.errors import DomainError, InvalidArgument, RequestIdReused
from core.messaging.errors import (
    ConversationNotFound,
    MessageNotFound,
    MessageRecalled,
    NotContacts,
    RoleMissing,
    Silenced,
)
from core.messaging.messages.changing import REACTIONS_MAX
from core.messaging.messages.errors import EditWindowExpired, RecallWindowExpired, TooManyReactions
from core.messaging.messages.rights import EDIT_WINDOW, RECALL_WINDOW
from core.messaging.tables import members, mentions, personal, reactions, updates
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from tests.support.message_desk import MessageDesk, text_of

MOMENT = timedelta(milliseconds=1)


async def test_an_edit_gives_new_text_and_keeps_time_and_place(desk: MessageDesk) -> None:
    """The edit is an update of its own; the message stays where and when it was, and its history can be read."""
    layla, omar, direct = await desk.pair()
    sent = await desk.post(layla, direct, "one")
    desk.clock.advance(timedelta(minutes=1))
    first = await desk.edit(layla, direct, sent.seq, "two", id="e1")
    assert await desk.edit(layla, direct, sent.seq, "two", id="e1") == first
    second = await desk.edit(layla, direct, sent.seq, "three")
    shown = await desk.one(omar, direct, sent.seq)
    assert (text_of(shown), shown.created_at_ms) == ("three", sent.created_at_ms)
    assert (shown.body_json, shown.edited_at_ms) == ('{"message":{"text":"three"}}', second.created_at_ms)
    request = service_pb.ListEditsRequest(conversation_id=direct, seq=sent.seq)
    edits = (await desk.messages.list_edits(request, caller=omar)).updates
    assert [text_of(each) for each in edits] == ["one", "two", "three"]


@pytest.mark.parametrize(("late", "works"), [(timedelta(), True), (MOMENT, False)], ids=["at 48 h", "a moment later"])
async def test_an_edit_works_for_48_hours(desk: MessageDesk, late: timedelta, works: bool) -> None:
    """By the host's clock; what was said two days ago stays said."""
    layla, _omar, direct = await desk.pair()
    sent = await desk.post(layla, direct, "one")
    desk.clock.advance(EDIT_WINDOW + late)
    if works:
        assert (await desk.edit(layla, direct, sent.seq, "two")).seq
        return
    with pytest.raises(EditWindowExpired) as refusal:
        await desk.edit(layla, direct, sent.seq, "two")
    assert refusal.value.facts["limit_seconds"] == 48 * 3600


async def test_only_its_author_edits_a_message_and_only_its_text(desk: MessageDesk) -> None:
    """Nobody puts words into another's mouth, not even an admin; a picture does not become another picture."""
    layla, omar, _salma, group = await desk.three()
    sent = await desk.post(omar, group, pb.Content(location=pb.Location(latitude_e7=1, name="Here")))
    with pytest.raises(RoleMissing):
        await desk.edit(layla, group, sent.seq, "mine now")
    with pytest.raises(InvalidArgument) as refusal:
        await desk.edit(omar, group, sent.seq, pb.Content(location=pb.Location(latitude_e7=2)))
    assert refusal.value.facts["field"] == "content.location"
    await desk.edit(omar, group, sent.seq, "at home")
    shown = await desk.one(layla, group, sent.seq)
    assert text_of(shown) == "at home"
    assert '"name":"Here"' in shown.body_json
    with pytest.raises(MessageNotFound):
        await desk.edit(omar, group, 1, "a line about the group is no message")


async def test_an_edit_calls_only_those_it_adds(desk: MessageDesk) -> None:
    """They are noted under the edit's number, the others stay under the message's: nobody is called twice."""
    layla, omar, salma, group = await desk.three()
    sent = await desk.post(layla, group, pb.Content(text="hi", mention_user_ids=[omar.user_id]))
    both = pb.Content(text="hi", mention_user_ids=[omar.user_id, salma.user_id])
    edit = await desk.edit(layla, group, sent.seq, both)

    async def called() -> set[tuple[str, int]]:
        rows = await desk.read(lambda tx: tx.execute(sa.select(mentions.c.user_id, mentions.c.seq)).all())
        return {(row.user_id, row.seq) for row in rows}

    assert await called() == {(omar.user_id, sent.seq), (salma.user_id, edit.seq)}
    await desk.edit(layla, group, sent.seq, pb.Content(text="hi", mention_user_ids=[salma.user_id]))
    assert await called() == {(salma.user_id, edit.seq)}
    await desk.recall(layla, group, sent.seq)
    assert await called() == set()


async def test_a_recall_takes_every_word_back(desk: MessageDesk) -> None:
    """Message, edits, salts and reactions are gone in the same moment; the numbers and the chain stay."""
    layla, omar, direct = await desk.pair()
    sent = await desk.post(layla, direct, "kanarienvogel")
    await desk.edit(layla, direct, sent.seq, "kanarienvogel again")
    await desk.react(omar, direct, sent.seq, "👍")
    done = await desk.recall(layla, direct, sent.seq, id="r1")
    assert await desk.recall(layla, direct, sent.seq, id="r1") == done
    shown = await desk.one(omar, direct, sent.seq)
    assert (shown.recalled, shown.recalled_by, shown.body_json, len(shown.reactions)) == (True, layla.user_id, "", 0)
    log = await desk.updates(direct)
    assert all("kanarienvogel" not in each.body_json for each in log)
    assert [each.salt for each in log if each.seq in (sent.seq, sent.seq + 1)] == [b"", b""]
    assert await desk.read(lambda tx: tx.execute(sa.select(sa.func.count()).select_from(reactions)).scalar()) == 0
    assert desk.scrubs == 2


async def test_after_a_recall_nothing_changes_the_message_any_more(desk: MessageDesk) -> None:
    """What is gone is not edited, reacted to, forwarded or recalled once more."""
    layla, omar, direct = await desk.pair()
    sent = await desk.post(layla, direct, "x")
    await desk.recall(layla, direct, sent.seq)
    for attempt in (
        desk.edit(layla, direct, sent.seq, "y"), desk.react(omar, direct, sent.seq, "👍"),
        desk.forward(omar, direct, sent.seq, direct), desk.recall(layla, direct, sent.seq),
    ):  # fmt: skip
        with pytest.raises(MessageRecalled):
            await attempt


@pytest.mark.parametrize(("late", "works"), [(timedelta(), True), (MOMENT, False)], ids=["at 2 min", "a moment later"])
async def test_ones_own_is_recalled_within_two_minutes(desk: MessageDesk, late: timedelta, works: bool) -> None:
    """By the host's clock. A file has three hours: see the unit test of the rule."""
    layla, _omar, direct = await desk.pair()
    sent = await desk.post(layla, direct, "x")
    desk.clock.advance(RECALL_WINDOW + late)
    if works:
        assert (await desk.recall(layla, direct, sent.seq)).kind == pb.UPDATE_KIND_RECALL
        return
    with pytest.raises(RecallWindowExpired) as refusal:
        await desk.recall(layla, direct, sent.seq)
    assert refusal.value.facts["limit_seconds"] == 120


async def test_an_admin_recalls_anybodys_at_any_time(desk: MessageDesk) -> None:
    """A member only their own; in a direct conversation nobody is admin."""
    layla, omar, salma, group = await desk.three()
    direct = await desk.direct(layla, omar)
    sent, privately = await desk.post(omar, group, "x"), await desk.post(omar, direct, "x")
    for person, of, seq in ((salma, group, sent.seq), (layla, direct, privately.seq)):
        with pytest.raises(RoleMissing):
            await desk.recall(person, of, seq)
    desk.clock.advance(timedelta(days=400))
    await desk.recall(layla, group, sent.seq)
    assert (await desk.one(omar, group, sent.seq)).recalled_by == layla.user_id


async def test_who_may_not_write_any_more_still_takes_back_what_they_said(desk: MessageDesk) -> None:
    """Being silenced or blocked takes away the next word, not the right to take back the last; edits are words."""
    layla, omar, _salma, group = await desk.three()
    direct = await desk.direct(layla, omar)
    sent, privately = await desk.post(omar, group, "x"), await desk.post(omar, direct, "x")
    await desk.write(
        lambda tx: tx.execute(members.update().where(members.c.user_id == omar.user_id).values(silenced=True)) and None
    )
    await desk.identity.contacts.block_person(contacts_pb.BlockPersonRequest(user_id=omar.user_id), caller=layla)
    with pytest.raises(Silenced):
        await desk.edit(omar, group, sent.seq, "y")
    with pytest.raises(NotContacts):
        await desk.edit(omar, direct, privately.seq, "y")
    with pytest.raises(NotContacts):
        await desk.react(omar, direct, privately.seq, "👍")
    assert await desk.recall(omar, group, sent.seq)
    assert await desk.recall(omar, direct, privately.seq)


async def test_reacting_twice_is_reacting_once(desk: MessageDesk) -> None:
    """Both ways; the second time no update is appended, and none is answered."""
    layla, omar, direct = await desk.pair()
    sent = await desk.post(layla, direct, "x")
    given = await desk.react(omar, direct, sent.seq, "❤", id="a")
    assert given.update.body_json == '{"reaction":{"emoji":"❤️"}}'
    assert await desk.react(omar, direct, sent.seq, "❤", id="a") == given
    assert not (await desk.react(omar, direct, sent.seq, "❤️")).HasField("update")
    await desk.react(layla, direct, sent.seq, "👍🏽")
    (heart, thumb) = (await desk.one(omar, direct, sent.seq)).reactions
    assert (heart.emoji, heart.count, heart.mine, list(heart.user_ids)) == ("❤️", 1, True, [omar.user_id])
    assert (thumb.emoji, thumb.count, thumb.mine) == ("👍🏽", 1, False)
    assert (await desk.react(omar, direct, sent.seq, "❤️", removed=True)).HasField("update")
    assert not (await desk.react(omar, direct, sent.seq, "❤️", removed=True)).HasField("update")
    assert [each.emoji for each in (await desk.one(omar, direct, sent.seq)).reactions] == ["👍🏽"]
    with pytest.raises(RequestIdReused):
        await desk.react(omar, direct, sent.seq, "👍", id="a")
    with pytest.raises(MessageNotFound):
        await desk.react(omar, direct, 1, "👍")


async def test_a_message_has_twenty_different_reactions_at_most(desk: MessageDesk) -> None:
    """One more is refused; one more of those there is not."""
    layla, omar, direct = await desk.pair()
    sent = await desk.post(layla, direct, "x")
    signs = [chr(ord("😀") + n) for n in range(REACTIONS_MAX + 1)]
    for sign in signs[:-1]:
        await desk.react(omar, direct, sent.seq, sign)
    with pytest.raises(TooManyReactions) as refusal:
        await desk.react(omar, direct, sent.seq, signs[-1])
    assert refusal.value.facts["limit"] == 20
    assert (await desk.react(layla, direct, sent.seq, signs[0])).HasField("update")


async def test_a_copy_tells_nothing_of_where_it_came_from(desk: MessageDesk) -> None:
    """Not the conversation, its author, what it answered or whom it called; only that it was written elsewhere."""
    layla, omar, salma, group = await desk.three()
    direct, other = await desk.direct(layla, omar), await desk.group(layla, salma, title="Other")
    first = await desk.post(omar, group, "first")
    held = pb.Content(text="secret source", reply_to_seq=first.seq, mention_user_ids=[layla.user_id])
    sent = await desk.post(omar, group, held)
    copies = await desk.forward(layla, group, sent.seq, direct, other, id="f1")
    assert [each.conversation_id for each in copies] == [direct, other]
    assert {each.body_json for each in copies} == {'{"message":{"text":"secret source","forwarded":true}}'}
    assert await desk.forward(layla, group, sent.seq, direct, other, id="f1") == copies
    with pytest.raises(RequestIdReused):
        await desk.forward(layla, group, sent.seq, direct, id="f1")
    for each in copies:
        assert omar.user_id not in str(each)
        assert group not in str(each)


async def test_a_forward_goes_everywhere_or_nowhere(desk: MessageDesk) -> None:
    """The refusal names the conversation that refused; the others got nothing."""
    layla, omar, _salma, group = await desk.three()
    sent = await desk.post(layla, group, "x")
    direct = await desk.direct(layla, omar)
    before = len(await desk.updates(direct))
    with pytest.raises(ConversationNotFound) as refusal:
        await desk.forward(layla, group, sent.seq, direct, "conv_none")
    assert refusal.value.facts["field"] == "to_conversation_ids[1]"
    with pytest.raises(InvalidArgument):
        await desk.forward(layla, group, sent.seq, direct, direct)
    with pytest.raises(ConversationNotFound):
        await desk.forward(await desk.person("mallory"), group, sent.seq, direct)
    assert len(await desk.updates(direct)) == before


async def test_what_is_hidden_is_hidden_from_one_person(desk: MessageDesk) -> None:
    """On all their devices (their personal log says so); the others see it, the log keeps it."""
    layla, omar, direct = await desk.pair()
    sent = [await desk.post(layla, direct, str(n)) for n in range(3)]
    await desk.hide(omar, direct, sent[1].seq)
    assert [text_of(each) for each in (await desk.page(omar, direct)).messages][-2:] == ["0", "2"]
    assert [text_of(each) for each in (await desk.page(layla, direct)).messages][-3:] == ["0", "1", "2"]
    with pytest.raises(MessageNotFound):
        await desk.one(omar, direct, sent[1].seq)
    notes = await desk.read(
        lambda tx: tx.execute(sa.select(personal.c.ref).where(personal.c.kind == "hidden")).scalars().all()
    )
    assert notes == [direct]
    with pytest.raises(MessageNotFound):
        await desk.hide(omar, direct, sent[2].seq + 1)


async def test_no_refusal_says_what_was_written(desk: MessageDesk) -> None:
    """Errors go into logs; a text that was recalled would live on there."""
    layla, _omar, direct = await desk.pair()
    canary = "kanarienvogel"
    for held in (
        pb.Content(text=canary * 400), pb.Content(text=canary, reply_to_seq=99),
        pb.Content(text=canary, mention_user_ids=["usr_none"]), pb.Content(text=canary, forwarded=True),
        pb.Content(text=canary, sticker=pb.Sticker(set=canary, name=canary)),
        pb.Content(text=canary, card=pb.Card(title=canary)),
    ):  # fmt: skip
        with pytest.raises(DomainError) as refusal:
            await desk.post(layla, direct, held)
        assert canary not in f"{refusal.value!r} {refusal.value.facts}"
    stored = await desk.read(lambda tx: tx.execute(sa.select(updates.c.body_json)).scalars().all())
    assert all(canary not in each for each in stored)
