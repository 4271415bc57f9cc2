"""What a query asks for: words in any order, all of them; the last as a beginning; "quoted" ones next to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.kit import folding
from core.kit.errors import InvalidArgument
from core.kit.folding import Word

QUERY_WORDS_MAX = 32
_QUOTES = re.compile('["\u201c\u201d\u201e\u00ab\u00bb\uff02]')


@dataclass(frozen=True, slots=True)
class Query:
    """`phrases` are whole words in this order (one word is a phrase too); `beginning` ends the query."""

    phrases: tuple[tuple[str, ...], ...]
    beginning: str  # Empty where the query ends with a phrase.

    def __bool__(self) -> bool:
        return bool(self.phrases or self.beginning)


def parse(text: str) -> Query:
    """The query people typed; it is empty where there is no word in it. INVALID_ARGUMENT for too many words."""
    parts = _QUOTES.split(text)
    if len(parts) % 2 == 0:  # The last quote is not closed: what follows it are words.
        parts[-2:] = [f"{parts[-2]} {parts[-1]}"]
    phrases: list[tuple[str, ...]] = []
    loose_last = False
    for number, part in enumerate(parts):
        found = tuple(folding.plain(part))
        if not found:
            continue
        loose_last = number % 2 == 0
        phrases += [(word,) for word in found] if loose_last else [found]
    beginning = phrases.pop()[0] if loose_last else ""
    kept = tuple(dict.fromkeys(phrases))
    if sum(map(len, kept)) + bool(beginning) > QUERY_WORDS_MAX:
        raise InvalidArgument(f"query: at most {QUERY_WORDS_MAX} words", field="query", why="too many words")
    return Query(kept, beginning)


def found_in(query: Query, words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where the query's words stand in a text: ascending, not overlapping, ends not included."""
    places = sorted(set(_places(query, words)))
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _places(query: Query, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    texts = [word.text for word in words]
    for phrase in query.phrases:
        for at in range(len(texts) - len(phrase) + 1):
            if texts[at] == phrase[0] and tuple(texts[at : at + len(phrase)]) == phrase:
                yield from ((word.start, word.end) for word in words[at : at + len(phrase)])
    if query.beginning:
        yield from ((word.start, word.end) for word in words if word.text.startswith(query.beginning))
