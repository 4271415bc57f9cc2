"""Protobuf messages to and from a request's body, strictly: what is not understood is refused by the field's path."""

from __future__ import annotations

import json
import re
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message

from core.kit.errors import InvalidArgument

JSON, PROTO = "application/json", "application/proto"
DEPTH_MAX = 32
_UNKNOWN = re.compile(r'has no field named "(.*?)" at "([^"]*)"', re.DOTALL)
_AT = re.compile(r"(?:.*field: )?(.*) at \w+\.([\w.\[\]]{1,200}?)\.?", re.DOTALL)
_BROKEN = re.compile(r"Failed to parse (\w{1,64}) field: (.*)", re.DOTALL)


def parse(body: bytes, kind: str, request_type: type[Message]) -> Message:
    """The request in a body. INVALID_ARGUMENT naming the field that is unknown or of another type."""
    if kind == PROTO:
        try:
            return request_type.FromString(body)
        except (DecodeError, UnicodeDecodeError):
            raise InvalidArgument("the body is not this method's request", why="is not valid protobuf") from None
    return from_json(_json_object(body), request_type)


def from_json(value: dict[str, Any], request_type: type[Message]) -> Message:
    """The request a JSON object says, as `parse` does."""
    request = request_type()
    try:
        json_format.ParseDict(value, request, max_recursion_depth=DEPTH_MAX)
    except json_format.ParseError as error:
        raise _refusal(str(error)) from None
    except (RecursionError, ValueError, TypeError, AttributeError):
        raise InvalidArgument("the body is not this method's request", why="is not protobuf JSON") from None
    return request


def render(message: Message, kind: str) -> bytes:
    """The message as bytes: protobuf, or its JSON with the proto's own field names."""
    if kind == PROTO:
        return message.SerializeToString()
    text = json_format.MessageToJson(message, preserving_proto_field_name=True, indent=None, ensure_ascii=False)
    return text.encode()


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body.decode(), object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise InvalidArgument("the body is not JSON", why="is not JSON, or is nested too deep") from None
    if not isinstance(value, dict):
        raise InvalidArgument("the body is not a JSON object", why="must be a JSON object")
    return value


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object's members. ValueError where one is given twice: readers would disagree about which counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field is given twice")
    return found


def _refusal(text: str) -> InvalidArgument:
    unknown = _UNKNOWN.search(text)
    if unknown:
        field = ".".join([*unknown[2].split(".")[1:], unknown[1]])[:200]
        return InvalidArgument(f"{field}: no such field", field=field, why="is not a field of this request")
    at, broken = _AT.fullmatch(text), _BROKEN.search(text)
    if at or broken:
        field, why = (at[2], at[1]) if at else (broken[1], broken[2])  # type: ignore[index]
        why = why.splitlines()[0][:200]
        return InvalidArgument(f"{field}: {why}", field=field, why=why)
    return InvalidArgument("the body is not this method's request", why=text.splitlines()[0][:200])
