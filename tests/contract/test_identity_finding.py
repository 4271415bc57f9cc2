"""Who is found by what, and who is not, on both databases."""

from __future__ import annotations

import asyncio

import pytest

from core.identity.errors import PersonNotFound
from core.kit.errors import InvalidArgument
from tests.support.contacts import ASKED, CONTACT, NONE, ContactsDesk


@pytest.fixture
async def desk(database, tmp_path):
    made = ContactsDesk(database, tmp_path)
    yield made
    made.close()


async def test_oneself_is_found_and_never_asked(desk):
    (layla,) = await desk.people("layla")
    await desk.privacy(layla, found_by_username=False, found_by_code=False)
    code = await desk.code(layla)
    for how in ({"username": "layla"}, {"code": code}):
        found = await desk.find(layla, **how)
        assert (found.me, found.username, found.state) == (True, "layla", NONE)
        with pytest.raises(InvalidArgument):
            await desk.ask(layla, **how)
    with pytest.raises(InvalidArgument):
        await desk.ask(layla, user_id=layla.user_id)
    with pytest.raises(InvalidArgument):
        await desk.block(layla, layla)


@pytest.mark.parametrize("how", [{}, {"username": "omar", "code": "x"}], ids=["nobody", "two ways"])
async def test_a_person_is_named_in_one_way(desk, how):
    (layla,) = await desk.people("layla")
    for attempt in (desk.find, desk.ask):
        with pytest.raises(InvalidArgument):
            await attempt(layla, **how)


async def test_a_name_is_found_however_it_is_typed(desk):
    layla, _ = await desk.people("layla", "omar")
    for username in ("omar", "OMAR", " Omar "):
        assert (await desk.find(layla, username=username)).username == "omar"
    for username in ("oma", "omarr", "οmar", "%"):
        with pytest.raises(PersonNotFound):
            await desk.find(layla, username=username)


async def test_hidden_blocking_and_unknown_people_are_one_answer(desk):
    """By name and by code; also for operators, who are nobody's contacts."""
    layla, hidden, blocking = await desk.people("layla", "hidden", "blocking")
    await desk.identity.create_operator("omaima")
    codes = [await desk.code(each) for each in (hidden, blocking)]
    await desk.privacy(hidden, found_by_username=False, found_by_code=False)
    desk.shared.add(frozenset({blocking.user_id, layla.user_id}))
    await desk.block(blocking, layla)
    refusals = set()
    for how in [
        *({"username": each} for each in ("hidden", "blocking", "nobody", "omaima")),
        *({"code": each} for each in (*codes, "0" * 26, "no code")),
        {"user_id": hidden.user_id}, {"user_id": "usr_nobody"},
    ]:  # fmt: skip
        for attempt in (desk.ask,) if "user_id" in how else (desk.find, desk.ask):
            with pytest.raises(PersonNotFound) as refused:
                await attempt(layla, **how)
            refusals.add((refused.value.message, str(refused.value.metadata())))
    assert len(refusals) == 1
    # Nor by sharing the code in a message, which would tell a block from a code that has ended.
    assert not any([(await desk.resolve(layla, code)).user_id for code in (*codes, "no code")])
    assert (await desk.resolve(hidden, codes[1])).user_id == blocking.user_id


async def test_name_and_code_are_hidden_apart(desk):
    layla, omar = await desk.people("layla", "omar")
    code = await desk.code(omar)
    await desk.privacy(omar, found_by_username=False)
    with pytest.raises(PersonNotFound):
        await desk.find(layla, username="omar")
    by_code = await desk.find(layla, code=code)
    assert (by_code.user_id, by_code.username) == (omar.user_id, "")  # A name that finds nobody is not told either.
    privacy = await desk.privacy(omar, found_by_username=True, found_by_code=False)
    assert (privacy.found_by_username, privacy.found_by_code, privacy.added_to_groups) == (True, False, True)
    with pytest.raises(PersonNotFound):
        await desk.find(layla, code=code)
    assert not (await desk.resolve(layla, code)).user_id
    assert (await desk.find(layla, username="omar")).user_id == omar.user_id


async def test_somebody_on_the_own_list_is_found_although_they_hide(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.befriend(layla, omar)
    await desk.privacy(omar, found_by_username=False)
    assert (await desk.find(layla, username="omar")).state == CONTACT


async def test_a_new_code_ends_the_old_one(desk):
    layla, omar = await desk.people("layla", "omar")
    first = await desk.code(omar)
    assert first == await desk.code(omar)
    assert len(first) == 26  # 128 bits.
    assert (await desk.find(layla, code=first.upper())).user_id == omar.user_id
    renewed = await desk.renew_code(omar)
    assert renewed == await desk.code(omar) != first
    with pytest.raises(PersonNotFound):
        await desk.find(layla, code=first)
    assert (await desk.resolve(layla, renewed)).display_name == "Omar"


async def test_a_code_asked_for_at_once_is_made_once(desk):
    (layla,) = await desk.people("layla")
    assert len(set(await asyncio.gather(*(desk.code(layla) for _ in range(8))))) == 1


async def test_an_id_is_enough_only_for_who_was_met(desk):
    """Ids are seen in groups; an id that came from elsewhere must open no door."""
    layla, omar, noura = await desk.people("layla", "omar", "noura")
    for attempt in (lambda: desk.ask(layla, user_id=omar.user_id), lambda: desk.block(layla, omar)):
        with pytest.raises(PersonNotFound):
            await attempt()
    desk.shared.add(frozenset({layla.user_id, omar.user_id}))
    asked = await desk.ask(layla, user_id=omar.user_id)
    assert (asked.state, asked.username) == (ASKED, "")
    await desk.ask(noura, username="layla")
    assert (await desk.ask(layla, user_id=noura.user_id)).state == CONTACT
