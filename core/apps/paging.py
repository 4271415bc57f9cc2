"""Page tokens: which list, and after which version. Opaque to clients, refused unless the same list gave them."""

from __future__ import annotations

import base64
import binascii
import re

from core.kit.errors import PageTokenInvalid

PAGE_SIZE = 50  # Where the request says 0.
_TOKEN = re.compile(r"([a-z]+):(ver_[0-9a-z]{26})")


def page_token(list_name: str, version_id: str) -> str:
    """The token of the page after this version."""
    return base64.urlsafe_b64encode(f"{list_name}:{version_id}".encode()).decode().rstrip("=")


def after(list_name: str, token: str) -> str:
    """The version a page begins after; "" for the first page. PAGE_TOKEN_INVALID for any other text."""
    if not token:
        return ""
    try:
        text = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    match = _TOKEN.fullmatch(text)
    if match is None or match[1] != list_name or page_token(list_name, match[2]) != token:
        raise PageTokenInvalid("this page token was not given by this list", list=list_name)
    return match[2]
