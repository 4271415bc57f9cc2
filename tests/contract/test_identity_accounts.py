"""Signing up, signing in and one's own account, on both databases."""

from __future__ import annotations

import asyncio
import dataclasses

import argon2
import pytest
import structlog

from core.identity import store
from core.identity.accounts import User
from core.identity.errors import CredentialsInvalid, LoginRateLimited, PasswordTooWeak, UsernameTaken
from core.identity.tables import users
from core.kit import log
from core.kit.caller import ANYBODY, Caller
from core.kit.errors import DomainError, InternalError, InvalidArgument, PermissionDenied, Unauthenticated
from core.kit.rpc import ScopeNotGranted
from majlis.identity.v1 import identity_service_pb2 as pb
from tests.support.identity import PASSWORD, IdentityWorld


@pytest.fixture
async def identity(database, tmp_path):
    world = IdentityWorld(database, tmp_path / "identity_keys")
    yield world
    world.close()


async def test_signing_up_signs_in(identity):
    signed_in = await identity.sign_up("layla", display_name=" Layla \u202e", lang="en")
    me = pb.User(
        username="layla", display_name="Layla", lang="en", roles=[pb.ROLE_USER], user_id=signed_in.user.user_id
    )
    assert signed_in.user == me
    assert signed_in.access_expires_in_s == 600
    person = await identity.person(signed_in)
    assert (person.user_id, person.device_id) == (signed_in.user.user_id, signed_in.device_id)
    assert (await identity.client.get_me(pb.GetMeRequest(), caller=person)).user == me


async def test_arabic_is_the_language_of_who_chose_none(identity):
    assert (await identity.sign_up()).user.lang == "ar"


async def test_a_username_belongs_to_one_person(identity):
    await identity.sign_up("layla")
    with pytest.raises(UsernameTaken):
        await identity.sign_up("layla")


async def test_of_two_signing_up_at_once_under_one_name_one_wins(identity):
    outcomes = await asyncio.gather(*(identity.sign_up("layla") for _ in range(4)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["SignedIn", *["UsernameTaken"] * 3]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"username": "Layla"}, InvalidArgument),
        ({"username": "la"}, InvalidArgument),
        ({"username": "9layla"}, InvalidArgument),
        ({"username": "l\u0430yla"}, InvalidArgument),
        ({"password": "short"}, InvalidArgument),
        ({"password": "x" * 129}, InvalidArgument),
        ({"password": "password1!"}, PasswordTooWeak),
        ({"password": "ask layla first"}, PasswordTooWeak),
        ({"display_name": "   "}, InvalidArgument),
        ({"display_name": "a\nb"}, InvalidArgument),
        ({"lang": "fr"}, InvalidArgument),
    ],
)
async def test_what_cannot_be_signed_up_leaves_nothing(identity, fields, refusal):
    with pytest.raises(refusal):
        await identity.sign_up(**{"username": "layla", **fields})
    assert await identity.database.read(lambda tx: store.find_username(tx, "layla")) is None


async def test_a_person_signs_in_again_however_they_type_their_name(identity):
    first = await identity.sign_up("layla")
    second = await identity.log_in(" LAYLA ", device_name="Firefox")
    assert second.user == first.user
    assert second.device_id != first.device_id


async def test_a_password_is_the_same_from_every_keyboard(identity):
    await identity.sign_up("layla", password="caf\u00e9 by the sea")
    await identity.log_in("layla", "cafe\u0301 by the sea")


async def test_nobody_learns_whether_the_name_or_the_password_is_wrong(identity):
    """Same reason, same words, same facts: an account cannot be found by trying."""
    await identity.sign_up("layla")
    await identity.create_operator("omaima")
    seen = set()
    for username, password in (
        ("layla", "wrong password"),
        ("karim", PASSWORD),
        ("omaima", PASSWORD),
        ("\u212aarim", "x"),
    ):
        with pytest.raises(CredentialsInvalid) as refused:
            await identity.log_in(username, password)
        seen.add((refused.value.reason, refused.value.message, tuple(refused.value.metadata())))
    assert len(seen) == 1


async def test_guessing_is_slowed_and_a_right_password_is_not_a_guess(identity):
    await identity.sign_up("layla")
    for _ in range(15):
        await identity.log_in("layla")
    for _ in range(10):
        with pytest.raises(CredentialsInvalid):
            await identity.log_in("layla", "wrong password")
    with pytest.raises(LoginRateLimited) as refused:
        await identity.log_in("LAYLA")
    assert refused.value.facts == {"retry_after_s": 60}


async def test_unknown_names_are_slowed_just_the_same(identity):
    for _ in range(10):
        with pytest.raises(CredentialsInvalid):
            await identity.log_in("nobody")
    with pytest.raises(LoginRateLimited):
        await identity.log_in("nobody")


async def test_signing_up_is_slowed_too(identity):
    await identity.sign_up("layla")
    for _ in range(9):
        with pytest.raises(UsernameTaken):
            await identity.sign_up("layla")
    with pytest.raises(LoginRateLimited):
        await identity.sign_up("layla")


async def test_an_old_hash_is_made_again_at_the_next_sign_in(identity):
    older = argon2.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    user_id = (await identity.sign_up("layla")).user.user_id
    user = await identity.database.read(lambda tx: store.find_user(tx, user_id))
    await identity.database.write(
        lambda tx: store.replace_password_hash(tx, user.id, old=user.password_hash, new=older)
    )
    await identity.log_in("layla")
    renewed = await identity.database.read(lambda tx: store.find_user(tx, user_id))
    assert renewed.password_hash not in (older, user.password_hash)
    await identity.log_in("layla")


