"""Texts of apps and people, as the wallet keeps and shows them: one line that turns nothing around it. Pure."""

from __future__ import annotations

import re
import unicodedata

from wallet.border import refused

# Embeddings, overrides and isolates turn the text around them; the marks (LRM, RLM, ALM) only nudge and stay.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
_PRINTS = {"L", "N", "P", "S"}
# Letters and signs by category that print nothing: Hangul fillers, the Braille blank.
_BLANK = set("\u115f\u1160\u3164\uffa0\u2800")


def line(text: str, path: str, chars_max: int = 80) -> str:
    """The text on one line in NFC. INVALID_ARGUMENT names the field where nothing of it can be read.

    The field's own rule has counted its characters; the few that NFC takes apart are cut off beyond that.
    """
    plain = _BIDI_CONTROLS.sub("", unicodedata.normalize("NFC", text))
    shown = "".join(" " if unicodedata.category(char) in _UNPRINTABLE else char for char in plain)
    shown = " ".join(shown.split())[:chars_max].rstrip()
    if not any(unicodedata.category(char)[0] in _PRINTS and char not in _BLANK for char in shown):
        raise refused(path, "has nothing that can be read")
    return shown
