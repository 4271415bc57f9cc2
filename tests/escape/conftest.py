"""A host under attack, one for all its tests; and what the kernel says about a live worker."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.sandbox.workers import WorkerPool
from majlis_devkit.build import Artifact
from tests.support import robbed_host
from tests.support.attacked_host import Scene, attacked_host


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def scene(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[Scene]:
    """Tests that use it run on the package's loop."""
    async with attacked_host(tmp_path_factory.mktemp("attacked"), runner_artifact) as running:
        yield running


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def robbed(
    tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact
) -> AsyncIterator[robbed_host.Scene]:
    """The same for who is after money."""
    async with robbed_host.robbed_host(tmp_path_factory.mktemp("robbed"), runner_artifact) as running:
        yield running


@pytest.fixture
def sealed_worker_status(pool: WorkerPool) -> dict[str, str]:
    """/proc/<worker>/status as a table."""
    pid = next(iter(pool._lines.values())).pid
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
