"""The frames of a socket: what a client may send, a closed set of types with limits, and what it is sent, as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.gateway.codec import once
from core.gateway.wire_errors import error_fields
from core.kit.errors import DomainError, StatusCode
from majlis.sandbox.v1 import sandbox_service_pb2 as pb

FRAME_BYTES_MAX = 256 * 1024  # 5,000 known conversations; a message of 4,096 code points in escapes takes 48 KiB.
SESSIONS_MAX = 16  # Open mini-apps of one page.
TOKEN_CHARS_MAX = 4_096
ID_CHARS_MAX = 128
PATH_CHARS_MAX = 512
METHOD_CHARS_MAX = 200
NODE_ID_CHARS_MAX = 1_024
VALUE_JSON_CHARS_MAX = 4_096
KNOWN_MAX = 5_000  # Conversations a client may name; what it does not name comes whole.
OPEN_MAX = 20  # Conversations on one page's screen.
CONVERSATION_ID_CHARS_MAX = 64
SEQ_MAX = 2**53 - 1  # What a script can count exactly.
_RUNTIME = {pb.RUNTIME_RUNNER: "runner", pb.RUNTIME_SNAPSHOT: "snapshot"}


class FrameInvalid(DomainError):
    """A frame is not one of ours; `field` names the part that is wrong."""

    reason, code = "FRAME_INVALID", StatusCode.INVALID_ARGUMENT


@dataclass(frozen=True, slots=True)
class Seen:
    """A session the client shows and the revision of its screen; 0 for none."""

    session_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class Hello:
    token: str
    sessions: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Token:
    token: str


@dataclass(frozen=True, slots=True)
class Open:
    seq: int
    app_id: str
    path: str


@dataclass(frozen=True, slots=True)
class Event:
    seq: int
    request_id: str
    session_id: str
    revision: int
    node_id: str
    event: str
    value_json: str
    fields_json: str


@dataclass(frozen=True, slots=True)
class Close:
    session_id: str


@dataclass(frozen=True, slots=True)
class Call:
    seq: int
    method: str
    request: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Follow:
    known: tuple[tuple[str, int], ...]
    personal_pos: int
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    conversations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ping:
    pass


Frame = Hello | Token | Open | Event | Close | Call | Follow | Opened | Ping


def read(text: str | bytes) -> Frame:
    """The frame a message holds. FRAME_INVALID for anything that is not exactly one of ours."""
    if not isinstance(text, str):
        raise FrameInvalid("frames are text", field="")
    try:
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise FrameInvalid("the frame is not JSON", field="") from None
    if not isinstance(value, dict) or not isinstance(value.get("k"), str) or value["k"] not in _READERS:
        raise FrameInvalid("no such kind of frame", field="k")
    fields = _Fields(value)
    frame = _READERS[value["k"]](fields)
    fields.end()
    return frame


def seq_of(text: str | bytes) -> int:
    """The seq of a frame that could not be read, so that its sender learns which; 0 where there is none to find."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return 0
    seq = value.get("seq") if isinstance(value, dict) else None
    return seq if type(seq) is int and 0 < seq <= SEQ_MAX else 0


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class _Fields:
    """Takes the members of a frame one by one, each with its type and limit; `end` refuses what is left."""

    def __init__(self, value: dict[str, Any], path: str = "") -> None:
        self._left = dict(value)
        self._left.pop("k", None)
        self._path = path

    def text(self, name: str, chars_max: int, *, default: str | None = None) -> str:
        value = self._left.pop(name, default)
        if not isinstance(value, str) or len(value) > chars_max or (not value and default is None):
            raise self._refuse(name, f"is a text of 1 to {chars_max} characters")
        if not _is_unicode(value):
            raise self._refuse(name, "holds half of a character")
        return value

    def number(self, name: str, *, least: int = 0) -> int:
        value = self._left.pop(name, None)
        if type(value) is not int or not least <= value <= SEQ_MAX:
            raise self._refuse(name, f"is a whole number from {least}")
        return value

    def json(self, name: str) -> str:
        """The member as JSON text; empty where it is absent."""
        if name not in self._left:
            return ""
        try:
            text = json.dumps(self._left.pop(name), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        except (ValueError, RecursionError):
            text = ""
        if not text or len(text) > VALUE_JSON_CHARS_MAX or not _is_unicode(text):
            raise self._refuse(name, f"is at most {VALUE_JSON_CHARS_MAX} characters of JSON")
        return text

    def object(self, name: str) -> dict[str, Any]:
        value = self._left.pop(name, None)
        if not isinstance(value, dict):
            raise self._refuse(name, "is an object")
        return value

    def ids(self, name: str, most: int) -> tuple[str, ...]:
        values = self._left.pop(name, None)
        if not isinstance(values, list) or len(values) > most or not all(map(_is_conversation_id, values)):
            raise self._refuse(name, f"is a list of at most {most} conversation ids")
        return tuple(values)

    def known(self, name: str) -> tuple[tuple[str, int], ...]:
        values = self._left.pop(name, None)
        if not isinstance(values, list) or len(values) > KNOWN_MAX or not all(map(_is_known, values)):
            raise self._refuse(name, f"is a list of at most {KNOWN_MAX} pairs of a conversation id and a number")
        return tuple((conversation_id, seq) for conversation_id, seq in values)

    def sessions(self) -> tuple[Seen, ...]:
        values = self._left.pop("sessions", [])
        if not isinstance(values, list) or len(values) > SESSIONS_MAX:
            raise self._refuse("sessions", f"is a list of at most {SESSIONS_MAX}")
        seen = []
        for index, value in enumerate(values):
            if not isinstance(value, dict):
                raise self._refuse(f"sessions[{index}]", "is an object")
            fields = _Fields(value, f"sessions[{index}].")
            seen.append(Seen(fields.text("session_id", ID_CHARS_MAX), fields.number("revision")))
            fields.end()
        return tuple(seen)

    def end(self) -> None:
        for name in self._left:
            raise self._refuse(name[:64], "is not a member of this frame")

    def _refuse(self, name: str, why: str) -> FrameInvalid:
        field = (self._path + name).encode("utf-8", "replace").decode()
        return FrameInvalid(f"{field} {why}", field=field, why=why)


def _is_conversation_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= CONVERSATION_ID_CHARS_MAX and _is_unicode(value)


def _is_known(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    return _is_conversation_id(value[0]) and type(value[1]) is int and 0 <= value[1] <= SEQ_MAX


def _event(fields: _Fields) -> Event:
    return Event(
        seq=fields.number("seq", least=1), request_id=fields.text("request_id", ID_CHARS_MAX),
        session_id=fields.text("session_id", ID_CHARS_MAX), revision=fields.number("revision"),
        node_id=fields.text("id", NODE_ID_CHARS_MAX), event=fields.text("on", 32),
        value_json=fields.json("value"), fields_json=fields.json("fields"),
    )  # fmt: skip


def _open(fields: _Fields) -> Open:
    return Open(
        seq=fields.number("seq", least=1), app_id=fields.text("app_id", ID_CHARS_MAX),
        path=fields.text("path", PATH_CHARS_MAX, default=""),
    )  # fmt: skip


_READERS: dict[str, Callable[[_Fields], Frame]] = {
    "hello": lambda f: Hello(f.text("token", TOKEN_CHARS_MAX), f.sessions()),
    "token": lambda f: Token(f.text("token", TOKEN_CHARS_MAX)),
    "open": _open,
    "ev": _event,
    "close": lambda f: Close(f.text("session_id", ID_CHARS_MAX)),
    "call": lambda f: Call(f.number("seq", least=1), f.text("method", METHOD_CHARS_MAX), f.object("request")),
    "follow": lambda f: Follow(f.known("known"), f.number("personal_pos"), f.ids("open", OPEN_MAX)),
    "opened": lambda f: Opened(f.ids("conversations", OPEN_MAX)),
    "ping": lambda f: Ping(),
}

_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
PONG = '{"k":"pong"}'


def _text(kind: str, members: dict[str, Any], **raw: str) -> str:
    """A frame as text; `raw` members are JSON already (trees and patches are not read here, only carried)."""
    head = _dumps({"k": kind, **members})
    tail = "".join(f',"{name}":{text}' for name, text in raw.items() if text)
    return f"{head[:-1]}{tail}}}"


def screen(
    frame: pb.ScreenFrame, *, session_id: str, seq: int = 0, app_id: str = "", version: str = "",
    runtime: pb.Runtime.ValueType = pb.RUNTIME_UNSPECIFIED, effects_json: str = "",
) -> str:  # fmt: skip
    """A whole screen."""
    members: dict[str, Any] = {"seq": seq, "session_id": session_id, "revision": frame.revision, "root": frame.root}
    members |= {"path": frame.path} | ({"app_id": app_id} if app_id else {}) | ({"version": version} if version else {})
    members |= {"runtime": _RUNTIME[runtime]} if runtime in _RUNTIME else {}
    return _text("screen", members, nodes=frame.nodes_json or "{}", effects=effects_json)


def patch(
    frame: pb.PatchFrame, *, session_id: str, seq: int = 0,
    runtime: pb.Runtime.ValueType = pb.RUNTIME_UNSPECIFIED, effects_json: str = "",
) -> str:  # fmt: skip
    """What changes on a screen."""
    members: dict[str, Any] = {"seq": seq, "session_id": session_id, "revision": frame.revision}
    members |= {"base": frame.base_revision, "path": frame.path}
    members |= {"runtime": _RUNTIME[runtime]} if runtime in _RUNTIME else {}
    return _text("patch", members, ops=frame.ops_json or "[]", effects=effects_json)


def live(value: pb.LiveValue, *, session_id: str) -> str:
    """A topic's newest value."""
    return _text("live", {"session_id": session_id, "topic": value.topic}, value=value.value_json or "null")


def error(refused: DomainError, *, seq: int = 0, session_id: str = "") -> str:
    """Why a frame had no effect."""
    members: dict[str, Any] = {"seq": seq} if seq else {}
    members |= {"session_id": session_id} if session_id else {}
    return _text("error", {**members, "error": error_fields(refused)})


def answer(seq: int, response: str) -> str:
    """What a call gave, as JSON."""
    return f'{{"k":"answer","seq":{seq},"response":{response}}}'


def chat(happened: str) -> str:
    """One thing of the chat that is followed: the members of a FollowResponse's JSON object."""
    return '{"k":"chat"}' if happened == "{}" else f'{{"k":"chat",{happened[1:]}'


def bye(reason: str) -> str:
    """The last frame: the client must not come back by itself."""
    return _text("bye", {"reason": reason})
