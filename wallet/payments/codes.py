"""Codes to be paid by: who shows one says by it who they are, perhaps how much, and until when. Pure.

`mjp1.` and URL-safe base64 of a few words in JSON with their Ed25519 signature. Nothing of a code is stored: it is
good for whoever is shown it, until it ends.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from wallet.payments.errors import PayCodeExpired, PayCodeInvalid

LIFE_S = 10 * 60
_PREFIX = "mjp1."
_PURPOSE = b"majlis pay code 1\n"  # What this key signs is a code and nothing else.
_SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class PayCode:
    """What a code says; no currency means that the payer says how much."""

    payee_user_id: str
    expires_at_ms: int
    currency_code: str = ""
    amount_minor: int = 0
    note: str = ""

    def check_at(self, now_ms: int) -> None:
        """PAY_CODE_EXPIRED once it is."""
        if self.expires_at_ms <= now_ms:
            raise PayCodeExpired("this code is over", expired_at_ms=self.expires_at_ms)


def signed(key: Ed25519PrivateKey, code: PayCode) -> str:
    """The text that the QR shows."""
    words = [code.payee_user_id, code.expires_at_ms, code.currency_code, code.amount_minor, code.note]
    body = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    return _PREFIX + _text(key.sign(_PURPOSE + body) + body)


def read(key: Ed25519PublicKey, text: str) -> PayCode:
    """What that key signed. PAY_CODE_INVALID for any other text."""
    try:
        encoded = text.removeprefix(_PREFIX)
        raw = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
        key.verify(raw[:_SIGNATURE_BYTES], _PURPOSE + raw[_SIGNATURE_BYTES:])
    except (binascii.Error, ValueError, InvalidSignature):
        raise PayCodeInvalid("no host made this code") from None
    if _PREFIX + _text(raw) != text:  # One spelling of each code.
        raise PayCodeInvalid("no host made this code")
    return PayCode(*json.loads(raw[_SIGNATURE_BYTES:]))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
