"""The client's own tests, those that need no page: run by node, one claim of Python's for all of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).parents[3] / "core" / "web"


@pytest.mark.timeout(120)
def test_the_clients_pure_parts_keep_their_claims() -> None:
    """Folding updates, counting unread, keeping what waits: without a browser, so within a second or two."""
    node = shutil.which("node")
    if node is None or not (WEB / "node_modules" / "esbuild").exists():
        pytest.skip("the client is not set up: make web")
    done = subprocess.run([node, "test.mjs"], cwd=WEB, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
