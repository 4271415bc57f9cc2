"""Another service asks whether a password is the person's; guesses there and at the door are counted together."""

from __future__ import annotations

import pytest

from core.identity.errors import CredentialsInvalid, LoginRateLimited
from core.kit.caller import ANYBODY, Caller
from core.kit.errors import DomainError, PermissionDenied
from majlis.identity.v1 import identity_service_pb2 as pb
from tests.support.identity import PASSWORD, SERVICE, IdentityWorld


@pytest.fixture
async def identity(database, tmp_path):
    world = IdentityWorld(database, tmp_path / "identity_keys")
    yield world
    world.close()


async def check(identity, user_id, password=PASSWORD, caller=SERVICE):
    return await identity.client.check_password(
        pb.CheckPasswordRequest(user_id=user_id, password=password), caller=caller
    )  # fmt: skip


async def test_it_is_theirs_or_it_is_not(identity):
    layla = (await identity.sign_up("layla")).user.user_id
    assert await check(identity, layla) == pb.CheckPasswordResponse()
    with pytest.raises(CredentialsInvalid) as wrong:
        await check(identity, layla, "another password")
    with pytest.raises(CredentialsInvalid) as nobody:
        await check(identity, "usr_nobody")
    assert (wrong.value.message, wrong.value.facts) == (nobody.value.message, nobody.value.facts)


async def test_only_services_ask(identity):
    """A person's page could guess without ever signing in."""
    layla = (await identity.sign_up("layla")).user.user_id
    app = Caller.app("org.example.app", user_id=layla)
    for caller in (ANYBODY, Caller.user(layla), Caller.operator(layla), app):
        with pytest.raises(PermissionDenied):
            await check(identity, layla, caller=caller)


async def test_guesses_here_close_the_door_and_the_right_one_opens_it(identity):
    layla = (await identity.sign_up("layla")).user.user_id
    for _ in range(3):
        with pytest.raises(CredentialsInvalid):
            await check(identity, layla, "another password")
        await check(identity, layla)
    reasons = []
    for _ in range(30):
        with pytest.raises(DomainError) as refused:
            await check(identity, layla, "another password")
        reasons.append(refused.value.reason)
    assert reasons[-1] == "LOGIN_RATE_LIMITED"
    with pytest.raises(LoginRateLimited) as limited:
        await check(identity, layla)
    assert limited.value.retry_after_ms
    with pytest.raises(LoginRateLimited):
        await identity.client.log_in(pb.LogInRequest(username="layla", password=PASSWORD), caller=ANYBODY)
