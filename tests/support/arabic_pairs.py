"""Pairs of a query and a text with the answer search must give: made from an outside dictionary, and from people's own.

The words are Arramooz's, an Arabic dictionary that is installed for the tests and not copied here; it has each word
with and without its vowel signs. Each rule below is one habit of writing; those of `NOT_FOUND` say what must stay
apart. They were written before the normaliser was and know nothing of it. `MAJLIS_ARABIC_PAIRS` names a folder of
*.tsv files for more: query, text, 1 or 0 for must or must not be found.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

PER_RULE = 40
VOWEL_SIGNS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")
# Letters people write in more than one way; words without them must be told apart exactly.
SHIFTING = frozenset("أإآٱاىيةهؤوئكء")
PLAIN_LETTERS = frozenset("بتثجحخدذرزسشصضطظعغفقلمن")
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
EXTENDED = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


class Word(NamedTuple):
    vocalised: str
    bare: str


class Pair(NamedTuple):
    rule: str
    query: str
    text: str
    found: bool


Made = Iterator[tuple[str, str]]


@cache
def dictionary() -> tuple[Word, ...]:
    """One word of each spelling, in the dictionary's own order."""
    found = find_spec("arramooz")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("install the dev requirements: the pairs are made from arramooz-pysqlite")
    file = Path(found.submodule_search_locations[0]) / "data" / "arabicdictionary.sqlite"
    with sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True) as opened:
        rows = opened.execute("SELECT vocalized, unvocalized FROM nouns ORDER BY id").fetchall()
    opened.close()
    seen: dict[str, Word] = {}
    for vocalised, bare in rows:
        word = Word(vocalised, bare)
        # The dictionary has a few rows of a stray sign or another word; what one column says the other must.
        if 4 <= len(bare) <= 9 and bare.isalpha() and "".join(c for c in vocalised if c not in VOWEL_SIGNS) == bare:
            seen.setdefault(bare, word)
    return tuple(seen.values())


