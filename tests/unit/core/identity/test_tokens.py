"""An access token holds for its device, origin and ten minutes; every known way to forge one fails."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import jwt
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.identity.keys import IdentityKeys
from core.identity.tokens import ACCESS_TTL_S, AccessTokens, new_refresh_token, seal_successor, unseal_successor
from core.kit.caller import ADMIN, DEVELOPER, OPERATOR, USER
from core.kit.clock import ManualClock, to_ms
from core.kit.errors import Unauthenticated
from core.kit.ids import IdMaker
from core.kit.tokens import AUDIENCE_OPERATOR, AUDIENCE_USER, ISSUER, TYPE_ACCESS, AccessVerifier
from majlis.identity.v1 import identity_service_pb2 as pb


class _Signer:
    """Identity's keys, what it signs with them, and who verifies."""

    def __init__(self, directory) -> None:
        self.clock = ManualClock()
        self.keys = IdentityKeys.load(directory).access
        self.tokens = AccessTokens(keys=self.keys, ids=IdMaker(self.clock))
        self.verifier = AccessVerifier(jwks=self._jwks, clock=self.clock)

    async def _jwks(self):
        return self.keys.jwks()

    def mint(self, audience=AUDIENCE_USER, roles=frozenset({pb.ROLE_USER})):
        now_ms = to_ms(self.clock.now())
        return self.tokens.mint(user_id="usr_1", device_id="dev_1", audience=audience, roles=roles, now_ms=now_ms)

    def forge(self, *, key=None, algorithm="EdDSA", headers=None, without=(), **changed):
        """A token as ours, changed."""
        now_s = int(self.clock.now().timestamp())
        ours = {"iss": ISSUER, "aud": AUDIENCE_USER, "sub": "usr_1", "sid": "dev_1", "roles": [USER]}
        claims = {**ours, "iat": now_s, "exp": now_s + 600, **changed}
        header = {"typ": TYPE_ACCESS, "kid": self.keys.signing.kid, **(headers or {})}
        claims = {name: value for name, value in claims.items() if name not in without}
        return jwt.encode(claims, key or self.keys.signing.private, algorithm, headers=header)


@pytest.fixture
def signer(tmp_path):
    return _Signer(tmp_path)


async def test_a_token_names_the_person_the_device_and_what_they_may(signer):
    person = await signer.verifier.verify(signer.mint(roles={pb.ROLE_USER, pb.ROLE_DEVELOPER}), AUDIENCE_USER)
    assert (person.user_id, person.device_id, person.access) == ("usr_1", "dev_1", {USER, DEVELOPER})


async def test_an_operators_token_makes_an_operator(signer):
    roles = {pb.ROLE_USER, pb.ROLE_OPERATOR}
    reviewer = await signer.verifier.verify(signer.mint(AUDIENCE_OPERATOR, roles), AUDIENCE_OPERATOR)
    assert reviewer.access == {OPERATOR}
    chief = await signer.verifier.verify(signer.mint(AUDIENCE_OPERATOR, roles | {pb.ROLE_ADMIN}), AUDIENCE_OPERATOR)
    assert chief.access == {OPERATOR, ADMIN}


async def test_a_token_ends_after_ten_minutes(signer):
    token = signer.mint()
    signer.clock.advance(timedelta(seconds=ACCESS_TTL_S - 1))
    await signer.verifier.verify(token, AUDIENCE_USER)
    signer.clock.advance(timedelta(seconds=1))
    with pytest.raises(Unauthenticated):
        await signer.verifier.verify(token, AUDIENCE_USER)


