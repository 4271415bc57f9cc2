"""pytest plugin behind `majlis test --sandbox`: the app's tests, answered by the real sandbox."""

from __future__ import annotations

import sys

import pytest

from majlis_devkit import project as projects
from majlis_devkit.sandbox import answer_text, open_sandbox
from miniapp import testing


def pytest_configure(config: pytest.Config) -> None:
    """Send every event of `miniapp.testing` to WebAssembly."""
    project = projects.read(projects.find(config.rootpath))
    sandbox = open_sandbox(progress=_say)
    testing.use_runner(lambda event, host: answer_text(sandbox.run(project.sources, event, host.call)))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def pytest_unconfigure(config: pytest.Config) -> None:
    testing.use_runner(None)
