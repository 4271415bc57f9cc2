"""What was reported, sealed under a key of its own: AES-256-GCM over JSON, bound to its report."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, _NONCE_BYTES = 32, 12


@dataclass(frozen=True, slots=True)
class Copy:
    """A message as the reporter saw it."""

    seq: int
    sender_id: str
    body_json: str
    created_at_ms: int
    reported: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What operators read: the message, and what the reporter wrote about it."""

    note: str
    copy: Copy


def seal(evidence: Evidence, report_id: str) -> tuple[bytes, bytes]:
    """(a new key, what only that key opens again)."""
    key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(_NONCE_BYTES)
    plain = json.dumps(asdict(evidence)).encode()
    return key, nonce + AESGCM(key).encrypt(nonce, plain, report_id.encode())


def unseal(key: bytes, sealed: bytes, report_id: str) -> Evidence:
    """What was sealed for this report. cryptography's InvalidTag for any other key, report or bytes."""
    plain = json.loads(AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], report_id.encode()))
    return Evidence(plain["note"], Copy(**plain["copy"]))
