"""Search as people type: one spelling for what Arabic writes in several, and a score for what was found. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_SAME = str.maketrans("أإآٱىةؤئ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹یکھ", "اااايهوي01234567890123456789يكه", "ـ")
_EXACT, _BEGUN, _WITHIN = 6, 4, 1
_ARTICLES = ("وال", "بال", "لل", "ال")


def fold(text: str) -> str:
    """Lower case, no vowel signs or tatweel, alef and its hamzas one letter, ة as ه, ى as ي, Latin digits."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.translate(_SAME)) if not _is_mark(sign))
    return plain.translate(_SAME).casefold()


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn"


def words(text: str) -> list[str]:
    """The folded words, each without its article too, so that برجر finds البرجر."""
    found: list[str] = []
    for word in "".join(sign if sign.isalnum() else " " for sign in fold(text)).split():
        found.append(word)
        bare = next((word[len(article) :] for article in _ARTICLES if word.startswith(article)), "")
        if len(bare) >= 2:
            found.append(bare)
    return found


def score(query: str, known: Sequence[str]) -> int:
    """How well the query fits these words; 0 where one of its own is not among them."""
    total = 0
    asked = "".join(sign if sign.isalnum() else " " for sign in fold(query)).split()
    for word in asked:
        best = max((_fits(form, each) for form in _forms(word) for each in known), default=0)
        if not best:
            return 0
        total += best
    return total


def _forms(word: str) -> list[str]:
    bare = next((word[len(article) :] for article in _ARTICLES if word.startswith(article)), "")
    return [word, bare] if len(bare) >= 2 else [word]


def _fits(word: str, known: str) -> int:
    if word == known:
        return _EXACT
    if known.startswith(word):
        return _BEGUN
    return _WITHIN if len(word) >= 3 and word in known else 0
