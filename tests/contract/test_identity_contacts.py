"""Asking people, answering and ending, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.identity import contact_store, contacts
from core.identity.errors import PeopleLimitReached, PersonBlocked, PersonNotFound, TooManyRequests
from core.kit.caller import Caller
from core.kit.errors import InvalidArgument, Unauthenticated
from majlis.identity.v1 import contacts_service_pb2 as pb
from tests.support.contacts import ASKED, ASKS, CONTACT, NONE, ContactsDesk


@pytest.fixture
async def desk(database, tmp_path):
    made = ContactsDesk(database, tmp_path)
    yield made
    made.close()


async def test_who_asks_and_is_answered_yes_is_a_contact_of_the_other(desk):
    layla, omar = await desk.people("layla", "omar")
    asked = await desk.ask(layla, username="omar", note="من العمل")
    assert (asked.state, asked.username, asked.display_name, asked.note) == (ASKED, "omar", "Omar", "")
    (asks,) = await desk.listed(omar, ASKS)
    assert (asks.user_id, asks.username, asks.note) == (layla.user_id, "layla", "من العمل")
    answered = await desk.answer(omar, layla)
    assert (answered.state, answered.note, answered.since_ms) == (CONTACT, "", asked.since_ms)
    assert [each.username for each in await desk.listed(layla)] == ["omar"]
    assert [each.username for each in await desk.listed(omar)] == ["layla"]
    assert await desk.listed(omar, ASKS) == await desk.listed(layla, ASKED) == []


async def test_two_who_ask_each_other_are_contacts(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.ask(layla, username="omar")
    assert (await desk.ask(omar, username="layla")).state == CONTACT
    assert (await desk.seen(layla, omar)).state == CONTACT


async def test_two_who_ask_at_the_same_moment_are_contacts(desk):
    """Neither may be left waiting for an answer the other never sees a question for."""
    for number in range(4):
        one, other = await desk.people(f"one{number}", f"other{number}")
        await asyncio.gather(desk.ask(one, username=f"other{number}"), desk.ask(other, username=f"one{number}"))
        assert (await desk.seen(one, other)).state == (await desk.seen(other, one)).state == CONTACT
        relation = await desk.relation(one, other)
        assert relation.contacts
        assert relation.version >= 2


async def test_racing_answers_and_removals_leave_both_sides_in_a_state_that_fits(desk):
    layla, omar = await desk.people("layla", "omar")
    for _ in range(4):
        await desk.ask(layla, username="omar")
        await asyncio.gather(
            desk.answer(omar, layla), desk.remove(layla, omar), desk.block(omar, layla), return_exceptions=True
        )
        relation = await desk.relation(layla, omar)
        assert relation.blocked
        assert not relation.contacts
        await desk.unblock(omar, layla)
        await desk.remove(layla, omar)


async def test_asking_again_says_the_same_and_is_counted_once(desk):
    layla, omar = await desk.people("layla", "omar")
    first = await desk.ask(layla, username="omar", note="one")
    assert await desk.ask(layla, username="omar", note="two") == first
    assert [each.note for each in await desk.listed(omar, ASKS)] == ["one"]
    assert (await desk.reach(layla)).asked_count == 1


async def test_who_was_declined_still_sees_that_they_asked(desk):
    layla, omar = await desk.people("layla", "omar")
    asked = await desk.ask(layla, username="omar")
    assert (await desk.answer(omar, layla, accept=False)).state == NONE
    assert (await desk.answer(omar, layla, accept=False)).state == NONE
    assert await desk.seen(layla, omar) == asked
    assert await desk.listed(omar, ASKS) == []


async def test_a_declined_request_made_again_arrives_after_a_month(desk):
    """Not before: taking it back and asking again must not be a way to insist."""
    layla, omar = await desk.people("layla", "omar")
    await desk.ask(layla, username="omar")
    await desk.answer(omar, layla, accept=False)
    for waited, arrives in ((timedelta(0), False), (contacts.DECLINED_FOR - timedelta(seconds=1), False),
                            (timedelta(seconds=1), True)):  # fmt: skip
        desk.clock.advance(waited)
        await desk.remove(layla, omar)
        assert (await desk.ask(layla, username="omar")).state == ASKED
        assert bool(await desk.listed(omar, ASKS)) == arrives


async def test_who_declined_and_asks_later_is_a_contact_at_once(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.ask(layla, username="omar")
    await desk.answer(omar, layla, accept=False)
    assert (await desk.ask(omar, username="layla")).state == CONTACT
    assert (await desk.seen(layla, omar)).state == CONTACT


async def test_a_question_taken_back_is_gone(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.ask(layla, username="omar")
    await desk.remove(layla, omar)
    assert await desk.listed(omar, ASKS) == []
    with pytest.raises(PersonNotFound):
        await desk.answer(omar, layla)


async def test_who_was_removed_is_not_told(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.befriend(layla, omar)
    before = await desk.seen(omar, layla)
    await desk.remove(layla, omar)
    await desk.remove(layla, omar)
    assert await desk.seen(omar, layla) == before
    assert await desk.listed(layla) == []
    relation = await desk.relation(omar, layla)
    assert (relation.contacts, relation.listed, relation.may_add) == (False, True, False)


async def test_who_was_removed_may_ask_again_and_who_removed_is_taken_back(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.befriend(layla, omar)
    await desk.remove(layla, omar)
    assert (await desk.ask(omar, user_id=layla.user_id)).state == CONTACT  # As before: it tells nothing.
    assert (await desk.listed(layla, ASKS))[0].user_id == omar.user_id
    await desk.answer(layla, omar, accept=False)
    assert not (await desk.relation(layla, omar)).contacts
    assert (await desk.ask(layla, username="omar")).state == CONTACT
    assert (await desk.relation(layla, omar)).contacts


async def test_answering_who_did_not_ask_finds_nobody(desk):
    layla, omar = await desk.people("layla", "omar")
    for accept in (True, False):
        with pytest.raises(PersonNotFound):
            await desk.answer(layla, omar, accept=accept)
    await desk.ask(layla, username="omar")
    with pytest.raises(PersonNotFound):  # Nobody answers their own question.
        await desk.answer(layla, omar)


async def test_a_name_of_ones_own_for_somebody(desk):
    layla, omar = await desk.people("layla", "omar")
    with pytest.raises(PersonNotFound):
        await desk.alias(layla, omar, "x")
    await desk.befriend(layla, omar)
    assert (await desk.alias(layla, omar, " أخي \u202eعمر\u2066\n ")).alias == "أخي عمر"
    assert (await desk.seen(layla, omar)).alias == "أخي عمر"
    assert (await desk.seen(omar, layla)).alias == ""
    assert (await desk.alias(layla, omar, "\u200b\u200f\u3164")).alias == ""
    await desk.alias(layla, omar, "ع" * contacts.ALIAS_CHARS_MAX)
    with pytest.raises(InvalidArgument):
        await desk.alias(layla, omar, "ع" * (contacts.ALIAS_CHARS_MAX + 1))


async def test_a_note_cannot_turn_the_screen_around(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.ask(layla, username="omar", note="\u202egnp.\u2067 سلام\r\nعليكم\u0007")
    assert [each.note for each in await desk.listed(omar, ASKS)] == ["gnp. سلامعليكم"]
    with pytest.raises(InvalidArgument):
        await desk.ask(layla, username="omar", note="x" * (contacts.NOTE_CHARS_MAX + 1))


async def test_contacts_come_by_name_and_requests_newest_first_page_by_page(desk):
    (layla,) = await desk.people("layla")
    crowd = await desk.crowd(7)
    for each in crowd[:5]:
        await desk.befriend(layla, each)
    await desk.alias(layla, crowd[4], "Aaa")
    names = [each.alias or each.display_name for each in await desk.listed(layla, page_size=2)]
    assert names == ["Aaa", "Guest0", "Guest1", "Guest2", "Guest3"]
    asking = await desk.people("huda", "sami", "ziad")
    for each in asking:
        await desk.ask(each, username="layla")
        desk.clock.advance(timedelta(seconds=1))
    assert [each.username for each in await desk.listed(layla, ASKS, page_size=2)] == ["ziad", "sami", "huda"]


async def test_a_page_goes_on_behind_somebody_who_was_removed_meanwhile(desk):
    (layla,) = await desk.people("layla")
    crowd = await desk.crowd(4)
    for each in crowd:
        await desk.befriend(layla, each)
    page = await desk.page(layla, CONTACT, page_size=2)
    await desk.remove(layla, crowd[1])
    following = await desk.page(layla, CONTACT, page_size=2, token=page.next_page_token)
    assert [each.display_name for each in following.people] == ["Guest2", "Guest3"]
    assert not following.next_page_token


@pytest.mark.parametrize("token", ["x", "!", "MjoxOnVzcl8", "M" * 256])
async def test_a_page_token_of_another_list_is_refused(desk, token):
    (layla,) = await desk.people("layla")
    with pytest.raises(Exception, match="page token") as refused:
        await desk.page(layla, ASKS, token=token)
    assert refused.value.reason == "PAGE_TOKEN_INVALID"


async def test_a_hundred_may_wait_for_an_answer(desk):
    """And a hundred may be asked in a day; the next day there is room again once somebody answered."""
    (layla,) = await desk.people("layla")
    crowd = await desk.crowd(contacts.UNANSWERED_MAX + 2)
    for each in crowd[: contacts.UNANSWERED_MAX]:
        await desk.ask(layla, username=desk.username(each))
    over = desk.username(crowd[-1])
    for when in (timedelta(0), timedelta(days=1)):
        desk.clock.advance(when)
        with pytest.raises(TooManyRequests) as refused:
            await desk.ask(layla, username=over)
        assert (refused.value.facts["unanswered_max"], refused.value.facts["day_max"]) == (100, 100)
        assert 0 < refused.value.facts["retry_after_s"] <= 86_400
    await desk.ask(crowd[-2], username="layla")
    assert (await desk.ask(layla, username=desk.username(crowd[-2]))).state == CONTACT  # An answer is no request.
    await desk.answer(crowd[0], layla)
    assert (await desk.ask(layla, username=over)).state == ASKED


async def test_a_day_has_a_hundred_requests(desk):
    layla, omar = await desk.people("layla", "omar")
    for _ in range(contacts.ASKED_A_DAY_MAX):
        await desk.ask(layla, username="omar")
        await desk.remove(layla, omar)
    with pytest.raises(TooManyRequests):
        await desk.ask(layla, username="omar")
    desk.clock.advance(timedelta(days=1))
    assert (await desk.ask(layla, username="omar")).state == ASKED


async def test_a_list_of_contacts_has_an_end(desk, monkeypatch):
    monkeypatch.setattr(contacts, "CONTACTS_MAX", 3)
    (layla,) = await desk.people("layla")
    crowd = await desk.crowd(5)
    await desk.befriend(layla, crowd[0])
    await desk.ask(layla, username=desk.username(crowd[1]))
    await desk.ask(crowd[2], username="layla")
    await desk.answer(layla, crowd[2])
    await desk.ask(crowd[3], username="layla")
    for attempt in (desk.answer(layla, crowd[3]), desk.ask(layla, username=desk.username(crowd[4]))):
        with pytest.raises(PeopleLimitReached) as refused:
            await attempt
        assert refused.value.metadata() == {"limit": "3"}
    await desk.answer(crowd[1], layla)  # They were counted when they were asked.
    assert len(await desk.listed(layla)) == 3


async def test_a_list_of_blocked_people_has_an_end(desk, monkeypatch):
    monkeypatch.setattr(contacts, "BLOCKED_MAX", 2)
    (layla,) = await desk.people("layla")
    crowd = await desk.crowd(3)
    for each in crowd:
        await desk.ask(each, username="layla")
    for each in crowd[:2]:
        await desk.block(layla, each)
    await desk.block(layla, crowd[0])
    with pytest.raises(PeopleLimitReached):
        await desk.block(layla, crowd[2])


async def test_asking_who_one_blocks_is_refused(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.befriend(layla, omar)
    await desk.block(layla, omar)
    with pytest.raises(PersonBlocked):
        await desk.ask(layla, username="omar")


async def test_a_token_without_its_account_changes_nothing(desk):
    ghost = Caller.user("usr_ghost")
    for attempt in (desk.code(ghost), desk.privacy(ghost, found_by_code=False), desk.block(ghost, ghost)):
        with pytest.raises((Unauthenticated, InvalidArgument)):
            await attempt


async def test_services_learn_what_one_is_to_others(desk):
    layla, omar, noura = await desk.people("layla", "omar", "noura")
    await desk.befriend(layla, omar)
    request = pb.GetRelationsRequest(
        user_id=layla.user_id, other_user_ids=[omar.user_id, noura.user_id, "usr_ghost", layla.user_id, omar.user_id]
    )
    relations = await desk.relations(request)
    assert [each.user_id for each in relations] == sorted((omar.user_id, noura.user_id))
    by_name = {each.display_name: each for each in relations}
    assert (by_name["Omar"].contacts, by_name["Omar"].may_add, by_name["Omar"].listed) == (True, True, True)
    assert (by_name["Noura"].contacts, by_name["Noura"].may_add, by_name["Noura"].version) == (False, False, 0)
    await desk.privacy(omar, added_to_groups=False)
    assert not (await desk.relation(layla, omar)).may_add


async def test_a_version_grows_with_every_change_and_with_nothing_else(desk):
    layla, omar = await desk.people("layla", "omar")
    versions = [0]
    for step in (
        lambda: desk.ask(layla, username="omar"), lambda: desk.answer(omar, layla), lambda: desk.block(omar, layla),
        lambda: desk.unblock(omar, layla), lambda: desk.remove(layla, omar),
    ):  # fmt: skip
        for _ in range(2):
            await step()
        versions.append((await desk.relation(layla, omar)).version)
    assert versions == [0, 1, 2, 3, 4, 5]
    assert (await desk.relation(omar, layla)).version == 5


async def test_no_row_says_that_somebody_was_blocked(desk):
    """Who never met the one that blocks them has nothing of it in their own rows."""
    layla, omar = await desk.people("layla", "omar")
    desk.shared.add(frozenset({layla.user_id, omar.user_id}))
    await desk.block(layla, omar)
    pair, _ = await desk.database.read(lambda tx: contact_store.pair(tx, omar.user_id, layla.user_id))
    assert pair.mine == contacts.STRANGER
