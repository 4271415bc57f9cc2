"""What the kernel says about a live worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.sandbox.workers import WorkerPool


@pytest.fixture
def sealed_worker_status(pool: WorkerPool) -> dict[str, str]:
    """/proc/<worker>/status as a table."""
    pid = next(iter(pool._lines.values())).pid
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
