"""One word for one reason: class, gRPC, JSON, SDK and the sentence its reader gets are the same word."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

import core
from core.kit import errors
from majlis_devkit import screen_errors
from miniapp import errors as sdk

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "core" / "web" / "src" / "texts"
WORD = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b")
# Never sent to a client: between the host and a guest or another service, or said by the simulator alone.
UNSENT: dict[str, str] = {}


def _host_reasons() -> dict[str, type[errors.DomainError]]:
    """Every reason of the host, all its modules being imported."""
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if not module.name.startswith(("core.migrations", "core.web")):
            importlib.import_module(module.name)
    return {
        reason: kind for reason, kind in errors.reasons().items() if kind.__module__.startswith(("core.", "wallet."))
    }  # fmt: skip


HOST = _host_reasons()
DEVKIT = {
    kind.reason
    for kind in vars(screen_errors).values()
    if isinstance(kind, type) and issubclass(kind, Exception) and getattr(kind, "reason", "")
}


def _messages(language: str) -> set[str]:
    files = [TEXTS / f"{part}{language}.ftl" for part in ("", "wallet.", "map.")]
    parsed = FluentParser().parse("\n".join(path.read_text("utf-8") for path in files if path.exists()))
    return {entry.id.name for entry in parsed.body if isinstance(entry, ast.Message) and entry.value is not None}


MESSAGES = {language: _messages(language) for language in ("ar", "en")}


@pytest.mark.parametrize("reason", sorted({*HOST, *DEVKIT} - set(UNSENT)))
def test_a_reason_has_a_sentence_in_both_languages(reason: str) -> None:
    for language, known in MESSAGES.items():
        assert f"error-{reason.lower().replace('_', '-')}" in known, language


@pytest.mark.parametrize("reason", sorted(HOST))
def test_a_reason_is_its_class_in_capitals(reason: str) -> None:
    """InsufficientFunds = INSUFFICIENT_FUNDS = error-insufficient-funds."""
    name = HOST[reason].__name__
    assert "_".join(re.findall(r"[A-Z][a-z0-9]*", name)).upper() == reason or name == "InternalError"


def test_a_reason_says_what_happened_in_its_docstring() -> None:
    assert [reason for reason, kind in HOST.items() if not kind.__doc__] == []


def test_what_the_sdk_expects_of_the_host_the_host_can_answer() -> None:
    """A reason the host never says is an except clause that never runs."""
    unknown = {
        reason for reason, kind in sdk.HostError.by_reason.items() if reason not in HOST and kind is not sdk.HostError
    }
    assert unknown == set()


def test_the_sdks_classes_are_named_as_the_hosts() -> None:
    for reason, kind in sdk.HostError.by_reason.items():
        assert kind.__name__ == HOST[reason].__name__


def _promised() -> dict[str, list[str]]:
    """Reason → the protos whose comments name it."""
    found: dict[str, list[str]] = {}
    for proto in sorted((ROOT / "protos").glob("majlis/**/*.proto")):
        text = proto.read_text("utf-8")
        values = set(re.findall(r"^\s*([A-Z][A-Z0-9_]+) = \d+;", text, re.MULTILINE))  # of its enums
        for line in text.splitlines():
            if line.strip().startswith("//"):
                for word in set(WORD.findall(line)) - values:
                    found.setdefault(word, []).append(proto.name)
    return found


NOT_REASONS = {"DOCUMENT_SPACE_USER", "DOCUMENT_SPACE_APP"}


def test_reasons_named_in_the_protos_exist() -> None:
    """A promise in a comment that no code keeps is worse than none."""
    values = {name for name in _promised() if name.startswith(("ACCESS_", "IDEMPOTENCY_", "USER_REF_", "ROLE_"))}
    missing = {name: where for name, where in _promised().items() if name not in HOST}
    assert {name: where for name, where in missing.items() if name not in values | NOT_REASONS} == {}
