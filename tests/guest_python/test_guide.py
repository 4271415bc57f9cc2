"""The guide to the guest's Python says what is so: its modules, its limits, each line after `>>>`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from majlis_devkit.engine.outcome import OUTPUT_BYTES_MAX
from miniapp import limits, stdlib
from tests.support import guests
from tests.support.artifacts import RunGuest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / language / "guest-python.md" for language in ("ar", "en")]
SAID = re.compile(r"^>>> (.+)\n(.+)$", re.MULTILINE)
GUEST = guests.guest('''
import json, random, sys, time
from datetime import UTC, datetime
from miniapp.errors import NotAtImport

def told(source):
    """What an app of this source is told when it is imported."""
    try:
        _guest.load_app({"app.py": source})
    except NotAtImport as refused:
        return str(refused)

def handle(event):
    return json.dumps([repr(eval(line, globals())) for line in json.loads(event)])
''')


@pytest.mark.parametrize("page", PAGES, ids=["ar", "en"])
def test_each_line_comes_to_what_the_guide_says(run_guest: RunGuest, page: Path) -> None:
    said = SAID.findall(page.read_text("utf-8"))
    outcome = run_guest(GUEST, json.dumps([line for line, _ in said]))
    assert outcome.answer is not None, outcome
    assert json.loads(outcome.answer) == [told for _, told in said]
    assert len(said) >= 6


@pytest.mark.parametrize("page", PAGES, ids=["ar", "en"])
def test_the_modules_are_those_an_app_may_import(page: Path) -> None:
    held = re.search(r"<!-- held: modules -->(.*?)<!-- end -->", page.read_text("utf-8"), re.DOTALL)
    assert held is not None
    assert tuple(re.findall(r"`([\w.]+)`", held[1])) == stdlib.MODULES


def test_the_limits_are_the_codes() -> None:
    """The guide says two seconds, 64 MiB, 200 calls, and 8 KiB of what is printed."""
    said = (limits.EVENT_DEADLINE_MS, limits.MEMORY_BYTES_MAX, limits.HOST_CALLS_MAX, OUTPUT_BYTES_MAX)
    assert said == (2_000, 64 * 1024 * 1024, 200, 8 * 1024)
