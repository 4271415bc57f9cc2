"""What is said to a guest and what is believed of its answer; pure. The answer is hostile input."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from core.kit.errors import DomainError, InvalidArgument
from core.sandbox.errors import AppAnswerInvalid, AppCrashed, AppRefused, AppScreenNotFound
from majlis_devkit.effects import check_effects
from majlis_devkit.engine.outcome import printable
from majlis_devkit.tree import Screen, ScreenError, parse
from miniapp import limits

MESSAGE_CHARS_MAX = 500
LINK_PARAMETERS_MAX = 32
KEPT_CHARS_MAX = 4_096  # Of a file, in the record of its event: any appointment, not every list.
Query = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a user is in an app: the screen's path and its parameters."""

    path: str = "/"
    query: Query = field(default_factory=dict)

    @classmethod
    def from_link(cls, link: str) -> Place:
        """The place of `/poll?id=12`; the root for an empty link. INVALID_ARGUMENT for too many parameters."""
        path, _, query = link.partition("?")
        try:
            return cls(path or "/", dict(parse_qsl(query, keep_blank_values=True, max_num_fields=LINK_PARAMETERS_MAX)))
        except ValueError:
            why = f"has more than {LINK_PARAMETERS_MAX} parameters"
            raise InvalidArgument(f"path: {why}", field="path", why=why) from None

    @classmethod
    def from_stored(cls, path: str, query_json: str) -> Place:
        return cls(path or "/", json.loads(query_json) if query_json else {})

    @property
    def query_json(self) -> str:
        return dumps(self.query) if self.query else ""

    @property
    def link(self) -> str:
        """`/poll?id=12`: what a client opens to come back here."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class Answer:
    """A guest's answer after every check. `screen` is None where nobody looks (timers)."""

    state_json: str
    place: Place
    screen: Screen | None
    effects: list[Any]


def dumps(value: Any) -> str:
    """JSON as it is stored and sent: no spaces, Arabic as it is."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def event_json(kind: str, *, place: Place, state_json: str, subject: str, lang: str, now_ms: int, **more: Any) -> str:
    """The event as the SDK reads it; `more` is action, timer or payment, and owner."""
    event = {
        "v": 1, "kind": kind, "lang": lang, "now_ms": now_ms, "user": subject or None,
        "path": place.path, "query": place.query, "state": json.loads(state_json) if state_json else None, **more,
    }  # fmt: skip
    return dumps(event)


def read_answer(text: str, *, place: Place, draws: bool, tapped: bool = True) -> Answer:
    """Check a guest's answer; `tapped` is false where nobody did anything.

    Raises APP_REFUSED, APP_CRASHED, APP_SCREEN_NOT_FOUND or APP_ANSWER_INVALID.
    """
    try:
        answer = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise AppAnswerInvalid("the answer is not JSON", pointer="", why="json") from None
    if not isinstance(answer, dict):
        raise AppAnswerInvalid("the answer is not an object", pointer="", why="type")
    if "error" in answer:
        raise _app_error(answer["error"])
    state_json = _sized("state", answer.get("state"), limits.STATE_BYTES_MAX)
    went = _place(answer, place) if draws else place
    screen = _screen(answer.get("tree")) if draws else None
    return Answer(state_json, went, screen, _effects(answer.get("effects"), tapped=tapped))


def kept(effects: list[Any]) -> list[Any]:
    """The effects as the event's record has them: of a file that is large only its name; who lost it taps again."""
    return [
        {"save": effect["save"] | {"text": None}} if len(effect.get("save", {}).get("text", "")) > KEPT_CHARS_MAX
        else effect for effect in effects
    ]  # fmt: skip


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _app_error(error: Any) -> DomainError:
    """What the app says went wrong, as a reason of ours; its words are capped and never become a reason."""
    said: dict[str, Any] = error if isinstance(error, dict) else {}
    message = _words(said, "message", MESSAGE_CHARS_MAX)
    if said.get("reason") == "APP_REFUSED":
        return AppRefused("the app refused", text_json=dumps(_refusal(said.get("text"), message)))
    if said.get("reason") == "SCREEN_NOT_FOUND":
        return AppScreenNotFound("the app has no such screen")
    traceback = _words(said, "traceback", limits.TRACEBACK_BYTES_MAX)
    return AppCrashed(message or "the app failed", where=_words(said, "where", 200), traceback=traceback)


def _words(said: dict[str, Any], member: str, chars_max: int) -> str:
    """A text of the app for logs and developers, with nothing in it that could act on a terminal."""
    text = said.get(member)
    return printable(text, chars_max) if isinstance(text, str) else ""


def _refusal(text: Any, message: str) -> Any:
    """The app's words for its user, cleaned like any text of a screen; its message where they are none."""
    try:
        return _text({"text": text})["text"]
    except AppAnswerInvalid:
        return message


def _sized(member: str, value: Any, bytes_max: int) -> str:
    try:
        text = dumps(value)
        size = len(text.encode())
    except (ValueError, RecursionError):  # Lone surrogates are no UTF-8.
        raise AppAnswerInvalid(f"{member} is not plain JSON", pointer=f"/{member}", why="json") from None
    if size > bytes_max:
        raise AppAnswerInvalid(f"{member} is too large", pointer=f"/{member}", why="limit", limit=bytes_max, size=size)
    return text


def _place(answer: dict[str, Any], asked: Place) -> Place:
    path, query = answer.get("path", asked.path), answer.get("query", dict(asked.query))
    fits = isinstance(path, str) and path.startswith("/") and len(path) <= limits.PATH_CHARS_MAX
    if not fits or not path.isprintable():  # No controls, and no half characters, which no database takes.
        raise AppAnswerInvalid("path is not a screen's path", pointer="/path", why="type")
    if not isinstance(query, dict):
        raise AppAnswerInvalid("query is not an object", pointer="/query", why="type")
    _sized("query", query, limits.QUERY_BYTES_MAX)
    return Place(path, query)


def _screen(tree: Any) -> Screen:
    try:
        return parse(tree)
    except ScreenError as refused:
        pointer = "/tree" + refused.facts.get("pointer", "")
        raise AppAnswerInvalid(str(refused), pointer=pointer, why=refused.facts["why"]) from None
    except RecursionError:
        raise AppAnswerInvalid("the tree is too deep", pointer="/tree", why="limit") from None


def _effects(effects: Any, *, tapped: bool) -> list[Any]:
    """The effects a client may be given: toasts, a file, one thing to approve; nothing else."""
    try:
        return check_effects(effects, tapped=tapped)
    except ScreenError as refused:
        raise AppAnswerInvalid(str(refused), pointer=refused.facts.get("pointer", ""), why=refused.why) from None


def _text(props: dict[str, Any]) -> dict[str, Any]:
    """The properties of a text with a tone, by the tree's own checks: there is one set of rules for texts."""
    shown = {"type": "Screen", "props": {"title": "-"}, "children": [{"type": "Text", "props": props}]}
    screen = _screen(shown)
    checked: dict[str, Any] = screen.nodes[f"{screen.root}.0"][1]
    return checked
