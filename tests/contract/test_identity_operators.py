"""An operator signs in with a second factor, at their own origin, or not at all."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.identity.errors import CredentialsInvalid, LoginRateLimited, PasswordTooWeak, UsernameTaken
from core.identity.tables import totp
from core.kit.caller import ADMIN, ANYBODY, OPERATOR, Caller
from core.kit.errors import PermissionDenied, Unauthenticated
from core.kit.tokens import AUDIENCE_OPERATOR, AUDIENCE_USER
from majlis.identity.v1 import identity_service_pb2 as pb
from tests.support.identity import PASSWORD, SERVICE, IdentityWorld


@pytest.fixture
async def identity(database, tmp_path):
    world = IdentityWorld(database, tmp_path / "identity_keys")
    yield world
    world.close()


async def test_password_and_code_make_an_operator(identity):
    secret = await identity.create_operator()
    signed_in = await identity.log_in_operator(identity.code(secret))
    assert list(signed_in.user.roles) == [pb.ROLE_USER, pb.ROLE_OPERATOR]
    operator = await identity.operator(signed_in)
    assert operator.access == {OPERATOR}
    assert (await identity.client.get_me(pb.GetMeRequest(), caller=operator)).user == signed_in.user


async def test_an_admin_may_appoint_and_an_operator_may_not(identity):
    secret = await identity.create_operator("omaima", admin=True)
    admin = await identity.operator(await identity.log_in_operator(identity.code(secret)))
    assert admin.access == {OPERATOR, ADMIN}
    request = pb.CreateOperatorRequest(username="hadi", password=PASSWORD, display_name="Hadi")
    created = await identity.client.create_operator(request, caller=admin)
    operator = await identity.operator(await identity.log_in_operator(identity.code(created.totp_secret), "hadi"))
    request.username = "third"
    for caller in (operator, ANYBODY, Caller.user("usr_1")):
        with pytest.raises(PermissionDenied):
            await identity.client.create_operator(request, caller=caller)


async def test_a_code_counts_once(identity):
    """Who looks over a shoulder, or reads the wire, has nothing."""
    secret = await identity.create_operator()
    code = identity.code(secret)
    await identity.log_in_operator(code)
    with pytest.raises(CredentialsInvalid):
        await identity.log_in_operator(code)
    with pytest.raises(CredentialsInvalid):
        await identity.log_in_operator(identity.code(secret, steps=-1))
    identity.clock.advance(timedelta(seconds=30))
    await identity.log_in_operator(identity.code(secret))


async def test_of_two_who_show_one_code_at_once_one_gets_in(identity):
    code = identity.code(await identity.create_operator())
    outcomes = await asyncio.gather(*(identity.log_in_operator(code) for _ in range(4)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [*["CredentialsInvalid"] * 3, "SignedIn"]


@pytest.mark.parametrize(("steps", "accepted"), [(-2, False), (-1, True), (1, True), (2, False)])
async def test_a_clock_half_a_minute_off_is_forgiven_and_no_more(identity, steps, accepted):
    code = identity.code(await identity.create_operator(), steps=steps)
    if accepted:
        await identity.log_in_operator(code)
    else:
        with pytest.raises(CredentialsInvalid):
            await identity.log_in_operator(code)


async def test_nobody_learns_which_of_the_three_is_wrong(identity):
    secret = await identity.create_operator()
    await identity.sign_up("layla")
    code = identity.code(secret)
    seen = set()
    for wrong in (
        {"username": "nobody", "totp_code": code},
        {"username": "layla", "totp_code": code},
        {"password": "not my password", "totp_code": code},
        {"totp_code": f"{(int(code) + 1) % 1_000_000:06}"},
    ):
        with pytest.raises(CredentialsInvalid) as refused:
            await identity.log_in_operator(**wrong)
        seen.add((refused.value.message, tuple(refused.value.metadata())))
    assert len(seen) == 1
    await identity.log_in_operator(code)


async def test_codes_cannot_be_tried_through(identity):
    secret = await identity.create_operator()
    right = int(identity.code(secret))
    for step in range(1, 11):
        with pytest.raises(CredentialsInvalid):
            await identity.log_in_operator(f"{(right + 1000 * step) % 1_000_000:06}")
    with pytest.raises(LoginRateLimited):
        await identity.log_in_operator(identity.code(secret))


async def test_an_operators_password_opens_nothing_where_no_code_is_asked(identity):
    await identity.create_operator()
    with pytest.raises(CredentialsInvalid):
        await identity.log_in("omaima")


async def test_a_persons_token_is_nothing_at_the_operators_origin(identity):
    signed_in = await identity.sign_up()
    with pytest.raises(Unauthenticated):
        await identity.verifier.verify(signed_in.access_token, AUDIENCE_OPERATOR)


async def test_an_operators_session_stays_an_operators(identity):
    secret = await identity.create_operator()
    signed_in = await identity.log_in_operator(identity.code(secret))
    renewed = await identity.refresh(signed_in.refresh_token)
    assert (await identity.operator(renewed)).access == {OPERATOR}
    with pytest.raises(Unauthenticated):
        await identity.verifier.verify(renewed.access_token, AUDIENCE_USER)
    await identity.client.log_out(pb.LogOutRequest(), caller=await identity.operator(renewed))


async def test_names_are_shared_with_people_and_weak_passwords_refused(identity):
    await identity.sign_up("layla")
    with pytest.raises(UsernameTaken):
        await identity.create_operator("layla")
    request = pb.CreateOperatorRequest(username="omaima", password="Password2026!", display_name="Omaima")
    with pytest.raises(PasswordTooWeak):
        await identity.client.create_operator(request, caller=SERVICE)


async def test_a_copy_of_the_database_holds_no_second_factor(identity):
    secret = await identity.create_operator()
    sealed = await identity.database.read(lambda tx: tx.scalar(sa.select(totp.c.secret_sealed)))
    assert secret.encode() not in bytes(sealed)
