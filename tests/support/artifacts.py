"""Compiled components for tests: built once per content, shared by every test process on this machine.

The runner costs ~30 s of CPU the first time. The cache is MAJLIS_ARTIFACT_CACHE, else `.cache/artifacts` here;
xdist workers wait for the one that builds (a file lock per artifact).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from majlis_devkit.build import CACHE_VARIABLE, Artifact, build_runner, load_key
from majlis_devkit.engine import Engine, Limits, Outcome

ROOT = Path(__file__).parents[2]
ECHO = '{"ok":{}}'

BUILD_S_MAX = 600  # the first test that needs a component builds it, on whatever machine this is

RunGuest = Callable[..., Outcome]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"runner_artifact", "artifact_key"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.timeout(BUILD_S_MAX))


def cache_folder() -> Path:
    return Path(os.environ.get(CACHE_VARIABLE) or ROOT / ".cache" / "artifacts")


@pytest.fixture(scope="session")
def artifact_key() -> bytes:
    return load_key(cache_folder() / "tests.key")


@pytest.fixture(scope="session")
def runner_artifact(artifact_key: bytes) -> Artifact:
    """The runner component with the SDK as it is now."""
    return build_runner(cache_folder(), artifact_key)


@pytest.fixture(scope="session")
def engine(runner_artifact: Artifact) -> Engine:
    """An engine in this process with the runner loaded as "runner"."""
    ready = Engine()
    ready.load("runner", runner_artifact.path)
    return ready


@pytest.fixture
def run_guest(engine: Engine) -> RunGuest:
    """run_guest(sources, event="{}", host_call=…, **limits): sources from tests.support.guests, run in this process."""

    def run(
        sources: str, event: str = "{}", *, host_call: object = None, deadline_s: float = 60, **limits: int
    ) -> Outcome:
        return engine.run(
            "runner",
            event,
            sources=sources,
            host_call=host_call or (lambda interface, method, request: ECHO),  # type: ignore[arg-type]
            deadline=time.monotonic() + deadline_s,
            limits=Limits(**limits),
        )

    return run