def words(fits: Callable[[Word], bool] = lambda word: True, most: int = PER_RULE) -> list[Word]:
    """Up to `most` of the dictionary's words that fit, from all over it."""
    fitting = [word for word in dictionary() if fits(word)]
    return fitting[:: max(1, len(fitting) // most)][:most]


def plain(most: int = PER_RULE) -> list[Word]:
    """Words whose every letter is written in one way only."""
    return words(lambda word: PLAIN_LETTERS.issuperset(word.bare), most)


def has(letters: str) -> Callable[[Word], bool]:
    return lambda word: not set(letters).isdisjoint(word.bare)


def ends(letter: str) -> Callable[[Word], bool]:
    return lambda word: word.bare.endswith(letter)


# What must be found


def vowel_signs_in_the_text() -> Made:
    yield from ((word.bare, f"قال {word.vocalised} ثم سكت") for word in words(most=2 * PER_RULE))


def vowel_signs_in_the_query() -> Made:
    yield from ((word.vocalised, f"{word.bare} هنا") for word in words(most=2 * PER_RULE))


def alef_with_or_without_hamza() -> Made:
    for word in words(has("أإآ")):
        simple = word.bare.translate(str.maketrans("أإآ", "ااا"))
        yield simple, word.vocalised
        yield word.bare, f"هذا {simple}"


def another_alef_than_written() -> Made:
    for word in words(has("أ")):
        yield word.bare.replace("أ", "إ"), word.bare


def alef_wasla() -> Made:
    for word in words():
        yield f"ال{word.bare}", f"\u0671ل{word.vocalised}"


def hamza_on_waw() -> Made:
    for word in words(has("ؤ")):
        yield word.bare.replace("ؤ", "و"), word.vocalised


def hamza_on_yaa() -> Made:
    for word in words(has("ئ")):
        yield word.bare, f"كلمة {word.bare.replace('ئ', 'ي')}."


def taa_marbuta_as_haa() -> Made:
    for word in words(ends("ة")):
        yield word.bare[:-1] + "ه", word.vocalised
        yield word.bare, f"({word.bare[:-1]}ه)"


def alef_maqsura_as_yaa() -> Made:
    for word in words(ends("ى")):
        yield word.bare[:-1] + "ي", word.vocalised
    for word in words(ends("ي")):
        yield word.bare, f"{word.bare[:-1]}ى، نعم"


def stretched_with_tatweel() -> Made:
    for word in words():
        yield word.bare, f"{word.bare[:2]}ــــ{word.bare[2:]}!"
        yield f"{word.bare[0]}ـ{word.bare[1:]}", word.vocalised


def digits_of_three_kinds() -> Made:
    for number, word in enumerate(words(), 1985):
        digits = str(number)
        yield f"{word.bare} {digits}", f"في {digits.translate(ARABIC_INDIC)} كان {word.vocalised}"
        yield digits.translate(EXTENDED), f"{word.bare} {digits.translate(ARABIC_INDIC)}"


def persian_and_urdu_keyboards() -> Made:
    letters = str.maketrans({"ك": "\u06a9", "ي": "\u06cc", "ه": "\u06c1"})
    for word in words(has("كيه")):
        yield word.bare.translate(letters), word.vocalised
        yield word.bare, word.bare.translate(letters)
    for word in words(ends("ه")):
        yield word.bare, f"{word.bare[:-1]}\u06d5"


def presentation_forms() -> Made:
    """As copied out of old PDFs: every letter as the sign of its shape."""
    shapes = str.maketrans(
        {"م": "\ufee3", "ن": "\ufee7", "س": "\ufeb3", "ر": "\ufeae", "ع": "\ufecc", "ب": "\ufe92"},
    )
    for word in words(lambda word: "لا" in word.bare):
        yield word.bare, word.bare.replace("لا", "\ufefb").translate(shapes)
    for word in words(has("منسرعب")):
        yield word.bare.translate(shapes), word.vocalised


def signs_nobody_sees() -> Made:
    """Joiners and direction marks, which come along with what is copied."""
    for word in words():
        yield word.bare, f"\u202b{word.bare[:3]}\u200d{word.bare[3:]}\u202c"
        yield f"\u200f{word.bare}\u200e", f"قبل {word.vocalised} بعد"


def quranic_marks() -> Made:
    for word in words():
        yield word.bare, f"{word.vocalised}\u06d6 {word.bare[:1]}\u0670{word.bare[1:]}\u06da"


def beginning_of_the_last_word() -> Made:
    for word in words():
        yield word.bare[:3], f"رأيت {word.vocalised} أمس"
    for first, last in zip(words(), words()[1:], strict=False):
        yield f"{first.bare} {last.vocalised[:-1]}", f"{last.bare} {first.vocalised}"


def words_in_any_order() -> Made:
    chosen = words(most=3 * PER_RULE)
    for one, two, three in zip(chosen[::3], chosen[1::3], chosen[2::3], strict=False):
        yield f"{three.bare} {one.bare} {two.bare}", f"{one.vocalised} و {two.vocalised}، {three.vocalised}"


def phrases_in_quotes() -> Made:
    chosen = words(most=3 * PER_RULE)
    for one, two, three in zip(chosen[::3], chosen[1::3], chosen[2::3], strict=False):
        yield f'"{one.bare} {two.bare}"', f"{three.bare} {one.vocalised}، {two.vocalised} {three.bare}"


# What must not be found


def another_word() -> Made:
    chosen = plain(2 * PER_RULE)
    for one, other in zip(chosen, chosen[PER_RULE:], strict=False):
        if not other.bare.startswith(one.bare):
            yield one.bare, f"{other.vocalised}"


def one_letter_apart() -> Made:
    apart = str.maketrans("سصضدذثتحخقغعطظ", "صسظذدتثخحغقغظض")
    for word in words(has("سصضدذثتحخقغعطظ")):
        yield word.bare.translate(apart), word.vocalised


def one_of_two_words_missing() -> Made:
    chosen = plain(2 * PER_RULE)
    for one, other in zip(chosen, chosen[PER_RULE:], strict=False):
        if not one.bare.startswith(other.bare):
            yield f"{one.bare} {other.bare}", f"{one.vocalised} {one.bare}"


def the_end_of_a_word() -> Made:
    for word in plain():
        if not word.bare.startswith(word.bare[1:]):
            yield word.bare[1:], f"{word.vocalised}"


def beginning_of_a_word_that_is_not_the_last() -> Made:
    chosen = plain(2 * PER_RULE)
    for one, other in zip(chosen, chosen[PER_RULE:], strict=False):
        yield f"{one.bare[:-1]} {other.bare}", f"{one.vocalised} {other.vocalised}"


def a_phrase_turned_round() -> Made:
    chosen = plain(2 * PER_RULE)
    for one, other in zip(chosen, chosen[PER_RULE:], strict=False):
        if one.bare != other.bare:
            yield f'"{one.bare} {other.bare}"', f"{other.vocalised} {one.vocalised}"


def a_phrase_with_a_word_between() -> Made:
    chosen = plain(2 * PER_RULE)
    for one, other in zip(chosen, chosen[PER_RULE:], strict=False):
        yield f'"{one.bare} {other.bare}"', f"{one.vocalised} ثم {other.vocalised}"


def another_number() -> Made:
    for number, word in enumerate(words(), 1985):
        yield f"{word.bare} {str(number).translate(ARABIC_INDIC)}", f"{word.vocalised} {number + 1}"


FOUND = (
    vowel_signs_in_the_text, vowel_signs_in_the_query, alef_with_or_without_hamza, another_alef_than_written,
    alef_wasla, hamza_on_waw, hamza_on_yaa, taa_marbuta_as_haa, alef_maqsura_as_yaa, stretched_with_tatweel,
    digits_of_three_kinds, persian_and_urdu_keyboards, presentation_forms, signs_nobody_sees, quranic_marks,
    beginning_of_the_last_word, words_in_any_order, phrases_in_quotes,
)  # fmt: skip
NOT_FOUND = (
    another_word, one_letter_apart, one_of_two_words_missing, the_end_of_a_word,
    beginning_of_a_word_that_is_not_the_last, a_phrase_turned_round, a_phrase_with_a_word_between, another_number,
)  # fmt: skip


def pairs() -> list[Pair]:
    """Every pair, of the rules and of the folder people named."""
    made = [Pair(rule.__name__, query, text, True) for rule in FOUND for query, text in rule()]
    made += [Pair(rule.__name__, query, text, False) for rule in NOT_FOUND for query, text in rule()]
    folder = os.environ.get("MAJLIS_ARABIC_PAIRS")
    return made + (list(_read(Path(folder))) if folder else [])


def _read(folder: Path) -> Iterator[Pair]:
    files = sorted(folder.glob("*.tsv"))
    if not files:
        raise ValueError(f"MAJLIS_ARABIC_PAIRS: no *.tsv in {folder}")
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            cells = line.split("\t")
            if len(cells) != 3 or cells[2].strip() not in ("0", "1"):
                raise ValueError(f"{file.name}:{number}: query, text, 1 or 0, with a tab between")
            yield Pair(f"{file.name}:{number}", cells[0], cells[1], cells[2].strip() == "1")
