"""Pairwise subjects: one person has another name in every app, and nobody without our key can tell the two apart."""

from __future__ import annotations

import base64
import hmac

PREFIX = "sub_"


def subject(secret: bytes, app_id: str, user_id: str) -> str:
    """The name `app_id` knows `user_id` by: sub_ + base32(HMAC-SHA256(secret, app_id || 0 || user_id))."""
    digest = hmac.digest(secret, f"{app_id}\0{user_id}".encode(), "sha256")
    return PREFIX + base64.b32encode(digest).decode().rstrip("=").lower()
