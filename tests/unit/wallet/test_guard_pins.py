"""Which PINs and marks are taken."""

from __future__ import annotations

import pytest

from core.kit.errors import InvalidArgument
from wallet.guard import mark
from wallet.guard.errors import PinTooEasy
from wallet.guard.pins import Pin, as_of, check_strength

# What is found most in lists of leaked six-digit PINs.
COMMON = """
123456 111111 123123 654321 121212 000000 666666 112233 789456 159753 159357 147258 258369 147852 123654 456789 101010
110110 666888 888888 131313 102030 696969 123321 321321 555555 777777 010203 998877 456123 987654 345678 567890 890123
020406 864208
"""


@pytest.mark.parametrize("pin", COMMON.split())
def test_what_thieves_try_first_is_refused(pin: str) -> None:
    with pytest.raises(PinTooEasy) as refused:
        check_strength(pin)
    assert refused.value.facts["why"] in ("repeated", "sequence", "pattern")


def test_few_are_refused() -> None:
    """Else the rules would tell a thief more than they keep from them."""
    refused = 0
    for number in range(1_000_000):
        if number % 7 == 0:  # A sample that knows nothing of the rules.
            try:
                check_strength(f"{number:06}")
            except PinTooEasy:
                refused += 1
    assert refused / (1_000_000 / 7) < 0.02


@pytest.mark.parametrize("pin", ["493028", "740215", "830174", "019283", "370415"])
def test_others_are_taken(pin: str) -> None:
    check_strength(pin)


def test_a_hash_is_in_no_log() -> None:
    assert "argon" not in repr(Pin("$argon2id$1", next_hash="$argon2id$2"))


def test_nothing_happens_before_its_moment() -> None:
    pin = Pin("old", tries=5, locks=1, locked_until_ms=50, next_hash="new", reset_at_ms=100)
    assert as_of(pin, 49) == pin
    assert as_of(pin, 50) == Pin("old", locks=1, next_hash="new", reset_at_ms=100)
    assert as_of(pin, 100) == Pin("new")


@pytest.mark.parametrize("text", ["🌴", "👨‍👩‍👧", "🇸🇦", "❤️", "👍🏽"])
def test_one_emoji_is_an_emoji(text: str) -> None:
    assert mark.clean_emoji(text) == text


@pytest.mark.parametrize("text", ["", "a", "🌴🌴", "🌴 ", "1", "⁦🌴"])
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(InvalidArgument):
        mark.clean_emoji(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("ظل النخلة", "ظل النخلة"), ("  two \t\n words ", "two words"), ("a\u202eb\u2066c\u200fd", "abcd"),
        ("می\u200cخواهم", "می\u200cخواهم"), ("e\u0301", "é"), ("x\x00\x1by", "xy"),
    ],
)  # fmt: skip
def test_a_phrase_shows_nothing_but_itself(text: str, clean: str) -> None:
    assert mark.clean_phrase(text) == clean


@pytest.mark.parametrize("text", ["", " ", "\u200f", "\u3164", "\u200d\u200c"])
def test_a_phrase_that_shows_nothing_is_none(text: str) -> None:
    with pytest.raises(InvalidArgument):
        mark.clean_phrase(text)
