"""JSON as the SDK writes and reads it is JSON as Python's own module does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniapp import _wire, t

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=20,
)


@given(ANYTHING)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert _wire.loads(_wire.dumps(value)) == value
    assert _wire.dumps(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


BEFORE, AFTER = st.sampled_from(["", " ", "\n\t", "x", "]", "\ufeff"]), st.sampled_from(["", " \n", "x", "}", " 1"])


@given(ANYTHING, BEFORE, AFTER)
def test_a_text_is_read_as_python_reads_it(value: Any, before: str, after: str) -> None:
    text = before + json.dumps(value) + after
    assert came_of(_wire.loads, text) == came_of(json.loads, text)


def came_of(read: Callable[[str], Any], text: str) -> Any:
    """The value, or the words of its error."""
    try:
        return read(text)
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": [float("-inf")]}])
def test_a_number_that_is_none_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        _wire.dumps(value)


def test_what_holds_itself_is_refused_and_the_next_is_written() -> None:
    circle: list[Any] = []
    circle.append(circle)
    for _ in range(2):
        with pytest.raises(ValueError, match="holds itself"):
            _wire.dumps({"a": circle})
    assert _wire.dumps({"a": t("b")}) == '{"a":{"$t":"b"}}'


@given(st.text(st.characters(min_codepoint=0xD700, max_codepoint=0xE100), max_size=9))
def test_half_characters_are_replaced_and_nothing_else(text: str) -> None:
    whole = _wire.whole(text)
    whole.encode()
    assert len(whole) <= len(text)
    if not any("\ud800" <= each <= "\udfff" for each in text):
        assert whole == text
