"""Keys are made once, stay private to their owner, and change without anybody being signed out."""

from __future__ import annotations

import stat

import pytest
from cryptography.exceptions import InvalidTag

from core.identity.keys import IdentityKeys
from core.identity.sealing import seal, unseal
from core.identity.tokens import AccessTokens
from core.kit.clock import ManualClock
from core.kit.ids import IdMaker
from core.kit.tokens import AUDIENCE_USER, AccessVerifier
from majlis.identity.v1 import identity_service_pb2 as pb


def test_only_the_owner_can_read_any_key(tmp_path):
    IdentityKeys.load(tmp_path / "identity_keys")
    folder = tmp_path / "identity_keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    names = ("access-0001.pem", "access-0002.pem", "sealing.key", "subjects-0001.key")
    assert modes == dict.fromkeys(names, 0o600)


def test_a_second_process_finds_the_same_keys(tmp_path):
    first, second = IdentityKeys.load(tmp_path), IdentityKeys.load(tmp_path)
    assert first.access.signing.kid == second.access.signing.kid
    assert first.access.jwks() == second.access.jwks()
    assert first.subjects == second.subjects
    assert first.sealing == second.sealing


def test_a_newer_subject_key_makes_the_new_subjects(tmp_path):
    IdentityKeys.load(tmp_path)
    (tmp_path / "subjects-0002.key").write_bytes(b"2" * 32)
    assert IdentityKeys.load(tmp_path).subjects.version == 2


def test_a_damaged_key_stops_the_start(tmp_path):
    IdentityKeys.load(tmp_path)
    (tmp_path / "sealing.key").write_bytes(b"short")
    with pytest.raises(ValueError, match=r"sealing\.key"):
        IdentityKeys.load(tmp_path)


def test_no_key_shows_in_its_repr(tmp_path):
    keys = IdentityKeys.load(tmp_path)
    assert repr(keys.sealing) not in repr(keys)
    assert repr(keys.subjects.secret) not in repr(keys)


def test_the_published_set_holds_public_halves_and_the_next_key(tmp_path):
    access = IdentityKeys.load(tmp_path).access
    published = access.jwks()["keys"]
    assert len(published) == 2
    assert published[0]["kid"] == access.signing.kid
    assert all(set(key) == {"kty", "crv", "x", "kid", "alg", "use"} for key in published)


async def test_a_rotation_signs_nobody_out(tmp_path):
    """A verifier that fetched before the rotation knows the new key already, and tokens of the old one still hold."""
    clock, access = ManualClock(), IdentityKeys.load(tmp_path).access
    fetched = access.jwks()

    async def jwks():
        return fetched

    verifier = AccessVerifier(jwks=jwks, clock=clock)
    tokens = AccessTokens(keys=access, ids=IdMaker(clock))

    def mint():
        now_ms = int(clock.now().timestamp() * 1000)
        return tokens.mint(user_id="usr_1", device_id="d", audience=AUDIENCE_USER, roles={pb.ROLE_USER}, now_ms=now_ms)

    old = mint()
    access.rotate()
    new = mint()
    assert access.jwks()["keys"][:2] == fetched["keys"]
    for token in (old, new):
        assert (await verifier.verify(token, AUDIENCE_USER)).user_id == "usr_1"


def test_rotations_keep_three_keys(tmp_path):
    access = IdentityKeys.load(tmp_path).access
    kids = [key["kid"] for key in access.jwks()["keys"]]
    for _ in range(3):
        access.rotate()
    assert sorted(path.name for path in tmp_path.glob("access-*")) == [f"access-000{n}.pem" for n in (3, 4, 5)]
    assert not {key["kid"] for key in access.jwks()["keys"]} & set(kids)
    assert IdentityKeys.load(tmp_path).access.signing.kid == access.signing.kid


def test_what_is_sealed_opens_only_with_its_key_and_in_its_place():
    sealed = seal(b"k" * 32, b"secret", context=b"usr_1")
    assert unseal(b"k" * 32, sealed, context=b"usr_1") == b"secret"
    assert b"secret" not in sealed
    for key, context in ((b"l" * 32, b"usr_1"), (b"k" * 32, b"usr_2")):
        with pytest.raises(InvalidTag):
            unseal(key, sealed, context=context)
