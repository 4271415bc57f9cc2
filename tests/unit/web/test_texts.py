"""The host says everything in both languages, with the same arguments, and knows a sentence for every reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

PLURALS = {"zero", "one", "two", "few", "many", "other"}
ROOT = Path(__file__).parents[3]
TEXTS = ROOT / "core" / "web" / "src" / "texts"
# What is fetched with the part that says it is a file of its own; a name stands for one sentence in all of them.
PARTS = ("", "operator.", "wallet.", "map.", "places.", "trade.")
SOURCES = {
    lang: "\n".join((TEXTS / f"{part}{lang}.ftl").read_text(encoding="utf-8") for part in PARTS)
    for lang in ("ar", "en")
}
REASON = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b")
NO_REASONS = re.compile(
    r"(ACCESS|IDEMPOTENCY|USER_REF|ROLE|RUNTIME|DOCUMENT_SPACE|VERSION_STATE|SNAPSHOT_STATE|GRANT_STATE)_"
)
# Named in comments, met by nobody: not an error a client can receive.
QUIET = {"APP_"}
# Starts like an enum value and is a reason.
REASONS_TOO = {"VERSION_STATE_INVALID"}


class _Arguments(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name
        self.names.add(node.id.name)


def _messages(lang: str) -> dict[str, ast.Message]:
    resource = FluentParser().parse(SOURCES[lang])
    assert not [entry for entry in resource.body if isinstance(entry, ast.Junk)], lang
    return {entry.id.name: entry for entry in resource.body if isinstance(entry, ast.Message)}


def _arguments(message: ast.Message) -> set[str]:
    visitor = _Arguments()
    visitor.visit(message)
    return visitor.names


def test_both_languages_say_the_same_things() -> None:
    arabic, english = _messages("ar"), _messages("en")
    assert arabic.keys() == english.keys()
    for key in arabic:
        assert _arguments(arabic[key]) == _arguments(english[key]), key


def test_arabic_plurals_are_complete() -> None:
    """Arabic has six forms; a missing one reads like a machine."""
    for key, message in _messages("ar").items():
        for element in message.value.elements if message.value else []:
            expression = getattr(element, "expression", None)
            if isinstance(expression, ast.SelectExpression):
                forms = {getattr(variant.key, "name", "") for variant in expression.variants}
                if forms & PLURALS != {"other"}:  # By a word, a sentence may choose as it likes.
                    assert forms == PLURALS, key


def _reasons() -> set[str]:
    found: set[str] = set()
    for proto in (ROOT / "protos" / "majlis").glob("*/v1/*.proto"):
        lines = proto.read_text(encoding="utf-8").splitlines()
        comments = "\n".join(line for line in lines if line.strip().startswith("//"))
        found |= {word for word in REASON.findall(comments) if not NO_REASONS.match(word) or word in REASONS_TOO}
    for source in [*(ROOT / "core").rglob("*.py"), *(ROOT / "wallet").glob("*.py")]:
        found |= set(re.findall(r'^    reason, code = "([A-Z_]+)"', source.read_text(encoding="utf-8"), re.MULTILINE))
    return found - QUIET


@pytest.mark.parametrize("reason", sorted(_reasons()))
def test_every_reason_has_a_sentence(reason: str) -> None:
    """The reason word is the message's name: nobody reads APP_INTERRUPTED on a phone."""
    assert f"error-{reason.lower().replace('_', '-')}" in _messages("en")


def test_arguments_are_isolated_in_both_languages() -> None:
    """The same rule as in the client: a name never reorders the sentence around it."""
    for lang, source in SOURCES.items():
        bundle = FluentBundle([lang], use_isolating=True)
        bundle.add_resource(FluentResource(source))
        pattern: Any = bundle.get_message("greeting").value
        text, errors = bundle.format_pattern(pattern, {"name": "Layla ليلى"})
        assert not errors
        assert "\u2068Layla ليلى\u2069" in str(text)


def test_every_text_the_client_asks_for_exists() -> None:
    """A typo would show a message id to a user."""
    known = set(_messages("en"))
    sources = (ROOT / "core" / "web" / "src").rglob("*.ts*")
    asked = {key for path in sources for key in re.findall(r'\bsay\("([a-z0-9-]+)"', path.read_text(encoding="utf-8"))}
    assert asked <= known
