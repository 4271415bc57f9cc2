"""Whatever a guest answers, the host reads it or names a reason; what it read can be stored, sent and logged."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.gateway.wire_errors import error_json
from core.kit.errors import DomainError
from core.sandbox.guest import Place, dumps, read_answer

SCREEN: dict[str, Any] = {"type": "Screen", "props": {"title": "x"}}
# Any code point at all, halves of characters and invisible ones among them.
texts = st.text(st.characters(codec=None, categories=None), max_size=12) | st.sampled_from(
    ["\ud800", "\u202e", "\x1b[2J", "/\ud800", "/", "/poll", "APP_REFUSED", "SCREEN_NOT_FOUND", "$t", "Screen"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4))
members = {"state": values, "path": values, "query": values, "effects": values, "tree": values | st.just(SCREEN)}
errors = st.fixed_dictionaries({}, optional=dict.fromkeys(("reason", "message", "text", "where", "traceback"), values))
answers = (
    st.fixed_dictionaries({}, optional=members) | st.builds(lambda error: {"error": error}, errors | values) | values
)


@given(answer=answers, draws=st.booleans())
@example(answer={"error": {"reason": "APP_REFUSED", "text": "\ud800", "message": "\ud800"}}, draws=True)
@example(answer={"state": float("inf"), "tree": SCREEN}, draws=True)
@example(answer={"state": {}, "path": "/\ud800", "tree": SCREEN}, draws=True)
def test_an_answer_is_read_or_refused_and_either_can_be_sent(answer: Any, draws: bool) -> None:
    text = json.dumps(answer).replace("Infinity", "1e999")
    for sent in _sent(text, draws):
        sent.encode()
        assert not any(_acts(character) for character in sent)


def _acts(character: str) -> bool:
    """A control or an invisible one that could act on a terminal or a line; Arabic's own marks do not."""
    harmless = "\n\t\u200c\u200d\u200e\u200f\u061c"
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in harmless


def _sent(text: str, draws: bool) -> list[str]:
    """Everything that would be stored, sent or logged of this answer, JSON read back strictly."""
    try:
        read = read_answer(text, place=Place(), draws=draws)
    except DomainError as refused:
        error_json(refused).encode()
        return [refused.message, str(refused.facts.get("where", "")), str(refused.facts.get("traceback", ""))]
    for stored in (read.state_json, read.place.query_json or "{}", dumps(read.effects)):
        stored.encode()
        json.loads(stored, parse_constant=pytest.fail)
    return [read.place.path, read.place.link]


@pytest.mark.parametrize("member", ["message", "where", "traceback", "text", "reason"])
def test_words_of_any_depth_are_no_fault_of_ours(member: str) -> None:
    """Some depth can just be read and just not be written; a guest may try them all."""
    for depth in range(850, 1_050):
        deep = "[" * depth + "]" * depth
        text = f'{{"error":{{"reason":"APP_REFUSED","{member}":{deep}}}}}'
        with pytest.raises(DomainError):
            read_answer(text, place=Place(), draws=True)
