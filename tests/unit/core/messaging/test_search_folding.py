"""Folding: the same words whichever way they are cut, and every word's place in what was written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit import folding
from core.kit.errors import InvalidArgument
from core.messaging.search import documents
from core.messaging.search.query import QUERY_WORDS_MAX, found_in, parse

# What breaks folding: marks without a letter, Hangul in parts, kana with marks of their own, signs that become words.
HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("اأإآٱىيةهؤوئ\u064e\u0651\u0653\u0654\u0655\u0670\u0640\u200d\u202e\ufdfa\ufefb"),
        st.sampled_from("e\u0301\u0327\u1112\u1161\u11ab\uff76\uff9e\uffa1\u0345\u0390\u1e9e\u0130İß🇸🇦👨\u200d👩"),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("مُحَمَّدٌ", "محمد"), ("مـــحمد", "محمد"), ("هٰذا", "هذا"), ("آمنة", "امنه"), ("ٱلرحمن", "الرحمن"),
        ("مصطفى", "مصطفي"), ("مؤمن", "مومن"), ("قائد", "قايد"), ("\u06a9\u06cc\u06c1", "كيه"), ("سلاو\u06d5", "سلاوه"),
        ("١٢٣ ۴۵۶", "123 456"), ("MaJlis", "majlis"), ("STRASSE straße", "strasse strasse"),
        ("ﷺ", "صلي الله عليه وسلم"),
        ("ﻣﺤﻤﺪ", "محمد"), ("سلام\u200d", "سلام"), ("\u202eسلام\u202c", "سلام"), ("می\u200cخواهم", "ميخواهم"),
        ("don't", "don t"), ("❤️", "❤"), ("شيء", "شيء"), ("والسلام", "والسلام"), ("\u0627\u0654", "ا"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_are_one_word(written: str, folded: str) -> None:
    """The promises of the guide, one by one; the last ones say what is not promised."""
    assert folding.plain(written) == folded.split()


@given(HOSTILE)
def test_the_index_and_the_highlights_see_the_same_words(text: str) -> None:
    """What was found by the one must be marked by the other: they cut texts in different ways."""
    assert [word.text for word in folding.words(text)] == folding.plain(text)


@given(HOSTILE)
def test_every_word_has_a_place_in_the_text_that_folds_to_it(text: str) -> None:
    """Marking the wrong letters, or half a letter with its vowel sign outside, is worse than marking none."""
    before = 0
    for word in folding.words(text):
        assert before <= word.start < word.end <= len(text)
        before = word.start
        assert word.text in " ".join(folding.plain(text[word.start : word.end]))


@given(HOSTILE)
def test_folded_words_hold_nothing_an_index_reads_as_its_own(text: str) -> None:
    """Quotes, operators, spaces and our own mark stay outside: what is asked cannot become part of the question."""
    for word in folding.plain(text):
        assert 0 < len(word) <= folding.WORD_CHARS_MAX
        assert not set(word) & set(" '\"\\*:&|!<>()^-+{}\0" + documents.MARK)
        assert all(char.isalnum() or unicodedata.category(char)[0] in "MLN" or ord(char) > 127 for char in word)


def test_words_longer_than_the_limit_are_known_by_their_beginning() -> None:
    """64 letters are found as they are; of 65 the first 64."""
    longest = "س" * folding.WORD_CHARS_MAX
    assert folding.plain(longest) == folding.plain(longest + "ط") == [longest]
    assert folding.words(longest + "ط")[0].end == folding.WORD_CHARS_MAX + 1


def test_marks_cover_letters_with_their_signs_and_join_where_they_overlap() -> None:
    """The client shows these places as they are."""
    text = "قال مُحَمَّدٌ: السَّلامُ عليكم"
    marked = [text[start:end] for start, end in found_in(parse('"السلام عليكم" محم'), folding.words(text))]
    assert marked == ["مُحَمَّدٌ", "السَّلامُ", "عليكم"]
    assert found_in(parse("الله صلى"), folding.words("ﷺ")) == [(0, 1)]
    assert found_in(parse("غير"), folding.words(text)) == []


@pytest.mark.parametrize(
    ("typed", "phrases", "beginning"),
    [
        ("سلام", (), "سلام"), ("ab cd", (("ab",),), "cd"), ('"ab cd" ef', (("ab", "cd"),), "ef"),
        ('ef "ab cd"', (("ef",), ("ab", "cd")), ""), ('"ab cd', (("ab",),), "cd"), ("«ab cd»", (("ab", "cd"),), ""),
        ('""', (), ""), ("?!", (), ""), ("ab ab ab", (("ab",),), "ab"), ("a-b", (("a",),), "b"), ('ab"', (), "ab"),
    ],
)  # fmt: skip
def test_a_query_is_words_a_beginning_and_phrases(
    typed: str, phrases: tuple[tuple[str, ...], ...], beginning: str
) -> None:
    """What people type while they type it: a quote not yet closed is no quote."""
    asked = parse(typed)
    assert (asked.phrases, asked.beginning) == (phrases, beginning)


def test_a_query_has_at_most_so_many_words() -> None:
    """Each costs a look into the index."""
    most = " ".join(f"w{n}" for n in range(QUERY_WORDS_MAX))
    assert len(parse(most).phrases) == QUERY_WORDS_MAX - 1
    with pytest.raises(InvalidArgument):
        parse(f"{most} more")


def test_a_document_has_its_names_apart_and_limits_of_its_own() -> None:
    """No phrase goes from a caption into a file's name; an index never gets more than it can hold."""
    body = '{"message":{"text":"one","file":{"name":"two.pdf"}}}'
    texts = documents.parts(body)
    made = documents.document(texts, conversation_id="conv_1", sender_id="usr_a")
    assert texts == ["one", "two.pdf"]
    assert made == "·conv·1 ·usr·a one · two pdf"
    many = documents.document(["😀" * (documents.WORDS_MAX + 1)], conversation_id="c", sender_id="u").split(" ")
    assert len(many) == documents.WORDS_MAX + 2
    assert many.count("😀") == documents.PLACES_MAX
    assert documents.document(["!", "?"], conversation_id="c", sender_id="u") == ""
