"""Notes and codes, whatever is written in them."""

from __future__ import annotations

import unicodedata

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from core.kit.errors import InvalidArgument
from wallet.payments.codes import PayCode, read, signed
from wallet.payments.errors import PayCodeInvalid
from wallet.payments.words import NOTE_CHARS_MAX, clean_note, clean_title

KEY = Ed25519PrivateKey.generate()
TURNS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(sorted(TURNS)))


@given(TEXTS)
def test_a_clean_note_turns_nothing_and_stays_clean(text):
    note = clean_note(text)
    assert not TURNS & set(note)
    assert not any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in note)
    assert len(note) <= NOTE_CHARS_MAX
    assert clean_note(note) == note.strip()


@pytest.mark.parametrize("text", ["شكرًا على الشاي", "Tea & cake", "👨‍👩‍👧", "100 ريال", "نیم‌فاصله"])
def test_honest_words_stay_as_they_are(text):
    assert clean_note(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", ["", "  ", "\u202e", "\u2800", "\u200b\u200d", "\n\t"])
def test_what_nobody_can_read_is_no_note_and_no_title(text):
    assert clean_note(text) == ""
    with pytest.raises(InvalidArgument):
        clean_title(text, "title")


@given(st.integers(0, 2**63 - 1), TEXTS.map(clean_note), st.sampled_from(["", "SAR", "KWD"]))
def test_a_code_says_what_was_put_in_it_and_fits(amount_minor, note, currency_code):
    code = PayCode("usr_01kdvdna00evdaz1bfk71jcsrx", 1_800_000_000_000, currency_code, amount_minor, note)
    text = signed(KEY, code)
    assert read(KEY.public_key(), text) == code
    assert len(text) <= 1024
    with pytest.raises(PayCodeInvalid):
        read(Ed25519PrivateKey.generate().public_key(), text)


@given(st.text(max_size=300) | st.binary(max_size=200).map(lambda raw: f"mjp1.{raw.hex()}"))
def test_any_other_text_is_no_code(text):
    with pytest.raises(PayCodeInvalid):
        read(KEY.public_key(), text)
