"""Texts that apps put onto the host's payment sheet: one line that can be read and turns nothing around it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.errors import InvalidArgument
from wallet.texts import line


def test_a_line_loses_what_turns_or_breaks_it():
    assert line("رحلة\u202e إلى\n\tالمطار\u2069 ", "title_ar") == "رحلة إلى المطار"
    assert line("Pay\u2028 0\x00.50", "title_en") == "Pay 0 .50"
    assert line("مجلس\u200f", "title_ar") == "مجلس\u200f"


@pytest.mark.parametrize("text", ["", "  ", "\u202e", "\u2800", "\u3164\u115f", "\u200f\u200e", "\u0301"])
def test_a_line_nobody_can_read_is_refused_by_its_field(text):
    with pytest.raises(InvalidArgument) as refused:
        line(text, "lines[3].title_ar")
    assert refused.value.facts["field"] == "lines[3].title_ar"


def test_a_line_that_grows_in_nfc_still_fits_where_it_goes():
    assert len(line("\ufb2c" * 80, "title_ar")) == 80
    assert len(line("\ufb2c" * 64, "name", 64)) == 64


@given(st.text(max_size=80))
def test_a_line_stays_as_it_is_when_it_is_cleaned_again(text):
    try:
        once = line(text, "name")
    except InvalidArgument:
        return
    assert line(once, "name") == once
    assert not any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in once)
