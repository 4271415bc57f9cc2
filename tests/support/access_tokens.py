"""Access tokens as identity signs them, for tests that need a signed-in person and no identity service."""

from __future__ import annotations

import json
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.kit.clock import Clock, to_ms


class TokenMaker:
    """One signing key and its public key set. `broken` makes the key set fail as a fault of ours would."""

    def __init__(self, clock: Clock, kid: str = "key_1") -> None:
        self._clock = clock
        self._kid = kid
        self._key = Ed25519PrivateKey.generate()
        self.broken = False

    def access(
        self, user_id: str, *, device_id: str = "dev_1", audience: str = "majlis-user", ttl_s: int = 600, **more: Any
    ) -> str:
        now_s = to_ms(self._clock.now()) // 1000
        who = {"iss": "majlis", "aud": audience, "sub": user_id, "sid": device_id}
        claims = {**who, "iat": now_s, "exp": now_s + ttl_s, **more}
        return jwt.encode(claims, self._key, "EdDSA", headers={"typ": "at+jwt", "kid": self._kid})

    async def jwks(self) -> dict[str, Any]:
        if self.broken:
            raise KeyError("password=hunter2")
        public: dict[str, Any] = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [{**public, "kid": self._kid, "alg": "EdDSA", "use": "sig"}]}
