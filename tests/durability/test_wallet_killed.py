"""kill -9 at every point of a request that moves money: asked again under its request_id it happened exactly once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.dying_wallet import POINTS, VERBS

ROOT = Path(__file__).parents[2]


def _dies_and_comes_back(verb, urls):
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.dying_wallet", verb, *urls],
        cwd=ROOT, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {point: [-signal.SIGKILL, 0] for point in POINTS}, run.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_a_request_is_carried_out_once_wherever_the_host_dies(verb, tmp_path):
    _dies_and_comes_back(verb, [f"sqlite:///{tmp_path / f'{number}.db'}" for number in range(2 * len(POINTS))])


def test_on_postgresql_too(postgres_schemas):
    _dies_and_comes_back("approve an order", [postgres_schemas() for _ in range(2 * len(POINTS))])
