"""When two spellings are the same word: pure, the same for what is indexed and what is asked.

NFKC first. Then vowel signs, superscript alef, Quranic marks, tatweel, joiners, direction marks and variation selectors
are as if not there; أ إ آ ٱ are ا, ى is ي, ة is ه, ؤ is و, ئ is ي; Persian and Urdu letters are the Arabic ones; every
script's digits are ASCII; letters are without case. Nothing is stemmed: a word with و or ال before it is another word.
A word is a run of letters, marks and digits; a symbol, as an emoji, is a word by itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

WORD_CHARS_MAX = 64  # A longer word is known by its beginning: indexes have limits.
_CACHED_CHARS = 4  # Segments that people really write; others are not worth remembering.

_IGNORED_RANGES = (
    (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED), (0x0898, 0x089F),
    (0x08CA, 0x08FF), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x034F, 0x034F),
)  # fmt: skip
_SAME = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي",
    # Persian, Urdu and Kurdish keyboards: kaf, yaa, and the four forms of haa.
    "\u06a9": "ك", "\u06cc": "ي", "\u06c1": "ه", "\u06d5": "ه", "\u06be": "ه", "\u06c0": "ه", "\u06c2": "ه",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stood, in code points of the original, the end not included."""

    text: str
    start: int
    end: int


def plain(text: str) -> list[str]:
    """The words of a text, in order."""
    return [word[:WORD_CHARS_MAX] for word in _folded(text).split(" ") if word]


def words(text: str) -> list[Word]:
    """The same words with their places: a piece at a time, which takes longer."""
    found: list[Word] = []
    letters: list[str] = []
    start = end = 0
    for first, last, folded in _pieces(text):
        for char in folded:
            if char != " ":
                if not letters:
                    start = first
                letters.append(char)
                end = last
            elif letters:
                found.append(Word("".join(letters)[:WORD_CHARS_MAX], start, end))
                letters = []
    if letters:
        found.append(Word("".join(letters)[:WORD_CHARS_MAX], start, end))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """The text in pieces that NFKC cannot join: (first, after the last, folded)."""
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and _JOINS[text[at]]:
            continue
        piece = text[start:at]
        yield start, at, _folded_short(piece) if len(piece) <= _CACHED_CHARS else _folded(piece)
        start = at


def _folded(text: str) -> str:
    """The text with one space or more wherever no word is."""
    caseless = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return caseless.translate(_LETTERS)


_folded_short = lru_cache(16_384)(_folded)


class _Joins(dict[str, bool]):
    """Whether NFKC may make one of it and what stands before: marks, and the later letters of a Hangul syllable."""

    def __missing__(self, char: str) -> bool:
        first = unicodedata.normalize("NFKD", char)[0]
        self[char] = unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"
        return self[char]


class _Letters(dict[int, str]):
    """What a letter is folded to: nothing where it is ignored, a space where it is no part of a word."""

    def __missing__(self, code: int) -> str:
        self[code] = _letter(chr(code))
        return self[code]


def _letter(char: str) -> str:
    same = _SAME.get(char)
    if same is not None:
        return same
    category = unicodedata.category(char)
    if category == "Cf" or any(low <= ord(char) <= high for low, high in _IGNORED_RANGES):
        return ""
    if category == "So":
        return f" {char} "
    if category[0] not in "LMN":
        return " "
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


_JOINS, _LETTERS = _Joins(), _Letters()