async def test_each_token_has_its_own_id(signer):
    ids = {jwt.decode(signer.mint(), options={"verify_signature": False})["jti"] for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize(("minted", "asked"), [(AUDIENCE_USER, AUDIENCE_OPERATOR), (AUDIENCE_OPERATOR, AUDIENCE_USER)])
async def test_a_token_of_one_origin_is_nothing_at_the_other(signer, minted, asked):
    token = signer.mint(minted, {pb.ROLE_USER, pb.ROLE_OPERATOR, pb.ROLE_ADMIN})
    with pytest.raises(Unauthenticated):
        await signer.verifier.verify(token, asked)


def _unsigned(signer):
    header, claims, _ = signer.mint().split(".")
    changed = {**json.loads(_unbase64(header)), "alg": "none"}
    return f"{_base64(json.dumps(changed).encode())}.{claims}."


def _public_key_as_secret(signer, form):
    """CVE-2022-29217 and its kind: HS256 with the published key as the secret."""
    public = signer.keys.signing.private.public_key()
    secret = {
        "pem": public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
        "raw": public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw),
        "jwk": json.dumps(signer.keys.jwks()["keys"][0]).encode(),
    }[form]
    header, claims, _ = signer.mint().split(".")
    changed = {**json.loads(_unbase64(header)), "alg": "HS256"}
    signed = f"{_base64(json.dumps(changed).encode())}.{claims}"
    return f"{signed}.{_base64(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def _own_key_in_header(signer):
    mine = Ed25519PrivateKey.generate()
    jwk = jwt.algorithms.OKPAlgorithm.to_jwk(mine.public_key(), as_dict=True)
    return signer.forge(key=mine, headers={"jwk": jwk, "jku": "https://attacker.example/keys"})


def _claims_swapped(signer):
    header, _, signature = signer.mint().split(".")
    _, claims, _ = signer.forge(sub="usr_2").split(".")
    return f"{header}.{claims}.{signature}"


FORGERIES = {
    "unsigned": _unsigned,
    "HS256 with the public PEM": lambda s: _public_key_as_secret(s, "pem"),
    "HS256 with the public bytes": lambda s: _public_key_as_secret(s, "raw"),
    "HS256 with the published JWK": lambda s: _public_key_as_secret(s, "jwk"),
    "own key named in the header": _own_key_in_header,
    "own key under our kid": lambda s: s.forge(key=Ed25519PrivateKey.generate()),
    "claims of another token": _claims_swapped,
    "unknown kid": lambda s: s.forge(headers={"kid": "nobody"}),
    "a path as kid": lambda s: s.forge(headers={"kid": "../../dev/null"}),
    "no kid": lambda s: s.forge(headers={"kid": ""}),
    "unknown critical header": lambda s: s.forge(headers={"crit": ["exp2"], "exp2": 1}),
    "typ of an id token": lambda s: s.forge(headers={"typ": "JWT"}),
    "typ of a service token": lambda s: s.forge(headers={"typ": "svc+jwt"}),
    "other issuer": lambda s: s.forge(iss="majlis-services"),
    "other audience": lambda s: s.forge(aud="majlis-operator"),
    "no audience": lambda s: s.forge(without=("aud",)),
    "no subject": lambda s: s.forge(without=("sub",)),
    "no expiry": lambda s: s.forge(without=("exp",)),
    "expired": lambda s: s.forge(exp=int(s.clock.now().timestamp())),
    "from the future": lambda s: s.forge(iat=int(s.clock.now().timestamp()) + 31),
    "not a JWT": lambda s: "a.b.c",
    "endless": lambda s: s.forge(note="x" * 5_000),
}


@pytest.mark.parametrize("name", FORGERIES)
async def test_no_forgery_is_anybody(signer, name):
    await signer.verifier.verify(signer.forge(), AUDIENCE_USER)
    with pytest.raises(Unauthenticated):
        await signer.verifier.verify(FORGERIES[name](signer), AUDIENCE_USER)


def test_refresh_tokens_are_256_random_bits_scanners_can_recognise():
    made = {new_refresh_token() for _ in range(100)}
    assert len(made) == 100
    assert all(token.startswith("rt_") and len(_unbase64(token[3:])) == 32 for token in made)


def test_a_successor_is_read_with_the_token_before_it_and_with_nothing_else():
    old, new = new_refresh_token(), new_refresh_token()
    sealed = seal_successor(old, new)
    assert unseal_successor(old, sealed) == new
    assert new.encode() not in sealed
    with pytest.raises(InvalidTag):
        unseal_successor(new, sealed)


def _base64(value):
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _unbase64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
