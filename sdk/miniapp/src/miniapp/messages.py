"""Cards in people's chats: sent, shared and changed in place. Scope messages.send.

A card is a title, a line of text and a place in the app that a tap opens, as whoever taps. It is kept under a key of
the app's own choosing; the same key again changes the card where it stands, and does not notify again. Cards leave with
the event: if the handler fails, nobody sees one; if the event is repeated, they see one. What people do not allow is
dropped where it would arrive, and the app is not told who allows what: at most 20 new cards a person a day, and a
change at most once a second, the newest.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from miniapp import _event, _host, limits
from miniapp.errors import InvalidArgument, NoUser


def send_card(key: str, *, title: str, text: str = "", path: str = "/", to: str | None = None) -> None:
    """Shows a card in the conversation of the app with one person: the user, or `to`, a `user.id` the app has kept.

        messages.send_card(f"order-{order.id}", title="Your car is near", path=f"/order?id={order.id}")

    The first card to the user asks them; ScopeDenied when they said no. Whom you name is not asked: who has not allowed
    it gets nothing. A timer has no user: name somebody, else NoUser. InvalidArgument for nobody the app has met.
    """
    card = _card(key, title, text, path)
    if to is None and not _event.current().user:
        raise NoUser("a timer has no user; name somebody with to=")
    if to is not None:
        card["user_id"] = to
    _host.call("messages-send", "SendCard", card, writes=True)


def update_card(key: str, *, title: str, text: str = "", path: str = "/") -> None:
    """Changes a card wherever it is: sent to anybody or shared in any chat, the newest 50 of them.

        messages.update_card(f"poll-{poll.id}", title=poll.question, text="12 votes", path=f"/poll?id={poll.id}")

    The user of the event need not have allowed anything; who got or shared it must, or theirs stays as it was. Nothing
    happens where nobody has it.
    """
    _host.call("messages-send", "UpdateCard", _card(key, title, text, path), writes=True)


def offer_card(key: str, *, title: str, text: str = "", path: str = "/") -> None:
    """Has the host ask the user where to share a card; they choose a chat, or not, and the app does not learn which.

    A shared card is the user's own message. NoUser in a timer; the newest offer replaces the last.
    """
    card = _card(key, title, text, path)
    if not _event.current().user:
        raise NoUser("a timer has no user who could share a card")
    _host.call("messages-send", "OfferCard", card, writes=True)


def _card(key: str, title: str, text: str, path: str) -> dict[str, Any]:
    _check("card_key", key, limits.CARD_KEY_CHARS_MAX)
    _check("title", title, limits.CARD_TITLE_CHARS_MAX)
    _check("text", text, limits.CARD_TEXT_CHARS_MAX, empty=True)
    _check("path", path, limits.CARD_PATH_CHARS_MAX)
    if not path.startswith("/"):
        raise InvalidArgument('path: name one of your screens, e.g. "/poll?id=12"', field="path")
    if any(unicodedata.category(sign) == "Cc" for sign in key + path):
        raise InvalidArgument("card_key and path hold no control characters", field="card_key")
    return {"card_key": key, "title": title, "text": text, "path": path}


def _check(field: str, value: object, chars_max: int, *, empty: bool = False) -> None:
    if not isinstance(value, str) or len(value) > chars_max or not (empty or value.strip()):
        least = 0 if empty else 1
        raise InvalidArgument(f"{field} is text of {least} to {chars_max} characters", field=field)
