"""Blocks, and what messaging is told: before the rpc answers where it can be reached, later where it cannot."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.identity.errors import PersonBlocked, PersonNotFound
from core.kit.errors import ServiceUnavailable
from core.kit.rpc import Channel
from core.kit.rpc_grpc import GrpcChannel, GrpcServer
from core.kit.tokens import Authenticator, ServiceTokens
from tests.support.contacts import ASKED, ASKS, CONTACT, NONE, ContactsDesk


@pytest.fixture
async def desk(database, tmp_path):
    made = ContactsDesk(database, tmp_path)
    yield made
    made.close()


def _told(desk) -> list[tuple[bool, bool, bool]]:
    return [(each.contacts, each.blocks, each.blocked) for each in desk.conversations.applied]


async def _notes(desk) -> list[tuple[str, str]]:
    """Whose devices were told since the last time, and of whom."""
    await desk.identity.effects.relay.deliver_due()
    noted = list(desk.conversations.noted)
    desk.conversations.noted.clear()
    return noted


async def test_a_block_ends_it_and_leaves_the_other_what_they_saw(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.befriend(layla, omar)
    before = await desk.seen(omar, layla)
    await desk.block(layla, omar)
    assert await desk.seen(omar, layla) == before == await desk.find(omar, username="layla")
    assert await desk.listed(layla) == []
    (blocked,) = await desk.blocked(layla)
    assert (blocked.user_id, blocked.username, blocked.blocked, blocked.state) == (omar.user_id, "omar", True, NONE)
    mine, theirs = await desk.relation(layla, omar), await desk.relation(omar, layla)
    assert (mine.contacts, mine.listed, mine.blocks, mine.blocked) == (False, False, True, False)
    assert (theirs.contacts, theirs.listed, theirs.blocks, theirs.blocked) == (False, True, False, True)


async def test_who_is_blocked_asks_and_it_never_arrives(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.befriend(layla, omar)
    await desk.block(layla, omar)
    await desk.remove(omar, layla)
    assert (await desk.ask(omar, user_id=layla.user_id)).state == ASKED
    assert await desk.listed(layla, ASKS) == []
    await desk.unblock(layla, omar)
    assert await desk.listed(layla, ASKS) == []
    await desk.remove(omar, layla)
    await desk.ask(omar, username="layla")
    assert [each.user_id for each in await desk.listed(layla, ASKS)] == [omar.user_id]


async def test_the_end_of_a_block_restores_nothing(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.befriend(layla, omar)
    for _ in range(2):
        await desk.block(layla, omar)
    for _ in range(2):
        await desk.unblock(layla, omar)
    assert await desk.blocked(layla) == await desk.listed(layla) == []
    assert not (await desk.relation(layla, omar)).contacts
    assert (await desk.ask(layla, username="omar")).state == CONTACT  # Omar never left.


async def test_a_block_takes_a_question_back_and_declines_one(desk):
    layla, omar, noura = await desk.people("layla", "omar", "noura")
    await desk.ask(layla, username="omar")
    await desk.ask(noura, username="layla")
    await desk.block(layla, omar)
    await desk.block(layla, noura)
    assert await desk.listed(omar, ASKS) == await desk.listed(layla, ASKS) == []
    assert (await desk.seen(noura, layla)).state == ASKED
    with pytest.raises(PersonNotFound):
        await desk.answer(omar, layla)


async def test_blocks_of_both_are_apart(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.befriend(layla, omar)
    await desk.block(layla, omar)
    await desk.block(omar, layla)
    with pytest.raises(PersonBlocked):
        await desk.ask(omar, user_id=layla.user_id)
    await desk.unblock(omar, layla)
    relation = await desk.relation(layla, omar)
    assert (relation.blocks, relation.blocked, relation.listed) == (True, False, False)


async def test_blocked_people_are_listed_newest_first(desk):
    layla, *crowd = await desk.people("layla", "omar", "noura", "huda")
    for each in crowd:
        await desk.ask(each, username="layla")
        await desk.block(layla, each)
        desk.clock.advance(timedelta(seconds=1))
    assert [each.username for each in await desk.blocked(layla)] == ["huda", "noura", "omar"]


async def test_messaging_knows_before_the_answer(desk):
    layla, omar = await desk.people("layla", "omar")
    await desk.ask(layla, username="omar")
    assert _told(desk) == []  # A question is no relation yet.
    await desk.answer(omar, layla)
    await desk.block(layla, omar)
    await desk.unblock(layla, omar)
    await desk.remove(omar, layla)
    assert _told(desk) == [(True, False, False), (False, True, False), (False, False, False)]
    versions = [each.version for each in desk.conversations.applied]
    assert versions == sorted(set(versions))


async def test_a_messaging_that_is_away_hears_the_newest_state_later(desk):
    """Blocking must work while another part of the host does not."""
    layla, omar = await desk.people("layla", "omar")
    desk.conversations.away = True
    await desk.befriend(layla, omar)
    await desk.block(layla, omar)
    assert (await desk.blocked(layla))[0].user_id == omar.user_id
    with pytest.raises(ServiceUnavailable):  # Whether they share a group is not known now.
        await desk.ask(layla, user_id="usr_somebody")
    await desk.identity.effects.relay.deliver_due()
    desk.conversations.away = False
    desk.clock.advance(timedelta(seconds=3))
    await desk.identity.effects.relay.deliver_due()
    last = desk.conversations.applied[-1]
    of_layla = (last.blocks, last.blocked) if last.user_id == layla.user_id else (last.blocked, last.blocks)
    assert (last.contacts, of_layla) == (False, (True, False))
    assert set(desk.conversations.noted) == {(layla.user_id, omar.user_id), (omar.user_id, layla.user_id)}
    desk.clock.advance(timedelta(hours=1))
    assert await desk.identity.effects.relay.deliver_due() == 0


async def test_devices_are_told_of_what_their_owner_sees_and_of_nothing_else(desk):
    """After a block the blocked one's devices stay as silent as after a removal."""
    layla, omar = await desk.people("layla", "omar")
    mine, theirs = (layla.user_id, omar.user_id), (omar.user_id, layla.user_id)
    await desk.ask(layla, username="omar")
    assert sorted(await _notes(desk)) == sorted([mine, theirs])
    await desk.ask(layla, username="omar")
    assert await _notes(desk) == []
    await desk.answer(omar, layla)
    assert sorted(await _notes(desk)) == sorted([mine, theirs])
    await desk.alias(layla, omar, "أخي")
    assert await _notes(desk) == [mine]
    await desk.block(layla, omar)
    assert await _notes(desk) == [mine]
    await desk.unblock(layla, omar)
    assert await _notes(desk) == [mine]
    await desk.remove(omar, layla)
    assert await _notes(desk) == [theirs]
    await desk.ask(omar, username="layla")
    await _notes(desk)
    await desk.answer(layla, omar, accept=False)
    assert await _notes(desk) == [mine]


