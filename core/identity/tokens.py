"""Access tokens as core.kit.tokens.AccessVerifier expects them, and the secrets of refresh tokens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

import jwt

from core.identity.accounts import ACCESS_BY_ROLE
from core.identity.keys import AccessKeys
from core.identity.sealing import seal, unseal
from core.kit.ids import IdMaker
from core.kit.tokens import ALGORITHM, ISSUER, TYPE_ACCESS

ACCESS_TTL_S = 600
_REFRESH_PREFIX = "rt_"  # So that scanners of logs and repositories recognise one.
_REFRESH_BYTES = 32


class AccessTokens:
    """Signs access tokens with the current key."""

    def __init__(self, *, keys: AccessKeys, ids: IdMaker) -> None:
        self._keys = keys
        self._ids = ids

    def mint(self, *, user_id: str, device_id: str, audience: str, roles: Iterable[int], now_ms: int) -> str:
        """A token of ten minutes for one device and one origin."""
        issued_s = now_ms // 1000
        claims = {
            "iss": ISSUER, "aud": audience, "sub": user_id, "sid": device_id, "jti": self._ids.new("tok"),
            "iat": issued_s, "exp": issued_s + ACCESS_TTL_S,
            "roles": sorted(ACCESS_BY_ROLE[role] for role in roles),
        }  # fmt: skip
        key = self._keys.signing
        return jwt.encode(claims, key.private, ALGORITHM, headers={"typ": TYPE_ACCESS, "kid": key.kid})


def new_refresh_token() -> str:
    """256 random bits as text."""
    return _REFRESH_PREFIX + secrets.token_urlsafe(_REFRESH_BYTES)


def refresh_sha256(token: str) -> bytes:
    """What is stored of a refresh token. It is random, so one fast hash hides it."""
    return hashlib.sha256(token.encode()).digest()


def seal_successor(token: str, successor: str) -> bytes:
    """The successor, so that only who shows the token again can be told it again."""
    return seal(_successor_key(token), successor.encode(), context=refresh_sha256(token))


def unseal_successor(token: str, sealed: bytes) -> str:
    return unseal(_successor_key(token), sealed, context=refresh_sha256(token)).decode()


def _successor_key(token: str) -> bytes:
    return hmac.digest(token.encode(), b"majlis refresh successor", "sha256")
