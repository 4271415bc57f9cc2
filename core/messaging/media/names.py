"""A file's name as people may see it: no path, no sign that hides or turns what it says."""

from __future__ import annotations

import unicodedata

NAME_CHARS_MAX = 255
# Control and format signs, line and paragraph ends, halves of surrogate pairs and unassigned places; the joiners of
# Arabic and Persian words and of emoji are kept.
_DROPPED = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"


def clean(name: str) -> str:
    """The last part of the path, in NFC, without signs nobody sees; may be empty."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in last if letter in _JOINERS or unicodedata.category(letter) not in _DROPPED)
    return " ".join(seen.split()).lstrip(".")[:NAME_CHARS_MAX].strip()
