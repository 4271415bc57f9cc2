"""Proofs of who is asking: people's access tokens (made by identity) and services' own short tokens. EdDSA only.

An access token is a JWT (RFC 9068 style): typ at+jwt, kid, iss, aud, sub, sid (device), roles, iat, exp, jti. A
service token carries in `caller` for whom the service works; what a peer claims without one is ignored.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.kit.caller import ADMIN, ANYBODY, DEVELOPER, Caller
from core.kit.clock import Clock, from_ms, to_ms
from core.kit.errors import Unauthenticated

K = TypeVar("K")
V = TypeVar("V")
ALGORITHM = "EdDSA"
ISSUER, SERVICE_ISSUER = "majlis", "majlis-services"
AUDIENCE_USER, AUDIENCE_OPERATOR = "majlis-user", "majlis-operator"
TYPE_ACCESS, TYPE_SERVICE = "at+jwt", "svc+jwt"
SERVICE_TTL_S = 60
ACCESS_TTL_S_MAX = 3_600  # No access token lives longer, so a revocation older than this refuses nothing.
LEEWAY_S = 30
TOKEN_CHARS_MAX = 4_096
CACHE_MAX = 10_000
REFETCH_S = 5.0  # An unknown key id asks identity again at most this often.
_REQUIRED = ["iss", "aud", "sub", "iat", "exp"]

JwksSource = Callable[[], Awaitable[dict[str, Any]]]


def load_or_make_key(path: Path) -> Ed25519PrivateKey:
    """The Ed25519 key in a PEM file only its owner can read, made on first use."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        pem = Ed25519PrivateKey.generate().private_bytes(*form)
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
        try:
            os.link(draft, path)  # Atomic: of two processes starting at once, one key wins for both.
        except FileExistsError:
            pass
        draft.unlink()
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path.name} must hold an Ed25519 key")
    return key


class ServiceTokens:
    """Makes and checks the tokens services prove themselves with; every host process of a cluster holds the key.

    A signature made or checked costs more than all else of a small call, so both are remembered: a token is used for
    half its minute, and one that held is not checked again until it ends.
    """

    def __init__(self, *, key: Ed25519PrivateKey, name: str, clock: Clock) -> None:
        self._key = key
        self._public = key.public_key()
        self._name = name
        self._clock = clock
        self._minted: OrderedDict[tuple[str, Caller], tuple[str, float]] = OrderedDict()
        self._checked: OrderedDict[tuple[str, str], tuple[Caller, float]] = OrderedDict()

    def mint(self, audience: str, caller: Caller) -> str:
        """A token for one slice, good for half a minute and more, naming for whom this service works."""
        now = self._clock.now().timestamp()
        minted = self._minted.get((audience, caller))
        if minted is not None and minted[1] - SERVICE_TTL_S <= now < minted[1] - SERVICE_TTL_S / 2:
            return minted[0]
        now_s = int(now)
        claims = {
            "iss": SERVICE_ISSUER, "aud": audience, "sub": self._name,
            "iat": now_s, "exp": now_s + SERVICE_TTL_S, "caller": caller.to_claims(),
        }  # fmt: skip
        token = jwt.encode(claims, self._key, ALGORITHM, headers={"typ": TYPE_SERVICE})
        _remember(self._minted, (audience, caller), (token, now_s + SERVICE_TTL_S))
        return token

    def verify(self, token: str, audience: str) -> Caller:
        """The caller a peer service vouches for. UNAUTHENTICATED for anything but a fresh token of ours."""
        known = self.remembered(token, audience)
        if known is not None:
            return known
        claims = _decode(token, self._public, self._clock, issuer=SERVICE_ISSUER, audience=audience)
        try:
            caller = Caller.from_claims(claims["caller"])
        except (KeyError, TypeError):
            raise Unauthenticated("the token names no caller") from None
        _remember(self._checked, (audience, token), (caller, float(claims["exp"])))
        return caller

    def remembered(self, token: str, audience: str) -> Caller | None:
        """Whom a token names that held before and has not ended."""
        known = self._checked.get((audience, token))
        return known[0] if known is not None and self._clock.now().timestamp() < known[1] else None


def _remember(cache: OrderedDict[K, V], key: K, value: V) -> None:
    cache[key] = value
    cache.move_to_end(key)
    if len(cache) > CACHE_MAX:
        cache.popitem(last=False)


