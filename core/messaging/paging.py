"""Page tokens: which list, and the place it goes on from. Opaque to clients, refused unless the same list gave them."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from core.kit.errors import PageTokenInvalid

PAGE_SIZE = 50  # Where the request says 0.
NUMBER_MAX = 2**53 - 1
TEXT_CHARS_MAX = 64


def token(list_name: str, *place: int | str) -> str:
    """The token of the page that goes on from this place."""
    text = json.dumps([list_name, *place], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place(list_name: str, page_token: str, *forms: type) -> tuple[Any, ...] | None:
    """The place, a value of each of the forms; None for the first page. PAGE_TOKEN_INVALID."""
    if not page_token:
        return None
    try:
        raw = base64.b64decode(page_token + "=" * (-len(page_token) % 4), altchars=b"-_", validate=True)
        named, *values = json.loads(raw)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        named, values = None, []
    if named != list_name or [type(value) for value in values] != list(forms) or not all(map(_fits, values)):
        raise PageTokenInvalid("this page token was not given by this list", list=list_name)
    return tuple(values)


def _fits(value: int | str) -> bool:
    if isinstance(value, int):
        return 0 <= value <= NUMBER_MAX
    return len(value) <= TEXT_CHARS_MAX and value.isascii() and value.isprintable()
