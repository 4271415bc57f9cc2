"""The client draws everything the vocabulary promises: every component, property and event has its renderer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from miniapp.vocabulary import COMMON, COMPONENTS

TREE = Path(__file__).parents[3] / "core" / "web" / "src" / "tree"
REGISTRY = (TREE / "registry.ts").read_text(encoding="utf-8")
ENTRY = re.compile(r"^  (\w+): entry\(\s*\w+,?\s*(?:\[([^\]]*)\])?,?\s*(?:\[([^\]]*)\])?,?\s*\),$", re.MULTILINE)
# Drawn outside the component's own function.
ELSEWHERE = {("Screen", "title"), ("Screen", "subtitle"), ("Screen", "topics"), ("MainButton", "text")}


def _names(listed: str | None) -> set[str]:
    return set(re.findall(r'"(\w+)"', listed or ""))


DRAWN = {name: (_names(props), _names(events)) for name, props, events in ENTRY.findall(REGISTRY)}


def test_every_component_has_a_renderer() -> None:
    assert DRAWN.keys() == COMPONENTS.keys()


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_renderer_draws_every_property_and_event(name: str) -> None:
    props, events = DRAWN[name]
    assert props == set(COMPONENTS[name].props)
    assert events == set(COMPONENTS[name].events)


@pytest.mark.parametrize("name", COMPONENTS)
def test_the_renderer_really_reads_its_properties(name: str) -> None:
    """The registry could promise what no code does."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (TREE / "components").glob("*.tsx"))
    body = source.split(f"export function {name}(", 1)[1].split("\nexport function ", 1)[0]
    if name in {"Row", "Column"}:
        body += source.split("function Flex(", 1)[1].split("\n}\n", 1)[0]
    for prop in COMPONENTS[name].props:
        if (name, prop) not in ELSEWHERE:
            assert f"props.{prop}" in body, prop


def test_the_common_properties_are_the_vocabularys() -> None:
    line = re.search(r"COMMON: string\[\] = \[([^\]]*)\]", REGISTRY)
    assert line is not None
    assert _names(line[1]) == set(COMMON)
