"""pytest plugin behind `majlis test --sandbox`: the app's tests, answered by the real sandbox."""

from __future__ import annotations

import sys

import pytest
from miniapp import testing

from majlis_devkit import project as projects
from majlis_devkit.sandbox import answer_text, open_sandbox


def pytest_configure(config: pytest.Config) -> None:
    """Send every event of `miniapp.testing` to WebAssembly."""
    project = projects.read(projects.find(config.rootpath))
    sandbox = open_sandbox(progress=lambda line: sys.stderr.write(f"{line}\n"))
    testing.use_runner(lambda event, host: answer_text(sandbox.run(project.sources, event, host.call)))


def pytest_unconfigure(config: pytest.Config) -> None:
    testing.use_runner(None)
