"""Secrets at rest: sealed with AES-256-GCM, so that a copy of the database alone opens none of them."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


def seal(key: bytes, secret: bytes, *, context: bytes) -> bytes:
    """The secret, readable only with the same key and context (what it belongs to)."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, context)


def unseal(key: bytes, sealed: bytes, *, context: bytes) -> bytes:
    """What was sealed. cryptography's InvalidTag when key, context or bytes are others."""
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
