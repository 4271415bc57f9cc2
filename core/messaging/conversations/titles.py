"""What a conversation may be called: something that can be read, and that does not turn the text around it."""

from __future__ import annotations

import re
import unicodedata

from core.kit.errors import InvalidArgument

TITLE_CHARS_MAX = 64
DESCRIPTION_CHARS_MAX = 512
# Embeddings, overrides and isolates turn the text around them; the marks (LRM, RLM, ALM) only nudge and stay.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
_PRINTS = {"L", "N", "P", "S"}
# Letters and signs by category that print nothing: Hangul fillers, the Braille blank.
_BLANK = set("\u115f\u1160\u3164\uffa0\u2800")


def clean_title(text: str) -> str:
    """The title on one line. INVALID_ARGUMENT where nothing of it can be read."""
    cleaned = " ".join(_clean(text, keep="").split())
    if not any(unicodedata.category(char)[0] in _PRINTS and char not in _BLANK for char in cleaned):
        raise InvalidArgument("title: has nothing that can be read", field="title", why="has nothing that can be read")
    return cleaned[:TITLE_CHARS_MAX]


def clean_description(text: str) -> str:
    """The description, with its lines."""
    return _clean(text, keep="\n").strip()[:DESCRIPTION_CHARS_MAX]


def _clean(text: str, *, keep: str) -> str:
    plain = _BIDI_CONTROLS.sub("", unicodedata.normalize("NFC", text))
    return "".join(char if char in keep or unicodedata.category(char) not in _UNPRINTABLE else " " for char in plain)
