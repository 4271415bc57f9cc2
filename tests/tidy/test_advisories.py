"""Whoever moves a pin of Wasmtime reads what was published about it: the page that lists it names the versions."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / lang / "security.md" for lang in ("en", "ar")]
ADVISORY = re.compile(r"GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}")


def pinned(package: str) -> str:
    found = re.search(rf"^{package}==(\S+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert found, f"{package} is not pinned"
    return found[1]


def library(package: str, pattern: str) -> bytes:
    """The machine code a wheel brings."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    (path,) = Path(spec.origin).parent.glob(pattern)
    return path.read_bytes()


def engine() -> set[bytes]:
    """A release of wasmtime-py may bring another release of Wasmtime than its own number says: 50.0.1 does."""
    major = pinned("wasmtime").partition(".")[0]
    return set(re.findall(rb"(?<![\d.])" + major.encode() + rb"\.\d+\.\d+", library("wasmtime", "*/_libwasmtime.*")))


def builder() -> set[bytes]:
    """Of the paths that its panics would tell."""
    return set(re.findall(rb"/wasmtime-(\d+\.\d+\.\d+)/src", library("componentize_py", "componentize_py*.so")))


@pytest.mark.parametrize("page", PAGES, ids=["en", "ar"])
def test_the_page_of_advisories_names_what_is_pinned(page: Path) -> None:
    """Change it after reading what is new, not to make this green."""
    rows = [re.sub(r"\W*\|\W*", "|", line) for line in page.read_text("utf-8").splitlines()]
    for package, name, inside in (
        ("wasmtime", "wasmtime-py", engine()),
        ("componentize-py", "componentize-py", builder()),
    ):
        (version,) = inside
        assert any(row.startswith(f"|{name} {pinned(package)}|{version.decode()}|") for row in rows), (name, version)


def test_both_pages_list_the_same_advisories() -> None:
    english, arabic = (ADVISORY.findall(page.read_text("utf-8")) for page in PAGES)
    assert english == arabic
    assert len(english) > 20
