"""A worker pool with the runner loaded, for tests of events in real sealed processes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from core.sandbox.workers import Job, WorkerPool
from majlis_devkit.build import Artifact

ECHO = '{"ok":{}}'


@pytest.fixture
async def pool(runner_artifact: Artifact, artifact_key: bytes) -> AsyncIterator[WorkerPool]:
    """Two workers: enough for an attack and a neighbour."""
    made = WorkerPool(key=artifact_key, size=2)
    await made.add_artifact(runner_artifact.path)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def job(runner_artifact: Artifact):  # type: ignore[no-untyped-def]
    """job(sources, event="{}", app_id="app", deadline_s=30): a job on the runner."""

    def make(sources: str, event: str = "{}", *, app_id: str = "app", deadline_s: float = 30.0) -> Job:
        return Job(
            artifact_id=runner_artifact.artifact_id, event=event, sources=sources, app_id=app_id, deadline_s=deadline_s
        )

    return make


async def echo(interface: str, method: str, request: str) -> str:
    """A host that says ok to everything."""
    return ECHO