class AccessVerifier:
    """Checks people's access tokens against identity's public keys; remembers what it checked until it expires."""

    def __init__(self, *, jwks: JwksSource, clock: Clock) -> None:
        self._jwks = jwks
        self._clock = clock
        self._keys: dict[str, Ed25519PublicKey] = {}
        self._fetched_at_s = float("-inf")
        self._fetching = asyncio.Lock()
        self._checked: OrderedDict[bytes, tuple[Caller, int]] = OrderedDict()
        self._revoked: dict[str, int] = {}
        self._ends: dict[str, set[Callable[[], None]]] = {}

    @contextmanager
    def until_revoked(self, device_id: str, end: Callable[[], None]) -> Iterator[None]:
        """Within it, `end` is called when the device is signed out: a stream is let in once and may last for ever."""
        self._ends.setdefault(device_id, set()).add(end)
        try:
            yield
        finally:
            ends = self._ends[device_id]
            ends.discard(end)
            if not ends:
                del self._ends[device_id]

    def revoke(self, device_id: str, revoked_at_ms: int) -> None:
        """Refuse every token of the device made before that moment."""
        if self._revoked.get(device_id, -1) >= revoked_at_ms:
            return  # Told before: whoever reconnects hears them all again, and the cache need not pay for it.
        long_ago_ms = to_ms(self._clock.now()) - ACCESS_TTL_S_MAX * 1000
        self._revoked = {device: at_ms for device, at_ms in self._revoked.items() if at_ms > long_ago_ms}
        self._revoked[device_id] = revoked_at_ms
        self._checked.clear()
        for end in list(self._ends.get(device_id, ())):
            end()

    async def verify(self, token: str, audience: str) -> Caller:
        """The person behind a token. UNAUTHENTICATED when it is forged, expired, revoked or for another origin."""
        return (await self.verify_until(token, audience))[0]

    async def verify_until(self, token: str, audience: str) -> tuple[Caller, int]:
        """The person behind a token and the Unix millisecond it ends at, for those who keep a connection open."""
        if not token.isascii():
            raise Unauthenticated("the token is not a JWT")
        digest = hashlib.sha256(f"{audience} {token}".encode()).digest()
        cached = self._checked.get(digest)
        if cached is not None and self._clock.now() < from_ms(cached[1] * 1000):
            return cached[0], cached[1] * 1000
        header = _header(token)
        key = await self._key(str(header.get("kid", "")))
        claims = _decode(token, key, self._clock, issuer=ISSUER, audience=audience, typ=TYPE_ACCESS)
        if int(claims["iat"]) * 1000 <= self._revoked.get(str(claims.get("sid", "")), 0):
            raise Unauthenticated("this device was signed out")
        caller = _caller(claims, audience)
        self._checked[digest] = caller, int(claims["exp"])
        if len(self._checked) > CACHE_MAX:
            self._checked.popitem(last=False)
        return caller, int(claims["exp"]) * 1000

    async def _key(self, kid: str) -> Ed25519PublicKey:
        if kid not in self._keys:
            async with self._fetching:
                if kid not in self._keys and self._clock.monotonic_s() - self._fetched_at_s >= REFETCH_S:
                    await self._fetch()
        try:
            return self._keys[kid]
        except KeyError:
            raise Unauthenticated("the token is signed with an unknown key") from None

    async def _fetch(self) -> None:
        keys = jwt.PyJWKSet.from_dict(await self._jwks()).keys
        self._keys = {str(key.key_id): key.key for key in keys if key.algorithm_name == ALGORITHM}
        self._fetched_at_s = self._clock.monotonic_s()


def _caller(claims: dict[str, Any], audience: str) -> Caller:
    user_id, device_id, roles = str(claims["sub"]), str(claims.get("sid", "")), set(claims.get("roles", ()))
    if audience == AUDIENCE_OPERATOR:
        return Caller.operator(user_id, device_id=device_id, admin=ADMIN in roles)
    return Caller.user(user_id, device_id=device_id, roles=frozenset({DEVELOPER} & roles))


def _header(token: str) -> dict[str, Any]:
    if len(token) > TOKEN_CHARS_MAX:
        raise Unauthenticated("the token is too long")
    try:
        header: dict[str, Any] = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise Unauthenticated("the token is not a JWT") from None
    return header


def _decode(
    token: str, key: Ed25519PublicKey, clock: Clock, *, issuer: str, audience: str, typ: str = TYPE_SERVICE
) -> dict[str, Any]:
    """The claims of a token that holds in every respect; time is our Clock's, so tests can turn it."""
    if _header(token).get("typ") != typ:
        raise Unauthenticated("the token is of another kind")
    checks = {"require": _REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False}
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=issuer,
            options=checks,  # type: ignore[arg-type]
        )
        issued_s, expires_s = int(claims["iat"]), int(claims["exp"])
    except (jwt.PyJWTError, TypeError, ValueError):
        raise Unauthenticated("the token is not valid") from None
    now_s = clock.now().timestamp()
    if now_s >= expires_s or issued_s > now_s + LEEWAY_S:
        raise Unauthenticated("the token has expired", expired=True)
    return claims


class Authenticator:
    """Finds the caller from an `authorization` value: a service's token, a person's, or nobody's."""

    def __init__(self, *, services: ServiceTokens, people: AccessVerifier) -> None:
        self._services = services
        self._people = people

    async def caller(self, authorization: str, slice_name: str) -> Caller:
        """The caller for a gRPC call to a slice. UNAUTHENTICATED for a token that does not hold."""
        if not authorization:
            return ANYBODY
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("authorization must be: Bearer <token>")
        known = self._services.remembered(token, slice_name)
        if known is not None:
            return known
        if _header(token).get("typ") == TYPE_SERVICE:
            return self._services.verify(token, slice_name)
        return await self._people.verify(token, AUDIENCE_USER)

    def until_revoked(self, caller: Caller, end: Callable[[], None]) -> AbstractContextManager[None]:
        """Within it, `end` is called when the caller's device is signed out; never for who has none."""
        return self._people.until_revoked(caller.device_id, end) if caller.device_id else nullcontext()
