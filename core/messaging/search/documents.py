"""What is searched of a message, and the form the indexes take it in: pure.

A message's document is its words in order, separated by spaces, text first, then the names of what is attached. Beside
them stand words nobody can write, of where it is and who wrote it, so that an index narrows a search by itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from core.kit import folding

WORDS_MAX = 8_192  # Of one message; later ones are not found.
PLACES_MAX = 255  # Of one word in one message: PostgreSQL keeps no more.
# No word has this sign in it: folding sees a gap there.
MARK = "·"
_NAMED = (
    ("file", "name"), ("location", "name"), ("card", "title"), ("wallet_card", "note"), ("wallet_card", "title_ar"),
    ("wallet_card", "title_en"),
)  # fmt: skip


def parts(body_json: str) -> list[str]:
    """The searched texts of a MESSAGE body: its own first; no empty ones."""
    content = json.loads(body_json).get("message", {}) if body_json else {}
    texts = [content.get("text", ""), *(content.get(what, {}).get(field, "") for what, field in _NAMED)]
    return [text for text in texts if text]


def document(texts: Iterable[str], *, conversation_id: str, sender_id: str) -> str:
    """The words as the indexes take them; empty where there are none."""
    found: list[str] = []
    for text in texts:
        if found:
            found.append(MARK)  # No phrase goes from one text into the next.
        found += folding.plain(text)
    if not any(word != MARK for word in found):
        return ""
    found = found[:WORDS_MAX]
    if len(found) > PLACES_MAX:
        seen: Counter[str] = Counter()
        for at, word in enumerate(found):
            seen[word] += 1
            if seen[word] > PLACES_MAX:
                found[at] = MARK
    return " ".join([place_word(conversation_id), place_word(sender_id), *found])


@lru_cache(4_096)
def place_word(ref: str) -> str:
    """The word of a conversation or a person that documents carry."""
    return MARK + re.sub("[^0-9a-z]", MARK, ref)