async def test_a_person_changes_their_name_and_language_and_nothing_unasked(identity):
    person = await identity.person(await identity.sign_up("layla", lang="en"))
    changed = await identity.client.update_me(pb.UpdateMeRequest(display_name="ليلى"), caller=person)
    assert (changed.user.display_name, changed.user.lang) == ("ليلى", "en")
    changed = await identity.client.update_me(pb.UpdateMeRequest(lang="ar"), caller=person)
    assert (changed.user.display_name, changed.user.lang) == ("ليلى", "ar")
    unchanged = await identity.client.update_me(pb.UpdateMeRequest(), caller=person)
    assert unchanged.user == changed.user


@pytest.mark.parametrize("name", ["", " ", "\u202e", "a\x07", "x" * 65])
async def test_an_unreadable_name_is_refused_by_field(identity, name):
    person = await identity.person(await identity.sign_up("layla"))
    with pytest.raises(InvalidArgument) as refused:
        await identity.client.update_me(pb.UpdateMeRequest(display_name=name), caller=person)
    assert refused.value.facts["field"] == "display_name"
    assert (await identity.client.get_me(pb.GetMeRequest(), caller=person)).user.display_name == "Layla"


async def test_a_developer_role_stays_and_shows_in_the_next_token(identity):
    signed_in = await identity.sign_up("layla")
    person = await identity.person(signed_in)
    for _ in range(2):
        answer = await identity.client.become_developer(pb.BecomeDeveloperRequest(), caller=person)
        assert list(answer.user.roles) == [pb.ROLE_USER, pb.ROLE_DEVELOPER]
    renewed = await identity.person(await identity.refresh(signed_in.refresh_token))
    assert renewed.access > person.access


async def test_an_app_with_the_scope_learns_the_name_and_nothing_else(identity):
    user_id = (await identity.sign_up("layla")).user.user_id
    app = Caller.app("app_1", user_id=user_id, scopes=frozenset({"profile.name"}))
    assert await identity.client.get_name(pb.GetNameRequest(), caller=app) == pb.GetNameResponse(name="Layla")
    with pytest.raises(ScopeNotGranted):
        await identity.client.get_name(pb.GetNameRequest(), caller=dataclasses.replace(app, scopes=frozenset()))
    with pytest.raises(PermissionDenied):
        await identity.client.get_name(pb.GetNameRequest(), caller=dataclasses.replace(app, user_id=""))


async def test_a_token_that_outlived_its_account_signs_in_nobody(identity):
    with pytest.raises(Unauthenticated):
        await identity.client.get_me(pb.GetMeRequest(), caller=Caller.user("usr_gone"))


async def test_no_log_line_holds_a_secret(identity, monkeypatch):
    """Signing up, in, wrongly, refreshing, reusing and a second factor, all written down."""
    written = structlog.testing.CapturingLogger()
    for logger in ("core.kit.rpc._log", "core.identity.service._log", "core.identity.device_sessions._log"):
        monkeypatch.setattr(logger, structlog.wrap_logger(written, processors=[structlog.processors.JSONRenderer()]))
    signed_in = await identity.sign_up("layla")
    again = await identity.refresh(signed_in.refresh_token)
    await identity.refresh(again.refresh_token)
    factor = await identity.create_operator()
    for refused in (identity.log_in("layla", "not my password"), identity.refresh(signed_in.refresh_token)):
        with pytest.raises(DomainError):
            await refused
    await identity.log_in_operator(identity.code(factor))
    secrets = [
        PASSWORD,
        "not my password",
        signed_in.access_token,
        signed_in.refresh_token,
        again.refresh_token,
        factor,
    ]
    lines = [str(call) for call in written.calls]
    assert len(lines) == 9
    assert not [line for line in lines if any(secret in line for secret in secrets)]


async def test_only_the_named_callers_reach_each_rpc(identity):
    app = Caller.app("app_1", user_id="usr_1", scopes=frozenset({"profile.name"}))
    with pytest.raises(PermissionDenied):
        await identity.client.get_me(pb.GetMeRequest(), caller=app)
    for caller in (ANYBODY, app, Caller.user("usr_1"), Caller.operator("usr_1", admin=True)):
        with pytest.raises(PermissionDenied):
            await identity.client.map_subjects(pb.MapSubjectsRequest(app_id="app_1"), caller=caller)


async def test_a_fault_of_ours_writes_no_secret_either(identity, monkeypatch, capsys):
    """The fault's traceback goes to the log: without local variables, and without what a statement was given."""
    log.set_up(log_format="text")
    monkeypatch.setattr("core.kit.rpc._log", structlog.get_logger().bind())
    structlog.reset_defaults()
    user = User("usr_1", "layla", "Layla", "ar", "a stored hash", frozenset())

    async def verify(stored, password):
        row = {**dataclasses.asdict(user), "created_at_ms": 0}
        del row["roles"]
        await identity.database.write(lambda tx: tx.execute(users.insert().values(row)))

    await identity.database.write(lambda tx: store.add_user(tx, user, now_ms=0))
    monkeypatch.setattr(identity.passwords, "verify", verify)
    with pytest.raises(InternalError):
        await identity.log_in("layla", "palm shade at dawn")
    written = capsys.readouterr().err
    assert "IntegrityError" in written
    assert "palm shade at dawn" not in written
    assert "a stored hash" not in written
