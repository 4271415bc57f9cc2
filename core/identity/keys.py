"""Identity's secrets on disk: made on first start, readable by their owner only, shared by every identity process.

access-0001.pem …     sign access tokens. The newest is the next key, published before it is used; the one before it
                      signs; the one before that may still verify. Older ones are removed by `rotate`.
subjects-0001.key …   make subjects; the newest makes new ones, those made before are stored and stay.
sealing.key           seals second factors in the database.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from core.kit.tokens import ALGORITHM, load_or_make_key

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and the id its public half is published under."""

    kid: str
    private: Ed25519PrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class SubjectKey:
    """A secret and its number, stored beside every subject it made."""

    version: int
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class IdentityKeys:
    """All of them."""

    access: AccessKeys
    subjects: SubjectKey
    sealing: bytes = field(repr=False)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """The keys in that directory; those that are missing are made."""
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o700)
        newest = max(_numbers(directory, "subjects-*.key"), default=1)
        subjects = SubjectKey(newest, _load_or_make_secret(directory / f"subjects-{newest:04}.key"))
        return cls(AccessKeys(directory), subjects, _load_or_make_secret(directory / "sealing.key"))


class AccessKeys:
    """The keys of access tokens: which one signs, and the public halves of all that may verify."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._load()

    def _load(self) -> None:
        numbers = _numbers(self._directory, "access-*.pem") or [1]
        if len(numbers) == 1:
            numbers.append(numbers[0] + 1)
        self._numbers = numbers[-3:]
        keys = [_signing_key(load_or_make_key(self._path(number))) for number in self._numbers]
        self.signing = keys[-2]
        self._published = [_public_jwk(key) for key in keys]

    def jwks(self) -> dict[str, Any]:
        """The public keys as an RFC 7517 set."""
        return {"keys": [dict(key) for key in self._published]}

    def rotate(self) -> None:
        """Sign with the next key from now on and publish another after it.

        At least a day apart: every verifier has then seen the new key, and no token of the removed one lives.
        """
        load_or_make_key(self._path(self._numbers[-1] + 1))
        for number in _numbers(self._directory, "access-*.pem")[:-3]:
            self._path(number).unlink(missing_ok=True)
        self._load()

    def _path(self, number: int) -> Path:
        return self._directory / f"access-{number:04}.pem"


def _numbers(directory: Path, pattern: str) -> list[int]:
    return sorted(int(path.stem.partition("-")[2]) for path in directory.glob(pattern))


def _signing_key(private: Ed25519PrivateKey) -> SigningKey:
    """The key under its thumbprint (RFC 7638): the same name wherever it is loaded."""
    jwk = OKPAlgorithm.to_jwk(private.public_key(), as_dict=True)
    canonical = json.dumps({name: jwk[name] for name in ("crv", "kty", "x")}, separators=(",", ":"), sort_keys=True)
    thumbprint = hashlib.sha256(canonical.encode()).digest()
    return SigningKey(base64.urlsafe_b64encode(thumbprint).decode().rstrip("="), private)


def _public_jwk(key: SigningKey) -> dict[str, Any]:
    jwk = OKPAlgorithm.to_jwk(key.private.public_key(), as_dict=True)
    return {"kty": jwk["kty"], "crv": jwk["crv"], "x": jwk["x"], "kid": key.kid, "alg": ALGORITHM, "use": "sig"}


def _load_or_make_secret(path: Path) -> bytes:
    """256 random bits in a file only its owner can read; of two processes starting at once, one wins for both."""
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        draft.unlink()
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"{path.name} must hold {SECRET_BYTES} bytes")
    return secret
