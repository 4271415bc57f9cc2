"""Whether a notice is the bank's own and of these minutes: its signature over the bytes as they came. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
import re

STALE_S = 300  # A notice that is older, or as far ahead, may be one that somebody kept.
_SIGNATURE = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def what_differs(key: bytes, signature: str, body: bytes, *, now_s: int) -> str:
    """Empty for a notice to believe; else form, time, body or key: for the log, never for whoever sent it.

    Seen by integrators everywhere: a proxy or framework read the body as JSON and wrote it anew, and the signature,
    which is over bytes, no longer holds. That is told apart from a wrong key.
    """
    match = _SIGNATURE.fullmatch(signature)
    if match is None:
        return "form"
    at, mac = match[1], match[2]
    if hmac.compare_digest(_mac(key, at, body), mac):
        return "" if abs(now_s - int(at)) <= STALE_S else "time"
    if any(hmac.compare_digest(_mac(key, at, other), mac) for other in _written_otherwise(body)):
        return "body"
    return "key"


def _mac(key: bytes, at: str, body: bytes) -> str:
    return hmac.new(key, at.encode() + b"." + body, hashlib.sha256).hexdigest()


def _written_otherwise(body: bytes) -> list[bytes]:
    """The same JSON as others would write it."""
    try:
        said = json.loads(body)
        forms = [
            json.dumps(said, ensure_ascii=ascii_only, separators=signs).encode()
            for ascii_only in (False, True)
            for signs in ((",", ":"), (", ", ": "))
        ]
    except (ValueError, RecursionError):
        forms = []
    return [*forms, body.strip()]
