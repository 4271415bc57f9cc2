"""JSON as it crosses the border: always valid Unicode, always strict, never deeper than Python can read.

A lone surrogate in any app string would kill the component's string passing; NaN would not be JSON at all.
"""

from __future__ import annotations

import json
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def dumps(value: Any) -> str:
    """Compact JSON text; half a character becomes U+FFFD. ValueError for NaN, circles or too deep nesting."""
    try:
        return whole(_encode(value))
    except RecursionError:
        raise ValueError("the value is nested too deeply, or holds itself") from None


def loads(text: str) -> Any:
    """The JSON value of a text; ValueError when it is none or nested too deeply."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None


def whole(text: str) -> str:
    """The text with lone surrogates replaced, so that it can be encoded."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def size(value: Any) -> int:
    """Bytes of the value as JSON text."""
    return len(dumps(value).encode())