@contextlib.asynccontextmanager
async def _over_grpc(desk: ContactsDesk) -> AsyncIterator[Channel]:
    tokens = ServiceTokens(key=Ed25519PrivateKey.generate(), name="gateway", clock=desk.clock)
    authenticator = Authenticator(services=tokens, people=desk.identity.verifier)
    server = GrpcServer(chain=desk.identity.chain, authenticator=authenticator)
    port = await server.start("127.0.0.1:0")
    channel = GrpcChannel(f"127.0.0.1:{port}", authorize=lambda to, caller: f"Bearer {tokens.mint(to, caller)}")
    try:
        yield channel
    finally:
        await channel.close()
        await server.stop()


async def test_a_life_of_contacts_is_the_same_over_grpc(desk):
    layla, omar = await desk.people("layla", "omar")
    async with _over_grpc(desk) as channel:
        desk.over(channel)
        with pytest.raises(PersonNotFound):
            await desk.find(layla, username="nobody")
        await desk.ask(layla, code=await desk.code(omar), note="سلام")
        assert [each.note for each in await desk.listed(omar, ASKS)] == ["سلام"]
        assert (await desk.answer(omar, layla)).state == CONTACT
        assert (await desk.relation(layla, omar)).contacts
        await desk.block(omar, layla)
        with pytest.raises(PersonBlocked):
            await desk.ask(omar, username="layla")
        await desk.unblock(omar, layla)
        assert (await desk.resolve(layla, await desk.code(omar))).user_id == omar.user_id
        assert _told(desk) == [(True, False, False), (False, True, False), (False, False, False)]
