"""Page tokens only this host makes, good only for the query that gave them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from core.appdata.documents import Owner
from core.kit.errors import PageTokenInvalid

_MAC_BYTES, _MAC_CHARS = 24, 32


class PageTokens:
    """Signs the place after which a page goes on, bound to whose documents and which prefix are asked for."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def make(self, owner: Owner, prefix: str, after: str) -> str:
        """The token that goes on after the key `after`."""
        # The key stays as it is: 256 characters fit the token's limit plain, and would not in base64.
        return self._mac(owner, prefix, after) + after

    def read(self, token: str, owner: Owner, prefix: str) -> str:
        """The key to go on after. PAGE_TOKEN_INVALID for any token of another query, app or user."""
        mac, after = token[:_MAC_CHARS], token[_MAC_CHARS:]
        if not hmac.compare_digest(mac.encode(), self._mac(owner, prefix, after).encode()):
            raise PageTokenInvalid("this page token belongs to another query")
        return after

    def _mac(self, owner: Owner, prefix: str, after: str) -> str:
        signed = json.dumps(["appdata.documents", owner.app_id, owner.user_id, prefix, after]).encode()
        digest = hmac.digest(self._key, signed, hashlib.sha256)[:_MAC_BYTES]
        return base64.urlsafe_b64encode(digest).decode()
