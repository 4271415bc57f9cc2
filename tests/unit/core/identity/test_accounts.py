"""Usernames fold to one form and display names say nothing they do not show."""

from __future__ import annotations

import pytest

from core.identity.accounts import clean_device_name, clean_display_name, fold_username
from core.kit.errors import InvalidArgument


def test_a_username_is_found_however_its_letters_are_typed():
    assert fold_username(" Layla.99 ") == "layla.99"


def test_a_letter_that_only_looks_ascii_is_not_folded_into_it():
    """KELVIN SIGN lower-cases to k: a stranger's name must not become somebody's."""
    assert fold_username("\u212aarim") != "karim"


def test_a_display_name_is_composed_and_trimmed():
    assert clean_display_name("  Zoe\u0301\u00a0") == "Zo\u00e9"


@pytest.mark.parametrize("control", list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
def test_a_display_name_cannot_turn_the_text_around_it(control):
    assert clean_display_name(f"Layla{control} 05 SAR") == "Layla 05 SAR"


def test_an_accent_is_composed_with_the_letter_it_follows_once_the_control_between_is_gone():
    assert clean_display_name("e\u202a\u0301") == "\u00e9"


def test_joiners_and_direction_marks_stay_in_a_display_name():
    """Persian needs ZWNJ, families of emoji need ZWJ, and a mark only nudges its neighbours."""
    assert clean_display_name("می\u200cخواهم\u200f") == "می\u200cخواهم\u200f"


@pytest.mark.parametrize(
    "name",
    ["   ", "\u200b\u200d", "\u202e\u202c", "\u3164", "\u2800 \u2800", "\u0301", "a\nb", "a\tb", "a\u2028b", "\x1b[2J"],
)
def test_a_display_name_nobody_can_read_is_refused_by_field(name):
    with pytest.raises(InvalidArgument) as refused:
        clean_display_name(name)
    assert refused.value.facts["field"] == "display_name"


def test_a_display_name_that_grows_when_composed_is_measured_as_stored():
    """U+1D160 is one character and three in NFC."""
    with pytest.raises(InvalidArgument):
        clean_display_name("\U0001d160" * 64)


def test_a_device_name_is_cleaned_rather_than_refused():
    """A program wrote it; signing in must not fail over it."""
    assert clean_device_name(" Firefox\x00 \u202eon\n Linux ") == "Firefox on Linux"
