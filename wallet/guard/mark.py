"""The mark as its owner may write it: one emoji, and a few words that show nothing but themselves. Pure."""

from __future__ import annotations

import re
import unicodedata

import emoji

from core.kit.errors import InvalidArgument

_JOINERS = {"\u200c", "\u200d"}  # Persian and many emoji are written with them.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # Controls, directions and what has no sign.
_BLANK = set("\u115f\u1160\u3164\uffa0\u2800")  # Letters and signs by category that print nothing.


def clean_emoji(text: str) -> str:
    """INVALID_ARGUMENT for anything but one emoji."""
    if not emoji.is_emoji(text):
        raise _refused("mark.emoji", "is not one emoji")
    return text


def clean_phrase(text: str) -> str:
    """The words in NFC, a space between them, without controls of direction. INVALID_ARGUMENT when none is left."""
    spaced = re.sub(r"\s+", " ", text)
    kept = "".join(char for char in spaced if char in _JOINERS or unicodedata.category(char) not in _UNSEEN)
    phrase = unicodedata.normalize("NFC", kept).strip()
    if not any(unicodedata.category(char)[0] in "LNPS" and char not in _BLANK for char in phrase):
        raise _refused("mark.phrase", "holds nothing that can be read")
    return phrase


def _refused(field: str, why: str) -> InvalidArgument:
    return InvalidArgument(f"{field}: {why}", field=field, why=why)
