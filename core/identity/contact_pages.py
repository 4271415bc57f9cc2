"""Pages of the lists of people: which list, and behind whom. Opaque to clients, refused by any other list."""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_right

from core.identity.contact_store import Known
from core.identity.contacts import State
from core.kit.errors import PageTokenInvalid

PAGE_SIZE = 50  # Where the request says 0.
_TOKEN = re.compile(r"([0-9]):([0-9]{1,15}):(usr_[0-9a-z]{26})")


def page_token(state: State, last: Known) -> str:
    """The token of the page behind this person."""
    text = f"{state.value}:{last.side.since_ms}:{last.user_id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def behind(state: State, token: str) -> tuple[int, str] | None:
    """The time and id of the person a page begins behind; None for the first. PAGE_TOKEN_INVALID for other texts."""
    if not token:
        return None
    try:
        text = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    match = _TOKEN.fullmatch(text)
    if match is None or int(match[1]) != state.value:
        raise PageTokenInvalid("this page token was not given by this list")
    return int(match[2]), match[3]


def by_name(people: list[Known], last: Known | None) -> list[Known]:
    """In the order of what the owner calls them or they call themselves, from behind `last`, who may be gone."""
    ordered = sorted(people, key=_name)
    return ordered if last is None else ordered[bisect_right(ordered, _name(last), key=_name) :]


def _name(each: Known) -> tuple[str, str]:
    return (each.side.alias or each.display_name).casefold(), each.user_id
