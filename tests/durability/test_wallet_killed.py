"""kill -9 at every point of a request that moves money: asked again under its request_id it happened exactly once."""

from __future__ import annotations

import signal
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


def _dies_and_comes_back(folder, verb, point, urls):
    died = _run(folder, *urls, verb, point)
    assert died.returncode == -signal.SIGKILL, f"{point}: {died.stdout}{died.stderr}"
    again = _run(folder, *urls, verb, "again")
    assert again.stdout == "fine\n", f"{point}: {again.stdout}{again.stderr}"


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("verb", VERBS)
def test_a_request_is_carried_out_once_wherever_the_host_dies(verb, point, tmp_path):
    urls = [f"sqlite:///{tmp_path / name}" for name in ("core.db", "wallet.db")]
    _dies_and_comes_back(tmp_path, verb, point, urls)


@pytest.mark.parametrize("point", POINTS)
def test_on_postgresql_too(point, postgres_schemas, tmp_path):
    _dies_and_comes_back(tmp_path, "approve an order", point, [postgres_schemas(), postgres_schemas()])
