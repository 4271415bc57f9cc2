"""The event being handled: who, when, which language, may it write. One at a time, by design."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from miniapp.errors import NotInEvent, NoUser
from miniapp.values import from_ms


class Event:
    """What the host said about this event, and what handlers have made so far."""

    __slots__ = ("acts", "is_owner", "lang", "made", "now_ms", "read_only", "timers", "user")

    def __init__(self, received: dict[str, Any], timers: frozenset[str]) -> None:
        self.user: str | None = received.get("user")
        self.is_owner: bool = received.get("owner") is True
        self.lang: str = received.get("lang") or "ar"
        self.now_ms: int = received.get("now_ms") or 0
        self.read_only: str | None = None  # The screen being drawn: screens never write.
        self.timers = timers  # What @app.on_timer knows, so that a timer nobody hears fails when it is set.
        self.acts: set[tuple[str, str]] = set()  # What was done at once, by method and name.
        self.made: list[object] = []  # goto() and toast() values; one that is not returned is a mistake.


_current: Event | None = None


def current() -> Event:
    """The event being handled; NotInEvent outside of one."""
    if _current is None:
        raise NotInEvent("this works only inside an @app.screen, @app.action, @app.on_… handler")
    return _current


def current_or_none() -> Event | None:
    """The event being handled, if there is one."""
    return _current


def made(value: object) -> None:
    """Remember a value that only counts when the handler returns it."""
    if _current is not None:
        _current.made.append(value)


@contextmanager
def handling(event: Event) -> Iterator[Event]:
    """The event is current inside the block; the one before is restored."""
    global _current
    before, _current = _current, event
    try:
        yield event
    finally:
        _current = before


def reading(event: Event, screen: str, draw: Callable[[], Any]) -> Any:
    """Draw a screen: everything but reads is refused meanwhile."""
    event.read_only = screen
    try:
        return draw()
    finally:
        event.read_only = None


class User:
    """Who is asking: `user.id` is this app's own id for them, `user.lang` ar or en, `user.is_owner` whose app it is."""

    __slots__ = ()

    @property
    def id(self) -> str:
        """The pairwise subject; NoUser in a timer."""
        subject = current().user
        if subject is None:
            raise NoUser("a timer runs for the app itself, so there is no user. Fix: put the id into the payload")
        return subject

    @property
    def is_owner(self) -> bool:
        """Whether they are the developer the app belongs to, who may invite the others; NoUser in a timer."""
        return bool(self.id) and current().is_owner

    @property
    def lang(self) -> str:
        """The user's language."""
        return current().lang


user = User()


def now() -> datetime:
    """The moment of this event, in UTC with its zone; the same however often it is asked."""
    return from_ms(current().now_ms)
