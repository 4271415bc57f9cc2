"""Whatever people type as their name, what is stored is clean, stays clean, and can be seen."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from core.identity.accounts import DISPLAY_NAME_CHARS_MAX, clean_device_name, clean_display_name
from core.identity.errors import PasswordTooWeak
from core.identity.password_rules import check_strength
from core.kit.errors import InvalidArgument

TEXT = st.text(st.characters() | st.sampled_from("e\u0301\u202a\u202e\u2069 \u200d\n"), max_size=80)
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(TEXT)
def test_a_stored_name_is_clean_and_cleaning_it_again_changes_nothing(text):
    try:
        name = clean_display_name(text)
    except InvalidArgument:  # The only way it may fail.
        return
    assert 0 < len(name) <= DISPLAY_NAME_CHARS_MAX
    assert not TURNING & set(name)
    assert not any(unicodedata.category(char) == "Cc" for char in name)
    assert clean_display_name(name) == name


@given(TEXT)
def test_a_device_name_is_always_something_that_can_be_shown(text):
    name = clean_device_name(text)
    assert not TURNING & set(name)
    assert not any(unicodedata.category(char) == "Cc" for char in name)
    assert clean_device_name(name) == name


@given(st.text(max_size=128))
def test_every_password_gets_an_answer(password):
    """Accepted or refused; no text makes the rules themselves fail."""
    with suppress(PasswordTooWeak):
        check_strength(password, username="layla")
