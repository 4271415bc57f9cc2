"""kill -9 at every point of a request that moves money: asked again under its request_id it happened exactly once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.dying_wallet import POINTS, VERBS

ROOT = Path(__file__).parents[2]


def _run(folder, *words):
    return subprocess.run(
        [sys.executable, "-m", "tests.support.dying_wallet", str(folder), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_a_request_is_carried_out_once_wherever_the_host_dies(verb, empty_database, tmp_path):
    for number, point in enumerate(POINTS):
        folder = tmp_path / str(number)
        folder.mkdir()
        urls = empty_database(), empty_database()
        died = _run(folder, *urls, verb, point)
        assert died.returncode == -9, f"{point}: {died.stdout}{died.stderr}"
        again = _run(folder, *urls, verb, "again")
        assert again.stdout == "fine\n", f"{point}: {again.stdout}{again.stderr}"
