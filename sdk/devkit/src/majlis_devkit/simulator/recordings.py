"""The last events of `majlis dev` as files in the app's folder: one that failed can be run again by `majlis replay`.

They stay on the developer's machine: `.majlis` is left out of packages, and tells git to leave it out too.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from majlis_devkit.engine import HostCall, Limits, Outcome
from majlis_devkit.project import Project
from majlis_devkit.recording import FILE_BYTES_MAX, Recording, code_of, encode, made_by
from majlis_devkit.sandbox import LocalSandbox
from majlis_devkit.simulator.server import Simulator

FOLDER = Path(".majlis") / "recordings"
KEPT = 20  # Of those that failed, and of the others.
_FAILED = "-failed"
# What an app answers on purpose; everything else in an answer's place is its own fault.
_MEANT = frozenset({"APP_REFUSED", "CONSENT_REQUIRED"})


Told = Callable[[Path], None]  # Hears of the recording of each event that failed.


class Recordings:
    """Runs events and keeps the last ones; fits `room.RunGuest`."""

    def __init__(
        self, folder: Path, sandbox: LocalSandbox, manifest: Callable[[], Mapping[str, Any]], told: Told
    ) -> None:
        self._sandbox, self._manifest, self._told = sandbox, manifest, told
        self._folder = folder / FOLDER
        kept = (name.split("-")[0] for name in self._names())
        self._numbers = count(1 + max((int(number) for number in kept if number.isdecimal()), default=0))

    def run(self, sources: str, event: str, host_call: HostCall) -> Outcome:
        """One event. Where its file cannot be written the app runs all the same."""
        ran = self._sandbox.record(sources, event, host_call)
        if ran.journal is not None:
            code = code_of(self._manifest(), sources, self._sandbox.runner, packed=ran.packed)
            recording = Recording(
                made=made_by("majlis dev", time.time_ns() // 1_000_000), code=code, limits=Limits(), event=event,
                journal=ran.journal, outcome=ran.outcome,
            )  # fmt: skip
            self._keep(recording, failed=_failed(ran.outcome))
        return ran.outcome

    def _keep(self, recording: Recording, *, failed: bool) -> None:
        kind = json.loads(recording.event).get("kind", "event")
        file = self._folder / f"{next(self._numbers):06}-{kind}{_FAILED if failed else ''}.json"
        content = encode(recording)
        if len(content) > FILE_BYTES_MAX:
            return  # Nobody could read it.
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder.parent / ".gitignore").write_text("*\n")
            file.write_bytes(content)
            alike = [name for name in self._names() if name.endswith(f"{_FAILED}.json") == failed]
            for name in alike[:-KEPT]:
                (self._folder / name).unlink(missing_ok=True)
        except OSError:
            return
        if failed:
            self._told(file)

    def _names(self) -> list[str]:
        return sorted(path.name for path in self._folder.glob("[0-9]*-*.json"))


def recorded(project: Project, sandbox: LocalSandbox, told: Told) -> Simulator:
    """A simulator whose last events are kept; its log names the file of each that failed, as `told` does."""

    def hear(file: Path) -> None:
        simulator.room.note("error", "", f"majlis replay {file.relative_to(project.folder)}")
        told(file)

    kept = Recordings(project.folder, sandbox, lambda: simulator.room.project.manifest, hear)
    simulator = Simulator(project, kept.run)
    return simulator


def _failed(outcome: Outcome) -> bool:
    if outcome.failure is not None:
        return True
    try:
        error = json.loads(outcome.answer or "").get("error")
    except (ValueError, AttributeError, RecursionError):
        return True
    return isinstance(error, dict) and error.get("reason") not in _MEANT
