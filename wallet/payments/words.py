"""What people write beside money, made safe to show inside the host's own sentences: pure."""

from __future__ import annotations

import re
import unicodedata

from core.kit.errors import InvalidArgument

NOTE_CHARS_MAX = 140
TITLE_CHARS_MAX = 64
# Embeddings, overrides and isolates could turn an amount around; the marks (LRM, RLM, ALM) only nudge and stay.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
_PRINTS = {"L", "N", "P", "S"}
# Letters and signs by category that print nothing: Hangul fillers, the Braille blank.
_BLANK = set("\u115f\u1160\u3164\uffa0\u2800")


def clean_note(text: str) -> str:
    """One line in NFC without controls; empty where nothing of it can be read."""
    return _line(text)[:NOTE_CHARS_MAX]


def clean_title(text: str, field: str) -> str:
    """The same for what has to be named. INVALID_ARGUMENT where nothing of it can be read."""
    line = _line(text)[:TITLE_CHARS_MAX]
    if not line:
        raise InvalidArgument(f"{field}: has nothing that can be read", field=field, why="has nothing that can be read")
    return line


def _line(text: str) -> str:
    plain = _BIDI_CONTROLS.sub("", unicodedata.normalize("NFC", text))
    spaced = "".join(" " if unicodedata.category(char) in _UNPRINTABLE else char for char in plain)
    line = " ".join(spaced.split())
    return line if any(unicodedata.category(char)[0] in _PRINTS and char not in _BLANK for char in line) else ""
