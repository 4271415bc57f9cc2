"""Guest values made safe before they are judged: no invisible characters that could turn a line around, no broken ones.

What a property may hold is `miniapp.vocabulary`'s to say (`why_not`); this cleans what it holds.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

# Embeddings, overrides and isolates can reverse an amount on screen; the marks LRM, RLM and ALM are honest Arabic.
_REMOVED: dict[int, None] = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
# Controls have no look; tab and line feed do.
_REMOVED |= dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n")
_HAS_REMOVED = re.compile("[" + "".join(map(re.escape, map(chr, _REMOVED))) + "]")
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_CLEAN_DEPTH_MAX = 12  # The deepest typed value the vocabulary allows is half of that.


class Uncleanable(ValueError):
    """The value has half a character (a lone surrogate) or is nested beyond anything the vocabulary has."""


def clean_text(text: str) -> str:
    """NFC, without bidi and other invisible controls, as an app may put it on a screen."""
    # What is printable holds no control, no bidi mark and no half character.
    printable = text.isprintable()
    if text.isascii():
        return text if printable else text.translate(_REMOVED)
    if printable:
        return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Uncleanable("has half of a character (a lone surrogate)") from None
    if _HAS_REMOVED.search(text):
        text = text.translate(_REMOVED)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def clean(value: Any, depth: int = 0) -> Any:
    """The value with every text in it cleaned; member names are left for the vocabulary to judge."""
    if isinstance(value, str):
        return clean_text(value)
    if depth > _CLEAN_DEPTH_MAX:
        raise Uncleanable("is nested too deeply")
    if isinstance(value, dict):
        return {name: clean(inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [clean(inner, depth + 1) for inner in value]
    return value


def json_size(value: Any) -> int | None:
    """Bytes of the value as compact UTF-8 JSON; None for what JSON or UTF-8 cannot carry."""
    try:
        return len(_COMPACT.encode(value).encode())
    except (ValueError, TypeError, RecursionError):
        return None


def args_size(args: dict[str, Any]) -> int | None:
    """`json_size` of an object, counted where its members are plain: most are a short id or a number."""
    size = len(args) + 1 if args else 2
    for name, value in args.items():
        if type(value) is int and -(2**53) < value < 2**53:
            size += len(str(value))
        elif type(value) is str and _is_unescaped(value):
            size += len(value) + 2
        else:
            return json_size(args)
        if not _is_unescaped(name):
            return json_size(args)
        size += len(name) + 3
    return size


def _is_unescaped(text: str) -> bool:
    """True where JSON writes the text as it is, a byte a character."""
    return text.isascii() and text.isprintable() and '"' not in text and "\\" not in text
