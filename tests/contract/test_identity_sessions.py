"""Refresh tokens rotate without losing anybody and catch who copied one; devices are signed out at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.identity.errors import DeviceNotFound, SessionExpired, SessionRevoked
from core.identity.sessions import DEVICES_MAX, REFRESH_TTL
from core.identity.tables import devices, refresh_tokens
from core.kit.errors import Unauthenticated
from core.kit.tokens import AUDIENCE_USER
from majlis.identity.v1 import identity_service_pb2 as pb
from tests.support.identity import SERVICE, IdentityWorld


@pytest.fixture
async def identity(database, tmp_path):
    world = IdentityWorld(database, tmp_path / "identity_keys")
    yield world
    world.close()


async def test_a_refresh_gives_a_new_token_of_the_same_device(identity):
    first = await identity.sign_up()
    second = await identity.refresh(first.refresh_token)
    assert second.device_id == first.device_id
    assert second.user == first.user
    assert second.refresh_token != first.refresh_token
    assert second.access_token != first.access_token


async def test_two_tabs_that_wake_together_get_the_same_successor(identity):
    """Both send the cookie they share; neither may be signed out for it."""
    first = await identity.sign_up()
    tabs = await asyncio.gather(*(identity.refresh(first.refresh_token) for _ in range(8)))
    assert len({tab.refresh_token for tab in tabs}) == 1
    stored = await identity.database.read(lambda tx: tx.scalar(sa.select(sa.func.count()).select_from(refresh_tokens)))
    assert stored == 2
    await identity.refresh(tabs[0].refresh_token)


async def test_an_answer_lost_on_the_way_is_given_again(identity):
    first = await identity.sign_up()
    lost = await identity.refresh(first.refresh_token)
    identity.clock.advance(timedelta(seconds=60))
    again = await identity.refresh(first.refresh_token)
    assert again.refresh_token == lost.refresh_token


async def test_a_token_used_again_after_its_successor_ends_the_device(identity):
    """Two hold a copy, and which of them is the owner nobody knows: both are signed out."""
    first = await identity.sign_up()
    second = await identity.refresh(first.refresh_token)
    third = await identity.refresh(second.refresh_token)
    for token in (first, second, third):
        with pytest.raises(SessionRevoked):
            await identity.refresh(token.refresh_token)


async def test_a_token_used_again_after_a_minute_ends_the_device(identity):
    first = await identity.sign_up()
    second = await identity.refresh(first.refresh_token)
    identity.clock.advance(timedelta(seconds=60, milliseconds=1))
    for token in (first, second):
        with pytest.raises(SessionRevoked):
            await identity.refresh(token.refresh_token)


async def test_reuse_ends_one_device_not_the_others(identity):
    first = await identity.sign_up()
    other = await identity.log_in()
    second = await identity.refresh(first.refresh_token)
    await identity.refresh(second.refresh_token)
    with pytest.raises(SessionRevoked):
        await identity.refresh(first.refresh_token)
    await identity.refresh(other.refresh_token)


async def test_a_session_slides_on_with_use_and_ends_without(identity):
    first = await identity.sign_up()
    identity.clock.advance(REFRESH_TTL - timedelta(milliseconds=1))
    second = await identity.refresh(first.refresh_token)
    identity.clock.advance(REFRESH_TTL - timedelta(milliseconds=1))
    third = await identity.refresh(second.refresh_token)
    identity.clock.advance(REFRESH_TTL)
    with pytest.raises(SessionExpired):
        await identity.refresh(third.refresh_token)


@pytest.mark.parametrize("token", ["rt_unknown", "x", "a" * 256])
async def test_an_unknown_token_is_nobodys(identity, token):
    with pytest.raises(SessionExpired):
        await identity.refresh(token)


async def test_the_database_holds_no_token_in_readable_form(identity):
    first = await identity.sign_up()
    second = await identity.refresh(first.refresh_token)
    rows = await identity.database.read(lambda tx: tx.execute(sa.select(refresh_tokens)).all())
    held = b"".join(bytes(value) for row in rows for value in row if isinstance(value, bytes | memoryview))
    for signed_in in (first, second):
        assert signed_in.refresh_token.encode() not in held


async def test_devices_are_listed_newest_first_with_the_asking_one_marked(identity):
    phone = await identity.sign_up(device_name="Phone")
    identity.clock.advance(timedelta(minutes=1))
    laptop = await identity.log_in(device_name="Laptop\x07\u202e")
    identity.clock.advance(timedelta(minutes=1))
    phone = await identity.refresh(phone.refresh_token)
    caller = await identity.person(phone)
    listed = (await identity.client.list_devices(pb.ListDevicesRequest(), caller=caller)).devices
    assert [(device.device_id, device.name, device.current) for device in listed] == [
        (laptop.device_id, "Laptop", False),
        (phone.device_id, "Phone", True),
    ]
    assert listed[1].last_seen_at_ms - listed[1].created_at_ms == 120_000


async def test_a_revoked_device_is_out_at_once(identity):
    """Its refresh token, and its access token wherever revocations are watched."""
    phone = await identity.sign_up()
    laptop = await identity.log_in()
    caller = await identity.person(phone)
    await identity.person(laptop)
    for _ in range(2):
        await identity.client.revoke_device(pb.RevokeDeviceRequest(device_id=laptop.device_id), caller=caller)
    with pytest.raises(SessionRevoked):
        await identity.refresh(laptop.refresh_token)
    watching = identity.client.watch_revocations(pb.WatchRevocationsRequest(), caller=SERVICE)
    revoked = await anext(watching)
    await watching.aclose()
    identity.verifier.revoke(revoked.device_id, revoked.revoked_at_ms)
    with pytest.raises(Unauthenticated):
        await identity.verifier.verify(laptop.access_token, AUDIENCE_USER)
    await identity.verifier.verify(phone.access_token, AUDIENCE_USER)
    listed = (await identity.client.list_devices(pb.ListDevicesRequest(), caller=caller)).devices
    assert [device.device_id for device in listed] == [phone.device_id]


async def test_somebody_elses_device_is_no_device(identity):
    """The same answer as for one that does not exist, and nothing happens to it."""
    layla, mallory = await identity.sign_up("layla"), await identity.sign_up("mallory")
    caller = await identity.person(mallory)
    refusals = set()
    for device_id in (layla.device_id, "dev_nobody"):
        with pytest.raises(DeviceNotFound) as refused:
            await identity.client.revoke_device(pb.RevokeDeviceRequest(device_id=device_id), caller=caller)
        refusals.add(refused.value.message)
    assert len(refusals) == 1
    await identity.refresh(layla.refresh_token)


async def test_logging_out_ends_this_device(identity):
    phone, laptop = await identity.sign_up(), await identity.log_in()
    await identity.client.log_out(pb.LogOutRequest(), caller=await identity.person(phone))
    with pytest.raises(SessionRevoked):
        await identity.refresh(phone.refresh_token)
    await identity.refresh(laptop.refresh_token)


async def test_a_refresh_racing_a_revocation_never_outlives_it(identity):
    """The access token is dated by its transaction, so the revocation after it always covers it."""
    phone = await identity.sign_up()
    caller = await identity.person(phone)
    request = pb.RevokeDeviceRequest(device_id=phone.device_id)
    refreshed, _ = await asyncio.gather(
        identity.refresh(phone.refresh_token),
        identity.client.revoke_device(request, caller=caller),
        return_exceptions=True,
    )
    watching = identity.client.watch_revocations(pb.WatchRevocationsRequest(), caller=SERVICE)
    revoked = await anext(watching)
    await watching.aclose()
    identity.verifier.revoke(revoked.device_id, revoked.revoked_at_ms)
    if not isinstance(refreshed, SessionRevoked):
        with pytest.raises(Unauthenticated):
            await identity.person(refreshed)
        with pytest.raises(SessionRevoked):
            await identity.refresh(refreshed.refresh_token)


async def test_one_device_too_many_ends_the_one_longest_unseen(identity):
    """Otherwise devices beyond the list could neither be seen nor signed out."""
    first = await identity.sign_up()
    opened = []
    for _ in range(DEVICES_MAX - 1):
        identity.clock.advance(timedelta(seconds=1))
        opened.append(await identity.log_in())
    first = await identity.refresh(first.refresh_token)
    newest = await identity.log_in()
    with pytest.raises(SessionRevoked):
        await identity.refresh(opened[0].refresh_token)
    for signed_in in (first, opened[1], newest):
        await identity.refresh(signed_in.refresh_token)


async def test_what_ended_is_forgotten_and_what_lives_is_kept(identity):
    ended = await identity.sign_up("layla")
    await identity.client.log_out(pb.LogOutRequest(), caller=await identity.person(ended))
    await identity.sign_up("karim")
    identity.clock.advance(REFRESH_TTL + timedelta(days=31))
    living = await identity.log_in("layla")
    await identity.service.forget_expired()
    rows = await identity.database.read(lambda tx: tx.scalars(sa.select(devices.c.id)).all())
    assert list(rows) == [living.device_id]
    await identity.refresh(living.refresh_token)
