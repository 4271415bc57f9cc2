"""The tests can fail: one-line faults are planted in a copy, and tests named for each must notice.

faults.toml lists them. A fault whose line is not there exactly once any more is a failure too: the list stays true.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FAULTS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "faults.toml").read_text())["fault"]
RUN_S = 300
FAULTS_MIN = 15
INSTALLED = ("sdk/devkit/src", "sdk/miniapp/src")  # Of the copy, before those that are installed.


def plant(fault: dict[str, Any], root: Path) -> None:
    """The project in `root` with the fault in it: links to everything but the faulty file and the folders it is in."""
    there = ROOT
    for part in Path(fault["file"]).parts:
        copied = root / there.relative_to(ROOT)
        copied.mkdir(exist_ok=True)
        for entry in there.iterdir():
            if entry.name not in (part, ".git", ".hypothesis"):
                (copied / entry.name).symlink_to(entry)
        there /= part
    path = root / fault["file"]
    lines = there.read_text("utf-8").split("\n")
    places = [number for number, line in enumerate(lines) if line.strip() == fault["line"]]
    assert len(places) == 1, f"{fault['file']} has {len(places)} lines {fault['line']!r}; the fault must apply to one"
    line = lines[places[0]]
    lines[places[0]] = line[: len(line) - len(line.lstrip())] + fault["replacement"]
    path.write_text("\n".join(lines), "utf-8")
    compile(path.read_text("utf-8"), str(path), "exec")  # A fault that is no Python would be noticed by anything.
    os.utime(path, (0, 0))  # The linked bytecode of the true file is of another time: Python compiles this one.


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["name"] for fault in FAULTS])
def test_the_tests_notice(fault: dict[str, Any], tmp_path: Path) -> None:
    """Each named test fails with the fault; a suite that stays green would guard nothing."""
    plant(fault, tmp_path)
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    copied = os.pathsep.join(str(tmp_path / path) for path in INSTALLED)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rfE", "-p", "no:cacheprovider", "-p", "no:xdist", *fault["tests"]],
        cwd=tmp_path, capture_output=True, text=True, timeout=RUN_S, check=False,
        env=settings | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": copied},
    )  # fmt: skip
    said = ran.stdout[-4_000:] + ran.stderr[-2_000:]
    assert ran.returncode == 1, f"the tests did not fail, or could not run:\n{said}"
    noticed = [line.split(" ", 1)[1] for line in ran.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    for test in fault["tests"]:
        assert any(line.startswith(test) for line in noticed), f"{test} did not notice: {fault['name']}\n{said}"


def test_there_are_enough_faults_and_each_is_another() -> None:
    """The list is part of the promise."""
    assert len({(fault["file"], fault["line"], fault["replacement"]) for fault in FAULTS}) == len(FAULTS) >= FAULTS_MIN
