"""Which passwords are refused: the ones every guesser tries first. Length is asked for; odd characters are not."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

from core.identity.errors import PasswordTooWeak

CHARS_MIN = 8
_DISTINCT_MIN = 4  # aaaaaaaa, 12121212, abcabcabc.
_RUN_MEAN_MAX = 3.0  # abcd1234 is two runs of four; a password worth its name has runs of one and two.
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ابتثجحخدذرزسش")
_ANY_DIRECTION = frozenset({-1, 0, 1})
_LEET = str.maketrans("013457@$!|", "oieastasil")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_HEAD, _TAIL = re.compile(r"^[\W\d_]+"), re.compile(r"[\W\d_]+$")


def normalize(password: str) -> str:
    """One form for every way of typing it: NFKC, so a phone's and a laptop's keyboards agree."""
    return unicodedata.normalize("NFKC", password)


def check_strength(password: str, *, username: str) -> None:
    """Raise PasswordTooWeak, saying why, unless the password can stand slow guessing."""
    text = normalize(password).casefold()
    if len(text) < CHARS_MIN:
        raise _weak("short")
    if len(set(text)) < _DISTINCT_MIN or _repeats(text):
        raise _weak("repeated")
    if len(text) / _runs(_western_digits(text)) > _RUN_MEAN_MAX:
        raise _weak("sequence")
    if username and username in text:
        raise _weak("username")
    if _common() & set(_words(text)):
        raise _weak("common")


def _weak(why: str) -> PasswordTooWeak:
    return PasswordTooWeak("easily guessed", why=why)


def _repeats(text: str) -> bool:
    """True when the whole is one short piece over and over: passpass, لالا١٢لالا١٢."""
    piece = (text + text).find(text, 1)
    return piece < len(text) and piece < CHARS_MIN


def _runs(text: str) -> int:
    """How many stretches of neighbouring characters it falls into: up, down, along a keyboard row, or the same."""
    runs, directions = 1, _ANY_DIRECTION
    for left, right in itertools.pairwise(text):
        directions = directions & _steps(left, right)
        if not directions:
            runs, directions = runs + 1, _ANY_DIRECTION
    return runs


def _steps(left: str, right: str) -> frozenset[int]:
    """The directions in which `right` is the next of `left`: in the alphabet or along a keyboard row."""
    steps = {ord(right) - ord(left)}
    steps |= {row.index(right) - row.index(left) for row in _ROWS if left in row and right in row}
    return _ANY_DIRECTION & steps


def _western_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(char, char)) for char in text)


def _words(text: str) -> Iterator[str]:
    """The word without the digits and signs people dress it in: Pa$$word!2026, 99p4ssword."""
    yield _NOT_LETTERS.sub("", text)
    undressed = _TAIL.sub("", text)
    yield _NOT_LETTERS.sub("", undressed.translate(_LEET))
    yield _NOT_LETTERS.sub("", _HEAD.sub("", undressed).translate(_LEET))


@cache
def _common() -> frozenset[str]:
    listed = resources.files("core.identity").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(listed.split())
