"""Page tokens: which list, and at which row it goes on. Whose rows they are is checked where they are read. Pure."""

from __future__ import annotations

import base64
import binascii
import re

from core.kit.errors import PageTokenInvalid

PAGE_SIZE = 50  # Where the request says 0.
_SEQ_MAX = 2**63 - 1  # A database would not take more.
_TOKEN = re.compile(r"([a-z]+):([1-9][0-9]{0,18})")


def page_token(list_name: str, seq: int) -> str:
    """The token of the page that begins at this row."""
    return base64.urlsafe_b64encode(f"{list_name}:{seq}".encode()).decode().rstrip("=")


def seq_of(list_name: str, token: str) -> int:
    """The row a page begins at; 0 for the first page. PAGE_TOKEN_INVALID for any other text."""
    if not token:
        return 0
    try:
        text = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    match = _TOKEN.fullmatch(text)
    if match is None or match[1] != list_name or page_token(list_name, seq := int(match[2])) != token or seq > _SEQ_MAX:
        raise not_of_this_list(list_name)
    return seq


def not_of_this_list(list_name: str) -> PageTokenInvalid:
    return PageTokenInvalid("this page token was not given by this list", list=list_name)
